"""How many questions were answered, how surely, at what cost, and how much uncertainty that retired."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt
from statistics import median
from zoneinfo import ZoneInfo

from boards.backlog_score import entropy
from insights.learning.rounds import ANSWERS, INCONCLUSIVE, REFUTED, SUPPORTED, SURPRISE, Conclusion

Z = 1.959963984540054  # of 95 %
FEW = 20
SAFE = 0.9


@dataclass(frozen=True, slots=True)
class Month:
    """The rounds concluded in a calendar month of the board's time zone."""

    first: date
    rounds: tuple[Conclusion, ...]

    def of(self, *verdicts: str) -> tuple[Conclusion, ...]:
        return tuple(each for each in self.rounds if each.verdict in verdicts)

    @property
    def answered(self) -> int:
        return len(self.of(*ANSWERS))


@dataclass(frozen=True, slots=True)
class WinRate:
    """Supported among answered rounds, exploratory ones left out, with its Wilson interval of 95 %."""

    supported: int
    answered: int
    share: float
    low: float
    high: float

    @property
    def reading(self) -> str:
        """What to make of it: too few to tell, or too good to have asked much."""
        if self.answered < FEW:
            return "anecdotal"
        return "only safe bets" if self.share >= SAFE else ""


@dataclass(frozen=True, slots=True)
class Outcomes:
    """The figure: `aside` are rounds that were no proper test, `bits` the uncertainty that answers retired."""

    months: tuple[Month, ...]
    supported: tuple[Conclusion, ...]
    refuted: tuple[Conclusion, ...]
    inconclusive: tuple[Conclusion, ...]
    aside: tuple[Conclusion, ...]
    win_rate: WinRate | None
    refutations: tuple[Conclusion, ...]
    refutation_minutes: float | None
    surprises: tuple[Conclusion, ...]
    overrides: tuple[Conclusion, ...]
    bits: float
    bits_of: int

    @property
    def answered(self) -> int:
        return len(self.supported) + len(self.refuted)

    @property
    def concluded(self) -> int:
        return self.answered + len(self.inconclusive) + len(self.aside)

    @property
    def decision_yield(self) -> float | None:
        """Answered of concluded rounds; None while nothing was concluded."""
        return self.answered / self.concluded if self.concluded else None


def outcomes(rounds: Iterable[Conclusion], zone: ZoneInfo, first: date, last: date) -> Outcomes:
    """The outcomes of concluded rounds, by month from that of `first` to that of `last`."""
    rounds = sorted(rounds, key=lambda each: each.at)
    priced = tuple(each for each in rounds if each.verdict == REFUTED and each.used_minutes is not None)
    costs = [each.used_minutes for each in priced if each.used_minutes is not None]
    beliefs = [each.belief for each in rounds if each.answered and each.belief is not None]
    return Outcomes(
        months=by_month(rounds, zone, first, last),
        supported=_with(rounds, SUPPORTED),
        refuted=_with(rounds, REFUTED),
        inconclusive=_with(rounds, INCONCLUSIVE),
        aside=tuple(each for each in rounds if each.verdict not in (*ANSWERS, INCONCLUSIVE)),
        win_rate=win_rate(rounds),
        refutations=priced,
        refutation_minutes=median(costs) if costs else None,
        surprises=surprises(rounds),
        overrides=tuple(each for each in rounds if each.against),
        bits=sum(entropy(belief) for belief in beliefs),
        bits_of=len(beliefs),
    )


def _with(rounds: Iterable[Conclusion], verdict: str) -> tuple[Conclusion, ...]:
    return tuple(each for each in rounds if each.verdict == verdict)


def by_month(rounds: Sequence[Conclusion], zone: ZoneInfo, first: date, last: date) -> tuple[Month, ...]:
    """Every month of the span, also an empty one, so that a quiet month is seen."""
    found: dict[date, list[Conclusion]] = {}
    for each in rounds:
        found.setdefault(each.at.astimezone(zone).date().replace(day=1), []).append(each)
    month, end = first.replace(day=1), last.replace(day=1)
    months = []
    while month <= end:
        months.append(Month(month, tuple(found.get(month, ()))))
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return tuple(months)


def win_rate(rounds: Iterable[Conclusion]) -> WinRate | None:
    """None while no round but exploratory ones has been answered."""
    counted = [each for each in rounds if each.answered and not each.exploratory]
    if not counted:
        return None
    supported = sum(each.outcome for each in counted)
    low, high = wilson(supported, len(counted))
    return WinRate(supported, len(counted), supported / len(counted), low, high)


def wilson(hits: int, n: int, z: float = Z) -> tuple[float, float]:
    """The shares p for which `hits` of `n` lie within z standard errors of p: |hits/n - p| = z √(p(1-p)/n)."""
    share, spread = hits / n, z * z / n
    middle = (share + spread / 2) / (1 + spread)
    half = z * sqrt(share * (1 - share) / n + spread / (4 * n)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


def surprises(rounds: Iterable[Conclusion]) -> tuple[Conclusion, ...]:
    """Answers that lay at least .7 from their author's belief, the greatest first; the sum is not a float's."""
    found = [each for each in rounds if each.surprise is not None and round(each.surprise, 9) >= SURPRISE]
    return tuple(sorted(found, key=lambda each: (-(each.surprise or 0), each.at)))
