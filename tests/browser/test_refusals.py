"""A move that the server does not accept: the card goes where the truth is, and the person is told why."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from boards.actions import change_lane
from tests.browser.desk import Desk
from tests.world import lane_of

pytestmark = pytest.mark.browser


def test_somebody_was_first_so_the_card_goes_to_their_place(desk: Desk) -> None:
    desk.page.route("**/events*", lambda route: route.abort())
    desk.page.reload()
    desk.ready()
    desk.world.move(desk.board.cards.get(title="A"), "update model", to="top")
    desk.drag("A", "code review")
    desk.saved()
    expect(desk.page.locator("#alert")).to_contain_text("It is now in Update model, position 1 of 2.")
    assert desk.titles("update model") == "A H"
    assert desk.stored("update model") == "A H"


def test_what_a_lane_asks_for_sends_the_card_back_with_the_reason(desk: Desk) -> None:
    desk.drag("A", "test hypothesis")
    expect(desk.page.locator(".toast")).to_contain_text("this lane is for hypotheses")
    assert desk.titles("to do") == "A B C D"
    assert desk.stored("to do") == "A B C D"
    assert desk.head("to do") == "4 cards"


def test_a_full_lane_can_be_overridden_with_a_reason(desk: Desk) -> None:
    lane = lane_of(desk.board, "update model")
    change_lane(cause=desk.world.by("ada"), lane=lane, changes={"wip_limit": 1, "wip_mode": "block"})
    desk.open("petra")
    desk.drag("B", "update model")
    desk.page.get_by_label("Why does it have to go in now?").fill("The release is tomorrow")
    expect(desk.page.locator(".toast")).to_have_count(0)  # it has not moved yet
    desk.page.get_by_role("button", name="Move anyway").click()
    desk.saved()
    expect(desk.card("B")).to_have_attribute("data-lane", str(lane.pk))
    assert desk.stored("update model") == "H B"


def test_a_member_learns_that_the_lane_is_full(desk: Desk) -> None:
    lane = lane_of(desk.board, "update model")
    change_lane(cause=desk.world.by("ada"), lane=lane, changes={"wip_limit": 1, "wip_mode": "block"})
    desk.drag("B", "update model")
    expect(desk.page.locator(".toast")).to_contain_text("holds 1 card at most")
    assert desk.titles("to do") == "A B C D"


def test_a_broken_server_puts_the_card_back_and_retry_works(desk: Desk) -> None:
    desk.page.route("**/placement/", lambda route: route.fulfill(status=500))
    desk.drag("A", "update model")
    expect(desk.page.locator(".toast")).to_contain_text("is back in To do")
    assert desk.titles("to do") == "A B C D"
    desk.page.unroute("**/placement/")
    desk.page.get_by_role("button", name="Retry").click()
    desk.saved()
    assert desk.stored("update model") == "H A"


def test_without_a_connection_the_card_goes_back_and_says_so(desk: Desk) -> None:
    desk.page.route("**/placement/", lambda route: route.abort())
    desk.link("A").focus()
    desk.page.keyboard.press("Shift+J")
    expect(desk.page.locator("#alert")).to_contain_text("Not saved, no connection")
    assert desk.titles("to do") == "A B C D"
    assert desk.focused() == f"card-{desk.ref('A')}-link"


def test_a_stale_token_is_renewed_without_a_word(desk: Desk) -> None:
    desk.page.evaluate("document.querySelector('meta[name=csrf-token]').content = 'x'.repeat(64)")
    desk.drag("A", "update model")
    desk.saved()
    assert desk.stored("update model") == "H A"
    assert desk.page.locator(".toast[data-kind=error]").count() == 0


def test_after_the_session_has_ended_the_move_is_made_once_signed_in_again(desk: Desk) -> None:
    answers = iter([401])

    def once(route: Route) -> None:
        status = next(answers, None)
        if status:
            route.fulfill(status=status)
        else:
            route.continue_()

    desk.page.route("**/placement/", once)
    desk.drag("A", "update model")
    expect(desk.page.get_by_role("heading", name="You were signed out")).to_be_visible()
    desk.page.get_by_label("User name or e-mail").fill("ben")
    desk.page.get_by_label("Password").fill("correct-horse-battery")
    desk.page.get_by_role("button", name="Sign in").click()
    expect(desk.page.locator("dialog:modal")).to_have_count(0)
    desk.saved()
    expect(desk.card("A")).to_have_attribute("data-lane", str(lane_of(desk.board, "update model").pk))
    assert desk.stored("update model") == "H A"
