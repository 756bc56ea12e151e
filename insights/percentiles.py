"""Percentiles that are always one of the values: the smallest one that so many of them do not exceed."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil

MARKS = (50, 85, 95)


def percentile(values: Iterable[float], percent: int) -> float | None:
    """The nearest rank: at least `percent` in a hundred of the values are at most this one."""
    ranked = sorted(values)
    return ranked[max(ceil(percent * len(ranked) / 100), 1) - 1] if ranked else None


def marks(values: Iterable[float]) -> dict[str, float | None]:
    """P50, P85 and P95 by their names."""
    ranked = sorted(values)
    return {f"p{percent}": percentile(ranked, percent) for percent in MARKS}
