"""Writing a board into a bundle."""

from __future__ import annotations

from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction

from accounts.models import Person
from boards.models import Board, Card, CardLink, Event
from integrations.bundle.numbers import Numbers
from integrations.bundle.tables import BOARD_FIELDS, FORMAT, TABLES, VERSION, Table, is_person, table_of

Row = dict[str, Any]


def export_board(board: Board) -> dict[str, Any]:
    """Everything of the board as JSON values, as of one moment: its log and what the log tells of agree.

    A snapshot of the database, not the lock of the board: whoever reads keeps nobody from moving a card.
    """
    fresh = not connection.in_atomic_block
    with transaction.atomic():
        if fresh and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        board = Board.objects.get(pk=board.pk)
        writer = _Writer(board)
        rows = writer.write()
    head = {name: getattr(board, name) for name in BOARD_FIELDS} | {"key": board.key}
    return {
        "format": FORMAT,
        "version": VERSION,
        "board": {**head, "development_board": board.development_board and board.development_board.key},
        "people": {person.username: person.name for person in writer.people.values()},
        "rows": rows,
    }


class _Writer:
    def __init__(self, board: Board) -> None:
        self._board = board
        self._numbers = Numbers()
        self.people: dict[int, Person] = {}
        self._everybody = {person.pk: person for person in Person.objects.all()}

    def write(self) -> dict[str, list[Row]]:
        """Number all rows first, since a card's summary refers to rows of later tables."""
        found = {table: self._find(table) for table in TABLES}
        for table, rows in found.items():
            self._numbers.of[table.name] = {row.pk: number for number, row in enumerate(rows, 1)}
        written = {table.name: [self._row(table, row) for row in rows] for table, rows in found.items()}
        self._add_lists(written[Card.__name__])
        return written

    def _find(self, table: Table) -> list[Any]:
        query = table.rows(self._board)
        if table.model is CardLink:  # a link to another board means nothing without that board
            query = query.filter(target__board=self._board)
        return list(query.order_by("seq") if table.model is Event else query)

    def _row(self, table: Table, row: models.Model) -> Row:
        return {field.name: self._value(field, row) for field in table.fields()}

    def _value(self, field: models.Field[Any, Any], row: models.Model) -> Any:
        value = field.value_from_object(row)
        if value is None:
            return None
        if is_person(field):
            return self._username(value)
        if table := table_of(field):
            return self._numbers.of[table][value]
        return self._numbers.translated(value) if field.name in ("face", "data", "previous") else value

    def _username(self, pk: int) -> str:
        self.people[pk] = self._everybody[pk]
        return self._everybody[pk].username

    def _add_lists(self, cards: list[Row]) -> None:
        """Who is assigned to each card and which labels it has."""
        assigned = _by_card(Card.assignees.through.objects.filter(card__board=self._board), "person_id")
        worn = _by_card(Card.labels.through.objects.filter(card__board=self._board), "label_id")
        for pk, number in self._numbers.of[Card.__name__].items():
            cards[number - 1]["assignees"] = sorted(self._username(each) for each in assigned.get(pk, []))
            cards[number - 1]["labels"] = sorted(self._numbers.of["Label"][each] for each in worn.get(pk, []))


def _by_card(links: models.QuerySet[Any], column: str) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for card, other in links.values_list("card_id", column):
        found.setdefault(card, []).append(other)
    return found


class ExactEncoder(DjangoJSONEncoder):
    """Times to the microsecond; Django's own encoder cuts them to milliseconds."""

    def default(self, value: Any) -> Any:
        return value.isoformat() if hasattr(value, "isoformat") else super().default(value)
