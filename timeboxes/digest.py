"""What the digest tells of time-boxes: decisions that wait, and boxes that will soon be over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from boards.digests import Asked, DigestLine, Section, card_line
from timeboxes.gate_list import GateRow, gates_of


def waiting(asked: Asked) -> list[DigestLine]:
    return _lines(asked, lambda row: f"{row.why}, waits {row.waits}", soon=False)


def ending(asked: Asked) -> list[DigestLine]:
    return _lines(asked, lambda row: f"{row.left} left, until {_day(row.opened_at)}", soon=True)


def _lines(asked: Asked, say: Callable[[GateRow], str], *, soon: bool) -> list[DigestLine]:
    gates, mine = gates_of(asked.person, asked.at), {board.pk for board in asked.boards}
    rows = gates.soon if soon else gates.open
    return [card_line(row.box.card, say(row)) for row in rows if row.box.board_id in mine]


def _day(at: datetime | None) -> str:
    return f"{at:%a %-d %b}" if at else "open"


SECTIONS = (Section("Decisions that wait", 20, waiting), Section("Boxes that end", 50, ending))
