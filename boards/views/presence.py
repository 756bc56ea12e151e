"""The page says where its person is, every few seconds and when they begin or stop to write."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.pages import PersonRequest, signed_in
from boards.actions.presence import note_leaving, note_presence
from boards.visible import visible_board


@signed_in
@require_POST
def presence(request: PersonRequest, key: str) -> HttpResponse:
    board, form = visible_board(request.user, key), request.POST
    if form.get("gone"):
        note_leaving(person=request.user, board=board)
    else:
        where = {"card_ref": form.get("card", ""), "field": form.get("field", "")}
        note_presence(person=request.user, board=board, at=timezone.now(), **where)
    return HttpResponse(status=204)
