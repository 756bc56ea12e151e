"""Undo restores lane, place and count, by Z and by the toast."""

from __future__ import annotations

import threading

import pytest
from playwright.sync_api import expect

from accounts.models import Person
from boards.models import Board
from boards.visible import visible_board
from tests.browser.desk import Desk

pytestmark = pytest.mark.browser


def test_z_takes_the_last_move_back(desk: Desk) -> None:
    desk.drag("B", "update model")
    desk.saved()
    desk.page.keyboard.press("z")
    expect(desk.lane("to do").locator(".card")).to_have_count(4)
    assert desk.titles("to do") == "A B C D"
    assert desk.stored("to do") == "A B C D"
    assert desk.head("update model") == "1 card"
    expect(desk.page.locator("#live")).to_contain_text("is back in To do")
    assert desk.focused() == f"card-{desk.ref('B')}-link"


def test_the_toast_undoes_even_before_the_server_has_answered(desk: Desk) -> None:
    desk.slow(300)
    desk.drag("B", "update model")
    desk.page.get_by_role("button", name="Undo").click()
    expect(desk.lane("to do").locator(".card")).to_have_count(4)
    assert desk.stored("to do") == "A B C D"


def test_several_acts_are_undone_in_turn(desk: Desk) -> None:
    desk.link("A").focus()
    desk.page.keyboard.press("Shift+J")
    desk.saved()
    desk.page.keyboard.press("i")
    expect(desk.card("A").get_by_role("img", name="Ben")).to_be_visible()
    desk.page.keyboard.press("z")
    expect(desk.card("A").get_by_role("img", name="Ben")).to_have_count(0)
    desk.page.keyboard.press("z")
    expect(desk.lane("to do").locator(".card__title a").first).to_have_text("A")


def test_two_acts_are_taken_back_one_after_the_other_however_slow_the_server_is(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    begun, go = threading.Event(), threading.Event()

    def slow(person: Person, key: str) -> Board:
        asked.append(key)
        begun.set()
        assert go.wait(60)
        return visible_board(person, key)

    for title in ("A", "B"):
        desk.drag(title, "update model")
        desk.saved()
    monkeypatch.setattr("boards.views.undo.visible_board", slow)
    desk.page.keyboard.press("z")
    assert begun.wait(60)
    desk.page.keyboard.press("z")
    desk.page.wait_for_timeout(1000)  # what would overtake it
    assert len(asked) == 1
    assert desk.titles("update model") == "H A B"
    go.set()
    expect(desk.lane("to do").locator(".card")).to_have_count(4)
    assert desk.titles("to do") == desk.stored("to do") == "A B C D"
    assert len(asked) == 2


def test_the_toast_stays_while_somebody_points_at_it(desk: Desk) -> None:
    desk.page.clock.install()
    desk.drag("B", "update model")
    desk.saved()
    desk.page.locator(".toast").hover()
    desk.page.clock.fast_forward(20_000)
    expect(desk.page.locator(".toast")).to_contain_text("moved to Update model")
    desk.page.mouse.move(5, 5)
    for _ in range(10):  # the browser tells of the pointer in its own time
        desk.page.wait_for_timeout(300)
        desk.page.clock.fast_forward(9_000)
    expect(desk.page.locator(".toast")).to_have_count(0)
