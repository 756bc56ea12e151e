"""What the pages of iterations, increments and meetings show."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from accounts.access import Verb, rights
from accounts.models import Person
from boards.board_page import people_of
from boards.models import Board
from cadence import forms
from cadence.actions.meetings import is_newest, stamp
from cadence.agenda import agenda_of, open_actions
from cadence.iteration_json import missing, offered_outcomes, with_all
from cadence.meeting_json import hidden_notes, notes_for, own_dots
from cadence.models import (
    CalendarFeed,
    Increment,
    Iteration,
    IterationItem,
    IterationTask,
    Meeting,
    MeetingKind,
    MeetingNote,
)
from cadence.rule import Rule, occurrences

PAST, AHEAD = 10, 3
COLUMNS = (
    ("create", noop("Create"), noop("What is built or changed")),
    ("observe", noop("Observe"), noop("What is measured, on whom, for how long")),
    ("analyze", noop("Analyze"), noop("What is worked out from it")),
)
ASKS = {
    "create": (noop("Something to create for %(card)s"), noop("Train the model @ben")),
    "observe": (noop("Something to observe for %(card)s"), noop("Two weeks of tickets")),
    "analyze": (noop("Something to analyze for %(card)s"), noop("Compare with the rule")),
}


def frame(person: Person, board: Board) -> dict[str, Any]:
    held = rights(person, board.team_id)
    zone = board.calendar().spec["tz"]
    steers, writes = Verb.STEER in held, Verb.WRITE_CARD in held
    return {"board": board, "section": "cadence", "steers": steers, "writes": writes, "zone": zone}


def cadence_context(person: Person, board: Board, at: datetime, bound: dict[str, Any]) -> dict[str, Any]:
    """`bound` holds forms that came back with errors, by their names; those of one row are `(pk, form)`."""
    rows = list(with_all(Iteration.objects.filter(board=board))[: PAST + 1])
    current = rows[0] if rows and rows[0].closed_at is None else None
    return {
        **frame(person, board),
        "iteration": current and iteration_view(current, at),
        "past": [each for each in rows if each.closed_at],
        "item_form": forms.ItemForm(board=board, iteration=current),
        "goal_form": forms.GoalForm(),
        **_increments(board, at, bound),
        **_meetings(board, at, bound),
        "feed": CalendarFeed.objects.filter(board=board, person=person).first(),
        **{name: value for name, value in bound.items() if not isinstance(value, tuple)},
    }


def iteration_view(iteration: Iteration, at: datetime) -> dict[str, Any]:
    offered = offered_outcomes(iteration)
    return {
        "row": iteration,
        "days": (at - iteration.started_at).days if iteration.started_at else 0,
        "takes_long": iteration.takes_long(at),
        "missing": missing(iteration),
        "items": [_item(item, offered.get(item.pk, "")) for item in iteration.items.all()],
    }


def _item(item: IterationItem, offered: str) -> dict[str, Any]:
    by_kind: dict[str, list[IterationTask]] = {column[0]: [] for column in COLUMNS}
    for task in item.tasks.all():
        by_kind[task.kind].append(task)
    columns = [_column(item, *column, by_kind[column[0]]) for column in COLUMNS]
    return {"row": item, "columns": columns, "offered": offered}


def _column(item: IterationItem, kind: str, title: str, why: str, tasks: list[IterationTask]) -> tuple[Any, ...]:
    """With the label and an example of its field."""
    label, example = ASKS[kind]
    return kind, _(title), _(why), _(label) % {"card": item.card.ref}, _(example), tasks


def _increments(board: Board, at: datetime, bound: dict[str, Any]) -> dict[str, Any]:
    today = at.astimezone(board.calendar().hours().zone).date()
    wanted, typed = bound.get("change_increment", (None, None))
    ended, achieved = bound.get("close_increment", (None, None))
    every = Increment.objects.filter(board=board)
    ordered = [
        *every.filter(closed_at=None).order_by("ends_on"),
        *every.exclude(closed_at=None).order_by("-ends_on"),
    ]
    rows = [
        {
            "row": each,
            "days": (each.ends_on - today).days,
            "form": typed if each.pk == wanted else forms.IncrementForm.of(each),
            "achieved": achieved if each.pk == ended else forms.AchievedForm(auto_id=f"achieved-{each.pk}-%s"),
        }
        for each in ordered[:50]
    ]
    return {"increments": rows, "increment_form": forms.IncrementForm(auto_id="increment-new-%s")}


def _meetings(board: Board, at: datetime, bound: dict[str, Any]) -> dict[str, Any]:
    wanted, typed = bound.get("change_series", (None, None))
    series: list[dict[str, Any]] = [
        {
            "row": each,
            "words": Rule.read(each.rule).words,
            "next": [moment.astimezone(ZoneInfo(each.zone)) for moment in occurrences(each, at, AHEAD)],
            "form": typed if each.pk == wanted else forms.SeriesForm.of(each),
        }
        for each in board.meeting_series.all()
    ]
    series.sort(key=lambda row: row["next"][:1])
    held = list(board.meetings.prefetch_related("actions")[: PAST + len(MeetingKind)])
    return {
        "series": series,
        "open_meetings": [each for each in held if not each.closed_at],
        "held": [each for each in held if each.closed_at],
        "kinds": [kind for kind in MeetingKind if not any(m.kind == kind and not m.closed_at for m in held)],
        "series_form": forms.SeriesForm(auto_id="series-new-%s"),
        "open_actions": list(open_actions(board)),
    }


def meeting_context(person: Person, meeting: Meeting, at: datetime, bound: dict[str, Any]) -> dict[str, Any]:
    """One meeting as the person may see it."""
    notes, dots = notes_for(meeting, person), own_dots(meeting, person)
    first = {"minutes": meeting.minutes, "seen": stamp(meeting.minutes)}
    return {
        **frame(person, meeting.board),
        "meeting": meeting,
        "is_newest": is_newest(meeting),
        "agenda": agenda_of(meeting, at),
        "columns": _columns(notes, dots),
        "hidden": hidden_notes(meeting, person),
        "votes_left": meeting.votes_each - sum(dots.values()),
        "people": people_of(meeting.board),
        "minutes_form": forms.MinutesForm(initial=first),
        **bound,
    }


def _columns(notes: list[MeetingNote], dots: dict[int, int]) -> list[dict[str, Any]]:
    return [
        {
            "key": key,
            "title": title,
            "notes": [
                {"row": note, "mine": (own := dots.get(note.pk, 0)), "more": own + 1, "less": own - 1}
                for note in notes
                if note.column == key
            ],
        }
        for key, title in MeetingNote.Column.choices
    ]
