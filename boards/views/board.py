"""The board page and the rest of a long lane."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import quote_etag
from django.views.decorators.http import require_GET

from accounts.errors import NotFound
from accounts.language import current
from accounts.pages import PersonRequest, signed_in
from boards.board_page import cards_after, client_data, lanes_of, summary
from boards.fragments import card_html
from boards.guide import steps_for
from boards.models import Board, Lane
from boards.saved_views import shown_to
from boards.shell import Shell
from boards.views.last_board import remember
from boards.visible import visible_board

FILTERS = ("q", "who", "kind", "label", "box", "initiative", "group")


@login_required
@require_GET
def board_page(request: PersonRequest, key: str) -> HttpResponse:
    board = visible_board(request.user, key)
    remember(request, board)
    shell, look = Shell(request, board), shown_to(board, request.user)
    tag = page_tag(request, board, shell, look)
    unchanged = get_conditional_response(request, etag=tag)
    if unchanged:
        return unchanged
    shown = {"shell": shell, **first_steps(shell), **context(request, board, look)}
    return sent(render(request, "boards/board.html", shown), tag)


def first_steps(shell: Shell) -> dict[str, object]:
    return {"steps": steps_for(shell.person, shell.may.split()) if shell.person else []}


def context(request: PersonRequest, board: Board, look: dict[str, Any]) -> dict[str, object]:
    at = timezone.now()
    pages = lanes_of(board)
    return {
        "board": board,
        "section": "board",
        "pages": [(page, summary(page, at)) for page in pages],
        "cards": sum(page.count for page in pages),
        "data": client_data(board, request.user, at, look),
        "filtered": any(request.GET.get(name) for name in FILTERS) or (look["look"]["view"] and not request.GET),
    }


def sent(response: HttpResponse, tag: str) -> HttpResponse:
    """Kept by the browser, but asked for each time."""
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Cookie", "HX-Request"])
    return response


def page_tag(request: PersonRequest, board: Board, shell: Shell, look: dict[str, Any]) -> str:
    """Changes with the board, with what this viewer has waiting and may do, with the day, and with the program."""
    person = request.user
    get_token(request)
    parts = [
        build_mark(), current(), board.seq, board.version, person.pk, shell.may, shell.unread, shell.theme,
        person.density, person.single_keys, person.name, person.time_zone, person.guide,
        request.META["CSRF_COOKIE"], timezone.now().date(), request.GET.urlencode(), look,
    ]  # fmt: skip
    return quote_etag(hashlib.sha256(json.dumps(parts, default=str).encode()).hexdigest()[:32])


@cache
def build_mark() -> str:
    """A mark of the running program: its templates, their translations, and static files."""
    base = Path(settings.BASE_DIR)
    files = sorted([*base.glob("templates/**/*.html"), *base.glob("locale/**/*.mo")])
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in files))
    digest.update(str(getattr(staticfiles_storage, "manifest_hash", "")).encode())
    return digest.hexdigest()[:16]


@signed_in
@require_GET
def lane_rest(request: PersonRequest, key: str, lane_id: int) -> JsonResponse:
    """The next cards of a long lane, after the last one on the screen."""
    board = visible_board(request.user, key)
    lane = board.lanes.exclude(role=Lane.Role.BACKLOG).filter(pk=lane_id).first()
    if lane is None:
        raise NotFound
    cards = cards_after(lane, request.GET.get("after", ""))
    rest = lane.cards.open().filter(rank__gt=cards[-1].rank).count() if cards else 0
    return JsonResponse({"html": "".join(map(card_html, cards)), "rest": rest})
