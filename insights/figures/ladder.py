"""The metric ladder: the primary metric of each concluded card, and the best one so far."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop
from django.utils.translation import ngettext

from boards.models import Board
from hypotheses.words import ANSWERS, answer_word
from insights.figure import Column, Figure, Picture, Row, Span
from insights.marks import SHAPES, WIDTH, Mark, line, link, picture, words
from insights.scale import Scale, day_ticks, ticks_between
from insights.wording import YES_NO, card_url, number, period
from modelversions.ladder import Ladder, Step, metric_ladder

QUESTION = noop("Does the model get better?")
COLUMNS = (
    Column("concluded", noop("Concluded"), "date"),
    Column("card", noop("Card"), "card"),
    Column("title", noop("Question")),
    Column("verdict", noop("Verdict"), words=ANSWERS),
    Column("value", noop("Value"), "number"),
    Column("best", noop("Best so far"), "number"),
    Column("record", noop("New best"), words=YES_NO),
    Column("exploratory", noop("Exploratory"), words=YES_NO),
)
NOTE = noop(
    "The mean of the primary metric over the runs a round was concluded on; exploratory rounds raise no best."
)
KEY = noop(
    "Dots are supported, diamonds refuted, hollow ones neither or exploratory; the steps are the best so far."
)
UNNAMED = noop("The board names no primary metric yet; its page of models asks for one.")
NAMED_BEST = noop("%(card)s: %(value)s, %(verdict)s, a new best. %(title)s")
TOP, BOTTOM, LEFT, RIGHT = 30, 196, 48, 16
LINKED = 40  # more dots than that are drawn, and linked in the table only


def build(board: Board, span: Span, at: datetime) -> Figure:
    ladder = metric_ladder(board)
    figure = Figure("ladder", _(QUESTION), "", COLUMNS, notes=(_(NOTE),))
    if ladder is None:
        return replace(figure, lacks=_(UNNAMED))
    steps = [step for step in ladder.steps if step.at in span]
    valued = [step for step in steps if step.value is not None]
    numbers = {
        "metric": ladder.metric,
        "direction": ladder.direction,
        "baseline": ladder.baseline_value,
        "best": valued[-1].best if valued else None,
        "steps": len(steps),
    }
    figure = replace(figure, numbers=numbers, rows=tuple(_row(step) for step in steps))
    if not valued:
        facts = {"metric": ladder.metric, "period": period(span)}
        return replace(figure, lacks=_("No round was concluded with %(metric)s %(period)s.") % facts)
    drawn = _drawn(ladder, valued, span)
    said, notes = _said(ladder, steps, valued), (_(NOTE), _(KEY), *_live(ladder, at))
    return replace(figure, answer=said, notes=notes, picture=drawn)


def _said(ladder: Ladder, steps: list[Step], valued: list[Step]) -> str:
    records, best = sum(step.is_record for step in steps), valued[-1].best
    facts: dict[str, Any] = {"metric": ladder.metric, "n": len(valued)}
    if best is None:
        none = ngettext(
            "No best %(metric)s yet: %(n)s round, none of which counts.",
            "No best %(metric)s yet: %(n)s rounds, none of which counts.",
            len(valued),
        )
        return none % facts
    facts["best"] = number(best, ".4g")
    facts["better"] = ngettext("%(n)s new best", "%(n)s new bests", records) % {"n": records}
    facts["verdicts"] = ngettext("%(n)s verdict", "%(n)s verdicts", len(steps)) % {"n": len(steps)}
    if ladder.baseline_value is None:
        return _("%(metric)s is %(best)s at best: %(better)s from %(verdicts)s.") % facts
    facts["base"] = number(ladder.baseline_value, ".4g")
    facts["name"] = ladder.baseline or _("the baseline")
    return _("%(metric)s is %(best)s at best from %(base)s for %(name)s: %(better)s from %(verdicts)s.") % facts


def _live(ladder: Ladder, at: datetime) -> list[str]:
    """What is live now, and for whom."""
    now = [rung for rung in ladder.live if rung.live_at <= at and (rung.ended_at is None or rung.ended_at > at)]
    named = [
        _("%(version)s for %(segment)s") % {"version": rung.version, "segment": rung.segment or _("everybody")}
        for rung in now
    ]
    return [_("Live now: %(versions)s.") % {"versions": ", ".join(named)}] if named else []


def _row(step: Step) -> Row:
    flags = ("yes" if step.is_record else "", "yes" if step.exploratory else "")
    return Row((step.at, step.card, step.title, step.verdict, step.value, step.best, *flags))


def _drawn(ladder: Ladder, valued: list[Step], span: Span) -> Picture:
    first = min(valued[0].at, span.end)
    x = Scale(first.timestamp(), max(span.end, valued[-1].at).timestamp(), LEFT + 8, WIDTH - RIGHT)
    y = _upright(ladder, valued)
    marks = _frame(ladder, x, y, first, span.end)
    marks += _best(ladder, valued, x, y, span.end)
    for step in valued:
        shape, look = _shape(step)
        marks.append(SHAPES[shape](x(step.at.timestamp()), y(step.value or 0), look))
    for n, step in enumerate(valued[-LINKED:]):
        marks += _place(step, n, valued[-LINKED:], x)
    return picture(f"{_(QUESTION)} {ladder.metric}", BOTTOM + 26, marks)


def _upright(ladder: Ladder, valued: list[Step]) -> Scale:
    known = [each for step in valued for each in (step.value, step.best) if each is not None]
    known += [ladder.baseline_value] if ladder.baseline_value is not None else []
    room = (max(known) - min(known)) * 0.1 or abs(max(known)) * 0.1 or 1
    return Scale(min(known) - room, max(known) + room, BOTTOM, TOP)


def _frame(ladder: Ladder, x: Scale, y: Scale, first: datetime, last: datetime) -> list[Mark]:
    marks = [words(0, 12, ladder.metric, look="m-axis")]
    for value in ticks_between(y.low, y.high):
        marks.append(line(LEFT, y(value), WIDTH, y(value), "m-grid"))
        marks.append(words(LEFT - 6, y(value) + 4, number(value, ".3g"), look="m-axis", anchor="end"))
    for at, name in day_ticks(first, last, 4):
        marks.append(words(x(at.timestamp()), BOTTOM + 18, name, look="m-axis", anchor="middle"))
    if ladder.baseline_value is not None:
        height = y(ladder.baseline_value)
        marks.append(line(LEFT, height, WIDTH, height, "m-diagonal"))
        marks.append(words(WIDTH, height + 14, _("baseline"), look="m-note", anchor="end"))
    return marks


def _best(ladder: Ladder, valued: list[Step], x: Scale, y: Scale, last: datetime) -> list[Mark]:
    """The best so far as steps, from each verdict to the next."""
    marks, ends = [], [*(step.at for step in valued[1:]), last]
    before = ladder.baseline_value
    for step, end in zip(valued, ends, strict=True):
        if step.best is None:
            continue
        here = x(step.at.timestamp())
        if before is not None and before != step.best:
            marks.append(line(here, y(before), here, y(step.best), "m-best"))
        marks.append(line(here, y(step.best), x(end.timestamp()), y(step.best), "m-best"))
        before = step.best
    return marks


def _shape(step: Step) -> tuple[str, str]:
    shape = "diamond" if step.verdict == "refuted" else "dot"
    if step.exploratory or step.verdict not in ("supported", "refuted"):
        return shape, "m-hollow"
    return shape, f"m-{step.verdict}"


def _place(step: Step, n: int, steps: list[Step], x: Scale) -> list[Mark]:
    """A column of its own for each dot, up to half the way to its neighbours."""
    at = [x(each.at.timestamp()) for each in steps]
    left = (at[n - 1] + at[n]) / 2 if n else at[n] - 14
    right = (at[n] + at[n + 1]) / 2 if n + 1 < len(at) else at[n] + 14
    said = _(NAMED_BEST) if step.is_record else _("%(card)s: %(value)s, %(verdict)s. %(title)s")
    facts = {"card": step.card, "value": number(step.value or 0, ".4g"), "title": step.title}
    name = said % {**facts, "verdict": answer_word(step.verdict)}
    wide = round(right - left, 1)
    place = (round(left, 1), TOP - 8, wide, BOTTOM - TOP + 16)
    return [link(*place, card_url(step.card), name)] if wide > 1 else []
