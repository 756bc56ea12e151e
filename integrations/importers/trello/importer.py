"""The import of one Trello export: a new board, or the newer state of one that came before."""

from __future__ import annotations

import re
import unicodedata

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from accounts.access import Verb, may, require
from accounts.errors import Conflict, Invalid
from accounts.models import Team
from boards.actions import change_board
from boards.actions.lock import lock_board
from boards.events import Cause
from boards.models import Board
from integrations.importers.progress import Progress, Steps
from integrations.importers.report import Report
from integrations.importers.trello.cards import Cards
from integrations.importers.trello.comments import Comments
from integrations.importers.trello.content import Content
from integrations.importers.trello.export import TrelloBoard
from integrations.importers.trello.lane_changes import LaneChanges
from integrations.importers.trello.lanes import make_board, source_of
from integrations.importers.trello.left_out import tell_left_out
from integrations.importers.trello.people import People

ONE_OF_ITS_OWN = noop("A Trello board becomes a board of its own; it cannot join another one.")
KEY_LENGTH = 10
NAME_LENGTH = 120
SAYS_LITTLE = frozenset({"BOARD", "PROJECT", "TEAM", "THE", "TRELLO"})


def import_trello(
    content: str | bytes,
    team: Team,
    cause: Cause,
    *,
    key: str | None = None,
    name: str = "",
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Bring the board of an export into the team, all of it or nothing, and say what did not fit.

    A board that was imported before is brought up to date; the same export twice changes nothing.
    `cause` is the importing person's. Raises `BadExport` and what the actions raise.
    """
    export = TrelloBoard(content)
    with transaction.atomic():
        require(cause.actor, Verb.IMPORT, team.pk)
        steps = Steps(len(export.cards) + len(export.comments), progress)
        report = _import(export, team, cause, key, name, steps)
        report.dry_run = dry_run
        if dry_run:
            transaction.set_rollback(True)
    return report


def run(
    raw: bytes,
    team: Team,
    cause: Cause,
    *,
    key: str | None,
    name: str,
    dry_run: bool,
    board: Board | None = None,
    progress: Progress | None = None,
) -> Report:
    """The same as a `Format` runs it."""
    if board is not None:
        raise Invalid.field("board", _(ONE_OF_ITS_OWN))
    return import_trello(raw, team, cause, key=key, name=name, dry_run=dry_run, progress=progress)


def _import(export: TrelloBoard, team: Team, cause: Cause, key: str | None, name: str, steps: Steps) -> Report:
    report = Report(source=source_of(export))
    board = _board_of(export, team, cause, key, name, report)
    changes = LaneChanges(cause, board, export, report)
    people = People(export, team)
    content = Content(export, people, list(board.labels.values_list("name", flat=True)), report)
    cards = Cards(cause, board, changes.follow(), content, report, steps)
    cards.bring(export.cards)
    Comments(cause, board, people, report, steps).bring(export, cards.here)
    changes.clear(cards.backlog)
    tell_left_out(export, report)
    for stranger, count in people.strangers.most_common():
        report.leave_out("assignments of people who are not in the team", stranger, count)
    report.board, report.name, report.labels = board.key, board.name, board.labels.count()
    return report


def _board_of(export: TrelloBoard, team: Team, cause: Cause, key: str | None, name: str, report: Report) -> Board:
    """The board that an earlier export of it made, locked, or a new one."""
    known = Board.objects.filter(team=team, source=source_of(export), deleted_at=None).first()
    if known is not None:
        if key and key != known.key:
            sentence = _("This board is here already as %(key)s; import it without a key to update it.")
            raise Conflict(sentence % {"key": known.key})
        return lock_board(known.pk, cause.actor, Verb.WRITE_CARD)
    title = (name or export.name or "Trello board")[:NAME_LENGTH]
    board = make_board(cause, team, export, key or _free_key(title), title, report)
    report.is_new = True
    return _describe(cause, board, export, report)


def _describe(cause: Cause, board: Board, export: TrelloBoard, report: Report) -> Board:
    description = export.node.text("desc")
    if not description:
        return board
    if not may(cause.actor, Verb.CONFIGURE_BOARD, board.team_id):
        report.leave_out("the board's description, which an admin sets")
        return board
    return change_board(cause=cause, board=board, changes={"description": description})


def _free_key(name: str) -> str:
    """A key from the first word of the name that says something, or TRELLO; with a number where it is taken."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().upper()
    words = re.findall(r"[A-Z][A-Z0-9]+", plain)
    wanted = next((word for word in words if len(word) > 2 and word not in SAYS_LITTLE), "TRELLO")[:KEY_LENGTH]
    taken = set(Board.objects.values_list("key", flat=True))
    number, key = 1, wanted
    while key in taken:
        number += 1
        key = f"{wanted[: KEY_LENGTH - len(str(number))]}{number}"
    return key
