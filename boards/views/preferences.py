"""What a person is told of: the page of it, and the one click in a mail that stops its like."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.pages import PersonRequest, show, signed_in
from boards.actions.preferences import change_preferences, no_more_mail
from boards.preferences_form import PreferencesForm
from boards.unsubscribe import read_token
from boards.wishes import GROUPS


@signed_in
@require_http_methods(["GET", "POST"])
def preferences(request: PersonRequest) -> HttpResponse:
    form = PreferencesForm(request.POST or None, person=request.user)
    if form.is_valid():
        with form.refusals():
            change_preferences(person=request.user, matrix=form.matrix(), attention=form.attention())
            messages.success(request, _("Saved."))
            return redirect("preferences")
    context = {"form": form, "person": request.user, "section": "profile"}
    return show(request, "boards/preferences.html", context, form)


@csrf_exempt  # the mail program posts without a session (RFC 8058): the signature in the address lets it in
@never_cache
@require_http_methods(["GET", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """GET only asks, for programs follow links; POST stops these mails, without a sign-in."""
    person, groups = read_token(token)
    stopped = request.method == "POST"
    if stopped:
        no_more_mail(person=person, groups=groups)
    labels = [_(GROUPS[group].within) for group in groups]
    return render(request, "boards/unsubscribe.html", {"labels": labels, "stopped": stopped})
