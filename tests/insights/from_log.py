"""The learning figures' rows worked out from the log alone: nothing here asks a table but that of events."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from boards.models import Board, Event

WORK = ((9, 13), (14, 18))  # the hours of the usual calendar, Monday to Friday, UTC


@dataclass
class Told:
    """What the log says of one round."""

    exploratory: bool = False
    beliefs: dict[str, float] = field(default_factory=dict)
    box: dict[str, Any] = field(default_factory=dict)
    verdict: dict[str, Any] = field(default_factory=dict)


@dataclass
class Story:
    """The rounds by card and number, gates that were decided, and calls for help."""

    rounds: dict[tuple[str, int], Told] = field(default_factory=dict)
    gates: list[tuple[str, str, datetime, int, int]] = field(default_factory=list)
    calls: dict[int, tuple[str, datetime]] = field(default_factory=dict)
    answers: dict[int, datetime] = field(default_factory=dict)
    trash: set[str] = field(default_factory=set)
    current: dict[str, int] = field(default_factory=dict)

    def round(self, card: str, n: int | None = None) -> Told:
        number = n or self.current.get(card, 1)
        self.current[card] = number
        return self.rounds.setdefault((card, number), Told())


def story_of(board: Board) -> Story:
    """The log of the board, read from its first event on."""
    story = Story()
    for event in Event.objects.filter(board=board).order_by("seq"):
        _take(story, event)
    return story


def _take(story: Story, event: Event) -> None:
    take = ROUND.get(event.kind)
    if take is not None:
        take(story.round(event.card_ref, event.data.get("n")), event)
    elif event.kind == "gate.decided":
        data = event.data
        waited = (data["late_minutes"], data["working_minutes"])
        story.gates.append((event.card_ref, data["outcome"], event.at, *waited))
    elif event.kind == "log.added" and event.data["log_kind"] == "help":
        story.calls[event.data["entry"]] = (event.card_ref, event.at)
    elif event.kind == "help.answered":
        story.answers[event.data["entry"]] = event.at
    elif event.kind == "card.trashed":
        story.trash.add(event.card_ref)
    elif event.kind == "card.restored":
        story.trash.discard(event.card_ref)


def _locked(told: Told, event: Event) -> None:
    told.exploratory |= event.data["exploratory"]


def _reopened(told: Told, event: Event) -> None:
    """The round is there; nothing is known of it yet."""


def _guessed(told: Told, event: Event) -> None:
    if not event.data["informed"]:
        told.beliefs[event.actor_name] = event.data["p"]


def _concluded(told: Told, event: Event) -> None:
    told.verdict = {**event.data, "at": event.at, "by": event.actor_name}


def _confirmed(told: Told, event: Event) -> None:
    told.verdict["confirmed"] = True


def _started(told: Told, event: Event) -> None:
    told.box = {"planned": event.data["budget_minutes"], "extensions": 0}


def _extended(told: Told, event: Event) -> None:
    told.box |= {"extensions": told.box["extensions"] + 1, "used": None}


def _expired(told: Told, event: Event) -> None:
    told.box |= {"ran_out": True, "used": event.data["budget_minutes"]}


def _closed(told: Told, event: Event) -> None:
    told.box |= {"used": event.data["elapsed_minutes"], "ended": event.at}


ROUND: dict[str, Callable[[Told, Event], None]] = {
    "round.locked": _locked,
    "round.reopened": _reopened,
    "round.amended": _locked,
    "forecast.given": _guessed,
    "verdict.recorded": _concluded,
    "verdict.confirmed": _confirmed,
    "timebox.started": _started,
    "timebox.extended": _extended,
    "timebox.expired": _expired,
    "timebox.closed": _closed,
}


def concluded(story: Story, author: str = "ben") -> list[tuple[Any, ...]]:
    """Card, round, verdict, exploratory, the author's belief, those of others, minutes used, and three flags."""
    found = []
    for (card, n), told in story.rounds.items():
        if told.verdict and card not in story.trash:
            said, beliefs = told.verdict, dict(told.beliefs)
            own = beliefs.pop(author, said["forecast"])
            flags = (bool(said["override_reason"]), said.get("confirmed", False), said["by"] == "")
            row = (card, n, said["value"], told.exploratory, own, sorted(beliefs.values()), told.box.get("used"))
            found.append((said["at"], (*row, *flags)))
    return [row for _, row in sorted(found, key=lambda each: each[0])]


def ended(story: Story) -> list[tuple[Any, ...]]:
    """Card, round, planned and used minutes, extensions, whether the box held."""
    boxes = [(key, told.box) for key, told in story.rounds.items() if told.box.get("ended")]

    def held(box: dict[str, Any]) -> bool:
        return box["used"] < box["planned"] and "ran_out" not in box

    return sorted(
        (
            card,
            n,
            box["planned"],
            box["used"],
            box["extensions"],
            box["used"] < box["planned"] and "ran_out" not in box,
        )
        for (card, n), box in boxes
        if card not in story.trash
    )


def helped(story: Story) -> list[tuple[str, datetime, datetime | None, int | None]]:
    """Card, asked, answered, and the working minutes between, counted one by one."""
    found = []
    for entry, (card, asked) in story.calls.items():
        if card not in story.trash:
            answered = story.answers.get(entry)
            found.append((card, asked, answered, working_minutes(asked, answered) if answered else None))
    return found


def working_minutes(start: datetime, end: datetime) -> int:
    return sum(1 for minute in _minutes(start, end) if _is_work(minute))


def _minutes(start: datetime, end: datetime) -> Iterator[datetime]:
    while start < end:
        yield start
        start += timedelta(minutes=1)


def _is_work(at: datetime) -> bool:
    hours = any(time(begin) <= at.time() and at.hour < end for begin, end in WORK)
    return at.weekday() < 5 and hours
