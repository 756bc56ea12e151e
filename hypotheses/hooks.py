"""What the rooms above do when a round is locked, gets a result or is concluded, and what they are asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from boards.events import Cause
from boards.models import Board, Card
from hypotheses.models import Round

Listener = Callable[[Board, Card, Round, Cause], None]


class Hook:
    """Listeners called inside the action's transaction, under the board lock."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def register(self, listener: Listener) -> None:
        self._listeners.append(listener)

    def __call__(self, board: Board, card: Card, round_: Round, cause: Cause) -> None:
        for listener in self._listeners:
            listener(board, card, round_, cause)


@dataclass(frozen=True)
class Baseline:
    """What relative criteria are measured against: what it is called, and its metrics."""

    name: str
    metrics: dict[str, float]


class BaselineQuestion:
    """Asked of the rooms above, which know what is live; the first that knows one answers."""

    def __init__(self) -> None:
        self._answers: list[Callable[[Card], Baseline | None]] = []

    def register(self, answer: Callable[[Card], Baseline | None]) -> None:
        self._answers.append(answer)

    def __call__(self, card: Card) -> Baseline | None:
        return next(filter(None, (answer(card) for answer in self._answers)), None)


drafted = Hook()
locked = Hook()
evaluated = Hook()
concluded = Hook()
baseline = BaselineQuestion()
