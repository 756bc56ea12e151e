"""The doors to a meeting: held, notes, reveal, dots, actions, minutes, closed."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.errors import Stale
from accounts.pages import PersonRequest, show, signed_in
from boards.views.cards import cause_of, whole
from boards.visible import visible_board
from cadence import actions
from cadence.actions.meetings import stamp
from cadence.find import meeting_of, note_of
from cadence.forms import MinutesForm
from cadence.models import Meeting
from cadence.page import meeting_context


@signed_in
@require_POST
def meetings(request: PersonRequest, key: str) -> HttpResponse:
    """Hold one now."""
    board, kind = visible_board(request.user, key), request.POST.get("kind", "")
    held = actions.hold_meeting(cause=cause_of(request), board=board, kind=kind)
    return redirect("meeting", key, held.pk)


@signed_in
@require_GET
def meeting(request: PersonRequest, key: str, pk: int) -> HttpResponse:
    return drawn(request, meeting_of(visible_board(request.user, key), pk))


@signed_in
@require_POST
def notes(request: PersonRequest, key: str, pk: int) -> HttpResponse:
    """Write a note; nobody is told whose it is unless it is signed."""
    held, given = meeting_of(visible_board(request.user, key), pk), request.POST
    column, signed = given.get("column", ""), given.get("signed") == "on"
    actions.add_note(
        cause=cause_of(request), meeting=held, text=given.get("text", ""), column=column, signed=signed
    )
    return redirect("meeting", key, pk)


@signed_in
@require_POST
def note(request: PersonRequest, key: str, pk: int, note: int) -> HttpResponse:
    """Change one's own before the reveal."""
    row, given = note_of(visible_board(request.user, key), pk, note), request.POST
    signed = given.get("signed") == "on"
    actions.change_note(cause=cause_of(request), note=row, text=given.get("text"), signed=signed)
    return redirect("meeting", key, pk)


@signed_in
@require_POST
def note_removal(request: PersonRequest, key: str, pk: int, note: int) -> HttpResponse:
    row = note_of(visible_board(request.user, key), pk, note)
    actions.remove_note(cause=cause_of(request), note=row)
    return redirect("meeting", key, pk)


@signed_in
@require_POST
def votes(request: PersonRequest, key: str, pk: int, note: int) -> HttpResponse:
    """How many of one's dots lie on it now."""
    row = note_of(visible_board(request.user, key), pk, note)
    actions.vote(cause=cause_of(request), note=row, count=whole(request.POST, "count") or 0)
    return redirect("meeting", key, pk)


@signed_in
@require_POST
def reveal(request: PersonRequest, key: str, pk: int) -> HttpResponse:
    held = meeting_of(visible_board(request.user, key), pk)
    actions.reveal_notes(cause=cause_of(request), meeting=held)
    return redirect("meeting", key, pk)


@signed_in
@require_POST
def follow_ups(request: PersonRequest, key: str, pk: int) -> HttpResponse:
    """Decide on something: it becomes a card."""
    board, given = visible_board(request.user, key), request.POST
    held, wanted = meeting_of(board, pk), whole(given, "note")
    row = note_of(board, pk, wanted) if wanted else None
    title, assignee = given.get("title", ""), given.get("assignee", "")
    made = actions.add_action(cause=cause_of(request), meeting=held, title=title, assignee=assignee, note=row)
    messages.success(request, _("%(card)s is in the backlog.") % {"card": made.card.ref})
    return redirect("meeting", key, pk)


@signed_in
@require_POST
def minutes(request: PersonRequest, key: str, pk: int) -> HttpResponse:
    """What was said. When somebody has written meanwhile, theirs and mine stand below each other."""
    held, form = meeting_of(visible_board(request.user, key), pk), MinutesForm(request.POST)
    if form.is_valid():
        try:
            actions.write_minutes(cause=cause_of(request), meeting=held, **form.cleaned_data)
            messages.success(request, _("The minutes are kept."))
            return redirect("meeting", key, pk)
        except Stale as stale:
            form = MinutesForm({**form.cleaned_data, "seen": stamp(held.minutes)})
            form.refuse(stale)
    return drawn(request, held, minutes_form=form, theirs=held.minutes)


@signed_in
@require_POST
def end(request: PersonRequest, key: str, pk: int) -> HttpResponse:
    held = meeting_of(visible_board(request.user, key), pk)
    actions.close_meeting(cause=cause_of(request), meeting=held)
    messages.success(request, _("The meeting is closed; its agenda stays as it is."))
    return redirect("meeting", key, pk)


@signed_in
@require_POST
def reopening(request: PersonRequest, key: str, pk: int) -> HttpResponse:
    """It was closed too early."""
    held = meeting_of(visible_board(request.user, key), pk)
    actions.reopen_meeting(cause=cause_of(request), meeting=held)
    messages.success(request, _("The meeting goes on; its agenda follows the board again."))
    return redirect("meeting", key, pk)


@signed_in
@require_POST
def removal(request: PersonRequest, key: str, pk: int) -> HttpResponse:
    held = meeting_of(visible_board(request.user, key), pk)
    actions.remove_meeting(cause=cause_of(request), meeting=held)
    return redirect("cadence", key)


def drawn(request: PersonRequest, held: Meeting, **bound: Any) -> HttpResponse:
    """The page with the form that came back; times are those of the person."""
    context = meeting_context(request.user, held, timezone.now(), bound)
    forms = [each for each in bound.values() if isinstance(each, BaseForm)]
    with timezone.override(ZoneInfo(request.user.time_zone)):
        return show(request, "cadence/meeting.html", context, *forms)
