"""What the digest tells of research: new answers, open calls for help, cards nobody writes about."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_noop as noop

from boards.digests import Asked, DigestLine, Section, card_line
from hypotheses.models import LogEntry, Verdict
from hypotheses.silence import quiet_cards
from hypotheses.words import ANSWERS

MOST = 100


def answers(asked: Asked) -> list[DigestLine]:
    """Verdicts since the last digest, with what was learned."""
    found = Verdict.objects.filter(round__card__board__in=asked.boards, at__gt=asked.since, at__lte=asked.at)
    found = found.filter(round__card__trashed_at=None).select_related("round__card").order_by("at", "pk")[:MOST]
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
    found = calls.select_related("card", "author").order_by("created_at", "pk")[:MOST]
    return [card_line(each.card, _asking(each)) for each in found]


def quiet(asked: Asked) -> list[DigestLine]:
    """Cards at work without a word for two working days of their board."""
    return [
        card_line(
            card, ngettext("no word for %(n)s working day", "no word for %(n)s working days", days) % {"n": days}
        )
        for card, days in quiet_cards(asked.boards, asked.at)[:MOST]
    ]


def _said(verdict: Verdict) -> str:
    return gettext(ANSWERS[Verdict.Value(verdict.value)])


def _asking(call: LogEntry) -> str:
    told = {"name": call.author.name, "day": date_format(call.created_at, gettext("j M"))}
    return gettext("%(name)s asks for help since %(day)s") % told


SECTIONS = (
    Section(noop("Answers"), noop("answers"), 10, answers),
    Section(noop("Help wanted"), noop("help wanted"), 30, help_open),
    Section(noop("Silent cards"), noop("silent cards"), 40, quiet),
)
