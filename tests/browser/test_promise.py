"""What was promised, on the screen: forecasts, and amendments that a second person approves."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, expect

from boards.models import Card
from hypotheses.models import Amendment, Forecast, Round
from tests.browser.desk import Desk
from tests.browser.test_look import violations
from tests.world import World

pytestmark = pytest.mark.browser
SCREENS = [("light", 1440), ("dark", 1440), ("light", 390), ("dark", 390)]


@pytest.fixture
def world(world: World) -> World:
    world.at = timezone.now() - timedelta(hours=1)
    return world


@pytest.fixture
def card(desk: Desk) -> Card:
    return desk.world.running(desk.board, "Does it hold?")


def part(desk: Desk, name: str) -> Locator:
    return desk.page.locator(f"#part-{name}")


def shown(desk: Desk, card: Card, who: str = "ben") -> None:
    desk.open(who, f"?card={card.ref}")
    expect(desk.page.locator("#drawer [aria-busy]")).to_have_count(0, timeout=20_000)


def test_a_target_is_amended_by_one_person_and_approved_by_another(desk: Desk, card: Card) -> None:
    page = desk.page
    shown(desk, card)
    page.click("#amend-open")
    expect(page.locator("#amend-h")).to_be_focused()
    page.fill("#id_criteria-0-target", "0.9")
    page.click("#amend-save")
    expect(page.locator("#kind-error")).to_be_visible()
    page.check("#kind-loosen")
    page.fill("#id_reason", "The rule reaches .88 already")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#kind-error")).to_contain_text("tighten")
    expect(page.locator("#id_criteria-0-target")).to_have_value("0.9")
    page.check("#kind-tighten")
    page.click("#amend-save")
    expect(page.locator("#dialogs dialog")).to_have_count(0)
    expect(part(desk, "amendments")).to_contain_text("waits for a second person")
    expect(page.locator("#amend-open")).to_have_count(0)
    asked = Amendment.objects.get()
    shown(desk, card, "petra")
    page.click(f"#amendment-{asked.pk}-approve")
    expect(part(desk, "amendments")).to_contain_text("approved by Petra")
    expect(part(desk, "criteria")).to_contain_text("0.9")
    assert Round.objects.get(card=card).criteria.get().target == 0.9


def test_the_same_with_the_keyboard_alone(desk: Desk, card: Card) -> None:
    page, keys = desk.page, desk.page.keyboard
    shown(desk, card)
    page.locator("#amend-open").focus()
    keys.press("Enter")
    expect(page.locator("#amend-h")).to_be_focused()
    page.locator("#id_criteria-0-target").focus()
    keys.press("Control+A")
    keys.type("0.9")
    page.locator("#kind-tighten").focus()
    keys.press("Space")
    page.locator("#id_reason").focus()
    keys.type("It is time")
    page.locator("#id_criteria-0-target").focus()
    keys.press("Enter")
    expect(page.locator("#dialogs dialog")).to_have_count(0)
    assert Amendment.objects.get().reason == "It is time"


def test_a_forecast_is_said_and_seen_by_who_looks_on(desk: Desk, card: Card) -> None:
    page = desk.page
    shown(desk, card, "petra")
    page.fill("#say_forecast", "130")
    page.click("#forecast-save")
    expect(page.locator("#say_forecast[aria-invalid]")).to_be_visible()
    page.fill("#say_forecast", "30")
    page.fill("#say_reason", "seen it fail")
    page.click("#forecast-save")
    expect(part(desk, "forecasts")).to_contain_text("seen it fail")
    expect(page.locator("#forecast-save")).to_be_focused()
    assert Forecast.objects.filter(person=desk.world.petra).get().p == 0.3
    desk.world.at = timezone.now()
    desk.world.push(card, **{"val.auc": 0.79})
    expect(part(desk, "forecasts")).to_contain_text("closed by the first result")


def test_a_proposal_says_what_it_assumes_before_anything_is_saved(desk: Desk) -> None:
    question = desk.world.hypothesis(desk.board, "Q")
    shown(desk, question)
    desk.page.click("#hypothesis-edit")
    desk.page.fill("#hyp-sentence", "We believe boosted trees will reach an AUC of 0.85")
    desk.page.click("#hyp-read")
    expect(part(desk, "hypothesis")).to_contain_text("“reach an AUC of 0.85” became AUC ≥ 0.85")
    expect(desk.page.locator("#id_criteria-0-target")).to_have_value("0.85")
    assert not Round.objects.get(card=question).criteria.exists()


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("scheme", "width"), SCREENS)
def test_neither_is_a_barrier(desk: Desk, card: Card, scheme: Any, width: int) -> None:
    page = desk.page
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 844})
    shown(desk, card)
    page.click("#amend-open")
    page.click("#amend-text-open")
    page.fill("#id_belief", "a smaller model")
    page.click("#amend-save")
    expect(page.locator("#kind-error")).to_be_visible()
    look_at_it(desk)
    page.check("#kind-clarify")
    page.fill("#id_reason", "Clearer")
    page.click("#amend-save")
    expect(part(desk, "amendments")).to_contain_text("Withdraw")
    shown(desk, card, "petra")
    page.locator("#part-amendments").scroll_into_view_if_needed()
    look_at_it(desk)


def look_at_it(desk: Desk) -> None:
    assert violations(desk) == []
    assert desk.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    controls = ":is(#drawer, dialog:modal) :is(a, button, input, select, summary):not(.prose *, label *, dd *)"
    assert desk.smaller_than(24, controls) == []
