"""The inbox: what waits for a person, one row for each card."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from accounts.models import Person
from boards.actions.inbox import choices, later
from boards.models import Board, Card, Event, Notification, Watch
from boards.places import path_of
from boards.sentences import sentence

MOST = 500
NAMES = 3
HEARING = (
    ("default", noop("As its people do")),
    ("watch", noop("Everything")),
    ("mute", noop("Nothing: mute it")),
)


def next_end(person: Person) -> tuple[Card, datetime] | None:
    """The card of the person whose time-box ends first, and when: what there is to know when nothing waits."""
    mine = Card.objects.visible_to(person).open().filter(assignees=person, face__timebox__state="running")
    ends = [
        (card, parse_datetime(card.face["timebox"]["due_at"] or "")) for card in mine.only("ref", "title", "face")
    ]
    return min(((card, at) for card, at in ends if at), key=lambda each: each[1], default=None)


@dataclass
class InboxRow:
    """What happened to one card (or to a board as a whole) since the person last dealt with it."""

    board: Board
    card: Card | None
    needs_action: bool
    notifications: list[Notification] = field(default_factory=list)
    later: datetime | None = None
    choices: list[tuple[str, datetime]] = field(default_factory=list)
    watch: str = "default"

    @property
    def key(self) -> str:
        """Its name on the page, which stays the same when something new is added to it."""
        what = self.card.ref if self.card else f"board-{self.board.key}"
        return f"{what}-needs" if self.needs_action else what

    @property
    def newest(self) -> Notification:
        return self.notifications[0]

    @property
    def event(self) -> Event:
        return self.newest.event

    @property
    def path(self) -> str:
        return path_of(self.event)

    @property
    def unread(self) -> bool:
        return any(each.read_at is None for each in self.notifications)

    @property
    def hearing(self) -> list[tuple[str, str]]:
        return [(state, _(label)) for state, label in HEARING]

    @property
    def ids(self) -> list[int]:
        return [each.pk for each in self.notifications]

    @property
    def people(self) -> str:
        """Who was at it, newest first; nothing when it was one, whom the sentence names."""
        names = list(dict.fromkeys(_actor(each.event) for each in self.notifications))
        if len(names) == 1:
            return ""
        shown = ", ".join(names[:NAMES])
        if len(names) <= NAMES:
            return shown
        return _("%(names)s and %(n)s more") % {"names": shown, "n": len(names) - NAMES}

    @property
    def sentence(self) -> str:
        return sentence(self.event)


def inbox_rows(person: Person, at: datetime, *, done: bool = False) -> list[InboxRow]:
    """Rows in order of their newest entry. Decisions and mentions are told apart from mere updates."""
    mine = Notification.objects.visible_to(person)
    mine = mine.filter(done_at__isnull=False) if done else mine.waiting(at)
    found = mine.select_related(
        "board", "card", "card__board", "card__lane", "event__actor", "event__card", "event__board"
    )
    rows: dict[tuple[object, bool], InboxRow] = {}
    for each in found.order_by("-created_at", "-pk")[:MOST]:
        place = (each.card_id or f"board {each.board_id}", each.needs_action)
        row = rows.setdefault(place, InboxRow(each.board, each.card, each.needs_action))
        row.notifications.append(each)
    held = dict(Watch.objects.filter(person=person).values_list("card_id", "muted"))
    for row in rows.values():
        row.later = later(row.card, at, person)
        row.choices = choices(row.card, at, person)
        if row.card and row.card.pk in held:
            row.watch = "mute" if held[row.card.pk] else "watch"
    return list(rows.values())


def parted(rows: Iterable[InboxRow]) -> tuple[list[InboxRow], list[InboxRow]]:
    """What needs the person, and what is only news."""
    rows = list(rows)
    return [row for row in rows if row.needs_action], [row for row in rows if not row.needs_action]


def _actor(event: Event) -> str:
    if event.actor is not None:
        return event.actor.name
    return event.actor_name or "Prooflane"
