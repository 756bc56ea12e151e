"""The lanes of a board: add, change, reorder, remove without losing a card."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from accounts.access import Verb
from accounts.errors import Conflict, Invalid, NotFound
from boards.actions.boards import clean_name
from boards.actions.lock import lock_board
from boards.actions.move import Place, move_card, neighbours, rank_between
from boards.events import Cause, LaneAdded, LaneChanged, LaneMoved, LaneRemoved, record
from boards.models import Board, Lane

EDITABLE = ("name", "role", "wip_limit", "wip_mode", "policy", "runs_box", "needs_verdict")
POLICY_LENGTH = 2_000
MOST_LANES = 50


class LaneNotEmpty(Conflict):
    code = "lane_not_empty"
    title = noop("The lane still holds cards")


def add_lane(*, cause: Cause, board: Board, name: str, position: int | None = None, **fields: Any) -> Lane:
    """A lane at a position, by default before the first done lane."""
    with transaction.atomic():
        board = lock_board(board.pk, cause.actor, Verb.CONFIGURE_BOARD)
        lanes = list(board.lanes.all())
        if len(lanes) >= MOST_LANES:
            raise Invalid.field("name", _("A board has at most %(most)s lanes.") % {"most": MOST_LANES})
        lane = Lane(board=board, name=_free_name(lanes, name), position=len(lanes))
        for field, value in fields.items():
            setattr(lane, field, _clean(lane, lanes, field, value))
        lane.save()
        _renumber(lanes, lane, _default_position(lanes) if position is None else position)
        fields_now = {name: getattr(lane, name) for name in EDITABLE}
        fact = LaneAdded(lane=lane.pk, name=lane.name, role=lane.role, position=lane.position, set=fields_now)
        record(board, fact, cause)
    return lane


def change_lane(*, cause: Cause, lane: Lane, changes: dict[str, Any]) -> Lane:
    with transaction.atomic():
        board = lock_board(lane.board_id, cause.actor, Verb.CONFIGURE_BOARD)
        lane = _reread(lane)
        others = list(board.lanes.exclude(pk=lane.pk))
        old, new = {}, {}
        for field, value in changes.items():
            clean = _clean(lane, others, field, value)
            if getattr(lane, field) != clean:
                old[field], new[field] = getattr(lane, field), clean
                setattr(lane, field, clean)
        if new:
            lane.save(update_fields=list(new))
            record(board, LaneChanged(lane=lane.pk, name=lane.name, changes=new, previous=old), cause)
    return lane


def move_lane(*, cause: Cause, lane: Lane, position: int) -> Lane:
    """Give the lane another place; the backlog stays first."""
    with transaction.atomic():
        board = lock_board(lane.board_id, cause.actor, Verb.CONFIGURE_BOARD)
        lane = _reread(lane)
        old = lane.position
        _renumber(list(board.lanes.exclude(pk=lane.pk)), lane, position)
        if lane.position != old:
            fact = LaneMoved(lane=lane.pk, name=lane.name, position=lane.position, previous={"position": old})
            record(board, fact, cause)
    return lane


def remove_lane(*, cause: Cause, lane: Lane, move_cards_to: Lane | None = None) -> None:
    """Remove the lane. Its open cards move to the bottom of the target, hidden ones go along silently."""
    with transaction.atomic():
        board = lock_board(lane.board_id, cause.actor, Verb.CONFIGURE_BOARD)
        lane = _reread(lane)
        _refuse_removal(board, lane, move_cards_to)
        if move_cards_to is not None:
            _hand_over(lane, move_cards_to, cause)
            board.refresh_from_db(fields=["seq"])
        lane_id, name = lane.pk, lane.name
        lane.delete()
        _renumber(list(board.lanes.all()), None, 0)
        target = move_cards_to.name if move_cards_to else None
        record(board, LaneRemoved(lane=lane_id, name=name, moved_to=target), cause)


def _hand_over(lane: Lane, target: Lane, cause: Cause) -> None:
    """Move every card to the bottom of the target; cards in the archive or the trash go along unrecorded."""
    for card in lane.cards.open().in_order():
        move_card(cause=cause, card=card, place=Place(lane=target), wip_override="lane removed")
    for card in lane.cards.in_order():
        above, below = neighbours(target, Place(lane=target), card)
        card.rank = rank_between(target, above, below, card)
        card.lane = target
        card.save(update_fields=["lane", "rank"])


def _refuse_removal(board: Board, lane: Lane, target: Lane | None) -> None:
    if lane.is_backlog:
        raise Conflict(_("The backlog cannot be removed."))
    if target is None:
        if lane.cards.exists():
            raise LaneNotEmpty(_("%(lane)s holds cards; say which lane takes them.") % {"lane": lane.name})
    elif target.board_id != board.pk or target.pk == lane.pk:
        raise Invalid.field("move_cards_to", _("Name another lane of the same board."))


def _reread(lane: Lane) -> Lane:
    fresh = Lane.objects.filter(pk=lane.pk).first()
    if fresh is None:
        raise NotFound(_("That lane has been removed."))
    return fresh


def _default_position(lanes: list[Lane]) -> int:
    return next((lane.position for lane in lanes if lane.is_done), len(lanes))


def _renumber(others: list[Lane], lane: Lane | None, position: int) -> None:
    """Positions 0, 1, 2 … with the lane at its place; a backlog is always first."""
    order = list(others)
    if lane is not None:
        order.insert(max(0, min(position, len(order))), lane)
    order.sort(key=lambda each: not each.is_backlog)
    for number, each in enumerate(order):
        if each.position != number:
            each.position = number
            each.save(update_fields=["position"])


def _clean(lane: Lane, others: list[Lane], field: str, value: Any) -> Any:
    if field not in EDITABLE:
        raise Invalid.field(field, _("A lane has no field %(name)s.") % {"name": field}, "unknown_field")
    if field == "name":
        return _free_name(others, value)
    if field == "role":
        return _clean_role(lane, others, value)
    if field == "wip_mode" and value not in Lane.WipMode.values:
        said = _("%(name)s is one of %(known)s.") % {"name": "wip_mode", "known": ", ".join(Lane.WipMode.values)}
        raise Invalid.field(field, said, "invalid_choice")
    if field == "wip_limit" and value is not None and not 1 <= value <= 1_000:
        raise Invalid.field(field, _("A limit is 1 to 1000 cards."))
    if field == "policy" and len(value) > POLICY_LENGTH:
        said = _("Keep the policy to %(most)s characters.") % {
            "most": number_format(POLICY_LENGTH, force_grouping=True)
        }
        raise Invalid.field(field, said)
    return value


def _clean_role(lane: Lane, others: list[Lane], role: str) -> str:
    if role not in Lane.Role.values:
        said = _("A role is one of %(known)s.") % {"known": ", ".join(Lane.Role.values)}
        raise Invalid.field("role", said, "invalid_choice")
    if role == Lane.Role.BACKLOG and any(other.is_backlog for other in others):
        raise Invalid.field("role", _("A board has one backlog."))
    if lane.is_backlog and lane.pk and role != Lane.Role.BACKLOG:
        raise Invalid.field("role", _("The backlog keeps its role."))
    return role


def _free_name(others: list[Lane], name: str) -> str:
    clean = clean_name(name)
    if any(other.name.lower() == clean.lower() for other in others):
        raise Invalid.field("name", _("There is a lane %(name)s already.") % {"name": clean}, "taken")
    return clean
