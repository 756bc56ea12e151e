"""What may stand in the fields of iterations, increments and meetings."""

from __future__ import annotations

from datetime import date

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from accounts.errors import Invalid
from accounts.models import Person
from boards.models import Board, Card

LENGTHS = {
    "goal": 300,
    "title": 300,
    "name": 120,
    "outcome": 4_000,
    "achieved": 4_000,
    "increment_goal": 4_000,
    "text": 1_000,
    "minutes": 20_000,
}
FIRST, LAST = date(1990, 1, 1), date(2190, 1, 1)


def line(field: str, value: str, *, required: bool = False) -> str:
    """One line of text."""
    return _checked(field, " ".join((value or "").replace("\x00", "").split()), required=required)


def prose(field: str, value: str, *, required: bool = False, limit: str = "") -> str:
    """A text of several lines."""
    return _checked(field, (value or "").replace("\x00", "").strip(), required=required, limit=limit)


def _checked(field: str, clean: str, *, required: bool, limit: str = "") -> str:
    most = LENGTHS[limit or field]
    if len(clean) > most or (required and not clean):
        said = {"least": int(required), "most": number_format(most, force_grouping=True)}
        raise Invalid.field(field, _("Write %(least)s to %(most)s characters.") % said, "required")
    return clean


def card(board: Board, ref: str) -> Card:
    """A card of the board that is not in the trash."""
    wanted = (ref or "").strip().upper()
    found = Card.objects.filter(board=board, trashed_at=None, ref=wanted).first()
    if found is None:
        unknown = _("%(board)s has no card %(card)s.") % {"board": board.key, "card": wanted[:24]}
        raise Invalid.field("card", unknown if wanted else _("Name a card."), "unknown")
    return found


def member(board: Board, username: str | None) -> Person | None:
    """Somebody of the board's team, or nobody."""
    if not username:
        return None
    found = Person.objects.filter(memberships__team=board.team_id, is_active=True, username=username).first()
    if found is None:
        raise Invalid.field("assignee", _("%(name)s is not in the team.") % {"name": username[:32]}, "unknown")
    return found


def span(starts_on: date, ends_on: date) -> None:
    if not FIRST <= starts_on <= ends_on <= LAST:
        raise Invalid.field("ends_on", _("An increment ends on its first day or later."))
