"""Lanes with more cards than a window shows: what is far away costs nothing, and nothing is lost by it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from accounts.models import Person
from boards.actions.create import ExternalId
from boards.actions.fill import Draft, fill_board
from boards.models import Board
from tests.browser.desk import Desk
from tests.world import World, lane_of

pytestmark = pytest.mark.browser

CARDS = 48
# Taller the longer the title: nobody can guess how tall a card is before it has been drawn.
TOPMOST = """(list) => {
    const {top} = list.getBoundingClientRect();
    const card = [...list.children].find((each) => each.getBoundingClientRect().bottom > top + 3);
    return [card.dataset.ref, Math.round(card.getBoundingClientRect().top - top)];
}"""


@pytest.fixture
def board(world: World) -> Board:
    Person.objects.update(guide={"closed": world.at.isoformat()})
    board = world.board()
    texts = [f"number {n} " + "and more words " * (n % 6) for n in range(CARDS)]
    places = [("A", "to do"), *((text.strip(), "code review") for text in texts)]
    drafts = [
        Draft(lane=lane_of(board, lane), title=title, external=ExternalId(source="tests", external_id=title))
        for title, lane in places
    ]
    fill_board(cause=world.by("ben"), board=board, drafts=drafts)
    return board


def scroll(desk: Desk, to: int) -> None:
    desk.lane("code review").locator(".lane__list").evaluate("(list, to) => { list.scrollTop = to; }", to)
    desk.still()


def test_cards_far_below_the_window_are_found_and_read_all_the_same(desk: Desk) -> None:
    tree = desk.lane("code review").aria_snapshot()
    assert all(f"number {n}" in tree for n in range(CARDS))
    assert desk.page.evaluate("find('number 47')")


def test_all_that_matches_is_shown_in_the_end(desk: Desk) -> None:
    shown = desk.lane("code review").locator(".card:not([data-ui-hide])")
    desk.page.keyboard.press("/")
    desk.page.keyboard.type("nowhere")
    expect(shown).to_have_count(0)
    for _ in "nowhere":
        desk.page.keyboard.press("Backspace")
    expect(shown).to_have_count(CARDS)
    assert desk.focused() == "filter-q"


def test_of_two_filters_in_quick_succession_the_last_one_counts(desk: Desk) -> None:
    desk.page.locator("#filter-q").fill("nowhere")
    shown = desk.lane("code review").locator(".card:not([data-ui-hide])")
    expect(shown).to_have_count(0)
    desk.page.evaluate(
        """() => {
            const field = document.querySelector("#filter-q");
            for (const text of ["", '"number 47"']) {
                field.value = text;
                field.dispatchEvent(new Event("input"));
            }
        }"""
    )
    expect(shown).to_have_count(1)
    desk.page.wait_for_timeout(500)  # what the first of them would still show
    assert shown.count() == 1


def test_what_was_on_top_of_a_scrolled_lane_is_there_after_a_reload(desk: Desk) -> None:
    list_ = desk.lane("code review").locator(".lane__list")
    for to in range(0, 3000, 600):  # as a wheel does: every card on the way is drawn once
        scroll(desk, to)
    seen = list_.evaluate(TOPMOST)
    desk.page.reload()
    desk.ready()
    desk.still()
    assert list_.evaluate(TOPMOST) == seen


def test_clearing_the_filter_keeps_what_is_in_view(desk: Desk) -> None:
    list_ = desk.lane("code review").locator(".lane__list")
    desk.page.locator("#filter-q").fill("more")
    expect(list_.locator(".card:not([data-ui-hide])")).to_have_count(CARDS - CARDS // 6)
    scroll(desk, 1500)
    seen = list_.evaluate(TOPMOST)
    desk.page.locator("#filter-q").fill("")
    expect(list_.locator(".card:not([data-ui-hide])")).to_have_count(CARDS)
    desk.still()
    there = desk.page.locator(f"#card-{seen[0]}").bounding_box()
    area = list_.bounding_box()
    assert there is not None
    assert area is not None
    assert area["y"] - there["height"] < there["y"] < area["y"] + area["height"]


def test_a_card_lands_under_the_pointer_though_the_lane_scrolled_under_it(desk: Desk) -> None:
    area = desk.lane("code review").locator(".lane__list").bounding_box()
    assert area is not None
    desk.pick_up("A")
    x, y = area["x"] + 60, area["y"] + area["height"] - 8
    desk.page.mouse.move(x, y, steps=8)
    desk.page.wait_for_timeout(4000)  # the lane scrolls
    middle = area["y"] + area["height"] / 2
    desk.page.mouse.move(x, middle, steps=8)
    desk.still()
    slot = desk.page.locator(".slot").bounding_box()
    assert slot is not None
    desk.page.mouse.up()
    desk.still()
    landed = desk.card("A").bounding_box()
    assert landed is not None
    assert abs(landed["y"] - slot["y"]) <= 2


def test_the_card_in_focus_stays_in_sight_when_it_walks_and_when_it_moves(desk: Desk) -> None:
    desk.link("A").focus()
    desk.page.keyboard.press("Shift+L")
    desk.page.keyboard.press("Shift+L")
    for _ in range(10):
        desk.page.keyboard.press("j")
    walked = desk.focused().removesuffix("-link")
    expect(desk.page.locator(f"#{walked}")).to_be_in_viewport(ratio=1)
    desk.link("A").focus()
    for _ in range(10):
        desk.page.keyboard.press("Shift+J")
    desk.saved()
    assert desk.focused() == f"card-{desk.ref('A')}-link"
    expect(desk.card("A")).to_be_in_viewport(ratio=1)
