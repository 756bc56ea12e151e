"""Insights in a real browser: no barrier in any look, the keyboard reaches every table, links lead to cards."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from boards.actions import block_card
from boards.models import Board
from hypotheses.actions import record_verdict
from tests.browser.desk import Desk
from tests.browser.test_look import violations
from tests.world import World, make_world

pytestmark = pytest.mark.browser
FIGURES = ("cfd", "lanes", "cycle-time", "ageing", "throughput", "forecast", "loops")


@pytest.fixture
def world(transactional_db: None) -> World:
    return make_world()


@pytest.fixture
def board(world: World) -> Board:
    """Two months of work: tasks and questions that were finished, some that go on, one of them stuck."""
    world.at = timezone.now() - timedelta(days=60)
    board = world.board()
    for number in range(12):
        task = world.move(world.card(board, f"Task {number}"), "update model")
        question = world.running(board, f"Question {number}")
        world.later(days=1 + number % 4)
        world.move(task, "done")
        record_verdict(cause=world.by("petra"), card=question, value="inconclusive", learned="Too noisy to say.")
        question.refresh_from_db()
        world.move(question, "done")
    stuck = world.card(board, "Stuck", "code review")
    block_card(cause=world.by(), card=stuck, reason="waits for the export")
    world.running(board, "Still open")
    return board


@pytest.fixture
def visitor(page: Page, asgi_server: str, world: World, board: Board) -> Iterator[Desk]:
    visitor = Desk(page, asgi_server, world, board)
    visitor.sign_in("vera")
    page.goto(f"{asgi_server}/boards/CHURN/insights/")
    yield visitor
    page.goto("about:blank")
    assert visitor.complaints == []


@pytest.mark.parametrize("look", ["light", "dark", "phone"])
def test_the_page_has_no_barrier(visitor: Desk, look: Any) -> None:
    visitor.page.emulate_media(color_scheme="light" if look == "phone" else look)
    if look == "phone":
        visitor.page.set_viewport_size({"width": 390, "height": 844})
    for name in FIGURES:
        expect(visitor.page.locator(f"#figure-{name}")).to_be_visible()
        expect(visitor.page.locator(f"#figure-{name} svg").first).to_be_visible()
    page = visitor.page
    page.locator("summary", has_text="Show table").evaluate_all("all => all.forEach(each => each.click())")
    page.locator("summary", has_text="How it is counted").first.click()
    assert violations(visitor) == []
    assert not visitor.page.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_the_keyboard_opens_a_table_and_follows_it_to_a_card(visitor: Desk) -> None:
    page = visitor.page
    page.locator("#figure-ageing-table").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#figure-ageing table")).to_be_visible()
    card = page.locator("#figure-ageing td a").first
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(card).to_be_focused()
    href = card.get_attribute("href")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{visitor.server}{href}")


def test_a_dot_and_a_bar_are_links_with_names(visitor: Desk) -> None:
    page = visitor.page
    dot = page.get_by_role("link", name=f"{visitor.ref('Stuck')}, ")
    expect(dot.first).to_have_attribute("href", f"/c/{visitor.ref('Stuck')}/")
    page.locator("#figure-throughput").get_by_role("link", name="Week from").first.click()
    expect(page.locator("#figure-throughput tr:target")).to_be_visible()


def test_the_range_is_a_link_and_stays_in_the_address(visitor: Desk) -> None:
    visitor.page.locator("#range-30d").click()
    expect(visitor.page).to_have_url(f"{visitor.server}/boards/CHURN/insights/?range=30d")
    expect(visitor.page.locator("#range-30d")).to_have_attribute("aria-current", "true")


def test_g_and_n_go_there(visitor: Desk) -> None:
    visitor.page.goto(f"{visitor.server}/boards/CHURN/")
    visitor.ready()
    visitor.page.keyboard.press("g")
    visitor.page.keyboard.press("n")
    expect(visitor.page).to_have_url(f"{visitor.server}/boards/CHURN/insights/")


def test_a_figure_is_saved_for_a_spreadsheet(visitor: Desk) -> None:
    with visitor.page.expect_download() as saved:
        visitor.page.locator("#figure-throughput-csv").click()
    assert saved.value.suggested_filename == "CHURN-throughput.csv"
    assert saved.value.path().read_text(encoding="utf-8").startswith("week,circular,linear,total,whole,cards")


def held(page: Page, day: int) -> str:
    """What the table says of a day, newest first: the twin of the picture."""
    cells = page.locator("#figure-cfd tbody tr").nth(day).locator("td").all_text_contents()
    heads = page.locator("#figure-cfd thead th").all_text_contents()
    lanes = len(heads) - 3  # without the day, what is on the way, and the cards
    counts = [f"{name} {count}" for name, count in zip(heads[1:], cells[1 : lanes + 1], strict=False)]
    return f"{cells[0]}: {' · '.join(counts)}"


def test_the_arrow_keys_go_through_the_days_of_the_flow(visitor: Desk) -> None:
    """What is shown, and what a screen reader is told, is the row of the table."""
    page = visitor.page
    area, said = page.locator("#cfd-days"), page.locator("#cfd-said")
    expect(said).to_have_text("Point at a day, or go through them with the arrow keys.")
    area.focus()
    expect(said).to_have_text(held(page, 0))
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    expect(said).to_have_text(held(page, 3))
    expect(area).to_have_attribute("aria-valuetext", held(page, 3))
    page.keyboard.press("PageDown")
    expect(said).to_have_text(held(page, 10))
    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")
    expect(said).to_have_text(held(page, 0))
    page.keyboard.press("Tab")
    expect(said).to_have_text("Point at a day, or go through them with the arrow keys.")
    assert violations(visitor) == []


def test_a_day_of_the_flow_is_told_under_the_pointer_and_under_a_finger(visitor: Desk) -> None:
    page = visitor.page
    area, said = page.locator("#cfd-days"), page.locator("#cfd-said")
    area.scroll_into_view_if_needed()
    box = area.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] - 1, box["y"] + 20)
    expect(said).to_have_text(held(page, 0))
    page.mouse.move(box["x"] + box["width"] / 2, 1)
    expect(said).to_contain_text("Point at a day")
    finger = {"pointerType": "touch", "clientX": box["x"] + box["width"] - 1, "clientY": box["y"] + 20}
    for kind in ("pointerdown", "pointerleave"):
        area.dispatch_event(kind, finger)
    expect(said).to_have_text(held(page, 0))
