"""A browser says where its person is. Nothing of it is kept, so it is no fact of the board."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from accounts.access import Verb, require
from accounts.models import Person
from boards.models import Board, Presence

KEPT = timedelta(hours=1)
_PLAIN = re.compile(r"[A-Za-z0-9_-]{0,80}", re.ASCII)


def note_presence(*, person: Person, board: Board, at: datetime, card_ref: str = "", field: str = "") -> None:
    """Here, with this card open and writing in this field; words that are no names are dropped."""
    require(person, Verb.READ, board.team_id)
    where = {"card_ref": _name(card_ref)[:24], "field": _name(field), "seen_at": at}
    Presence.objects.update_or_create(board=board, person=person, defaults=where)


def note_leaving(*, person: Person, board: Board) -> None:
    Presence.objects.filter(board=board, person=person).delete()


def forget_presence(at: datetime) -> None:
    """Rows of people who closed their browser without a word."""
    Presence.objects.filter(seen_at__lt=at - KEPT).delete()


def _name(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else ""
