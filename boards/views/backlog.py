"""The backlog: ideas in the order the product owner gives them, with a score that only advises."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import Verb, rights
from accounts.actions import note_step
from accounts.errors import Invalid
from accounts.pages import ACCEPTED_NOT, PersonRequest, show, signed_in, wants_json
from boards.actions import Place, create_card
from boards.actions.ranking import backlog_of, may_rank
from boards.backlog_csv import backlog_csv
from boards.backlog_page import PAGE, Filter, backlog_page
from boards.board_page import names_in, people_of
from boards.filters import offers_of
from boards.models import Board, Card, Lane
from boards.views.cards import cause_of, kind_named
from boards.views.last_board import remember
from boards.visible import visible_board

MOST_SHOWN = 10_000
RANK_MOVES = [
    ("top", noop("To the top")),
    ("up", noop("Up")),
    ("down", noop("Down")),
    ("bottom", noop("To the bottom")),
]


@signed_in
@require_http_methods(["GET", "POST"])
def backlog(request: PersonRequest, key: str) -> HttpResponse:
    """The table; posting to it adds a card at the bottom."""
    board = visible_board(request.user, key)
    if request.method == "GET":
        remember(request, board)
        note_step(person=request.user, step="read", at=timezone.now())
        return table(request, board)
    try:
        kind = kind_named(request.POST.get("kind", Card.Kind.HYPOTHESIS))
        place = Place(lane=backlog_of(board))
        title = request.POST.get("title", "")
        card = create_card(cause=cause_of(request), board=board, title=title, kind=kind, place=place)
    except Invalid as refusal:
        return table(request, board, add_error=refusal.sentence, status=ACCEPTED_NOT)
    return done(request, board, _("%(ref)s is at the bottom of the backlog.") % {"ref": card.ref})


def table(request: PersonRequest, board: Board, *, status: int = 200, **more: Any) -> HttpResponse:
    """The page, or only its table for a request that changes the table."""
    context = {**rows_shown(request, board), **choices(board), **more}
    if not is_part(request):
        context["data"] = {**names_in(board, request.user), "offers": offers_of(board)}
        return show(request, "boards/backlog.html", context, status=status)
    response = show(request, "boards/_backlog.html", context, status=status)
    response["HX-Replace-Url"] = address(request, board)
    return response


def rows_shown(request: PersonRequest, board: Board) -> dict[str, Any]:
    """The rows that the address asks for, and what the viewer may do with them."""
    lane, wanted, by_score = backlog_of(board), filter_of(request), request.GET.get("order") == "score"
    shows, mistake = rows_of_filter(request, lane, wanted)
    return {
        "board": board,
        "section": "backlog",
        "page": backlog_page(board, lane, shows, by_score=by_score, shown=shown_of(request)),
        "mistake": mistake,
        "filter": wanted,
        "by_score": by_score,
        "query": query_of(request),
        "ranks": may_rank(board, cause_of(request)),
        "writes": Verb.WRITE_CARD in rights(request.user, board.team_id),
    }


def rows_of_filter(request: PersonRequest, lane: Lane, wanted: Filter) -> tuple[set[int] | None, str]:
    """The ids that the filter shows; one that cannot be read hides nothing, and the page says what is wrong."""
    if not wanted:
        return None, ""
    try:
        return wanted.shown(lane.cards.open(), request.user, timezone.now()), ""
    except Invalid as refusal:
        return None, refusal.sentence


def choices(board: Board) -> dict[str, Any]:
    """What the selects and the bar offer."""
    return {
        "targets": board.lanes.exclude(role=Lane.Role.BACKLOG),
        "people": people_of(board),
        "labels": board.labels.order_by("name"),
        "kinds": Card.Kind.choices,
        "rank_moves": [(to, _(word)) for to, word in RANK_MOVES],
    }


def is_part(request: PersonRequest) -> bool:
    return request.headers.get("HX-Request") == "true" and "HX-History-Restore-Request" not in request.headers


def filter_of(request: PersonRequest) -> Filter:
    return Filter(**{name: plain(request.GET.get(name, "")) for name in ("q", "who", "kind", "label")})


def plain(text: str) -> str:
    return text.replace("\x00", "").strip()[:200]


def shown_of(request: PersonRequest) -> int:
    text = request.GET.get("shown", "")
    return min(max(PAGE, int(text)), MOST_SHOWN) if text.isdecimal() else PAGE


def query_of(request: PersonRequest) -> str:
    """The filter as an address, to add an order or a length to."""
    return urlencode({name: value for name, value in vars(filter_of(request)).items() if value})


def address(request: PersonRequest, board: Board) -> str:
    """Where the page is now, for the bar of the browser."""
    more = {name: request.GET[name] for name in ("order", "shown") if request.GET.get(name)}
    query = "&".join(filter(None, (query_of(request), urlencode(more))))
    return resolve_url("backlog", board.key) + (f"?{query}" if query else "")


def done(request: PersonRequest, board: Board, text: str, kind: str = "success", **more: Any) -> HttpResponse:
    """The table as it is now, and the words; as a page of its own for browsers without script."""
    if is_part(request):
        response = table(request, board, **more)
        response["HX-Trigger"] = json.dumps(
            {"toast": {"text": text, **({"kind": "error"} if kind == "error" else {})}}
        )
        return response
    if wants_json(request):
        return JsonResponse({"text": text})
    messages.add_message(request, messages.ERROR if kind == "error" else messages.SUCCESS, text)
    return redirect(address(request, board))


@signed_in
@require_GET
def backlog_file(request: PersonRequest, key: str) -> HttpResponse:
    """The rows of the filter as CSV."""
    board = visible_board(request.user, key)
    lane, wanted = backlog_of(board), filter_of(request)
    shows = wanted.shown(lane.cards.open(), request.user, timezone.now()) if wanted else None
    page = backlog_page(board, lane, shows, shown=MOST_SHOWN)
    return HttpResponse(
        backlog_csv(page.rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{board.key}-backlog.csv"'},
    )
