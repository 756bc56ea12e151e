"""What the board page shows, in a number of queries that does not grow with the cards."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import BigAutoField, Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils.dateparse import parse_datetime
from django.utils.safestring import SafeString, mark_safe

from accounts.models import Person
from accounts.prepared import Param, Prepared
from boards.fragments import card_texts, head_html, wip
from boards.models import Board, CalendarVersion, Card, Label, Lane

CARDS_PER_LANE = 50
ANSWERS = ("supported", "refuted")
SUMMARY_DAYS = 7
# How far the clock of a page counts working time; beyond it a date is shown.
CLOCK_BACK, CLOCK_AHEAD = timedelta(days=60), timedelta(days=120)

BOARD = Param("board", BigAutoField())
LANES = Prepared(
    lambda: (
        Lane.objects.filter(board_id=BOARD)
        .exclude(role=Lane.Role.BACKLOG)
        .annotate(open_cards=Count("cards", filter=Q(cards__archived_at=None, cards__trashed_at=None)))
    )
)
CALENDARS = Prepared(lambda: CalendarVersion.objects.filter(board_id=BOARD).order_by("-version")[:20])
LABELS = Prepared(lambda: Label.objects.filter(board_id=BOARD).order_by("name"))


def _first_cards() -> QuerySet[Card, tuple[int, int, int, Any]]:
    """The id, version, lane and verdict of the first cards of each lane, in order; no card is read in full."""
    place = Window(RowNumber(), partition_by=F("lane_id"), order_by=["rank", "pk"])
    cards = Card.objects.open().filter(board_id=BOARD).exclude(lane__role=Lane.Role.BACKLOG).annotate(place=place)
    first = cards.filter(place__lte=CARDS_PER_LANE).order_by("lane_id", "place")
    return first.values_list("pk", "version", "lane_id", "face__verdict")


FIRST_CARDS = Prepared(_first_cards)


@dataclass
class LanePage:
    """One lane as the page opens with it: how many cards it has, the markup and verdicts of the first."""

    lane: Lane
    count: int
    texts: list[str] = field(default_factory=list)
    verdicts: list[dict[str, Any]] = field(default_factory=list)

    @property
    def cards(self) -> SafeString:
        return mark_safe("".join(self.texts))  # noqa: S308 - from an escaping template

    @property
    def head(self) -> SafeString:
        return mark_safe(head_html(self.lane, self.count))  # noqa: S308

    @property
    def wip(self) -> dict[str, str]:
        return wip(self.lane, self.count)

    @property
    def rest(self) -> int:
        return self.count - len(self.texts)


def lanes_of(board: Board) -> list[LanePage]:
    """The lanes right of the backlog with their first cards."""
    pages = {lane.pk: LanePage(lane, count) for lane, count in _lanes(board)}
    rows = FIRST_CARDS.rows(board=board.pk)
    texts = card_texts([(pk, version) for pk, version, _, _ in rows])
    for pk, _, lane, verdict in rows:
        if pk in texts and lane in pages:
            pages[lane].texts.append(texts[pk])
            pages[lane].verdicts += [verdict] if verdict else []
    return list(pages.values())


def _lanes(board: Board) -> list[tuple[Lane, int]]:
    lanes = LANES.rows(board=board.pk)
    for lane in lanes:
        lane.board = board
    return [(lane, lane.open_cards) for lane in lanes]


def cards_after(lane: Lane, ref: str) -> list[Card]:
    """The next page of a lane, after a card that is on the screen (from the top if that one has gone)."""
    cards = lane.cards.open().in_order().defer("description", "story")
    last = Card.objects.filter(ref=ref, lane=lane).only("rank").first()
    if last is not None:
        cards = cards.filter(rank__gt=last.rank)
    return list(cards[:CARDS_PER_LANE])


def summary(page: LanePage, at: datetime) -> dict[str, int] | None:
    """How many answers the last days brought; nothing is said when not every card of the lane is here."""
    if page.lane.role != Lane.Role.DONE or page.rest:
        return None
    recent = [
        v["value"] for v in page.verdicts if (parse_datetime(v["at"]) or at) > at - timedelta(days=SUMMARY_DAYS)
    ]
    answers = sum(value in ANSWERS for value in recent)
    return {"answers": answers, "open": len(recent) - answers} if recent else None


PEOPLE = Prepared(
    lambda: Person.objects.filter(memberships__team_id=Param("team", BigAutoField()), is_active=True).order_by(
        "name", "pk"
    )
)


def people_of(board: Board) -> list[Person]:
    return PEOPLE.rows(team=board.team_id)


def names_in(board: Board, person: Person) -> dict[str, Any]:
    """Who is here, and which labels there are."""
    return {
        "key": board.key,
        "me": person.username,
        "people": [{"username": p.username, "name": p.name, "hue": p.hue} for p in people_of(board)],
        "labels": [{"name": label.name, "hue": label.hue} for label in LABELS.rows(board=board.pk)],
    }


def client_data(board: Board, person: Person, at: datetime, look: dict[str, Any] | None = None) -> dict[str, Any]:
    """What the page's modules need to know: names, and when people work."""
    versions = CALENDARS.rows(board=board.pk)
    return {
        **names_in(board, person),
        "calendar": {"id": versions[0].pk, "perDay": versions[0].hours().minutes_per_day},
        "calendars": {version.pk: spans(version.hours(), at) for version in versions},
        "zone": person.time_zone,
        **(look or {}),
    }


def spans(hours: Any, at: datetime) -> list[int]:
    """Working time around now as minutes since 1970: a start, then lengths of gap and work in turn."""
    flat, last = [], 0
    for opens, closes in hours.spans(at - CLOCK_BACK, at + CLOCK_AHEAD):
        start, end = int(opens.timestamp() // 60), int(closes.timestamp() // 60)
        flat += [start - last, end - start]
        last = end
    return flat
