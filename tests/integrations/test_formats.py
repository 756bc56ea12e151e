"""One table says which formats there are, and tells them apart by what is in a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from accounts.errors import Conflict, Invalid
from accounts.models import Person, Team
from boards.events import Cause
from boards.models import Board
from integrations.actions import Wishes, bring_in
from integrations.bundle import export_board
from integrations.bundle.writing import ExactEncoder
from integrations.importers.formats import FORMATS, HEAD_BYTES, recognised
from integrations.importers.report import MOST_ROWS, Report
from tests.integrations.trello import a_board, a_card, a_list
from tests.world import World

TO_DO = a_list("To do")
TRELLO = json.dumps(a_board([TO_DO], [a_card(TO_DO, "One"), a_card(TO_DO, "Two")])).encode()


def bundle(board: Board) -> bytes:
    return json.dumps(export_board(board), cls=ExactEncoder).encode()


def told(raw: bytes) -> str | None:
    found = recognised("file.txt", raw[:HEAD_BYTES])
    return found.code if found else None


def run(code: str, raw: bytes, team: Team, person: Person, **wishes: Any) -> tuple[Report, list[tuple[int, int]]]:
    steps: list[tuple[int, int]] = []
    cause = Cause(actor=person, at=timezone.now(), origin=f"import:{code}", notify=False)
    wanted: dict[str, Any] = {"key": None, "name": "", "dry_run": False, **wishes}
    report = FORMATS[code].run(raw, team, cause, progress=lambda *step: steps.append(step), **wanted)
    return report, steps


def test_a_file_is_told_by_its_content(world: World) -> None:
    assert told(bundle(world.board())) == "prooflane"
    assert told(TRELLO) == told(b"\xef\xbb\xbf \n" + TRELLO) == "trello"


@pytest.mark.parametrize("raw", [b"", b"<html></html>", b"null", b'{"swagger": "2.0"}', b"\xff\xfe{\x00"])
def test_what_is_none_of_them_is_not_guessed(raw: bytes) -> None:
    assert told(raw) not in ("trello", "prooflane")


def test_real_boards_are_told(shared_data: Path) -> None:
    files = sorted((shared_data / "trello").glob("*.json"))
    assert files
    assert {told(file.read_bytes()) for file in files} == {"trello"}


@pytest.mark.parametrize("code", ["trello", "prooflane"])
def test_a_dry_run_counts_the_same_and_writes_nothing(world: World, code: str) -> None:
    old = world.board("OLD")
    world.card(old, "One")
    raw = TRELLO if code == "trello" else bundle(old)
    trial, _ = run(code, raw, world.team, world.ada, key="NEW", name="New one", dry_run=True)
    assert [board.key for board in Board.objects.all()] == ["OLD"]
    real, steps = run(code, raw, world.team, world.ada, key="NEW", name="New one")
    assert trial.as_dict() == {**real.as_dict(), "dry_run": True}
    assert Board.objects.get(key="NEW").name == real.name == "New one"
    assert steps[-1][0] == steps[-1][1] > 0
    assert json.loads(json.dumps(real.as_dict())) == real.as_dict()


@pytest.mark.parametrize("code", ["trello", "prooflane"])
def test_a_board_with_its_own_lanes_joins_no_other(world: World, code: str) -> None:
    board = world.board()
    raw = TRELLO if code == "trello" else bundle(board)
    wishes = Wishes(board=board)
    with pytest.raises(Invalid, match="cannot join another one") as refused:
        bring_in(actor=world.ada, team=world.team, at=world.at, source=FORMATS[code], raw=raw, wishes=wishes)
    assert [error.field for error in refused.value.errors] == ["board"]


def test_the_same_bundle_again_makes_no_second_board(world: World) -> None:
    board = world.board()
    with pytest.raises(Conflict, match="exists already"):
        run("prooflane", bundle(board), world.team, world.ada)
    assert Board.objects.count() == 1


def test_a_report_names_the_rows_that_were_not_taken_up_to_a_limit() -> None:
    report = Report(source="csv")
    for row in range(1, MOST_ROWS + 3):
        report.refuse(row, "A card", "It has no title.")
    assert len(report.as_dict()["refused"]) == MOST_ROWS
    assert report.as_dict()["refused_count"] == MOST_ROWS + 2
    assert "  1: A card: It has no title." in str(report)
    assert str(report).endswith("and 2 more")
