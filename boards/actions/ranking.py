"""Applying an order to the backlog at once: an explicit act, never something that happens by itself."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from django.db import transaction
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from accounts.access import Verb, may
from accounts.errors import Forbidden, Invalid
from boards.actions.lock import lock_board
from boards.actions.move import Place, move_card
from boards.events import BoardChanged, Cause, record
from boards.models import Board, Card, Lane

MOST_CARDS = 2_000


def may_rank(board: Board, cause: Cause) -> bool:
    """The product owner ranks, unless the board leaves it to all who write cards."""
    verb = Verb.WRITE_CARD if board.rank_by == Board.RankBy.MEMBERS else Verb.RANK_BACKLOG
    return may(cause.actor, verb, board.team_id)


def apply_order(*, cause: Cause, board: Board, refs: Sequence[str]) -> list[str]:
    """Put the named cards of the backlog into this order. Returns the order they had, which undoes it.

    1. lock the board once  2. forget names that have left the backlog meanwhile
    3. leave the longest run that already is in order where it stands  4. move the others, one fact each.
    """
    if len(refs) > MOST_CARDS or len(set(refs)) != len(refs):
        said = _("Name each card once, and at most %(most)s of them.") % {
            "most": number_format(MOST_CARDS, force_grouping=True)
        }
        raise Invalid.field("refs", said)
    with transaction.atomic():
        board = lock_board(board.pk, cause.actor, Verb.WRITE_CARD)
        if not may_rank(board, cause):
            raise Forbidden(_("The product owner ranks the backlog."))
        lane = backlog_of(board)
        cards = {card.ref: card for card in lane.cards.open().in_order().filter(ref__in=refs)}
        before = list(cards)
        wanted = [ref for ref in refs if ref in cards]
        _move_into(lane, cards, wanted, staying(before, wanted), cause)
    return before


def set_cut(*, cause: Cause, board: Board, after: str) -> str:
    """Put the line "next two weeks" below the named card; empty gives it back to the team's days.

    Returns where it was put before, which undoes it.
    """
    with transaction.atomic():
        board = lock_board(board.pk, cause.actor, Verb.WRITE_CARD)
        if not may_rank(board, cause):
            raise Forbidden(_("The product owner ranks the backlog."))
        if after and not backlog_of(board).cards.open().filter(ref=after).exists():
            raise Invalid.field("after", _("%(card)s is not in the backlog.") % {"card": after}, "unknown")
        before = board.cut_after
        if before != after:
            board.cut_after = after
            board.version += 1
            board.save(update_fields=["cut_after", "version"])
            changes, previous = {"cut_after": after}, {"cut_after": before}
            record(board, BoardChanged(changes=changes, previous=previous), cause)
    return before


def backlog_of(board: Board) -> Lane:
    lane = board.lanes.filter(role=Lane.Role.BACKLOG).first()
    if lane is None:
        raise Invalid.field("lane", _("%(board)s has no backlog.") % {"board": board.key})
    return lane


def _move_into(lane: Lane, cards: dict[str, Card], wanted: list[str], stay: set[str], cause: Cause) -> None:
    """Each moving card goes below the one before it; a run at the top goes above the first that stays."""
    first = next((ref for ref in wanted if ref in stay), None)
    above: str | None = None
    for ref in wanted:
        if ref not in stay:
            place = Place(lane=lane, after=above) if above else Place(lane=lane, before=first)
            move_card(cause=cause, card=cards[ref], place=place)
        above = ref


def staying(now: Sequence[str], wanted: Sequence[str]) -> set[str]:
    """The longest increasing run: the most cards that need no move to get from one order to the other."""
    position = {ref: number for number, ref in enumerate(now)}
    tails: list[int] = []
    last_of: list[int] = []  # for each length, the index in `wanted` of its best last card
    previous = [-1] * len(wanted)
    for index, ref in enumerate(wanted):
        length = bisect_left(tails, position[ref])
        previous[index] = last_of[length - 1] if length else -1
        tails[length : length + 1] = [position[ref]]
        last_of[length : length + 1] = [index]
    run, index = set(), last_of[-1] if last_of else -1
    while index >= 0:
        run.add(wanted[index])
        index = previous[index]
    return run
