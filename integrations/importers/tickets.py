"""What a file of tickets says, in our words, whichever system wrote it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any

from boards.models import Lane
from integrations.importers.report import Report


@dataclass(frozen=True)
class Who:
    """Somebody of the other system, as far as it names them."""

    username: str = ""
    name: str = ""

    @property
    def shown(self) -> str:
        return self.name or self.username or "somebody"


@dataclass(frozen=True, kw_only=True)
class Status:
    """Becomes a lane. `role` is None where nothing says what it is for; `pos` is where it stands there."""

    key: str
    name: str
    role: Lane.Role | None = None
    pos: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Remark:
    """A comment; `id` is the same whenever it is read again."""

    id: str
    by: Who
    text: str
    at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Link:
    """To another ticket, by its id; `is_inward` where the other one is the beginning of the link."""

    kind: str
    target: str
    is_inward: bool = False


@dataclass(frozen=True, kw_only=True)
class Ticket:
    """One ticket. `below` are pieces of Markdown under its text, for what has no field here.

    `more` are fields that not every system has; `pos` is its place among those of its status, None where the other
    system tells no order; `comments` is how many it says there are.
    """

    id: str
    title: str
    status: str = ""
    pos: float | None = None
    text: str = ""
    below: Sequence[str] = ()
    labels: Sequence[str] = ()
    people: Sequence[Who] = ()
    due_at: datetime | None = None
    more: dict[str, Any] = field(default_factory=dict)
    url: str = ""
    created_at: datetime | None = None
    archived: bool = False
    links: Sequence[Link] = ()
    remarks: Sequence[Remark] = ()
    comments: int = 0


@dataclass(frozen=True, kw_only=True)
class TicketFile:
    """`identity` is what a board notes as its origin, so that a later file finds it; `key` and `name` are wishes.

    `called` is the system as people call it, `source` as external references and origins do.
    """

    source: str
    called: str
    identity: str
    key: str = ""
    name: str
    statuses: Sequence[Status]
    tickets: Sequence[Ticket]


# Reads a file and notes in the report what it leaves out; times without a zone are of the given one.
Reader = Callable[[bytes, Report, tzinfo], TicketFile]
