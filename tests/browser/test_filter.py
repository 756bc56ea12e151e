"""Filters hide cards and nothing else: counts, order and drops stay right."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from boards.actions import edit_card
from tests.browser.desk import Desk

pytestmark = pytest.mark.browser


def assign(desk: Desk, title: str, *names: str) -> None:
    card = desk.board.cards.get(title=title)
    edit_card(cause=desk.world.by("ben"), card=card, changes={"assignees": list(names)})


def test_text_is_in_the_address_and_survives_a_reload(desk: Desk) -> None:
    desk.page.keyboard.press("/")
    desk.page.keyboard.type("e")
    expect(desk.lane("to do").locator(".card:not([data-ui-hide])")).to_have_count(0)
    assert desk.titles("test hypothesis") == "E"
    assert desk.page.url.endswith("?q=e")
    desk.page.reload()
    desk.ready()
    assert desk.titles("to do") == ""
    assert desk.head("to do") == "4 cards"


def test_choices_are_shared_by_link_and_taken_back_with_the_browser(desk: Desk) -> None:
    assign(desk, "C", "ben")
    desk.open("ben")
    desk.page.get_by_role("button", name="Mine").click()
    assert desk.titles("to do") == "C"
    assert desk.page.url.endswith("?who=me")
    desk.page.go_back()
    expect(desk.lane("to do").locator(".card:not([data-ui-hide])")).to_have_count(4)
    desk.open("ben", "?who=none&kind=task")
    assert desk.titles("to do") == "A B D"
    assert desk.titles("test hypothesis") == ""


def test_a_drop_between_visible_cards_keeps_the_hidden_ones_in_place(desk: Desk) -> None:
    for title in ("A", "C", "H"):
        assign(desk, title, "ben")
    desk.open("ben", "?who=me")
    assert desk.titles("to do") == "A C"
    desk.drag("H", "to do", before="C")
    desk.saved()
    assert desk.titles("to do") == "A H C"
    assert desk.stored("to do") == "A B H C D"


def test_a_drop_below_the_last_visible_card_lands_right_after_it(desk: Desk) -> None:
    for title in ("B", "H"):
        assign(desk, title, "ben")
    desk.open("ben", "?who=me")
    desk.drag("H", "to do")
    desk.saved()
    assert desk.stored("to do") == "A B H C D"


def test_nothing_found_says_so_and_offers_the_way_out(desk: Desk) -> None:
    desk.open("ben", "?q=nowhere&label=none")
    expect(desk.page.locator(".nohits")).to_contain_text("No cards match nowhere, none.")
    desk.page.locator(".nohits").get_by_role("button", name="Clear filters").click()
    expect(desk.page.locator(".nohits")).to_have_count(0)
    assert desk.titles("to do") == "A B C D"
    assert desk.page.url.endswith(f"/boards/{desk.board.key}/")


def test_a_filter_looks_at_cards_that_were_not_loaded_yet(desk: Desk) -> None:
    for n in range(60):
        desk.world.card(desk.board, f"many {n}", "update model")
    desk.open("ben")
    expect(desk.lane("update model").locator(".card")).to_have_count(50)
    desk.page.locator("#filter-q").fill("many 59")
    expect(desk.card("many 59")).to_be_visible()


def test_the_rest_of_a_long_lane_comes_when_asked_for(desk: Desk) -> None:
    for n in range(60):
        desk.world.card(desk.board, f"many {n}", "update model")
    desk.open("ben")
    desk.lane("update model").get_by_role("button", name="Show 11 more").click()
    expect(desk.lane("update model").locator(".card")).to_have_count(61)
    expect(desk.lane("update model").locator("[data-more]")).to_have_count(0)
