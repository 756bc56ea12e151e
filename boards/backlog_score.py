"""What an answer is worth per day of work: it advises the product owner, it never ranks."""

from __future__ import annotations

import math
from dataclasses import dataclass


def entropy(p: float) -> float:
    """How unsure a belief is, in bits: 1 at 50 %, 0 when the answer is known."""
    if not 0 < p < 1:
        return 0.0
    return -(p * math.log2(p) + (1 - p) * math.log2(1 - p))


@dataclass(frozen=True)
class Estimate:
    """What is known of a question before the work: how sure its author is, and how long it may take."""

    weight: int
    belief: float | None
    days: float | None

    @property
    def bits(self) -> float:
        """Nobody said what they believe: it counts as a coin flip, from which there is most to learn."""
        return entropy(0.5 if self.belief is None else self.belief)

    @property
    def score(self) -> float | None:
        """Expected information per day, times the weight; unknown without a budget."""
        return self.weight * self.bits / self.days if self.days else None

    @property
    def words(self) -> str:
        """The sum spelt out."""
        if self.score is None:
            return "No score yet: the card has no budget."
        belief = "no belief yet, so a coin flip" if self.belief is None else f"belief {self.belief:.0%}"
        weight = f"weight {self.weight} × " if self.weight != 1 else ""  # noqa: RUF001 - a product, not an x
        sum_ = f"{weight}{self.bits:.2f} bits ÷ {self.days:g} d = {self.score:.2f} bits a day"
        return f"{sum_} ({belief})"
