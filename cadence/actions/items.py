"""The items of an iteration, their tasks, and what their analysis says."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import Verb
from accounts.errors import Conflict, Invalid, NotFound
from boards.events import Cause, record
from boards.models import Board
from cadence.actions import clean
from cadence.actions.iterations import lock_iteration, of
from cadence.events import (
    IterationItemAdded,
    IterationItemRemoved,
    IterationOutcomeRecorded,
    IterationTaskAdded,
    IterationTaskChanged,
    IterationTaskRemoved,
)
from cadence.models import Iteration, IterationItem, IterationTask

MOST_ITEMS, MOST_TASKS = 30, 60
TASK_FIELDS = ("title", "kind", "done", "assignee", "card")


def add_item(*, cause: Cause, iteration: Iteration, card: str) -> IterationItem:
    """Make a card of the board an item; also while the iteration runs."""
    with transaction.atomic():
        board, iteration = lock_iteration(iteration, cause, Verb.STEER)
        found, count = clean.card(board, card), iteration.items.count()
        if iteration.items.filter(card=found).exists():
            taken = _("%(card)s is in this iteration already.") % {"card": found.ref}
            raise Invalid.field("card", taken, "taken")
        if count >= MOST_ITEMS:
            raise Invalid.field("card", _("An iteration has at most %(most)s items.") % {"most": MOST_ITEMS})
        item = IterationItem.objects.create(iteration=iteration, card=found, position=count)
        record(board, IterationItemAdded(**of_item(item)), cause, card=found)
    return item


def remove_item(*, cause: Cause, item: IterationItem) -> None:
    """Take it out, with its tasks; the card stays on the board."""
    with transaction.atomic():
        board, item = lock_item(item, cause, Verb.STEER)
        if item.iteration.started_at and item.iteration.items.count() == 1:
            raise Conflict(_("It is the only item. Write down its outcome and end the iteration."))
        record(board, IterationItemRemoved(**of_item(item)), cause, card=item.card)
        item.delete()


def record_outcome(*, cause: Cause, item: IterationItem, outcome: str) -> IterationItem:
    """What the analysis says of the item; empty takes it back. The same words record nothing."""
    with transaction.atomic():
        board, item = lock_item(item, cause, Verb.WRITE_CARD)
        if item.iteration.started_at is None:
            raise Conflict(_("Iteration %(n)s has not begun yet.") % {"n": item.iteration.number})
        new, old = clean.prose("outcome", outcome), item.outcome
        if new != old:
            item.outcome = new
            item.outcome_at, item.outcome_by = (cause.at, cause.actor) if new else (None, None)
            item.save(update_fields=["outcome", "outcome_at", "outcome_by"])
            fact = IterationOutcomeRecorded(**of_item(item), outcome=new, previous={"outcome": old})
            record(board, fact, cause, card=item.card)
    return item


def add_task(
    *, cause: Cause, item: IterationItem, kind: str, title: str = "", card: str = "", assignee: str = ""
) -> IterationTask:
    """Something to create, to observe or to analyze; a linked card lends its title."""
    with transaction.atomic():
        board, item = lock_item(item, cause, Verb.WRITE_CARD)
        if item.tasks.count() >= MOST_TASKS:
            raise Invalid.field("title", _("An item has at most %(most)s tasks.") % {"most": MOST_TASKS})
        linked = clean.card(board, card) if card else None
        task = IterationTask.objects.create(
            item=item,
            kind=_kind(kind),
            title=clean.line("title", title or (linked.title if linked else ""), required=True),
            card=linked,
            assignee=clean.member(board, assignee),
            created_at=cause.at,
        )
        record(board, IterationTaskAdded(**of_task(task)), cause, card=item.card)
    return task


def change_task(*, cause: Cause, task: IterationTask, changes: dict[str, Any]) -> IterationTask:
    """Done or open, another title, person, kind or card; unchanged values record nothing."""
    with transaction.atomic():
        board, task = lock_task(task, cause)
        new = {name: _value(board, name, value, task, cause.at) for name, value in changes.items()}
        columns = {"done_at" if name == "done" else name: value for name, value in new.items()}
        changed = {name: value for name, value in columns.items() if getattr(task, name) != value}
        if not changed:
            return task
        old = {name: _plain(getattr(task, name)) for name in changed}
        for name, value in changed.items():
            setattr(task, name, value)
        task.save(update_fields=list(changed))
        said = {name: _plain(value) for name, value in changed.items()}
        fact = IterationTaskChanged(**of_task(task), changes=said, previous=old)
        record(board, fact, cause, card=task.item.card)
    return task


def remove_task(*, cause: Cause, task: IterationTask) -> None:
    with transaction.atomic():
        board, task = lock_task(task, cause)
        record(board, IterationTaskRemoved(**of_task(task)), cause, card=task.item.card)
        task.delete()


def of_item(item: IterationItem) -> dict[str, Any]:
    return {**of(item.iteration), "item": item.pk, "ref": item.card.ref}


def of_task(task: IterationTask) -> dict[str, Any]:
    return {**of_item(task.item), "task": task.pk, "task_kind": task.kind, "title": task.title}


def lock_item(item: IterationItem, cause: Cause, verb: Verb) -> tuple[Board, IterationItem]:
    board, iteration = lock_iteration(item.iteration, cause, verb)
    fresh = IterationItem.objects.select_related("card__lane").filter(pk=item.pk, iteration=iteration).first()
    if fresh is None:
        raise NotFound(_("That item has been taken out."))
    fresh.iteration = iteration
    return board, fresh


def lock_task(task: IterationTask, cause: Cause) -> tuple[Board, IterationTask]:
    board, item = lock_item(task.item, cause, Verb.WRITE_CARD)
    fresh = IterationTask.objects.select_related("assignee", "card").filter(pk=task.pk, item=item).first()
    if fresh is None:
        raise NotFound(_("That task has been taken away."))
    fresh.item = item
    return board, fresh


def _kind(kind: str) -> str:
    if kind not in IterationTask.Kind.values:
        raise Invalid.field("kind", _("A task is to create, observe or analyze."), "invalid_choice")
    return kind


def _value(board: Board, name: str, value: Any, task: IterationTask, at: datetime) -> Any:
    if name == "done":
        return (task.done_at or at) if value else None
    if name == "title":
        return clean.line("title", value, required=True)
    if name == "kind":
        return _kind(value)
    if name == "assignee":
        return clean.member(board, value)
    if name == "card":
        return clean.card(board, value) if value else None
    raise Invalid.field(name, _("A task has no field %(name)s.") % {"name": name}, "unknown_field")


def _plain(value: Any) -> Any:
    """As an event holds it."""
    if isinstance(value, datetime):
        return value.isoformat()
    return getattr(value, "username", None) or getattr(value, "ref", None) or value
