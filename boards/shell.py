"""The frame of every page: who looks at it, in which theme, with how much waiting for them."""

from __future__ import annotations

from functools import cached_property

from django.http import HttpRequest
from django.utils import timezone

from accounts.access import rights
from accounts.models import Person
from boards.models import Board
from boards.waiting import Waiting, waiting_for

THEME_COOKIE = "theme"
THEMES = ("light", "dark")


def initials(name: str) -> str:
    """Two letters of a name: Ana Novak is AN, ana is AN."""
    words = name.replace("-", " ").replace(".", " ").split()
    letters = words[0][:1] + words[-1][:1] if len(words) > 1 else name.strip()[:2]
    return letters.upper()


class Shell:
    """Read lazily: a page asks only for what it shows."""

    def __init__(self, request: HttpRequest, board: Board | None = None) -> None:
        self.request = request
        self.board = board

    @property
    def person(self) -> Person | None:
        user = getattr(self.request, "user", None)
        return user if isinstance(user, Person) else None

    @property
    def theme(self) -> str:
        """`light`, `dark`, or empty for what the system says; the person's choice, before sign-in a cookie's."""
        chosen = self.person.theme if self.person else self.request.COOKIES.get(THEME_COOKIE, "")
        return chosen if chosen in THEMES else ""

    @cached_property
    def waiting(self) -> Waiting:
        """What lies in the person's inbox."""
        if self.person is None:
            return Waiting()
        return waiting_for([self.person.pk], timezone.now())[self.person.pk]

    @property
    def unread(self) -> int:
        return self.waiting.unread

    @cached_property
    def boards(self) -> list[Board]:
        if self.person is None:
            return []
        return list(Board.objects.visible_to(self.person).open().order_by("name"))

    @cached_property
    def may(self) -> str:
        """The viewer's rights as `data-may` holds them; the server enforces them again at every door."""
        if self.person is None or self.board is None:
            return ""
        return " ".join(sorted(rights(self.person, self.board.team_id)))
