"""What the learning figures count: concluded rounds, ended boxes, decisions, and requests for help."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

SUPPORTED, REFUTED, INCONCLUSIVE = "supported", "refuted", "inconclusive"
ANSWERS = (SUPPORTED, REFUTED)
ASIDE = ("invalid", "not_tested")
SURPRISE = 0.7


@dataclass(frozen=True, slots=True)
class Belief:
    """The forecast of one person that stands: their newest from before results were known."""

    person: int
    p: float


@dataclass(frozen=True, slots=True)
class Conclusion:
    """A round with its verdict. `belief` is its author's; `used_minutes` what its box took, None without one."""

    card: str
    title: str
    n: int
    at: datetime
    verdict: str
    exploratory: bool = False
    belief: float | None = None
    others: tuple[Belief, ...] = ()
    used_minutes: int | None = None
    suggested: str = ""
    against: bool = False
    confirmed: bool = False
    by_clock: bool = False

    @property
    def answered(self) -> bool:
        return self.verdict in ANSWERS

    @property
    def outcome(self) -> int:
        """1 if it was supported; asked of answered rounds only."""
        return int(self.verdict == SUPPORTED)

    @property
    def surprise(self) -> float | None:
        """How far the author's belief lay from the answer; None without a belief or an answer."""
        return abs(self.belief - self.outcome) if self.answered and self.belief is not None else None
