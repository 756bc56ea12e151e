"""What changed on a board since the person last looked, and their word that they have seen it."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.errors import Invalid
from accounts.pages import PersonRequest, signed_in, wants_json
from boards.actions.looking import mark_seen
from boards.since import since
from boards.visible import visible_board


@signed_in
@require_http_methods(["GET", "POST"])
def board_since(request: PersonRequest, key: str) -> HttpResponse:
    """The chip and its panel, for the page to put in; posting moves the mark."""
    board = visible_board(request.user, key)
    if request.method == "POST":
        text = request.POST.get("seq", "")
        if not text.isdecimal() or len(text) > 18:
            raise Invalid.field("seq", _("Say up to where."))
        mark_seen(person=request.user, board=board, seq=int(text), at=timezone.now())
        return JsonResponse({}) if wants_json(request) else redirect("board", key)
    found = since(request.user, board, timezone.now())
    with timezone.override(ZoneInfo(request.user.time_zone)):
        html = render_to_string("boards/_since.html", {"since": found, "board": board}, request)
    return JsonResponse({"html": html.strip(), "count": found.count})
