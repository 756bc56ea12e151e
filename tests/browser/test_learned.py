"""Searching and remembering in a real browser: by keys, in both themes and on the phone, without a barrier."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from boards.models import Board
from hypotheses import actions as research
from tests.browser.desk import Desk
from tests.browser.test_look import violations
from tests.world import World

pytestmark = pytest.mark.browser
PATHS = ("/search/?q=complaints", "/search/?q=nothingness", "/learnings/", "/learnings/?q=x")
QUESTION = "Complaints of the last thirty days predict churn better than usage"


@pytest.fixture
def reader(page: Page, asgi_server: str, world: World, board: Board) -> Iterator[Desk]:
    """Ben, with one answer behind him."""
    card = world.running(board, QUESTION)
    world.push(card, **{"val.auc": 0.7})
    texts = {"learned": "They come after the decision to leave.", "change_mind": "An earlier date"}
    research.record_verdict(cause=world.by("petra"), card=card, value="refuted", **texts)
    reader = Desk(page, asgi_server, world, board)
    reader.sign_in("ben")
    yield reader
    page.goto("about:blank")
    assert reader.complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path", ["/search/?q=complaints", "/search/?q=nothingness", "/learnings/", "/learnings/?q=x"]
)
def test_no_barrier(reader: Desk, scheme: Any, path: str) -> None:
    reader.page.emulate_media(color_scheme=scheme)
    reader.page.goto(f"{reader.server}{path}")
    assert violations(reader) == []
    reader.page.set_viewport_size({"width": 390, "height": 780})
    assert reader.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(reader) == []


def test_from_any_page_to_the_card_by_keys(reader: Desk) -> None:
    page = reader.page
    page.goto(f"{reader.server}/learnings/")
    page.goto(f"{reader.server}/inbox/")
    page.wait_for_load_state()
    page.keyboard.press("/")
    page.wait_for_url("**/search/")
    expect(page.locator("#search-q")).to_be_focused()
    page.keyboard.type("decision leave")
    page.keyboard.press("Enter")
    expect(page.locator("mark").first).to_be_visible()
    page.keyboard.press("Tab")
    page.locator("#search-q").press("ArrowDown")
    expect(page.locator(".search__row a").first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/c/{reader.ref(QUESTION)}/**")


def test_the_palette_adds_what_the_server_finds(reader: Desk) -> None:
    reader.open()
    reader.page.keyboard.press("Control+k")
    reader.page.locator(".palette input").fill("decision leave")
    found = reader.page.locator(".palette [role=option]")
    expect(found.first).to_contain_text(QUESTION)
    expect(found.last).to_contain_text("Search everything")
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_url(f"**/c/{reader.ref(QUESTION)}/#part-verdict")


def test_an_answer_is_remembered_while_a_card_is_being_written(reader: Desk) -> None:
    reader.open()
    reader.page.keyboard.press("c")
    field = reader.page.locator("#quick-title")
    field.press_sequentially("Do complaints predict churn better than usage?")
    told = reader.page.locator(".quick .similar__one")
    expect(told).to_contain_text("Refuted in")
    expect(told).to_contain_text("They come after the decision to leave.")
    expect(field).to_be_focused()
    assert violations(reader) == []
    field.fill("Something else altogether, about images")
    expect(told).to_have_count(0)


def test_files_are_sent_by_the_server_that_holds_streams(reader: Desk) -> None:
    ref = reader.ref(QUESTION)
    notebook = reader.page.request.get(f"{reader.server}/c/{ref}/notebook.md")
    assert notebook.text().startswith(f"# {ref} {QUESTION}")
    whole = reader.page.request.get(f"{reader.server}/boards/CHURN/export/?format=json")
    assert whole.json()["board"]["key"] == "CHURN"
