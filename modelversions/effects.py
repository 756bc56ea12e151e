"""Shipped against research effect: how much of what the research promised the release has kept."""

from __future__ import annotations

from dataclasses import dataclass

from modelversions.models import ModelVersion, PrimaryMetric


@dataclass(frozen=True)
class Effect:
    """Gains in the units of the primary metric, positive when better; `shrinkage` is the share that was lost."""

    research: float | None
    shipped: float | None

    @property
    def shrinkage(self) -> float | None:
        """0.4: two fifths of the effect were lost. Above 1 the sign turned. Nothing without a promise."""
        if self.research is None or self.shipped is None or self.research <= 0:
            return None
        return 1 - self.shipped / self.research


def effect_of(version: ModelVersion, primary: PrimaryMetric | None) -> Effect:
    """Each gain over what it was compared with, measured the same way."""
    if primary is None or not primary.metric:
        return Effect(None, None)
    value = version.metrics.get(primary.metric)
    return Effect(
        _gain(primary, value, version.compared_value),
        _gain(primary, version.shipped_value, version.shipped_compared),
    )


def _gain(primary: PrimaryMetric, value: float | None, over: float | None) -> float | None:
    return None if value is None or over is None else primary.gain(value, over)
