"""Where cards stayed and when they were blocked: the log folded into rows, by the times of the events."""

from __future__ import annotations

from django.db import transaction

from boards.models import Block, Board, Event, ReaderCursor, Stay
from boards.readers.follow import Reader, follow

AWAY = ("card.archived", "card.trashed")


def take(event: Event) -> None:
    """Fold one event; a card that has been deleted for good has neither stays nor blocks."""
    if event.card is None:
        return
    if event.kind == "card.blocked":
        _block(event)
    elif event.kind == "card.unblocked":
        _unblock(event)
    elif event.kind in AWAY:
        _leave(event)
    elif event.kind == "card.moved":
        _move(event)
    else:
        began = Stay.Began.CREATED if event.kind == "card.created" else Stay.Began.RESTORED
        _enter(event, event.data["lane_id"], event.data["lane"], event.data["lane_role"], began)


def _move(event: Event) -> None:
    """Another lane; another place in the same one is no move here."""
    data = event.data
    if event.previous["lane_id"] != data["to_id"]:
        _leave(event)
        _enter(event, data["to_id"], data["to"], data["to_role"], Stay.Began.MOVED)


def _enter(event: Event, lane_id: int, name: str, role: str, began: str) -> None:
    Stay.objects.get_or_create(
        board_id=event.board_id,
        card=event.card,
        entered_seq=event.seq,
        defaults={
            "lane_id_at_entry": lane_id,
            "lane_name": name,
            "lane_role": role,
            "entered_at": event.at,
            "began": began,
            "back": bool(event.data.get("back")),
            "early_exit": bool(event.data.get("early_exit")),
        },
    )


def _leave(event: Event) -> None:
    stays = Stay.objects.filter(board_id=event.board_id, card=event.card, left_at=None)
    stays.filter(entered_seq__lt=event.seq).update(left_at=event.at)


def _block(event: Event) -> None:
    """Another reason goes on with the same block."""
    blocks = Block.objects.filter(board_id=event.board_id, card=event.card)
    if event.previous.get("reason"):
        running = blocks.filter(began_seq__lt=event.seq).order_by("-began_seq")[:1]
        blocks.filter(pk__in=list(running.values_list("pk", flat=True))).update(reason=event.data["reason"])
        return
    blocks.get_or_create(
        board_id=event.board_id,
        card=event.card,
        began_seq=event.seq,
        defaults={"reason": event.data["reason"], "began_at": event.at},
    )


def _unblock(event: Event) -> None:
    blocks = Block.objects.filter(board_id=event.board_id, card=event.card, ended_at=None)
    blocks.filter(began_seq__lt=event.seq).update(ended_at=event.at)


KINDS = frozenset(
    {
        "card.created",
        "card.moved",
        "card.archived",
        "card.trashed",
        "card.restored",
        "card.blocked",
        "card.unblocked",
    }
)
FLOW = Reader("flow", KINDS, take)


def rebuild(board: Board) -> None:
    """Forget what was folded of the board and fold its whole log anew; the rows come out the same."""
    with transaction.atomic():
        ReaderCursor.objects.select_for_update().filter(reader=FLOW.name, board=board).update(seq=0)
        Stay.objects.filter(board=board).delete()
        Block.objects.filter(board=board).delete()
        follow(FLOW, board.pk)
