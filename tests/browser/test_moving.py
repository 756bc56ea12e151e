"""Cards move by mouse, keyboard and menu, and what the screen shows is what the server has."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.desk import Desk

pytestmark = pytest.mark.browser


def test_a_card_dragged_into_another_lane_is_there_for_everybody(desk: Desk) -> None:
    desk.drag("A", "code review", before="G")
    assert desk.titles("code review") == "F A G"
    desk.saved()
    assert desk.stored("code review") == "F A G"
    assert desk.stored("to do") == "B C D"
    assert len(desk.posts) == 1


def test_a_card_dragged_within_its_lane_changes_the_order(desk: Desk) -> None:
    desk.drag("A", "to do", before="D")
    assert desk.titles("to do") == "B C A D"
    desk.saved()
    assert desk.stored("to do") == "B C A D"


def test_a_drag_that_ends_where_it_began_sends_nothing_and_opens_nothing(desk: Desk) -> None:
    desk.pick_up("B")
    desk.page.mouse.up()
    assert desk.titles("to do") == "A B C D"
    assert desk.posts == []
    assert desk.page.locator("#drawer[open]").count() == 0


def test_escape_puts_a_dragged_card_back_and_leaves_no_trace(desk: Desk) -> None:
    desk.drag("A", "code review", drop=False)
    assert desk.page.locator(".ghost").count() == 1
    desk.page.keyboard.press("Escape")
    desk.page.mouse.up()
    assert desk.titles("to do") == "A B C D"
    assert desk.page.locator(".ghost, .slot, .shield, [data-ui-over], [data-ui-dragging]").count() == 0
    assert desk.posts == []


def test_a_fast_drag_lands_where_the_pointer_was_let_go(desk: Desk) -> None:
    box = desk.lane("update model").bounding_box()
    assert box is not None
    desk.pick_up("A")
    desk.page.mouse.move(box["x"] + 50, box["y"] + 400)
    desk.page.mouse.up()
    assert desk.titles("update model") == "H A"
    desk.saved()
    assert desk.stored("update model") == "H A"


def test_while_it_hovers_the_lane_shows_that_its_limit_would_be_exceeded(desk: Desk) -> None:
    desk.drag("A", "code review", drop=False)
    pill = desk.lane("code review").locator(".wip [aria-hidden]")
    assert pill.inner_text() == "3 / 2"
    desk.page.keyboard.press("Escape")
    desk.page.mouse.up()
    assert pill.inner_text() == "2 / 2"


def test_a_card_is_carried_with_space_and_arrows(desk: Desk) -> None:
    desk.link("H").focus()
    desk.page.keyboard.press("Space")
    expect(desk.page.locator("#hint")).to_be_visible()
    desk.page.keyboard.press("ArrowLeft")
    desk.page.keyboard.press("ArrowUp")
    assert desk.posts == []
    desk.page.keyboard.press("Space")
    desk.saved()
    assert desk.stored("code review") == "H F G"
    assert desk.focused() == f"card-{desk.ref('H')}-link"
    expect(desk.page.locator("#live")).to_have_text(f"{desk.ref('H')} dropped in Code review, position 1 of 3.")


def test_escape_puts_a_carried_card_back(desk: Desk) -> None:
    desk.link("B").focus()
    desk.page.keyboard.press("Space")
    desk.page.keyboard.press("ArrowDown")
    desk.page.keyboard.press("Escape")
    assert desk.titles("to do") == "A B C D"
    assert desk.posts == []
    expect(desk.page.locator("#live")).to_contain_text("is back in To do")


def test_shift_and_a_letter_moves_at_once(desk: Desk) -> None:
    desk.link("F").focus()
    desk.page.keyboard.press("Shift+L")
    assert desk.titles("update model") == "F H"
    desk.page.keyboard.press("Shift+J")
    desk.saved()
    assert desk.stored("update model") == "H F"
    assert desk.focused() == f"card-{desk.ref('F')}-link"


def test_four_fast_moves_end_where_the_screen_shows_them(desk: Desk) -> None:
    desk.slow(1500)
    desk.link("H").focus()
    for key in ("Shift+H", "Shift+L", "Shift+H", "Shift+J"):
        desk.page.keyboard.press(key)
    shown = desk.titles("code review")
    desk.saved()
    assert desk.stored("code review") == shown == "F H G"
    assert len(desk.posts) < 4


def test_every_place_is_reached_with_clicks_alone(desk: Desk) -> None:
    desk.card("B").hover()
    desk.card("B").get_by_role("button", name="Actions for").click()
    desk.page.get_by_role("menuitemradio", name="Update model").click()
    assert desk.titles("update model") == "B H"
    desk.card("B").get_by_role("button", name="Actions for").click()
    desk.page.get_by_role("menuitem", name="To bottom").click()
    desk.saved()
    assert desk.stored("update model") == "H B"


def test_the_menu_takes_digits_and_gives_focus_back(desk: Desk) -> None:
    desk.link("C").focus()
    desk.page.keyboard.press("m")
    assert desk.page.evaluate("document.activeElement.textContent").startswith("Test hypothesis")
    desk.page.keyboard.press("Escape")
    assert desk.focused() == f"card-{desk.ref('C')}-link"
    desk.page.keyboard.press("m")
    desk.page.keyboard.press("3")
    desk.saved()
    assert desk.stored("code review") == "C F G"
    assert desk.head("code review") == "Over the limit: 3 cards, limit 2"


def test_a_moved_card_keeps_its_node_and_its_focus(desk: Desk) -> None:
    desk.link("A").focus()
    desk.page.evaluate("window.before = document.activeElement")
    desk.page.keyboard.press("Shift+J")
    desk.saved()
    assert desk.page.evaluate("window.before === document.activeElement")


def test_single_letters_do_nothing_while_somebody_types(desk: Desk) -> None:
    desk.page.locator("#filter-q").focus()
    desk.page.keyboard.type("mzxc")
    assert desk.page.locator("#filter-q").input_value() == "mzxc"
    assert desk.page.locator("#menu:popover-open, .quick, [data-ui-selected]").count() == 0


def test_letters_can_be_switched_off(desk: Desk) -> None:
    desk.page.locator("[data-keys-help]").click()
    with desk.page.expect_response("**/look/"):
        desk.page.get_by_label("Single-letter shortcuts").uncheck()
    desk.page.keyboard.press("Escape")
    desk.link("A").focus()
    desk.page.keyboard.press("x")
    assert desk.page.locator("[data-ui-selected]").count() == 0
    desk.world.ben.refresh_from_db()
    assert desk.world.ben.single_keys is False


def test_a_viewer_cannot_move_anything(desk: Desk) -> None:
    desk.open("vera")
    desk.drag("A", "update model")
    desk.link("A").focus()
    desk.page.keyboard.press("Shift+L")
    assert desk.titles("to do") == "A B C D"
    assert desk.page.get_by_role("button", name="Add card").count() == 0


def test_chosen_cards_move_together(desk: Desk) -> None:
    for title in ("A", "C"):
        desk.link(title).focus()
        desk.page.keyboard.press("x")
    expect(desk.page.get_by_role("toolbar", name="Selected cards")).to_contain_text("2 selected")
    desk.drag("C", "update model")
    desk.saved()
    assert desk.stored("update model") == "H A C"


def test_a_folded_lane_opens_under_a_waiting_card(desk: Desk) -> None:
    lane = desk.lane("update model")
    lane.hover()
    lane.locator("[data-fold]").click()
    expect(lane.locator(".lane__list")).to_be_hidden()
    assert desk.head("update model") == "1 card"
    desk.pick_up("A")
    box = lane.bounding_box()
    assert box is not None
    desk.page.mouse.move(box["x"] + 20, box["y"] + 300, steps=6)
    expect(lane.locator(".lane__list")).to_be_visible()
    desk.page.mouse.up()
    desk.saved()
    assert desk.stored("update model") == "H A"


def test_a_folded_lane_stays_folded_and_takes_a_card_that_is_dropped_at_once(desk: Desk) -> None:
    lane = desk.lane("update model")
    desk.link("H").focus()
    with desk.page.expect_response("**/look/"):  # a reload must not overtake it
        desk.page.keyboard.press("[")
    desk.page.reload()
    desk.ready()
    expect(lane.locator(".lane__list")).to_be_hidden()
    desk.pick_up("A")
    box = lane.bounding_box()
    assert box is not None
    desk.page.mouse.move(box["x"] + 20, box["y"] + 300)
    desk.page.mouse.up()
    desk.saved()
    assert desk.stored("update model") == "A H"
