"""What somebody saw of a draft when they opened its form, and what of it two people have changed since.

The form carries a short print of each value, so that what its reader left alone is told from what they changed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from hypotheses.models import Criterion, Round

OF_A_CRITERION: Final = ("kind", "mode", "metric", "op", "target", "min_runs", "statement", "attested_by")
CRITERIA: Final = "criteria"
_LENGTH: Final = 12

Prints = Mapping[str, str]


@dataclass(frozen=True)
class Compared:
    """By field: what both changed, and what only the others did."""

    both: frozenset[str]
    theirs: frozenset[str]


def prints_of(round_: Round) -> dict[str, str]:
    values = {name: print_of(getattr(round_, name)) for name in Round.TERMS}
    return {**values, CRITERIA: print_of_criteria(list(round_.criteria.all()) if round_.pk else [])}


def print_of_criteria(rows: Sequence[Criterion]) -> str:
    """The unit of a target that stands for itself is decoration, and no form keeps it."""
    return print_of([[*(_plain(getattr(row, name)) for name in OF_A_CRITERION), _relation(row)] for row in rows])


def _relation(row: Criterion) -> str:
    return f"{row.relative_to}{row.unit}" if row.relative_to == Criterion.RelativeTo.BASELINE else ""


def compare(seen: Prints, mine: Prints, round_: Round) -> Compared:
    """`mine` are prints of what differs from the round now; a field that was never seen is nobody's concern."""
    now = prints_of(round_)
    changed = {name for name in mine if name in seen and now[name] != seen[name]}
    theirs = {name for name in changed if mine[name] == seen[name]}
    return Compared(frozenset(changed - theirs), frozenset(theirs))


def print_of(value: Any) -> str:
    text = json.dumps(_plain(value), ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:_LENGTH]


def _plain(value: Any) -> Any:
    """Nothing and a text without signs are the same, and so are 1 and 1.0."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    return value or "" if not isinstance(value, list) else value
