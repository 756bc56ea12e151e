"""The import of a file of tickets: a new board, one that came before, or one that is there anyway."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from accounts.access import Verb, require
from accounts.errors import Conflict, NotFound
from accounts.models import Team
from boards.actions.lock import lock_board
from boards.events import Cause
from boards.models import Board
from integrations.importers.boards import NAME_LENGTH, free_key, known_board, numbered
from integrations.importers.cards import Cards
from integrations.importers.comments import Comments
from integrations.importers.content import Content
from integrations.importers.lanes import make_board
from integrations.importers.links import bring_links
from integrations.importers.people import People
from integrations.importers.progress import Progress, Steps
from integrations.importers.report import Report
from integrations.importers.status_lanes import StatusLanes, in_order
from integrations.importers.tickets import Reader, TicketFile

KEY = re.compile(r"[A-Z][A-Z0-9]{1,9}")
NOTES = (STRANGERS := noop("assignments of people who are not in the team"),)


def import_tickets(
    read: Reader,
    raw: bytes,
    team: Team,
    cause: Cause,
    *,
    key: str | None = None,
    name: str = "",
    dry_run: bool = False,
    board: Board | None = None,
    progress: Progress | None = None,
) -> Report:
    """Bring the tickets of a file into the team, all of them or nothing, and say what did not fit.

    They go to `board`, or to the board that an earlier file of the same origin made, or to a new one. The same
    file twice changes nothing. Raises what the reader and the actions raise.
    """
    report = Report(source="")
    file = read(raw, report, ZoneInfo(cause.actor.time_zone))
    report.source = file.identity
    with transaction.atomic():
        require(cause.actor, Verb.IMPORT, team.pk)
        target = _board_of(file, team, cause, key, name, board, report)
        _import(file, target, cause, report, progress)
        report.dry_run = dry_run
        if dry_run:
            transaction.set_rollback(True)
    return report


def _board_of(
    file: TicketFile, team: Team, cause: Cause, key: str | None, name: str, board: Board | None, report: Report
) -> Board:
    if board is not None:
        if board.team_id != team.pk:
            raise NotFound
        _refuse_own_cards(file, board)
        return lock_board(board.pk, cause.actor, Verb.WRITE_CARD)
    known = known_board(cause, team, file.identity, key)
    if known is not None:
        return known
    title = (name or file.name)[:NAME_LENGTH]
    own = numbered(file.key) if KEY.fullmatch(file.key) else free_key(title, file.source.upper())
    report.is_new = True
    return make_board(cause, team, file.source, file.identity, in_order(file.statuses), key or own, title, report)


def _refuse_own_cards(file: TicketFile, board: Board) -> None:
    """A table of the board's own cards would bring each of them a second time."""
    refs = {each.id for each in file.tickets}
    if any(ref in refs for ref in board.cards.values_list("ref", flat=True)):
        raise Conflict(_("The cards of this file are those of %(board)s itself.") % {"board": board.key})


def _import(file: TicketFile, board: Board, cause: Cause, report: Report, progress: Progress | None) -> None:
    steps = Steps(len(file.tickets) + sum(len(each.remarks) for each in file.tickets), progress)
    people = People(board.team)
    content = Content(people, list(board.labels.values_list("name", flat=True)), file.called, report)
    lanes = StatusLanes(cause, board, file.source, report).follow(in_order(file.statuses))
    cards = Cards(cause, board, file.source, lanes, content, report, steps)
    cards.bring(file.tickets)
    Comments(cause, board, file.source, file.called, people, report, steps).bring(file.tickets, cards.here)
    relinked = [each for each in file.tickets if each.id in cards.relinked]
    bring_links(cause, board, file.source, relinked, cards.here, report)
    conclude(report, board, people)


def conclude(report: Report, board: Board, people: People) -> None:
    """What is known only when all is done."""
    for stranger, count in people.strangers.most_common():
        report.leave_out(STRANGERS, stranger, count)
    report.board, report.name, report.labels = board.key, board.name, board.labels.count()
