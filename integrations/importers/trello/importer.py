"""The import of one Trello export: a new board, or the newer state of one that came before."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_noop as noop

from accounts.access import Verb, may, require
from accounts.models import Team
from boards.actions import change_board
from boards.events import Cause
from boards.models import Board
from integrations.importers.boards import NAME_LENGTH, free_key, known_board
from integrations.importers.cards import Cards
from integrations.importers.comments import Comments
from integrations.importers.content import Content
from integrations.importers.importer import conclude
from integrations.importers.lanes import make_board
from integrations.importers.people import People
from integrations.importers.progress import Progress, Steps
from integrations.importers.report import Report
from integrations.importers.trello.export import SOURCE, TrelloBoard, open_lists, source_of
from integrations.importers.trello.lane_changes import LaneChanges
from integrations.importers.trello.left_out import tell_left_out
from integrations.importers.trello.tickets import tickets_of

CALLED = "Trello"
NOTES = (DESCRIPTION := noop("the board's description, which an admin sets"),)
ONE_OF_ITS_OWN = noop("A Trello board becomes a board of its own; it cannot join another one.")


def import_trello(
    raw: str | bytes,
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
    export = TrelloBoard(raw)
    with transaction.atomic():
        require(cause.actor, Verb.IMPORT, team.pk)
        steps = Steps(len(export.cards) + len(export.comments), progress)
        report = _import(export, team, cause, key, name, steps)
        report.dry_run = dry_run
        if dry_run:
            transaction.set_rollback(True)
    return report


def _import(export: TrelloBoard, team: Team, cause: Cause, key: str | None, name: str, steps: Steps) -> Report:
    report = Report(source=source_of(export))
    board = _board_of(export, team, cause, key, name, report)
    changes = LaneChanges(cause, board, export, report)
    people = People(team)
    content = Content(people, list(board.labels.values_list("name", flat=True)), CALLED, report)
    cards = Cards(cause, board, SOURCE, changes.follow(), content, report, steps)
    tickets = tickets_of(export, report)
    cards.bring(tickets)
    Comments(cause, board, SOURCE, CALLED, people, report, steps).bring(tickets, cards.here)
    changes.clear(cards.backlog)
    tell_left_out(export, report)
    conclude(report, board, people)
    return report


def _board_of(export: TrelloBoard, team: Team, cause: Cause, key: str | None, name: str, report: Report) -> Board:
    """The board that an earlier export of it made, locked, or a new one."""
    known = known_board(cause, team, source_of(export), key)
    if known is not None:
        return known
    title = (name or export.name or "Trello board")[:NAME_LENGTH]
    statuses = [each.status for each in open_lists(export)]
    wanted = key or free_key(title, "TRELLO")
    board = make_board(cause, team, SOURCE, source_of(export), statuses, wanted, title, report)
    report.is_new = True
    return _describe(cause, board, export, report)


def _describe(cause: Cause, board: Board, export: TrelloBoard, report: Report) -> Board:
    description = export.node.text("desc")
    if not description:
        return board
    if not may(cause.actor, Verb.CONFIGURE_BOARD, board.team_id):
        report.leave_out(DESCRIPTION)
        return board
    return change_board(cause=cause, board=board, changes={"description": description})
