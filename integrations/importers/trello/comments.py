"""Comments become entries of the research log, each once. A comment of somebody outside the team names them."""

from __future__ import annotations

from collections import Counter

from boards.events import Cause
from boards.models import Board, Card
from hypotheses.actions import add_log_entry
from hypotheses.actions.log import BODY_LENGTH
from integrations.importers.progress import Steps
from integrations.importers.report import Report
from integrations.importers.trello.export import TrelloBoard, TrelloCard, TrelloComment
from integrations.importers.trello.lanes import SOURCE
from integrations.importers.trello.people import People, name_of
from integrations.models import ImportedComment

CUT = "\n\n… *(cut here: the comment was longer than an entry may be)*"


class Comments:
    def __init__(self, cause: Cause, board: Board, people: People, report: Report, steps: Steps) -> None:
        self._cause, self._board, self._people = cause, board, people
        self._report, self._steps = report, steps
        rows = ImportedComment.objects.filter(board=board, source=SOURCE)
        self._known = set(rows.values_list("external_id", flat=True))

    def bring(self, export: TrelloBoard, here: dict[str, Card]) -> None:
        """Those that are in the file, oldest first; what the badges of the cards count beyond them is missing."""
        for each in export.comments:
            card = here.get(each.card_id)
            if each.id in self._known:
                self._report.comments["known"] += 1
            elif card is None or not each.text:
                self._report.leave_out("comments of cards that are gone, or without text")
            elif card.trashed_at is None:
                self._add(each, card)
            self._steps.took()
        self._tell_missing(export)

    def _add(self, each: TrelloComment, card: Card) -> None:
        author = self._people.find(each.author)
        body = each.text if author else f"*{name_of(each.author)} wrote in Trello:*\n\n{each.text}"
        if len(body) > BODY_LENGTH:
            self._report.leave_out(f"ends of comments over {BODY_LENGTH:,} characters", card.title)
            body = body[: BODY_LENGTH - len(CUT)] + CUT
        add_log_entry(cause=self._cause, card=card, body=body, author=author, written_at=each.at)
        ImportedComment.objects.create(board=self._board, source=SOURCE, external_id=each.id)
        self._known.add(each.id)
        self._report.comments["carried"] += 1

    def _tell_missing(self, export: TrelloBoard) -> None:
        there = Counter(each.card_id for each in export.comments)
        for card in export.cards:
            missing = _expected(card) - there[card.id]
            if missing > 0:
                self._report.comments["missing"] += missing
                self._report.leave_out("comments that the export does not hold", card.name, missing)


def _expected(card: TrelloCard) -> int:
    return card.node.node("badges").whole("comments")
