"""The page of what recurs on a board: the iteration, increments, meetings by calendar."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.pages import PersonRequest, show, signed_in
from boards.models import Board
from boards.views.cards import cause_of
from boards.visible import visible_board
from cadence import actions
from cadence.find import increment_of, series_of
from cadence.forms import AchievedForm, IncrementForm, SeriesForm, read_day
from cadence.page import cadence_context


@signed_in
@require_GET
def cadence(request: PersonRequest, key: str) -> HttpResponse:
    return drawn(request, visible_board(request.user, key))


@signed_in
@require_POST
def increments(request: PersonRequest, key: str) -> HttpResponse:
    """Plan an increment."""
    board, form = visible_board(request.user, key), IncrementForm(request.POST, auto_id="increment-new-%s")
    if form.is_valid():
        with form.refusals():
            actions.plan_increment(cause=cause_of(request), board=board, **form.cleaned_data)
            return redirect("cadence", key)
    return drawn(request, board, increment_form=form)


@signed_in
@require_POST
def increment(request: PersonRequest, key: str, pk: int) -> HttpResponse:
    board = visible_board(request.user, key)
    found, form = increment_of(board, pk), IncrementForm(request.POST, auto_id=f"increment-{pk}-%s")
    if form.is_valid():
        with form.refusals():
            actions.change_increment(cause=cause_of(request), increment=found, changes=form.cleaned_data)
            return redirect("cadence", key)
    return drawn(request, board, change_increment=(pk, form))


@signed_in
@require_POST
def increment_end(request: PersonRequest, key: str, pk: int) -> HttpResponse:
    """Close it, and say what it achieved."""
    board = visible_board(request.user, key)
    found, form = increment_of(board, pk), AchievedForm(request.POST, auto_id=f"achieved-{pk}-%s")
    if form.is_valid():
        with form.refusals():
            actions.close_increment(cause=cause_of(request), increment=found, **form.cleaned_data)
            return redirect("cadence", key)
    return drawn(request, board, close_increment=(pk, form))


@signed_in
@require_POST
def increment_removal(request: PersonRequest, key: str, pk: int) -> HttpResponse:
    found = increment_of(visible_board(request.user, key), pk)
    actions.remove_increment(cause=cause_of(request), increment=found)
    return redirect("cadence", key)


@signed_in
@require_POST
def series(request: PersonRequest, key: str) -> HttpResponse:
    """Put a meeting on the calendar."""
    board, form = visible_board(request.user, key), SeriesForm(request.POST, auto_id="series-new-%s")
    if form.is_valid():
        with form.refusals():
            actions.schedule_meeting(cause=cause_of(request), board=board, **form.given())
            return redirect("cadence", key)
    return drawn(request, board, series_form=form)


@signed_in
@require_POST
def series_change(request: PersonRequest, key: str, pk: int) -> HttpResponse:
    board = visible_board(request.user, key)
    found, form = series_of(board, pk), SeriesForm(request.POST, fixed=True, auto_id=f"series-{pk}-%s")
    if form.is_valid():
        with form.refusals():
            actions.reschedule_meeting(cause=cause_of(request), series=found, changes=form.given())
            return redirect("cadence", key)
    return drawn(request, board, change_series=(pk, form))


@signed_in
@require_POST
def series_skip(request: PersonRequest, key: str, pk: int) -> HttpResponse:
    """The next one does not take place, or a skipped one does again (`back`)."""
    found = series_of(visible_board(request.user, key), pk)
    day, back = read_day(request.POST.get("day", "")), request.POST.get("back") == "yes"
    actions.skip_meeting(cause=cause_of(request), series=found, day=day, skip=not back)
    return redirect("cadence", key)


@signed_in
@require_POST
def series_removal(request: PersonRequest, key: str, pk: int) -> HttpResponse:
    found = series_of(visible_board(request.user, key), pk)
    actions.unschedule_meeting(cause=cause_of(request), series=found)
    return redirect("cadence", key)


def drawn(request: PersonRequest, board: Board, status: int = 200, **bound: Any) -> HttpResponse:
    """The page with fresh forms, except for the one that came back; times are those of the person."""
    context = cadence_context(request.user, board, timezone.now(), bound)
    typed = [value[1] if isinstance(value, tuple) else value for value in bound.values()]
    forms = [each for each in typed if isinstance(each, BaseForm)]
    with timezone.override(ZoneInfo(request.user.time_zone)):
        return show(request, "cadence/cadence.html", context, *forms, status=status)
