"""The time-box on a card follows the clock through its states, in shape and words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine
from playwright.sync_api import Page, expect

from boards.models import Board
from tests.browser.desk import Desk
from tests.world import MONDAY, World

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(page: Page, asgi_server: str, world: World, board: Board) -> Iterator[Desk]:
    """Everybody, the server too, lives in the week of the tests. E began on Monday at 9, with a box of 5 days."""
    with time_machine.travel(MONDAY, tick=True):
        yield Desk(page, asgi_server, world, board)
        page.goto("about:blank")


@pytest.mark.parametrize(
    ("now", "state", "words", "title"),
    [
        ("2026-11-16T09:05", "run", "5 d left", "Time-box ends Fri 20 Nov, 18:00. 5 of 5 working days left"),
        ("2026-11-19T12:00", "run", "2 d left", "Time-box ends Fri 20 Nov, 18:00. 2 of 5 working days left"),
        ("2026-11-20T10:00", "soon", "Ends 18:00", "Time-box ends Fri 20 Nov, 18:00. 1 of 5 working days left"),
        ("2026-11-20T18:30", "late", "Time is up", "Time-box ended Fri 20 Nov, 18:00. A decision is due"),
        ("2026-11-23T10:00", "late", "1 d over", "Time-box ended Fri 20 Nov, 18:00. A decision is due"),
        ("2026-12-14T10:00", "late", "over since 20 Nov", "Time-box ended Fri 20 Nov, 18:00. A decision is due"),
    ],
)
def test_a_running_box(desk: Desk, now: str, state: str, words: str, title: str) -> None:
    desk.page.clock.set_fixed_time(datetime.fromisoformat(f"{now}+00:00"))
    desk.open("petra")
    chip = desk.card("E").locator(".tb")
    expect(chip).to_have_attribute("data-state", state)
    expect(chip).to_have_text(words)
    expect(chip).to_have_attribute("title", title)
    expect(desk.card("E").get_by_role("button", name="Decide…")).to_be_visible(visible=state == "late")


def test_a_box_that_has_not_begun(desk: Desk) -> None:
    card = desk.world.hypothesis(desk.board, "Later")
    desk.world.write(card, budget="3d")
    desk.world.lock(card)
    desk.open("ben")
    expect(desk.card("Later").locator(".tb")).to_have_text("3 d box")


def test_in_review_the_clock_stands_still(desk: Desk) -> None:
    desk.world.move(desk.board.cards.get(title="E"), "code review")
    desk.page.clock.set_fixed_time(datetime.fromisoformat("2026-11-27T12:00+00:00"))
    desk.open("ben")
    expect(desk.card("E").locator(".tb")).to_have_attribute("data-state", "paused")
    expect(desk.card("E").locator(".tb")).to_have_text("5 d left")


def test_needs_a_decision_counts_and_filters(desk: Desk) -> None:
    desk.page.clock.set_fixed_time(datetime.fromisoformat("2026-11-23T10:00+00:00"))
    desk.open("petra")
    chip = desk.page.get_by_role("button", name="Needs a decision 1")
    chip.click()
    assert desk.titles("test hypothesis") == "E"
    assert desk.titles("to do") == ""
    assert desk.page.url.endswith("?q=gate:open")


def test_a_card_that_stays_long_says_so(desk: Desk) -> None:
    desk.page.clock.set_fixed_time(datetime.fromisoformat("2026-11-20T17:00+00:00"))
    desk.open("ben")
    expect(desk.card("H").locator(".age")).to_have_text("4 d here")
    expect(desk.card("A").locator(".age")).to_have_text("")
