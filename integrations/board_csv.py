"""The cards of a board as a table for a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

from boards.csv_cells import cell
from boards.models import Board, Card

HEAD = (
    *("ref", "kind", "title", "lane", "assignees", "labels", "priority", "value", "weight", "author", "due_at"),
    *("verdict", "observed", "learned", "loops", "created_at", "closed_at", "archived_at", "description"),
)
AT_ONCE = 500


def board_csv(board: Board) -> Iterator[str]:
    """A line for each card that is not in the trash."""
    yield _line(HEAD)
    cards = Card.objects.filter(board=board, trashed_at=None).select_related("lane", "author").order_by("number")
    for card in cards.iterator(chunk_size=AT_ONCE):
        yield _line(_cells(card))


def _cells(card: Card) -> tuple[object, ...]:
    face, verdict = card.face, card.face["verdict"] or {}
    return (
        *(card.ref, card.kind, card.title, card.lane.name),
        " ".join(person["username"] for person in face["assignees"]),
        ", ".join(label["name"] for label in face["labels"]),
        *(card.priority, card.value, card.weight, card.author.username, card.due_at and card.due_at.isoformat()),
        *(verdict.get("value"), verdict.get("observed"), verdict.get("learned"), card.loops),
        card.created_at.isoformat(),
        card.closed_at and card.closed_at.isoformat(),
        card.archived_at and card.archived_at.isoformat(),
        card.description,
    )


def _line(cells: tuple[object, ...]) -> str:
    text = StringIO()
    csv.writer(text).writerow([cell(value) for value in cells])
    return text.getvalue()
