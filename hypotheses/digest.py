"""What the digest tells of research: new answers, open calls for help, cards nobody writes about."""

from __future__ import annotations

from boards.digests import Asked, DigestLine, Section, card_line
from hypotheses.models import LogEntry, Verdict
from hypotheses.silence import quiet_cards

MOST = 100


def answers(asked: Asked) -> list[DigestLine]:
    """Verdicts since the last digest, with what was learned."""
    found = Verdict.objects.filter(round__card__board__in=asked.boards, at__gt=asked.since, at__lte=asked.at)
    found = found.filter(round__card__trashed_at=None).select_related("round__card").order_by("at")[:MOST]
    return [card_line(each.round.card, f"{_said(each)}. {' '.join(each.learned.split())}") for each in found]


def help_open(asked: Asked) -> list[DigestLine]:
    """Calls for help that wait for an answer."""
    calls = LogEntry.objects.filter(
        kind=LogEntry.Kind.HELP,
        answered_at=None,
        removed_at=None,
        card__board__in=asked.boards,
        card__archived_at=None,
        card__trashed_at=None,
    )
    found = calls.select_related("card", "author").order_by("created_at")[:MOST]
    return [
        card_line(each.card, f"{each.author.name} asks for help since {each.created_at:%-d %b}") for each in found
    ]


def quiet(asked: Asked) -> list[DigestLine]:
    """Cards at work without a word for two working days of their board."""
    return [
        card_line(card, f"no word for {days} working days")
        for card, days in quiet_cards(asked.boards, asked.at)[:MOST]
    ]


def _said(verdict: Verdict) -> str:
    return verdict.get_value_display().lower()


SECTIONS = (
    Section("Answers", 10, answers),
    Section("Help wanted", 30, help_open),
    Section("Silent cards", 40, quiet),
)
