"""Verdicts against what the evidence suggested, and whether a second person agreed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from boards.models import Board
from insights.figure import Column, Figure, Row, Span
from insights.learning.reading import conclusions
from insights.learning.rounds import Conclusion
from insights.wording import counted, period

QUESTION = "Where did we decide against the evidence?"
COLUMNS = (
    Column("card", "Card", "card"),
    Column("title", "Question"),
    Column("round", "Round", "count"),
    Column("concluded", "Concluded", "date"),
    Column("suggested", "Suggested"),
    Column("verdict", "Verdict"),
    Column("confirmed", "Second person"),
)
NOTE = "A person records the verdict; against the suggestion it needs a reason and a second person."


def build(board: Board, span: Span, at: datetime) -> Figure:
    rounds = conclusions(board, span)
    against = [each for each in rounds if each.against]
    waiting = sum(not each.confirmed for each in against)
    numbers = {"overrides": len(against), "unconfirmed": waiting, "concluded": len(rounds)}
    figure = Figure("overrides", QUESTION, "", COLUMNS, notes=(NOTE,), numbers=numbers)
    if not rounds:
        return replace(figure, lacks=f"No round was concluded {period(span)}.")
    if not against:
        return replace(figure, answer=f"Nowhere: {counted(len(rounds), 'verdict')} followed the suggestion.")
    rest = f"{waiting} without a second person" if waiting else "a second person agreed"
    said = f"{len(against)} of {counted(len(rounds), 'verdict')} went against the suggestion, {rest}."
    return replace(figure, answer=said, rows=tuple(_row(each) for each in against))


def _row(each: Conclusion) -> Row:
    confirmed = "agreed" if each.confirmed else "nobody yet"
    return Row((each.card, each.title, each.n, each.at, each.suggested, each.verdict, confirmed))
