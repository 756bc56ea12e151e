"""What the stateful tests share: one board, people who try anything in any order, a database that forgets it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, run_state_machine_as_test

from accounts.errors import Refusal
from boards.models import Board, Card, Event
from tests.world import MONDAY, ROUND_THE_CLOCK, World

FAST = settings(
    max_examples=10,
    stateful_step_count=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


class BoardMachine(RuleBasedStateMachine):
    """People act on one card; whatever is refused leaves no trace."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self._point = transaction.savepoint()
        self.world = replace(world, at=MONDAY)
        self.board: Board = self.world.board(calendar=ROUND_THE_CLOCK)
        self.card = self.make_card()

    def make_card(self) -> Card:
        return self.world.hypothesis(self.board)

    def teardown(self) -> None:
        transaction.savepoint_rollback(self._point)

    def attempt(self, act: Callable[..., Any], **given: Any) -> Refusal | None:
        """What was refused; then nothing has changed, not even the version of the card."""
        before = self._versions()
        try:
            act(**given)
        except Refusal as refusal:
            assert self._versions() == before
            return refusal
        return None

    def _versions(self) -> tuple[int, int]:
        board = Board.objects.values_list("seq", flat=True).get(pk=self.board.pk)
        return board, Card.objects.values_list("version", flat=True).get(pk=self.card.pk)

    @invariant()
    def the_log_has_no_gap(self) -> None:
        seqs = list(Event.objects.filter(board=self.board).order_by("seq").values_list("seq", flat=True))
        assert seqs == list(range(1, self._versions()[0] + 1))


def run_machine(machine: type[BoardMachine], world: World) -> None:
    made = cast("type[RuleBasedStateMachine]", lambda: machine(world))
    run_state_machine_as_test(made, settings=FAST)
