"""Saved views on the board page, and how the person leaves the board."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse, JsonResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.errors import Invalid
from accounts.pages import PersonRequest, signed_in
from boards.actions.views import change_view, leave_board, place_view, remove_view, save_view
from boards.saved_views import view_named, views_of
from boards.views.cards import cause_of
from boards.visible import visible_board

TEXTS = ("name", "filter", "grouping", "density")


def given(form: QueryDict) -> dict[str, Any]:
    """The fields that were sent, each as what it is."""
    fields: dict[str, Any] = {name: form[name] for name in TEXTS if name in form}
    if "shared" in form:
        fields["shared"] = form["shared"] == "true"
    return fields


@signed_in
@require_http_methods(["GET", "POST"])
def saved_views(request: PersonRequest, key: str) -> JsonResponse:
    """The list; posting adds to it, and the answer names the new one."""
    board, made = visible_board(request.user, key), None
    if request.method == "POST":
        fields = {"name": "", **given(request.POST)}
        made = save_view(cause=cause_of(request), board=board, **fields).pk
    return JsonResponse({"views": views_of(board, request.user), "view": made}, status=201 if made else 200)


@signed_in
@require_POST
def saved_view(request: PersonRequest, key: str, pk: int) -> JsonResponse:
    board = visible_board(request.user, key)
    view = view_named(board, request.user, pk)
    change_view(cause=cause_of(request), view=view, changes=given(request.POST))
    return JsonResponse({"views": views_of(board, request.user), "view": view.pk})


@signed_in
@require_POST
def saved_view_place(request: PersonRequest, key: str, pk: int) -> JsonResponse:
    """Before another view, or with none at the end of the list."""
    board, before = visible_board(request.user, key), request.POST.get("before", "")
    view = view_named(board, request.user, pk)
    other = view_named(board, request.user, number(before)) if before else None
    place_view(cause=cause_of(request), view=view, before=other)
    return JsonResponse({"views": views_of(board, request.user), "view": view.pk})


@signed_in
@require_POST
def saved_view_removal(request: PersonRequest, key: str, pk: int) -> JsonResponse:
    board = visible_board(request.user, key)
    remove_view(cause=cause_of(request), view=view_named(board, request.user, pk))
    return JsonResponse({"views": views_of(board, request.user), "view": None})


@signed_in
@require_POST
def board_look(request: PersonRequest, key: str) -> HttpResponse:
    """The view the board opens with (empty for none), the folded lanes and rows; only what is named changes."""
    board, form = visible_board(request.user, key), request.POST
    changes: dict[str, Any] = {}
    if "view" in form:
        changes["view"] = view_named(board, request.user, number(form["view"])) if form["view"] else None
    if "folded" in form:
        changes["folded"] = [number(each) for each in form["folded"].split()]
    if "rows" in form:
        changes["rows"] = folded_rows(form["rows"])
    leave_board(cause=cause_of(request), board=board, **changes)
    return HttpResponse(status=204)


def folded_rows(text: str) -> dict[str, list[str]]:
    """A JSON object: ways to group, each with a list of the keys of its rows."""
    try:
        rows = json.loads(text)
    except ValueError:
        rows = None
    if not isinstance(rows, dict) or not all(
        isinstance(keys, list) and all(isinstance(key, str) for key in keys) for keys in rows.values()
    ):
        raise Invalid.field("rows", _("Name ways to group, each with a list of its rows."))
    return rows


def number(text: str) -> int:
    if not text.isdecimal() or len(text) > 18:
        raise Invalid.field("view", _("Name a view, and lanes, by their numbers."))
    return int(text)
