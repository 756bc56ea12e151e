"""A pasted sentence as changes to a draft: what was read of it, and what was not."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from hypotheses.statement import Candidate, parse_statement

LONGEST = 4_000


@dataclass(frozen=True)
class Understood:
    """The parts and criteria that were read; `unread` holds every number that became no criterion.

    `proposed` are criteria for some of these, the text not saying at least or at most; nobody has taken them yet.
    """

    changes: dict[str, Any]
    criteria: list[dict[str, Any]]
    unread: list[str]
    proposed: list[dict[str, Any]]


def understand(sentence: str) -> Understood:
    """Parts that the sentence does not name are left out, so that a draft keeps what it says of them."""
    read = parse_statement(sentence)
    changes = {name: text for name, text in asdict(read.parts).items() if text}
    criteria, proposed = ([criterion(each) for each in found] for found in (read.criteria, read.proposed))
    return Understood(changes, criteria, list(read.unread), proposed)


def criterion(read: Candidate) -> dict[str, Any]:
    return {
        "metric": read.metric,
        "op": read.op,
        "target": float(read.target),
        "relative_to": read.relative_to,
        "unit": read.unit,
    }
