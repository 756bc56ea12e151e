"""The pages of a board's initiatives: the list, one of them, its stages and the decision at their gates."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Verb, rights
from accounts.errors import NotFound
from accounts.pages import PersonRequest, show, signed_in
from boards.models import Board
from boards.views.cards import cause_of
from boards.visible import visible_board
from timeboxes import actions
from timeboxes.initiative_find import deciding, initiative_of, stage_of, startable
from timeboxes.initiative_forms import InitiativeForm, StageDecisionForm, StageForm
from timeboxes.initiative_json import with_all
from timeboxes.initiative_page import initiative_context, initiative_row
from timeboxes.models import Initiative


@signed_in
@require_http_methods(["GET", "POST"])
def initiatives(request: PersonRequest, key: str) -> HttpResponse:
    """The list; posting makes another one."""
    board = visible_board(request.user, key)
    form = InitiativeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            made = actions.create_initiative(cause=cause_of(request), board=board, **form.cleaned_data)
            return redirect("initiative", key, made.pk)
    found = with_all(Initiative.objects.filter(board=board)).order_by("closed_at", "created_at", "pk")
    rows = [initiative_row(each, timezone.now()) for each in found]
    return drawn(request, board, "timeboxes/initiatives.html", {"rows": rows, "form": form}, form)


@signed_in
@require_http_methods(["GET", "POST"])
def initiative(request: PersonRequest, key: str, pk: int) -> HttpResponse:
    """One initiative; posting gives it another name or goal."""
    board = visible_board(request.user, key)
    found = initiative_of(board, pk)
    form = InitiativeForm(request.POST if request.method == "POST" else None, initial=vars(found))
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            actions.change_initiative(cause=cause_of(request), initiative=found, changes=form.cleaned_data)
            return redirect("initiative", key, pk)
    return page(request, board, pk, form=form)


@signed_in
@require_POST
def removal(request: PersonRequest, key: str, pk: int) -> HttpResponse:
    found = initiative_of(visible_board(request.user, key), pk)
    actions.remove_initiative(cause=cause_of(request), initiative=found)
    messages.success(request, _("%(name)s is removed; its cards stay.") % {"name": found.name})
    return redirect("initiatives", key)


@signed_in
@require_POST
def stages(request: PersonRequest, key: str, pk: int) -> HttpResponse:
    """Plan a further stage."""
    board = visible_board(request.user, key)
    form = StageForm(request.POST, board=board)
    if form.is_valid():
        with form.refusals():
            found = initiative_of(board, pk)
            actions.add_stage(cause=cause_of(request), initiative=found, **form.cleaned_data)
            return redirect("initiative", key, pk)
    return page(request, board, pk, new_stage=form)


@signed_in
@require_POST
def stage(request: PersonRequest, key: str, pk: int, stage_pk: int) -> HttpResponse:
    """Change it: all of it before it begins, afterwards what its gate asks for."""
    board = visible_board(request.user, key)
    found = stage_of(initiative_of(board, pk), stage_pk)
    begun = found.state != found.State.PLANNED
    form = StageForm(request.POST, board=board, begun=begun, auto_id=f"stage-{stage_pk}-%s")
    if form.is_valid():
        with form.refusals():
            actions.change_stage(cause=cause_of(request), stage=found, changes=form.cleaned_data)
            return redirect("initiative", key, pk)
    return page(request, board, pk, stage_form=(stage_pk, form))


@signed_in
@require_POST
def stage_removal(request: PersonRequest, key: str, pk: int, stage_pk: int) -> HttpResponse:
    found = stage_of(initiative_of(visible_board(request.user, key), pk), stage_pk)
    actions.remove_stage(cause=cause_of(request), stage=found)
    return redirect("initiative", key, pk)


@signed_in
@require_POST
def start(request: PersonRequest, key: str, pk: int) -> HttpResponse:
    """Open the time-box of the first stage."""
    first = startable(initiative_of(visible_board(request.user, key), pk))
    actions.start_stage(cause=cause_of(request), stage=first)
    messages.success(request, _("%(stage)s has begun.") % {"stage": first.name})
    return redirect("initiative", key, pk)


@signed_in
@require_POST
def decision(request: PersonRequest, key: str, pk: int) -> HttpResponse:
    """Decide at the gate of the open stage; to go on opens the next time-box in the same act."""
    board = visible_board(request.user, key)
    found = initiative_of(board, pk)
    form = StageDecisionForm(request.POST)
    if form.is_valid():
        with form.refusals():
            given = form.decision()
            stage = deciding(found, given.pop("stage", None))
            actions.decide_stage(cause=cause_of(request), stage=stage, **given)
            messages.success(request, _("The decision is recorded."))
            return redirect("initiative", key, pk)
    return page(request, board, pk, decision_form=form)


def page(request: PersonRequest, board: Board, pk: int, **bound: Any) -> HttpResponse:
    """One initiative with fresh forms, except for the one that came back."""
    found = with_all(Initiative.objects.filter(board=board, pk=pk)).first()
    if found is None:
        raise NotFound
    context = {
        **initiative_context(found, request.user, timezone.now()),
        "form": InitiativeForm(initial=vars(found)),
        "new_stage": StageForm(board=board),
        "decision_form": StageDecisionForm(),
        **bound,
    }
    if "stage_form" in bound:
        wanted, form = bound["stage_form"]
        rows = context["stage_forms"]
        context["stage_forms"] = [(view, form if view.stage.pk == wanted else old) for view, old in rows]
    forms = [each for each in (*bound.values(), *bound.get("stage_form", ())) if isinstance(each, BaseForm)]
    return drawn(request, board, "timeboxes/initiative.html", context, *forms)


def drawn(
    request: PersonRequest, board: Board, template: str, context: dict[str, Any], *forms: BaseForm
) -> HttpResponse:
    held = rights(request.user, board.team_id)
    shared = {
        "board": board,
        "section": "initiatives",
        "steers": Verb.STEER in held,
        "decides": Verb.DECIDE in held,
    }
    with timezone.override(ZoneInfo(request.user.time_zone)):
        return show(request, template, {**shared, **context}, *forms)
