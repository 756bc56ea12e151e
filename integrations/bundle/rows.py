"""The rows of a bundle, made table by table."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from accounts.models import Person
from boards.models import Board, Card, Event
from integrations.bundle.numbers import Numbers
from integrations.bundle.tables import Table, is_person, table_of

BATCH = 500
Row = dict[str, Any]


class Reader:
    """Makes the rows of a new board. What somebody outside the team did is noted as the importing person's."""

    def __init__(
        self, board: Board, members: dict[str, Person], importer: Person, rows: dict[str, list[Row]]
    ) -> None:
        self._board, self._members, self._importer, self._rows = board, members, importer, rows
        self._numbers = Numbers()
        self._numbers.refs = {row["ref"]: f"{board.key}-{row['number']}" for row in rows["Card"]}
        self._cards: list[Card] = []
        self.strangers: set[str] = set()

    def read(self, table: Table) -> int:
        given = self._rows.get(table.name, [])  # a file may be older than the table
        made = [self._make(table, row) for row in given]
        table.model._default_manager.bulk_create(made, batch_size=BATCH)
        self._numbers.of[table.name] = {number: row.pk for number, row in enumerate(made, 1)}
        if table.model is Card:
            self._cards = made
            self._fill_lists(given)
        if table.model is Event:
            _keep_times(made, given)
        return len(made)

    def finish(self) -> None:
        """The summaries of the cards, now that the rows they refer to have their ids."""
        for card in self._cards:
            card.face = {**self._numbers.translated(card.face), "files": 0}  # they stay where they were
        Card.objects.bulk_update(self._cards, ["face"], batch_size=BATCH)

    def _make(self, table: Table, row: Row) -> Any:
        made = table.model()
        if table.of_board():
            setattr(made, table.of_board(), self._board.pk)
        for field in table.fields():
            setattr(made, field.attname, self._value(field, row[field.name]))
        if table.only:
            setattr(made, table.only, True)
        if isinstance(made, Card):
            made.ref = self._numbers.refs[made.ref]
        if isinstance(made, Event):
            self._fit(made)
        return made

    def _fit(self, event: Event) -> None:
        """Long ago: nobody is told of it now."""
        event.card_ref = self._numbers.refs.get(event.card_ref, event.card_ref)
        event.data = {**self._numbers.translated(event.data), "silent": True}
        event.previous = self._numbers.translated(event.previous)

    def _value(self, field: models.Field[Any, Any], value: Any) -> Any:
        if value is None or not field.is_relation:
            return cleaned(field, value)
        if is_person(field):
            return self._person(field, value)
        return self._numbers.of[table_of(field)][value]

    def _person(self, field: models.Field[Any, Any], username: str) -> int | None:
        member = self._members.get(username)
        if member is not None:
            return member.pk
        self.strangers.add(str(username))
        return None if field.null else self._importer.pk

    def _fill_lists(self, given: list[Row]) -> None:
        assigned, worn = Card.assignees.through, Card.labels.through
        pairs = list(zip(self._cards, given, strict=True))
        people = [(card.pk, self._members.get(name)) for card, row in pairs for name in row["assignees"]]
        labels = [(card.pk, self._numbers.of["Label"][number]) for card, row in pairs for number in row["labels"]]
        assigned.objects.bulk_create([assigned(card_id=card, person=each) for card, each in people if each])
        worn.objects.bulk_create([worn(card_id=card, label_id=label) for card, label in labels])


def cleaned(field: Any, value: Any) -> Any:
    """The value as the column holds it; `ValidationError` when it is none for it."""
    if value is None:
        if not field.null:
            raise ValidationError(f"{field.model.__name__}.{field.name} is missing")
        return None
    found = field.to_python(value)
    field.run_validators(found)
    if field.choices and found not in dict(field.flatchoices) and found not in field.empty_values:
        raise ValidationError(f"{field.model.__name__}.{field.name} cannot be {str(found)[:40]!r}")
    return found


def _keep_times(made: list[Event], given: list[Row]) -> None:
    """When each fact was recorded: otherwise people could undo what they did years ago."""
    field = Event._meta.get_field("recorded_at")
    for event, row in zip(made, given, strict=True):
        event.recorded_at = cleaned(field, row["recorded_at"])
    Event.objects.bulk_update(made, ["recorded_at"], batch_size=BATCH)
