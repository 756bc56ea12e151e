"""Personal API tokens: made, shown once, revoked."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actions import create_token, revoke_token
from accounts.forms import TokenForm
from accounts.models import Person
from accounts.pages import PersonRequest, show, signed_in


@signed_in
@require_http_methods(["GET", "POST"])
def tokens(request: PersonRequest) -> HttpResponse:
    """The secret of a new token stands on the answer and nowhere else, so this one is not redirected."""
    form = TokenForm(request.POST or None)
    if form.is_valid():
        with form.refusals():
            return tokens_page(request, TokenForm(), secret=new_token(request.user, form))
    return tokens_page(request, form)


def new_token(person: Person, form: TokenForm) -> str:
    at, typed = timezone.now(), form.cleaned_data
    return create_token(
        person=person, name=typed["name"], scope=typed["scope"], at=at, expires_at=form.expires_at(at)
    )[1]


def tokens_page(request: PersonRequest, form: TokenForm, *, secret: str = "") -> HttpResponse:
    usable = request.user.tokens.usable(timezone.now()).order_by("-created_at", "-pk")
    context = {"tokens": usable, "form": form, "secret": secret, "section": "profile"}
    return show(request, "accounts/tokens.html", context, form, status=201 if secret else 200)


@signed_in
@require_POST
def revocation(request: PersonRequest, pk: int) -> HttpResponse:
    revoke_token(person=request.user, token_id=pk, at=timezone.now())
    messages.success(request, _("The token is revoked; nothing can use it any more."))
    return redirect("tokens")
