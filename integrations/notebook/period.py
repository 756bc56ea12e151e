"""What a period has taught, as one document that a lead can send: what was concluded, learned and decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import Person
from boards.fragments import VERDICTS
from boards.models import Board, Event
from hypotheses.learnings import Learning, Wanted, learnings, with_all
from hypotheses.words import answer_word, verdict_word
from integrations.notebook.markdown import by, heading, line, said, table, when
from integrations.notebook.words import OUTCOMES, in_one_language
from timeboxes.models import Decision

Span = tuple[datetime, datetime]


def quarter_of(day: date) -> tuple[date, date]:
    """The first and the last day of the quarter of a day."""
    first = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    following = date(first.year + first.month // 10, (first.month + 3 - 1) % 12 + 1, 1)
    return first, following - timedelta(days=1)


@in_one_language
def period_notebook(person: Person, board: Board, since: date, until: date) -> Iterator[str]:
    """Both days belong to the period, in the time zone of the person who asks."""
    wanted = Wanted(board=board, since=since, until=until)
    found = [Learning(row) for row in with_all(learnings(person, wanted)).order_by("at", "pk")]
    zone = ZoneInfo(person.time_zone)
    span = datetime.combine(since, time.min, zone), datetime.combine(until + timedelta(days=1), time.min, zone)
    facts = {"board": board.name, "first": since, "last": until}
    yield from heading(1, _("%(board)s: what we learned, %(first)s to %(last)s") % facts)
    yield from _sum(board, found, span)
    for value in VERDICTS:
        yield from _answers(value, [each for each in found if each.verdict.value == value])
    yield from _decisions(board, span)


def _sum(board: Board, found: list[Learning], span: Span) -> Iterator[str]:
    counted = Counter(each.verdict.value for each in found)
    answers = ", ".join(f"{counted[value]} {answer_word(value)}" for value in VERDICTS if counted[value])
    locked = Event.objects.filter(board=board, kind="round.locked", at__gte=span[0], at__lt=span[1]).count()
    yield "- " + _("Concluded: %(n)s") % {"n": len(found)} + (f" ({answers})" if answers else "")
    if explored := sum(each.verdict.round.exploratory for each in found):
        yield "- " + _("Of these exploratory: %(n)s") % {"n": explored}
    yield "- " + _("Begun: %(n)s") % {"n": locked}
    yield f"- {settings.SITE_URL}/boards/{board.key}/"
    yield ""


def _answers(value: str, found: list[Learning]) -> Iterator[str]:
    if not found:
        return
    yield from heading(2, verdict_word(value))
    for each in found:
        verdict = each.verdict
        yield from heading(3, f"{each.card.ref} {each.card.title}")
        yield from said(_("Learned"), verdict.learned)
        yield from said(_("We believed"), each.sentence)
        rows = [(row.name, row.needed, row.observed, row.word) for row in each.rows]
        yield from table((_("Criterion"), _("Needed"), _("Value"), _("Result")), rows)
        yield from said(_("Observed"), verdict.observed)
        yield from said(_("Therefore"), verdict.therefore)
        yield from said(_("What would change our mind"), verdict.change_mind)
        mark = [_("exploratory")] if verdict.round.exploratory else []
        concluded = by(verdict.at, line(verdict.author.name if verdict.author else _("the clock")))
        yield ", ".join([concluded, *mark, f"{settings.SITE_URL}/c/{each.card.ref}/"])
        yield ""


def _decisions(board: Board, span: Span) -> Iterator[str]:
    found = Decision.objects.filter(gate__box__board=board, at__gte=span[0], at__lt=span[1])
    found = found.filter(gate__box__card__trashed_at=None).select_related("gate__box__card", "author")
    rows = [
        (when(each.at), each.gate.box.card.ref, _(OUTCOMES[each.outcome]), each.by, each.rationale)
        for each in found.order_by("at", "pk")
    ]
    if rows:
        yield from heading(2, _("Decisions"))
    yield from table(
        (pgettext("moment", "At"), _("Card"), _("Decision"), pgettext("author", "By"), _("Why")), rows
    )
