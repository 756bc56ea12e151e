"""Many links at once: what an import of thousands needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from accounts.access import Verb
from boards.actions.face import mark_changed
from boards.actions.lock import lock_board
from boards.actions.turns import in_turns
from boards.events import CardLinked, Cause, record_many
from boards.models import Board, Card, CardLink
from boards.store import store_many

BATCH = 500


@dataclass(frozen=True)
class Pair:
    """Cards of one board; neither is in the trash."""

    card: Card
    target: Card
    kind: str


def link_many(*, cause: Cause, board: Board, pairs: Sequence[Pair]) -> int:
    """Link each pair that is not linked yet, and say how many were not; one fact for each."""
    with transaction.atomic():
        board = lock_board(board.pk, cause.actor, Verb.WRITE_CARD)
        rows = CardLink.objects.filter(card__board=board)
        known = set(rows.values_list("card_id", "target_id", "kind"))
        new = {key: pair for pair in pairs if (key := _key(pair)) not in known and key[0] != key[1]}
        links = [
            CardLink(card_id=card, target_id=target, kind=kind, author=cause.actor, created_at=cause.at)
            for card, target, kind in new
        ]
        CardLink.objects.bulk_create(links, batch_size=BATCH)
        wanted = {pair.card.pk for pair in new.values()}
        fresh = Card.objects.filter(board=board).select_related("lane", "author")
        cards = {card.pk: card for card in fresh if card.pk in wanted}
        for turn in in_turns(list(new.values()), lambda pair: pair.card.pk):
            _record(board, turn, cards, cause)
        store_many(cards.values(), "version", "updated_at")
    return len(new)


def _key(pair: Pair) -> tuple[int, int, str]:
    return pair.card.pk, pair.target.pk, pair.kind


def _record(board: Board, turn: Sequence[Pair], cards: dict[int, Card], cause: Cause) -> None:
    facts = []
    for pair in turn:
        card = cards[pair.card.pk]
        mark_changed(card, cause)
        facts.append((board, CardLinked(target=pair.target.ref, link=pair.kind), card, cause.at))
    record_many(facts, cause)
