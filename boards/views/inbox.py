"""The inbox of a person, and what they do with its rows."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop
from django.views.decorators.http import require_GET, require_POST

from accounts.actions import note_step
from accounts.errors import Invalid
from accounts.pages import PersonRequest, show, signed_in, wants_json
from boards.actions import inbox as actions
from boards.actions.inbox import next_morning
from boards.actions.watch import watch_card
from boards.inbox_page import inbox_rows, next_end, parted
from boards.shell import Shell
from boards.views.cards import cause_of
from boards.visible import visible_card
from boards.waiting import waiting_for

MOST_IDS = 500
WATCHING = {
    "watch": noop("You hear of everything about %(ref)s."),
    "mute": noop("You hear no more of %(ref)s."),
    "default": noop("You hear of %(ref)s as its people do."),
}


@signed_in
@require_GET
def inbox(request: PersonRequest) -> HttpResponse:
    note_step(person=request.user, step="read", at=timezone.now())
    return inbox_page(request)


def inbox_page(request: PersonRequest) -> HttpResponse:
    done, at = request.GET.get("show") == "done", timezone.now()
    shell = Shell(request)
    mark = shell.waiting.mark  # before the rows: what comes in between is told of once more
    needs, updates = parted(inbox_rows(request.user, at, done=done))
    part = request.headers.get("HX-Request") == "true"
    context = {"needs": needs, "updates": updates, "done": done, "mark": mark, "shell": shell, "section": "inbox"}
    context["morning"] = next_morning(request.user, at)
    context["data"] = {"me": request.user.username, "zone": request.user.time_zone}
    context["next"] = None if needs or updates else next_end(request.user)
    with timezone.override(ZoneInfo(request.user.time_zone)):
        return show(request, "boards/_inbox.html" if part else "boards/inbox.html", context)


@signed_in
@require_POST
def inbox_done(request: PersonRequest) -> HttpResponse:
    return acted(request, actions.mark_done, _("Done."))


@signed_in
@require_POST
def inbox_undone(request: PersonRequest) -> HttpResponse:
    return acted(request, actions.mark_undone, _("Back in the inbox."))


@signed_in
@require_POST
def inbox_read(request: PersonRequest) -> HttpResponse:
    return acted(request, actions.mark_read, "")


@signed_in
@require_POST
def inbox_later(request: PersonRequest) -> HttpResponse:
    """Off the list until the time that the row offered."""
    until = parse_datetime(request.POST.get("until", ""))
    if until is None or until.tzinfo is None or until <= timezone.now():
        raise Invalid.field("until", _("Choose a time in the future."))
    return acted(request, actions.snooze, _("It comes back later."), until=until)


@signed_in
@require_POST
def inbox_watch(request: PersonRequest) -> HttpResponse:
    """Hear of the row's card, of nothing about it, or as its people do."""
    card, state = visible_card(request.user, request.POST.get("card", "")), request.POST.get("state", "")
    if state not in WATCHING:
        raise Invalid.field("state", _("watch, mute or default."), "invalid_choice")
    watch_card(cause=cause_of(request), card=card, state=state)
    text = _(WATCHING[state]) % {"ref": card.ref}
    if request.headers.get("HX-Request") == "true":
        return told(request, inbox_page(request), text, undoable=False)
    messages.success(request, text)
    return redirect("inbox")


def acted(request: PersonRequest, action: Callable[..., int], text: str, **more: Any) -> HttpResponse:
    action(person=request.user, at=timezone.now(), ids=ids_of(request), **more)
    if wants_json(request):
        return JsonResponse(detail(request, text))
    if request.headers.get("HX-Request") == "true":
        return told(request, inbox_page(request), text)
    if text:
        messages.success(request, text)
    return redirect("inbox")


def told(request: PersonRequest, response: HttpResponse, text: str, *, undoable: bool = True) -> HttpResponse:
    """What the page needs to say it, to take it back, and to count what is left."""
    said = detail(request, text) | ({} if undoable else {"ids": []})
    response["HX-Trigger"] = json.dumps({"inbox:acted": said})
    return response


def detail(request: PersonRequest, text: str) -> dict[str, Any]:
    unread = waiting_for([request.user.pk], timezone.now())[request.user.pk].unread
    return {"text": text, "ids": request.POST.getlist("id"), "unread": unread}


def ids_of(request: PersonRequest) -> list[int]:
    """The notifications that the row stood for when the page was made; what came since stays."""
    texts = request.POST.getlist("id")[:MOST_IDS]
    if not texts or not all(text.isdecimal() and len(text) < 19 for text in texts):
        raise Invalid.field("id", _("Name what is done."))
    return [int(text) for text in texts]
