"""How many cards by a day, and when so many are done, with the certainty of each answer."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from boards.models import Board
from insights.figure import Column, Figure, Picture, Row, Span, too_few
from insights.flow import Flow, flow_of
from insights.lives import ON_THE_WAY
from insights.percentiles import MARKS
from insights.scale import BOTTOM, HEIGHT, LEFT, RIGHT, WIDTH, Scale, axes, upward, whole_steps
from insights.simulation import HORIZON, TRIALS, Forecast, simulate
from insights.weeks import day_of, midnight
from insights.wording import day, number, short_day

QUESTION = noop("When will it be done?")
COLUMNS = (
    Column("asked", noop("Asked")),
    Column("cards", noop("Cards"), "count"),
    Column("by", noop("By"), "date"),
    Column("p50", noop("Likely (50 %)")),
    Column("p85", noop("Safe (85 %)")),
    Column("p95", noop("Very safe (95 %)")),
)
BY_THEN = noop(
    "The %(n)s on the way are done by %(day)s, with 85 %% certainty; at least %(more)s more within four weeks,"
    " with 85 %% certainty."
)
BEYOND = noop(
    "The %(n)s on the way are done %(after)s, with 85 %% certainty; at least %(more)s more within four weeks,"
    " with 85 %% certainty."
)
DRAWN = noop(
    "%(trials)s trials; each draws working days at random from the %(days)s of the range, on which %(finished)s"
    " cards were finished, from tomorrow on. The same past gives the same forecast."
)
ASSUMED = noop(
    "Assumed: the coming days are like those; cards are as large as those were and are not split; whatever is"
    " finished counts, research and tasks, whether or not it is on the way now; the working calendar stays."
)
WEEKS = (2, 4, 8, 12)
COUNTS = (5, 10, 20, 50)


def build(board: Board, span: Span, at: datetime) -> Figure:
    flow = flow_of(board, at)
    history = finished_per_workday(flow, span)
    done, way = sum(history), [life.ref for life, place in flow.open if place.role in ON_THE_WAY]
    lacks = too_few(done)
    if lacks:
        return Figure("forecast", _(QUESTION), "", COLUMNS, notes=_notes(history, span), lacks=lacks)
    forecast, ahead = simulate(history), working_days_ahead(flow, HORIZON)
    when = [_when(forecast, ahead, count, way) for count in sorted({len(way), *COUNTS} - {0})]
    many = [_how_many(forecast, ahead, day_of(at, flow.zone) + timedelta(weeks=weeks)) for weeks in WEEKS]
    return Figure(
        "forecast",
        _(QUESTION),
        _answer(forecast, ahead, len(way), many[1]),
        COLUMNS,
        (*when, *many),
        _notes(history, span),
        {"days_sampled": len(history), "finished": done, "trials": TRIALS, "on_the_way": len(way)},
        Picture("insights/pictures/forecast.html", _drawn(forecast, ahead)),
    )


def finished_per_workday(flow: Flow, span: Span) -> list[int]:
    """What was finished on each working day of the span; what was finished in between counts for the next one."""
    days = working_days(flow, day_of(max(span.start, flow.began), flow.zone), day_of(span.end, flow.zone))
    counts = dict.fromkeys(days, 0)
    for finished, _life in flow.finished_in(span):
        day = day_of(finished, flow.zone)
        while day not in counts and day <= (days[-1] if days else day - timedelta(days=1)):
            day += timedelta(days=1)
        if day in counts:
            counts[day] += 1
        elif days:
            counts[days[-1]] += 1
    return list(counts.values())


def working_days(flow: Flow, first: date, last: date) -> list[date]:
    """The days from the first to the last on which somebody works."""
    begin, end = midnight(first, flow.zone), midnight(last + timedelta(days=1), flow.zone)
    return sorted({day_of(opens, flow.zone) for opens, _ in flow.calendar.spans(begin, end)})


def working_days_ahead(flow: Flow, count: int) -> list[date]:
    """The next working days after today."""
    today, weeks = day_of(flow.at, flow.zone), count // max(flow.calendar.days_per_week, 1) + 4
    return working_days(flow, today + timedelta(days=1), today + timedelta(weeks=weeks))[:count]


def _when(forecast: Forecast, ahead: list[date], count: int, way: list[str]) -> Row:
    answers = [_day(forecast.when(count, percent), ahead) for percent in MARKS]
    is_way = count == len(way)
    more = _("When are %(n)s more done?") % {"n": count}
    asked = _("When are the cards on the way done?") if is_way else more
    return Row((asked, count, None, *answers), tuple(way) if is_way else ())


def _how_many(forecast: Forecast, ahead: list[date], by: date) -> Row:
    days = sum(day <= by for day in ahead)
    return Row((_("How many by then?"), None, by, *(forecast.how_many(days, percent) for percent in MARKS)))


def _day(days: int | None, ahead: list[date]) -> date | str:
    """The working day on which so many have passed."""
    if days is None or days > len(ahead):
        return _("after %(day)s") % {"day": day(ahead[-1])}
    return ahead[days - 1]


def _answer(forecast: Forecast, ahead: list[date], way: int, month: Row) -> str:
    more = month.cells[4]
    if not way:
        return _("At least %(more)s more within four weeks, with 85 %% certainty.") % {"more": more}
    last = _day(forecast.when(way, 85), ahead)
    if isinstance(last, str):
        return _(BEYOND) % {"n": way, "after": last, "more": more}
    return _(BY_THEN) % {"n": way, "day": day(last), "more": more}


def _notes(history: list[int], span: Span) -> tuple[str, ...]:
    facts = {"trials": number(TRIALS, ","), "days": len(history), "finished": sum(history)}
    return _(DRAWN) % facts, _(ASSUMED)


def _drawn(forecast: Forecast, ahead: list[date]) -> dict[str, Any]:
    """How many are done after each working day of the next three months, likely, safe and very safe."""
    days = list(range(0, min(65, len(ahead)) + 1, 5))
    likely = [forecast.how_many(day, 50) for day in days]
    heights = whole_steps(max(likely[-1], 1))
    x, y = Scale(0, days[-1], LEFT, WIDTH - RIGHT - 90), upward(heights[-1])
    curves: list[dict[str, Any]] = []
    for percent, label in zip(MARKS, (_("likely"), "85 %", "95 %"), strict=True):
        values = [forecast.how_many(day, percent) for day in days]
        points = "L".join(f"{x(day)} {y(value)}" for day, value in zip(days, values, strict=True))
        last = min(max(y(values[-1]), curves[-1]["y"] + 15 if curves else 0), HEIGHT - BOTTOM + 12)
        curves.append({"percent": percent, "path": f"M{points}", "y": last, "text": f"{values[-1]} {label}"})
    marks = [(x(n), short_day(ahead[n - 1])) for n in days[2::2]]
    right = WIDTH - RIGHT - 90
    return {"axes": axes(y, heights, marks, right), "curves": curves, "edge": right + 6}
