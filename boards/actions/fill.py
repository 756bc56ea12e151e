"""Many cards for one board, all at once: what an import of thousands needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import inf

from django.db import transaction

from accounts.access import Verb
from accounts.models import Person
from boards import ranks
from boards.actions.clean import clean_description, clean_names, clean_title
from boards.actions.create import ExternalId
from boards.actions.edit import resolve_labels, resolve_people
from boards.actions.face import first_face, mark_changed, person_face, say_all
from boards.actions.lock import lock_board
from boards.actions.move import WipLimitReached, spread_lane
from boards.events import CardArchived, CardCreated, Cause, record_many
from boards.models import Board, Card, ExternalReference, Label, Lane
from boards.rules import Entry, LaneRuleBroken, begin, check
from boards.store import store_many

BATCH = 500


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A card to be made; the text must fit, as it must for a single card.

    `otherwise` is where it goes if its lane does not let it in; without one, that is refused.
    """

    lane: Lane
    title: str
    external: ExternalId
    otherwise: Lane | None = None
    kind: str = Card.Kind.TASK
    description: str = ""
    labels: Sequence[str] = ()
    assignees: Sequence[str] = ()
    priority: str = Card.Priority.NORMAL
    value: int | None = None
    weight: int = 1
    due_at: datetime | None = None
    created_at: datetime | None = None
    archived: bool = False


def fill_board(*, cause: Cause, board: Board, drafts: Sequence[Draft]) -> list[Card]:
    """Cards in the given order, at the bottom of each lane: rows and one fact per card, one more if archived.

    1. the board is locked  2. cards, each where its lane lets it in  3. what hangs on them  4. facts
    5. the archived ones.
    """
    with transaction.atomic():
        board = lock_board(board.pk, cause.actor, Verb.WRITE_CARD)
        people = {each.username: each for each in resolve_people(board, _named(drafts, "assignees"))}
        labels = {each.name.lower(): each for each in resolve_labels(board, _named(drafts, "labels"))}
        room = {lane.pk: _room(lane) for lane in {draft.lane for draft in drafts}}
        first = board.last_number + 1
        cards = [_card(board, n, draft, cause, room) for n, draft in enumerate(drafts, first)]
        above = _rank(cards)
        for card, draft in zip(cards, drafts, strict=True):
            _show(card, draft, people, labels)
        board.last_number += len(cards)
        board.save(update_fields=["last_number"])
        Card.objects.bulk_create(cards, batch_size=BATCH)
        _begin(board, cards, cause)
        _attach(cards, drafts, people, labels)
        _record_created(board, cards, above, cause)
        _archive(board, [card for card, draft in zip(cards, drafts, strict=True) if draft.archived], cause)
    return cards


def _room(lane: Lane) -> float:
    """How many more cards the lane lets in."""
    if lane.wip_mode != Lane.WipMode.BLOCK or lane.wip_limit is None:
        return inf
    return lane.wip_limit - lane.cards.open().count()


def _named(drafts: Sequence[Draft], field: str) -> list[str]:
    return clean_names([name for draft in drafts for name in getattr(draft, field)])


def _card(board: Board, number: int, draft: Draft, cause: Cause, room: dict[int, float]) -> Card:
    card = Card(
        board=board,
        number=number,
        ref=f"{board.key}-{number}",
        lane=draft.lane,
        kind=draft.kind,
        title=clean_title(draft.title),
        description=clean_description(draft.description),
        priority=draft.priority,
        value=draft.value,
        weight=draft.weight,
        author=cause.actor,
        due_at=draft.due_at,
        entered_lane_at=cause.at,
        created_at=draft.created_at or cause.at,
        updated_at=cause.at,
    )
    if not draft.archived:
        _admit(card, draft, cause, room)
    card.closed_at = cause.at if card.lane.is_done else None
    return card


def _admit(card: Card, draft: Draft, cause: Cause, room: dict[int, float]) -> None:
    """Into its lane, or where it goes otherwise."""
    try:
        if room[draft.lane.pk] < 1:
            raise WipLimitReached
        check(Entry(board=card.board, card=card, source=None, target=draft.lane, cause=cause))
        room[draft.lane.pk] -= 1
    except (WipLimitReached, LaneRuleBroken):
        if draft.otherwise is None:
            raise
        card.lane = draft.otherwise


def _rank(cards: list[Card]) -> dict[int, str]:
    """Places below what each lane holds, in the given order; the refs of the cards that were at the bottom."""
    above: dict[int, str] = {}
    for lane in {card.lane for card in cards}:
        own = [card for card in cards if card.lane_id == lane.pk]
        bottom = lane.cards.open().order_by("-rank").values_list("ref", flat=True).first()
        above |= {lane.pk: bottom} if bottom else {}
        for card, rank in zip(own, _ranks_below(lane, len(own)), strict=True):
            card.rank = rank
    return above


def _ranks_below(lane: Lane, count: int) -> list[str]:
    """Below hidden cards, too; where that has become too narrow, the whole lane is spread anew."""
    last = lane.cards.order_by("-rank").values_list("rank", flat=True)
    found = ranks.below(last.first(), count)
    if len(found[-1]) <= ranks.MAX_LENGTH:
        return found
    spread_lane(lane)
    return ranks.below(last.first(), count)


def _begin(board: Board, cards: list[Card], cause: Cause) -> None:
    """The first rows of research cards, which their summary shows."""
    circular = [card for card in cards if card.is_circular]
    for card in circular:
        begin(Entry(board=board, card=card, source=None, target=card.lane, cause=cause))
        say_all(card)
    store_many(circular, "face")


def _show(card: Card, draft: Draft, people: dict[str, Person], labels: dict[str, Label]) -> None:
    card.face = first_face(card)
    card.face["assignees"] = [person_face(people[name]) for name in clean_names(list(draft.assignees))]
    own = {labels[name.lower()] for name in clean_names(list(draft.labels))}
    card.face["labels"] = [{"name": each.name, "hue": each.hue} for each in sorted(own, key=lambda x: x.name)]
    external = draft.external
    card.face["external"] = [{"source": external.source, "id": external.external_id, "url": external.url}]
    say_all(card)


def _attach(
    cards: list[Card], drafts: Sequence[Draft], people: dict[str, Person], labels: dict[str, Label]
) -> None:
    pairs = list(zip(cards, drafts, strict=True))
    references = [ExternalReference(board_id=card.board_id, card=card, **vars(d.external)) for card, d in pairs]
    ExternalReference.objects.bulk_create(references, batch_size=BATCH)
    worn = {(card.pk, labels[name.lower()].pk) for card, d in pairs for name in clean_names(list(d.labels))}
    rows = [Card.labels.through(card_id=card, label_id=label) for card, label in sorted(worn)]
    Card.labels.through.objects.bulk_create(rows, batch_size=BATCH)
    doing = {(card.pk, people[name].pk) for card, d in pairs for name in clean_names(list(d.assignees))}
    through = Card.assignees.through
    through.objects.bulk_create([through(card_id=c, person_id=p) for c, p in sorted(doing)], batch_size=BATCH)


def _record_created(board: Board, cards: list[Card], above: dict[int, str], cause: Cause) -> None:
    facts = []
    for card in cards:
        fact = CardCreated(
            title=card.title,
            card_kind=card.kind,
            lane=card.lane.name,
            lane_id=card.lane_id,
            lane_role=card.lane.role,
            after=above.get(card.lane_id),
        )
        above[card.lane_id] = card.ref
        facts.append((board, fact, card, cause.at))
    record_many(facts, cause)


def _archive(board: Board, cards: list[Card], cause: Cause) -> None:
    for card in cards:
        card.archived_at = cause.at
        mark_changed(card, cause, "archived_at")
    Card.objects.bulk_update(cards, ["archived_at", "version", "updated_at"], batch_size=BATCH)
    where = [CardArchived(previous={"lane": card.lane.name, "lane_id": card.lane_id}) for card in cards]
    record_many([(board, fact, card, cause.at) for fact, card in zip(where, cards, strict=True)], cause)
