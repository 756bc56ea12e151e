"""Many entries of many cards at once: what an import of thousands needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.access import Verb
from accounts.models import Person
from boards.actions.face import mark_changed
from boards.actions.lock import lock_board
from boards.actions.turns import in_turns
from boards.events import Cause, record_many
from boards.markdown import mentions
from boards.models import Board, Card
from boards.store import store_many
from hypotheses.actions.log import clean_body
from hypotheses.events import LogAdded
from hypotheses.face import face_of_entries
from hypotheses.models import LogEntry

BATCH = 500


@dataclass(frozen=True, kw_only=True)
class Written:
    """An entry as it was written elsewhere; without an author it is the importing person's."""

    card: Card
    body: str
    author: Person | None = None
    at: datetime | None = None


def add_log_entries(*, cause: Cause, board: Board, written: Sequence[Written]) -> list[LogEntry]:
    """Notes in the given order, on cards of the board that are not in the trash: rows and one fact for each."""
    with transaction.atomic():
        board = lock_board(board.pk, cause.actor, Verb.WRITE_CARD)
        entries = [_entry(each, cause) for each in written]
        LogEntry.objects.bulk_create(entries, batch_size=BATCH)
        cards = _cards(board, entries)
        there = _entries_by_card(cards, entries)
        names = set(Person.objects.filter(memberships__team_id=board.team_id).values_list("username", flat=True))
        for turn in in_turns(entries, lambda entry: entry.card_id):
            _record(board, turn, cards, there, names, cause)
        store_many(cards.values(), "version", "updated_at", "face")
    return entries


def _entry(written: Written, cause: Cause) -> LogEntry:
    return LogEntry(
        card=written.card,
        author=written.author or cause.actor,
        body=clean_body(written.body),
        created_at=written.at or cause.at,
    )


def _cards(board: Board, entries: Sequence[LogEntry]) -> dict[int, Card]:
    """As they are now that the board is locked."""
    wanted = {entry.card_id for entry in entries}
    cards = Card.objects.filter(pk__in=wanted, board=board, trashed_at=None).select_related("lane", "author")
    return {card.pk: card for card in cards}


def _entries_by_card(cards: dict[int, Card], new: Sequence[LogEntry]) -> dict[int, list[LogEntry]]:
    """What each log held before."""
    added = {entry.pk for entry in new}
    found: dict[int, list[LogEntry]] = {pk: [] for pk in cards}
    rows = LogEntry.objects.filter(card__in=list(cards), removed_at=None)
    for row in rows.defer("body").order_by("created_at", "pk"):
        if row.pk not in added:
            found[row.card_id].append(row)
    return found


def _record(
    board: Board,
    turn: Sequence[LogEntry],
    cards: dict[int, Card],
    there: dict[int, list[LogEntry]],
    names: set[str],
    cause: Cause,
) -> None:
    facts = []
    for entry in turn:
        card = cards[entry.card_id]
        there[card.pk].append(entry)
        mark_changed(card, cause, face=face_of_entries(there[card.pk]))
        said = sorted(names & mentions(entry.body)) if "@" in entry.body else []
        facts.append((board, LogAdded(entry=entry.pk, log_kind=entry.kind, mentions=said), card, cause.at))
    record_many(facts, cause)
