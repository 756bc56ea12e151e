"""What a proof says: one line per claim, with the figure that came out and whether it held."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import quantiles

from tools.proof.house import House

SHOWN = 40


@dataclass(frozen=True)
class Claim:
    """What was done and must hold, what came out of it, and whether it held."""

    did: str
    figure: object
    held: bool


@dataclass(frozen=True)
class Scale:
    """The share of the full figures to run: 1 is what docs/GUARANTEES.md calls full."""

    share: float

    def of(self, full: int, least: int) -> int:
        return max(least, round(full * self.share))


Proof = Callable[[House, Scale], Iterator[Claim]]


def none_of(did: str, found: Sequence[object], among: object = "") -> Claim:
    """Nothing of this kind may turn up; the first few that did are shown."""
    shown = "; ".join(str(each)[:160] for each in found[:SHOWN])
    number = f"{len(found)} of {among}" if among else str(len(found))
    return Claim(did, f"{number}: {shown}" if found else number, not found)


def equal(did: str, found: object, expected: object) -> Claim:
    """The figure is exactly this."""
    return Claim(did, found if found == expected else f"{found} instead of {expected}", found == expected)


def at_most(did: str, found: float, limit: float, unit: str = "s") -> Claim:
    return Claim(did, f"{found:.2f} {unit} (at most {limit:g})", found <= limit)


def p95(values: Sequence[float]) -> float:
    return quantiles(values, n=20)[18] if len(values) > 1 else max(values, default=0.0)
