"""The settings of a board. Everybody in the team reads them; an admin changes them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.forms import BaseForm
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Verb, require, rights
from accounts.pages import PersonRequest, show, signed_in, wants_json
from boards.actions import change_board, delete_board
from boards.calendar_form import CalendarForm
from boards.forms import BoardForm, DeleteBoardForm, LabelForm, LaneForm
from boards.models import Board, Lane
from boards.models.card import HUES
from boards.views.cards import cause_of
from boards.visible import visible_board


def configurable_board(request: PersonRequest, key: str) -> Board:
    """The board, for somebody who may change it."""
    board = visible_board(request.user, key)
    require(request.user, Verb.CONFIGURE_BOARD, board.team_id, sentence=_("Only an admin changes a board."))
    return board


@signed_in
@require_http_methods(["GET", "POST"])
def board_settings(request: PersonRequest, key: str) -> HttpResponse:
    """The page of all settings; posting to it sets name and rules."""
    if request.method == "GET":
        return settings_page(request, visible_board(request.user, key))
    board = configurable_board(request, key)
    form = board_form(board, request.POST)
    if form.is_valid():
        with form.refusals():
            change_board(cause=cause_of(request), board=board, changes=form.given())
            return saved(request, board, "rules")
    return settings_page(request, board, board_form=form)


@signed_in
@require_POST
def calendar(request: PersonRequest, key: str) -> HttpResponse:
    """New working hours; a running time-box keeps those it started with."""
    board = configurable_board(request, key)
    form = CalendarForm(request.POST, spec=board.calendar().spec)
    if form.is_valid():
        with form.refusals():
            change_board(cause=cause_of(request), board=board, changes={"calendar": form.spec})
            return saved(request, board, "hours")
    return settings_page(request, board, calendar_form=form)


@signed_in
@require_POST
def removal(request: PersonRequest, key: str) -> HttpResponse:
    """Delete the board, for somebody who typed its key."""
    board = configurable_board(request, key)
    form = DeleteBoardForm(request.POST, key=board.key)
    if form.is_valid():
        with form.refusals():
            delete_board(cause=cause_of(request), board=board)
            messages.success(request, _("%(name)s is deleted.") % {"name": board.name})
            return redirect("boards")
    return settings_page(request, board, delete_form=form)


def saved(request: PersonRequest, board: Board, part: str, text: str = "") -> HttpResponse:
    """Back to the part of the page where the person was."""
    text = text or _("Saved.")
    if wants_json(request):
        return JsonResponse({"text": text})
    messages.success(request, text)
    return redirect(f"{resolve_url('board_settings', board.key)}#{part}")


def settings_page(request: PersonRequest, board: Board, *, status: int = 200, **bound: Any) -> HttpResponse:
    """The page with fresh forms, except for the one that came back."""
    context: dict[str, Any] = {
        "board": board,
        "section": "settings",
        "manages": Verb.CONFIGURE_BOARD in rights(request.user, board.team_id),
        "board_form": board_form(board),
        "calendar_form": CalendarForm(spec=board.calendar().spec),
        "delete_form": DeleteBoardForm(key=board.key),
        **lanes_and_labels(board),
        **bound,
    }
    if "lane" in bound:  # the form of one lane came back
        pk, form = bound["lane"]
        context["lane_rows"] = [(lane, form if lane.pk == pk else fresh) for lane, fresh in context["lane_rows"]]
    forms = [form for form in bound.values() if isinstance(form, BaseForm)]
    return show(request, "boards/settings.html", context, *forms, status=status)


def lanes_and_labels(board: Board) -> dict[str, Any]:
    """Each lane with its form, each label with the number of its cards."""
    labels = list(board.labels.annotate(worn=Count("cards")).order_by("name"))
    return {
        "lane_rows": [(lane, LaneForm(lane=lane, prefix=f"lane-{lane.pk}")) for lane in lanes_of(board)],
        "new_lane": LaneForm(prefix="new"),
        "labels": labels,
        "new_label": LabelForm(initial={"hue": HUES[len(labels) % len(HUES)]}),
        "hues": LabelForm.base_fields["hue"].choices,  # type: ignore[attr-defined]  # it is a ChoiceField
    }


def board_form(board: Board, data: Any = None) -> BoardForm:
    others = Board.objects.filter(team_id=board.team_id, deleted_at=None).exclude(pk=board.pk)
    initial = {name: getattr(board, name) for name in BoardForm.base_fields}
    partner = board.development_board
    initial["development_board"] = partner.key if partner else ""
    return BoardForm(data, initial=initial, others=list(others.order_by("name")))


def lanes_of(board: Board) -> QuerySet[Lane]:
    on_board = Q(cards__archived_at=None, cards__trashed_at=None)
    return board.lanes.annotate(open_cards=Count("cards", filter=on_board)).order_by("position")
