"""What a page says when an action refuses: JSON for our modules, a toast for htmx, otherwise a page of its own.

A write that lost a deadlock is run again; a database that is busy or away is told as that, not as our fault.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.db import Error as DatabaseProblem
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render, resolve_url
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_noop as noop

from accounts.errors import NotFound, Refusal
from accounts.pages import wants_json
from accounts.retry import again, asks_again, is_passing

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class Busy(Refusal):
    """Nothing is wrong with the request."""

    status = 503
    code = "busy"
    title = noop("Busy")
    sentence = noop("The database is busy. Try again in a moment.")


class PageErrors:
    """The one mapper for pages; the REST API has its own."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if is_fragment(request):
            patch_vary_headers(response, ["HX-Request", "Accept"])
            return signed_out() if asks_to_sign_in(response) else response
        return response

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponse | None:
        """No text of ours holds a NUL, and no database takes one: nothing is found by it."""
        return refused(request, NotFound()) if holds_nul(request) else None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if asks_again(error):
            view, args, kwargs = request.resolver_match  # type: ignore[misc]  # a view has failed, so there is one
            try:
                response: HttpResponse = again(partial(view, request, *args, **kwargs))
                return response
            except Exception as later:
                error = later
        if isinstance(error, DatabaseProblem) and is_passing(error):
            return busy(request)
        return refused(request, error) if isinstance(error, Refusal) else None


def holds_nul(request: HttpRequest) -> bool:
    if request.path.startswith("/api/"):
        return False  # its own readers look at what they are given
    typed = [value for _, values in request.POST.lists() for value in values]
    return any("\x00" in text for text in (request.path, *typed))


def is_fragment(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true" or wants_json(request)


def asks_to_sign_in(response: HttpResponseBase) -> bool:
    """A redirect to the sign-in page must never be followed into a fragment."""
    location = response.headers.get("Location", "").split("?")[0]
    return response.status_code == 302 and location == resolve_url(settings.LOGIN_URL)


def signed_out() -> HttpResponse:
    return HttpResponse(status=401, headers={"HX-Trigger": "auth:expired", "Cache-Control": "no-store"})


def refused(request: HttpRequest, error: Refusal) -> HttpResponse:
    if wants_json(request):
        return JsonResponse(as_json(error), status=error.status)
    if request.headers.get("HX-Request") == "true":
        toast = {"toast": {"text": error.sentence, "kind": "error"}}
        return HttpResponse(status=error.status, headers={"HX-Trigger": json.dumps(toast)})
    return render(request, "refused.html", {"error": error}, status=error.status)


def busy(request: HttpRequest) -> HttpResponse:
    """A page of its own asks the database for nothing: who looks at it, least of all."""
    if is_fragment(request):
        response = refused(request, Busy())
    else:
        response = HttpResponse(render_to_string("busy.html", {"error": Busy()}), status=Busy.status)
    response.headers["Retry-After"] = "1"
    return response


def as_json(error: Refusal) -> dict[str, object]:
    return {
        **error.extra,
        "code": error.code,
        "sentence": error.sentence,
        "errors": [each.as_dict() for each in error.errors],
    }
