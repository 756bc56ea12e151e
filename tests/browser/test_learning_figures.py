"""The pictures of what was learned: without a barrier, read with the keyboard, on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from boards.models import Board
from hypotheses import actions as research
from tests.browser.desk import Desk
from tests.browser.test_look import violations
from tests.insights.crowd import multiply
from tests.insights.season import WEEKS, play
from tests.world import World

pytestmark = pytest.mark.browser
PICTURES = (
    "outcomes",
    "yield",
    "timeboxes",
    "gates",
    "calibration",
    "surprises",
    "ladder",
    "refutations",
    "help",
    "freshness",
)


@pytest.fixture
def board(world: World) -> Board:
    """Eight weeks of research up to now, some of them again and again; one box is over, one request waits."""
    today = timezone.now().replace(hour=9, minute=0, second=0, microsecond=0)
    world.at = today - timedelta(weeks=10, days=today.weekday())  # a Monday
    board = world.board()
    cards = play(world, board, WEEKS[:8])
    multiply(cards[3], 30)
    world.at = timezone.now() - timedelta(days=9)
    card = world.running(board, "Over by now", budget="1d")
    research.add_log_entry(cause=world.by(), card=card, body="Who knows the feed?", kind="help")
    return board


@pytest.fixture
def desk(page: Page, asgi_server: str, world: World, board: Board) -> Iterator[Desk]:
    desk = Desk(page, asgi_server, world, board)
    desk.sign_in("vera")
    page.goto(f"{asgi_server}/boards/{board.key}/insights/?range=all")
    yield desk
    page.goto("about:blank")
    assert desk.complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_figure_has_its_picture_and_none_a_barrier(desk: Desk, scheme: Any) -> None:
    desk.page.emulate_media(color_scheme=scheme)
    for name in PICTURES:
        expect(desk.page.locator(f"#figure-{name} svg.marks")).to_be_visible()
    assert violations(desk) == []


def test_on_a_phone_the_words_stay_readable_and_the_rows_wide_enough(desk: Desk) -> None:
    desk.page.set_viewport_size({"width": 390, "height": 844})
    desk.page.reload()
    expect(desk.page.locator("#figure-outcomes svg.marks")).to_be_visible()
    assert violations(desk) == []
    assert desk.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    sizes = desk.page.locator("svg.marks").evaluate_all(
        "all => all.map(svg => svg.getBoundingClientRect().width / svg.viewBox.baseVal.width)"
    )
    assert min(sizes) * 12 >= 9  # pixels of the smallest words


def test_a_row_of_a_picture_leads_to_its_card(desk: Desk) -> None:
    row = desk.page.locator("#figure-timeboxes svg.marks a").first
    name = f"{desk.ref('Over by now')}: planned 1 d, used 1 d, over now. Over by now"
    expect(row).to_have_attribute("aria-label", name.replace("1 d", "1\N{NO-BREAK SPACE}d"))
    row.focus()
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_url(f"**/c/{desk.ref('Over by now')}/")


def test_a_month_leads_to_its_own_table(desk: Desk) -> None:
    desk.page.locator("#figure-outcomes svg.marks a").last.focus()
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_url("**/insights/outcomes/?from=*")
    expect(desk.page.locator("details[open] table")).to_be_visible()


def test_the_table_behind_a_picture_opens(desk: Desk) -> None:
    desk.page.locator("#figure-calibration-table").click()
    expect(desk.page.locator("#figure-calibration table")).to_be_visible()
    expect(desk.page.locator("#figure-calibration table tbody tr").first).to_contain_text("authors")
