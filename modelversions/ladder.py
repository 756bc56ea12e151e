"""The metric ladder: the primary metric over time, each concluded card a step, and what was live meanwhile."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean

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
    verdicts = Verdict.objects.filter(round__card__board=board, round__card__trashed_at=None)
    found = list(verdicts.select_related("round__card").order_by("at", "pk"))
    return Ladder(
        metric=primary.metric,
        direction=primary.direction,
        baseline=primary.baseline,
        baseline_value=primary.baseline_value,
        steps=_steps(primary, found, _values(primary.metric, found)),
        live=_rungs(primary.metric, board),
    )


def _steps(primary: PrimaryMetric, verdicts: Iterable[Verdict], values: dict[int, float]) -> list[Step]:
    steps, best = [], primary.baseline_value
    for verdict in verdicts:
        round_, value = verdict.round, values.get(verdict.pk)
        better = value is not None and (best is None or primary.gain(value, best) > 0)
        record = better and not round_.exploratory
        best = value if record else best
        steps.append(
            Step(
                at=verdict.at,
                card=round_.card.ref,
                title=round_.card.title,
                round=round_.n,
                verdict=verdict.value,
                value=value,
                best=best,
                is_record=record,
                exploratory=round_.exploratory,
            )
        )
    return steps


def _values(metric: str, verdicts: Iterable[Verdict]) -> dict[int, float]:
    """By verdict, the mean of the metric over the runs it was concluded on."""
    chosen = {verdict.pk: set(verdict.evidence.get("runs", [])) for verdict in verdicts}
    rounds = {verdict.round_id: verdict.pk for verdict in verdicts if chosen[verdict.pk]}
    found: dict[int, list[float]] = {}
    rows = Run.objects.filter(round__in=rounds).values_list("round_id", "source", "external_id", "metrics")
    for round_id, source, external_id, metrics in rows:
        value = exact(metrics.get(metric))
        if value is not None and f"{source}:{external_id}" in chosen[rounds[round_id]]:
            found.setdefault(rounds[round_id], []).append(float(value))
    return {pk: fmean(values) for pk, values in found.items()}


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
