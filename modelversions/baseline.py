"""The default baseline: the version that is live, or the rule that the model replaces."""

from __future__ import annotations

from django.utils.translation import gettext as _

from boards.models import Board, Card
from hypotheses.hooks import Baseline
from modelversions.models import ModelVersion, PrimaryMetric, Release


def live_version(board: Board, segment: str = "") -> ModelVersion | None:
    """What is live for everybody; without that, the newest that is live for anybody."""
    found = (
        Release.objects.filter(board=board, ended_at=None).select_related("version").order_by("-live_at", "-pk")
    )
    releases = list(found)
    chosen = next((each for each in releases if each.segment == segment), releases[0] if releases else None)
    return chosen.version if chosen else None


def value_of(board: Board, version: ModelVersion) -> float | None:
    """Its primary metric, as the research measured it."""
    primary = PrimaryMetric.objects.filter(board=board).first()
    value = version.metrics.get(primary.metric) if primary else None
    return float(value) if value is not None else None


def live_baseline(card: Card) -> Baseline | None:
    """What relative criteria of the card are measured against, unless its author says something else."""
    live = live_version(card.board)
    if live is not None and live.metrics:
        return Baseline(_("the live version %(version)s") % {"version": live.name}, dict(live.metrics))
    primary = PrimaryMetric.objects.filter(board=card.board).first()
    if primary is None or not primary.metric or primary.baseline_value is None:
        return None
    return Baseline(primary.baseline or _("the natural baseline"), {primary.metric: primary.baseline_value})
