"""What the digest tells of research: new answers, open calls for help, cards nobody writes about."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, F, Max, OuterRef

from accounts.working_time import WorkingCalendar
from boards.digests import Asked, DigestLine, Section, card_line
from boards.models import Board, Card, Lane
from hypotheses.models import LogEntry, Verdict

MOST = 100
SILENT_DAYS = 2


def answers(asked: Asked) -> list[DigestLine]:
    """Verdicts since the last digest, with what was learned."""
    found = Verdict.objects.filter(round__card__board__in=asked.boards, at__gt=asked.since, at__lte=asked.at)
    found = found.filter(round__card__trashed_at=None).select_related("round__card").order_by("at")[:MOST]
    return [card_line(each.round.card, f"{_said(each)}. {' '.join(each.learned.split())}") for each in found]


def help_open(asked: Asked) -> list[DigestLine]:
    """Calls for help that nobody else has answered in the log of the card."""
    later = LogEntry.objects.filter(card=OuterRef("card"), created_at__gt=OuterRef("created_at"), removed_at=None)
    calls = LogEntry.objects.filter(
        ~Exists(later.exclude(author=OuterRef("author"))),
        kind=LogEntry.Kind.HELP,
        removed_at=None,
        card__board__in=asked.boards,
        card__archived_at=None,
        card__trashed_at=None,
    )
    found = calls.select_related("card", "author").order_by("created_at")[:MOST]
    return [
        card_line(each.card, f"{each.author.name} asks for help since {each.created_at:%-d %b}") for each in found
    ]


def silent(asked: Asked) -> list[DigestLine]:
    """Cards at work without a word for two working days of their board."""
    at_work = Card.objects.open().filter(board__in=asked.boards, lane__role=Lane.Role.ACTIVE, blocked_at=None)
    found = at_work.annotate(word=Max("log_entries__created_at")).order_by(F("word").asc(nulls_first=True), "pk")
    hours = {board.pk: _hours(board) for board in asked.boards}
    lines = []
    for card in found[: MOST * 2]:
        days = hours[card.board_id].working_days_between(_last_word(card), asked.at)
        if days >= SILENT_DAYS:
            lines.append(card_line(card, f"no word for {days} working days"))
    return lines


def _last_word(card: Card) -> datetime:
    """A card that has just come into the lane is not silent yet."""
    word: datetime | None = card.word  # type: ignore[attr-defined]  # of the annotation
    return max(word, card.entered_lane_at) if word else card.entered_lane_at


def _hours(board: Board) -> WorkingCalendar:
    return board.calendar().hours()


def _said(verdict: Verdict) -> str:
    return verdict.get_value_display().lower()


SECTIONS = (
    Section("Answers", 10, answers),
    Section("Help wanted", 30, help_open),
    Section("Silent cards", 40, silent),
)
