"""What a tracker gives to think about: shown beside a run, never a reason to count it or not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypotheses.models import Run
from integrations.trackers import told
from integrations.trackers.adapter import Metric, Seen

Remark = dict[str, str]
MOST_NAMED = 3
GONE: Remark = {"code": "deleted", "text": told.DELETED}


def remarks(seen: Seen, *, parent: str, baseline_dataset: str | None) -> list[Remark]:
    """`baseline_dataset` is that of the baseline run, or None without one."""
    found = [_suspect(name) for name in seen.suspects[:MOST_NAMED]]
    if parent:
        found.append({"code": "via_parent", "text": told.VIA_PARENT % {"run": parent[:8]}})
    if seen.is_deleted:
        found.append(GONE)
    return [*found, *_of_the_data(seen, baseline_dataset)]


def _suspect(name: str) -> Remark:
    return {"code": "suspect", "text": told.SUSPECT % {"name": name}}


def _of_the_data(seen: Seen, baseline: str | None) -> Iterator[Remark]:
    """The same metric on other data proves nothing; a digest tells, where both runs logged their data."""
    if baseline is None or baseline == seen.dataset:
        return
    if not baseline or not seen.dataset:
        yield {"code": "no_dataset", "text": told.NO_DATA_OF_RUN if baseline else told.NO_DATA_OF_BASELINE}
    else:
        yield {"code": "other_dataset", "text": told.OTHER_DATA % {"data": baseline}}


def drift(run: Run, seen: Seen, metrics: dict[str, Metric], *, tagged: bool, ref: str) -> list[Remark]:
    """What the tracker says now and did not say when the evidence was frozen."""
    now = [
        told.WAS % {"name": name, "now": _words(metrics.get(name)), "before": _words(value)}
        for name, value in run.metrics.items()
        if metrics.get(name) != value
    ]
    now += [
        told.WAS_NOT_THERE % {"name": name, "now": _words(value)}
        for name, value in metrics.items()
        if name not in run.metrics
    ]
    texts = [_now_says(now)] if now else []
    if seen.status != run.status:
        texts.append(told.NOW_CALLS % {"now": seen.status, "before": run.status})
    if seen.dataset != run.dataset:
        texts.append(told.NOW_OTHER_DATA)
    if tagged and ref not in seen.refs:
        texts.append(told.NO_TAG % {"ref": ref})
    return [{"code": "drift", "text": text} for text in texts]


def _now_says(now: list[str]) -> str:
    named = "; ".join(now[:MOST_NAMED])
    if len(now) <= MOST_NAMED:
        return told.NOW_SAYS % {"what": named}
    return told.NOW_SAYS_AND_MORE % {"what": named, "n": len(now) - MOST_NAMED}


def _words(value: Any) -> str:
    return "unknown" if value is None else f"{value:.6g}" if isinstance(value, float) else str(value)
