"""Writing a card: its version, its time of change and its summary (`face`) go together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from boards.events import Cause
from boards.models import Card


def person_face(person: Any) -> dict[str, Any]:
    return {"username": person.username, "name": person.name, "hue": person.hue}


def first_face(card: Card) -> dict[str, Any]:
    """The summary of a card that has nothing yet."""
    return {
        "author": card.author.username,
        "assignees": [],
        "labels": [],
        "external": [],
        "runs": 0,
        "log": 0,
        "logged_at": None,
        "help": None,
        "files": 0,
        "round": None,
        "criteria": None,
        "timebox": None,
        "verdict": None,
        "initiative": None,
        "discussed": None,
        "concern": None,
    }


def refresh_people(card: Card) -> None:
    """Sorted here, as `clean_names` sorts: a database may sort by the language of its server."""
    people = sorted(card.assignees.all(), key=lambda person: person.username)
    card.face["assignees"] = [person_face(person) for person in people]


def refresh_labels(card: Card) -> None:
    labels = sorted(card.labels.all(), key=lambda label: label.name)
    card.face["labels"] = [{"name": label.name, "hue": label.hue} for label in labels]


def refresh_external(card: Card) -> None:
    rows = card.external_references.order_by("source", "external_id")
    card.face["external"] = [{"source": r.source, "id": r.external_id, "url": r.url} for r in rows]


def save_card(card: Card, cause: Cause, *fields: str, face: dict[str, Any] | None = None) -> None:
    """Store the named fields as a new version; `face` holds the summary parts that changed.

    The caller holds the board lock and records the fact that explains the change.
    """
    mark_changed(card, cause, *fields, face=face)
    card.save(update_fields=[*fields, "version", "updated_at", "face"])


def mark_changed(card: Card, cause: Cause, *fields: str, face: dict[str, Any] | None = None) -> None:
    """A new version that is not stored yet, for who stores many cards at once.

    What changed goes along with the next fact as `set`, so that a client folds its copy without asking again.
    """
    card.version += 1
    card.updated_at = cause.at
    if face is not None:
        card.face = {**card.face, **face}
    card.pending_set = {**card.pending_set, **_as_set(card, fields, face or {})}


def _as_set(card: Card, fields: tuple[str, ...], face: dict[str, Any]) -> dict[str, Any]:
    """The changed columns in the words of the card's JSON."""
    changed: dict[str, Any] = {name: _json(getattr(card, name)) for name in fields if name in SAID_PLAINLY}
    if "lane" in fields:
        changed["lane"] = {"id": card.lane_id, "name": card.lane.name, "role": card.lane.role}
    if "blocked_at" in fields or "blocked_reason" in fields:
        changed["blocked"] = blocked(card)
    return {**changed, **{name: SAID_SHORTER.get(name, _same)(value) for name, value in face.items()}}


def say_all(card: Card) -> None:
    """A new card's fact carries all of it."""
    card.pending_set = _as_set(card, (*SAID_PLAINLY, "lane"), card.face)


def blocked(card: Card) -> dict[str, Any] | None:
    if card.blocked_at is None:
        return None
    return {"reason": card.blocked_reason, "since": _json(card.blocked_at)}


def _json(value: Any) -> Any:
    return value.isoformat().replace("+00:00", "Z") if isinstance(value, datetime) else value


def _same(value: Any) -> Any:
    return value


def _usernames(people: list[dict[str, Any]]) -> list[str]:
    return [person["username"] for person in people]


def _names(labels: list[dict[str, Any]]) -> list[str]:
    return [label["name"] for label in labels]


SAID_PLAINLY = (
    "title",
    "description",
    "kind",
    "priority",
    "value",
    "weight",
    "due_at",
    "story",
    "loops",
    "entered_lane_at",
    "closed_at",
    "archived_at",
    "trashed_at",
)
SAID_SHORTER: dict[str, Callable[[Any], Any]] = {"assignees": _usernames, "labels": _names}
