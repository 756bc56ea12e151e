"""The agenda of a meeting: what the log says happened since the last one of its kind, and what is open now."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from boards.models import Board, Card, Event
from cadence.agenda_words import in_words
from cadence.models import IterationItem, Meeting, MeetingAction, MeetingKind
from hypotheses.silence import quiet_cards

MOST = 50
SURPRISE = 0.7
OUTCOMES = {"supported": 1.0, "refuted": 0.0}
EXPIRIES = ("timebox.expired", "stage.expired")


@dataclass(frozen=True)
class Line:
    """One thing to speak about: `say` names its sentence, `data` the facts in it; `ref` is the card, if any."""

    say: str
    data: dict[str, Any] = field(default_factory=dict)
    ref: str = ""
    title: str = ""


@dataclass(frozen=True)
class Section:
    """What to speak about under one heading; `rest` is how many there are beyond those listed."""

    name: str
    lines: list[Line] = field(default_factory=list)
    rest: int = 0


def agenda_of(meeting: Meeting, at: datetime) -> list[dict[str, Any]]:
    """Its sections in order, empty ones too, in the reader's language; of a closed meeting as they stood then."""
    return in_words(meeting.board, meeting.agenda if meeting.closed_at is not None else found_now(meeting, at))


def found_now(meeting: Meeting, at: datetime) -> list[dict[str, Any]]:
    """The facts of its sections, as a closed meeting keeps them: whoever reads them has their own language."""
    events = list(_events(meeting))
    return [asdict(_cut(name, find(meeting, events, at))) for name, find in _sections(meeting.kind)]


def _cut(name: str, lines: Iterable[Line]) -> Section:
    every = list(lines)
    return Section(name, every[:MOST], max(0, len(every) - MOST))


def _events(meeting: Meeting) -> Iterable[Event]:
    """Newest first; only what a section may ask for."""
    kinds = ("verdict.recorded", "card.moved", *EXPIRIES)
    found = Event.objects.after(meeting.board_id, meeting.since_seq).filter(kind__in=kinds)
    return found.exclude(kind="card.moved", data__wip_override="").select_related("actor", "card").order_by("-seq")


Find = Callable[[Meeting, list[Event], datetime], Iterable[Line]]


def _sections(kind: str) -> list[tuple[str, Find]]:
    """All that may be spoken about; what the meeting is for stands first."""
    first: dict[str, list[tuple[str, Find]]] = {
        MeetingKind.ITEM_REVIEW: [("items", _items)],
        MeetingKind.BACKLOG_SELECTION: [("backlog", _backlog)],
    }
    return [
        *first.get(kind, []),
        ("actions", _actions),
        ("verdicts", _verdicts),
        ("surprises", _surprises),
        ("expired", _expired),
        ("overrides", _overrides),
        ("silent", _silent),
    ]


def _verdicts(meeting: Meeting, events: list[Event], at: datetime) -> Iterable[Line]:
    for event in events:
        if event.kind == "verdict.recorded":
            yield _of_card(event, "verdict", verdict=event.data["value"], learned=event.data["learned"])


def _surprises(meeting: Meeting, events: list[Event], at: datetime) -> Iterable[Line]:
    """What went quite differently than the author had thought."""
    for event in events:
        outcome, p = OUTCOMES.get(event.data.get("value", "")), event.data.get("forecast")
        if event.kind != "verdict.recorded" or outcome is None or p is None:
            continue
        # 0.3 and 1 lie 0.7 apart for people, if not for binary numbers
        if round(abs(p - outcome), 9) >= SURPRISE:
            yield _of_card(event, "surprise", verdict=event.data["value"], percent=f"{100 * p:.0f}")


def _expired(meeting: Meeting, events: list[Event], at: datetime) -> Iterable[Line]:
    return (_of_card(event, "event", seq=event.seq) for event in events if event.kind in EXPIRIES)


def _overrides(meeting: Meeting, events: list[Event], at: datetime) -> Iterable[Line]:
    """Limits that were passed over, and verdicts against what the evidence suggests."""
    for event in events:
        if event.data.get("wip_override"):
            yield _of_card(event, "wip", lane=event.data["to"], reason=event.data["wip_override"])
        elif event.data.get("override_reason"):
            yield _of_card(event, "override", reason=event.data["override_reason"])


def _silent(meeting: Meeting, events: list[Event], at: datetime) -> Iterable[Line]:
    for card, days in quiet_cards([meeting.board], at):
        yield Line("silent", {"n": days}, card.ref, card.title)


def _actions(meeting: Meeting, events: list[Event], at: datetime) -> Iterable[Line]:
    """Of earlier meetings of the board, whichever kind: they stay until their cards are done."""
    for action in open_actions(meeting.board).exclude(meeting=meeting):
        facts = {
            "people": [person["name"] for person in action.card.face.get("assignees", [])],
            "lane": action.card.lane.name,
            "meeting": action.meeting.kind,
            "held_at": action.meeting.held_at.isoformat(),
        }
        yield Line("action", facts, action.card.ref, action.card.title)


def _items(meeting: Meeting, events: list[Event], at: datetime) -> Iterable[Line]:
    open_items = IterationItem.objects.filter(
        iteration__board=meeting.board, iteration__closed_at=None, card__trashed_at=None
    )
    for item in open_items.select_related("card").prefetch_related("tasks"):
        tasks = list(item.tasks.all())
        done = sum(task.done_at is not None for task in tasks)
        say, facts = ("outcome", {"outcome": item.outcome}) if item.outcome else ("tasks", {})
        yield Line(say, facts or {"done": done, "all": len(tasks)}, item.card.ref, item.card.title)


def _backlog(meeting: Meeting, events: list[Event], at: datetime) -> Iterable[Line]:
    cards = meeting.board.cards.open().filter(lane__role="backlog").in_order()[:10]
    return (Line("place", {"place": place}, card.ref, card.title) for place, card in enumerate(cards, 1))


def open_actions(board: Board) -> Any:
    """Actions whose cards are neither done nor put away, oldest first."""
    found = MeetingAction.objects.filter(meeting__board=board, card__closed_at=None)
    found = found.filter(card__archived_at=None, card__trashed_at=None)
    return found.select_related("card__lane", "meeting", "card")


def _of_card(event: Event, say: str, **facts: Any) -> Line:
    card: Card | None = event.card
    return Line(say, facts, event.card_ref, card.title if card else "")
