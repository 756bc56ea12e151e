"""Views of the board: saved, opened, put in order, shared."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from boards.actions.views import save_view
from boards.models import SavedView
from tests.browser.desk import Desk
from tests.browser.test_groups import grouped

pytestmark = pytest.mark.browser


def test_a_view_is_saved_opened_and_made_the_one_the_board_opens_with(desk: Desk) -> None:
    grouped(desk)
    desk.page.locator("#filter-q").fill("assignee:petra")
    desk.page.locator("#views").click()
    desk.page.get_by_role("menuitem", name="Save as a new view…").click()
    desk.page.get_by_label("Name").fill("Petra's")
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator("#views")).to_have_text("Petra's")
    view = SavedView.objects.get()
    assert (view.filter, view.grouping, view.shared) == ("assignee:petra", "person", False)
    desk.page.locator("#views").click()
    desk.page.get_by_role("menuitem", name="Open the board with it").click()
    expect(desk.page.locator(".toast")).to_contain_text("opens with Petra's")
    desk.open("ben")
    expect(desk.page.locator("#views")).to_have_text("Petra's")
    expect(desk.page.locator("#filter-q")).to_have_value("assignee:petra")
    expect(desk.page.locator(".card:not([data-ui-hide])")).to_have_count(2)
    desk.page.locator("#views").click()
    desk.page.get_by_role("menuitemradio", name="The whole board").click()
    expect(desk.page.locator(".card:not([data-ui-hide])")).to_have_count(8)
    desk.page.reload()
    desk.ready()
    expect(desk.page.locator(".card:not([data-ui-hide])")).to_have_count(8)


def test_views_are_put_in_order_from_their_menu(desk: Desk) -> None:
    for name in ("First", "Second", "Third"):
        save_view(cause=desk.world.by("ben"), board=desk.board, name=name, filter="kind:task")
    desk.open("ben", f"?q=kind:task&view={SavedView.objects.get(name='Third').pk}")
    desk.page.locator("#views").click()
    desk.page.get_by_role("menuitem", name="Move up").click()
    expect(desk.page.get_by_role("menuitem", name="Move up")).to_be_focused()
    expect(desk.page.locator("#live")).to_have_text("Third is number 2 of 3")
    desk.page.keyboard.press("Enter")
    expect(desk.page.get_by_role("menuitem", name="Move down")).to_be_focused()
    shown = desk.page.get_by_role("menuitemradio")
    expect(shown).to_have_text(["The whole board", "Third", "First", "Second"])
    expect(desk.page.get_by_role("menuitem", name="Move up")).to_have_attribute("aria-disabled", "true")
    desk.page.keyboard.press("Enter")
    expect(shown).to_have_text(["The whole board", "First", "Third", "Second"])
    desk.page.keyboard.press("Escape")
    expect(desk.page.locator("#views")).to_be_focused()
    assert list(SavedView.objects.order_by("position").values_list("name", flat=True)) == [
        "First",
        "Third",
        "Second",
    ]


def three_views(desk: Desk) -> Locator:
    """The menu with three views of ben, open; the places of its list."""
    for name in ("First", "Second", "Third"):
        save_view(cause=desk.world.by("ben"), board=desk.board, name=name, filter="kind:task")
    desk.open("ben")
    desk.page.locator("#views").click()
    shown = desk.page.locator("#menu [data-place] > span:not(.grip, .ic)")
    expect(shown).to_have_text(["First", "Second", "Third"])
    return shown


def drag_view(desk: Desk, name: str, onto: str, *, drop: bool = True) -> None:
    boxes = [desk.page.get_by_role("menuitemradio", name=each).bounding_box() for each in (name, onto)]
    assert boxes[0]
    assert boxes[1]
    desk.page.mouse.move(boxes[0]["x"] + 60, boxes[0]["y"] + 12)
    desk.page.mouse.down()
    desk.page.mouse.move(
        boxes[1]["x"] + 60, boxes[1]["y"] + 12 + (4 if boxes[1]["y"] > boxes[0]["y"] else -4), steps=6
    )
    desk.page.wait_for_timeout(50)  # a frame of the drag
    if drop:
        desk.page.mouse.up()


def in_order() -> list[str]:
    return list(SavedView.objects.order_by("position").values_list("name", flat=True))


def test_views_are_put_in_order_by_dragging_them_in_their_menu(desk: Desk) -> None:
    shown = three_views(desk)
    drag_view(desk, "Third", "First")
    expect(shown).to_have_text(["Third", "First", "Second"])
    expect(desk.page.locator("#live")).to_have_text("Third is number 1 of 3")
    expect(desk.page.get_by_role("menuitemradio", name="Third")).to_be_focused()
    assert in_order() == ["Third", "First", "Second"]
    assert "view=" not in desk.page.url  # the click that ends a drag opens nothing

    drag_view(desk, "Third", "Second", drop=False)
    desk.page.keyboard.press("Escape")
    desk.page.mouse.up()
    expect(shown).to_have_text(["Third", "First", "Second"])
    assert "view=" not in desk.page.url
    desk.page.keyboard.press("Shift+J")
    expect(shown).to_have_text(["First", "Third", "Second"])
    expect(desk.page.get_by_role("menuitemradio", name="Third")).to_be_focused()
    desk.page.keyboard.press("Shift+K")
    expect(shown).to_have_text(["Third", "First", "Second"])
    desk.page.get_by_role("menuitemradio", name="First").click()
    expect(desk.page.locator("#views")).to_have_text("First")


def test_a_view_that_may_not_be_put_there_goes_back_with_the_reason(desk: Desk) -> None:
    shown = three_views(desk)
    SavedView.objects.get(name="Third").delete()  # by ben in another window
    drag_view(desk, "Third", "First")
    expect(desk.page.locator(".toast")).to_contain_text("not")
    expect(shown).to_have_text(["First", "Second", "Third"])
    save_view(cause=desk.world.by("petra"), board=desk.board, name="Team", filter="kind:task", shared=True)
    desk.open("vera")
    desk.page.locator("#views").click()
    expect(desk.page.get_by_role("menuitemradio", name="Team")).to_be_visible()
    expect(desk.page.locator("#menu [data-grip]")).to_have_count(0)


def test_a_shared_view_is_there_for_the_team(desk: Desk) -> None:
    save_view(cause=desk.world.by("petra"), board=desk.board, name="Tasks", filter="kind:task", shared=True)
    desk.open("vera")
    desk.page.locator("#views").click()
    desk.page.get_by_role("menuitemradio", name="Tasks").click()
    expect(desk.page.locator("#filter-q")).to_have_value("kind:task")
    desk.page.locator("#views").click()
    expect(desk.page.get_by_role("menuitem", name="Remove")).to_have_count(0)
