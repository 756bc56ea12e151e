"""How well statements are read: precision and recall of the criteria found, with everything missed.

    python -m tools.reading_report FILE

FILE holds one JSON object a line: `id`, `text`, and `gold`, the criteria that somebody found in the text. Where a
checked annotation is known for the id (tools/reading_gold.py), it takes the place of `gold`.

A reading is right when metric, operator, target, unit and "relative to the baseline" all agree. It counts twice:
what was read for certain, and with the proposals, where the text does not say "at least" or "at most".
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from hypotheses.statement import Candidate, Statement, parse_statement
from tools.reading_gold import CHECKED, Wanted

FIELDS: Final = ("metric", "op", "target", "unit", "relative")


@dataclass(frozen=True)
class Case:
    """A statement, what it asks for, and what was read of it."""

    name: str
    text: str
    wanted: tuple[Wanted, ...]
    read: Statement

    def found(self, *, proposals: bool) -> list[Wanted]:
        both = (*self.read.criteria, *(self.read.proposed if proposals else ()))
        return [as_wanted(each) for each in both]


@dataclass
class Score:
    """How many were wanted, found and right; `fields` counts what agrees in pairs of the same metric."""

    wanted: int = 0
    found: int = 0
    right: int = 0
    pairs: int = 0
    fields: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FIELDS, 0))
    missed: list[tuple[str, str]] = field(default_factory=list)
    wrong: list[tuple[str, str]] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 1.0


def read_cases(file: Path) -> list[Case]:
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [
        Case(
            row["id"], row["text"], tuple(_wanted(row["id"], row.get("gold") or ())), parse_statement(row["text"])
        )
        for row in rows
    ]


def _wanted(name: str, gold: Sequence[dict[str, Any]]) -> Iterator[Wanted]:
    """The checked annotation, or what the file proposes, in our terms as far as it goes."""
    if name in CHECKED:
        yield from CHECKED[name]
        return
    for each in gold:
        unit = str(each.get("unit", ""))
        relative = bool(each.get("relative") or each.get("delta"))
        target = each.get("value", each.get("reference"))
        yield Wanted(
            each.get("metric", ""), each.get("op", ""), str(target), unit[:1] if "%" in unit else unit, relative
        )


def as_wanted(read: Candidate) -> Wanted:
    return Wanted(read.metric, read.op, str(read.target), read.unit, read.relative_to == "baseline")


def agreeing(found: Wanted, wanted: Wanted) -> set[str]:
    """The fields in which the two agree; "Mean DICE score" and "Mean DICE" are one metric."""
    same = {"op": found.op == wanted.op, "unit": found.unit == wanted.unit}
    same |= {
        "metric": _plain(found.metric) == _plain(wanted.metric),
        "relative": found.relative == wanted.relative,
    }
    same["target"] = _number(found.target) == _number(wanted.target)
    return {name for name, agrees in same.items() if agrees}


def _plain(metric: str) -> str:
    return metric.lower().removesuffix(" score").strip()


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text not in ("", "None") else None


def score(cases: Sequence[Case], *, proposals: bool) -> Score:
    total = Score()
    for case in cases:
        left = list(case.found(proposals=proposals))
        total.wanted, total.found = total.wanted + len(case.wanted), total.found + len(left)
        for wanted in case.wanted:
            best = max(left, key=lambda each: _weight(agreeing(each, wanted)), default=None)
            same = agreeing(best, wanted) if best else set()
            if best is not None and "metric" in same:
                left.remove(best)
                _count(total, same)
            if same != set(FIELDS):
                total.missed.append((case.name, f"{wanted}{f', read as {best}' if 'metric' in same else ''}"))
        total.wrong += [(case.name, str(each)) for each in left]
    return total


def _weight(same: set[str]) -> tuple[bool, int]:
    return "metric" in same, len(same)


def _count(total: Score, same: set[str]) -> None:
    total.pairs += 1
    total.right += same == set(FIELDS)
    for name in same:
        total.fields[name] += 1


def report(cases: Sequence[Case]) -> str:
    """The figures as people read them, with every miss and what stands unread instead."""
    certain, both = score(cases, proposals=False), score(cases, proposals=True)
    unread = {case.name: case.read.unread for case in cases}
    lines = [f"{len(cases)} statements, {certain.wanted} criteria in them", ""]
    lines += [_line("read for certain", certain), _line("with proposals", both), ""]
    lines += ["wrong", *(f"  {name}  {what}" for name, what in both.wrong or [("-", "nothing")]), ""]
    lines += ["missed"]
    for name, what in both.missed or [("-", "nothing")]:
        lines += [
            f"  {name}  {what}",
            f"        returned as unread: {'; '.join(unread.get(name, ())) or 'nothing'}",
        ]
    return "\n".join(lines)


def _line(name: str, found: Score) -> str:
    fields = ", ".join(f"{each} {found.fields[each]}/{found.pairs}" for each in FIELDS)
    return (
        f"{name:<18}precision {found.right}/{found.found} ({found.precision:.0%}), "
        f"recall {found.right}/{found.wanted} ({found.recall:.0%}); in the pairs {fields}"
    )


def main() -> int:
    if len(sys.argv) != 2:
        print(__doc__)
        return 2
    print(report(read_cases(Path(sys.argv[1]))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
