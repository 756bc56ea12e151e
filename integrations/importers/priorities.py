"""How urgent something is, in the words of other systems and languages."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop as noop

from boards.models import Card
from integrations.importers.report import Report
from integrations.importers.table import by_header, plain

Priority = Card.Priority

_PRIORITIES: Final = by_header({
    Priority.URGENT: """
        urgent, highest, blocker, critical, muy alta, crítica, urgente, höchste, kritisch, dringend, p0
    """,
    Priority.HIGH: "high, major, alta, hoch, haute, élevée, p1",
    Priority.NORMAL: "normal, medium, none, media, mittel, moyenne, média, p2",
    Priority.LOW: """
        low, minor, lowest, trivial, baja, muy baja, niedrig, gering, niedrigste, geringste, basse, p3, p4
    """,
})  # fmt: skip
NOTES = (UNKNOWN := noop("priorities that are not known here, now normal"),)


def priority_of(text: str, report: Report) -> str:
    found = _PRIORITIES.get(plain(text))
    if text and found is None:
        report.change(UNKNOWN, text)
    return found or Priority.NORMAL
