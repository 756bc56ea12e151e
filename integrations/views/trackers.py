"""The trackers of a team: everybody in it sees how they do, its admins connect them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Verb, require, rights
from accounts.errors import NotFound
from accounts.models import Team
from accounts.pages import PersonRequest, show, signed_in
from accounts.retold import retold
from accounts.views.teams import visible_team
from integrations import actions
from integrations.forms import TrackerForm, written
from integrations.models import TrackerConnection
from integrations.trackers.adapter import TrackerError
from integrations.trackers.asked import check

PAGE = "integrations/trackers.html"


@signed_in
@require_http_methods(["GET", "POST"])
def trackers(request: PersonRequest, slug: str) -> HttpResponse:
    """The list; posting to it adds one, and tries it at once."""
    team = visible_team(request.user, slug)
    if request.method == "GET":
        return page(request, team, TrackerForm())
    require(request.user, Verb.MANAGE_TEAM, team.pk)
    form = TrackerForm(request.POST)
    if form.is_valid():
        with form.refusals():
            made = actions.add_tracker(actor=request.user, team=team, at=timezone.now(), **form.given())
            return tried(request, made)
    return page(request, team, form)


@signed_in
@require_http_methods(["GET", "POST"])
def tracker(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    team = visible_team(request.user, slug)
    require(request.user, Verb.MANAGE_TEAM, team.pk)
    found = tracker_of_team(team, pk)
    form = TrackerForm(request.POST or None, initial=written(found))
    if form.is_valid():
        with form.refusals():
            at = timezone.now()
            changed = actions.change_tracker(actor=request.user, connection=found, at=at, **form.given())
            return tried(request, changed)
    context = {"team": team, "tracker": found, "form": form, "section": "teams"}
    return show(request, "integrations/tracker.html", context, form)


@signed_in
@require_POST
def removal(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Runs that are on cards stay, with what was read last."""
    team = visible_team(request.user, slug)
    found = tracker_of_team(team, pk)
    actions.remove_tracker(actor=request.user, connection=found, at=timezone.now())
    messages.success(request, _("%(name)s is no longer read. Runs that are on cards stay.") % {"name": found.name})
    return redirect("trackers", slug)


@signed_in
@require_POST
def trial(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Is it there, is it what we think, may we read?"""
    team = visible_team(request.user, slug)
    require(request.user, Verb.MANAGE_TEAM, team.pk)
    return tried(request, tracker_of_team(team, pk))


def tried(request: PersonRequest, connection: TrackerConnection) -> HttpResponse:
    """Try it; what came of it stands on the page, with what helps."""
    outcome = check(connection, timezone.now())
    if isinstance(outcome, TrackerError):
        messages.error(request, f"{connection.name}: {retold(outcome.sentence)}")
    else:
        messages.success(request, retold(outcome.sentence))
    return redirect("trackers", connection.team.slug)


def page(request: PersonRequest, team: Team, form: TrackerForm) -> HttpResponse:
    context: dict[str, Any] = {
        "team": team,
        "section": "teams",
        "trackers": team.trackers.order_by("name"),
        "manages": Verb.MANAGE_TEAM in rights(request.user, team.pk),
        "form": form,
        "now": timezone.now(),
    }
    return show(request, PAGE, context, form)


def tracker_of_team(team: Team, pk: int) -> TrackerConnection:
    found = TrackerConnection.objects.select_related("team").filter(team=team, pk=pk).first()
    if found is None:
        raise NotFound
    return found
