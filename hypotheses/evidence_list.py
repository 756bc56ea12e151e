"""The evidence of a round as a list: what each run shows, whether it counts, and how the runs went so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from accounts.retold import retold
from boards.bullet import number
from hypotheses import tracking
from hypotheses.criteria import OPERATORS, exact, threshold
from hypotheses.evaluation import Evaluation
from hypotheses.models import Criterion, Round, Run
from hypotheses.results import counts, criterion_of, is_prior

POINTS = 30
WIDTH, HEIGHT, EDGE = 88.0, 22.0, 3.0


@dataclass(frozen=True)
class Spark:
    """A line of values in the units of its view box, its end, and the height of the target."""

    path: str
    x: str
    y: str
    target: str


@dataclass(frozen=True)
class EvidenceRow:
    run: Run
    name: str
    counts: bool
    why: str
    prior: bool
    decides: bool
    is_best: bool
    value: str
    others: str
    spark: Spark | None
    by: str
    remarks: list[str]
    drifted: bool


def evidence(round_: Round, evaluation: Evaluation | None) -> list[EvidenceRow]:
    """In the order they were seen; the leading metric is that of the first measured criterion."""
    runs = list(round_.runs.all())
    lead = next((row for row in round_.criteria.all() if row.mode == Criterion.Mode.METRIC), None)
    values = [exact(run.metrics.get(lead.metric)) if lead else None for run in runs]
    chosen = set(evaluation.chosen) if evaluation else set()
    best = _best(lead, values)
    limit = threshold(criterion_of(lead), round_.baseline_metrics) if lead else ""
    return [
        _row(round_, run, lead, chosen, best, Line(values[: n + 1], values, limit)) for n, run in enumerate(runs)
    ]


@dataclass(frozen=True)
class Line:
    """The values up to one run, within the span of all of them."""

    past: Sequence[Fraction | None]
    all: Sequence[Fraction | None]
    limit: Fraction | str


def _row(
    round_: Round, run: Run, lead: Criterion | None, chosen: set[str], best: Fraction | None, line: Line
) -> EvidenceRow:
    counting, why = counts(round_, run)
    value = line.past[-1]
    others = [f"{name} {shown}" for name, shown in run.metrics.items() if not lead or name != lead.metric][:3]
    return EvidenceRow(
        run=run,
        name=_name(run),
        counts=counting,
        why=why,
        prior=is_prior(round_, run),
        decides=f"{run.source}:{run.external_id}" in chosen,
        is_best=value is not None and value == best and len(line.all) > 1,
        value="" if value is None or lead is None else number(float(value), lead.decimals),
        others=" · ".join(others),
        spark=_spark(line) if value is not None else None,
        by=run.added_by.name if run.added_by else tracking.label(run.source),
        remarks=[retold(remark["text"]) for remark in run.remarks],
        drifted=any(remark["code"] == "drift" for remark in run.remarks),
    )


def _name(run: Run) -> str:
    """What people called it; without a name its address or the first signs of its id."""
    unnamed = _("Run %(id)s") % {"id": run.external_id[:8]}
    return run.title or run.url or (_("Typed in") if run.source == "web" else unnamed)


def _best(lead: Criterion | None, values: Sequence[Fraction | None]) -> Fraction | None:
    known = [value for value in values if value is not None]
    if lead is None or not known:
        return None
    best = known[0]
    for value in known:
        best = value if OPERATORS[lead.op[:1]](value, best) else best
    return best


def _spark(line: Line) -> Spark:
    """Low is at the bottom; the target is part of the span, so that its distance is seen."""
    known = [value for value in line.all if value is not None]
    span = [*known, line.limit] if isinstance(line.limit, Fraction) else known
    low, high = min(span), max(span)
    past = [value for value in line.past if value is not None][-POINTS:]
    total = min(len(known), POINTS)

    def up(value: Fraction) -> float:
        share = float((value - low) / (high - low)) if high > low else 0.5
        return HEIGHT - EDGE - share * (HEIGHT - 2 * EDGE)

    def along(n: int) -> float:
        return EDGE + n * (WIDTH - 2 * EDGE) / max(total - 1, 1)

    points = [(along(n), up(value)) for n, value in enumerate(past)]
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    target = f"{up(line.limit):.1f}" if isinstance(line.limit, Fraction) else ""
    return Spark(path, f"{points[-1][0]:.1f}", f"{points[-1][1]:.1f}", target)
