"""What a card shows when it is opened. Each room registers its parts; drawer, page and answers draw the same ones.

boards knows nothing of hypotheses and time-boxes; they register here in their `AppConfig.ready`, as in rules.py.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from accounts.access import Verb, rights
from accounts.errors import NotFound
from accounts.models import Person
from accounts.pages import PersonRequest
from boards.models import Board, Card

Found = TypeVar("Found")


@dataclass(kw_only=True)
class Look:
    """Somebody looks at a card, now. `editing` is the part that is open; `forms` came back with errors."""

    request: PersonRequest
    card: Card
    at: datetime
    editing: str = ""
    forms: Mapping[str, Any] = field(default_factory=dict)
    _kept: dict[str, Any] = field(default_factory=dict)

    @property
    def person(self) -> Person:
        return self.request.user

    @property
    def board(self) -> Board:
        return self.card.board

    @cached_property
    def rights(self) -> frozenset[Verb]:
        return rights(self.person, self.board.team_id)

    @property
    def writes(self) -> bool:
        return Verb.WRITE_CARD in self.rights and self.card.trashed_at is None

    def once(self, name: str, read: Callable[[Card], Found]) -> Found:
        """What several parts need, read when the first of them asks."""
        if name not in self._kept:
            self._kept[name] = read(self.card)
        found: Found = self._kept[name]
        return found


@dataclass(frozen=True, kw_only=True)
class Part:
    """One element with the id `part-<name>`; `aside` stands beside the text where there is room."""

    name: str
    template: str
    place: int
    context: Callable[[Look], dict[str, Any]]
    aside: bool = False
    fixed: bool = False  # the bar above and the composer below what scrolls

    def html(self, look: Look) -> SafeString:
        shared = {"look": look, "card": look.card, "writes": look.writes, "editing": look.editing == self.name}
        with timezone.override(ZoneInfo(look.person.time_zone)):
            context = {**shared, **self.context(look)}
            return mark_safe(render_to_string(self.template, context, look.request))  # noqa: S308 - escaped


_parts: dict[str, Part] = {}


def register(*parts: Part) -> None:
    _parts.update({part.name: part for part in parts})


def part_named(name: str) -> Part:
    if name not in _parts:
        raise NotFound
    return _parts[name]


def all_parts() -> list[Part]:
    return sorted(_parts.values(), key=lambda part: part.place)


def drawn(look: Look, *, aside: bool) -> list[SafeString]:
    """The parts that scroll, of one column."""
    return [part.html(look) for part in all_parts() if part.aside is aside and not part.fixed]
