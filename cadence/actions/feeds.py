"""The secret addresses of calendar feeds: made, shown once, made anew, taken back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.access import Verb, require
from accounts.audit import audit
from accounts.models import Person, digest
from boards.models import Board
from cadence.models import CalendarFeed


def make_feed(*, person: Person, board: Board, at: datetime) -> str:
    """The secret of the person's one address for the board; an older one leads nowhere from now on."""
    require(person, Verb.READ, board.team_id)
    secret = CalendarFeed.new_secret()
    with transaction.atomic():
        row = {"digest": digest(secret), "created_at": at}
        CalendarFeed.objects.update_or_create(board=board, person=person, defaults=row)
        audit("feed.created", at, actor=person, board=board.key)
    return secret


def remove_feed(*, person: Person, board: Board, at: datetime) -> bool:
    """Take the address back; whether there was one."""
    with transaction.atomic():
        gone = bool(CalendarFeed.objects.filter(board=board, person=person).delete()[0])
        if gone:
            audit("feed.removed", at, actor=person, board=board.key)
    return gone
