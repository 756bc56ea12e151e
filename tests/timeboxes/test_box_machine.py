"""The time-box and its gate as state machines: time passes, cards move, people pause, decide and conclude."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from accounts.errors import Refusal
from boards.models import Card, Event
from hypotheses import actions as research
from tests.machines import BoardMachine, run_machine
from tests.world import AUC, World
from timeboxes import actions as boxes
from timeboxes.clock import elapsed_seconds
from timeboxes.models import Decision, Gate, Pause, TimeBox

pytestmark = pytest.mark.django_db

BUDGET = 600
PEOPLE = st.sampled_from(["ben", "petra", "ada", "vera", "dan"])
LANES = st.sampled_from(["to do", "test hypothesis", "test hypothesis", "code review", "update model"])
KILL = {**AUC, "key": "hopeless", "kind": "kill", "op": "<", "target": 0.2}
NEXT = {
    "planned": {"planned", "running", "closed"},
    "running": {"running", "paused", "expired", "closed"},
    "paused": {"paused", "running", "closed"},
    "expired": {"expired", "running", "paused", "closed"},
    "closed": {"closed"},
}


class BoxMachine(BoardMachine):
    """Round the clock, so that what is used can be counted beside it in plain minutes."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.state, self.used = "running", 0

    def make_card(self) -> Card:
        return self.world.running(self.board, criteria=[AUC, KILL], budget=BUDGET)

    def box(self) -> TimeBox:
        return TimeBox.objects.select_related("card", "round", "calendar").get(card=self.card)

    def is_over(self) -> bool:
        return self.box().is_over(self.world.at)

    @rule(minutes=st.sampled_from([1, 7, 120, 299, 300, 400]))
    def wait(self, minutes: int) -> None:
        box = self.box()
        if box.state == "running":
            self.used = min(self.used + minutes, box.budget_minutes)
        self.world.later(minutes=minutes)

    @rule()
    def sweep(self) -> None:
        """Whatever was due is told, dated when it fell due; nothing moves, and a second sweep finds nothing."""
        before, box = Card.objects.get(pk=self.card.pk), self.box()
        boxes.mark_due(self.world.at)
        expired = boxes.expire_due(self.world.at)
        assert expired == (box.state == "running" and box.is_over(self.world.at))
        assert (boxes.mark_due(self.world.at), boxes.expire_due(self.world.at)) == (0, 0)
        after = Card.objects.get(pk=self.card.pk)
        assert (after.lane_id, after.rank, after.entered_lane_at) == (
            before.lane_id,
            before.rank,
            before.entered_lane_at,
        )
        if expired:
            assert Event.objects.filter(card=self.card, kind="timebox.expired").latest("seq").at == box.due_at

    @rule(lane=LANES)
    def move(self, lane: str) -> None:
        self.attempt(lambda: self.world.move(Card.objects.get(pk=self.card.pk), lane))

    @rule(who=PEOPLE)
    def pause(self, who: str) -> None:
        refused = self.attempt(
            boxes.pause_box, cause=self.world.by(who), box=self.box(), reason="the cluster is down"
        )
        assert refused is not None or who in ("ben", "petra", "ada")

    @rule(who=PEOPLE)
    def resume(self, who: str) -> None:
        self.attempt(boxes.resume_box, cause=self.world.by(who), box=self.box())

    @rule(minutes=st.sampled_from([60, 300, 301]))
    def extend(self, minutes: int) -> None:
        more: dict[str, Any] = {"extend_minutes": minutes, "forecast": 0.3, "expects": "a second seed"}
        refused = self.attempt(
            boxes.decide, cause=self.world.by("petra"), box=self.box(), outcome="extend", **more
        )
        assert refused is not None or minutes <= BUDGET // 2

    @rule(value=st.sampled_from([0.1, 0.5, 0.5, 0.9]))
    def push(self, value: float) -> None:
        self.attempt(lambda: self.world.push(self.card, **{"val.auc": value}))

    @rule()
    def conclude(self) -> None:
        given = {"card": self.card, "value": "not_tested", "learned": "Nothing."}
        self.attempt(research.record_verdict, cause=self.world.by(), **given)

    @invariant()
    def states_follow_their_order(self) -> None:
        state = self.box().state
        assert state in NEXT[self.state]
        self.state = state

    @invariant()
    def what_is_used_is_the_time_the_clock_ran(self) -> None:
        box = self.box()
        if box.state != "closed":
            used = min(elapsed_seconds(box, self.world.at), box.budget_seconds)
            assert used == self.used * 60
            assert self.is_over() == (self.used == box.budget_minutes and box.state in ("running", "expired"))

    @invariant()
    def the_clock_runs_or_stands_still(self) -> None:
        box, open_pauses = self.box(), Pause.objects.filter(box__card=self.card, ended_at=None).count()
        assert (box.running_since is not None) == (box.due_at is not None) == (box.state == "running")
        assert open_pauses <= (box.state == "paused")
        assert box.next_mark_at is None or box.state == "running"

    @invariant()
    def it_is_extended_within_its_limits(self) -> None:
        box = self.box()
        assert box.extensions <= self.board.max_extensions
        assert BUDGET <= box.budget_minutes <= BUDGET * 3 // 2

    @invariant()
    def each_mark_is_told_once_for_each_deadline(self) -> None:
        warned = Event.objects.filter(card=self.card, kind="timebox.warned").order_by("seq")
        told = [(event.data["percent"], event.data["due_at"]) for event in warned]
        assert len(told) == len(set(told))

    @invariant()
    def an_expired_box_has_its_gate(self) -> None:
        if self.box().state == "expired":
            assert Gate.objects.filter(box__card=self.card).exists()

    @invariant()
    def the_card_shows_the_box(self) -> None:
        box, shown = self.box(), Card.objects.get(pk=self.card.pk).face["timebox"]
        assert (shown["state"], shown["budget_minutes"]) == (box.state, box.budget_minutes)
        assert shown["gate_open"] == Gate.objects.filter(box=box, closed_at=None).exists()


class GateMachine(BoxMachine):
    """At the gate: who may decide what, once, and what becomes of it."""

    @rule(who=PEOPLE, outcome=st.sampled_from(["stop", "continue", "extend", "split"]))
    def decide(self, who: str, outcome: str) -> None:
        gate = Gate.objects.filter(box__card=self.card, closed_at=None).first()
        is_open, lane = gate is not None or self.is_over(), Card.objects.get(pk=self.card.pk).lane.name
        more: dict[str, Any] = {
            "extend": {"extend_minutes": 60, "forecast": 0.3, "expects": "a second seed"},
            "split": {"children": ["One half", "The other"]},
        }.get(outcome, {})
        refused = self.attempt(
            boxes.decide, cause=self.world.by(who), box=self.box(), outcome=outcome, rationale="so", **more
        )
        self.check_refusal(refused, who, outcome, is_open)
        if refused is None:
            assert self.box().state == "closed" or outcome == "extend"
            moved = Card.objects.get(pk=self.card.pk).lane.name != lane
            assert moved == (outcome == "continue")

    def check_refusal(self, refused: Refusal | None, who: str, outcome: str, is_open: bool) -> None:
        """Not seen 404, not allowed 403, nothing to decide 409; a decision that is due is taken by who may."""
        if who == "dan":
            assert refused is not None
            assert refused.status == 404
        elif who == "vera":
            assert refused is not None
            assert refused.status == 403
        elif not is_open:
            assert refused is not None
            assert refused.code in ("gate_closed", "already_decided")
        elif who == "petra" or (who == "ben" and outcome == "stop"):
            assert refused is None or (outcome in ("extend", "continue") and refused.status in (409, 422))
        else:
            assert refused is not None
            assert refused.status == 403

    @invariant()
    def one_gate_is_open_at_most_and_each_closed_one_was_decided_once(self) -> None:
        gates = list(Gate.objects.filter(box__card=self.card))
        assert sum(gate.closed_at is None for gate in gates) <= 1
        decided = Decision.objects.filter(gate__box__card=self.card).values_list("gate", flat=True)
        assert sorted(decided) == sorted(gate.pk for gate in gates if gate.closed_at is not None)

    @invariant()
    def each_gate_and_each_decision_was_told_once(self) -> None:
        told = Event.objects.filter(card=self.card)
        assert told.filter(kind="gate.opened").count() == Gate.objects.filter(box__card=self.card).count()
        decisions = Decision.objects.filter(gate__box__card=self.card).count()
        assert told.filter(kind="gate.decided").count() == decisions

    @invariant()
    def a_round_waits_while_its_gate_does(self) -> None:
        box = self.box()
        assert box.round is not None
        open_gate = Gate.objects.filter(box=box, closed_at=None).exists()
        assert box.round.state in (
            ("gated", "concluded") if open_gate else ("testing", "in_review", "gated", "concluded")
        )


def test_a_box_keeps_its_rules_whatever_happens(world: World) -> None:
    run_machine(BoxMachine, world)


def test_a_gate_is_decided_once_by_who_may(world: World) -> None:
    run_machine(GateMachine, world)
