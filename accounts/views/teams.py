"""The teams of a person, and one team with its people."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import Role, Verb, require, rights
from accounts.actions import create_team, rename_team
from accounts.audit_lines import audit_lines
from accounts.errors import NotFound
from accounts.forms import InviteForm, TeamForm
from accounts.models import Membership, Person, Team
from accounts.page_forms import PageForm
from accounts.pages import PersonRequest, show, signed_in


@signed_in
@require_http_methods(["GET", "POST"])
def teams(request: PersonRequest) -> HttpResponse:
    """Every team of the person, and a form for a new one, whose admin they become."""
    form = TeamForm(request.POST or None)
    if form.is_valid():
        with form.refusals():
            team = create_team(actor=request.user, name=form.cleaned_data["name"], at=timezone.now())
            messages.success(request, _("%(team)s is there. Invite the others.") % {"team": team.name})
            return redirect("team", team.slug)
    memberships = Membership.objects.filter(person=request.user).select_related("team").order_by("team__name")
    people = memberships.annotate(people=Count("team__memberships"))
    return show(request, "accounts/teams.html", {"memberships": people, "form": form, "section": "teams"}, form)


def visible_team(person: Person, slug: str) -> Team:
    team = Team.objects.visible_to(person).filter(slug=slug).first()
    if team is None:
        raise NotFound
    return team


@signed_in
@require_http_methods(["GET", "POST"])
def team(request: PersonRequest, slug: str) -> HttpResponse:
    """The page of a team; posting to it gives the team another name."""
    found = visible_team(request.user, slug)
    if request.method == "GET":
        return team_page(request, found)
    require(request.user, Verb.MANAGE_TEAM, found.pk)
    form = TeamForm(request.POST)
    if form.is_valid():
        with form.refusals():
            rename_team(actor=request.user, team=found, name=form.cleaned_data["name"], at=timezone.now())
            messages.success(request, _("Saved."))
            return redirect("team", found.slug)
    return team_page(request, found, rename=form)


def team_page(request: PersonRequest, team: Team, *, status: int = 200, **more: Any) -> HttpResponse:
    """What everybody sees, and what only those see who manage the team; `more` may hold a form that came back."""
    manages = Verb.MANAGE_MEMBERS in rights(request.user, team.pk)
    context = {
        "team": team,
        "section": "teams",
        "memberships": team.memberships.select_related("person").order_by("person__name", "person_id"),
        "manages": manages,
        **(for_managers(team) if manages else {}),
        **more,
    }
    forms = [value for value in more.values() if isinstance(value, PageForm)]
    return show(request, "accounts/team.html", context, *forms, status=status)


def for_managers(team: Team) -> dict[str, Any]:
    open_ones = team.invitations.open(timezone.now()).select_related("invited_by")
    return {
        "roles": Role.choices,
        "rename": TeamForm(initial={"name": team.name}),
        "invite": InviteForm(),
        "invitations": open_ones.order_by("-created_at", "-pk"),
        "audit": audit_lines(team),
    }
