"""Moving a card: the one operation that sets order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from django.db import transaction
from django.db.models import BigAutoField, CharField, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop
from django.utils.translation import ngettext

from accounts.access import Verb, may, require
from accounts.errors import Conflict, Forbidden, Invalid
from accounts.prepared import Param, Prepared
from boards import ranks
from boards.actions.face import save_card
from boards.actions.lock import lock_card
from boards.events import CardMoved, Cause, record
from boards.models import Board, Card, Lane
from boards.rules import Entry, check, entered
from boards.store import store_many

PLACED = ("pk", "ref", "rank", "lane_id")
RANK = Param("rank", CharField())


def _others(*order: str, **where: Any) -> QuerySet[Card]:
    """The nearest open card of a lane, but for the one that moves."""
    cards = Card.objects.open().filter(lane_id=Param("lane", BigAutoField()), **where)
    return cards.exclude(pk=Param("card", BigAutoField())).only(*PLACED).order_by(*order)[:1]


ABOVE = Prepared(lambda: _others("-rank", rank__lt=RANK))
BELOW = Prepared(lambda: _others("rank", rank__gt=RANK))
TOP = Prepared(lambda: _others("rank"))
BOTTOM = Prepared(lambda: _others("-rank"))


class StaleMove(Conflict):
    """The card is not where the client believed it to be."""

    code = "stale_move"
    title = noop("Moved meanwhile")


class WipLimitReached(Conflict):
    """The lane is full and blocks; an override needs a reason and the right to it."""

    code = "wip_limit"
    title = noop("The lane is full")


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a card should go: a lane, and before or after a named card or at one end (the bottom by default)."""

    lane: Lane
    before: str | None = None
    after: str | None = None
    to: Literal["top", "bottom"] | None = None


def move_card(
    *,
    cause: Cause,
    card: Card,
    place: Place,
    expected_lane: int | None = None,
    version: int | None = None,
    wip_override: str = "",
) -> Card:
    """Put the card at a place.

    1. lock the board, read the card again  2. may the person, and is it where they saw it?
    3. a place it already has changes nothing  4. WIP and the lane's rules  5. rows and fact
    6. what the other rooms do when it enters (start a box, pause it, conclude).
    """
    with transaction.atomic():
        board, card = lock_card(card, cause.actor, Verb.WRITE_CARD)
        source, target = card.lane, _lane_of(board, place.lane)
        _refuse_stale(card, expected_lane, version)
        _refuse_ranking(board, source, target, place, cause)
        above, below = neighbours(target, place, card)
        if source == target and _is_between(card, above, below):
            return card
        if source != target:
            check_wip(board, target, wip_override, cause)
            check(Entry(board=board, card=card, source=source, target=target, cause=cause))
        return _store(board, card, source, target, above, below, wip_override, cause)


def move_by_clock(board: Board, card: Card, lane: Lane, cause: Cause) -> Card:
    """To the bottom of a lane, whatever its limit: what the board's rule does by itself needs no right.

    The caller holds the lock and has read the card under it.
    """
    above, below = neighbours(lane, Place(lane=lane), card)
    return _store(board, card, card.lane, lane, above, below, "", cause)


def _store(
    board: Board,
    card: Card,
    source: Lane,
    target: Lane,
    above: Card | None,
    below: Card | None,
    wip_override: str,
    cause: Cause,
) -> Card:
    before = {"lane": source.name, "lane_id": source.pk, "after": ref_above(card), "lane_role": source.role}
    card.rank, fields = rank_between(target, above, below, card), ["rank"]
    back = source.position > target.position and not target.is_backlog
    if source != target:
        fields += _enter(card, target, back, cause)
    save_card(card, cause, *fields)
    early = source.role == Lane.Role.ACTIVE and target.is_done and card.is_circular
    fact = CardMoved(
        source=source.name,
        to=target.name,
        to_id=target.pk,
        to_role=target.role,
        after=above.ref if above else None,
        before=below.ref if below else None,
        back=back,
        early_exit=early,
        wip_override=wip_override,
        previous=before,
    )
    record(board, fact, cause, card=card)
    if source != target:
        entered(Entry(board=board, card=card, source=source, target=target, cause=cause))
    return card


def _enter(card: Card, target: Lane, back: bool, cause: Cause) -> list[str]:
    card.lane = target
    card.entered_lane_at = cause.at
    card.closed_at = (card.closed_at or cause.at) if target.is_done else None
    card.loops += back
    return ["lane", "entered_lane_at", "closed_at", "loops"]


def _lane_of(board: Board, lane: Lane) -> Lane:
    if lane.board_id != board.pk:
        said = _("%(lane)s is not a lane of %(board)s.") % {"lane": lane.name, "board": board.key}
        raise Invalid.field("lane", said)
    return lane


def _refuse_stale(card: Card, expected_lane: int | None, version: int | None) -> None:
    seen_elsewhere = expected_lane is not None and card.lane_id != expected_lane
    if seen_elsewhere or (version is not None and version != card.version and expected_lane is None):
        said = _("%(card)s was changed meanwhile; it is in %(lane)s.") % {"card": card.ref, "lane": card.lane.name}
        raise StaleMove(said, card=card.ref)


def _refuse_ranking(board: Board, source: Lane, target: Lane, place: Place, cause: Cause) -> None:
    """In the backlog the product owner ranks; others may add at the bottom."""
    names_a_place = bool(place.before or place.after or place.to == "top")
    ranks_backlog = target.is_backlog and (names_a_place or source == target)
    if not ranks_backlog or board.rank_by == Board.RankBy.MEMBERS:
        return
    if not may(cause.actor, Verb.RANK_BACKLOG, board.team_id):
        raise Forbidden(_("The product owner ranks the backlog."))


def check_wip(board: Board, lane: Lane, override: str, cause: Cause) -> None:
    """Refuse when the lane blocks and is full. All its open cards count, whatever a filter shows."""
    if lane.wip_mode != Lane.WipMode.BLOCK or lane.wip_limit is None:
        return
    if lane.cards.open().count() < lane.wip_limit:
        return
    if override.strip():
        require(
            cause.actor,
            Verb.OVERRIDE_WIP,
            board.team_id,
            sentence=_("Only the product owner or an admin overrides a limit."),
        )
        return
    said = ngettext("%(lane)s holds %(n)s card at most.", "%(lane)s holds %(n)s cards at most.", lane.wip_limit)
    raise WipLimitReached(
        said % {"lane": lane.name, "n": lane.wip_limit},
        can_override=may(cause.actor, Verb.OVERRIDE_WIP, board.team_id),
    )


def neighbours(lane: Lane, place: Place, moving: Card | None) -> tuple[Card | None, Card | None]:
    """The open cards that will be directly above and below; `moving` itself does not count."""
    moved = moving.pk if moving else 0
    if place.before:
        below = _named(lane, place.before, moving)
        return ABOVE.first(lane=lane.pk, card=moved, rank=below.rank), below
    if place.after:
        above = _named(lane, place.after, moving)
        return above, BELOW.first(lane=lane.pk, card=moved, rank=above.rank)
    if place.to == "top":
        return None, TOP.first(lane=lane.pk, card=moved)
    return BOTTOM.first(lane=lane.pk, card=moved), None


def _named(lane: Lane, ref: str, moving: Card | None) -> Card:
    named = lane.cards.open().only(*PLACED).filter(ref=ref).first()
    if named is None or (moving and named.pk == moving.pk):
        said = _("%(card)s is no longer in %(lane)s.") % {"card": ref, "lane": lane.name}
        raise StaleMove(said, card=moving.ref if moving else None)
    return named


def _is_between(card: Card, above: Card | None, below: Card | None) -> bool:
    return (above is None or above.rank < card.rank) and (below is None or card.rank < below.rank)


def ref_above(card: Card) -> str | None:
    """The ref of the card above, where an undo puts this one back."""
    above = ABOVE.first(lane=card.lane_id, card=card.pk, rank=card.rank)
    return above.ref if above else None


def rank_between(lane: Lane, above: Card | None, below: Card | None, moving: Card | None) -> str:
    """A rank between two neighbours; when the gap has become too narrow, the whole lane is spread anew."""
    rank = ranks.between(above.rank if above else None, below.rank if below else None)
    if len(rank) <= ranks.MAX_LENGTH:
        return rank
    spread_lane(lane, moving)
    for neighbour in filter(None, (above, below)):
        neighbour.refresh_from_db(fields=["rank"])
    return ranks.between(above.rank if above else None, below.rank if below else None)


def spread_lane(lane: Lane, moving: Card | None = None) -> None:
    """Fresh ranks for a lane, hidden cards included; order is kept, so no version grows and no fact is needed."""
    others = lane.cards.exclude(pk=moving.pk) if moving else lane.cards.all()
    cards = list(others.order_by("rank", "pk").only("pk", "rank"))
    for card, rank in zip(cards, ranks.spread(len(cards)), strict=True):
        card.rank = rank
    store_many(cards, "rank")
