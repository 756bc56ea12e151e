"""With a finger: a swipe scrolls, holding drags, and every lane is in reach."""

from __future__ import annotations

import pytest
from playwright.sync_api import CDPSession, expect

from boards.actions.views import save_view
from boards.models import SavedView
from tests.browser.desk import Desk
from tests.browser.phone import browser_context_args  # noqa: F401 - a fixture

pytestmark = pytest.mark.browser


class Finger:
    """Touches as Chromium makes them; Playwright itself only taps."""

    def __init__(self, desk: Desk) -> None:
        self.page = desk.page
        self.cdp: CDPSession = desk.page.context.new_cdp_session(desk.page)

    def send(self, kind: str, *point: float) -> None:
        points = [{"x": point[0], "y": point[1]}] if point else []
        self.cdp.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def glide(self, start: tuple[float, float], end: tuple[float, float], steps: int = 8) -> None:
        for n in range(1, steps + 1):
            share = n / steps
            self.send("touchMove", *(a + (b - a) * share for a, b in zip(start, end, strict=True)))
            self.page.wait_for_timeout(16)


def middle(desk: Desk, title: str) -> tuple[float, float]:
    box = desk.card(title).bounding_box()
    assert box is not None
    return box["x"] + 120, box["y"] + box["height"] / 2


def test_holding_a_card_drags_it_within_its_lane(desk: Desk) -> None:
    finger, start, end = Finger(desk), middle(desk, "A"), middle(desk, "C")
    finger.send("touchStart", *start)
    desk.page.wait_for_timeout(350)
    expect(desk.page.locator(".ghost")).to_have_count(1)
    finger.glide(start, (end[0], end[1] + 30))
    finger.send("touchEnd")
    desk.saved()
    assert desk.stored("to do") == "B C A D"


def test_a_quick_swipe_never_drags(desk: Desk) -> None:
    finger, start = Finger(desk), middle(desk, "B")
    finger.send("touchStart", *start)
    finger.glide(start, (start[0] - 160, start[1]), steps=4)
    finger.send("touchEnd")
    desk.page.wait_for_timeout(300)
    assert desk.page.locator(".ghost").count() == 0
    assert desk.posts == []


def test_the_dock_brings_every_lane_into_reach(desk: Desk) -> None:
    finger, start = Finger(desk), middle(desk, "A")
    finger.send("touchStart", *start)
    desk.page.wait_for_timeout(350)
    target = desk.page.locator(".dock span", has_text="Update model").bounding_box()
    assert target is not None
    end = (target["x"] + target["width"] / 2, target["y"] + target["height"] / 2)
    finger.glide(start, end)
    expect(desk.page.locator(".dock [data-ui-over]")).to_have_text("Update model")
    finger.send("touchEnd")
    desk.saved()
    assert desk.stored("update model") == "A H"
    expect(desk.page.locator(".dock")).to_have_count(0)


def test_the_move_sheet_moves_with_taps(desk: Desk) -> None:
    desk.card("A").get_by_role("button", name="Actions for").tap()
    desk.page.get_by_role("menuitemradio", name="Code review").tap()
    desk.saved()
    assert desk.stored("code review") == "A F G"


def test_a_tab_brings_its_lane(desk: Desk) -> None:
    desk.page.locator(".mlanes a", has_text="Code review").tap()
    expect(desk.page.locator('.mlanes [aria-current="true"]')).to_contain_text("Code review")
    expect(desk.card("F")).to_be_in_viewport()


def test_everything_a_finger_needs_is_44_pixels(desk: Desk) -> None:
    assert desk.smaller_than(44, ".card__menu, .mob a, .mob button, .mlanes a, .add, .top button") == []


def test_holding_a_view_drags_it_in_its_menu_and_a_tap_opens_it(desk: Desk) -> None:
    for name in ("First", "Second", "Third"):
        save_view(cause=desk.world.by("ben"), board=desk.board, name=name, filter="kind:task")
    desk.open("ben")
    desk.page.evaluate(
        "document.getElementById('views').click()"
    )  # the toolbar of a phone is behind its filter button
    finger, rows = Finger(desk), desk.page.locator("#menu [data-place]")
    boxes = [row.bounding_box() for row in rows.all()]
    start, end = ((box["x"] + 120, box["y"] + box["height"] / 2) for box in (boxes[2], boxes[0]) if box)
    finger.send("touchStart", *start)
    desk.page.wait_for_timeout(350)
    expect(desk.page.locator("#menu [data-ui-dragging]")).to_have_count(1)
    finger.glide(start, (end[0], end[1] - 6))
    finger.send("touchEnd")
    expect(rows.locator("> span:not(.grip, .ic)")).to_have_text(["Third", "First", "Second"])
    expect(desk.page.locator("#live")).to_have_text("Third is number 1 of 3")
    assert list(SavedView.objects.order_by("position").values_list("name", flat=True)) == [
        "Third",
        "First",
        "Second",
    ]
    assert "view=" not in desk.page.url
    assert desk.smaller_than(44, "#menu [role^=menuitem]") == []
    rows.nth(1).tap()
    desk.page.wait_for_url("**view=*")
