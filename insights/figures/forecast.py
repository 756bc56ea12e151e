"""How many cards by a day, and when so many are done, with the certainty of each answer."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from boards.models import Board
from insights.figure import Column, Figure, Picture, Row, Span, too_few
from insights.flow import Flow, flow_of
from insights.lives import ON_THE_WAY
from insights.percentiles import MARKS
from insights.scale import BOTTOM, HEIGHT, LEFT, RIGHT, WIDTH, Scale, axes, upward, whole_steps
from insights.simulation import HORIZON, TRIALS, Forecast, simulate
from insights.weeks import day_of, midnight

QUESTION = "When will it be done?"
COLUMNS = (
    Column("asked", "Asked"),
    Column("cards", "Cards", "count"),
    Column("by", "By", "date"),
    Column("p50", "Likely (50 %)"),
    Column("p85", "Safe (85 %)"),
    Column("p95", "Very safe (95 %)"),
)
WEEKS = (2, 4, 8, 12)
COUNTS = (5, 10, 20, 50)


def build(board: Board, span: Span, at: datetime) -> Figure:
    flow = flow_of(board, at)
    history = finished_per_workday(flow, span)
    done, way = sum(history), [life.ref for life, place in flow.open if place.role in ON_THE_WAY]
    lacks = too_few(done)
    if lacks:
        return Figure("forecast", QUESTION, "", COLUMNS, notes=_notes(history, span), lacks=lacks)
    forecast, ahead = simulate(history), working_days_ahead(flow, HORIZON)
    when = [_when(forecast, ahead, count, way) for count in sorted({len(way), *COUNTS} - {0})]
    many = [_how_many(forecast, ahead, day_of(at, flow.zone) + timedelta(weeks=weeks)) for weeks in WEEKS]
    return Figure(
        "forecast",
        QUESTION,
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
    for finished, _ in flow.finished_in(span):
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
    asked = "When are the cards on the way done?" if is_way else f"When are {count} more done?"
    return Row((asked, count, None, *answers), tuple(way) if is_way else ())


def _how_many(forecast: Forecast, ahead: list[date], by: date) -> Row:
    days = sum(day <= by for day in ahead)
    return Row(("How many by then?", None, by, *(forecast.how_many(days, percent) for percent in MARKS)))


def _day(days: int | None, ahead: list[date]) -> date | str:
    """The working day on which so many have passed."""
    if days is None or days > len(ahead):
        return f"after {_said(ahead[-1])}"
    return ahead[days - 1]


def _said(day: date | str) -> str:
    return day if isinstance(day, str) else f"{day.day} {day:%b %Y}"


def _answer(forecast: Forecast, ahead: list[date], way: int, month: Row) -> str:
    many = f"at least {month.cells[4]} more within four weeks, with 85 % certainty"
    if not way:
        return f"{many[0].upper()}{many[1:]}."
    day = _day(forecast.when(way, 85), ahead)
    by = "" if isinstance(day, str) else "by "
    return f"The {way} on the way are done {by}{_said(day)}, with 85 % certainty; {many}."


def _notes(history: list[int], span: Span) -> tuple[str, ...]:
    return (
        f"{TRIALS:,} trials; each draws working days at random from the {len(history)} of the range, on which"
        f" {sum(history)} cards were finished, from tomorrow on. The same past gives the same forecast.",
        "Assumed: the coming days are like those; cards are as large as those were and are not split; whatever is"
        " finished counts, research and tasks, whether or not it is on the way now; the working calendar stays.",
    )


def _drawn(forecast: Forecast, ahead: list[date]) -> dict[str, Any]:
    """How many are done after each working day of the next three months, likely, safe and very safe."""
    days = list(range(0, min(65, len(ahead)) + 1, 5))
    likely = [forecast.how_many(day, 50) for day in days]
    heights = whole_steps(max(likely[-1], 1))
    x, y = Scale(0, days[-1], LEFT, WIDTH - RIGHT - 90), upward(heights[-1])
    curves: list[dict[str, Any]] = []
    for percent, label in zip(MARKS, ("likely", "85 %", "95 %"), strict=True):
        values = [forecast.how_many(day, percent) for day in days]
        points = "L".join(f"{x(day)} {y(value)}" for day, value in zip(days, values, strict=True))
        last = min(max(y(values[-1]), curves[-1]["y"] + 15 if curves else 0), HEIGHT - BOTTOM + 12)
        curves.append({"percent": percent, "path": f"M{points}", "y": last, "text": f"{values[-1]} {label}"})
    marks = [(x(day), f"{ahead[day - 1].day} {ahead[day - 1]:%b}") for day in days[2::2]]
    right = WIDTH - RIGHT - 90
    return {"axes": axes(y, heights, marks, right), "curves": curves, "edge": right + 6}
