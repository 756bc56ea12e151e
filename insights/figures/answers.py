"""Whether rounds end in answers: decision yield and win rate, each with its interval, never per person."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from boards.models import Board
from insights.figure import Column, Figure, Picture, Row, Span
from insights.figures.outcomes import outcomes_of
from insights.learning.outcomes import FEW, Outcomes, WinRate, wilson
from insights.learning.rounds import Conclusion
from insights.marks import Line, Upright, row_chart
from insights.wording import counted, figure_url, period, share

QUESTION = "Do our rounds end in answers?"
COLUMNS = (
    Column("measure", "Measure"),
    Column("hits", "Rounds", "count"),
    Column("of", "Of", "count"),
    Column("share", "Share", "percent"),
    Column("low", "95 % from", "percent"),
    Column("high", "95 % to", "percent"),
)
NOTES = (
    "Decision yield: supported and refuted rounds of all that were concluded.",
    "Win rate: supported ones of those answered, without exploratory rounds. Neither is counted per person.",
)
READINGS = {
    "": "",
    "anecdotal": f" Fewer than {FEW} answers are anecdotal.",
    "only safe bets": " Only safe bets? Hardly anything was refuted, so little was learned that nobody knew.",
}
TICKS = [(0, "0 %"), (0.25, "25 %"), (0.5, "50 %"), (0.75, "75 %"), (1, "100 %")]


def build(board: Board, span: Span, at: datetime) -> Figure:
    found = outcomes_of(board, span)
    figure = Figure("yield", QUESTION, "", COLUMNS, notes=NOTES, numbers=_numbers(found))
    if not found.concluded:
        return replace(figure, lacks=f"No round was concluded {period(span)}.")
    rows = _rows(found)
    drawn = _drawn(rows, figure_url(board, "yield", span))
    return replace(figure, answer=_said(found), rows=rows, picture=drawn)


def _said(found: Outcomes) -> str:
    rate = found.win_rate
    said = f"{counted(found.answered, 'answer')} from {counted(found.concluded, 'concluded round')}"
    if rate is None:
        return f"{said} ({share(found.decision_yield or 0)})."
    interval = f"{share(rate.low)} to {share(rate.high)}"
    won = f"{rate.supported} of {rate.answered} were supported ({share(rate.share)}, 95 % interval {interval})"
    return f"{said} ({share(found.decision_yield or 0)}); {won}.{READINGS[rate.reading]}"


def _numbers(found: Outcomes) -> dict[str, Any]:
    rate = found.win_rate
    return {"decision_yield": found.decision_yield, "win_rate": _rate(rate) if rate else None}


def _rate(rate: WinRate) -> dict[str, Any]:
    return {
        "share": rate.share,
        "low": rate.low,
        "high": rate.high,
        "supported": rate.supported,
        "answered": rate.answered,
        "reading": rate.reading,
    }


def _rows(found: Outcomes) -> tuple[Row, ...]:
    answered = [*found.supported, *found.refuted]
    low, high = wilson(found.answered, found.concluded)
    cells = ("decision yield", found.answered, found.concluded, found.decision_yield, low, high)
    rows = [Row(cells, _refs(answered))]
    if found.win_rate is not None:
        rate = found.win_rate
        won = [each for each in found.supported if not each.exploratory]
        rows.append(Row(("win rate", rate.supported, rate.answered, rate.share, rate.low, rate.high), _refs(won)))
    return tuple(rows)


def _refs(rounds: list[Conclusion]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.card for each in rounds))


def _drawn(rows: tuple[Row, ...], href: str) -> Picture:
    lines = []
    for row in rows:
        measure, hits, of, part, low, high = row.cells
        name = f"{measure.capitalize()} {share(part)}: {hits} of {of}, 95 % interval {share(low)} to {share(high)}"
        lines.append(Line(measure.capitalize(), href, name, [("dot", part, "m-dot")], (low, high)))
    return row_chart(QUESTION, lines, TICKS, [Upright(0.5, "")])
