"""What the room above (time-boxes) does when a round is locked, gets a result or is concluded."""

from __future__ import annotations

from collections.abc import Callable

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


drafted = Hook()
locked = Hook()
evaluated = Hook()
concluded = Hook()
