"""How well beliefs match what came out: bins of belief, the Brier score and what it is made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

from insights.learning.outcomes import wilson
from insights.learning.rounds import Conclusion

ENOUGH = 20
PEOPLE = 2
BINS = 5
COIN = 0.25  # the Brier score of whoever always says 50 %


@dataclass(frozen=True, slots=True)
class Guess:
    """One belief and the round that answered it."""

    p: float
    round: Conclusion

    @property
    def outcome(self) -> int:
        return self.round.outcome


@dataclass(frozen=True, slots=True)
class Bin:
    """The beliefs from `low` up to below `high` (1 belongs to the last): their mean, and the share supported."""

    low: float
    high: float
    guesses: tuple[Guess, ...]
    belief: float
    supported: int
    share: float
    share_low: float
    share_high: float

    @property
    def n(self) -> int:
        return len(self.guesses)


@dataclass(frozen=True, slots=True)
class Scores:
    """Brier = reliability - resolution + uncertainty + within; `within` is what the bins blur."""

    n: int
    brier: float
    reliability: float
    resolution: float
    uncertainty: float
    within: float
    bins: tuple[Bin, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """Guesses of one kind; scored from 20 on. `withheld` says that they would show what one person believes."""

    n: int
    scores: Scores | None
    withheld: bool = False

    @property
    def missing(self) -> int:
        return max(0, ENOUGH - self.n)


@dataclass(frozen=True, slots=True)
class Calibration:
    """Of the authors, and of everybody else pooled."""

    authors: Series
    team: Series


def calibration(rounds: Iterable[Conclusion]) -> Calibration:
    """Over answered rounds with a belief; exploratory ones are left out, and nobody is scored alone."""
    counted = [each for each in rounds if each.answered and not each.exploratory]
    authors = [Guess(each.belief, each) for each in counted if each.belief is not None]
    others = [Guess(belief.p, each) for each in counted for belief in each.others]
    people = {belief.person for each in counted for belief in each.others}
    lonely = len(people) < PEOPLE
    return Calibration(_series(authors), _series(others, withheld=bool(others) and lonely))


def _series(guesses: Sequence[Guess], *, withheld: bool = False) -> Series:
    scored = len(guesses) >= ENOUGH and not withheld
    return Series(len(guesses), scores(guesses) if scored else None, withheld)


def scores(guesses: Sequence[Guess]) -> Scores:
    """The Brier score of the beliefs as they were given, and Murphy's parts of it over the bins."""
    n, bins = len(guesses), into_bins(guesses)
    base = fmean(guess.outcome for guess in guesses)
    brier = fmean((guess.p - guess.outcome) ** 2 for guess in guesses)
    reliability = sum(each.n * (each.belief - each.share) ** 2 for each in bins) / n
    resolution = sum(each.n * (each.share - base) ** 2 for each in bins) / n
    uncertainty = base * (1 - base)
    within = brier - (reliability - resolution + uncertainty)
    return Scores(n, brier, reliability, resolution, uncertainty, within, tuple(bins))


def into_bins(guesses: Iterable[Guess]) -> list[Bin]:
    """Five bins of twenty points, those that hold something."""
    found: dict[int, list[Guess]] = {}
    for guess in guesses:
        found.setdefault(min(int(guess.p * BINS + 1e-9), BINS - 1), []).append(guess)
    return [_bin(place, found[place]) for place in sorted(found)]


def _bin(place: int, guesses: list[Guess]) -> Bin:
    supported = sum(guess.outcome for guess in guesses)
    low, high = wilson(supported, len(guesses))
    return Bin(
        low=place / BINS,
        high=(place + 1) / BINS,
        guesses=tuple(guesses),
        belief=fmean(guess.p for guess in guesses),
        supported=supported,
        share=supported / len(guesses),
        share_low=low,
        share_high=high,
    )
