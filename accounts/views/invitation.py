"""The page behind an invitation's link: who invites into which team, and how to get in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.actions import accept_invitation
from accounts.actions.invitations import find_invitation
from accounts.actions.registration import register
from accounts.forms import RegisterForm
from accounts.language import offered, worth_keeping
from accounts.models import Invitation, Person
from accounts.pages import show
from accounts.views.sign_in import enter


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Used, withdrawn, expired and invented links get the same answer, which says to ask for a new one."""
    found = find_invitation(secret, timezone.now())
    if isinstance(request.user, Person):
        return for_person(request, request.user, found, secret)
    language = offered(request, found.language)
    with override(language):
        response = for_newcomer(request, found, secret)
    response.headers["Content-Language"] = language
    return response


def for_person(request: HttpRequest, person: Person, found: Invitation, secret: str) -> HttpResponse:
    """Whoever is in the team already does not use the invitation up."""
    inside = found.team.memberships.filter(person=person).exists()
    if request.method == "POST" and not inside:
        accept_invitation(secret=secret, person=person, at=timezone.now())
        messages.success(request, _("You are in %(team)s.") % {"team": found.team.name})
        return redirect("boards")
    context = {"invitation": found, "inside": inside, "person": person}
    return show(request, "accounts/invitation.html", context)


def for_newcomer(request: HttpRequest, found: Invitation, secret: str) -> HttpResponse:
    form = RegisterForm(request.POST or None, initial={"email": found.email})
    if form.is_valid():
        with form.refusals():
            typed = {**form.cleaned_data, "language": worth_keeping(request)}
            person = register(secret=secret, at=timezone.now(), **typed)
            enter(request, person)
            messages.success(request, _("You are in %(team)s.") % {"team": found.team.name})
            return redirect("boards")
    return show(request, "accounts/invitation_new.html", {"invitation": found, "form": form}, form)
