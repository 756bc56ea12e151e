"""What comes after a gate: the next lane, a development task, or smaller hypotheses."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.errors import Conflict, Invalid
from boards.actions import Place, create_card, link_cards, move_card
from boards.events import Cause
from boards.models import Board, Card, CardLink, Lane
from hypotheses.actions import save_hypothesis
from hypotheses.actions.criteria import FIELDS
from hypotheses.models import Round
from timeboxes.actions.initiatives import inherit
from timeboxes.models import TimeBox


def continue_for(board: Board, card: Card, cause: Cause) -> None:
    """By the board's setting: on to the next lane, or a task on the development board and done here."""
    if board.on_continue == Board.OnContinue.SPAWN_TASK:
        spawn_task(board, card, cause)
        return
    following = board.lanes.filter(position__gt=card.lane.position).first()
    if following is not None:
        move_card(
            cause=cause, card=card, place=Place(lane=following, to="top"), wip_override="continued at its gate"
        )


def spawn_task(board: Board, card: Card, cause: Cause) -> Card:
    """A supported hypothesis becomes a task at the top of the development board's to do, linked both ways."""
    target = board.development_board or board
    queue = target.lanes.filter(role=Lane.Role.QUEUE).first()
    if queue is None:
        raise Conflict(
            _("%(board)s has no queue lane for the task; add one or choose another board.") % {"board": target.key}
        )
    done = board.lanes.filter(role=Lane.Role.DONE).first()
    if done is not None and not card.lane.is_done:
        move_card(cause=cause, card=card, place=Place(lane=done, to="top"))
    task = create_card(
        cause=cause,
        board=target,
        title=card.title,
        place=Place(lane=queue, to="top"),
        description=f"Follows from {card.ref}.",
        assignees=[person["username"] for person in card.face["assignees"]],
    )
    link_cards(cause=cause, card=task, target=card, kind=CardLink.Kind.SPAWNED_FROM)
    inherit(card, task, cause)
    return task


def renew_for(board: Board, card: Card, box: TimeBox, cause: Cause) -> Card:
    """The same question as a new card: a draft with text, criteria and first budget, but without a forecast.

    It is what is left when a box may not be extended again; a new lock makes a new pre-registration.
    """
    queue = board.lanes.filter(role=Lane.Role.QUEUE).first()
    place = Place(lane=queue, to="top") if queue else None
    people = [person["username"] for person in card.face["assignees"]]
    new = create_card(
        cause=cause, board=board, title=card.title, kind=card.kind, place=place, assignees=people,
        description=card.description, value=card.value, weight=card.weight,
    )  # fmt: skip
    link_cards(cause=cause, card=new, target=card, kind=CardLink.Kind.SPAWNED_FROM)
    inherit(card, new, cause)
    if box.round is not None:
        _copy_draft(new, box.round, box.original_budget_minutes, cause)
    return new


def _copy_draft(card: Card, old: Round, budget: int, cause: Cause) -> None:
    texts = {name: getattr(old, name) for name in (*Round.PARTS, "plan_if_pass", "plan_if_fail", "run_policy")}
    changes = {**texts, "baseline_metrics": old.baseline_metrics, "budget_minutes": budget}
    criteria = [{name: getattr(row, name) for name in FIELDS} for row in old.criteria.all()]
    save_hypothesis(cause=cause, card=card, changes=changes, criteria=criteria)


def split_for(board: Board, card: Card, titles: list[str], cause: Cause) -> None:
    """Smaller hypotheses in draft, each linked to the card it came from."""
    if len(titles) < 2:
        raise Invalid.field("children", _("Name at least two smaller hypotheses."), "required")
    for title in titles:
        child = create_card(cause=cause, board=board, title=title, kind=card.kind)
        link_cards(cause=cause, card=child, target=card, kind=CardLink.Kind.PARENT)
        inherit(card, child, cause)
