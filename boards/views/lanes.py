"""The lanes on the settings page: add, change, move, remove."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.errors import Conflict, Invalid, NotFound
from accounts.pages import ACCEPTED_NOT, PersonRequest, signed_in
from boards.actions import add_lane, change_lane, move_lane, remove_lane
from boards.forms import LaneForm
from boards.models import Board, Lane
from boards.views.cards import cause_of
from boards.views.settings import configurable_board, saved, settings_page


def lane_of(board: Board, pk: int) -> Lane:
    lane = board.lanes.filter(pk=pk).first()
    if lane is None:
        raise NotFound(_("That lane has been removed."))
    return lane


@signed_in
@require_POST
def lanes(request: PersonRequest, key: str) -> HttpResponse:
    """Add a lane, before the first done lane."""
    board = configurable_board(request, key)
    form = LaneForm(request.POST, prefix="new")
    if form.is_valid():
        with form.refusals():
            lane = add_lane(cause=cause_of(request), board=board, **form.cleaned_data)
            return saved(request, board, f"lane-{lane.pk}", _("%(name)s is there.") % {"name": lane.name})
    return settings_page(request, board, new_lane=form)


@signed_in
@require_POST
def lane(request: PersonRequest, key: str, pk: int) -> HttpResponse:
    board = configurable_board(request, key)
    found = lane_of(board, pk)
    form = LaneForm(request.POST, lane=found, prefix=f"lane-{pk}")
    if form.is_valid():
        with form.refusals():
            change_lane(cause=cause_of(request), lane=found, changes=form.cleaned_data)
            return saved(request, board, f"lane-{pk}")
    return settings_page(request, board, lane=(pk, form), status=ACCEPTED_NOT)


@signed_in
@require_POST
def lane_position(request: PersonRequest, key: str, pk: int) -> HttpResponse:
    """Give the lane another place, counted from the left."""
    board = configurable_board(request, key)
    text = request.POST.get("position", "")
    if not text.isdecimal():
        raise Invalid.field("position", _("A whole number is needed."))
    found = move_lane(cause=cause_of(request), lane=lane_of(board, pk), position=min(int(text), 1_000))
    text = _("%(name)s is lane %(n)s now.") % {"name": found.name, "n": found.position + 1}
    return saved(request, board, f"lane-{pk}", text)


@signed_in
@require_POST
def lane_removal(request: PersonRequest, key: str, pk: int) -> HttpResponse:
    """Remove the lane; its cards go to the lane that was chosen for them."""
    board = configurable_board(request, key)
    found, target = lane_of(board, pk), request.POST.get("target", "")
    try:
        place = lane_of(board, int(target)) if target.isdecimal() else None
        remove_lane(cause=cause_of(request), lane=found, move_cards_to=place)
    except (Conflict, Invalid) as refusal:
        return settings_page(request, board, alert=refusal.sentence, status=refusal.status)
    return saved(request, board, "lanes", removed(found, place))


def removed(lane: Lane, place: Lane | None) -> str:
    if place is None:
        return _("%(lane)s is removed.") % {"lane": lane.name}
    return _("%(lane)s is removed; its cards are in %(place)s.") % {"lane": lane.name, "place": place.name}
