"""A run as MLflow tells it, in our words. Every key may be absent: an empty list is left out of the answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from integrations.trackers.adapter import TAG, Metric, Seen, fitting_params, number, refs_in

STATUS = {"FINISHED": "finished", "FAILED": "failed", "KILLED": "killed"}
SEED_NAMES = ("seed", "random_seed", "random_state")
# Of several data sets, the one the metrics were measured on.
MEASURED_ON = ("test", "testing", "eval", "evaluation", "val", "validation")


def rows(answer: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """The objects of a list that may be missing."""
    found = answer.get(name)
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []


def seen(run: dict[str, Any], site: str) -> Seen:
    """What MLflow says of a run; a status we do not know is one that has not finished."""
    info, data = run.get("info") or {}, run.get("data") or {}
    tags, params = _pairs(rows(data, "tags")), _pairs(rows(data, "params"))
    metrics, suspects = metrics_of(rows(data, "metrics"))
    run_id, place = str(info.get("run_id") or info.get("run_uuid") or ""), str(info.get("experiment_id") or "")
    return Seen(
        run_id=run_id,
        place=place,
        url=f"{site.rstrip('/')}/#/experiments/{place}/runs/{run_id}",
        status=STATUS.get(str(info.get("status")), "running"),
        title=str(info.get("run_name") or "")[:200],
        started_at=at_ms(info.get("start_time")),
        ended_at=at_ms(info.get("end_time")),
        metrics=metrics,
        suspects=suspects,
        params=fitting_params(params),
        git=tags.get("mlflow.source.git.commit", "")[:200],
        dataset=dataset_of(rows(run.get("inputs") or {}, "dataset_inputs")),
        seed=next((found[name][:60] for name in SEED_NAMES for found in (params, tags) if name in found), ""),
        refs=refs_in(tags.get(TAG, "")),
        is_deleted=info.get("lifecycle_stage") == "deleted",
    )


def metrics_of(entries: Iterable[dict[str, Any]]) -> tuple[dict[str, Metric], tuple[str, ...]]:
    """The latest value of each metric (highest step, then time; not the best), and those that are suspect.

    A zero at step and time zero is what MLflow stores for something that was no number: unknown, never a zero.
    """
    latest: dict[str, dict[str, Any]] = {}
    for entry in entries:
        name = str(entry.get("key") or "")
        if name not in latest or _place(entry) >= _place(latest[name]):
            latest[name] = entry
    suspects = tuple(sorted(name for name, entry in latest.items() if is_suspect(entry)))
    values = {name: None if name in suspects else number(entry.get("value")) for name, entry in latest.items()}
    return values, suspects


def is_suspect(entry: dict[str, Any]) -> bool:
    return number(entry.get("value")) == 0 and not any(_place(entry))


def _place(entry: dict[str, Any]) -> tuple[int, int]:
    """Step, then time: whole numbers, also where JSON carries them as text."""
    return _whole(entry.get("step")), _whole(entry.get("timestamp"))


def _whole(value: Any) -> int:
    try:
        return int(value or 0)
    except (TypeError, ValueError, OverflowError):
        return 0


def at_ms(value: Any) -> datetime | None:
    """A time in milliseconds; nothing for none, and for one no calendar has."""
    number_of = _whole(value)
    try:
        return datetime.fromtimestamp(number_of / 1000, UTC) if number_of > 0 else None
    except (OverflowError, OSError, ValueError):
        return None


def dataset_of(inputs: list[dict[str, Any]]) -> str:
    """Name and digest of the data the metrics were measured on, if the run logged it."""
    named = [(_context(each), each.get("dataset") or {}) for each in inputs]
    order = sorted(named, key=lambda pair: pair[0] not in MEASURED_ON)
    if not order:
        return ""
    name, digest = (str(order[0][1].get(part) or "") for part in ("name", "digest"))
    return f"{name[:120]}@{digest[:70]}" if digest else name[:120]


def _context(given: dict[str, Any]) -> str:
    return _pairs(rows(given, "tags")).get("mlflow.data.context", "").lower()


def _pairs(entries: Iterable[dict[str, Any]]) -> dict[str, str]:
    return {str(each.get("key") or ""): str(each.get("value") or "") for each in entries}
