"""The metric ladder: the primary metric over time, each concluded card a step, and what was live meanwhile."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean
from typing import NamedTuple

from boards.models import Board
from hypotheses.criteria import exact
from hypotheses.models import Run, Verdict
from modelversions.models import PrimaryMetric, Release


@dataclass(frozen=True)
class Step:
    """A concluded card. `value` is the metric of the runs it was concluded on, `best` the best one up to here.

    Exploratory rounds are steps as well, but raise no best: their criteria changed after results were known.
    """

    at: datetime
    card: str
    title: str
    round: int
    verdict: str
    value: float | None
    best: float | None
    is_record: bool
    exploratory: bool


@dataclass(frozen=True)
class Rung:
    """What was live, from when to when, with its metric as research measured it and after the release."""

    version: str
    segment: str
    live_at: datetime
    ended_at: datetime | None
    value: float | None
    shipped_value: float | None


@dataclass(frozen=True)
class Ladder:
    metric: str
    direction: str
    baseline: str
    baseline_value: float | None
    steps: list[Step]
    live: list[Rung]


def metric_ladder(board: Board) -> Ladder | None:
    """The ladder of a board in the order of its verdicts; None while the board names no primary metric."""
    primary = PrimaryMetric.objects.filter(board=board).exclude(metric="").first()
    if primary is None:
        return None
    found = _concluded(board)
    return Ladder(
        metric=primary.metric,
        direction=primary.direction,
        baseline=primary.baseline,
        baseline_value=primary.baseline_value,
        steps=_steps(primary, found, _values(primary.metric, board, found)),
        live=_rungs(primary.metric, board),
    )


class Concluded(NamedTuple):
    """A verdict without the texts of its card: a board may have thousands."""

    round_id: int
    at: datetime
    card: str
    title: str
    n: int
    verdict: str
    exploratory: bool
    runs: list[str] | None


def _concluded(board: Board) -> list[Concluded]:
    verdicts = Verdict.objects.filter(round__card__board=board, round__card__trashed_at=None).order_by("at", "pk")
    rows = verdicts.values_list(
        "round_id",
        "at",
        "round__card__ref",
        "round__card__title",
        "round__n",
        "value",
        "round__exploratory",
        "evidence__runs",
    )
    return [Concluded(*row) for row in rows]


def _steps(primary: PrimaryMetric, found: Iterable[Concluded], values: dict[int, float]) -> list[Step]:
    steps, best = [], primary.baseline_value
    for each in found:
        value = values.get(each.round_id)
        better = value is not None and (best is None or primary.gain(value, best) > 0)
        record = better and not each.exploratory
        best = value if record else best
        steps.append(
            Step(
                at=each.at,
                card=each.card,
                title=each.title,
                round=each.n,
                verdict=each.verdict,
                value=value,
                best=best,
                is_record=record,
                exploratory=each.exploratory,
            )
        )
    return steps


def _values(metric: str, board: Board, found: Iterable[Concluded]) -> dict[int, float]:
    """By round, the mean of the metric over the runs it was concluded on."""
    chosen = {each.round_id: set(each.runs) for each in found if each.runs}
    values: dict[int, list[float]] = {}
    runs = Run.objects.filter(round__card__board=board, round__verdict__isnull=False)
    for round_id, source, external_id, metrics in runs.values_list("round_id", "source", "external_id", "metrics"):
        value = exact(metrics.get(metric))
        if value is not None and f"{source}:{external_id}" in chosen.get(round_id, ()):
            values.setdefault(round_id, []).append(float(value))
    return {round_id: fmean(each) for round_id, each in values.items()}


def _rungs(metric: str, board: Board) -> list[Rung]:
    releases = Release.objects.filter(board=board).select_related("version").order_by("live_at", "pk")
    return [
        Rung(
            version=each.version.name,
            segment=each.segment,
            live_at=each.live_at,
            ended_at=each.ended_at,
            value=each.version.metrics.get(metric),
            shipped_value=each.version.shipped_value,
        )
        for each in releases
    ]
