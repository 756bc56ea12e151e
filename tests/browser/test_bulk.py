"""Many cards at once: chosen by key and mouse, acted on in one request, taken back as one."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from boards.models import Card
from tests.browser.desk import Desk

pytestmark = pytest.mark.browser


def selected(desk: Desk) -> str:
    return " ".join(desk.page.locator("[data-ui-selected] .card__title a").all_inner_texts())


def acts(desk: Desk) -> int:
    return desk.posts.count(f"/boards/{desk.board.key}/acts/")


def choose(desk: Desk, *titles: str) -> None:
    for title in titles:
        desk.link(title).focus()
        desk.page.keyboard.press("x")


def test_x_and_shift_x_choose_and_escape_lets_go(desk: Desk) -> None:
    choose(desk, "A")
    desk.link("C").focus()
    desk.page.keyboard.press("Shift+X")
    assert selected(desk) == "A B C"
    expect(desk.page.get_by_role("toolbar", name="Selected cards")).to_contain_text("3 selected")
    desk.page.keyboard.press("Escape")
    assert selected(desk) == ""


def test_ctrl_with_a_click_chooses_beside_the_words_and_opens_a_tab_on_them(desk: Desk) -> None:
    for title in ("A", "G"):
        desk.card(title).click(position={"x": 120, "y": 12}, modifiers=["Control"])
    assert selected(desk) == "A G"
    desk.card("A").click(position={"x": 120, "y": 12}, modifiers=["Control"])
    assert selected(desk) == "G"
    with desk.page.context.expect_page() as opened:
        desk.link("B").click(position={"x": 3, "y": 8}, modifiers=["Control"])
    assert f"/c/{desk.ref('B')}/" in opened.value.url
    opened.value.close()


def test_a_drag_of_a_chosen_card_takes_all_of_them_in_one_request(desk: Desk) -> None:
    choose(desk, "A", "C")
    desk.drag("C", "update model", drop=False)
    expect(desk.page.locator(".ghost__n")).to_have_text("2")
    desk.page.mouse.up()
    desk.saved()
    assert desk.titles("update model") == desk.stored("update model") == "H A C"
    assert acts(desk) == 1
    assert desk.head("update model") == "3 cards"
    desk.page.keyboard.press("z")
    expect(desk.lane("to do").locator(".card")).to_have_count(4)
    assert desk.titles("to do") == desk.stored("to do") == "A B C D"
    assert desk.head("update model") == "1 card"


def test_the_bar_moves_assigns_and_sets_priorities(desk: Desk) -> None:
    choose(desk, "A", "B")
    bar = desk.page.get_by_role("toolbar", name="Selected cards")
    bar.get_by_role("button", name="Assign").click()
    desk.page.get_by_role("menuitemcheckbox", name="Petra").click()
    expect(desk.card("B").get_by_role("img", name="Petra")).to_be_visible()
    bar.get_by_role("button", name="Priority").click()
    desk.page.get_by_role("menuitemradio", name="Urgent").click()
    expect(desk.card("A").locator(".prio")).to_be_visible()
    bar.get_by_role("button", name="Move").click()
    desk.page.get_by_role("menuitem", name="Update model").click()
    desk.saved()
    assert desk.stored("update model") == "A B H"
    assert acts(desk) == 3
    for _ in range(3):
        desk.page.keyboard.press("z")
    expect(desk.lane("to do").locator(".card")).to_have_count(4)
    expect(desk.card("A").locator(".prio")).to_have_count(0)
    expect(desk.card("B").get_by_role("img", name="Petra")).to_have_count(0)
    assert Card.objects.filter(assignees__username="petra").count() == 0


def test_what_may_not_go_there_goes_back_and_says_why(desk: Desk) -> None:
    choose(desk, "A", "B")
    desk.page.get_by_role("toolbar", name="Selected cards").get_by_role("button", name="Move").click()
    desk.page.get_by_role("menuitem", name="Test hypothesis").click()
    expect(desk.page.locator("#alert")).to_contain_text("2 of 2 stayed as they were.")
    desk.saved()
    assert desk.titles("to do") == "A B C D"
    assert desk.head("test hypothesis").startswith("1 card")


def test_nothing_is_lost_without_a_connection(desk: Desk) -> None:
    choose(desk, "A", "B")
    desk.page.route("**/acts/", lambda route: route.abort())
    desk.page.get_by_role("toolbar", name="Selected cards").get_by_role("button", name="Move").click()
    desk.page.get_by_role("menuitem", name="Update model").click()
    expect(desk.page.locator(".toast")).to_contain_text("Not saved")
    assert desk.titles("to do") == "A B C D"
    assert selected(desk) == "A B"
