"""Long answers cross the wire compressed: a board of a thousand cards in 27 KiB instead of 430."""

from __future__ import annotations

import gzip
import io
import re
import secrets
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

SHORT = 4096
# Three quarters of the best level's gain for a quarter of its time.
LEVEL = 3
MOST_PADDING = 100
GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")


class CompressionMiddleware:
    """Compresses what is worth it; files were compressed when they were collected, streams stay as they are."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not isinstance(response, HttpResponse) or len(response.content) < SHORT:
            return response
        if response.has_header("Content-Encoding"):
            return response
        patch_vary_headers(response, ["Accept-Encoding"])
        if GZIP.search(request.headers.get("Accept-Encoding", "")):
            response.content = compressed(response.content)
            response["Content-Encoding"] = "gzip"
            response["Content-Length"] = str(len(response.content))
            if tag := response.get("ETag"):
                # Not the same bytes any more, but the same meaning.
                response["ETag"] = tag if tag.startswith("W/") else f"W/{tag}"
        return response


def compressed(content: bytes) -> bytes:
    """Its length is blurred by a name of random length, so that nobody reads a secret out of it (BREACH)."""
    target = io.BytesIO()
    padding = "a" * secrets.randbelow(MOST_PADDING)
    with gzip.GzipFile(filename=padding, mode="wb", compresslevel=LEVEL, fileobj=target, mtime=0) as squeezed:
        squeezed.write(content)
    return target.getvalue()
