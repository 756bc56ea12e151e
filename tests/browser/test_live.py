"""What others do arrives at once, and never under a person's hand."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from accounts.actions import remove_member
from boards.actions import archive_card, edit_card
from tests.browser.desk import Desk

pytestmark = pytest.mark.browser


def rename(desk: Desk, title: str, new: str) -> None:
    card = desk.board.cards.get(title=title)
    edit_card(cause=desk.world.by("petra"), card=card, changes={"title": new})


def test_a_remote_move_is_seen(desk: Desk) -> None:
    desk.world.move(desk.board.cards.get(title="A"), "code review", who="petra", to="top")
    expect(desk.lane("code review").locator(".card__title a").first).to_have_text("A")
    expect(desk.lane("code review").locator(".lane__head .vh")).to_have_text("Over the limit: 3 cards, limit 2")
    assert desk.head("to do") == "3 cards"


def test_a_new_card_and_a_gone_one(desk: Desk) -> None:
    desk.world.card(desk.board, "Fresh", who="petra")
    expect(desk.lane("to do").locator(".card__title a").last).to_have_text("Fresh")
    archive_card(cause=desk.world.by("petra"), card=desk.board.cards.get(title="B"))
    expect(desk.lane("to do").locator(".card")).to_have_count(4)


def test_nothing_lands_during_a_drag(desk: Desk) -> None:
    desk.drag("A", "code review", before="G", drop=False)
    rename(desk, "F", "F renamed")
    desk.world.move(desk.board.cards.get(title="B"), "update model", who="petra")
    desk.page.wait_for_timeout(1500)
    assert desk.titles("to do") == "A B C D"
    assert desk.titles("code review") == "F G"
    desk.page.mouse.up()
    expect(desk.lane("update model").locator(".card")).to_have_count(2)
    assert desk.titles("code review") == "F renamed A G"
    desk.saved()
    assert desk.stored("code review") == "F renamed A G"


def test_a_focused_card_that_somebody_moves_stays_the_same_node_with_focus(desk: Desk) -> None:
    desk.link("A").focus()
    desk.page.evaluate("window.before = document.activeElement")
    desk.world.move(desk.board.cards.get(title="A"), "update model", who="petra")
    expect(desk.lane("update model").locator(".card")).to_have_count(2)
    assert desk.page.evaluate("window.before === document.activeElement")


def test_what_is_being_typed_is_never_touched(desk: Desk) -> None:
    desk.link("A").focus()
    desk.page.keyboard.press("e")
    desk.page.keyboard.type("My title")
    rename(desk, "A", "Their title")
    rename(desk, "B", "B renamed")
    expect(desk.page.get_by_role("link", name="B renamed")).to_be_visible()
    field = desk.page.get_by_label("Title of")
    expect(field).to_have_value("My title")
    expect(field).to_be_focused()
    desk.page.keyboard.press("Escape")
    expect(desk.page.get_by_role("link", name="Their title")).to_be_visible()


def test_the_echo_of_an_own_move_does_nothing_twice(desk: Desk) -> None:
    desk.page.evaluate(
        """() => {
             window.flashes = 0;
             const began = (change) => change.target.hasAttribute(change.attributeName);
             const flashed = (list) => { window.flashes += list.filter(began).length; };
             new MutationObserver(flashed).observe(
               document.querySelector(".board"), {attributeFilter: ["data-ui-flash"], subtree: true});
           }"""
    )
    desk.drag("A", "update model")
    desk.saved()
    desk.page.wait_for_timeout(1500)
    assert desk.page.locator(f"#card-{desk.ref('A')}").count() == 1
    assert desk.titles("update model") == "H A"
    assert desk.page.evaluate("window.flashes") == 1


def test_an_open_menu_holds_the_stream(desk: Desk) -> None:
    desk.link("A").focus()
    desk.page.keyboard.press("m")
    desk.world.move(desk.board.cards.get(title="A"), "update model", who="petra")
    desk.page.wait_for_timeout(1200)
    expect(desk.page.locator("#menu")).to_be_visible()
    assert desk.titles("to do") == "A B C D"
    desk.page.keyboard.press("Escape")
    expect(desk.lane("update model").locator(".card")).to_have_count(2)


def test_after_a_cut_the_page_goes_on_where_it_was(desk: Desk) -> None:
    desk.page.context.set_offline(True)
    desk.world.move(desk.board.cards.get(title="A"), "update model", who="petra")
    desk.page.wait_for_timeout(300)
    desk.page.context.set_offline(False)
    expect(desk.lane("update model").locator(".card")).to_have_count(2, timeout=20_000)


def test_a_page_that_missed_too_much_reads_the_board_again(desk: Desk) -> None:
    desk.page.route("**/events*", lambda route: route.abort())
    desk.page.reload()
    desk.ready()
    desk.link("D").focus()
    desk.page.evaluate("window.before = document.activeElement")
    desk.world.move(desk.board.cards.get(title="A"), "update model", who="petra", to="top")
    rename(desk, "B", "B renamed")
    archive_card(cause=desk.world.by("petra"), card=desk.board.cards.get(title="C"))
    told: Any = {"body": "event: resync\ndata: {}\n\n", "headers": {"Content-Type": "text/event-stream"}}
    desk.page.unroute("**/events*")
    desk.page.route("**/events*", lambda route: route.fulfill(**told))
    expect(desk.lane("update model").locator(".card")).to_have_count(2, timeout=20_000)
    assert desk.titles("to do") == "B renamed D"
    assert desk.titles("update model") == "A H"
    assert desk.head("to do") == "2 cards"
    assert desk.page.evaluate("window.before === document.activeElement")


def test_a_removed_member_is_told(desk: Desk) -> None:
    membership = desk.world.ben.memberships.get(team=desk.world.team)
    remove_member(actor=desk.world.ada, membership=membership, at=desk.world.at)
    expect(desk.page.locator("#stream-state")).to_have_text("You no longer see this board", timeout=20_000)


def test_what_happens_below_the_loaded_part_of_a_lane_is_counted_and_not_shown(desk: Desk) -> None:
    for n in range(60):
        desk.world.card(desk.board, f"many {n}", "update model")
    desk.open("ben")
    desk.world.move(desk.board.cards.get(title="A"), "update model", who="petra")
    more = desk.lane("update model").get_by_role("button", name="Show 12 more")
    expect(more).to_be_visible()
    assert desk.lane("update model").locator(".card").count() == 50
    assert desk.titles("to do") == "B C D"
    more.click()
    expect(desk.lane("update model").locator(".card")).to_have_count(62)
    assert desk.titles("update model").endswith("many 59 A")
