"""One act on the cards that are selected on the board page: one request, one answer, one undo."""

from __future__ import annotations

from django.http import JsonResponse
from django.views.decorators.http import require_POST

from accounts.access import Verb, require
from accounts.pages import PersonRequest, signed_in
from boards.actions.bulk import Outcome, act_on_cards, move_cards
from boards.changes import changed
from boards.models import Board
from boards.views.cards import cause_of, lane_named, nearest_place, row_of
from boards.visible import visible_board


@signed_in
@require_POST
def card_acts(request: PersonRequest, key: str) -> JsonResponse:
    """Answers with all of the cards as they are now, also those that stayed, and why each of these did."""
    board, form = visible_board(request.user, key), request.POST
    require(request.user, Verb.WRITE_CARD, board.team_id)
    outcome = done(request, board)
    lanes = set(board.lanes.values_list("pk", flat=True)) if form.get("verb") == "move" else ()
    answer = changed(board, outcome.cards, lanes=lanes, op=form.get("op", "")[:40])
    refused = [{"ref": ref, "sentence": sentence} for ref, sentence in outcome.refused.items()]
    return JsonResponse({**answer, "refused": refused})


def done(request: PersonRequest, board: Board) -> Outcome:
    form, cause = request.POST, cause_of(request)
    refs, verb = form.getlist("ref"), form.get("verb", "")
    if verb != "move":
        return act_on_cards(cause=cause, board=board, refs=refs, verb=verb, value=form.get("value", "").strip())
    lane = lane_named(board.pk, form.get("lane", ""))
    place = nearest_place(lane, form.get("before", ""), form.get("after", ""), form.get("to", ""), "")
    return move_cards(cause=cause, board=board, refs=refs, place=place, row=row_of(form))
