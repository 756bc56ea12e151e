"""Quick add: what is typed or pasted is read, shown, and added in one act."""

from __future__ import annotations

from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.access import Verb, require
from accounts.pages import PersonRequest, signed_in
from boards import actions, drafting
from boards.changes import changed
from boards.models import Board, Card
from boards.quick_add import Names, Wanted, as_dict, read
from boards.views.cards import cause_of, kind_named, lane_named
from boards.visible import visible_board


@signed_in
@require_POST
def new_card(request: PersonRequest, key: str) -> JsonResponse:
    """A title is enough; the cards go below the last one the person sees in the lane, several lines as one act."""
    board, form = visible_board(request.user, key), request.POST
    lane = lane_named(board.pk, form.get("lane", ""))
    above = lane.cards.open().filter(ref=form.get("after", "")).values_list("ref", flat=True).first()
    wanted, _ = wanted_of(request, board)
    for each in wanted:
        each.assignees += form.getlist("assignee")
        each.labels += form.getlist("label")
    cards = actions.add_cards(cause=cause_of(request), board=board, wanted=wanted, lane=lane, after=above)
    return JsonResponse(changed(board, cards, op=form.get("op", "")[:40]), status=201)


@signed_in
@require_POST
def reading(request: PersonRequest, key: str) -> JsonResponse:
    """How the text would be read, for the preview under the box; nothing is written."""
    board = visible_board(request.user, key)
    require(request.user, Verb.WRITE_CARD, board.team_id)
    wanted, names = wanted_of(request, board)
    return JsonResponse({"cards": [shown(each, names) for each in wanted]})


def wanted_of(request: PersonRequest, board: Board) -> tuple[list[Wanted], Names]:
    form, names = request.POST, Names.of(board, request.user, timezone.now())
    kind = kind_named(form.get("kind", Card.Kind.HYPOTHESIS))
    return read(form.get("title", ""), names, kind, plain=form.get("plain") == "true"), names


def shown(wanted: Wanted, names: Names) -> dict[str, object]:
    if not wanted.sentence:
        return as_dict(wanted, names)
    understood = drafting.read(wanted.sentence)
    return {**as_dict(wanted, names), "title": understood.title, "found": understood.found}
