"""Monte Carlo from what was finished each working day: how many cards by a day, and when so many are done.

Each trial draws working days of the past at random, with replacement, and adds up what was finished on them.
The same past gives the same forecast: the draws are seeded.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from math import ceil
from random import Random

TRIALS = 2_000
HORIZON = 130  # working days, about half a year
SEED = 20_261


@dataclass(frozen=True)
class Forecast:
    """`trials` holds for each trial how many cards are done after 1, 2, 3 … working days."""

    trials: Sequence[Sequence[int]]
    # What the trials say about one day or one count, in order: asked again for each certainty.
    _done: dict[int, list[int]] = field(default_factory=dict, repr=False, compare=False)
    _needed: dict[int, list[int]] = field(default_factory=dict, repr=False, compare=False)

    def how_many(self, days: int, percent: int) -> int:
        """With this certainty at least so many cards are done after so many working days."""
        if not days:
            return 0
        if days not in self._done:
            self._done[days] = sorted(trial[days - 1] for trial in self.trials)
        done = self._done[days]
        return done[len(done) - ceil(len(done) * percent / 100)]

    def when(self, cards: int, percent: int) -> int | None:
        """With this certainty so many cards need at most so many working days; None: beyond the horizon."""
        if cards <= 0:
            return 0
        if cards not in self._needed:
            self._needed[cards] = sorted(bisect_left(trial, cards) + 1 for trial in self.trials)
        needed = self._needed[cards]
        found = needed[ceil(len(needed) * percent / 100) - 1]
        return found if found <= len(self.trials[0]) else None


def simulate(
    history: Sequence[int], *, trials: int = TRIALS, horizon: int = HORIZON, seed: int = SEED
) -> Forecast:
    """`history` is how many cards were finished on each working day of the past; it must not be empty."""
    random = Random(seed)  # noqa: S311 - a forecast, no secret
    drawn = [random.choices(history, k=horizon) for _ in range(trials)]
    return Forecast([list(accumulate(days)) for days in drawn])
