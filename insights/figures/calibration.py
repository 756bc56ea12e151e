"""How well beliefs match what came out; of the team, never of a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from math import sqrt
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from boards.models import Board
from insights.figure import Column, Figure, Picture, Row, Span
from insights.learning.calibration import COIN, ENOUGH, Bin, Calibration, Scores, Series, calibration
from insights.learning.reading import conclusions
from insights.marks import WIDTH, Mark, dot, line, link, picture, words
from insights.scale import Scale
from insights.wording import figure_url, number, share

AUTHORS, TEAM = noop("authors"), noop("everybody else")
QUESTION = noop("How well do we guess?")
COLUMNS = (
    Column("whose", noop("Whose"), words={AUTHORS: AUTHORS, TEAM: TEAM}),
    Column("from", noop("Belief from"), "percent"),
    Column("to", noop("to"), "percent"),
    Column("n", noop("Forecasts"), "count"),
    Column("belief", noop("Mean belief"), "percent"),
    Column("supported", noop("Supported"), "count"),
    Column("share", noop("Share"), "percent"),
    Column("low", noop("95 % from"), "percent"),
    Column("high", noop("95 % to"), "percent"),
)
BETTER = noop(
    "Brier score %(brier)s over %(n)s answers, better than always saying 50 %% (%(coin)s): reliability"
    " %(reliability)s (0 is best), resolution %(resolution)s, uncertainty %(uncertainty)s."
)
NO_BETTER = noop(
    "Brier score %(brier)s over %(n)s answers, no better than always saying 50 %% (%(coin)s): reliability"
    " %(reliability)s (0 is best), resolution %(resolution)s, uncertainty %(uncertainty)s."
)
NOTES = (
    noop(
        "Each person's newest forecast from before results were known; no exploratory rounds, nobody scored alone."
    ),
    noop(
        "On the diagonal what people believed is what came out; above it they were too careful, below it too sure."
    ),
)
WITHHELD = noop("Forecasts of others come from one person so far; they are scored once a second one takes part.")
TOP, BOTTOM, LEFT = 34, 264, 44


def build(board: Board, span: Span, at: datetime) -> Figure:
    found = calibration(conclusions(board, span))
    authors = found.authors.scores
    numbers = {"authors": _numbers(found.authors), "everybody_else": _numbers(found.team), "coin": COIN}
    figure = Figure("calibration", _(QUESTION), "", COLUMNS, notes=_notes(found), numbers=numbers)
    if authors is None:
        facts = {"enough": ENOUGH, "have": found.authors.n}
        return replace(figure, lacks=_("Needs %(enough)s answers with a forecast; you have %(have)s.") % facts)
    series = [(AUTHORS, authors), *([(TEAM, found.team.scores)] if found.team.scores else [])]
    return replace(
        figure,
        answer=_said(authors),
        rows=tuple(_row(whose, each) for whose, scores in series for each in scores.bins),
        picture=_drawn(series, figure_url(board, "calibration", span)),
    )


def _said(scores: Scores) -> str:
    facts = {name: number(getattr(scores, name), ".3f") for name in ("reliability", "resolution", "uncertainty")}
    brier = {"brier": number(scores.brier, ".2f"), "n": scores.n, "coin": number(COIN, "g")}
    return _(BETTER if scores.brier < COIN else NO_BETTER) % {**facts, **brier}


def _notes(found: Calibration) -> tuple[str, ...]:
    notes = tuple(_(note) for note in NOTES)
    if found.team.withheld:
        return (*notes, _(WITHHELD))
    if found.team.scores:
        facts = {"brier": number(found.team.scores.brier, ".2f"), "n": found.team.n}
        team = _("Everybody else together: Brier score %(brier)s over %(n)s forecasts.") % facts
        return (*notes, team)
    if found.team.n:
        facts = {"enough": ENOUGH, "n": found.team.n}
        return (*notes, _("Forecasts of others are scored from %(enough)s on; there are %(n)s.") % facts)
    return notes


def _numbers(series: Series) -> dict[str, Any]:
    scores = series.scores
    if scores is None:
        return {"n": series.n, "brier": None}
    names = ("n", "brier", "reliability", "resolution", "uncertainty", "within")
    return {name: getattr(scores, name) for name in names}


def _row(whose: str, each: Bin) -> Row:
    ends = (each.share_low, each.share_high)
    cells = (whose, each.low, each.high, each.n, each.belief, each.supported, each.share, *ends)
    return Row(cells, tuple(dict.fromkeys(guess.round.card for guess in each.guesses)))


def _drawn(series: list[tuple[str, Scores]], href: str) -> Picture:
    x, y = Scale(0, 1, LEFT, WIDTH - 20), Scale(0, 1, BOTTOM, TOP)
    marks = [*_frame(x, y), *_legend(len(series) > 1)]
    most = max(each.n for _, scores in series for each in scores.bins)
    for whose, scores in series:
        for each in scores.bins:
            marks += _circle(whose, each, most, x, y)
    for low in (0, 0.2, 0.4, 0.6, 0.8):
        here = [(whose, each) for whose, scores in series for each in scores.bins if each.low == low]
        if here:
            facts = {"low": share(low), "high": share(low + 0.2), "said": "; ".join(map(_name, here))}
            name = _("Beliefs from %(low)s to %(high)s: %(said)s") % facts
            marks.append(link(x(low), TOP, x(0.2) - x(0), BOTTOM - TOP, href, name))
    return picture(_(QUESTION), BOTTOM + 40, marks)


def _frame(x: Scale, y: Scale) -> list[Mark]:
    marks = []
    for n in range(6):
        value = n / 5
        marks += [
            line(x(0), y(value), x(1), y(value), "m-grid"),
            words(x(0) - 7, y(value) + 4, f"{value:.0%}", look="m-axis", anchor="end"),
            words(x(value), BOTTOM + 17, f"{value:.0%}", look="m-axis", anchor="middle"),
        ]
    middle = words(
        (x(0) + x(1)) / 2, BOTTOM + 35, _("how likely we thought it was"), look="m-axis", anchor="middle"
    )
    return [*marks, middle, line(x(0), y(0), x(1), y(1), "m-diagonal")]


def _legend(both: bool) -> list[Mark]:
    marks = [words(0, 12, _("share supported"), look="m-axis")]
    if not both:
        return marks
    marks += [dot(140, 8, "m-dot"), words(150, 12, _(AUTHORS), look="m-note")]
    return [*marks, dot(220, 8, "m-hollow"), words(230, 12, _(TEAM), look="m-note")]


def _circle(whose: str, each: Bin, most: int, x: Scale, y: Scale) -> list[Mark]:
    """Its area is the number of forecasts; the whisker of the authors is the interval of the share."""
    look = "m-dot" if whose == AUTHORS else "m-hollow"
    at, radius = x(each.belief), 3 + 12 * sqrt(each.n / most)
    circle = dot(at, y(each.share), look, radius)
    if whose != AUTHORS:
        return [circle]
    whisker = line(at, y(each.share_low), at, y(each.share_high), "m-whisker")
    return [whisker, circle, words(at + radius + 3, y(each.share) + 4, str(each.n), look="m-note")]


def _name(one: tuple[str, Bin]) -> str:
    whose, each = one
    facts = {"whose": _(whose), "n": each.n, "supported": each.supported, "share": share(each.share)}
    return _("%(whose)s %(n)s, of which %(supported)s supported (%(share)s)") % facts
