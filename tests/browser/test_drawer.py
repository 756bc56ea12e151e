"""The card beside the board: the address, the focus, the keys."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.desk import Desk

pytestmark = pytest.mark.browser


def test_a_click_opens_the_card_beside_the_board(desk: Desk) -> None:
    desk.link("A").click()
    expect(desk.page.locator("#drawer")).to_be_visible()
    assert desk.page.url.endswith(f"?card={desk.ref('A')}")
    expect(desk.page.locator("#drawer h2").first).to_be_focused()


def test_escape_goes_back_to_the_card(desk: Desk) -> None:
    desk.link("B").focus()
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator("#drawer")).to_be_visible()
    desk.page.keyboard.press("Escape")
    expect(desk.page.locator("#drawer")).to_be_hidden()
    assert desk.focused() == f"card-{desk.ref('B')}-link"
    assert "card=" not in desk.page.url


def test_the_address_opens_the_card_and_back_closes_it(desk: Desk) -> None:
    desk.open("ben", f"?card={desk.ref('C')}")
    expect(desk.page.locator("#drawer")).to_be_visible()
    desk.page.keyboard.press("Escape")
    desk.link("A").click()
    expect(desk.page.locator("#drawer")).to_be_visible()
    desk.page.go_back()
    expect(desk.page.locator("#drawer")).to_be_hidden()


def test_j_and_k_walk_the_lane_inside_the_drawer(desk: Desk) -> None:
    desk.link("A").click()
    expect(desk.page.locator("#drawer [aria-busy]")).to_have_count(0)
    desk.page.keyboard.press("j")
    expect(desk.page.locator("#drawer")).to_contain_text("B")
    assert desk.page.url.endswith(f"?card={desk.ref('B')}")
    desk.page.keyboard.press("k")
    assert desk.page.url.endswith(f"?card={desk.ref('A')}")


def test_a_click_with_control_opens_a_tab_of_its_own(desk: Desk) -> None:
    with desk.page.context.expect_page() as opened:
        desk.link("A").click(modifiers=["ControlOrMeta"], position={"x": 4, "y": 9})  # on its word
    assert opened.value.url.endswith(f"/c/{desk.ref('A')}/")
    opened.value.close()
    assert desk.page.locator("#drawer[open]").count() == 0
