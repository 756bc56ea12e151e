"""Every error of the API is a problem (RFC 9457): one shape, one place that writes it."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import orjson
from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.core.signals import got_request_exception
from django.db import Error as DatabaseProblem
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from rest_framework import exceptions

from accounts.errors import FieldError, Forbidden, NotFound, Refusal
from accounts.retry import is_passing
from api.rendering import json_bytes

PROBLEM = "application/problem+json"
RETRY_SECONDS = 1
# A client that waits for these may succeed with the same request.
_WAIT = {409: ("idempotency_in_flight",), 503: ("busy",)}
_TITLES = {"invalid": "Invalid input", "malformed": "Malformed body"}
log = logging.getLogger(__name__)


def problem(
    status: int,
    code: str,
    title: str,
    detail: str,
    errors: list[FieldError] | None = None,
    extra: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    body = {
        "type": f"{settings.SITE_URL}/api/v1/docs#problem-{code}",
        "title": title,
        "status": status,
        "detail": detail,
        "code": code,
        **(extra or {}),
    }
    if errors:
        body["errors"] = [error.as_dict() for error in errors]
    response = HttpResponse(json_bytes(body), content_type=PROBLEM, status=status, headers=dict(headers or {}))
    response.headers.setdefault("Cache-Control", "no-store")
    if code in _WAIT.get(status, ()):
        response.headers.setdefault("Retry-After", str(RETRY_SECONDS))
    return response


def of_exception(error: Exception, request: HttpRequest) -> HttpResponse:
    """The problem an exception stands for; one nobody foresaw is logged and answered with its request's id."""
    if isinstance(error, Refusal):
        return of_refusal(error)
    if isinstance(error, exceptions.APIException):
        return _of_framework(error)
    if isinstance(error, Http404):
        return of_refusal(NotFound())
    if isinstance(error, PermissionDenied):
        return of_refusal(Forbidden(str(error)))
    if isinstance(error, SuspiciousOperation):
        return problem(400, "malformed", _TITLES["malformed"], "The request cannot be read.")
    if isinstance(error, DatabaseProblem) and is_passing(error):
        log.warning("The database is busy: %s", type(error.__cause__ or error).__name__)
        return problem(503, "busy", "Busy", "The database is busy. Try again in a moment.")
    return _unforeseen(error, request)


def of_refusal(refusal: Refusal) -> HttpResponse:
    extra = dict(refusal.extra)
    headers: dict[str, str] = extra.pop("headers", {})
    return problem(
        refusal.status, refusal.code, gettext(refusal.title), refusal.sentence, refusal.errors, extra, headers
    )


def as_dict(error: Exception, request: HttpRequest) -> dict[str, Any]:
    """The problem as part of another answer, such as one item of a batch."""
    found: dict[str, Any] = orjson.loads(of_exception(error, request).content)
    return found


def _of_framework(error: exceptions.APIException) -> HttpResponse:
    if isinstance(error, exceptions.ValidationError):
        errors = list(flatten(error.detail))
        sentence = " ".join(f"{each.field}: {each.message}" if each.field else each.message for each in errors[:3])
        return problem(400, "invalid", _TITLES["invalid"], sentence, errors)
    headers = {}
    if header := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = header
    if isinstance(error, exceptions.UnsupportedMediaType):
        return problem(415, "unsupported_media_type", "Unsupported media type", "Send the body as JSON.")
    status = error.status_code
    code = _CODES.get(status, str(getattr(error.detail, "code", "error")))
    return problem(status, code, HTTPStatus(status).phrase, str(error.detail), headers=headers)


_CODES = {
    400: "malformed",
    401: "not_authenticated",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    406: "not_acceptable",
}


def flatten(detail: Any, path: str = "") -> Any:
    """The errors of a serializer, however deep, as a list of {field, code, message}."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            yield from flatten(inner, _inner(path, name))
    elif isinstance(detail, list) and any(isinstance(inner, dict | list) for inner in detail):
        for number, inner in enumerate(detail):
            yield from flatten(inner, f"{path}[{number}]")
    elif isinstance(detail, list):
        for inner in detail:
            yield from flatten(inner, path)
    else:
        yield FieldError(path, str(getattr(detail, "code", "invalid")), str(detail))


def _inner(path: str, name: str | int) -> str:
    if name == "non_field_errors":
        return path
    if isinstance(name, int):
        return f"{path}[{name}]"
    return f"{path}.{name}" if path else name


def _unforeseen(error: Exception, request: HttpRequest) -> HttpResponse:
    number = request.META.get("REQUEST_ID", "-")
    log.error("%s %s failed", request.method, request.path, exc_info=error)
    got_request_exception.send(sender=None, request=request)
    sentence = f"Something went wrong on our side. Tell the operator the number {number}."
    return problem(500, "internal", "Internal error", sentence, extra={"request_id": number})
