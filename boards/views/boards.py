"""Where a person arrives: the board they last looked at, or all their boards."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import POLICY, Verb
from accounts.models import Person, Team
from accounts.pages import PersonRequest, show, signed_in
from boards.actions import create_board
from boards.forms import NewBoardForm
from boards.models import Board, Lane
from boards.views.cards import cause_of
from boards.views.last_board import last_board


@signed_in
@require_GET
def home(request: PersonRequest) -> HttpResponse:
    board = Board.objects.visible_to(request.user).open().filter(key=last_board(request)).first()
    return redirect("board", board.key) if board else redirect("boards")


@signed_in
@require_http_methods(["GET", "POST"])
def boards(request: PersonRequest) -> HttpResponse:
    """Every board of the person's teams, and a form for a new one."""
    teams = teams_for_boards(request.user)
    form = NewBoardForm(request.POST or None, teams=teams, like=board_named(request))
    if form.is_valid():
        with form.refusals():
            board = create_board(cause=cause_of(request), **form.given())
            messages.success(request, _("%(name)s is there.") % {"name": board.name})
            return redirect("board", board.key)
    return boards_page(request, form, teams)


def board_named(request: PersonRequest) -> Board | None:
    """The board whose lanes the new one is to have."""
    key = request.POST.get("like", "") or request.GET.get("like", "")
    return Board.objects.visible_to(request.user).filter(key=key[:10]).first() if key else None


def boards_page(request: PersonRequest, form: NewBoardForm, teams: QuerySet[Team]) -> HttpResponse:
    context = {
        "boards": boards_of(request.user),
        "form": form,
        "teams": teams,
        "any_team": request.user.memberships.exists(),
        "section": "boards",
    }
    return show(request, "boards/boards.html", context, form)


def teams_for_boards(person: Person) -> QuerySet[Team]:
    """The teams in which the person may make a board."""
    roles = [role for role, verbs in POLICY.items() if Verb.CREATE_BOARD in verbs]
    return Team.objects.filter(memberships__person=person, memberships__role__in=roles).order_by("name")


def boards_of(person: Person) -> QuerySet[Board]:
    """The open boards with their lanes and how many cards are in each: two queries."""
    on_board = Q(cards__archived_at=None, cards__trashed_at=None)
    lanes = Lane.objects.annotate(open_cards=Count("cards", filter=on_board)).order_by("position")
    found = (
        Board.objects.visible_to(person)
        .open()
        .select_related("team")
        .annotate(open_cards=Count("cards", filter=on_board))
    )
    return found.prefetch_related(Prefetch("lanes", lanes)).order_by("team__name", "name")
