"""Weights & Biases on recorded answers; the service itself has not been asked."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from accounts.outbound import Reply
from boards.models import Card
from hypotheses.models import Run
from integrations.trackers import wire
from integrations.trackers.adapter import Access, NoSuchRun, TrackerAuth, TrackerError, Wanted
from integrations.trackers.wandb import WandB
from integrations.trackers.wandb_runs import metrics_of, seen
from tests.integrations.trackers import connect, tick
from tests.world import World

NODE: dict[str, Any] = {
    "name": "eziofh0f",
    "displayName": "dainty-sun-7",
    "state": "finished",
    "createdAt": "2026-11-16T09:30:00",
    "heartbeatAt": "2026-11-16T10:00:00Z",
    "tags": ["CHURN-1", "baseline"],
    "commit": "9f1c2ab",
    "config": json.dumps(
        {"lr": {"value": 0.1, "desc": None}, "seed": {"value": 7}, "_wandb": {"value": {"x": 1}}}
    ),
    "summaryMetrics": json.dumps({"val/auc": 0.83, "_step": 100, "gap": float("nan"), "note": "text"}),
}
SPACE = Access("https://api.wandb.ai", auth="bearer", secret="key", workspace="acme")
Play = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch) -> Play:
    """Answer the questions in turn; what was asked can be looked at."""

    def played(*answers: Any, status: int = 200) -> list[dict[str, Any]]:
        asked: list[dict[str, Any]] = []
        rest = list(answers)

        def fetch(method: str, url: str, **more: Any) -> Reply:
            asked.append({"url": url, "headers": more["headers"], **json.loads(more["body"])})
            given = rest.pop(0) if len(rest) > 1 else rest[0]
            return Reply(status, {"content-type": "application/json"}, json.dumps(given).encode())

        monkeypatch.setattr(wire, "fetch", fetch)
        return asked

    return played


def runs(*nodes: dict[str, Any], cursor: str = "") -> dict[str, Any]:
    page = {"endCursor": cursor or None, "hasNextPage": bool(cursor)}
    return {"data": {"project": {"runs": {"edges": [{"node": node} for node in nodes], "pageInfo": page}}}}


def projects(*names: str) -> dict[str, Any]:
    page = {"endCursor": "x", "hasNextPage": False}
    return {"data": {"models": {"edges": [{"node": {"name": name}} for name in names], "pageInfo": page}}}


def test_a_run_is_read() -> None:
    found = seen(NODE, "acme/churn", "https://wandb.ai")
    assert (found.run_id, found.status, found.refs) == ("acme/churn/eziofh0f", "finished", ("CHURN-1",))
    assert found.metrics == {"val/auc": 0.83, "gap": "NaN"}
    assert (found.seed, found.git, found.params) == ("7", "9f1c2ab", {"lr": "0.1", "seed": "7"})
    assert found.url == "https://wandb.ai/acme/churn/runs/eziofh0f"
    assert found.started_at is not None
    assert found.started_at.tzinfo is not None


@pytest.mark.parametrize(
    ("state", "status"), [("crashed", "failed"), ("preempted", "killed"), ("pending", "running"), ("?", "running")]
)
def test_states(state: str, status: str) -> None:
    assert seen({**NODE, "state": state}, "a/b", "https://w").status == status


def test_nested_metrics_get_a_dot_and_pictures_are_none() -> None:
    summary = {
        "val": {"auc": 0.8, "curve": {"_type": "histogram", "bins": [1]}},
        "_wandb": {"runtime": 3},
        "ok": True,
    }
    assert dict(metrics_of(summary)) == {"val.auc": 0.8}


def test_a_search_asks_for_tags_with_the_key(play: Play) -> None:
    asked = play(runs(NODE, cursor="c1"), runs())
    tracker = WandB(SPACE)
    page = tracker.search(Wanted(["churn"], board="CHURN", refs=("CHURN-1", "CHURN-2"), part="running"))
    tracker.search(Wanted(["churn"], refs=("CHURN-1",)), page.token)
    assert (len(page.runs), page.token) == (1, "c1")
    assert json.loads(asked[0]["variables"]["filters"]) == {
        "tags": {"$in": ["CHURN-1", "CHURN-2"]},
        "state": "running",
    }
    assert (asked[1]["variables"]["cursor"], asked[0]["variables"]["entity"]) == ("c1", "acme")
    assert (asked[0]["url"], asked[0]["headers"]["Authorization"]) == (
        "https://api.wandb.ai/graphql",
        "Basic YXBpOmtleQ==",
    )


def test_projects_are_its_places(play: Play) -> None:
    play(projects("churn", "fraud"))
    assert WandB(SPACE).places() == ["churn", "fraud"]
    play({"data": {"viewer": {"username": "x"}}}, projects("churn"))
    assert WandB(SPACE).check().sentence == "Weights & Biases answers; 1 project can be read."


def test_a_history_is_sampled(play: Play) -> None:
    lines = [{"_step": 2, "_timestamp": 1_770_793_018.7, "auc": 0.8}, {"_step": 1, "auc": "NaN"}]
    play({"data": {"project": {"run": {"sampledHistory": [lines]}}}})
    points = WandB(SPACE).history("acme/churn/x", "auc")
    assert [(point.step, point.value) for point in points] == [(1, "NaN"), (2, 0.8)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("https://wandb.ai/acme/churn/runs/eziofh0f", "acme/churn/eziofh0f"),
        ("https://wandb.ai/acme/churn/runs/eziofh0f/overview?nw=x", "acme/churn/eziofh0f"),
        ("https://wandb.ai/acme/churn", ""),
        ("https://evil.test/acme/churn/runs/eziofh0f", ""),
        ("http://[", ""),
    ],
)
def test_a_pasted_address_names_its_run(text: str, found: str) -> None:
    assert WandB(SPACE).parse_url(text) == found


def test_refusals(play: Play) -> None:
    play({"data": {"viewer": None}})
    with pytest.raises(TrackerAuth):
        WandB(SPACE).check()
    play({"errors": [{"message": "secret inside"}], "data": None})
    with pytest.raises(TrackerError, match="refuses the question"):
        WandB(SPACE).places()
    play({"data": {"project": {"run": None}}})
    with pytest.raises(NoSuchRun):
        WandB(SPACE).get_run("acme/churn/x")
    play({}, status=401)
    with pytest.raises(TrackerAuth):
        WandB(SPACE).places()


def test_its_runs_become_evidence(world: World, play: Play) -> None:
    card: Card = world.running(world.board())
    made = connect(world, "", kind="wandb", workspace="acme", secret="key")
    assert (made.base_url, made.auth) == ("https://api.wandb.ai", "bearer")
    play(projects("churn"), runs({**NODE, "tags": [card.ref]}))
    made = tick(world, made)
    assert (made.state, Run.objects.get().external_id) == ("ok", "acme/churn/eziofh0f")
    assert Run.objects.get().metrics == {"val/auc": 0.83, "gap": "NaN"}


def test_real_summaries_are_read(shared_data: Path) -> None:
    """Some were written by two processes at once: what is whole at their beginning is read."""
    files = sorted((shared_data / "wandb").rglob("*.json"))
    assert files
    for file in files:
        summary = json.JSONDecoder().raw_decode(file.read_text(encoding="utf-8"))[0]
        metrics = dict(metrics_of(summary))
        numbers = {
            name for name, value in summary.items() if isinstance(value, int | float) and not name.startswith("_")
        }
        assert numbers <= set(metrics), file.name
