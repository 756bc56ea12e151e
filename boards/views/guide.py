"""The first steps: ticked, drawn anew, put away."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.access import rights
from accounts.actions import note_step
from accounts.pages import PersonRequest, show, signed_in
from boards.guide import steps_for
from boards.visible import visible_board


@signed_in
@require_POST
def guide(request: PersonRequest, key: str) -> HttpResponse:
    """`done` names a step that only the page can see, or `closed`; the answer is the steps as they are now."""
    board, done = visible_board(request.user, key), request.POST.get("done", "")
    if done:
        note_step(person=request.user, step=done, at=timezone.now())
    if request.headers.get("HX-Request") != "true":
        return redirect("board", board.key)
    return show(
        request,
        "boards/_guide.html",
        {"board": board, "steps": steps_for(request.user, rights(request.user, board.team_id))},
    )
