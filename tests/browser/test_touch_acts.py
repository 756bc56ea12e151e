"""With a finger on a phone: adding, filtering, grouping, and acting on many cards."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from boards.actions import edit_card
from boards.models import Card
from tests.browser.desk import Desk
from tests.browser.phone import browser_context_args  # noqa: F401 - a fixture

pytestmark = pytest.mark.browser


def on_screen(place: Locator) -> None:
    """Whole, inside the width of the phone."""
    box = place.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390


def test_a_card_is_added_with_its_marks(desk: Desk) -> None:
    desk.lane("to do").locator(".add").tap()
    form = desk.page.locator(".quick")
    expect(form.locator("textarea")).to_be_focused()
    desk.page.keyboard.type("Does it scale @petra !high")
    expect(form.locator(".quick__read")).to_contain_text("Petra")
    on_screen(form)
    assert desk.smaller_than(44, ".quick button:not([hidden])") == []
    form.get_by_role("button", name="Type:").tap()
    desk.page.get_by_role("menuitemradio", name="Task").tap()
    form.locator("[name=add]").tap()
    expect(desk.page.locator(".card", has_text="Does it scale")).to_be_in_viewport()
    card = Card.objects.get(title="Does it scale")
    assert (card.kind, card.priority, card.assignees.get().username) == ("task", "high", "petra")
    expect(form.locator("textarea")).to_be_focused()
    expect(desk.page.locator("#menu")).to_be_hidden()
    form.get_by_role("button", name="Close without adding").tap()
    expect(form).to_have_count(0)


def test_the_filter_opens_offers_and_takes_what_is_tapped(desk: Desk) -> None:
    desk.page.locator("[data-filter-open]").tap()
    desk.page.locator("#filter-q").tap()
    desk.page.keyboard.type("kin")
    offer = desk.page.get_by_role("option", name="kind")
    expect(offer).to_be_visible()
    on_screen(desk.page.locator("#filter-offers"))
    assert desk.smaller_than(44, "#filter-offers li, #filter .chip, #filter .btn") == []
    offer.tap()
    expect(desk.page.locator("#filter-q")).to_have_value("kind:")
    expect(desk.page.locator("#filter-q")).to_be_focused()
    desk.page.get_by_role("option", name="Task").tap()
    expect(desk.page.locator("#filter-q")).to_have_value("kind:task ")
    expect(desk.card("E")).to_be_hidden()
    desk.page.locator("#filter-who").tap()
    desk.page.get_by_role("menuitemcheckbox", name="Nobody").tap()
    expect(desk.page.locator("#filter-q")).to_have_value("kind:task assignee:none")
    desk.page.locator("#filter-clear").tap()
    expect(desk.page.locator(".card:not([data-ui-hide])")).to_have_count(8)


def test_rows_stand_in_the_lane_in_view_and_fold(desk: Desk) -> None:
    for title, names in (("A", ["petra"]), ("C", ["ben"])):
        edit_card(cause=desk.world.by("ben"), card=desk.board.cards.get(title=title), changes={"assignees": names})
    desk.page.locator("[data-filter-open]").tap()
    desk.page.locator("#group").tap()
    desk.page.get_by_role("menuitemradio", name="By person").tap()
    rows = desk.lane("to do").locator(".swim button")
    expect(rows).to_have_text(["Ben 11 card", "Petra 11 card", "Nobody 22 cards"])
    assert desk.smaller_than(44, ".swim button") == []
    rows.nth(2).tap()
    expect(desk.card("B")).to_be_hidden()
    desk.page.locator(".mlanes a", has_text="Code review").tap()
    expect(desk.lane("code review").locator('.swim[data-group=""] button')).to_be_in_viewport()
    desk.lane("code review").locator('.swim[data-group=""] button').tap()
    expect(desk.card("F")).to_be_visible()
    assert desk.page.evaluate("document.documentElement.scrollWidth") == 390


def test_many_cards_are_chosen_and_moved(desk: Desk) -> None:
    for title in "AC":
        desk.card(title).get_by_role("button", name="Actions for").tap()
        desk.page.get_by_role("menuitem", name="Select", exact=True).tap()
    bar = desk.page.get_by_role("toolbar", name="Selected cards")
    expect(bar).to_contain_text("2 selected")
    on_screen(bar)
    assert desk.smaller_than(44, ".bulk button") == []
    bar.get_by_role("button", name="Assign").tap()
    desk.page.get_by_role("menuitemcheckbox", name="Petra").tap()
    expect(desk.card("C").get_by_role("img", name="Petra")).to_be_visible()
    bar.get_by_role("button", name="Move").tap()
    desk.page.get_by_role("menuitem", name="Code review").tap()
    desk.saved()
    assert desk.stored("code review") == "A C F G"
    desk.page.locator(".toast [data-act]").tap()
    expect(desk.lane("to do").locator(".card")).to_have_count(4)
    bar.get_by_role("button", name="Clear").tap()
    expect(bar).to_have_count(0)
