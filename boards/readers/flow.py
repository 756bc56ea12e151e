"""How long each card stayed in each lane: lane changes folded into `Stay` rows, by the times of the events."""

from __future__ import annotations

from django.db import transaction

from boards.models import Board, Event, ReaderCursor, Stay
from boards.readers.follow import Reader, follow


def take(event: Event) -> None:
    """Fold one event; a card that has been deleted for good has no stays."""
    if event.card is None:
        return
    if event.kind in ("card.archived", "card.trashed"):
        _leave(event)
    elif event.kind == "card.moved":
        if event.previous["lane_id"] != event.data["to_id"]:
            _leave(event)
            _enter(event, event.data["to_id"], event.data["to"], event.data["to_role"])
    else:
        _enter(event, event.data["lane_id"], event.data["lane"], event.data["lane_role"])


def _enter(event: Event, lane_id: int, name: str, role: str) -> None:
    Stay.objects.get_or_create(
        board_id=event.board_id,
        card=event.card,
        entered_seq=event.seq,
        defaults={
            "lane_id_at_entry": lane_id,
            "lane_name": name,
            "lane_role": role,
            "entered_at": event.at,
        },
    )


def _leave(event: Event) -> None:
    stays = Stay.objects.filter(board_id=event.board_id, card=event.card, left_at=None)
    stays.filter(entered_seq__lt=event.seq).update(left_at=event.at)


KINDS = frozenset({"card.created", "card.moved", "card.archived", "card.trashed", "card.restored"})
FLOW = Reader("flow", KINDS, take)


def rebuild(board: Board) -> None:
    """Forget all stays of the board and fold its whole log anew; the rows come out the same."""
    with transaction.atomic():
        ReaderCursor.objects.select_for_update().filter(reader=FLOW.name, board=board).update(seq=0)
        Stay.objects.filter(board=board).delete()
        follow(FLOW, board.pk)
