"""Comments become entries of the research log, each once. A comment of somebody outside the team names them."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_noop as noop

from boards.events import Cause
from boards.models import Board, Card
from hypotheses.actions.log import BODY_LENGTH
from hypotheses.actions.log_many import Written, add_log_entries
from integrations.importers.markdown import cut
from integrations.importers.people import People
from integrations.importers.progress import Steps
from integrations.importers.report import Report
from integrations.importers.tickets import Remark, Ticket
from integrations.models import ImportedComment

BATCH = 500
CUT = "\n\n… *(cut here: the comment was longer than an entry may be)*"
NOTES = (
    GONE := noop("comments of cards that are gone, or without text"),
    COMMENT_CUT := noop("ends of comments over 10,000 characters"),
    MISSING := noop("comments that the export does not hold"),
)


class Comments:
    """Of one file; `called` is the other system as people call it."""

    def __init__(
        self, cause: Cause, board: Board, source: str, called: str, people: People, report: Report, steps: Steps
    ) -> None:
        self._cause, self._board, self._source, self._called = cause, board, source, called
        self._people, self._report, self._steps = people, report, steps
        rows = ImportedComment.objects.filter(board=board, source=source)
        self._known = set(rows.values_list("external_id", flat=True))

    def bring(self, tickets: Sequence[Ticket], here: dict[str, Card]) -> None:
        """Those that are in the file, oldest first; what the tickets count beyond them is missing."""
        new: list[tuple[Remark, Card]] = []
        for ticket in tickets:
            for each in ticket.remarks:
                self._sort(each, here[ticket.id], new)
            self._tell_missing(ticket)
        for start in range(0, len(new), BATCH):
            self._add(new[start : start + BATCH])

    def _sort(self, each: Remark, card: Card, new: list[tuple[Remark, Card]]) -> None:
        if each.id in self._known:
            self._report.comments["known"] += 1
        elif not each.text:
            self._report.leave_out(GONE)
        elif card.trashed_at is None:
            self._known.add(each.id)
            new.append((each, card))
            return
        self._steps.took()

    def _add(self, new: Sequence[tuple[Remark, Card]]) -> None:
        written = [self._written(each, card) for each, card in new]
        add_log_entries(cause=self._cause, board=self._board, written=written)
        rows = [
            ImportedComment(board=self._board, source=self._source, external_id=each.id) for each, _card in new
        ]
        ImportedComment.objects.bulk_create(rows)
        self._report.comments["carried"] += len(new)
        self._steps.took(len(new))

    def _written(self, each: Remark, card: Card) -> Written:
        author = self._people.find(each.by)
        body = each.text if author else f"*{each.by.shown[:80]} wrote in {self._called}:*\n\n{each.text}"
        if len(body) > BODY_LENGTH:
            self._report.leave_out(COMMENT_CUT, card.title)
        return Written(card=card, body=cut(body, BODY_LENGTH, CUT), author=author, at=each.at)

    def _tell_missing(self, ticket: Ticket) -> None:
        missing = max(0, ticket.comments - len(ticket.remarks))
        self._report.comments["missing"] += missing
        self._report.leave_out(MISSING, ticket.title, missing)
