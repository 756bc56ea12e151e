"""What changed on a board since a person last looked: a few lines in the order of what matters.

Answers, what needs the person, time-boxes, criteria, moves, new cards; everything else is counted. Their own acts
are no news to them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as noop

from accounts.models import Person
from boards.fragments import VERDICTS
from boards.models import Board, Event, Notification, SeenMark
from boards.sentences import sentence

MOST_LINES, MOST_EVENTS = 12, 1_000
# Who has never said "seen" is told of a week.
FIRST = timedelta(days=7)
BOXES = ("timebox.expired", "timebox.extended", "timebox.hard_stop_set")
CROSSED = ("criterion.attested",)
CROSSING_GATES = ("early_pass", "kill")
FEW, FIRST_OF_GROUP = 3, 5
RECENT = timedelta(days=6)  # a day of the week says enough


@dataclass(frozen=True)
class SinceLine:
    """One line of the panel; `refs` are the cards it is about."""

    group: str
    text: str
    refs: tuple[str, ...]
    verdict: str = ""

    @property
    def heading(self) -> str:
        return gettext(self.group)

    @property
    def verdict_word(self) -> str:
        return gettext(VERDICTS[self.verdict])


@dataclass(frozen=True)
class Since:
    """What changed after `seq`, up to `now`; `count` is how many changes in all, `smaller` those in no line."""

    seq: int
    at: datetime
    now: int
    count: int
    lines: list[SinceLine] = field(default_factory=list)
    smaller: int = 0
    is_old: bool = False


def mark_of(person: Person, board: Board, at: datetime) -> tuple[int, datetime]:
    """How far the person has seen the board, and when that was."""
    mark = SeenMark.objects.filter(person=person, board=board).first()
    if mark is not None:
        return mark.seq, mark.at
    begin = at - FIRST
    before = Event.objects.filter(board=board, recorded_at__lte=begin).order_by("-seq").first()
    return (before.seq if before else 0), begin


def since(person: Person, board: Board, at: datetime) -> Since:
    seq, seen_at = mark_of(person, board, at)
    news = _news(person, board, seq)
    count = news.count()
    if not count:
        return Since(seq, seen_at, board.seq, 0)
    events = list(news.select_related("actor", "card").order_by("-seq")[:MOST_EVENTS])
    needs = set(_needing(person, board, seq).values_list("event_id", flat=True))
    told = _chosen(list(_lines(events, needs)))
    covered = sum(number for _, number in told)
    is_old = at - seen_at > RECENT
    return Since(seq, seen_at, board.seq, count, [line for line, _ in told], max(0, count - covered), is_old)


def _chosen(told: list[tuple[SinceLine, int]]) -> list[tuple[SinceLine, int]]:
    """At most twelve, in their order; many answers must not hide what needs the person."""
    by_group: Counter[str] = Counter()
    first: list[int] = []
    for number, (line, _) in enumerate(told):
        by_group[line.group] += 1
        if by_group[line.group] <= FIRST_OF_GROUP:
            first.append(number)
    others = [number for number in range(len(told)) if number not in first]
    kept = first[:MOST_LINES] + others[: max(0, MOST_LINES - len(first))]
    return [told[number] for number in sorted(kept)]


def _news(person: Person, board: Board, seq: int) -> QuerySet[Event]:
    others = Event.objects.after(board.pk, seq).exclude(actor_id=person.pk)
    return others.filter(Q(data__silent__isnull=True) | Q(data__silent=False))


def _needing(person: Person, board: Board, seq: int) -> QuerySet[Notification]:
    waiting = Notification.objects.visible_to(person).filter(board=board, done_at=None, needs_action=True)
    return waiting.filter(event__seq__gt=seq)


def _lines(events: list[Event], needs: AbstractSet[object]) -> Iterator[tuple[SinceLine, int]]:
    """Each line with the number of changes it stands for."""
    answers = [event for event in events if event.kind == "verdict.recorded" and event.pk not in needs]
    for event in answers:
        learned = " ".join(str(event.data.get("learned", "")).split())
        yield (
            SinceLine(noop("Answers"), learned or sentence(event), _refs(event), str(event.data.get("value", ""))),
            1,
        )
    for group, chosen in (
        (noop("Needs you"), [event for event in events if event.pk in needs]),
        (noop("Time-boxes"), [event for event in events if event.kind in BOXES and event.pk not in needs]),
        (noop("Criteria crossed"), [event for event in events if _crossed(event) and event.pk not in needs]),
    ):
        for event in chosen:
            yield SinceLine(group, sentence(event), _refs(event)), 1
    yield from _moved(events)
    yield from _new(events)


def _crossed(event: Event) -> bool:
    by_gate = event.kind == "gate.opened" and event.data.get("reason") in CROSSING_GATES
    return event.kind in CROSSED or by_gate


def _moved(events: list[Event]) -> Iterator[tuple[SinceLine, int]]:
    """By the lane where each card is now; `events` are newest first."""
    lanes: dict[str, dict[str, int]] = {}
    where: dict[str, str] = {}
    for event in events:
        if event.kind == "card.moved" and event.card_ref and event.data["from"] != event.data["to"]:
            lane = where.setdefault(event.card_ref, event.data["to"])
            cards = lanes.setdefault(lane, {})
            cards[event.card_ref] = cards.get(event.card_ref, 0) + 1
    for lane, cards in lanes.items():
        refs = tuple(cards)
        yield SinceLine(noop("Moved"), _arrived(refs, f"{lane[:1].upper()}{lane[1:]}"), refs), sum(cards.values())


def _arrived(refs: tuple[str, ...], lane: str) -> str:
    if len(refs) == 1:
        return gettext("%(ref)s to %(lane)s") % {"ref": refs[0], "lane": lane}
    return gettext("%(n)s cards to %(lane)s") % {"n": len(refs), "lane": lane}


def _new(events: list[Event]) -> Iterator[tuple[SinceLine, int]]:
    created = [event for event in events if event.kind == "card.created"]
    if len(created) > FEW:
        refs = tuple(event.card_ref for event in created)
        yield SinceLine(noop("New"), gettext("%(n)s new cards") % {"n": len(created)}, refs), len(created)
        return
    for event in created:
        title = event.card.title if event.card else event.data["title"]
        yield SinceLine(noop("New"), f"{event.card_ref} {title}", _refs(event)), 1


def _refs(event: Event) -> tuple[str, ...]:
    return (event.card_ref,) if event.card_ref else ()
