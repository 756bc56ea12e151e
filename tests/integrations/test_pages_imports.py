"""The page that brings boards in: what it offers to whom, what it keeps, what it says."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from pytest_django import Settings

from accounts.models import Person
from boards.actions import create_board
from boards.models import Board
from integrations.import_form import WHERE
from integrations.importers import intake
from integrations.importers.formats import FORMATS
from integrations.models import Import
from tests.integrations.handed_in import TRELLO, handed_in, worked_off
from tests.pages import client_of, words
from tests.world import World

PART = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.IMPORTS_DIR = tmp_path / "imports"
    return tmp_path / "imports"


def send(world: World, who: str = "petra", content: str = TRELLO, headers: Any = None, **fields: Any) -> Any:
    data = {"team": world.team.pk, "file": ContentFile(content.encode(), "board.json"), **fields}
    return client_of(world.cast[who]).post("/imports/", data, headers=headers)


def test_every_format_says_where_its_file_comes_from() -> None:
    assert set(FORMATS) <= set(WHERE)


def test_a_file_is_handed_in_and_followed(world: World) -> None:
    answer = send(world, headers=PART, name="Space", key="space")
    job = Import.objects.get()
    assert (answer.status_code, job.name, job.key, job.dry_run) == (202, "Space", "SPACE", False)
    assert f'hx-get="/imports/{job.pk}/" hx-trigger="every 1s"' in answer.content.decode()
    assert "It waits for a worker." in words(answer)
    worked_off(world, job)
    told = client_of(world.petra).get(f"/imports/{job.pk}/", headers=PART)
    assert "hx-trigger" not in told.content.decode()
    assert "Space is here Open the board" in words(told)
    assert "new cards 2" in words(told)
    assert "1 votes Two" in words(told)
    assert "What the lanes were taken for To do queue" in words(told)


def test_a_look_writes_nothing_and_offers_the_import(world: World) -> None:
    send(world, headers=PART, look="1")
    job = worked_off(world, Import.objects.get())
    told = client_of(world.petra).get(f"/imports/{job.pk}/", headers=PART)
    assert "What would come: Space probe Import now" in words(told)
    assert 'form="import-form" name="import"' in told.content.decode()
    assert not Board.objects.exists()


def test_progress_is_a_number_in_every_language(world: World) -> None:
    world.petra.language = "de"
    world.petra.save()
    job = handed_in(world)
    Import.objects.update(state="running")
    intake.teller(job.stored)(1_250, 2_500)
    told = client_of(world.petra).get(f"/imports/{job.pk}/", headers=PART)
    assert 'max="2500" value="1250"' in told.content.decode()
    assert "1.250 von 2.500 Schritten" in words(told)


def test_without_scripts_the_form_leads_to_the_report(world: World) -> None:
    answer = send(world)
    assert answer["Location"] == f"/imports/{Import.objects.get().pk}/"
    assert "Bringing in board.json" in words(client_of(world.petra).get(answer["Location"]))


def test_a_refused_form_keeps_what_was_typed(world: World) -> None:
    answer = send(world, name="Space", key="x")
    assert answer.status_code == 422
    assert 'value="Space"' in answer.content.decode()
    assert "Use 2-10 capital letters" in words(answer)
    part = send(world, headers=PART, key="x")
    assert (part.status_code, 'data-field="id_key"' in part.content.decode()) == (422, True)
    assert "<form" not in part.content.decode()


@pytest.mark.parametrize(("content", "known"), [(TRELLO, True), ("<html>", False)])
def test_a_file_is_told_before_it_is_sent(world: World, content: str, known: bool) -> None:
    head = ContentFile(content.encode(), "head")
    found = client_of(world.petra).post("/imports/format/", {"name": "board.json", "head": head}).json()
    assert found["known"] is known
    assert "Trello" in found["name" if known else "sentence"]


def test_a_file_beyond_the_limit_is_refused_by_the_page(world: World, settings: Settings) -> None:
    settings.FILE_BYTES = 1_000_000
    answer = send(world, content="{" * 1_300_000, headers={**PART, "Accept": "application/json"})
    assert answer.status_code == 413
    assert "at most 1 MB" in answer.json()["sentence"]


def test_the_board_that_takes_the_cards_is_of_the_person(world: World) -> None:
    team = world.dan.memberships.get().team
    create_board(cause=world.by("dan"), team=team, key="OTHER", name="Other")
    answer = send(world, headers=PART, board="OTHER")
    assert (answer.status_code, 'data-field="id_board"' in answer.content.decode()) == (422, True)


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ("petra", "Choose a file, or drop it here"),
        ("ben", "You can look, but not import."),
        ("vera", "You can look, but not import."),
    ],
)
def test_the_page_offers_what_one_may(world: World, who: str, sentence: str) -> None:
    assert sentence in words(client_of(world.cast[who]).get("/imports/"))


def test_whoever_has_no_team_makes_one(world: World) -> None:
    mo = Person.objects.create(username="mo", name="Mo")
    assert "A board needs a team." in words(client_of(mo).get("/imports/"))


def test_the_list_shows_what_came_of_each_the_latest_first(world: World) -> None:
    world.at -= timedelta(minutes=1)
    worked_off(world, handed_in(world, key="SPACE"))
    world.later(minutes=1)
    worked_off(world, handed_in(world, dry_run=True))
    Person.objects.filter(pk=world.ada.pk).update(time_zone="Asia/Tokyo")
    page = client_of(world.ada).get("/imports/")
    assert "Brought in lately board.json Trello · only looked at done 16 Nov, 18:00" in words(page)
    assert 'href="/boards/SPACE/"' in page.content.decode()
    assert "board.json" not in words(client_of(world.ben).get("/imports/"))


def test_ways_lead_there(world: World) -> None:
    empty = client_of(world.petra).get("/boards/")
    assert "Bring a board from Trello, Jira, GitHub or CSV" in words(empty)
    world.board()
    assert client_of(world.petra).get("/boards/").content.decode().count('href="/imports/"') == 2
    assert 'href="/imports/"' not in client_of(world.ben).get("/boards/").content.decode()


def test_the_list_costs_the_same_for_any_number(world: World, django_assert_max_num_queries: Any) -> None:
    for _ in range(5):
        worked_off(world, handed_in(world))
    client = client_of(world.petra)
    client.get("/imports/")
    with django_assert_max_num_queries(14):
        client.get("/imports/")
