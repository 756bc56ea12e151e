"""Real statements, where they are: the floor under what is read of them; and the figures, worked out by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tools.reading_report import Case, read_cases, report, score


@pytest.fixture
def cases(shared_data: Path) -> list[Case]:
    file = shared_data / "hypotheses" / "dev.jsonl"
    if not file.exists():
        pytest.skip(f"NOT RUN: no {file.name} in the folder of real statements")
    return read_cases(file)


def test_what_is_read_for_certain_is_right(cases: list[Case]) -> None:
    found = score(cases, proposals=False)
    assert found.found >= 4
    assert found.precision == 1


def test_proposals_find_most_and_are_right_nine_times_in_ten(cases: list[Case]) -> None:
    found = score(cases, proposals=True)
    assert found.precision >= 0.9
    assert found.recall >= 0.75
    assert all(found.fields[name] == found.pairs for name in found.fields)


def test_nothing_that_asks_for_something_disappears(cases: list[Case]) -> None:
    """It is read, or it is returned as unread."""
    silent = [case.name for case in cases if case.wanted and not (case.read.criteria or case.read.unread)]
    assert silent == []


SAMPLE = (
    {"id": "a", "text": "accuracy > 0.9 and recall above 0.7", "gold": [
        {"metric": "accuracy", "op": ">", "value": 0.9}, {"metric": "recall", "op": ">=", "value": 0.7}]},
    {"id": "b", "text": "34.0% mAP", "gold": [{"metric": "mAP", "op": ">=", "value": 34.0, "unit": "%"}]},
    {"id": "c", "text": "loss < 0.1", "gold": []},
    {"id": "d", "text": "It helps a lot.", "gold": [{"metric": "help", "op": ">", "value": 1}]},
)  # fmt: skip


def test_the_figures_are_those_worked_out_by_hand(tmp_path: Path) -> None:
    """Three read for certain: one right, one with another operator, one that nobody asked for."""
    file = tmp_path / "sample.jsonl"
    file.write_text("\n".join(json.dumps(each) for each in SAMPLE))
    cases = read_cases(file)
    certain, both = score(cases, proposals=False), score(cases, proposals=True)
    assert (certain.right, certain.found, certain.wanted) == (1, 3, 4)
    assert (both.right, both.found, both.wanted) == (2, 4, 4)
    assert (certain.pairs, certain.fields["op"], certain.fields["target"]) == (2, 1, 2)
    assert [name for name, _ in both.missed] == ["a", "d"]
    assert [name for name, _ in both.wrong] == ["c"]
    said = report(cases)
    assert "precision 2/4 (50%), recall 2/4 (50%)" in said
    assert "recall >= 0.7, read as recall > 0.7" in said
