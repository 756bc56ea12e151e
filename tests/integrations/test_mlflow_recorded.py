"""What a real MLflow server answered, as it was recorded beside the repository."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from integrations.trackers.mlflow_runs import metrics_of, rows, seen

CALL = re.compile(r"^-> (\d+)(?: \(\d+ ms\))? ", re.MULTILINE)


def answers(text: str) -> Iterator[tuple[int, Any]]:
    """Every answer that is whole JSON, with its status; recordings of long ones were cut."""
    decoder = json.JSONDecoder()
    for call in CALL.finditer(text):
        try:
            yield int(call[1]), decoder.raw_decode(text, call.end())[0]
        except ValueError:
            continue


@pytest.fixture(scope="session")
def recorded(shared_data: Path) -> list[tuple[int, Any]]:
    files = sorted((shared_data / "mlflow").glob("calls-*.txt"))
    found = [answer for file in files for answer in answers(file.read_text(encoding="utf-8"))]
    assert len(found) > 40
    return found


def runs_in(recorded: list[tuple[int, Any]]) -> Iterator[dict[str, Any]]:
    for _, answer in recorded:
        if isinstance(answer, dict):
            yield from ([answer["run"]] if isinstance(answer.get("run"), dict) else rows(answer, "runs"))


def test_every_recorded_run_is_read(recorded: list[tuple[int, Any]]) -> None:
    found = [seen(run, "http://127.0.0.1:5055") for run in runs_in(recorded)]
    assert len(found) >= 8
    assert {run.status for run in found} >= {"running", "finished", "failed"}
    assert all(re.fullmatch(r"[0-9a-f]{32}", run.run_id) for run in found)
    assert any(run.is_deleted for run in found)
    assert any(run.dataset == "houses-2024Q1@a1b2c3d4" for run in found)
    assert all(run.refs for run in found)


def test_no_recorded_number_is_one_it_is_not(shared_data: Path) -> None:
    text = (shared_data / "mlflow" / "calls-2.txt").read_text(encoding="utf-8")
    found: dict[str, object] = {}
    for start in re.finditer(r'"metrics": (?=\[)', text):
        found |= metrics_of(json.JSONDecoder().raw_decode(text, start.end())[0])[0]
    assert (found["nan_m"], found["inf_m"], found["ninf_m"]) == ("NaN", "Infinity", "-Infinity")
    assert (found["ooo"], found["val/auc roc"], found["a"], found["b"]) == (0.3, 0.7, "NaN", None)
