"""The lanes that a table's states become."""

from __future__ import annotations

from functools import cache

from django.conf import settings
from django.utils.translation import override

from boards.models import BoardPreset, Lane
from boards.presets import lanes_of
from integrations.importers.roles import role_of
from integrations.importers.sheet.cards import DONE, Rows
from integrations.importers.table import Columns, Table, plain
from integrations.importers.tickets import Status, Ticket

# Of a card that was closed, in a table that does not say where cards are.
FINISHED = Status(key=DONE, name="Done", role=Lane.Role.DONE)


def statuses_of(table: Table, columns: Columns, tickets: list[Ticket], rows: Rows) -> list[Status]:
    """In the order of the file."""
    used = dict.fromkeys(ticket.status for ticket in tickets if ticket.status)
    if "status" not in columns:
        return [FINISHED] if used else []
    names = {plain(name): name for row in reversed(table.rows) if (name := rows.status(row))}
    return [Status(key=key, name=names[key], role=_role(names[key])) for key in used]


def _role(name: str) -> Lane.Role | None:
    return role_of(name) or _of_presets().get(plain(name))


@cache
def _of_presets() -> dict[str, Lane.Role]:
    """Our own lanes, by their names in every language."""
    found: dict[str, Lane.Role] = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            for preset in BoardPreset.values:
                found |= {plain(lane.name): Lane.Role(lane.role) for lane in lanes_of(preset)}
    return found
