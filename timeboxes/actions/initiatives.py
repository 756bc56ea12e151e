"""Initiatives: made, changed and removed; which cards belong to one."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from accounts.access import Verb
from accounts.errors import Conflict, Invalid, NotFound
from boards.actions.face import save_card
from boards.actions.lock import lock_board, lock_card
from boards.events import Cause, record
from boards.models import Board, Card
from timeboxes.actions.stages import add_stage_for
from timeboxes.events import CardGrouped, InitiativeChanged, InitiativeCreated, InitiativeRemoved
from timeboxes.models import Clocked, Initiative, InitiativeCard

NAME_LENGTH, TEXT_LENGTH = 120, 4_000
MOST = 200


def create_initiative(
    *, cause: Cause, board: Board, name: str, goal: str = "", stages: list[dict[str, Any]] | None = None
) -> Initiative:
    """An initiative of the board with its stages, each a planned time-box; the first one is started by hand."""
    with transaction.atomic():
        board = lock_board(board.pk, cause.actor, Verb.STEER)
        if board.initiatives.count() >= MOST:
            raise Invalid.field("name", _("A board has at most %(most)s initiatives.") % {"most": MOST})
        initiative = Initiative.objects.create(
            board=board,
            name=_free_name(board, name),
            goal=clean_text("goal", goal),
            author=cause.actor,
            created_at=cause.at,
        )
        fact = InitiativeCreated(initiative=initiative.pk, name=initiative.name, goal=initiative.goal)
        record(board, fact, cause)
        for stage in stages or []:
            add_stage_for(board, initiative, stage, cause)
    return initiative


def change_initiative(*, cause: Cause, initiative: Initiative, changes: dict[str, Any]) -> Initiative:
    """Another name or goal. Its cards show the new name."""
    with transaction.atomic():
        board, initiative = lock_initiative(initiative, cause)
        new: dict[str, str] = {}
        if "name" in changes:
            new["name"] = _free_name(board, changes["name"], but=initiative)
        if "goal" in changes:
            new["goal"] = clean_text("goal", changes["goal"])
        new = {field: value for field, value in new.items() if getattr(initiative, field) != value}
        if not new:
            return initiative
        old = {field: getattr(initiative, field) for field in new}
        for field, value in new.items():
            setattr(initiative, field, value)
        initiative.save(update_fields=list(new))
        fact = InitiativeChanged(initiative=initiative.pk, name=initiative.name, changes=new, previous=old)
        record(board, fact, cause)
        if "name" in new:
            _show_on_cards(board, initiative, cause)
    return initiative


def remove_initiative(*, cause: Cause, initiative: Initiative) -> None:
    """Remove it; its cards stay on the board. While a stage runs or waits for a decision it cannot go."""
    with transaction.atomic():
        board, initiative = lock_initiative(initiative, cause)
        if initiative.stages.filter(state__in=(Clocked.State.RUNNING, Clocked.State.EXPIRED)).exists():
            raise Conflict(_("A stage of it is open; decide at its gate first."))
        for member in _members(initiative):
            _show(board, member.card, None, cause)
        record(board, InitiativeRemoved(initiative=initiative.pk, name=initiative.name), cause)
        initiative.delete()


def group_card(*, cause: Cause, card: Card, initiative: Initiative | None) -> Card:
    """Put the card into an initiative of its board, or take it out of the one it is in."""
    with transaction.atomic():
        board, card = lock_card(card, cause.actor, Verb.WRITE_CARD)
        if initiative is not None:
            initiative = Initiative.objects.filter(pk=initiative.pk, board=board).first()
            if initiative is None:
                unknown = _("%(board)s has no such initiative.") % {"board": board.key}
                raise Invalid.field("initiative", unknown, "unknown")
        held = InitiativeCard.objects.filter(card=card).first()
        if (held.initiative_id if held else None) == (initiative.pk if initiative else None):
            return card
        if held:
            held.delete()
        if initiative:
            InitiativeCard.objects.create(initiative=initiative, card=card, added_at=cause.at)
        _show(board, card, initiative, cause)
    return card


def inherit(card: Card, child: Card, cause: Cause) -> None:
    """What comes out of a card at its gate belongs where the card does, if that is the same board."""
    held = InitiativeCard.objects.select_related("initiative").filter(card=card).first()
    if held is not None and child.board_id == held.initiative.board_id:
        group_card(cause=cause, card=child, initiative=held.initiative)


def lock_initiative(initiative: Initiative, cause: Cause, verb: Verb = Verb.STEER) -> tuple[Board, Initiative]:
    board = lock_board(initiative.board_id, cause.actor, verb)
    fresh = Initiative.objects.filter(pk=initiative.pk).first()
    if fresh is None:
        raise NotFound(_("That initiative has been removed."))
    return board, fresh


def clean_text(field: str, text: str) -> str:
    clean = (text or "").replace("\x00", "").strip()
    if len(clean) > TEXT_LENGTH:
        most = number_format(TEXT_LENGTH, force_grouping=True)
        raise Invalid.field(field, _("Keep it to %(most)s characters.") % {"most": most})
    return clean


def clean_name(name: str) -> str:
    clean = " ".join((name or "").replace("\x00", "").split())
    if not clean or len(clean) > NAME_LENGTH:
        wanted = _("A name has 1 to %(most)s characters.") % {"most": NAME_LENGTH}
        raise Invalid.field("name", wanted, "required")
    return clean


def _free_name(board: Board, name: str, but: Initiative | None = None) -> str:
    clean = clean_name(name)
    taken = board.initiatives.filter(name__iexact=clean)
    if (taken.exclude(pk=but.pk) if but else taken).exists():
        refused = _("There is an initiative %(name)s already.") % {"name": clean}
        raise Invalid.field("name", refused, "taken")
    return clean


def _members(initiative: Initiative) -> list[InitiativeCard]:
    return list(initiative.members.select_related("card__lane", "card__author").order_by("card_id"))


def _show_on_cards(board: Board, initiative: Initiative, cause: Cause) -> None:
    for member in _members(initiative):
        _show(board, member.card, initiative, cause)


def _show(board: Board, card: Card, initiative: Initiative | None, cause: Cause) -> None:
    """The initiative on the card's summary, and the fact."""
    face = {"id": initiative.pk, "name": initiative.name} if initiative else None
    save_card(card, cause, face={"initiative": face})
    fact = CardGrouped(
        initiative=initiative.pk if initiative else None, name=initiative.name if initiative else ""
    )
    record(board, fact, cause, card=card)
