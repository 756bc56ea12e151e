"""Verdicts against what the evidence suggested, and whether a second person agreed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop
from django.utils.translation import ngettext

from boards.models import Board
from hypotheses.words import ANSWERS
from insights.figure import Column, Figure, Row, Span
from insights.learning.reading import conclusions
from insights.learning.rounds import Conclusion
from insights.wording import period

AGREED = {"agreed": noop("agreed"), "nobody yet": noop("nobody yet")}
QUESTION = noop("Where did we decide against the evidence?")
COLUMNS = (
    Column("card", noop("Card"), "card"),
    Column("title", noop("Question")),
    Column("round", noop("Round"), "count"),
    Column("concluded", noop("Concluded"), "date"),
    Column("suggested", noop("Suggested"), words=ANSWERS),
    Column("verdict", noop("Verdict"), words=ANSWERS),
    Column("confirmed", noop("Second person"), words=AGREED),
)
NOTE = noop("A person records the verdict; against the suggestion it needs a reason and a second person.")


def build(board: Board, span: Span, at: datetime) -> Figure:
    rounds = conclusions(board, span)
    against = [each for each in rounds if each.against]
    waiting = sum(not each.confirmed for each in against)
    numbers = {"overrides": len(against), "unconfirmed": waiting, "concluded": len(rounds)}
    figure = Figure("overrides", _(QUESTION), "", COLUMNS, notes=(_(NOTE),), numbers=numbers)
    if not rounds:
        return replace(figure, lacks=_("No round was concluded %(period)s.") % {"period": period(span)})
    if not against:
        followed = ngettext(
            "Nowhere: %(n)s verdict followed the suggestion.",
            "Nowhere: %(n)s verdicts followed the suggestion.",
            len(rounds),
        )
        return replace(figure, answer=followed % {"n": len(rounds)})
    return replace(
        figure, answer=_said(len(against), len(rounds), waiting), rows=tuple(_row(each) for each in against)
    )


def _said(against: int, n: int, waiting: int) -> str:
    agreed = ngettext(
        "%(against)s of %(n)s verdict went against the suggestion, a second person agreed.",
        "%(against)s of %(n)s verdicts went against the suggestion, a second person agreed.",
        n,
    )
    alone = ngettext(
        "%(against)s of %(n)s verdict went against the suggestion, %(waiting)s without a second person.",
        "%(against)s of %(n)s verdicts went against the suggestion, %(waiting)s without a second person.",
        n,
    )
    return (alone if waiting else agreed) % {"against": against, "n": n, "waiting": waiting}


def _row(each: Conclusion) -> Row:
    confirmed = "agreed" if each.confirmed else "nobody yet"
    return Row((each.card, each.title, each.n, each.at, each.suggested, each.verdict, confirmed))
