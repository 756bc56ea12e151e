"""The verbs of a card on the board page. Each is a form, one action, and the change as the page applies it."""

from __future__ import annotations

from typing import Any

from django.http import JsonResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.actions import note_step
from accounts.errors import Invalid, NotFound
from accounts.models import Person
from accounts.pages import PersonRequest, signed_in
from boards import actions
from boards.actions import Place
from boards.actions.bulk import Row, move_to_row
from boards.actions.move import StaleMove
from boards.events import Cause
from boards.fragments import change, place_of
from boards.models import Card, Lane


def visible_card(person: Person, ref: str) -> Card:
    card = Card.objects.visible_to(person).select_related("board", "lane").filter(ref=ref).first()
    if card is None:
        raise NotFound
    return card


def cause_of(request: PersonRequest) -> Cause:
    return Cause(actor=request.user, at=timezone.now(), op=request.POST.get("op", "")[:40])


def answer(request: PersonRequest, card: Card, *lanes: int, status: int = 200) -> JsonResponse:
    message = change(card, lanes=set(lanes), op=request.POST.get("op", "")[:40])
    return JsonResponse(message, status=status, headers={"X-Card-Version": str(card.version)})


@signed_in
@require_POST
def placement(request: PersonRequest, ref: str) -> JsonResponse:
    """Move a card. A stale move answers with the place where the card really is."""
    card, form = visible_card(request.user, ref), request.POST
    lane = lane_named(card.board_id, form.get("lane", ""))
    try:
        moved = move_to_row(
            cause=cause_of(request),
            card=card,
            row=row_of(form),
            place=nearest_place(lane, form.get("before", ""), form.get("after", ""), form.get("to", ""), ref),
            expected_lane=whole(form, "expected_lane"),
            version=whole(form, "version"),
            wip_override=form.get("wip_override", ""),
        )
    except StaleMove as stale:
        truth = visible_card(request.user, ref)
        raise StaleMove(stale.sentence, card=place_of(truth), change=change(truth, lanes={lane.pk})) from stale
    note_step(person=request.user, step="moved", at=moved.updated_at)
    return answer(request, moved, card.lane_id)


def row_of(form: QueryDict) -> Row | None:
    """The row of a swim-lane that a card was dropped into, where dropping there means something."""
    field = {"person": "assignees", "label": "labels"}.get(form.get("group", ""))
    if field is None:
        return None
    left = frozenset(form.getlist("group_from")) - {""}
    return Row(field=field, name=form.get("group_to", "").strip(), left=left)


def nearest_place(lane: Lane, before: str, after: str, end: str, ref: str) -> Place:
    """The neighbour the browser named, or the other one if the first has gone; otherwise an end of the lane."""
    named = [name for name in (before, after) if name and name != ref]
    here = set(lane.cards.open().filter(ref__in=named).values_list("ref", flat=True))
    if before in here:
        return Place(lane=lane, before=before)
    if after in here:
        return Place(lane=lane, after=after)
    return Place(lane=lane, to="top" if end == "top" else "bottom")


def lane_named(board_id: int, text: str) -> Lane:
    lane = Lane.objects.filter(board_id=board_id, pk=text).first() if text.isdecimal() else None
    if lane is None:
        raise Invalid.field("lane", _("This board has no such lane."))
    return lane


def whole(form: Any, name: str) -> int | None:
    text = form.get(name, "")
    if text and not text.isdecimal():
        raise Invalid.field(name, _("A whole number is needed."))
    return int(text) if text else None


def kind_named(text: str) -> str:
    if text not in Card.Kind.values:
        raise Invalid.field("kind", _("A card is a hypothesis, an exploration or a task."))
    return text


@signed_in
@require_POST
def title(request: PersonRequest, ref: str) -> JsonResponse:
    return edited(request, ref, {"title": request.POST.get("title", "")})


@signed_in
@require_POST
def assignment(request: PersonRequest, ref: str) -> JsonResponse:
    """Put a person on the card or take them off it; without a name, the viewer."""
    card = visible_card(request.user, ref)
    name = request.POST.get("person") or request.user.username
    names = {person["username"] for person in card.face["assignees"]} ^ {name}
    return edited(request, ref, {"assignees": sorted(names)})


@signed_in
@require_POST
def labels(request: PersonRequest, ref: str) -> JsonResponse:
    """Put a label on the card or take it off."""
    card = visible_card(request.user, ref)
    names = {label["name"] for label in card.face["labels"]} ^ {request.POST.get("label", "").strip()}
    return edited(request, ref, {"labels": sorted(names - {""})})


def edited(request: PersonRequest, ref: str, changes: dict[str, Any]) -> JsonResponse:
    card = visible_card(request.user, ref)
    card, _ = actions.edit_card(
        cause=cause_of(request), card=card, changes=changes, version=whole(request.POST, "version")
    )
    return answer(request, card)


@signed_in
@require_POST
def block(request: PersonRequest, ref: str) -> JsonResponse:
    """Say why the card cannot go on; an empty reason frees it."""
    card, reason = visible_card(request.user, ref), request.POST.get("reason", "").strip()
    cause = cause_of(request)
    card = (
        actions.block_card(cause=cause, card=card, reason=reason)
        if reason
        else actions.unblock_card(cause=cause, card=card)
    )
    return answer(request, card)


@signed_in
@require_POST
def archive(request: PersonRequest, ref: str) -> JsonResponse:
    return answer(request, actions.archive_card(cause=cause_of(request), card=visible_card(request.user, ref)))


@signed_in
@require_POST
def trash(request: PersonRequest, ref: str) -> JsonResponse:
    return answer(request, actions.trash_card(cause=cause_of(request), card=visible_card(request.user, ref)))
