"""How an endpoint describes itself to the schema: parameters, headers, bodies, answers and every problem."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers

from api.problems import PROBLEM
from api.serializers import Answer, Body, Query

Handler = Callable[..., Any]
READ_ERRORS = {
    400: "A parameter, header or body is wrong; `errors` says which and why.",
    401: "No usable token and no session.",
    403: "You see it but may not do this, or the token's scope does not reach.",
    404: "It does not exist, or you cannot see it.",
    406: "The client accepts no JSON.",
    429: "Too many requests; `Retry-After` says how long to wait.",
    503: "The database is busy; try again after `Retry-After` seconds.",
}
WRITE_ERRORS = READ_ERRORS | {
    409: "It clashes with what is there; `code` says how.",
    411: "The body came without a Content-Length.",
    413: "The body is too large.",
    415: "The body is not JSON.",
    422: "It is understood but cannot be done yet; `errors` lists what is missing.",
}
FURTHER_ERRORS = {
    410: "Older than the kept history: take a new snapshot.",
    412: "Somebody changed it meanwhile; `current` is how it is now.",
}


class FieldErrorAnswer(Answer):
    field = serializers.CharField()
    code = serializers.CharField()
    message = serializers.CharField()


class Problem(Answer):
    """An error (RFC 9457). Some carry more members, such as `current` with a 412."""

    type = serializers.URLField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    code = serializers.CharField()
    errors = FieldErrorAnswer(many=True, required=False)  # type: ignore[assignment]  # a field of this name


def _header(name: str, description: str, **schema: Any) -> OpenApiParameter:
    kind = {"type": "string", **schema}
    return OpenApiParameter(name, kind, OpenApiParameter.HEADER, description=description)


CLIENT_MARK = "^[!-~]([ -~]{0,58}[!-~])?$"
IDEMPOTENCY_KEY = _header(
    "Idempotency-Key",
    "The same key and body again within 24 h: the first answer again.",
    pattern="^[ -~]{1,255}$",
)
ORIGIN = _header(
    "X-Origin", "A mark that comes back as `origin` on the events of this write.", pattern=CLIENT_MARK
)
IF_MATCH = _header("If-Match", "The ETag you saw. Changed meanwhile: 412, unless the edits can be merged.")
IF_NONE_MATCH = _header("If-None-Match", "The ETag you hold. Unchanged: 304 without a body.")


def document(
    handler: Handler,
    *,
    answers: Mapping[Any, Any],
    query: type[Query],
    body: type[Body] | None,
    errors: Sequence[int],
) -> Handler:
    writes = handler.__name__ not in ("get", "head")
    known = WRITE_ERRORS if writes else READ_ERRORS
    chosen = known | {status: FURTHER_ERRORS[status] for status in errors}
    headers = [IDEMPOTENCY_KEY, ORIGIN] if writes else []
    headers += [IF_MATCH] if 412 in errors else []
    headers += [IF_NONE_MATCH] if 304 in answers else []
    described: Handler = extend_schema(
        operation_id=_operation_id(handler),
        summary=_first_sentence(handler.__doc__),
        description=_rest(handler.__doc__),
        parameters=[*([query] if query().fields else []), *headers],
        request=body,
        responses={
            **{status: _answer(status, what) for status, what in answers.items()},
            **{(status, PROBLEM): OpenApiResponse(Problem, why) for status, why in sorted(chosen.items())},
            414: OpenApiResponse(description="The address is too long for the web server."),
        },
    )(handler)
    return described


def _answer(status: int, what: Any) -> Any:
    if status == 304:
        return OpenApiResponse(description="Unchanged since the ETag you sent.")
    if what is None:
        return OpenApiResponse(description="Done; there is nothing more to say.")
    return what


def _operation_id(handler: Handler) -> str:
    """`get_card_item` of `CardItem.get`."""
    resource, method = handler.__qualname__.split(".")[-2:]
    return f"{method}{re.sub('(?=[A-Z])', '_', resource)}".lower()


def _first_sentence(text: str | None) -> str:
    if not text:
        raise TypeError("An endpoint needs a docstring: it is its documentation.")
    return " ".join(text.partition("\n\n")[0].split()).rstrip(".")


def _rest(text: str | None) -> str:
    return " ".join((text or "").partition("\n\n")[2].split())
