"""What an answer is worth per day of work: it advises the product owner, it never ranks."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _


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
            return _("No score yet: the card has no budget.")
        return f"{self._sum()} ({self._certainty()})"

    def _sum(self) -> str:
        values = {
            "weight": self.weight,
            "bits": _number(f"{self.bits:.2f}"),
            "days": _number(f"{self.days:g}"),
            "score": _number(f"{self.score:.2f}"),
        }
        if self.weight == 1:
            return _("%(bits)s bits ÷ %(days)s d = %(score)s bits a day") % values
        return _("weight %(weight)s × %(bits)s bits ÷ %(days)s d = %(score)s bits a day") % values  # noqa: RUF001 - a product, not an x

    def _certainty(self) -> str:
        if self.belief is None:
            return _("no belief yet, so a coin flip")
        return _("belief %(percent)s%%") % {"percent": round(100 * self.belief)}


def _number(digits: str) -> str:
    """As the reader's language writes it."""
    return number_format(Decimal(digits))
