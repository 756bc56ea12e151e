"""How many questions were answered, month by month. Refuted is as good an answer as supported."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop
from django.utils.translation import ngettext

from boards.models import Board
from hypotheses.words import ANSWERS, answer_word
from insights.figure import Column, Figure, Picture, Row, Span
from insights.learning.outcomes import Month, Outcomes, outcomes
from insights.learning.reading import conclusions
from insights.learning.rounds import ASIDE, INCONCLUSIVE, REFUTED, SUPPORTED
from insights.marks import WIDTH, Mark, line, link, picture, rect, words
from insights.scale import Scale, whole_steps
from insights.spans import zone_of
from insights.wording import figure_url, number, period

QUESTION = noop("How many questions did we answer?")
COLUMNS = (
    Column("month", noop("Month"), "date"),
    Column("verdict", noop("Verdict"), words={text: text for text in ANSWERS.values()}),
    Column("rounds", noop("Rounds"), "count"),
    Column("exploratory", noop("Exploratory"), "count"),
)
NOTE = noop("Answered is supported and refuted together. Invalid and not tested are counted aside and not drawn.")
VERDICTS = (SUPPORTED, REFUTED, INCONCLUSIVE, *ASIDE)
DRAWN = 12  # months; a finger needs room for each
BOTTOM, TOP, LEFT = 176, 42, 30


def outcomes_of(board: Board, span: Span) -> Outcomes:
    """The outcomes of the board's span, in months of its own clock."""
    zone = zone_of(board)
    last = max(span.start, span.end - timedelta(microseconds=1))
    days = (span.start.astimezone(zone).date(), last.astimezone(zone).date())
    return outcomes(conclusions(board, span), zone, *days)


def build(board: Board, span: Span, at: datetime) -> Figure:
    found = outcomes_of(board, span)
    figure = Figure("outcomes", _(QUESTION), "", COLUMNS, numbers=numbers(found))
    if not found.concluded:
        return replace(figure, lacks=_("No round was concluded %(period)s.") % {"period": period(span)})
    drawn, notes = found.months[-DRAWN:], [_(NOTE)]
    if found.bits_of:
        retired = ngettext(
            "%(bits)s bits of uncertainty retired, by the beliefs behind %(n)s answer; a coin flip holds one.",
            "%(bits)s bits of uncertainty retired, by the beliefs behind %(n)s answers; a coin flip holds one.",
            found.bits_of,
        )
        notes.append(retired % {"bits": number(found.bits, ".1f"), "n": found.bits_of})
    if len(drawn) < len(found.months):
        notes.append(_("The picture shows the last %(n)s months, the table all of them.") % {"n": DRAWN})
    return replace(
        figure,
        answer=said(found, span),
        rows=tuple(_row(month, verdict) for month in found.months for verdict in VERDICTS if month.of(verdict)),
        notes=tuple(notes),
        picture=_drawn(board, drawn, zone_of(board)),
    )


def said(found: Outcomes, span: Span) -> str:
    """11 questions answered in 90 days, 2 stayed open."""
    facts = {"n": found.answered, "period": period(span), "open": len(found.inconclusive)}
    if found.inconclusive:
        text = ngettext(
            "%(n)s question answered %(period)s, %(open)s stayed open.",
            "%(n)s questions answered %(period)s, %(open)s stayed open.",
            found.answered,
        )
        return text % facts
    text = ngettext("%(n)s question answered %(period)s.", "%(n)s questions answered %(period)s.", found.answered)
    return text % facts


def numbers(found: Outcomes) -> dict[str, Any]:
    return {
        "answered": found.answered,
        "supported": len(found.supported),
        "refuted": len(found.refuted),
        "inconclusive": len(found.inconclusive),
        "aside": len(found.aside),
        "concluded": found.concluded,
        "bits": found.bits,
        "bits_of": found.bits_of,
    }


def _row(month: Month, verdict: str) -> Row:
    rounds = month.of(verdict)
    exploratory = sum(each.exploratory for each in rounds)
    cells = (month.first, verdict.replace("_", " "), len(rounds), exploratory)
    return Row(cells, tuple(dict.fromkeys(each.card for each in rounds)))


def _drawn(board: Board, months: tuple[Month, ...], zone: ZoneInfo) -> Picture:
    high = max(month.answered + len(month.of(INCONCLUSIVE)) for month in months)
    ticks = whole_steps(high, 3)
    y = Scale(0, ticks[-1], BOTTOM, TOP)
    step = (WIDTH - LEFT) / max(len(months), 4)
    marks = _legend()
    for tick in ticks:
        marks.append(line(LEFT, y(tick), WIDTH, y(tick), "m-grid"))
        marks.append(words(LEFT - 6, y(tick) + 4, f"{tick:.0f}", look="m-axis", anchor="end"))
    for n, month in enumerate(months):
        marks += _bar(board, month, LEFT + n * step, step, y, zone)
    return picture(_(QUESTION), BOTTOM + 26, marks, hatch=True)


def _legend() -> list[Mark]:
    marks, x = [], LEFT
    for verdict, wide in ((SUPPORTED, 96), (REFUTED, 82), (INCONCLUSIVE, 100)):
        marks += [*_block(verdict, x, 3, 12, 12), words(x + 18, 13, answer_word(verdict), look="m-note")]
        x += wide
    return marks


def _bar(board: Board, month: Month, x: float, step: float, y: Scale, zone: ZoneInfo) -> list[Mark]:
    """Supported at the bottom, refuted on it, what stayed open outlined on top; the number is of answers."""
    wide, marks, level = min(step * 0.62, 46), [], 0
    left = round(x + (step - wide) / 2, 1)
    for verdict in (SUPPORTED, REFUTED, INCONCLUSIVE):
        n = len(month.of(verdict))
        if n:
            marks += _block(verdict, left, y(level + n) + 1, round(wide, 1), round(y(level) - y(level + n) - 2, 1))
        level += n
    if month.answered:
        marks.append(words(left + wide / 2, y(level) - 5, str(month.answered), look="m-strong", anchor="middle"))
    named = date_format(month.first, "M" if month.first.month > 1 else "M y")
    marks.append(words(left + wide / 2, BOTTOM + 17, named, look="m-axis", anchor="middle"))
    if month.rounds:
        href = figure_url(board, "outcomes", _of(month.first, zone))
        marks.append(link(round(x, 1) + 1, TOP - 14, round(step - 2, 1), BOTTOM - TOP + 34, href, _name(month)))
    return marks


def _name(month: Month) -> str:
    parts = [f"{len(month.of(verdict))} {answer_word(verdict)}" for verdict in VERDICTS if month.of(verdict)]
    return f"{date_format(month.first, 'F Y')}: {', '.join(parts)}"


def _block(verdict: str, x: float, y: float, width: float, height: float) -> list[Mark]:
    """A stretch of a bar: full for supported, hatched for refuted, only an outline for what stayed open."""
    base = rect(x, y, width, height, f"m-{verdict}")
    if verdict != REFUTED:
        return [base]
    at = {"x": x, "y": y, "width": width, "height": height, "fill": "url(#m-hatch)"}
    return [base, Mark("rect", "m-over", at)]


def _of(first: date, zone: ZoneInfo) -> Span:
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    begin, end = (datetime.combine(day, time(), zone).astimezone(UTC) for day in (first, following))
    return Span(begin, end)
