"""Answers that lay far from what their author believed: where the team had the most to learn."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop
from django.utils.translation import ngettext

from boards.models import Board
from hypotheses.words import ANSWERS, answer_word
from insights.figure import Column, Figure, Row, Span
from insights.learning.outcomes import surprises
from insights.learning.reading import conclusions
from insights.learning.rounds import SURPRISE, Conclusion
from insights.marks import Line, row_chart
from insights.wording import YES_NO, card_url, period, share

QUESTION = noop("What surprised us?")
COLUMNS = (
    Column("card", noop("Card"), "card"),
    Column("title", noop("Question")),
    Column("round", noop("Round"), "count"),
    Column("concluded", noop("Concluded"), "date"),
    Column("belief", noop("Believed"), "percent"),
    Column("verdict", noop("Verdict"), words=ANSWERS),
    Column("distance", noop("Distance"), "percent"),
    Column("exploratory", noop("Exploratory"), words=YES_NO),
)
NOTE = noop("A surprise: the author's belief lay at least %(n)s%% from the answer. It is no blame; it is news.")
DRAWN = 10
TICKS = [(0, noop("refuted")), (0.25, ""), (0.5, "50 %"), (0.75, ""), (1, noop("supported"))]


def build(board: Board, span: Span, at: datetime) -> Figure:
    rounds = [each for each in conclusions(board, span) if each.surprise is not None]
    found, n = surprises(rounds), len(rounds)
    note = _(NOTE) % {"n": round(100 * SURPRISE)}
    figure = Figure("surprises", _(QUESTION), "", COLUMNS, notes=(note,))
    figure = replace(figure, numbers={"surprises": len(found), "answers_with_a_belief": len(rounds)})
    if not rounds:
        return replace(figure, lacks=_("No answer with a forecast %(period)s.") % {"period": period(span)})
    if not found:
        none = ngettext(
            "None of %(n)s answer lay far from its belief.", "None of %(n)s answers lay far from its belief.", n
        )
        return replace(figure, answer=none % {"n": n})
    more = (_("The picture shows the %(n)s greatest.") % {"n": DRAWN},) if len(found) > DRAWN else ()
    surprising = ngettext("%(n)s surprise", "%(n)s surprises", len(found)) % {"n": len(found)}
    said = ngettext(
        "%(surprises)s among %(n)s answer with a forecast.",
        "%(surprises)s among %(n)s answers with a forecast.",
        n,
    )
    ticks = [(value, text and _(text)) for value, text in TICKS]
    return replace(
        figure,
        answer=said % {"surprises": surprising, "n": n},
        rows=tuple(_row(each) for each in found),
        notes=(note, *more),
        picture=row_chart(_(QUESTION), [_line(each) for each in found[:DRAWN]], ticks),
    )


def _row(each: Conclusion) -> Row:
    distance, exploratory = each.surprise, "yes" if each.exploratory else ""
    cells = (each.card, each.title, each.n, each.at, each.belief, each.verdict, distance, exploratory)
    return Row(cells)


def _line(each: Conclusion) -> Line:
    """From the belief, a hollow dot, to the answer."""
    belief = each.belief or 0
    facts = {"card": each.card, "share": share(belief), "verdict": answer_word(each.verdict), "title": each.title}
    name = _("%(card)s: believed %(share)s, %(verdict)s. %(title)s") % facts
    answer = ("dot" if each.outcome else "diamond", each.outcome, f"m-{each.verdict}")
    shapes = [("dot", belief, "m-hollow"), answer]
    return Line(each.card, card_url(each.card), name, shapes, (belief, each.outcome))
