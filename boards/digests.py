"""What a digest says. Each room brings its sections, from its `AppConfig.ready`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext

from accounts.access import Role, Verb, may
from accounts.models import Membership, Person
from boards.models import Attention, Board, Card

MOST_LINES = 10


@dataclass(frozen=True)
class DigestLine:
    text: str
    link: str


@dataclass(frozen=True)
class Asked:
    """For whom, of which boards, since when, now."""

    person: Person
    boards: list[Board]
    since: datetime
    at: datetime


@dataclass(frozen=True)
class Section:
    """A heading, how a subject names it, and its lines; `place` orders them. `lines` may give more than are shown.

    Both names are in English; a reader sees them in their language.
    """

    title: str
    named: str
    place: int
    lines: Callable[[Asked], list[DigestLine]]


@dataclass(frozen=True)
class Told:
    """A section as it is told: the first lines, and how many more there are."""

    title: str
    named: str
    lines: list[DigestLine]
    more: int


_sections: dict[str, Section] = {}


def register_section(*sections: Section) -> None:
    _sections.update((section.title, section) for section in sections)


def told(asked: Asked) -> list[Told]:
    """The sections that have something to say."""
    found = []
    for section in sorted(_sections.values(), key=lambda each: each.place):
        if lines := section.lines(asked):
            more = max(0, len(lines) - MOST_LINES)
            found.append(Told(gettext(section.title), gettext(section.named), lines[:MOST_LINES], more))
    return found


def card_line(card: Card, text: str) -> DigestLine:
    return DigestLine(f"{card.ref} {card.title}: {text}", f"{settings.SITE_URL}/c/{card.ref}/")


def boards_for(person: Person, mode: str) -> list[Board]:
    """All the person sees; without a choice of theirs, those on which they decide."""
    seen = list(Board.objects.visible_to(person).open().select_related("team").order_by("name"))
    if mode != Attention.Digest.AUTO:
        return seen
    deciding = {team: may(person, Verb.DECIDE, team) for team in {board.team_id for board in seen}}
    return [board for board in seen if deciding[board.team_id]]


def deciders_of_all_teams() -> list[int]:
    """Product owners, and the admins who stand in where there is none."""
    held = Membership.objects.filter(person__is_active=True)
    owned = held.filter(team=OuterRef("team"), role=Role.PRODUCT_OWNER)
    deciding = held.filter(Q(role=Role.PRODUCT_OWNER) | Q(~Exists(owned), role=Role.ADMIN))
    return list(deciding.values_list("person_id", flat=True).distinct())
