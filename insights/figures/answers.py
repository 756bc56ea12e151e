"""Whether rounds end in answers: decision yield and win rate, each with its interval, never per person."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop
from django.utils.translation import ngettext

from boards.models import Board
from insights.figure import Column, Figure, Picture, Row, Span
from insights.figures.outcomes import outcomes_of
from insights.learning.outcomes import FEW, Outcomes, WinRate, wilson
from insights.learning.rounds import Conclusion
from insights.marks import Line, Upright, row_chart
from insights.wording import figure_url, period, share

MEASURES = {"decision yield": noop("decision yield"), "win rate": noop("win rate")}
LABELS = {"decision yield": noop("Decision yield"), "win rate": noop("Win rate")}
QUESTION = noop("Do our rounds end in answers?")
COLUMNS = (
    Column("measure", noop("Measure"), words=MEASURES),
    Column("hits", noop("Rounds"), "count"),
    Column("of", noop("Of"), "count"),
    Column("share", noop("Share"), "percent"),
    Column("low", noop("95 % from"), "percent"),
    Column("high", noop("95 % to"), "percent"),
)
NOTES = (
    noop("Decision yield: supported and refuted rounds of all that were concluded."),
    noop("Win rate: supported ones of those answered, without exploratory rounds. Neither is counted per person."),
)
WON = noop(
    "%(answers)s from %(rounds)s (%(yield)s); %(supported)s of %(answered)s were supported (%(share)s,"
    " 95 %% interval %(low)s to %(high)s)."
)
READINGS = {
    "anecdotal": noop("Fewer than %(few)s answers are anecdotal."),
    "only safe bets": noop("Only safe bets? Hardly anything was refuted, so little was learned that nobody knew."),
}
TICKS = [(0, "0 %"), (0.25, "25 %"), (0.5, "50 %"), (0.75, "75 %"), (1, "100 %")]


def build(board: Board, span: Span, at: datetime) -> Figure:
    found = outcomes_of(board, span)
    figure = Figure(
        "yield", _(QUESTION), "", COLUMNS, notes=tuple(_(note) for note in NOTES), numbers=_numbers(found)
    )
    if not found.concluded:
        return replace(figure, lacks=_("No round was concluded %(period)s.") % {"period": period(span)})
    rows = _rows(found)
    drawn = _drawn(rows, figure_url(board, "yield", span))
    return replace(figure, answer=_said(found), rows=rows, picture=drawn)


def _said(found: Outcomes) -> str:
    rate = found.win_rate
    rounds = ngettext("%(n)s concluded round", "%(n)s concluded rounds", found.concluded) % {"n": found.concluded}
    facts = {
        "answers": ngettext("%(n)s answer", "%(n)s answers", found.answered) % {"n": found.answered},
        "rounds": rounds,
        "yield": share(found.decision_yield or 0),
    }
    if rate is None:
        return _("%(answers)s from %(rounds)s (%(yield)s).") % facts
    won = {"supported": rate.supported, "answered": rate.answered, "share": share(rate.share)}
    said = _(WON) % {**facts, **won, "low": share(rate.low), "high": share(rate.high)}
    return f"{said} {_(READINGS[rate.reading]) % {'few': FEW}}" if rate.reading else said


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
        label = _(LABELS[measure])
        facts = {
            "measure": label,
            "share": share(part),
            "n": hits,
            "of": of,
            "low": share(low),
            "high": share(high),
        }
        name = _("%(measure)s %(share)s: %(n)s of %(of)s, 95 %% interval %(low)s to %(high)s") % facts
        lines.append(Line(label, href, name, [("dot", part, "m-dot")], (low, high)))
    return row_chart(_(QUESTION), lines, TICKS, [Upright(0.5, "")])
