"""What everybody must be able to see and use: axe, contrast, size, and a strict policy without a complaint."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.desk import Desk

pytestmark = pytest.mark.browser
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
AXE = Axe()


def violations(desk: Desk) -> list[Any]:
    """What axe finds on the page once it is still, which is kept as a picture."""
    desk.still()
    desk.picture()
    found = AXE.run(desk.page, options=RULES).response["violations"]
    return [(rule["id"], [node["html"][:160] for node in rule["nodes"]]) for rule in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_board_has_no_barrier(desk: Desk, scheme: Any) -> None:
    desk.page.emulate_media(color_scheme=scheme)
    assert violations(desk) == []


def test_neither_has_the_phone(desk: Desk) -> None:
    desk.page.set_viewport_size({"width": 390, "height": 844})
    desk.page.reload()
    desk.ready()
    assert violations(desk) == []


@pytest.mark.parametrize("opened", ["m", "?", "Control+k", "x"])
def test_neither_have_menu_keys_palette_and_selection(desk: Desk, opened: str) -> None:
    desk.link("A").focus()
    desk.page.keyboard.press(opened)
    desk.still()
    assert violations(desk) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_neither_have_the_preview_the_suggestions_the_rows_and_the_views(desk: Desk, scheme: Any) -> None:
    desk.page.emulate_media(color_scheme=scheme)
    desk.open("ben", "?group=person")
    expect(desk.page.locator(".swim").first).to_be_attached()
    desk.page.locator("#views").click()
    assert violations(desk) == []
    desk.page.keyboard.press("Escape")
    desk.page.keyboard.press("/")
    desk.page.keyboard.type("kind:ta")
    desk.page.keyboard.press("ArrowDown")
    assert violations(desk) == []
    desk.page.keyboard.press("Escape")
    desk.page.keyboard.press("Escape")
    desk.page.locator("[data-add]").first.click()
    desk.page.keyboard.type("One @petra #nope")
    expect(desk.page.locator(".quick__read")).to_contain_text("stays text")
    assert violations(desk) == []


@pytest.mark.parametrize("width", [320, 390])
def test_a_narrow_page_never_scrolls_sideways(desk: Desk, width: int) -> None:
    desk.page.set_viewport_size({"width": width, "height": 800})
    assert desk.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_every_target_is_24_pixels(desk: Desk) -> None:
    assert desk.smaller_than(24, "a:not(.skip, .card__title a), button, input") == []


def test_with_reduced_motion_nothing_moves(desk: Desk) -> None:
    desk.page.emulate_media(reduced_motion="reduce")
    desk.link("A").focus()
    desk.page.keyboard.press("Shift+J")
    running = "document.getAnimations().filter(a => a.effect.getComputedTiming().duration > 0).length"
    assert desk.page.evaluate(running) == 0


def test_nothing_shifts_while_the_page_loads_and_lives(desk: Desk) -> None:
    shifted = desk.page.evaluate(
        """() => new Promise(done => { let sum = 0; new PerformanceObserver(list => {
             for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
           }).observe({type: 'layout-shift', buffered: true}); setTimeout(() => done(sum), 300); })"""
    )
    assert shifted <= 0.02


def test_a_signed_out_person_is_never_sent_the_sign_in_page_as_a_fragment(desk: Desk) -> None:
    desk.page.context.clear_cookies()
    status = desk.page.evaluate(
        "fetch(location.href, {headers: {'HX-Request': 'true'}}).then(response => response.status)"
    )
    assert status == 401
