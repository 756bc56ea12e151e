"""The views of a board as pages and the API show them."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db.models import BigAutoField

from accounts.errors import NotFound
from accounts.models import Person
from accounts.prepared import Param, Prepared
from boards.models import Board, BoardLook, SavedView

BOARD, PERSON = Param("board", BigAutoField()), Param("person", BigAutoField())
LOOK = Prepared(lambda: BoardLook.objects.filter(board_id=BOARD, person_id=PERSON))
VIEWS = Prepared(
    lambda: SavedView.objects.filter(board_id=BOARD).seen_by(Person(pk=PERSON)).select_related("author")
)


def look_of(board: Board, person: Person) -> BoardLook:
    """How the person left the board; one who never did finds it whole."""
    found = LOOK.first(board=board.pk, person=person.pk)
    return found or BoardLook(board=board, person=person)


def shown_to(board: Board, person: Person) -> dict[str, Any]:
    """What the page needs of it: the views, the one to open with, and what is folded."""
    look = look_of(board, person)
    left = {"view": look.view_id, "folded": look.folded, "rows": look.rows}
    return {"views": views_of(board, person, look), "look": left}


def views_of(board: Board, person: Person, look: BoardLook | None = None) -> list[dict[str, Any]]:
    default = (look or look_of(board, person)).view_id
    return [as_dict(board, view, default) for view in VIEWS.rows(board=board.pk, person=person.pk)]


def as_dict(board: Board, view: SavedView, default: int | None) -> dict[str, Any]:
    return {
        "id": view.pk,
        "name": view.name,
        "filter": view.filter,
        "grouping": view.grouping,
        "density": view.density,
        "shared": view.shared,
        "author": view.author.username,
        "position": view.position,
        "default": view.pk == default,
        "version": view.version,
        "url": f"{settings.SITE_URL}/boards/{board.key}/?{address(view)}",
    }


def address(view: SavedView) -> str:
    wanted = {"q": view.filter, "group": view.grouping, "view": str(view.pk)}
    return urlencode({name: value for name, value in wanted.items() if value}, quote_via=quote, safe=":,")


def view_named(board: Board, person: Person, pk: int) -> SavedView:
    """A view the person sees, or `NotFound`."""
    view = SavedView.objects.filter(board=board).seen_by(person).select_related("author", "board").filter(pk=pk)
    found = view.first() if 0 < pk < 2**63 else None
    if found is None:
        raise NotFound
    return found
