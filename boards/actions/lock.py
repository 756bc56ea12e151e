"""The board lock: always the first lock of a write, so that writers of one board take turns.
Only the team's goes before it (`accounts.actions.teams.lock_team`), where what a team has or may have is changed.

Locks leave the key of a row free (`no_key`): a row that only refers to the board or the team need not wait for its
writer, which could be waiting for the very transaction that wrote the reference.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import BigAutoField
from django.utils.translation import gettext as _

from accounts.access import Verb, require
from accounts.errors import NotFound
from accounts.models import Person
from accounts.prepared import Param, Prepared
from boards.models import Board, Card

PK = Param("pk", BigAutoField())
BOARD = Prepared(lambda: Board.objects.select_for_update(no_key=True).filter(pk=PK, deleted_at=None))
CARD = Prepared(lambda: Card.objects.select_related("lane", "author").filter(pk=PK))


def lock_board(board_id: int, person: Person, verb: Verb) -> Board:
    """The board's newest row, locked until the transaction ends; rights are read after the lock."""
    board = BOARD.first(pk=board_id)
    if board is None:
        raise NotFound
    require(person, verb, board.team_id)
    return board


def lock_boards(board_ids: Iterable[int], person: Person, verb: Verb) -> dict[int, Board]:
    """Several boards in ascending order of id, so that two writers cannot wait for each other."""
    return {pk: lock_board(pk, person, verb) for pk in sorted(set(board_ids))}


def reread(card: Card, *, trashed: bool = False) -> Card:
    """The card as it is now that its board is locked."""
    fresh = CARD.first(pk=card.pk)
    if fresh is None or (fresh.trashed_at is not None and not trashed):
        raise NotFound(_("%(card)s is in the trash.") % {"card": card.ref})
    return fresh


def lock_card(card: Card, person: Person, verb: Verb, *, trashed: bool = False) -> tuple[Board, Card]:
    """Lock the card's board and read the card again; follows a card that moved to another board meanwhile."""
    board = lock_board(card.board_id, person, verb)
    fresh = reread(card, trashed=trashed)
    if fresh.board_id != board.pk:
        board = lock_board(fresh.board_id, person, verb)
        fresh = reread(card, trashed=trashed)
    return board, fresh


def lock_boards_for_clock(board_ids: Iterable[int]) -> dict[int, Board]:
    """The boards a sweep writes to, locked in ascending order in one statement. The clock needs no rights."""
    rows = Board.objects.select_for_update(no_key=True).filter(pk__in=set(board_ids), deleted_at=None)
    return {board.pk: board for board in rows.order_by("pk")}
