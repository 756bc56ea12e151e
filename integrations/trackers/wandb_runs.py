"""A run as Weights & Biases tells it, in our words. `config` and `summaryMetrics` are JSON inside of JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from integrations.trackers.adapter import Metric, Seen, fitting_params, number, refs_in

STATUS = {
    "finished": "finished",
    "failed": "failed",
    "crashed": "failed",
    "killed": "killed",
    "preempted": "killed",
}
NAMES_OF_NO_NUMBER = {"nan", "infinity", "-infinity", "inf", "-inf"}
DEEPEST = 4


def edges(connection: Any) -> tuple[list[dict[str, Any]], str]:
    """The nodes of a page, and the cursor of the next one if there is one."""
    if not isinstance(connection, dict):
        return [], ""
    page = connection.get("pageInfo") or {}
    nodes = [edge.get("node") for edge in connection.get("edges") or [] if isinstance(edge, dict)]
    cursor = str(page.get("endCursor") or "") if page.get("hasNextPage") else ""
    return [node for node in nodes if isinstance(node, dict)], cursor


def seen(run: dict[str, Any], place: str, site: str) -> Seen:
    name, config = str(run.get("name") or ""), config_of(run.get("config"))
    status = STATUS.get(str(run.get("state")), "running")
    return Seen(
        run_id=f"{place}/{name}",
        place=place,
        url=f"{site}/{place}/runs/{name}",
        status=status,
        title=str(run.get("displayName") or "")[:200],
        started_at=at_iso(run.get("createdAt")),
        ended_at=at_iso(run.get("heartbeatAt")) if status != "running" else None,
        metrics=dict(metrics_of(_object(run.get("summaryMetrics")))),
        params=fitting_params(config),
        git=str(run.get("commit") or "")[:200],
        seed=config.get("seed", "")[:60],
        refs=refs_in(" ".join(str(tag) for tag in run.get("tags") or [])),
    )


def metrics_of(summary: dict[str, Any], before: str = "", deep: int = 1) -> Iterator[tuple[str, Metric]]:
    """The numbers of a summary, nested ones with a dot; what begins with an underscore is the tracker's own."""
    for key, value in summary.items():
        name = f"{before}{key}"
        if key.startswith("_"):
            continue
        if isinstance(value, dict):
            if "_type" not in value and deep < DEEPEST:  # with a type it is a table, a picture, a histogram
                yield from metrics_of(value, f"{name}.", deep + 1)
        elif not isinstance(value, str) or value.lower() in NAMES_OF_NO_NUMBER:
            found = number(value)
            if found is not None or value is None:
                yield name, found


def config_of(text: Any) -> dict[str, str]:
    """The parameters: `{"lr": {"value": 0.1}}`, without the tracker's own."""
    given = _object(text)
    plain = {key: value.get("value") if isinstance(value, dict) else value for key, value in given.items()}
    return {key: str(value) for key, value in plain.items() if not key.startswith(("_", "wandb_"))}


def at_iso(value: Any) -> datetime | None:
    """A time as ISO text or as seconds; without a zone it is UTC."""
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return datetime.fromtimestamp(value, UTC)
        found = datetime.fromisoformat(str(value).replace("Z", "+00:00"))
    except (ValueError, OverflowError, OSError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _object(text: Any) -> dict[str, Any]:
    try:
        found = json.loads(text) if isinstance(text, str) else text
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
