"""How many cards were finished each week, research and tasks apart."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from statistics import median
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop
from django.utils.translation import ngettext

from boards.models import Board
from insights.figure import Column, Figure, Picture, Row, Span
from insights.flow import Flow, flow_of
from insights.lives import Life
from insights.scale import BOTTOM, HEIGHT, LEFT, RIGHT, WIDTH, Scale, axes, upward, whole_steps
from insights.weeks import midnight, monday_of
from insights.wording import YES_NO, number, short_day

QUESTION = noop("How much do we finish?")
COLUMNS = (
    Column("week", noop("Week from"), "date"),
    Column("circular", noop("Research"), "count"),
    Column("linear", noop("Tasks"), "count"),
    Column("total", noop("Finished"), "count"),
    Column("whole", noop("Whole week"), words=YES_NO),
)
NOTES = (
    noop(
        "Finished: moved to done and still done. A card that came as done, as an import brings them, is not"
        " counted."
    ),
    noop("The week that runs, and one that the range cuts, are drawn but not part of the usual week."),
)
MOST_BARS = 60


def build(board: Board, span: Span, at: datetime) -> Figure:
    flow = flow_of(board, at)
    weeks = by_week(flow, span)
    whole = [cards for week, cards in weeks.items() if _is_whole(week, flow, span)]
    total = sum(map(len, weeks.values()))
    usual = median(map(len, whole)) if whole else None
    return Figure(
        "throughput",
        _(QUESTION),
        _answer(total, usual),
        COLUMNS,
        tuple(_row(week, cards, _is_whole(week, flow, span)) for week, cards in reversed(weeks.items())),
        tuple(_(note) for note in NOTES),
        {"finished": total, "weeks": len(whole), "median_per_week": usual},
        Picture("insights/pictures/throughput.html", _drawn(weeks)),
        "" if total else _("Nothing was finished in this time."),
    )


def by_week(flow: Flow, span: Span) -> dict[date, list[Life]]:
    """The finished cards of each week since there were cards, also of those without any; they begin on Monday."""
    last = monday_of(span.end - timedelta(microseconds=1), flow.zone)
    first = min(monday_of(max(span.start, flow.began), flow.zone), last)
    weeks: dict[date, list[Life]] = {
        first + timedelta(days=7 * n): [] for n in range((last - first).days // 7 + 1)
    }
    for finished, life in flow.finished_in(span):
        weeks[monday_of(finished, flow.zone)].append(life)
    return weeks


def _is_whole(week: date, flow: Flow, span: Span) -> bool:
    end = midnight(week + timedelta(days=7), flow.zone)
    return midnight(week, flow.zone) >= span.start and end <= span.end


def _answer(total: int, usual: float | None) -> str:
    if usual is None:
        return ngettext("%(n)s card in this time.", "%(n)s cards in this time.", total) % {"n": total}
    said = ngettext(
        "%(usual)s in the usual week; %(n)s card in this time.",
        "%(usual)s in the usual week; %(n)s cards in this time.",
        total,
    )
    return said % {"usual": number(usual, "g"), "n": total}


def _row(week: date, cards: list[Life], whole: bool) -> Row:
    circular = sum(life.is_circular for life in cards)
    cells = (week, circular, len(cards) - circular, len(cards), "yes" if whole else "no")
    return Row(cells, tuple(life.ref for life in cards), week.isoformat())


def _drawn(weeks: dict[date, list[Life]]) -> dict[str, Any]:
    """A bar for each of the last weeks, research below and tasks on top of it."""
    shown = list(weeks.items())[-MOST_BARS:]
    heights = whole_steps(max(len(cards) for _, cards in shown))
    y, room = upward(heights[-1]), (WIDTH - LEFT - RIGHT) / len(shown)
    bars = [
        _bar(week, cards, LEFT + (index + 0.12) * room, room * 0.76, y)
        for index, (week, cards) in enumerate(shown)
    ]
    marks = [(bar["middle"], bar["day"]) for bar in bars[:: max(len(shown) // 6, 1)]]
    return {"axes": axes(y, heights, marks), "bars": bars, "labels": room > 14}


def _bar(week: date, cards: list[Life], left: float, width: float, y: Scale) -> dict[str, Any]:
    circular, day = sum(life.is_circular for life in cards), short_day(week)
    facts = {"day": day, "n": len(cards), "research": circular}
    return {
        "key": week.isoformat(),
        "day": day,
        "name": _("Week from %(day)s: %(n)s finished, %(research)s of them research") % facts,
        "x": round(left, 1),
        "width": round(width, 1),
        "circular": (y(circular), round(HEIGHT - BOTTOM - y(circular), 1)),
        "linear": (y(len(cards)), round(y(circular) - y(len(cards)), 1)),
        "middle": round(left + width / 2, 1),
        "total": len(cards),
    }
