"""The rows of a board that the learning figures count. What lies in the trash is left out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery

from accounts.access import Verb, holders
from boards.card_json import hours_of
from boards.models import Board, Card, Lane
from hypotheses.models import Forecast, LogEntry, Verdict
from insights.figure import Span
from insights.learning.boxes import Box, Decided
from insights.learning.help import Request, Silence
from insights.learning.rounds import Belief, Conclusion
from timeboxes.clock import used_seconds
from timeboxes.models import Decision, Gate, TimeBox

RAN_OUT = (Gate.Reason.EXPIRY, Gate.Reason.HARD_STOP)


def within(name: str, span: Span) -> Q:
    """Rows whose instant lies in the span."""
    return Q(**{f"{name}__gte": span.start, f"{name}__lt": span.end})


def conclusions(board: Board, span: Span) -> list[Conclusion]:
    """The rounds concluded in the span, each with the beliefs that stand, in the order of their verdicts."""
    verdicts = Verdict.objects.filter(within("at", span), round__card__board=board, round__card__trashed_at=None)
    beliefs = _beliefs(verdicts)
    rows = verdicts.order_by("at", "pk").values_list(
        "round_id",
        "round__author_id",
        "round__card__ref",
        "round__card__title",
        "round__n",
        "at",
        "value",
        "round__exploratory",
        "round__forecast",
        "round__timebox__started_at",
        "round__timebox__accrued_seconds",
        "suggested",
        "override_reason",
        "confirmed_by_id",
        "author_id",
    )
    return [_conclusion(row, beliefs.get(row[0], {})) for row in rows]


def _beliefs(verdicts: QuerySet[Verdict]) -> dict[int, dict[int, float]]:
    """By round and person, the newest forecast from before results were known."""
    given = Forecast.objects.filter(round__verdict__in=verdicts, informed=False).order_by("at", "pk")
    found: dict[int, dict[int, float]] = {}
    for round_id, person_id, p in given.values_list("round_id", "person_id", "p"):
        found.setdefault(round_id, {})[person_id] = p
    return found


def _conclusion(row: tuple[Any, ...], beliefs: dict[int, float]) -> Conclusion:
    _, author, card, title, n, at, verdict, exploratory, forecast, started, seconds, *rest = row
    suggested, override_reason, confirmed_by, concluded_by = rest
    return Conclusion(
        card=card,
        title=title,
        n=n,
        at=at,
        verdict=verdict,
        exploratory=exploratory,
        belief=beliefs.get(author, forecast),
        others=tuple(Belief(person, p) for person, p in sorted(beliefs.items()) if person != author),
        used_minutes=seconds // 60 if started else None,
        suggested=suggested,
        against=bool(override_reason),
        confirmed=confirmed_by is not None,
        by_clock=concluded_by is None,
    )


def boxes(board: Board, span: Span, at: datetime) -> list[Box]:
    """Boxes that ran and ended in the span, and those that wait for their end now."""
    ran = TimeBox.objects.filter(board=board, card__trashed_at=None, started_at__isnull=False, round__isnull=False)
    waiting = Q(closed_at=None, card__archived_at=None)
    found = ran.filter(within("closed_at", span) | waiting).annotate(
        ran_out=Exists(Gate.objects.filter(box=OuterRef("pk"), reason__in=RAN_OUT))
    )
    return [_box(box, at) for box in found.select_related("card", "round", "calendar").order_by("pk")]


def _box(box: Any, at: datetime) -> Box:
    is_over = box.closed_at is None and box.is_over(at)
    cut_off = box.closed_at is not None and box.hard_stop_at is not None and box.hard_stop_at <= box.closed_at
    return Box(
        card=box.card.ref,
        title=box.card.title,
        n=box.round.n,
        planned=box.original_budget_minutes,
        budget=box.budget_minutes,
        used=(used_seconds(box, at) if is_over else box.accrued_seconds) // 60,
        extensions=box.extensions,
        was_over=box.ran_out or cut_off or box.expired_at is not None,
        ended_at=box.closed_at,
        over_since=(box.expired_at or box.ends_at) if is_over else None,
    )


def decisions(board: Board, span: Span) -> list[Decided]:
    """Decisions at the gates of the board's boxes in the span; the working time is the box's own calendar's."""
    taken = Decision.objects.filter(within("at", span), gate__box__board=board, gate__box__card__trashed_at=None)
    rows = taken.order_by("at", "pk").values_list(
        "gate__box__card__ref",
        "gate__box__card__title",
        "outcome",
        "at",
        "gate__opened_at",
        "gate__box__calendar_id",
    )
    return [
        Decided(
            card=card,
            title=title,
            outcome=outcome,
            at=at,
            late_minutes=max(0, int((at - opened).total_seconds() // 60)),
            working_minutes=int(hours_of(calendar).elapsed(opened, at)),
        )
        for card, title, outcome, at, opened, calendar in rows
    ]


def silences(board: Board, at: datetime) -> Iterator[Silence]:
    """Open cards in active lanes, and the working days since somebody wrote or the card came there."""
    hours = board.calendar().hours()
    cards = Card.objects.open().filter(board=board, lane__role=Lane.Role.ACTIVE)
    written = Max("log_entries__created_at", filter=Q(log_entries__removed_at=None))
    rows = cards.annotate(written=written).order_by("pk")
    for card, title, lane, entered, last in rows.values_list(
        "ref", "title", "lane__name", "entered_lane_at", "written"
    ):
        since = max(filter(None, (entered, last)))
        yield Silence(card, title, lane, since, hours.elapsed(since, at) / hours.minutes_per_day)


def requests(board: Board, span: Span, at: datetime) -> list[Request]:
    """Requests for help made in the span, and older ones nobody has answered.

    The first later entry of somebody else is the answer; where nobody else writes, one's own next entry is.
    """
    later = LogEntry.objects.filter(card=OuterRef("card"), created_at__gt=OuterRef("created_at"), removed_at=None)
    alone = len(holders(Verb.WRITE_CARD, board.team_id)) < 2
    answers = (later if alone else later.exclude(author=OuterRef("author"))).order_by("created_at", "pk")
    asked = LogEntry.objects.filter(
        card__board=board, card__trashed_at=None, kind=LogEntry.Kind.HELP, removed_at=None, created_at__lt=span.end
    )
    rows = asked.annotate(answered=Subquery(answers.values("created_at")[:1])).order_by("created_at", "pk")
    names = ("card__ref", "card__title", "created_at", "answered", "card__archived_at", "card__closed_at")
    hours = board.calendar().hours()
    return [
        Request(
            card=card,
            title=title,
            asked_at=asked_at,
            answered_at=answered,
            minutes=int(hours.elapsed(asked_at, answered or at)),
            on_board=archived is None and closed is None,
        )
        for card, title, asked_at, answered, archived, closed in rows.values_list(*names)
        if answered is None or asked_at in span
    ]
