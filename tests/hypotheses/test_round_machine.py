"""The round as a state machine: people write, lock, test, amend, forecast, conclude and re-open in any order."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from boards.models import Card
from hypotheses import actions as research
from hypotheses.actions.lock import fingerprint, registration
from hypotheses.face import round_face
from hypotheses.models import Amendment, Forecast, Round, Verdict
from hypotheses.results import results_of
from tests.machines import BoardMachine, run_machine
from tests.world import AUC, World

pytestmark = pytest.mark.django_db

PEOPLE = st.sampled_from(["ben", "petra", "ada", "vera", "dan"])
WRITERS = ("ben", "petra", "ada")
LANES = st.sampled_from(["to do", "test hypothesis", "code review", "update model", "done"])
# What one act may lead to: a result of a locked round may open its gate at once.
NEXT = {
    "draft": {"draft", "testing", "gated", "concluded"},
    "testing": {"testing", "in_review", "gated", "concluded"},
    "in_review": {"in_review", "testing", "gated", "concluded"},
    "gated": {"gated", "concluded"},
    "concluded": {"concluded"},
}
CHANGES: dict[str, dict[str, Any]] = {
    "clarify": {"changes": {"belief": "a smaller model"}},
    "tighten": {"changes": {}, "criteria": [{**AUC, "target": 0.95}]},
    "loosen": {"changes": {}, "criteria": [{**AUC, "target": 0.4}]},
    "replace": {"changes": {"run_policy": "best"}},
    "add_guardrail": {
        "changes": {},
        "criteria": [AUC, {**AUC, "key": "ece", "kind": "guardrail", "metric": "ece"}],
    },
}


class RoundMachine(BoardMachine):
    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.states: dict[int, str] = {}
        self.explored: set[int] = set()
        self.forecasts: list[tuple[Any, ...]] = []
        self.verdicts: list[tuple[Any, ...]] = []

    @initialize(locked=st.booleans())
    def begin(self, locked: bool) -> None:
        self.world.write(self.card)
        if locked:
            self.world.lock(self.card)

    @rule(minutes=st.sampled_from([1, 60, 900]))
    def wait(self, minutes: int) -> None:
        self.world.later(minutes=minutes)

    @rule(who=PEOPLE, left_out=st.sampled_from(["", "belief", "plan_if_pass"]))
    def write(self, who: str, left_out: str) -> None:
        changes = {"belief": "a model", "plan_if_pass": "build it", "forecast": 0.5} | (
            {left_out: ""} if left_out else {}
        )
        given = {"card": self.card, "changes": changes, "criteria": [AUC]}
        refused = self.attempt(research.save_hypothesis, cause=self.world.by(who), **given)
        assert refused is not None or who in WRITERS

    @rule(who=PEOPLE, looked=st.sampled_from(["no", "no", "partly"]))
    def lock(self, who: str, looked: str) -> None:
        self.attempt(research.lock_round, cause=self.world.by(who), card=self.card, already_looked=looked)

    @rule(lane=LANES)
    def move(self, lane: str) -> None:
        self.attempt(lambda: self.world.move(Card.objects.get(pk=self.card.pk), lane))

    @rule(
        value=st.sampled_from([0.3, 0.5, 0.9, 0.99]), status=st.sampled_from(["finished", "finished", "running"])
    )
    def push(self, value: float, status: str) -> None:
        run: dict[str, Any] = {"metrics": {"val.auc": value}, "status": status, "started_at": self.world.at}
        self.attempt(research.add_run, cause=self.world.by(), card=self.card, **run)

    @rule(who=PEOPLE, kind=st.sampled_from(list(CHANGES)))
    def propose(self, who: str, kind: str) -> None:
        given = {"card": self.card, "kind": kind, "reason": "It is time", **CHANGES[kind]}
        self.attempt(research.propose_amendment, cause=self.world.by(who), **given)

    @rule(who=PEOPLE, agrees=st.sampled_from([True, True, False]))
    def answer(self, who: str, agrees: bool) -> None:
        amendment = Amendment.objects.filter(round__card=self.card).last()
        if amendment is None:
            return
        act = research.approve_amendment if agrees else research.decline_amendment
        refused = self.attempt(act, cause=self.world.by(who), amendment=amendment)
        may = amendment.is_open and who in WRITERS and (not agrees or amendment.author.username != who)
        assert (refused is None) is may

    @rule(who=PEOPLE, p=st.sampled_from([0.01, 0.5, 0.99]))
    def forecast(self, who: str, p: float) -> None:
        refused = self.attempt(research.give_forecast, cause=self.world.by(who), card=self.card, p=p)
        assert refused is not None or who in WRITERS

    @rule(
        who=PEOPLE, value=st.sampled_from(Verdict.Value.values), reason=st.sampled_from(["", "The cut was wrong"])
    )
    def conclude(self, who: str, value: str, reason: str) -> None:
        texts = {"learned": "Something.", "override_reason": reason}
        self.attempt(research.record_verdict, cause=self.world.by(who), card=self.card, value=value, **texts)

    @rule(who=PEOPLE)
    def confirm(self, who: str) -> None:
        self.attempt(research.confirm_verdict, cause=self.world.by(who), card=self.card)

    @rule(who=PEOPLE)
    def reopen(self, who: str) -> None:
        self.attempt(research.reopen_round, cause=self.world.by(who), card=self.card)

    def rounds(self) -> list[Round]:
        return list(Round.objects.filter(card=self.card).order_by("n"))

    @invariant()
    def rounds_follow_each_other_and_states_their_order(self) -> None:
        rounds = self.rounds()
        assert [each.n for each in rounds] == list(range(1, len(rounds) + 1))
        assert all(each.state == "concluded" for each in rounds[:-1])
        for each in rounds:
            assert each.state in NEXT[self.states.get(each.n, "draft")]
            self.states[each.n] = each.state

    @invariant()
    def what_is_tested_is_locked_and_what_is_concluded_has_its_verdict(self) -> None:
        for each in self.rounds():
            assert each.is_locked or each.state in ("draft", "concluded")
            assert each.is_locked == bool(each.registration_hash)
            assert (each.state == "concluded") == hasattr(each, "verdict") == (each.concluded_at is not None)

    @invariant()
    def a_locked_text_is_the_registered_one_or_the_last_amended_one(self) -> None:
        for each in self.rounds():
            if each.is_locked:
                assert fingerprint(each.registration or {}) == each.registration_hash
                amended = each.amendments.filter(state="approved").last()
                in_force = amended.registration_hash if amended else each.registration_hash
                assert fingerprint(registration(self.card, each)) == in_force

    @invariant()
    def amendments_have_a_second_person_and_none_waits_behind_a_verdict(self) -> None:
        for each in self.rounds():
            rows = list(each.amendments.all())
            assert sum(row.is_open for row in rows) <= (each.state != "concluded")
            assert all(row.decided_by_id != row.author_id for row in rows if row.state in ("approved", "declined"))

    @invariant()
    def exploratory_is_for_a_reason_and_for_good(self) -> None:
        for each in self.rounds():
            moved = any(row.explores for row in each.amendments.filter(state="approved"))
            assert each.exploratory == (moved or each.already_looked in ("partly", "yes"))
            assert each.exploratory or each.n not in self.explored
            self.explored |= {each.n} if each.exploratory else set()

    @invariant()
    def forecasts_and_verdicts_are_only_added(self) -> None:
        rows = list(Forecast.objects.filter(round__card=self.card).order_by("pk").values_list())
        assert rows[: len(self.forecasts)] == self.forecasts
        said = list(
            Verdict.objects.filter(round__card=self.card).order_by("pk").values_list("pk", "value", "learned")
        )
        assert said[: len(self.verdicts)] == self.verdicts
        self.forecasts, self.verdicts = rows, said

    @invariant()
    def an_answer_rests_on_evidence_and_going_against_it_on_a_reason(self) -> None:
        for verdict in Verdict.objects.filter(round__card=self.card).select_related("round"):
            if verdict.value in ("supported", "refuted"):
                assert verdict.evidence["counted"]
                assert verdict.value == verdict.suggested or verdict.override_reason
            assert verdict.confirmed_by_id != verdict.author_id

    @invariant()
    def the_card_shows_the_newest_round_and_what_its_evidence_suggests(self) -> None:
        newest, card = self.rounds()[-1], Card.objects.get(pk=self.card.pk)
        assert card.face["round"] == round_face(newest)
        if newest.is_locked and newest.state != "concluded" and newest.suggested:
            found = results_of(newest)
            assert (newest.suggested, newest.reason) == (found.suggested, found.reason)


def test_a_round_keeps_its_rules_whatever_people_do(world: World) -> None:
    run_machine(RoundMachine, world)
