"""How many cards were finished each week."""

from __future__ import annotations

from datetime import datetime

from boards.models import Board
from insights.figure import Column, Figure, Span

QUESTION = "How much do we finish?"
COLUMNS = (
    Column("week", "Week from", "date"),
    Column("circular", "Research", "count"),
    Column("linear", "Tasks", "count"),
    Column("total", "Finished", "count"),
)


def build(board: Board, span: Span, at: datetime) -> Figure:
    return Figure("throughput", QUESTION, "", COLUMNS, lacks="Nothing is finished yet.")
