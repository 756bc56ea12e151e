"""What the digest tells of time-boxes: decisions that wait, and boxes that will soon be over."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop
from django.utils.translation import pgettext

from boards.digests import Asked, DigestLine, Section, card_line
from timeboxes.gate_list import GateRow, gates_of


def waiting(asked: Asked) -> list[DigestLine]:
    return _lines(asked, _waits, soon=False)


def ending(asked: Asked) -> list[DigestLine]:
    return _lines(asked, _ends, soon=True)


def _lines(asked: Asked, say: Callable[[GateRow], str], *, soon: bool) -> list[DigestLine]:
    gates, mine = gates_of(asked.person, asked.at), {board.pk for board in asked.boards}
    rows = gates.soon if soon else gates.open
    return [card_line(row.box.card, say(row)) for row in rows if row.box.board_id in mine]


def _waits(row: GateRow) -> str:
    return _("%(why)s Waits %(time)s") % {"why": row.why, "time": row.waits}


def _ends(row: GateRow) -> str:
    day = date_format(row.opened_at, _("D j M")) if row.opened_at else pgettext("time-box", "open")
    return _("%(time)s left, until %(day)s") % {"time": row.left, "day": day}


SECTIONS = (
    Section(noop("Decisions that wait"), noop("decisions that wait"), 20, waiting),
    Section(noop("Boxes that end"), noop("boxes that end"), 50, ending),
)
