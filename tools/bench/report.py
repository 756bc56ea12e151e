"""The table of a bench: ours, the floor, the peer as it would be on this machine, and what must be reached."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from tools.bench.baselines import Baseline


@dataclass(frozen=True)
class Row:
    """One measure; without a floor of its own the peer's recorded figure stands as it is."""

    name: str
    baseline: Baseline
    ours: float
    floor: float | None
    extra: str

    @property
    def peer(self) -> float:
        """The recorded peer, scaled by how this machine's floor compares with the recorded one."""
        return self.baseline.peer * (self.floor / self.baseline.floor if self.floor else 1)

    @property
    def ratio(self) -> float:
        return self.ours / self.peer

    @property
    def verdict(self) -> str:
        if self._reaches(self.baseline.aim):
            return "aim"
        return "met" if self._reaches(self.baseline.gate) else "MISSED"

    def _reaches(self, limit: float) -> bool:
        return self.ratio >= limit if self.baseline.more_is_better else self.ratio <= limit


HEAD = ("work", "ours", "floor here", "peer (scaled)", "ours/peer", "must", "aim", "", "")


def show(rows: list[Row], notes: list[str]) -> int:
    """Print the table as Markdown; 1 when a gate is missed."""
    lines = ["| " + " | ".join(HEAD) + " |", "|" + "---|" * len(HEAD)]
    lines += ["| " + " | ".join(_cells(row)) + " |" for row in rows]
    sys.stdout.write("\n".join([*lines, "", *notes, ""]))
    return int(any(row.verdict == "MISSED" for row in rows))


def _cells(row: Row) -> tuple[str, ...]:
    base, sign = row.baseline, ">=" if row.baseline.more_is_better else "<="
    floor = f"{row.floor:,.1f}" if row.floor is not None else f"({base.floor:,.0f} recorded)"
    return (
        base.work,
        f"{row.ours:,.1f} {base.unit}",
        floor,
        f"{base.peer_name} {row.peer:,.1f}",
        f"{row.ratio:.3g}x",
        f"{sign} {base.gate}x",
        f"{sign} {base.aim}x",
        row.verdict,
        row.extra,
    )
