"""The palette reaches every act, page, card and person; what was used lately comes first."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from boards.actions import edit_card
from boards.models import Card
from tests.browser.desk import Desk

pytestmark = pytest.mark.browser


def run(desk: Desk, words: str) -> None:
    desk.page.keyboard.press("Control+k")
    desk.page.keyboard.type(words)
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator(".palette")).to_have_count(0)


def test_it_acts_on_the_focused_card_by_name_and_by_other_words(desk: Desk) -> None:
    desk.link("A").focus()
    run(desk, "send update")
    desk.saved()
    assert desk.stored("update model") == "A H"
    assert desk.focused() == f"card-{desk.ref('A')}-link"
    run(desk, "assign petra")
    expect(desk.card("A").get_by_role("img", name="Petra")).to_be_visible()
    run(desk, "important urgent")
    expect(desk.card("A").locator(".prio")).to_be_visible()
    for _ in range(3):
        desk.page.keyboard.press("z")
    expect(desk.lane("to do").locator(".card")).to_have_count(4)
    assert Card.objects.get(title="A").priority == "normal"


def test_it_acts_on_the_board_and_finds_people(desk: Desk) -> None:
    edit_card(cause=desk.world.by("ben"), card=desk.board.cards.get(title="C"), changes={"assignees": ["petra"]})
    run(desk, "petra @petra")
    expect(desk.page.locator("#filter-q")).to_have_value("assignee:petra")
    expect(desk.page.locator(".card:not([data-ui-hide])")).to_have_count(1)
    run(desk, "clear filter")
    expect(desk.page.locator("#filter-q")).to_have_value("")
    run(desk, "swimlane type")
    expect(desk.page.locator(".swim").first).to_be_visible()
    run(desk, "collapse to do")
    expect(desk.lane("to do")).to_have_attribute("data-ui-folded", "")


def test_it_acts_on_the_selection(desk: Desk) -> None:
    for title in ("A", "B"):
        desk.link(title).focus()
        desk.page.keyboard.press("x")
    run(desk, "move to update")
    desk.saved()
    assert desk.stored("update model") == "A B H"


def test_what_was_used_lately_comes_first_and_pages_are_there(desk: Desk) -> None:
    run(desk, "my cards")
    desk.page.keyboard.press("Control+k")
    groups = desk.page.locator(".palette .grp")
    expect(groups.first).to_have_text("Recent")
    expect(desk.page.get_by_role("option").first).to_contain_text("Show what is mine")
    desk.page.keyboard.type("initiatives")
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_url("**/initiatives/")


def test_results_come_with_the_letter_and_ask_no_server_among_300_cards(desk: Desk) -> None:
    for n in range(290):
        desk.world.card(desk.board, f"Card number {n}", "update model")
    desk.open("ben", "?q=number")
    expect(desk.lane("update model").locator(".card")).to_have_count(291)
    desk.page.keyboard.press("Control+k")
    found = desk.page.evaluate(
        """() => { const field = document.querySelector(".palette input"); field.value = "number 28";
            field.dispatchEvent(new Event("input"));
            return [...document.querySelectorAll(".palette [role=option]")].map((each) => each.textContent); }"""
    )
    assert len(found) == 8
    assert all("Card number 28" in text for text in found), "words that stand together come first"


def test_z_takes_back_what_was_done_in_the_drawer(desk: Desk) -> None:
    desk.link("A").focus()
    desk.page.keyboard.press("Enter")
    drawer = desk.page.locator("#drawer")
    expect(drawer.locator("h2").first).to_be_visible()
    drawer.locator("#title-edit").click()
    drawer.locator("textarea[name=title], input[name=title]").fill("A, renamed")
    desk.page.keyboard.press("Control+Enter")
    expect(desk.page.locator(f"#card-{desk.board.key}-1-link")).to_have_text("A, renamed")
    expect(drawer.locator("#title-edit")).to_be_visible()
    desk.page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    desk.page.keyboard.press("z")
    expect(desk.page.locator(f"#card-{desk.board.key}-1-link")).to_have_text("A")
    assert Card.objects.filter(title="A").exists()
