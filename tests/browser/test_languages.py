"""Choosing a language in a real browser: at the door, and in the profile."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from accounts.models import Person
from boards.models import Board
from tests.browser.desk import Desk
from tests.browser.test_look import violations
from tests.world import World

pytestmark = pytest.mark.browser
LEAST = 24  # pixels of a target: WCAG 2.2, 2.5.8


@pytest.fixture
def reader(browser: Browser, asgi_server: str, world: World, board: Board) -> Iterator[Desk]:
    """A stranger whose browser asks for German."""
    context = browser.new_context(locale="de-DE", viewport={"width": 390, "height": 844})
    reader = Desk(context.new_page(), asgi_server, world, board)
    yield reader
    reader.page.goto("about:blank")
    assert reader.complaints == []
    context.close()


@pytest.mark.timeout(300)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_door_is_changed_by_keyboard_and_stays_so(reader: Desk, scheme: Any) -> None:
    page = reader.page
    page.emulate_media(color_scheme=scheme)
    page.goto(reader.server + "/sign-in/")
    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect(page.get_by_role("button", name="Deutsch")).to_have_attribute("aria-current", "true")

    page.get_by_role("button", name="English").focus()
    page.keyboard.press("Enter")

    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.goto(reader.server + "/password/reset/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Forgotten password")
    for button in page.locator(".languages button").all():
        box = button.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= LEAST
    assert violations(reader) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.timeout(300)
def test_the_profile_changes_the_language_of_everything(reader: Desk) -> None:
    page = reader.page
    reader.sign_in("ben")
    page.goto(reader.server + "/profile/")
    expect(page.locator("html")).to_have_attribute("lang", "de")

    english = page.locator("#look").get_by_label("English")
    english.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")

    expect(page.locator("#toasts")).to_contain_text("Saved.")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert Person.objects.get(username="ben").language == "en"
    assert violations(reader) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
