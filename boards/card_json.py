"""The card as the API shows it: built from its row and its `face` alone, so that a list is one query.

Lists read tuples instead of model instances; `card_as_dict` takes either.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

import orjson
from django.conf import settings
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from accounts.working_time import WorkingCalendar
from boards.models import CalendarVersion, Card, Lane


class CardRow(NamedTuple):
    """The columns of a card that its JSON needs; `story` and `face` are JSON text."""

    ref: str
    lane_id: int
    kind: str
    title: str
    description: str
    priority: str
    value: int | None
    weight: int
    blocked_reason: str
    blocked_at: datetime | None
    due_at: datetime | None
    loops: int
    version: int
    entered_lane_at: datetime
    created_at: datetime
    updated_at: datetime
    closed_at: datetime | None
    archived_at: datetime | None
    trashed_at: datetime | None
    story: str
    face: str


class Place(NamedTuple):
    """Where a card is: the key of its board, and its lane as the card shows it."""

    board: str
    lane: dict[str, Any]

    @classmethod
    def of(cls, lane: Lane) -> Place:
        return cls(lane.board.key, {"id": lane.pk, "name": lane.name, "role": lane.role})


COLUMNS = (*CardRow._fields[:-2], "story_text", "face_text")


def with_texts(cards: QuerySet[Card]) -> QuerySet[Card]:
    """JSON columns as text: read by orjson, not by the database driver."""
    return cards.annotate(story_text=Cast("story", TextField()), face_text=Cast("face", TextField()))


def card_as_dict(card: Card | CardRow, at: datetime, place: Place) -> dict[str, Any]:
    """The card at the time `at`; only its time-box depends on the clock."""
    if isinstance(card, CardRow):
        face, story = orjson.loads(card.face), {} if card.story == "{}" else orjson.loads(card.story)
    else:
        face, story = card.face, card.story
    return {
        "ref": card.ref,
        "board": place.board,
        "lane": place.lane,
        "kind": card.kind,
        "title": card.title,
        "description": card.description,
        "story": story,
        "assignees": [person["username"] for person in face["assignees"]],
        "labels": [label["name"] for label in face["labels"]],
        "author": face["author"],
        "priority": card.priority,
        "value": card.value,
        "weight": card.weight,
        "blocked": {"reason": card.blocked_reason, "since": card.blocked_at} if card.blocked_at else None,
        "due_at": card.due_at,
        "round": face["round"],
        "criteria": face["criteria"],
        "timebox": timebox_at(face["timebox"], at),
        "verdict": face["verdict"],
        "initiative": face.get("initiative"),
        "discussed": face.get("discussed"),
        "concern": face.get("concern"),
        "runs": face["runs"],
        "log": face["log"],
        "logged_at": face.get("logged_at"),
        "help": face.get("help"),
        "files": face.get("files", 0),
        "loops": card.loops,
        "external": face["external"],
        "entered_lane_at": card.entered_lane_at,
        "created_at": card.created_at,
        "updated_at": card.updated_at,
        "closed_at": card.closed_at,
        "archived_at": card.archived_at,
        "trashed_at": card.trashed_at,
        "version": card.version,
        "url": f"{settings.SITE_URL}/c/{card.ref}/",
    }


def timebox_at(box: dict[str, Any] | None, at: datetime) -> dict[str, Any] | None:
    """The box as the clock has it: over when its time is up, even while no worker says so."""
    if box is None:
        return None
    budget: int = box["budget_minutes"]
    elapsed, state, ends = box["accrued_seconds"] / 60, box["state"], box_ends(box)
    over = ends is not None and ends <= at
    if box["running_since"]:
        until = ends if over and ends else at
        elapsed += hours_of(box["calendar"]).elapsed(datetime.fromisoformat(box["running_since"]), until)
    if over:
        state = "expired"
        if ends == _instant(box, "due_at"):
            elapsed = budget
    used = min(int(elapsed), budget)
    return {**box, "state": state, "elapsed_minutes": used, "remaining_minutes": budget - used}


def box_ends(box: dict[str, Any]) -> datetime | None:
    """When a box whose clock has started is over: its budget used, or its hard stop, which no pause moves."""
    if box["state"] not in ("running", "paused"):
        return None
    return min(filter(None, (_instant(box, "due_at"), _instant(box, "hard_stop_at"))), default=None)


def _instant(box: dict[str, Any], name: str) -> datetime | None:
    return datetime.fromisoformat(box[name]) if box.get(name) else None


@lru_cache(maxsize=1024)
def hours_of(calendar_id: int) -> WorkingCalendar:
    """A version of a calendar never changes, so it is read once per process."""
    return CalendarVersion.objects.get(pk=calendar_id).hours()
