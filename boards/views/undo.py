"""Undo on the board page: the last act, however many cards it touched."""

from __future__ import annotations

from django.http import JsonResponse
from django.views.decorators.http import require_POST

from accounts.pages import PersonRequest, signed_in
from boards import actions
from boards.changes import changed
from boards.views.cards import cause_of, whole
from boards.visible import visible_board


@signed_in
@require_POST
def undo(request: PersonRequest, key: str) -> JsonResponse:
    """Take back what the viewer did last with this `seq`, or in the act that their browser called `op_of`."""
    board, form = visible_board(request.user, key), request.POST
    done = actions.undo(cause=cause_of(request), board=board, seq=whole(form, "seq"), op=form.get("op_of", ""))
    lanes = set(board.lanes.values_list("pk", flat=True))
    answer = changed(board, done.cards, lanes=lanes, op=form.get("op", "")[:40])
    return JsonResponse({**answer, "refused": done.refused})
