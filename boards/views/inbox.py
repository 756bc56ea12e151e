"""The inbox of a person, and what they do with its rows."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_GET, require_POST

from accounts.actions import note_step
from accounts.errors import Invalid
from accounts.pages import PersonRequest, show, signed_in, wants_json
from boards.actions import inbox as actions
from boards.inbox_page import inbox_rows, next_end, parted
from boards.models import Notification

MOST_IDS = 500


@signed_in
@require_GET
def inbox(request: PersonRequest) -> HttpResponse:
    note_step(person=request.user, step="read", at=timezone.now())
    return inbox_page(request)


def inbox_page(request: PersonRequest) -> HttpResponse:
    done = request.GET.get("show") == "done"
    needs, updates = parted(inbox_rows(request.user, timezone.now(), done=done))
    part = request.headers.get("HX-Request") == "true"
    context = {"needs": needs, "updates": updates, "done": done, "section": "inbox"}
    context["next"] = None if needs or updates else next_end(request.user)
    return show(request, "boards/_inbox.html" if part else "boards/inbox.html", context)


@signed_in
@require_POST
def inbox_done(request: PersonRequest) -> HttpResponse:
    return acted(request, actions.mark_done, "Done.")


@signed_in
@require_POST
def inbox_undone(request: PersonRequest) -> HttpResponse:
    return acted(request, actions.mark_undone, "Back in the inbox.")


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
        raise Invalid.field("until", "Choose a time in the future.")
    return acted(request, actions.snooze, "It comes back later.", until=until)


def acted(request: PersonRequest, action: Callable[..., int], text: str, **more: Any) -> HttpResponse:
    action(person=request.user, at=timezone.now(), ids=ids_of(request), **more)
    if request.headers.get("HX-Request") == "true":
        return told(request, inbox_page(request), text)
    if text and not wants_json(request):
        messages.success(request, text)
    return JsonResponse({}) if wants_json(request) else redirect("inbox")


def told(request: PersonRequest, response: HttpResponse, text: str) -> HttpResponse:
    """What the page needs to say it, to take it back, and to count what is left."""
    unread = Notification.objects.visible_to(request.user).waiting(timezone.now()).filter(read_at=None).count()
    detail = {"text": text, "ids": request.POST.getlist("id"), "unread": unread}
    response["HX-Trigger"] = json.dumps({"inbox:acted": detail})
    return response


def ids_of(request: PersonRequest) -> list[int]:
    """The notifications that the row stood for when the page was made; what came since stays."""
    texts = request.POST.getlist("id")[:MOST_IDS]
    if not texts or not all(text.isdecimal() and len(text) < 19 for text in texts):
        raise Invalid.field("id", "Name what is done.")
    return [int(text) for text in texts]
