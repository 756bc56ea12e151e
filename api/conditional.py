"""ETags: a version in quotes. `If-None-Match` saves a body, `If-Match` saves somebody else's edit."""

from __future__ import annotations

import re

from django.http import HttpResponse
from rest_framework.request import Request

from accounts.errors import Invalid

_TAG = re.compile(r'(?:W/)?"([^"]*)"')
_VERSION = re.compile(r"(\d{1,9})(?:[.\-].*)?")


def etag(version: int, *parts: object) -> str:
    """`"4"`, or `"4.128"` when the representation also depends on something else."""
    return '"' + ".".join(str(part) for part in (version, *parts)) + '"'


def is_known(request: Request, tag: str) -> bool:
    """Whether the client holds this representation already."""
    header = request.headers.get("If-None-Match", "").strip()
    return header == "*" or _value(tag) in _TAG.findall(header)


def not_modified(tag: str) -> HttpResponse:
    return HttpResponse(status=304, headers={"ETag": tag, "Cache-Control": "private, no-cache"})


def expected_version(request: Request) -> int | None:
    """The version the client saw, from `If-Match`; None when it does not mind. 0 is a tag we never gave."""
    header = request.headers.get("If-Match", "").strip()
    if not header or header == "*":
        return None
    tags = _TAG.findall(header) or [header]
    if len(tags) > 1:
        raise Invalid("Send one ETag in If-Match.")
    match = _VERSION.fullmatch(tags[0])
    return int(match[1]) if match else 0


def _value(tag: str) -> str:
    return tag.strip('"')
