"""What the board page shows, in a number of queries that does not grow with the cards."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils.dateparse import parse_datetime
from django.utils.safestring import SafeString, mark_safe

from accounts.models import Person
from boards.fragments import card_html, head_html, wip
from boards.models import Board, Card, Lane

CARDS_PER_LANE = 50
ANSWERS = ("supported", "refuted")
SUMMARY_DAYS = 7
# How far the clock of a page counts working time; beyond it a date is shown.
CLOCK_BACK, CLOCK_AHEAD = timedelta(days=60), timedelta(days=120)


@dataclass
class LanePage:
    """One lane as the page opens with it: its first cards and how many more there are."""

    lane: Lane
    count: int
    rows: list[Card] = field(default_factory=list)

    @property
    def cards(self) -> list[SafeString]:
        return [mark_safe(card_html(card)) for card in self.rows]  # noqa: S308 - from an escaping template

    @property
    def head(self) -> SafeString:
        return mark_safe(head_html(self.lane, self.count))  # noqa: S308

    @property
    def wip(self) -> dict[str, str]:
        return wip(self.lane, self.count)

    @property
    def rest(self) -> int:
        return self.count - len(self.rows)


def lanes_of(board: Board, *, lane_id: int | None = None) -> list[LanePage]:
    """The lanes right of the backlog with their first cards."""
    lanes = board.lanes.exclude(role=Lane.Role.BACKLOG).annotate(
        open_cards=Count("cards", filter=Q(cards__archived_at=None, cards__trashed_at=None))
    )
    if lane_id is not None:
        lanes = lanes.filter(pk=lane_id)
    pages = {lane.pk: LanePage(lane, lane.open_cards) for lane in lanes}
    for card in first_cards(board, list(pages)):
        pages[card.lane_id].rows.append(card)
    return list(pages.values())


def first_cards(board: Board, lane_ids: list[int]) -> QuerySet[Card]:
    place = Window(RowNumber(), partition_by=F("lane_id"), order_by=["rank", "pk"])
    cards = board.cards.open().filter(lane_id__in=lane_ids).annotate(place=place)
    return cards.filter(place__lte=CARDS_PER_LANE).order_by("lane_id", "place").defer("description", "story")


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
    verdicts = [card.face["verdict"] for card in page.rows if card.face["verdict"]]
    recent = [v["value"] for v in verdicts if (parse_datetime(v["at"]) or at) > at - timedelta(days=SUMMARY_DAYS)]
    answers = sum(value in ANSWERS for value in recent)
    return {"answers": answers, "open": len(recent) - answers} if recent else None


def people_of(board: Board) -> list[Person]:
    return list(Person.objects.filter(memberships__team_id=board.team_id, is_active=True).order_by("name", "pk"))


def client_data(board: Board, person: Person, at: datetime) -> dict[str, Any]:
    """What the page's modules need to know: who is here, which labels there are, when people work."""
    versions = list(board.calendars.order_by("-version")[:20])
    return {
        "key": board.key,
        "me": person.username,
        "people": [{"username": p.username, "name": p.name, "hue": p.hue} for p in people_of(board)],
        "labels": list(board.labels.order_by("name").values("name", "hue")),
        "calendar": {"id": versions[0].pk, "perDay": versions[0].hours().minutes_per_day},
        "calendars": {version.pk: spans(version.hours(), at) for version in versions},
        "zone": person.time_zone,
    }


def spans(hours: Any, at: datetime) -> list[int]:
    """Working time around now as minutes since 1970: a start, then lengths of gap and work in turn."""
    flat, last = [], 0
    for opens, closes in hours.spans(at - CLOCK_BACK, at + CLOCK_AHEAD):
        start, end = int(opens.timestamp() // 60), int(closes.timestamp() // 60)
        flat += [start - last, end - start]
        last = end
    return flat
