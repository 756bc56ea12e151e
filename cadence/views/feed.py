"""Calendar feeds: the door that a secret address opens, and the one where a person makes it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.errors import NotFound
from accounts.language import in_language_of
from accounts.pages import PersonRequest, signed_in
from boards.visible import visible_board
from cadence import actions
from cadence.calendar_answer import calendar_answer
from cadence.feed_address import feed_behind, feed_url
from cadence.views.pages import drawn


@require_safe
def calendar_feed(request: HttpRequest, secret: str, key: str) -> HttpResponse:
    """The secret is what lets in, whatever session comes along; a wrong one and a lost right look the same."""
    try:
        board, person = feed_behind(secret, key)
    except NotFound:
        return HttpResponse("There is no such calendar.\n", content_type="text/plain; charset=utf-8", status=404)
    with in_language_of(person):
        return calendar_answer(request, board)


@signed_in
@require_POST
def feed(request: PersonRequest, key: str) -> HttpResponse:
    """The address stands on this answer and nowhere else, so it is not redirected."""
    board = visible_board(request.user, key)
    secret = actions.make_feed(person=request.user, board=board, at=timezone.now())
    return drawn(request, board, status=201, feed_url=feed_url(board, secret))


@signed_in
@require_POST
def feed_removal(request: PersonRequest, key: str) -> HttpResponse:
    board = visible_board(request.user, key)
    if actions.remove_feed(person=request.user, board=board, at=timezone.now()):
        messages.success(request, _("The address is taken back; it leads nowhere any more."))
    return redirect("cadence", key)
