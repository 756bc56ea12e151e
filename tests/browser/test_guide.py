"""The first steps in a browser: they tick while somebody works, and go away with one key."""

from __future__ import annotations

from playwright.sync_api import expect

from accounts.models import Person
from tests.browser.desk import Desk
from tests.browser.test_look import violations


def test_steps_tick_and_are_put_away_by_keyboard(desk: Desk) -> None:
    Person.objects.update(guide={})
    desk.open("ben")
    page = desk.page
    steps = page.locator("#guide li")
    expect(steps).to_have_count(4)
    assert violations(desk) == []
    desk.link("A").click()
    expect(page.locator("#guide [data-step=opened][data-done]")).to_have_count(1)
    page.keyboard.press("Escape")
    desk.link("A").focus()
    page.keyboard.press("Shift+L")
    expect(page.locator("#guide [data-step=moved]:not([data-done])")).to_have_count(1)  # a hypothesis is not ready
    page.keyboard.press("Escape")
    desk.link("H").focus()
    page.keyboard.press("Shift+H")
    expect(page.locator("#guide [data-step=moved][data-done]")).to_have_count(1)
    page.locator("#guide-away").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#guide")).to_have_count(0)
    desk.open("ben")
    expect(page.locator("#guide")).to_have_count(0)
