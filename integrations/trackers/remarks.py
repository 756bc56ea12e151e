"""What a tracker gives to think about: shown beside a run, never a reason to count it or not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypotheses.models import Run
from integrations.trackers.adapter import Metric, Seen

Remark = dict[str, str]
MOST_NAMED = 3
GONE: Remark = {"code": "deleted", "text": "It was deleted in the tracker."}


def remarks(seen: Seen, *, parent: str, baseline_dataset: str | None) -> list[Remark]:
    """`baseline_dataset` is that of the baseline run, or None without one."""
    found = [_suspect(name) for name in seen.suspects[:MOST_NAMED]]
    if parent:
        found.append({"code": "via_parent", "text": f"Found through its parent run {parent[:8]}."})
    if seen.is_deleted:
        found.append(GONE)
    return [*found, *_of_the_data(seen, baseline_dataset)]


def _suspect(name: str) -> Remark:
    text = f"{name} is unknown: the tracker holds a zero without step or time, which it also writes for no number."
    return {"code": "suspect", "text": text}


def _of_the_data(seen: Seen, baseline: str | None) -> Iterator[Remark]:
    """The same metric on other data proves nothing; a digest tells, where both runs logged their data."""
    if baseline is None or baseline == seen.dataset:
        return
    if not baseline or not seen.dataset:
        whose = "This run" if baseline else "The baseline"
        yield {"code": "no_dataset", "text": f"{whose} does not say what data it was measured on."}
    else:
        yield {"code": "other_dataset", "text": f"Measured on other data than the baseline: {baseline}."}


def drift(run: Run, seen: Seen, metrics: dict[str, Metric], *, tagged: bool, ref: str) -> list[Remark]:
    """What the tracker says now and did not say when the evidence was frozen."""
    now = [
        f"{name} {_words(metrics.get(name))}, which was {_words(value)}"
        for name, value in run.metrics.items()
        if metrics.get(name) != value
    ]
    now += [
        f"{name} {_words(value)}, which was not there"
        for name, value in metrics.items()
        if name not in run.metrics
    ]
    more = f" and {len(now) - MOST_NAMED} more" if len(now) > MOST_NAMED else ""
    texts = [f"The tracker now says {'; '.join(now[:MOST_NAMED])}{more}."] if now else []
    if seen.status != run.status:
        texts.append(f"The tracker now calls it {seen.status}; it was {run.status}.")
    if seen.dataset != run.dataset:
        texts.append("The tracker now names other data.")
    if tagged and ref not in seen.refs:
        texts.append(f"It no longer carries the tag {ref}.")
    return [{"code": "drift", "text": text} for text in texts]


def _words(value: Any) -> str:
    return "unknown" if value is None else f"{value:.6g}" if isinstance(value, float) else str(value)
