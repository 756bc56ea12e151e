"""The webhooks of a team, for its admins: made, changed, switched, with a secret that is shown once."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Verb, require
from accounts.models import Person, Team
from accounts.pages import PersonRequest, show, signed_in
from accounts.views.teams import visible_team
from webhooks import actions
from webhooks.find import managed_webhook
from webhooks.forms import WebhookForm
from webhooks.models import Webhook
from webhooks.page import log_page


def managed_team(person: Person, slug: str) -> Team:
    team = visible_team(person, slug)
    require(person, Verb.MANAGE_TEAM, team.pk)
    return team


@signed_in
@require_http_methods(["GET", "POST"])
def webhooks(request: PersonRequest, slug: str) -> HttpResponse:
    """The list; posting to it makes one. Its secret stands on the answer and nowhere else: no redirect."""
    team = managed_team(request.user, slug)
    form = WebhookForm(request.POST or None, team=team)
    if form.is_valid():
        with form.refusals():
            secret = actions.add_webhook(actor=request.user, team=team, at=timezone.now(), **form.given())[1]
            return list_page(request, team, WebhookForm(team=team), secret)
    return list_page(request, team, form)


def list_page(request: PersonRequest, team: Team, form: WebhookForm, secret: str = "") -> HttpResponse:
    made = team.webhooks.select_related("board").order_by("name")
    context = {"team": team, "webhooks": made, "form": form, "secret": secret, "section": "teams"}
    return show(request, "webhooks/webhooks.html", context, form, status=201 if secret else 200)


@signed_in
@require_http_methods(["GET", "POST"])
def webhook(request: PersonRequest, pk: int) -> HttpResponse:
    """Its log, and a form that changes it."""
    found = managed_webhook(request.user, pk)
    form = WebhookForm(request.POST or None, team=found.team, webhook=found)
    if form.is_valid():
        with form.refusals():
            actions.change_webhook(actor=request.user, webhook=found, at=timezone.now(), **form.given())
            messages.success(request, _("Saved."))
            return redirect("webhook", pk)
    return item_page(request, found, form)


def item_page(request: PersonRequest, found: Webhook, form: WebhookForm, secret: str = "") -> HttpResponse:
    context: dict[str, Any] = {
        "webhook": found,
        "team": found.team,
        "form": form,
        "secret": secret,
        "section": "teams",
        "log": log_page(found, request.GET),
        "now": timezone.now(),
    }
    with timezone.override(ZoneInfo(request.user.time_zone)):
        return show(request, "webhooks/webhook.html", context, form, status=201 if secret else 200)


@signed_in
@require_POST
def secret(request: PersonRequest, pk: int) -> HttpResponse:
    """A new secret, on this answer only."""
    found = managed_webhook(request.user, pk)
    fresh = actions.rotate_secret(actor=request.user, webhook=found, at=timezone.now())
    return item_page(request, found, WebhookForm(team=found.team, webhook=found), fresh)


@signed_in
@require_POST
def switch(request: PersonRequest, pk: int) -> HttpResponse:
    """On or off."""
    found = managed_webhook(request.user, pk)
    on = request.POST.get("on") == "1"
    actions.change_webhook(actor=request.user, webhook=found, at=timezone.now(), is_on=on)
    said = _("%(name)s is on; what waited is sent now.") if on else _("%(name)s is off; nothing is sent.")
    messages.success(request, said % {"name": found.name})
    return redirect("webhook", pk)


@signed_in
@require_POST
def removal(request: PersonRequest, pk: int) -> HttpResponse:
    found = managed_webhook(request.user, pk)
    actions.remove_webhook(actor=request.user, webhook=found, at=timezone.now())
    messages.success(request, _("%(name)s is removed; nothing is sent there any more.") % {"name": found.name})
    return redirect("webhooks", found.team.slug)
