"""The cast and builders of the tests. Everything is made by actions, so the log is always true.

ada runs the team, petra owns the product, ben is a scientist, vera may look, dan belongs to another team.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from accounts import actions as people
from accounts.access import Role
from accounts.models import Person, Team
from boards import actions
from boards.actions.preferences import change_preferences
from boards.events import Cause
from boards.models import Board, Card, Event, Lane
from hypotheses import actions as research
from hypotheses.models import Round

MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
PASSWORD = "correct-horse-battery"
ROUND_THE_CLOCK: dict[str, Any] = {
    "tz": "UTC",
    "week": {day: [["00:00", "24:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")},
    "days_off": [],
    "special_days": {},
}
COMPLETE: dict[str, Any] = {
    "belief": "a fine-tuned DistilBERT",
    "outcome": "identify churn in support tickets",
    "plan_if_pass": "build it into the nightly scoring",
    "plan_if_fail": "keep the keyword rule",
    "budget": "5d",
    "forecast": 0.6,
}
AUC = {"key": "auc", "kind": "success", "mode": "metric", "metric": "val.auc", "op": ">=", "target": 0.82}


@dataclass
class World:
    """One team with its cast, and a stranger; `at` is the time of the next act."""

    team: Team
    ada: Person
    petra: Person
    ben: Person
    vera: Person
    dan: Person
    at: datetime = MONDAY

    @property
    def cast(self) -> dict[str, Person]:
        return {name: getattr(self, name) for name in ("ada", "petra", "ben", "vera", "dan")}

    def by(self, who: Person | str = "ben", *, at: datetime | None = None, **more: Any) -> Cause:
        """Who acts, now."""
        person = self.cast[who] if isinstance(who, str) else who
        return Cause(actor=person, at=at or self.at, **more)

    def later(self, **span: float) -> datetime:
        """Let time pass."""
        self.at += timedelta(**span)
        return self.at

    def board(self, key: str = "CHURN", preset: str = "ml", **more: Any) -> Board:
        return actions.create_board(
            cause=self.by("ada"), team=self.team, key=key, name=f"{key.title()} model", preset=preset, **more
        )

    def card(
        self, board: Board, title: str = "A card", lane: str = "to do", kind: str = "task", **more: Any
    ) -> Card:
        place = actions.Place(lane=lane_of(board, lane))
        return actions.create_card(
            cause=self.by(more.pop("who", "ben")), board=board, title=title, kind=kind, place=place, **more
        )

    def hypothesis(self, board: Board, title: str = "A question", lane: str = "to do", **more: Any) -> Card:
        return self.card(board, title, lane, kind="hypothesis", **more)

    def move(self, card: Card, lane: str, who: str = "ben", **more: Any) -> Card:
        place = {name: more.pop(name) for name in ("before", "after", "to") if name in more}
        target = actions.Place(lane=lane_of(card.board, lane), **place)
        return actions.move_card(cause=self.by(who), card=card, place=target, **more)

    def write(self, card: Card, criteria: list[dict[str, Any]] | None = None, **changes: Any) -> Round:
        """Everything a lock asks for; `changes` may take some of it away again."""
        wanted = criteria if criteria is not None else [AUC]
        return research.save_hypothesis(
            cause=self.by(), card=card, changes={**COMPLETE, **changes}, criteria=wanted
        )

    def lock(self, card: Card, **more: Any) -> Round:
        return research.lock_round(cause=self.by(), card=card, **more)[0]

    def running(self, board: Board, title: str = "A question", **more: Any) -> Card:
        """A locked hypothesis in the lane that runs its box."""
        card = self.hypothesis(board, title)
        self.write(card, **more)
        self.lock(card)
        return self.move(card, "test hypothesis")

    def push(self, card: Card, **metrics: float) -> None:
        """A finished run that counts."""
        research.add_run(
            cause=self.by(), card=card, metrics=metrics, status="finished", started_at=self.at, ended_at=self.at
        )


def make_world() -> World:
    """The cast in their teams."""
    cast = {
        name: people.create_person(
            username=name, password=PASSWORD, at=MONDAY, name=name.title(), email=f"{name}@example.org"
        )
        for name in ("ada", "petra", "ben", "vera", "dan")
    }
    team = people.create_team(actor=cast["ada"], name="Demo", at=MONDAY)
    roles = {"petra": Role.PRODUCT_OWNER, "ben": Role.MEMBER, "vera": Role.VIEWER}
    for name, role in roles.items():
        people.add_member(actor=cast["ada"], team=team, person=cast[name], role=role, at=MONDAY)
    people.create_team(actor=cast["dan"], name="Other", at=MONDAY)
    ada, petra, ben, vera, dan = cast.values()
    return World(team, ada, petra, ben, vera, dan)


def one_mail_each(world: World) -> None:
    """Nothing is collected: every mail is due at once, and there is no digest."""
    for person in world.cast.values():
        change_preferences(person=person, matrix={}, attention={"window_minutes": 0, "digest": "none"})


def lane_of(board: Board, name: str) -> Lane:
    return board.lanes.get(name=name)


def drawn(board: Board) -> str:
    """The board as text: a line per lane, its open cards in order."""
    rows = []
    for lane in board.lanes.all():
        cards = " ".join(lane.cards.open().in_order().values_list("title", flat=True))
        rows.append(f"{lane.name}: {cards}".rstrip())
    return "\n".join(rows)


def kinds(board: Board, after: int = 0) -> list[str]:
    """The kinds of the board's events in order."""
    return list(Event.objects.after(board.pk, after).values_list("kind", flat=True))


def last_event(board: Board, kind: str = "") -> Event:
    events = Event.objects.filter(board=board)
    return (events.filter(kind=kind) if kind else events).latest("seq")
