"""Links between tickets become links between cards; one to a ticket that is not here is noted."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_noop as noop

from boards.actions.link_many import Pair, link_many
from boards.events import Cause
from boards.models import Board, Card, ExternalReference
from integrations.importers.report import Report
from integrations.importers.tickets import Ticket

NOTES = (ELSEWHERE := noop("links to cards that are not here"),)


def bring_links(
    cause: Cause, board: Board, source: str, tickets: Sequence[Ticket], here: dict[str, Card], report: Report
) -> None:
    """Those of tickets whose links are new. A link that was taken away in the other system stays."""
    rows = ExternalReference.objects.filter(board=board, source=source).select_related("card")
    cards = {row.external_id: row.card for row in rows} | here
    pairs: list[Pair] = []
    for ticket in tickets:
        for link in ticket.links:
            target = cards.get(link.target)
            if target is None:
                report.leave_out(ELSEWHERE, f"{ticket.id}: {link.target}")
                continue
            ends = (target, here[ticket.id]) if link.is_inward else (here[ticket.id], target)
            if all(card.trashed_at is None for card in ends):
                pairs.append(Pair(*ends, link.kind))
    link_many(cause=cause, board=board, pairs=pairs)
