"""What every page needs: somebody signed in, an answer no cache keeps, the status of a refused form."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from accounts.models import Person

P = ParamSpec("P")
ACCEPTED_NOT = 422  # what was typed comes back with what is wrong with it


class PersonRequest(HttpRequest):
    """A request of somebody who is signed in."""

    user: Person


def signed_in(
    view: Callable[Concatenate[PersonRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Send everybody else to the sign-in page; what a person sees is stored nowhere on the way."""

    @login_required
    @never_cache
    @wraps(view)
    def guarded(request: Any, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        return view(request, *args, **kwargs)

    return guarded


def show(
    request: HttpRequest, template: str, context: dict[str, Any], *forms: BaseForm, status: int = 200
) -> HttpResponse:
    """Render the page; with status 422 when one of its forms came back with errors."""
    refused = any(form.is_bound and form.errors for form in forms)
    return render(request, template, context, status=ACCEPTED_NOT if refused else status)


def wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")
