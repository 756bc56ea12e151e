"""Increments: a goal in fixed time."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import Verb
from accounts.errors import Conflict, Invalid, NotFound
from boards.actions.lock import lock_board, lock_boards_for_clock
from boards.events import Cause, record
from boards.models import Board
from cadence.actions import clean
from cadence.events import IncrementChanged, IncrementClosed, IncrementEnding, IncrementPlanned, IncrementRemoved
from cadence.models import Increment

FIELDS = ("name", "goal", "starts_on", "ends_on")
TOLD_BEFORE = 2  # working days
MOST = 200


def plan_increment(
    *, cause: Cause, board: Board, name: str, starts_on: date, ends_on: date, goal: str = ""
) -> Increment:
    """A goal, its first and its last day."""
    with transaction.atomic():
        board = lock_board(board.pk, cause.actor, Verb.STEER)
        clean.span(starts_on, ends_on)
        if board.increments.count() >= MOST:
            raise Invalid.field("name", _("A board has at most %(most)s increments.") % {"most": MOST})
        increment = Increment.objects.create(
            board=board,
            name=_free_name(board, name),
            goal=clean.prose("goal", goal, limit="increment_goal"),
            starts_on=starts_on,
            ends_on=ends_on,
            author=cause.actor,
            created_at=cause.at,
            changed_at=cause.at,
        )
        days: dict[str, Any] = {"starts_on": starts_on.isoformat(), "ends_on": ends_on.isoformat()}
        record(board, IncrementPlanned(**of(increment), goal=increment.goal, **days), cause)
    return increment


def change_increment(*, cause: Cause, increment: Increment, changes: dict[str, Any]) -> Increment:
    """Another name, goal or date while it is open. With a new last day people are told anew."""
    with transaction.atomic():
        board, increment = lock_increment(increment, cause)
        new = {name: _value(board, increment, name, value) for name, value in changes.items()}
        new = {name: value for name, value in new.items() if getattr(increment, name) != value}
        if not new:
            return increment
        old = {name: _plain(getattr(increment, name)) for name in new}
        for name, value in new.items():
            setattr(increment, name, value)
        clean.span(increment.starts_on, increment.ends_on)
        if "ends_on" in new:
            increment.told_at = None
        _save(increment, cause, *new, "told_at")
        said = {name: _plain(value) for name, value in new.items()}
        record(board, IncrementChanged(**of(increment), changes=said, previous=old), cause)
    return increment


def close_increment(*, cause: Cause, increment: Increment, achieved: str) -> Increment:
    """It is over; `achieved` says what it brought."""
    with transaction.atomic():
        board, increment = lock_increment(increment, cause)
        increment.achieved = clean.prose("achieved", achieved, required=True)
        increment.closed_at = cause.at
        _save(increment, cause, "achieved", "closed_at")
        record(board, IncrementClosed(**of(increment), achieved=increment.achieved), cause)
    return increment


def remove_increment(*, cause: Cause, increment: Increment) -> None:
    """Remove one that has not been closed."""
    with transaction.atomic():
        board, increment = lock_increment(increment, cause)
        record(board, IncrementRemoved(**of(increment)), cause)
        increment.delete()


def tell_of_end(*, cause: Cause, increment: Increment) -> bool:
    """Tell once that it ends within two working days; the row decides."""
    with transaction.atomic():
        board = lock_boards_for_clock([increment.board_id]).get(increment.board_id)
        fresh = Increment.objects.filter(pk=increment.pk, told_at=None, closed_at=None).first()
        if board is None or fresh is None or not ends_soon(board, fresh, cause.at):
            return False
        fresh.told_at = cause.at
        fresh.save(update_fields=["told_at"])
        record(board, IncrementEnding(**of(fresh), ends_on=fresh.ends_on.isoformat()), cause)
    return True


def ends_soon(board: Board, increment: Increment, at: datetime) -> bool:
    """Within two working days of the board's calendar, or over."""
    hours = board.calendar().hours()
    end = datetime.combine(increment.ends_on + timedelta(days=1), time(), hours.zone).astimezone(UTC)
    return at >= end or hours.working_days_between(at, end - timedelta(seconds=1)) <= TOLD_BEFORE


def of(increment: Increment) -> dict[str, Any]:
    return {"increment": increment.pk, "name": increment.name}


def lock_increment(increment: Increment, cause: Cause) -> tuple[Board, Increment]:
    board = lock_board(increment.board_id, cause.actor, Verb.STEER)
    fresh = Increment.objects.filter(pk=increment.pk).first()
    if fresh is None:
        raise NotFound(_("That increment has been removed."))
    if fresh.closed_at is not None:
        raise Conflict(_("%(name)s has ended.") % {"name": fresh.name})
    return board, fresh


def _save(increment: Increment, cause: Cause, *names: str) -> None:
    increment.version += 1
    increment.changed_at = cause.at
    increment.save(update_fields=[*names, "version", "changed_at"])


def _value(board: Board, increment: Increment, name: str, value: Any) -> Any:
    if name == "name":
        return _free_name(board, value, but=increment)
    if name == "goal":
        return clean.prose("goal", value, limit="increment_goal")
    if name in FIELDS:
        return value
    raise Invalid.field(name, _("An increment has no field %(name)s.") % {"name": name}, "unknown_field")


def _free_name(board: Board, name: str, but: Increment | None = None) -> str:
    found = clean.line("name", name, required=True)
    taken = board.increments.filter(name__iexact=found)
    if (taken.exclude(pk=but.pk) if but else taken).exists():
        raise Invalid.field("name", _("There is an increment %(name)s already.") % {"name": found}, "taken")
    return found


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
