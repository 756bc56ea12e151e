"""A board goes into a file and comes back with everything that happened on it."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import models

from accounts.access import Role
from accounts.actions import add_member
from accounts.models import Person, Team
from boards.actions import archive_card, block_card, link_cards, trash_card
from boards.actions.views import save_view
from boards.models import Board, Card, Event, Notification, SavedView
from boards.readers.follow import follow
from boards.readers.inbox import INBOX
from hypotheses.actions import add_log_entry, record_verdict
from integrations.bundle.tables import LEFT_OUT, TABLES
from tests.integrations.trello import a_board, a_card, a_comment, a_list, bring, is_gapless
from tests.world import World, lane_of


@pytest.fixture
def board(world: World) -> Board:
    """A board on which a little of everything has happened."""
    board = world.board()
    running = world.running(board, "Runs")
    world.push(running, **{"val.auc": 0.9})
    record_verdict(cause=world.by(), card=running, value="supported", learned="It does.")
    world.running(board, "Still runs")
    task = world.card(board, "A task", assignees=["ben"], labels=["infra"])
    link_cards(cause=world.by(), card=task, target=running, kind="relates")
    block_card(cause=world.by(), card=task, reason="waits for data")
    add_log_entry(cause=world.by("petra"), card=running, body="Nice, @ben")
    archive_card(cause=world.by(), card=world.card(board, "Archived"))
    trash_card(cause=world.by(), card=world.card(board, "Thrown away"))
    world.move(task, "done")
    save_view(cause=world.by(), board=board, name="Late for petra", filter="box:expired assignee:petra")
    save_view(cause=world.by(), board=board, name="Late", filter="box:expired", shared=True)
    return board


def exported(key: str, tmp_path: Path) -> dict[str, Any]:
    file = tmp_path / f"{key}.json"
    call_command("export", key, file, stdout=StringIO())
    found: dict[str, Any] = json.loads(file.read_text())
    return found


def without_names(bundle: dict[str, Any], key: str) -> str:
    """The bundle as text, without what an import changes on purpose."""
    for event in bundle["rows"]["Event"]:
        event["data"].pop("silent", None)
    for round_ in bundle["rows"]["Round"]:
        round_["registration"] = None
    return json.dumps(bundle, sort_keys=True).replace(f'"{key}', '"KEY')


def everybody(world: World) -> Team:
    """Another team with the same people in it."""
    team = Team.objects.get(slug="other")
    for name in ("ada", "petra", "ben", "vera"):
        add_member(actor=world.dan, team=team, person=world.cast[name], role=Role.MEMBER, at=world.at)
    return team


def test_what_comes_back_is_what_was_written(world: World, board: Board, tmp_path: Path) -> None:
    everybody(world)
    first = exported("CHURN", tmp_path)
    call_command("import", tmp_path / "CHURN.json", team="other", key="COPY", stdout=StringIO())
    second = exported("COPY", tmp_path)
    assert without_names(second, "COPY") == without_names(first, "CHURN")
    copy = Board.objects.get(key="COPY")
    assert is_gapless(copy)
    assert Event.objects.filter(board=board).count() == Event.objects.filter(board=copy).count()


def test_the_copy_lives_on(world: World, board: Board, tmp_path: Path) -> None:
    everybody(world)
    exported("CHURN", tmp_path)
    call_command("import", tmp_path / "CHURN.json", team="other", key="COPY", stdout=StringIO())
    copy = Board.objects.get(key="COPY")
    card = Card.objects.get(board=copy, title="Still runs")
    assert card.ref.startswith("COPY-")
    assert card.face["timebox"]["id"] == card.timeboxes.get().pk
    assert card.face["timebox"]["calendar"] == copy.calendar().pk
    moved = Event.objects.filter(board=copy, card=card, kind="card.moved").get()
    assert moved.data["to_id"] == lane_of(copy, "test hypothesis").pk
    world.move(card, "code review")
    assert card.timeboxes.get().state == "paused"
    assert world.card(copy, "The next").number == Card.objects.filter(board=board).count() + 1
    assert is_gapless(copy)


def test_the_views_of_the_team_come_along_and_nobody_elses(world: World, board: Board, tmp_path: Path) -> None:
    everybody(world)
    first = exported("CHURN", tmp_path)
    first["rows"]["SavedView"][0]["shared"] = False  # as no export says
    (tmp_path / "CHURN.json").write_text(json.dumps(first))
    call_command("import", tmp_path / "CHURN.json", team="other", key="COPY", stdout=StringIO())
    view = SavedView.objects.get(board__key="COPY")
    assert (view.name, view.filter, view.shared, view.author) == ("Late", "box:expired", True, world.ben)
    shared = Event.objects.get(board__key="COPY", kind="view.shared")
    assert shared.data["view"] == view.pk


def test_a_file_from_before_a_table_can_be_read(world: World, board: Board, tmp_path: Path) -> None:
    old = exported("CHURN", tmp_path)
    del old["rows"]["SavedView"]
    (tmp_path / "CHURN.json").write_text(json.dumps(old))
    call_command("import", tmp_path / "CHURN.json", team="other", key="COPY", stdout=StringIO())
    assert Event.objects.get(board__key="COPY", kind="view.shared").data["view"] == 0


def test_nobody_is_told_again(world: World, board: Board, tmp_path: Path) -> None:
    everybody(world)
    exported("CHURN", tmp_path)
    call_command("import", tmp_path / "CHURN.json", team="other", key="COPY", stdout=StringIO())
    copy = Board.objects.get(key="COPY")
    follow(INBOX, copy.pk)
    assert not Notification.objects.filter(board=copy).exists()


def test_who_is_not_in_the_team_is_named(world: World, board: Board, tmp_path: Path) -> None:
    exported("CHURN", tmp_path)
    out = StringIO()
    call_command("import", tmp_path / "CHURN.json", team="other", key="COPY", stdout=out)
    assert "who are not in the team, noted as the importing person's: 3 (ada; ben; petra)" in out.getvalue()
    card = Card.objects.get(board__key="COPY", title="A task")
    assert card.author.username == "dan"
    assert not card.assignees.exists()


def test_an_imported_trello_board_still_follows_trello(world: World, tmp_path: Path) -> None:
    doing = a_list("Doing")
    trello = a_board([doing], [a_card(doing, "One"), a_card(doing, "Two")])
    trello["actions"] = [a_comment(trello["cards"][0], "hello")]
    bring(trello, world.team, world.ada)
    everybody(world)
    exported("SPACE", tmp_path)
    call_command("import", tmp_path / "SPACE.json", team="other", key="COPY", stdout=StringIO())
    trello["cards"][0]["name"] = "One more"
    report = bring(trello, Team.objects.get(slug="other"), world.dan)
    assert (report.board, report.cards["updated"], report.cards["unchanged"]) == ("COPY", 1, 1)
    assert report.comments["known"] == 1


def test_every_table_of_a_board_is_in_the_file_or_left_out_on_purpose(db: None) -> None:
    known = {table.model for table in TABLES} | set(LEFT_OUT) | {Board, Team, Person}
    rooms = ("boards", "hypotheses", "timeboxes", "modelversions", "webhooks", "cadence", "integrations")
    models_of_boards = [model for model in apps.get_models() if model._meta.app_label in rooms]
    assert [model.__name__ for model in models_of_boards if model not in known] == []


def _spoil(bundle: dict[str, Any], path: str, value: Any) -> bytes:
    *way, last = path.split(".")
    place: Any = bundle
    for step in way:
        place = place[int(step)] if step.isdigit() else place[step]
    place[last] = value
    return json.dumps(bundle).encode()


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        ("format", "other", "The file is no exported board."),
        ("version", 9, "The file has version 9"),
        ("rows", [], "The file is incomplete."),
        ("board.seq", 3, "The log in the file is not complete."),
        ("rows.Event.0.seq", 2, "The log in the file has a gap."),
        ("rows.Card.0.lane", 99, "do not fit together"),
        ("rows.Card.0.kind", "epic", "Card.kind cannot be 'epic'"),
        ("rows.Card.0.created_at", "yesterday", "The file holds a wrong value"),
        ("rows.Card.0.title", "x" * 300, "The file holds a wrong value"),
        ("rows.Card.0.title", None, "Card.title is missing"),
        ("rows.Run.0.metrics", None, "Run.metrics is missing"),
        ("board.key", "churn", "The file holds a wrong value"),
    ],
)
def test_a_spoiled_file_is_refused_and_nothing_is_written(
    world: World, board: Board, tmp_path: Path, path: str, value: Any, sentence: str
) -> None:
    bundle = exported("CHURN", tmp_path)
    bundle["board"]["key"] = "COPY"
    (tmp_path / "bad.json").write_bytes(_spoil(bundle, path, value))
    with pytest.raises(CommandError, match=sentence):
        call_command("import", tmp_path / "bad.json", team="other", format="prooflane")
    assert Board.objects.count() == 1


def test_a_key_that_is_taken_is_refused(world: World, board: Board, tmp_path: Path) -> None:
    exported("CHURN", tmp_path)
    with pytest.raises(CommandError, match="choose another key"):
        call_command("import", tmp_path / "CHURN.json", team="demo")


def test_the_board_must_be_there(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no board NONE"):
        call_command("export", "NONE", tmp_path / "none.json")
    assert not list(tmp_path.iterdir())


def test_no_foreign_model_hides_in_the_tables() -> None:
    relations = [field for table in TABLES for field in table.fields() if isinstance(field, models.ForeignKey)]
    wanted = {table.model for table in TABLES} | {Person}
    assert {field.related_model for field in relations} <= wanted
