"""An import that is handed in runs once, whole or not at all, and leaves a report and no file."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as product
from pytest_django import Settings

from accounts.access import Role
from accounts.actions import change_role
from accounts.audit_lines import audit_lines
from accounts.errors import Forbidden, Invalid, NotFound
from boards.files.store import FileTooLarge
from boards.models import Board, Card, Event
from integrations.actions import forget_imports, give_up_import, start_import
from integrations.actions.imports import LOST, MOST_ATTEMPTS, MOST_WAITING, TooManyImports, Wishes
from integrations.importers import intake
from integrations.importers.formats import FORMATS
from integrations.models import Import
from integrations.tasks import run_imports, run_one_import
from tests.integrations.handed_in import TRELLO, handed_in, worked_off
from tests.integrations.test_formats import bundle
from tests.world import World

Commits = Callable[..., AbstractContextManager[Any]]


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.IMPORTS_DIR = tmp_path / "imports"
    return tmp_path / "imports"


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def of(job: Import) -> dict[str, Any]:
    """Its report."""
    assert job.report is not None
    return dict(job.report)


def test_a_worker_brings_the_board_and_the_file_is_gone(world: World, folder: Path) -> None:
    job = handed_in(world, key="SPACE", name="Space")
    assert (job.state, job.format, files(folder)) == ("queued", "trello", [job.stored])
    job = worked_off(world, job)
    assert (job.state, job.board and job.board.key, files(folder)) == ("done", "SPACE", [])
    assert of(job)["cards"]["created"] == Card.objects.count() == 2
    assert of(job)["left_out"]["votes"] == {"count": 1, "examples": ["Two"]}
    assert {event.origin for event in Event.objects.all()} == {"import:trello"}
    assert "brought in the board SPACE from Trello" in [line.sentence for line in audit_lines(world.team)]


def test_the_file_is_for_our_eyes_only(world: World, folder: Path) -> None:
    job = handed_in(world)
    assert folder.stat().st_mode & 0o077 == 0
    assert (folder / job.stored).stat().st_mode & 0o077 == 0
    assert not folder.resolve().is_relative_to(Path(product.STATIC_ROOT).resolve())


def test_a_dry_run_reports_and_writes_nothing(world: World, folder: Path) -> None:
    job = worked_off(world, handed_in(world, dry_run=True))
    assert (job.state, job.board, files(folder)) == ("done", None, [])
    assert (of(job)["dry_run"], of(job)["cards"]["created"]) == (True, 2)
    assert not Board.objects.exists()
    assert "board.imported" not in str(audit_lines(world.team))


def test_the_same_file_again_adds_nothing_twice(world: World) -> None:
    worked_off(world, handed_in(world))
    seq = Board.objects.get().seq
    again = worked_off(world, handed_in(world))
    assert (again.state, of(again)["cards"]) == ("done", {"unchanged": 2})
    assert (Board.objects.get().seq, Card.objects.count()) == (seq, 2)


def test_a_message_that_comes_twice_has_one_effect(world: World) -> None:
    job = worked_off(world, handed_in(world))
    report = job.report
    job = worked_off(world, job)
    assert (job.attempts, job.report, Board.objects.count()) == (1, report, 1)


def test_who_has_it_in_hand_is_left_alone(world: World) -> None:
    job = handed_in(world)
    with intake.in_hand(job.stored) as ours:
        assert ours
        job = worked_off(world, job)
        assert (job.state, job.attempts) == ("queued", 0)
    assert worked_off(world, job).state == "done"


def test_a_worker_that_died_leaves_it_to_the_next(world: World) -> None:
    job = handed_in(world)
    Import.objects.update(state="running", attempts=1)
    assert worked_off(world, job).state == "done"


def test_one_that_never_ends_is_given_up(
    world: World, folder: Path, django_capture_on_commit_callbacks: Commits
) -> None:
    job = handed_in(world)
    Import.objects.update(state="running", attempts=MOST_ATTEMPTS)
    with django_capture_on_commit_callbacks(execute=True):
        job = worked_off(world, job)
    assert (job.state, job.said, files(folder)) == ("failed", LOST, [])


def test_what_ended_meanwhile_is_not_ended_again(world: World) -> None:
    job = worked_off(world, handed_in(world))
    give_up_import(job.pk, LOST, world.at)
    job.refresh_from_db()
    assert (job.state, job.said) == ("done", "")


def test_a_file_that_went_missing_is_said(world: World) -> None:
    job = handed_in(world)
    intake.discard(job.stored)
    job = worked_off(world, job)
    assert (job.state, "no longer there" in job.said) == ("failed", True)


@pytest.fixture
def breaking(monkeypatch: pytest.MonkeyPatch) -> None:
    """A format whose reader makes a board and then breaks."""
    whole = FORMATS["trello"]

    def run(*args: object, **wishes: object) -> object:
        whole.run(*args, **wishes)  # type: ignore[arg-type]  # passed on as they came
        raise RuntimeError("someone+1@boards.trello.com")

    broken = type(whole)(whole.code, whole.name, whole.accepts, run)  # type: ignore[arg-type]  # of no report
    monkeypatch.setitem(FORMATS, "trello", broken)


def test_what_breaks_leaves_nothing_and_quotes_nothing(
    world: World, breaking: None, folder: Path, django_capture_on_commit_callbacks: Commits
) -> None:
    job = handed_in(world)
    with django_capture_on_commit_callbacks(execute=True):
        run_one_import(str(job.pk))
    job.refresh_from_db()
    assert (job.state, Board.objects.count(), files(folder)) == ("failed", 0, [])
    assert "@" not in job.said


def test_a_refusal_is_kept_in_the_words_of_who_asked(world: World) -> None:
    world.petra.language = "de"
    world.petra.save()
    board = world.board()
    job = worked_off(world, handed_in(world, bundle(board)))
    assert (job.state, Board.objects.count()) == ("refused", 1)
    assert job.said == "Ein Board CHURN gibt es auf diesem Server schon; wähle einen anderen Schlüssel."


def test_rights_are_read_again_when_it_runs(world: World) -> None:
    job = handed_in(world)
    change_role(actor=world.ada, membership=world.petra.memberships.get(), role=Role.VIEWER, at=world.at)
    job = worked_off(world, job)
    assert (job.state, job.said) == ("refused", "Your role does not allow this.")
    assert not Board.objects.exists()


@pytest.mark.parametrize(
    ("content", "wishes", "field"),
    [
        (b"", {}, "file"),
        (b"<html></html>", {}, "file"),
        (TRELLO, {"code": "excel"}, "format"),
        (TRELLO, {"key": "space"}, "key"),
    ],
)
def test_what_cannot_be_read_is_refused_at_the_door(
    world: World, folder: Path, content: str | bytes, wishes: dict[str, str], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        handed_in(world, content, **wishes)
    assert [error.field for error in refused.value.errors] == [field]
    assert (Import.objects.count(), files(folder)) == (0, [])


def test_trello_joins_no_other_board_and_the_door_says_so(world: World) -> None:
    with pytest.raises(Invalid, match="board of its own"):
        handed_in(world, board=world.board())


def test_a_file_beyond_the_limit_is_refused_and_not_kept(world: World, folder: Path, settings: Settings) -> None:
    settings.FILE_BYTES = 1_000_000
    with pytest.raises(FileTooLarge, match="at most 1 MB"):
        handed_in(world, b" " * 1_000_001)
    assert files(folder) == []


@pytest.mark.parametrize(("who", "refusal"), [("ben", Forbidden), ("vera", Forbidden), ("dan", NotFound)])
def test_only_who_may_import_hands_anything_in(world: World, folder: Path, who: str, refusal: type) -> None:
    with pytest.raises(refusal):
        handed_in(world, who=who)
    assert files(folder) == []


def test_reports_are_for_those_who_may_import(world: World) -> None:
    job = handed_in(world)
    seen = [name for name, each in world.cast.items() if job in Import.objects.visible_to(each)]
    assert sorted(seen) == ["ada", "petra"]


def test_a_team_waits_for_its_own(world: World, folder: Path) -> None:
    for _ in range(MOST_WAITING):
        handed_in(world)
    with pytest.raises(TooManyImports):
        handed_in(world)
    assert len(files(folder)) == MOST_WAITING


def test_progress_is_told_outside_the_transaction(world: World, folder: Path) -> None:
    job = handed_in(world)
    assert intake.progress_of(job.stored) == (0, 0)
    tell = intake.teller(job.stored)
    tell(1, 3)
    assert intake.progress_of(job.stored) == (1, 3)
    (folder / f"{job.stored}.progress").write_text("half")
    assert intake.progress_of(job.stored) == (0, 0)


def test_the_sweep_finds_what_was_left(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str]] = []
    monkeypatch.setattr(run_one_import, "apply_async", lambda args, **more: asked.append(args))
    left, ended = handed_in(world), worked_off(world, handed_in(world))
    run_imports()
    assert asked == [(str(left.pk),)]
    assert ended.state == "done"


def test_old_reports_and_forgotten_files_go(world: World, folder: Path) -> None:
    ended, waiting = worked_off(world, handed_in(world)), handed_in(world)
    (folder / "left-behind").write_text("x")
    forget_imports(world.at + timedelta(days=29))
    assert Import.objects.filter(pk=ended.pk).exists()
    forget_imports(world.at + timedelta(days=3_000))
    assert [job.pk for job in Import.objects.all()] == [waiting.pk]
    assert files(folder) == [waiting.stored]


def test_a_name_of_a_file_is_one_line(world: World) -> None:
    job = start_import(
        actor=world.petra,
        team=world.team,
        at=world.at,
        file="../../etc/\x00board\n.json",
        chunks=[TRELLO.encode()],
        wishes=Wishes(),
    )
    assert job.file == "board .json"


def test_no_private_address_is_in_row_or_report(world: World) -> None:
    job = worked_off(world, handed_in(world))
    row = {field.name: str(field.value_from_object(job)) for field in job._meta.fields}
    assert "@boards.trello.com" in TRELLO
    assert "@" not in json.dumps(row)


def test_a_run_tells_how_far_it_is(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[int, int]] = []
    monkeypatch.setattr(intake, "teller", lambda stored: lambda *step: told.append(step))
    worked_off(world, handed_in(world))
    assert told[-1] == (2, 2)
