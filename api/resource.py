"""The base of every endpoint: who asks, how often, with what, and how an answer or a problem is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial, wraps
from typing import Any

from django.http import HttpResponse
from rest_framework.exceptions import APIException, NotAuthenticated
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.views import APIView

from accounts.retry import again
from api.authentication import (
    SAFE_METHODS,
    BearerAuthentication,
    BrowserAuthentication,
    require_scope,
    require_session,
)
from api.call import Call, person_of
from api.documentation import document
from api.idempotency import once
from api.parsing import LengthRequired, StrictJsonParser
from api.problems import of_exception
from api.rendering import JsonRenderer, OneMediaType
from api.serializers import Body, Query
from api.throttles import Allowance, refuse_excess, spend, spend_stranger

Handler = Callable[..., HttpResponse]


class Resource(APIView):
    """One address. Methods are written with `endpoint`; every error leaves as a problem."""

    authentication_classes = (BearerAuthentication, BrowserAuthentication)
    permission_classes = ()
    parser_classes: Sequence[type[BaseParser]] = (StrictJsonParser,)
    renderer_classes = (JsonRenderer,)
    content_negotiation_class = OneMediaType
    http_method_names = ("get", "head", "post", "put", "patch", "delete")
    format_kwarg: str | None = None
    allowance: Allowance | None = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Can we talk, who is it, is it too much, and is the method within the token's scope?"""
        request.accepted_renderer, request.accepted_media_type = self.perform_content_negotiation(request)
        self._recognise(request)
        self.allowance = spend(person_of(request), request.auth)
        refuse_excess(self.allowance)
        require_scope(request.auth, "read" if request.method in SAFE_METHODS else "write")
        if "Transfer-Encoding" in request.headers and "Content-Length" not in request.headers:
            raise LengthRequired

    def _recognise(self, request: Request) -> None:
        try:
            self.perform_authentication(request)
            if request.user is None:
                raise NotAuthenticated
        except APIException:
            self.allowance = spend_stranger(request.META.get("REMOTE_ADDR", ""))
            refuse_excess(self.allowance)
            raise

    def get_exception_handler(self) -> Callable[..., HttpResponse]:
        return _as_problem

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        if self.allowance is not None:
            self.allowance.write(response)
        return super().finalize_response(request, response, *args, **kwargs)

    @property
    def default_response_headers(self) -> dict[str, str]:
        return {"Allow": ", ".join(self.allowed_methods), "Vary": "Accept, Authorization, Cookie"}


def _as_problem(error: Exception, context: dict[str, Any]) -> HttpResponse:
    return of_exception(error, context["request"]._request)


def endpoint(
    *,
    answers: Mapping[Any, Any],
    query: type[Query] = Query,
    body: type[Body] | None = None,
    scope: str = "",
    session_only: bool = False,
    secret: str = "",
    own_transactions: bool = False,
    errors: Sequence[int] = (),
) -> Callable[[Handler], Handler]:
    """Make a method of a `Resource` from `(self, call, **path)`.

    Reads and checks what came in, documents it, runs writes again after a deadlock and only once per
    Idempotency-Key. `scope` is asked beyond what the method asks; `session_only` refuses tokens; `secret` is
    a field shown once; a handler with `own_transactions` keeps its own records.
    """

    def wrap(handle: Handler) -> Handler:
        @wraps(handle)
        def handler(self: Resource, request: Request, **path: Any) -> HttpResponse:
            if session_only:
                require_session(request.auth)
            if scope:
                require_scope(request.auth, scope)
            call = Call.read(request, query, body)
            act = partial(handle, self, call, **path)
            if request.method in SAFE_METHODS or own_transactions:
                return act()
            return perform(call, act, secret)

        documented: Handler = document(handler, answers=answers, query=query, body=body, errors=errors)
        return documented

    return wrap


def perform(call: Call, act: Callable[[], HttpResponse], secret: str = "", part: str = "") -> HttpResponse:
    """Run one write: again after a deadlock, and once per Idempotency-Key."""
    claim = call.claim(part)
    if claim is None:
        return again(act)
    return again(partial(once, claim, act, secret))
