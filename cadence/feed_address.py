"""Secret addresses of calendar feeds, and who stands behind one."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from accounts.errors import NotFound
from accounts.models import Person, digest
from boards.models import Board
from cadence.models import CalendarFeed


def feed_url(board: Board, secret: str) -> str:
    return f"{settings.SITE_URL}{reverse('calendar_feed', args=[secret, board.key])}"


def feed_behind(secret: str, key: str) -> tuple[Board, Person]:
    """The board of the address and whose it is, as long as they may see it: asked anew each time."""
    feed = CalendarFeed.objects.select_related("person").filter(digest=digest(secret), board__key=key).first()
    board = Board.objects.visible_to(feed.person).filter(pk=feed.board_id).first() if feed else None
    if feed is None or board is None:
        raise NotFound
    return board, feed.person
