"""A board of 5,000 cards with a log of 100,000 events, a third of the cards research."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from accounts import actions as people
from accounts.models import Person
from boards import actions
from boards.actions.create import ExternalId
from boards.actions.fill import Draft, fill_board
from boards.events import Cause
from boards.models import Board, Card, Event, Lane, ReaderCursor, Stay
from boards.readers.flow import FLOW, KINDS
from hypotheses.models import Round, Verdict
from insights.folding import News, fold
from insights.lives import Visit

KEY, PERSON, CARDS, EVENTS, DAYS = "I5000", "insights", 5_000, 100_000, 500


def seed() -> Board:
    """Cards by the action that fills a board; their ways as rows, and what the reader would fold of them."""
    at = timezone.now() - timedelta(days=DAYS)
    ada = people.create_person(username=PERSON, password="correct-horse-battery", at=at)  # noqa: S106 (thrown away)
    team = people.create_team(actor=ada, name="Insights", at=at)
    cause = Cause(actor=ada, at=at, notify=False)
    board = actions.create_board(cause=cause, team=team, key=KEY, name="Insights", preset="ml")
    first = board.lanes.order_by("position")[0]
    made = [
        Draft(
            lane=first, title=f"#{n} a card of the bench", external=ExternalId(source="bench", external_id=str(n))
        )
        for n in range(CARDS)
    ]
    cards = fill_board(cause=cause, board=board, drafts=made)
    write_ways(board, cards, at)
    write_research(ada, cards, at)
    follow_at_once(board)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    return board


Way = tuple[datetime, str, Card, dict[str, object], dict[str, object]]


def write_ways(board: Board, cards: list[Card], at: datetime) -> None:
    """Each card goes to and fro through the lanes, most of them to done; edits in between fill the log up."""
    chance = random.Random(5_000)  # noqa: S311 (the same ways in each run)
    lanes = list(board.lanes.order_by("position"))
    ways = [way for card in cards for way in way_of(card, lanes, at, chance)]
    board.refresh_from_db()
    for _ in range(EVENTS - board.seq - len(ways)):
        when = at + timedelta(days=chance.random() * DAYS)
        ways.append((when, "card.edited", chance.choice(cards), {"changes": {"description": "x" * 300}}, {}))
    ways.sort(key=lambda way: way[0])
    events = [
        Event(board=board, seq=seq, kind=kind, at=when, card=card, card_ref=card.ref, data=data, previous=before)
        for seq, (when, kind, card, data, before) in enumerate(ways, board.seq + 1)
    ]
    Event.objects.bulk_create(events, batch_size=1_000)
    Board.objects.filter(pk=board.pk).update(seq=board.seq + len(events))
    Card.objects.bulk_update(cards, ["lane", "entered_lane_at"], batch_size=500)


def way_of(card: Card, lanes: list[Lane], at: datetime, chance: random.Random) -> Iterator[Way]:
    """The moves of a card until it is done or today; it is left in the last lane."""
    when, place = at + timedelta(days=chance.random() * DAYS * 0.98), 0
    while place < len(lanes) - 1 and when < timezone.now():
        back = place > 1 and chance.random() < 0.15
        target = place - 1 if back else place + 1
        yield when, "card.moved", card, *moved(lanes[place], lanes[target], back=back)
        card.lane, card.entered_lane_at, place = lanes[target], when, target
        when += timedelta(days=chance.expovariate(0.35))


def moved(source: Lane, target: Lane, *, back: bool) -> tuple[dict[str, object], dict[str, object]]:
    """The data of a move and what was before it."""
    data = {"from": source.name, "to": target.name, "to_id": target.pk, "to_role": target.role, "back": back}
    return {**data, "early_exit": False}, {"lane_id": source.pk}


def write_research(ada: Person, cards: list[Card], at: datetime) -> None:
    """A third of the cards are research; two in three of them have their verdict."""
    chance = random.Random(1)  # noqa: S311 (the same in each run)
    research = cards[::3]
    Card.objects.filter(pk__in=[card.pk for card in research]).update(kind=Card.Kind.HYPOTHESIS)
    rounds = [
        Round(
            card=card, n=1, author=ada, created_at=at, locked_at=at, budget_minutes=2_400, forecast=chance.random()
        )
        for card in research
    ]
    verdicts = [verdict_of(each, ada, chance) for each in rounds if chance.random() < 0.67]
    for verdict in verdicts:
        verdict.round.state, verdict.round.concluded_at = Round.State.CONCLUDED, verdict.at
    Round.objects.bulk_create(rounds, batch_size=500)
    for verdict in verdicts:
        verdict.round_id = verdict.round.pk
    Verdict.objects.bulk_create(verdicts, batch_size=500)


def verdict_of(round_: Round, ada: Person, chance: random.Random) -> Verdict:
    """Some hours before the card came to where it is."""
    at = round_.card.entered_lane_at - timedelta(hours=chance.random() * 30)
    return Verdict(round=round_, value=chance.choice(Verdict.Value.values[:3]), learned="x", author=ada, at=at)


def follow_at_once(board: Board) -> None:
    """What the reader would write event by event, in one go."""
    visits: dict[int, list[Visit]] = {}
    columns = ("card_id", "kind", "seq", "at", "data", "previous")
    events = Event.objects.filter(board=board, kind__in=KINDS).order_by("seq").values_list(*columns)
    fold(map(News._make, events.iterator(5_000)), visits, {})
    rows = [stay(board, card, visit) for card, own in visits.items() for visit in own]
    Stay.objects.bulk_create(rows, batch_size=1_000)
    board.refresh_from_db()
    ReaderCursor.objects.update_or_create(reader=FLOW.name, board=board, defaults={"seq": board.seq})


def stay(board: Board, card: int, visit: Visit) -> Stay:
    return Stay(
        board=board,
        card_id=card,
        entered_seq=visit.seq,
        lane_id_at_entry=visit.lane,
        lane_name=visit.name,
        lane_role=visit.role,
        entered_at=visit.entered,
        left_at=visit.left,
        began=visit.began,
        back=visit.back,
        early_exit=visit.early,
    )
