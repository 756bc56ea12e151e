"""The gates of all boards of a person: what waits for a decision, and what will soon."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from statistics import median

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils.translation import gettext

from accounts.access import Role, Verb, rights
from accounts.durations import MINUTES_PER_DAY, duration_in_words
from accounts.models import Membership, Person
from boards.models import Board
from hypotheses.words import suggested_word
from timeboxes.card_filters import over_by
from timeboxes.clock import hours_of, span_in_words, used_seconds
from timeboxes.gate_dialog import REASONS, reason_by_clock
from timeboxes.models import Decision, Gate, TimeBox

MOST = 500
SOON_DAYS = 2  # working days; looked up within so many days of the calendar:
AHEAD = timedelta(days=14)
LATENCY_OF = timedelta(days=90)
READ = ("board__team", "card__lane", "card__author", "calendar", "round")


@dataclass(frozen=True)
class GateRow:
    """A gate that waits, or a box that will soon be over; times in minutes at work on the box's calendar."""

    box: TimeBox
    gate: Gate | None
    at: datetime
    mine: bool
    owners: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.gate is not None or self.box.is_over(self.at)

    @property
    def opened_at(self) -> datetime | None:
        """When it opened, or will."""
        return self.gate.opened_at if self.gate else self.box.ends_at or self.box.expired_at

    @property
    def reason(self) -> Gate.Reason:
        return Gate.Reason(self.gate.reason) if self.gate else reason_by_clock(self.box)

    @property
    def why(self) -> str:
        return gettext(REASONS[self.reason])

    @cached_property
    def waits_minutes(self) -> int:
        opened = self.opened_at
        return int(hours_of(self.box).elapsed(opened, self.at)) if self.is_open and opened else 0

    @cached_property
    def left_minutes(self) -> int:
        return 0 if self.is_open else (self.box.budget_seconds - used_seconds(self.box, self.at)) // 60

    @property
    def is_overdue(self) -> bool:
        """Nobody has decided for more than a working day."""
        return self.waits_minutes > hours_of(self.box).minutes_per_day

    @property
    def waits(self) -> str:
        return span_in_words(self.waits_minutes, hours_of(self.box))

    @property
    def left(self) -> str:
        return span_in_words(self.left_minutes, hours_of(self.box))

    @property
    def states(self) -> list[str]:
        """How each criterion stands: met, missed, unknown."""
        criteria = self.box.card.face.get("criteria") or {}
        return list(criteria.get("states", []))

    @property
    def met(self) -> int:
        return self.states.count("met")

    @property
    def suggested(self) -> str:
        """The answer that the evidence suggests, in words."""
        round_ = self.box.card.face.get("round") or {}
        return suggested_word(round_.get("suggested") or "")


@dataclass(frozen=True)
class GateList:
    """Open ones, longest waiting first, and what is due soon, soonest first."""

    open: list[GateRow]
    soon: list[GateRow]

    @property
    def overdue(self) -> list[GateRow]:
        return [row for row in self.open if row.is_overdue]

    @property
    def mine(self) -> list[GateRow]:
        return [row for row in self.open if row.mine]

    def groups(self, *, mine: bool) -> list[tuple[str, list[GateRow]]]:
        """What has waited too long, what waits, and what will soon; only the groups that hold something."""
        rows = [row for row in (*self.open, *self.soon) if row.mine or not mine]
        named = (
            ("overdue", [row for row in rows if row.is_overdue]),
            ("waiting", [row for row in rows if row.is_open and not row.is_overdue]),
            ("soon", [row for row in rows if not row.is_open]),
        )
        return [(name, found) for name, found in named if found]


def gates_of(person: Person, at: datetime, board: Board | None = None) -> GateList:
    boxes = TimeBox.objects.visible_to(person).on_board()
    if board is not None:
        boxes = boxes.filter(board=board)
    waiting = Prefetch("gates", Gate.objects.filter(closed_at=None), to_attr="waiting")
    boxes = boxes.select_related(*READ).prefetch_related(waiting)
    has_gate = Exists(Gate.objects.filter(box=OuterRef("pk"), closed_at=None))
    due = boxes.filter(has_gate | over_by(at))[:MOST]
    ahead = Q(due_at__lte=at + AHEAD) | Q(hard_stop_at__lte=at + AHEAD)
    running = boxes.filter(ahead, ~has_gate, ~over_by(at), state=TimeBox.State.RUNNING).order_by("due_at")[:MOST]
    found = _rows(person, due, at)
    soon = [row for row in _rows(person, running, at) if _is_soon(row)]
    return GateList(sorted(found, key=lambda row: row.opened_at or at), soon)


def _rows(person: Person, boxes: Iterable[TimeBox], at: datetime) -> list[GateRow]:
    """Each with whether this person may decide there, or stop what they wrote themselves."""
    held: dict[int, frozenset[Verb]] = {}
    rows = []
    for box in boxes:
        team = box.board.team_id
        if team not in held:
            held[team] = rights(person, team)
        stops = Verb.WRITE_CARD in held[team] and box.card.author_id == person.pk
        gate = next(iter(box.waiting), None)  # type: ignore[attr-defined]  # of the prefetch
        rows.append(GateRow(box, gate, at, Verb.DECIDE in held[team] or stops))
    return _with_owners(rows)


def _with_owners(rows: list[GateRow]) -> list[GateRow]:
    """Where somebody else decides, who does."""
    teams = {row.box.board.team_id for row in rows if not row.mine}
    if not teams:
        return rows
    held = Membership.objects.filter(team__in=teams, role=Role.PRODUCT_OWNER, person__is_active=True)
    names: dict[int, tuple[str, ...]] = {}
    for team, name in held.order_by("person__name").values_list("team_id", "person__name"):
        names[team] = (*names.get(team, ()), name)
    return [row if row.mine else replace(row, owners=names.get(row.box.board.team_id, ())) for row in rows]


def _is_soon(row: GateRow) -> bool:
    hours, ends = hours_of(row.box), row.box.ends_at
    return ends is not None and hours.elapsed(row.at, ends) <= SOON_DAYS * hours.minutes_per_day


def latency(person: Person, at: datetime) -> str:
    """How long the decisions of the last three months took at the median, in words; empty without any."""
    decisions = Decision.objects.filter(
        gate__box__in=TimeBox.objects.visible_to(person), at__gt=at - LATENCY_OF, author__isnull=False
    )
    found = decisions.select_related("gate__box__calendar").order_by("-at")[:MOST]
    spans = [hours_of(each.gate.box).elapsed(each.gate.opened_at, each.at) for each in found]
    return duration_in_words(_whole_hours(int(median(spans)))) if spans else ""


def _whole_hours(minutes: int) -> int:
    return minutes if minutes < MINUTES_PER_DAY else minutes - minutes % 60
