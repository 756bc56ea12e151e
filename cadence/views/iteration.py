"""The doors to the iteration: planned, broken down, started, answered, ended."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.pages import PersonRequest, show, signed_in
from boards.views.cards import cause_of
from boards.visible import visible_board
from cadence import actions
from cadence.find import found, item_of, iteration_of, task_of
from cadence.forms import task_of as read_task
from cadence.iteration_json import with_all
from cadence.models import Iteration
from cadence.page import frame, iteration_view


@signed_in
@require_POST
def iterations(request: PersonRequest, key: str) -> HttpResponse:
    """Plan the next one."""
    board = visible_board(request.user, key)
    actions.plan_iteration(cause=cause_of(request), board=board, goal=request.POST.get("goal", ""))
    return redirect("cadence", key)


@signed_in
@require_GET
def iteration(request: PersonRequest, key: str, pk: int) -> HttpResponse:
    """One that has ended, to be read again."""
    board = visible_board(request.user, key)
    row = found(with_all(Iteration.objects.filter(board=board)), pk)
    if row.closed_at is None:
        return redirect("cadence", key)
    context = {**frame(request.user, board), "iteration": iteration_view(row, timezone.now())}
    return show(request, "cadence/iteration.html", {**context, "steers": False, "writes": False})


@signed_in
@require_POST
def goal(request: PersonRequest, key: str, pk: int) -> HttpResponse:
    one = iteration_of(visible_board(request.user, key), pk)
    actions.change_iteration(cause=cause_of(request), iteration=one, goal=request.POST.get("goal", ""))
    return redirect("cadence", key)


@signed_in
@require_POST
def start(request: PersonRequest, key: str, pk: int) -> HttpResponse:
    one = iteration_of(visible_board(request.user, key), pk)
    actions.start_iteration(cause=cause_of(request), iteration=one)
    messages.success(request, _("Iteration %(n)s has begun.") % {"n": one.number})
    return redirect("cadence", key)


@signed_in
@require_POST
def end(request: PersonRequest, key: str, pk: int) -> HttpResponse:
    one = iteration_of(visible_board(request.user, key), pk)
    actions.close_iteration(cause=cause_of(request), iteration=one)
    said = _("Iteration %(n)s has ended: every item has its answer.")
    messages.success(request, said % {"n": one.number})
    return redirect("cadence", key)


@signed_in
@require_POST
def removal(request: PersonRequest, key: str, pk: int) -> HttpResponse:
    one = iteration_of(visible_board(request.user, key), pk)
    actions.remove_iteration(cause=cause_of(request), iteration=one)
    return redirect("cadence", key)


@signed_in
@require_POST
def items(request: PersonRequest, key: str, pk: int) -> HttpResponse:
    """Take a card in."""
    one = iteration_of(visible_board(request.user, key), pk)
    actions.add_item(cause=cause_of(request), iteration=one, card=request.POST.get("card", ""))
    return redirect("cadence", key)


@signed_in
@require_POST
def outcome(request: PersonRequest, key: str, pk: int, item: int) -> HttpResponse:
    """What the analysis says."""
    row = item_of(visible_board(request.user, key), pk, item)
    actions.record_outcome(cause=cause_of(request), item=row, outcome=request.POST.get("outcome", ""))
    return redirect("cadence", key)


@signed_in
@require_POST
def item_removal(request: PersonRequest, key: str, pk: int, item: int) -> HttpResponse:
    row = item_of(visible_board(request.user, key), pk, item)
    actions.remove_item(cause=cause_of(request), item=row)
    return redirect("cadence", key)


@signed_in
@require_POST
def tasks(request: PersonRequest, key: str, pk: int, item: int) -> HttpResponse:
    """A line: what it is, with `@ben` at its end who does it, or a card's name."""
    row, given = item_of(visible_board(request.user, key), pk, item), request.POST
    typed = read_task(given.get("title", ""))
    actions.add_task(cause=cause_of(request), item=row, kind=given.get("kind", ""), **typed)
    return redirect("cadence", key)


@signed_in
@require_POST
def task(request: PersonRequest, key: str, pk: int, item: int, task: int) -> HttpResponse:
    """Done or open again, and who does it."""
    row = task_of(visible_board(request.user, key), pk, item, task)
    given = request.POST
    changes = {name: given[name] for name in ("title", "assignee") if name in given}
    done = {"done": given["done"] == "yes"} if "done" in given else {}
    actions.change_task(cause=cause_of(request), task=row, changes={**changes, **done})
    return redirect("cadence", key)


@signed_in
@require_POST
def task_removal(request: PersonRequest, key: str, pk: int, item: int, task: int) -> HttpResponse:
    row = task_of(visible_board(request.user, key), pk, item, task)
    actions.remove_task(cause=cause_of(request), task=row)
    return redirect("cadence", key)
