"""The gate and the list of gates in a real browser: by keyboard, on a phone, without a barrier."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from boards.models import Card
from tests.browser.desk import Desk
from tests.browser.test_look import violations
from tests.world import AUC, World
from timeboxes.models import Decision

pytestmark = pytest.mark.browser
SCREENS = [("light", 1440), ("dark", 1440), ("light", 390), ("dark", 390)]


@pytest.fixture
def world(world: World) -> World:
    world.at = timezone.now() - timedelta(days=20)
    return world


@pytest.fixture
def over(desk: Desk) -> Card:
    """A card whose day was over long ago; its run misses a guardrail."""
    card = desk.world.running(
        desk.board, "Over", budget="1d", criteria=[AUC, {**AUC, "key": "g", "kind": "guardrail"}]
    )
    desk.world.push(card, **{"val.auc": 0.5})
    return card


def looked_at(desk: Desk, scheme: Any, width: int, path: str) -> None:
    desk.page.emulate_media(color_scheme=scheme)
    desk.page.set_viewport_size({"width": width, "height": 844})
    desk.sign_in("petra")
    desk.page.goto(f"{desk.server}{path}")


@pytest.mark.timeout(400)
@pytest.mark.parametrize(("scheme", "width"), SCREENS)
def test_list_and_page_have_no_barrier(desk: Desk, over: Card, scheme: str, width: int) -> None:
    root = "document.documentElement"
    fits = f"{root}.scrollWidth <= innerWidth && {root}.scrollHeight <= innerHeight"
    looked_at(desk, scheme, width, "/gates/?show=all")
    expect(desk.page.locator(f"#gate-{over.ref}")).to_contain_text("The evidence suggests")
    assert violations(desk) == []
    assert desk.page.evaluate(fits)
    looked_at(desk, scheme, width, f"/c/{over.ref}/gate/")
    expect(desk.page.locator("#gate-question")).to_contain_text("locked")
    assert desk.page.locator("#gate-form :checked").count() == 0
    assert violations(desk) == []
    desk.page.check("#next-extend")
    assert violations(desk) == []
    desk.page.check("#next-stop")
    desk.page.click("#gate-save")
    expect(desk.page.locator("#gate-missing")).to_contain_text("What did we learn?")
    assert violations(desk) == []
    assert desk.page.evaluate(fits)


def test_from_the_list_to_the_decision_by_keyboard(desk: Desk, over: Card) -> None:
    looked_at(desk, "light", 1440, "/gates/")
    page = desk.page
    page.keyboard.press("j")
    expect(page.locator("#gates-overdue")).to_have_text("Overdue 2")
    page.locator(f"#gate-link-{over.ref}").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#gate-h")).to_contain_text("Decide: Over")
    page.locator("#next-stop").focus()
    page.keyboard.press("Space")
    page.locator("#answer-later").focus()
    page.keyboard.press("Space")
    page.locator("#gate-save").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/c/{over.ref}/")
    assert Decision.objects.get().outcome == "stop"


def test_the_buttons_stay_on_the_phone_and_hide_no_field(desk: Desk, over: Card) -> None:
    looked_at(desk, "light", 390, f"/boards/{desk.board.key}/?card={over.ref}")
    desk.ready()
    page = desk.page
    page.click("#bar-decide")
    expect(page.locator("#gate-h")).to_be_focused()
    expect(page.locator("#gate-save")).to_be_in_viewport(ratio=1)
    page.check("#next-stop")
    page.locator("#id_rationale").focus()
    field, buttons = (page.locator(each).bounding_box() for each in ("#id_rationale", "#gate-form > .actions"))
    assert field is not None
    assert buttons is not None
    assert field["y"] + field["height"] <= buttons["y"]
    page.click("#gate-cancel")
    expect(page.locator("#dialogs dialog")).to_have_count(0)
