"""The gate: the moment at which a decision is due."""

from __future__ import annotations

from boards.actions.face import save_card
from boards.events import Cause, record
from boards.models import Board, Card
from hypotheses.face import round_face
from hypotheses.models import Round
from timeboxes.actions.boxes import store
from timeboxes.events import GateOpened, RoundGated
from timeboxes.models import Gate, TimeBox


def open_gate(board: Board, card: Card, box: TimeBox, reason: str, cause: Cause) -> Gate:
    """Open the gate, once: while one is open, its pending decision is the only one. The caller holds the lock."""
    gate, new = Gate.objects.get_or_create(
        box=box, closed_at=None, defaults={"reason": reason, "opened_at": cause.at, "noticed_at": cause.at}
    )
    if new:
        store(board, card, box, GateOpened(box=box.pk, gate=gate.pk, reason=reason), cause)
        if box.round and box.round.state != Round.State.CONCLUDED:
            set_round_state(board, card, box.round, Round.State.GATED, cause)
            record(board, RoundGated(n=box.round.n), cause, card=card)
    return gate


def set_round_state(board: Board, card: Card, round_: Round, state: str, cause: Cause) -> None:
    round_.state = state
    round_.save(update_fields=["state"])
    save_card(card, cause, face={"round": round_face(round_)})
