"""Answers that lay far from what their author believed: where the team had the most to learn."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from boards.models import Board
from insights.figure import Column, Figure, Row, Span
from insights.learning.outcomes import surprises
from insights.learning.reading import conclusions
from insights.learning.rounds import SURPRISE, Conclusion
from insights.marks import Line, row_chart
from insights.wording import card_url, counted, period, share

QUESTION = "What surprised us?"
COLUMNS = (
    Column("card", "Card", "card"),
    Column("title", "Question"),
    Column("round", "Round", "count"),
    Column("concluded", "Concluded", "date"),
    Column("belief", "Believed", "percent"),
    Column("verdict", "Verdict"),
    Column("distance", "Distance", "percent"),
    Column("exploratory", "Exploratory"),
)
NOTE = f"A surprise: the author's belief lay at least {SURPRISE:.0%} from the answer. It is no blame; it is news."
DRAWN = 10
TICKS = [(0, "refuted"), (0.25, ""), (0.5, "50 %"), (0.75, ""), (1, "supported")]


def build(board: Board, span: Span, at: datetime) -> Figure:
    rounds = [each for each in conclusions(board, span) if each.surprise is not None]
    found = surprises(rounds)
    figure = Figure("surprises", QUESTION, "", COLUMNS, notes=(NOTE,))
    figure = replace(figure, numbers={"surprises": len(found), "answers_with_a_belief": len(rounds)})
    if not rounds:
        return replace(figure, lacks=f"No answer with a forecast {period(span)}.")
    if not found:
        return replace(figure, answer=f"None of {counted(len(rounds), 'answer')} lay far from its belief.")
    notes = (NOTE, f"The picture shows the {DRAWN} greatest.") if len(found) > DRAWN else (NOTE,)
    return replace(
        figure,
        answer=f"{counted(len(found), 'surprise')} among {counted(len(rounds), 'answer')} with a forecast.",
        rows=tuple(_row(each) for each in found),
        notes=notes,
        picture=row_chart(QUESTION, [_line(each) for each in found[:DRAWN]], TICKS),
    )


def _row(each: Conclusion) -> Row:
    distance, exploratory = each.surprise, "yes" if each.exploratory else ""
    cells = (each.card, each.title, each.n, each.at, each.belief, each.verdict, distance, exploratory)
    return Row(cells)


def _line(each: Conclusion) -> Line:
    """From the belief, a hollow dot, to the answer."""
    belief = each.belief or 0
    name = f"{each.card}: believed {share(belief)}, {each.verdict}. {each.title}"
    answer = ("dot" if each.outcome else "diamond", each.outcome, f"m-{each.verdict}")
    shapes = [("dot", belief, "m-hollow"), answer]
    return Line(each.card, card_url(each.card), name, shapes, (belief, each.outcome))
