"""What comes after a gate: the next lane, a development task, or smaller hypotheses."""

from __future__ import annotations

from accounts.errors import Conflict, Invalid
from boards.actions import Place, create_card, link_cards, move_card
from boards.events import Cause
from boards.models import Board, Card, CardLink, Lane


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
        raise Conflict(f"{target.key} has no queue lane for the task; add one or choose another board.")
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
    return task


def split_for(board: Board, card: Card, titles: list[str], cause: Cause) -> None:
    """Smaller hypotheses in draft, each linked to the card it came from."""
    if len(titles) < 2:
        raise Invalid.field("children", "Name at least two smaller hypotheses.", "required")
    for title in titles:
        child = create_card(cause=cause, board=board, title=title, kind=card.kind)
        link_cards(cause=cause, card=child, target=card, kind=CardLink.Kind.PARENT)
