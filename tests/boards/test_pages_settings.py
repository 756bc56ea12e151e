"""The settings of a board: everybody reads them, an admin changes them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.calendar_spec import WEEKDAYS
from boards.models import Board
from tests.pages import client_of, invalid_fields, said, words
from tests.world import World, kinds, last_event

PATH = "/boards/CHURN/settings/"
RULES = {
    "name": "Churn model v3",
    "description": "Who leaves, and why",
    "on_continue": "spawn_task",
    "development_board": "DEV",
    "expiry": "park",
    "max_extensions": "2",
    "rank_by": "members",
}
OFFICE = {f"{day}_1_from": "9" for day in WEEKDAYS[:5]} | {f"{day}_1_to": "17" for day in WEEKDAYS[:5]}


@pytest.fixture
def board(world: World) -> Board:
    world.board("DEV", "development")
    return world.board()


@pytest.fixture
def ada(world: World, board: Board) -> Client:
    return client_of(world.ada)


def fresh(board: Board) -> Board:
    return Board.objects.get(pk=board.pk)


def test_name_and_rules_are_saved(board: Board, ada: Client) -> None:
    answer = ada.post(PATH, RULES)

    assert answer["Location"] == f"{PATH}#rules"
    saved = fresh(board)
    assert {
        name: getattr(saved, name) for name in ("name", "description", "on_continue", "expiry", "rank_by")
    } == {name: RULES[name] for name in ("name", "description", "on_continue", "expiry", "rank_by")}
    assert (saved.max_extensions, saved.development_board and saved.development_board.key) == (2, "DEV")


def test_saving_the_same_again_is_no_fact(board: Board, ada: Client) -> None:
    ada.post(PATH, RULES)
    seq = fresh(board).seq

    ada.post(PATH, RULES)

    assert kinds(board, seq) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("max_extensions", "11"),
        ("max_extensions", "many"),
        ("rank_by", "anarchy"),
        ("expiry", "delete"),
        ("development_board", "CHURN"),
        ("development_board", "NOPE"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(board: Board, ada: Client, field: str, value: str) -> None:
    answer = ada.post(PATH, {**RULES, field: value})

    assert answer.status_code == 422
    assert invalid_fields(answer) == {field}
    assert fresh(board).name == "Churn model"


def test_a_board_of_another_team_is_no_development_board(world: World, board: Board, ada: Client) -> None:
    from accounts.models import Team
    from boards import actions

    actions.create_board(cause=world.by("dan"), team=Team.objects.get(slug="other"), key="SECRET", name="Secret")

    assert "SECRET" not in ada.get(PATH).content.decode()
    assert ada.post(PATH, {**RULES, "development_board": "SECRET"}).status_code == 422


@pytest.mark.parametrize("who", ["petra", "ben", "vera"])
def test_others_read_the_settings_and_change_nothing(world: World, board: Board, who: str) -> None:
    client = client_of(world.cast[who])
    page = client.get(PATH)

    assert "Only an admin of Demo changes these. You can read them." in words(page)
    assert "Save" not in words(page)
    assert "<fieldset" in page.content.decode()
    for path in (
        PATH,
        f"{PATH}calendar/",
        "/boards/CHURN/removal/",
        "/boards/CHURN/lanes/",
        "/boards/CHURN/labels/",
    ):
        assert client.post(path, RULES).status_code == 403
    assert fresh(board).name == "Churn model"


def test_working_time_is_a_new_version(board: Board, ada: Client) -> None:
    days = {"days_off": "2026-12-25\n2027-01-01", "special_days": "2026-12-24 09:00-12:00"}
    ada.post(f"{PATH}calendar/", {"tz": "Europe/Berlin", **OFFICE, **days})

    calendar = board.calendar()
    assert calendar.version == 2
    assert calendar.spec["tz"] == "Europe/Berlin"
    assert calendar.spec["days_off"] == ["2026-12-25", "2027-01-01"]
    assert calendar.spec["special_days"] == {"2026-12-24": [["09:00", "12:00"]]}
    assert last_event(board).data["changes"]["calendar"] == calendar.spec
    page = ada.get(PATH).content.decode()
    assert "2026-12-24 09:00-12:00" in page


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"days_off": "Christmas"}, "days_off"),
        ({"special_days": "2026-12-24 nine to noon"}, "special_days"),
        ({"special_days": "2026-12-24 12:00-09:00"}, "special_days"),
        ({"tz": "Mars"}, "tz"),
        ({"mon_1_to": ""}, "mon_1_to"),
    ],
)
def test_a_calendar_that_cannot_be_is_marked(board: Board, ada: Client, data: dict[str, str], field: str) -> None:
    answer = ada.post(f"{PATH}calendar/", {"tz": "UTC", **OFFICE, **data})

    assert answer.status_code == 422
    assert field in invalid_fields(answer)
    assert board.calendar().version == 1


def test_nobody_working_at_all_is_refused(board: Board, ada: Client) -> None:
    answer = ada.post(f"{PATH}calendar/", {"tz": "UTC"})

    assert "Nobody ever works here" in words(answer)


def test_a_third_span_that_the_editor_does_not_show_is_kept(board: Board, ada: Client) -> None:
    from boards.models import CalendarVersion

    spans = [["08:00", "10:00"], ["11:00", "13:00"], ["14:00", "18:00"]]
    spec = board.calendar().spec
    spec["week"]["mon"] = spans
    CalendarVersion.objects.filter(board=board).update(spec=spec)
    form: Any = ada.get(PATH).context["calendar_form"]
    data = {name: value for name, value in form.initial.items() if value}

    ada.post(f"{PATH}calendar/", {**data, "tz": "Europe/Berlin"})

    assert board.calendar().spec["week"]["mon"] == spans


def test_a_board_is_deleted_by_typing_its_key(board: Board, ada: Client) -> None:
    wrong = ada.post("/boards/CHURN/removal/", {"typed": "churn"})
    assert wrong.status_code == 422
    assert invalid_fields(wrong) == {"typed"}

    right = ada.post("/boards/CHURN/removal/", {"typed": "CHURN"}, follow=True)

    assert said(right) == ["Churn model is deleted."]
    assert ada.get(PATH).status_code == 404
    assert Board.objects.get(pk=board.pk).deleted_at


def test_only_the_form_that_was_sent_comes_back_with_its_errors(board: Board, ada: Client) -> None:
    answer = ada.post(PATH, {**RULES, "name": " "})

    assert answer.content.decode().count('role="alert"') == 2  # the form's summary, and the region of the page
