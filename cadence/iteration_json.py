"""Iterations and increments as the API shows them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from accounts.errors import FieldError
from cadence.guards import missing_to_close, missing_to_start
from cadence.models import Increment, Iteration, IterationItem, IterationTask
from hypotheses.models import Verdict
from hypotheses.words import verdict_word


def with_all(iterations: QuerySet[Iteration]) -> QuerySet[Iteration]:
    """Everything an iteration shows, in a number of queries that does not grow with its items."""
    tasks = IterationTask.objects.select_related("assignee", "card")
    items = IterationItem.objects.select_related("card__lane", "outcome_by").filter(card__trashed_at=None)
    items = items.prefetch_related(Prefetch("tasks", tasks))
    return iterations.select_related("board", "author").prefetch_related(Prefetch("items", items))


def missing(iteration: Iteration) -> list[FieldError]:
    """What stands between it and its next state."""
    if iteration.closed_at is not None:
        return []
    items = list(iteration.items.all())
    return missing_to_close(items) if iteration.started_at else missing_to_start(items)


def offered_outcomes(iteration: Iteration) -> dict[int, str]:
    """By item: what the newest verdict of its card says, to be taken over as the outcome or not."""
    cards = [item.card_id for item in iteration.items.all() if not item.outcome]
    verdicts = Verdict.objects.filter(round__card__in=cards).select_related("round").order_by("at", "pk")
    said = {each.round.card_id: each for each in verdicts}
    return {item.pk: _words(said[item.card_id]) for item in iteration.items.all() if item.card_id in said}


def iteration_as_dict(iteration: Iteration, at: datetime) -> dict[str, Any]:
    offered = offered_outcomes(iteration) if iteration.closed_at is None else {}
    return {
        "id": iteration.pk,
        "board": iteration.board.key,
        "number": iteration.number,
        "goal": iteration.goal,
        "state": iteration.state,
        "author": iteration.author.username,
        "created_at": iteration.created_at,
        "started_at": iteration.started_at,
        "closed_at": iteration.closed_at,
        "takes_long": iteration.takes_long(at),
        "missing": [each.as_dict() for each in missing(iteration)],
        "items": [item_as_dict(item, offered.get(item.pk, "")) for item in iteration.items.all()],
    }


def item_as_dict(item: IterationItem, offered: str = "") -> dict[str, Any]:
    return {
        "id": item.pk,
        "card": item.card.ref,
        "title": item.card.title,
        "outcome": item.outcome,
        "outcome_at": item.outcome_at,
        "outcome_by": item.outcome_by.username if item.outcome_by else None,
        "offered_outcome": offered,
        "tasks": [task_as_dict(task) for task in item.tasks.all()],
    }


def task_as_dict(task: IterationTask) -> dict[str, Any]:
    return {
        "id": task.pk,
        "kind": task.kind,
        "title": task.title,
        "done": task.done_at is not None,
        "done_at": task.done_at,
        "assignee": task.assignee.username if task.assignee else None,
        "card": task.card.ref if task.card else None,
    }


def increment_as_dict(increment: Increment) -> dict[str, Any]:
    return {
        "id": increment.pk,
        "board": increment.board.key,
        "name": increment.name,
        "goal": increment.goal,
        "starts_on": increment.starts_on.isoformat(),
        "ends_on": increment.ends_on.isoformat(),
        "state": "closed" if increment.closed_at else "open",
        "achieved": increment.achieved,
        "closed_at": increment.closed_at,
        "author": increment.author.username,
        "created_at": increment.created_at,
    }


def _words(verdict: Verdict) -> str:
    parts = (verdict.learned, verdict.therefore)
    word = verdict_word(verdict.value)
    return _("%(verdict)s: %(learned)s") % {"verdict": word, "learned": " ".join(filter(None, parts))}
