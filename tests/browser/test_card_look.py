"""An opened card and its dialogs for everybody: axe, size, narrow screens, both themes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from boards.models import Card
from hypotheses import actions as research
from tests.browser.desk import Desk
from tests.browser.test_look import violations
from tests.world import AUC, World

pytestmark = pytest.mark.browser
USEFUL = {"key": "useful", "mode": "attested", "statement": "The agents like it", "attested_by": "product_owner"}
SMALL = """nodes => nodes
  .filter(n => n.checkVisibility({visibilityProperty: true}) && !n.closest('.prose, label, dd'))
  .map(n => [n.outerHTML.slice(0, 90), n.getBoundingClientRect()])
  .filter(([, box]) => box.width < 24 || box.height < 24).map(([html]) => html)"""


@pytest.fixture
def world(world: World) -> World:
    world.at = timezone.now() - timedelta(hours=1)
    return world


@pytest.fixture
def card(desk: Desk) -> Card:
    """A card with everything on it, whose gate is open."""
    world = desk.world
    card = world.running(
        desk.board, "Everything", criteria=[AUC, {**AUC, "key": "g", "kind": "guardrail"}, USEFUL]
    )
    world.push(card, **{"val.auc": 0.9, "loss": 0.1})
    research.attest(cause=world.by("petra"), card=card, key="useful", met=True)
    research.add_log_entry(
        cause=world.by(), card=card, body="**Seen**: @petra, CHURN-1\n\n- [ ] more", kind="help"
    )
    return card


def shown(desk: Desk, card: Card, scheme: Any, width: int) -> None:
    desk.page.emulate_media(color_scheme=scheme)
    desk.page.set_viewport_size({"width": width, "height": 844})
    desk.open("petra", f"?card={card.ref}")
    expect(desk.page.locator("#drawer [aria-busy]")).to_have_count(0, timeout=20_000)


def nothing(desk: Desk) -> None:
    """The drawer as it opens."""


def the_gate(desk: Desk) -> None:
    desk.page.click("#bar-decide")
    desk.page.check("#next-stop")
    desk.page.click("#gate-save")
    expect(desk.page.locator("#gate-form [aria-invalid]").first).to_be_visible()


def the_verdict(desk: Desk) -> None:
    desk.page.click("#verdict-open")
    desk.page.locator("label[for=answer-refuted]").click()


def the_panels(desk: Desk) -> None:
    desk.page.click("#prop-people")
    expect(desk.page.locator("#pop-people")).to_be_visible()


def the_menu(desk: Desk) -> None:
    desk.page.click("#bar-more")
    expect(desk.page.locator("#pop-more")).to_be_visible()


def the_forms(desk: Desk) -> None:
    for name in ("title", "text", "attach"):
        desk.page.click(f"#{name}-edit")
        expect(desk.page.locator(f"#{name}-save")).to_be_visible()


def the_page(desk: Desk) -> None:
    desk.page.goto(f"{desk.server}/c/{Card.objects.get(title='Everything').ref}/")
    desk.ready()


STATES = (nothing, the_gate, the_verdict, the_panels, the_menu, the_forms, the_page)
SCREENS = [("light", 1440), ("dark", 1440), ("light", 390), ("dark", 390)]


@pytest.mark.timeout(400)
@pytest.mark.parametrize(("scheme", "width"), SCREENS)
def test_an_opened_card_has_no_barrier(desk: Desk, card: Card, scheme: str, width: int) -> None:
    for opens in STATES:
        shown(desk, card, scheme, width)
        opens(desk)
        assert violations(desk) == [], opens
        assert desk.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), opens
        targets = desk.page.locator(":is(#drawer, #cardpage, dialog:modal) :is(a, button, input, select, summary)")
        assert targets.evaluate_all(SMALL) == [], opens


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("scheme", "width"), SCREENS[:3])
def test_neither_has_writing_and_locking_a_hypothesis(desk: Desk, scheme: str, width: int) -> None:
    card = desk.world.hypothesis(desk.board, "Q")
    shown(desk, card, scheme, width)
    desk.page.click("#hypothesis-edit")
    desk.page.fill("#hyp-sentence", "We believe it will reach a precision of at least .9 on 33 boards.")
    desk.page.click("#hyp-read")
    expect(desk.page.locator(".unread")).to_be_visible()
    assert violations(desk) == []
    desk.page.click("#hyp-save")
    desk.page.click("#lock-open")
    desk.page.click("#lock-save")
    expect(desk.page.locator("#lock-form [aria-invalid]").first).to_be_visible()
    assert violations(desk) == []


def test_both_answers_look_alike(desk: Desk) -> None:
    """One box, one weight, a solid badge; only an open question is dashed."""
    sizes, marks = [], []
    for value, reached in (("supported", 0.9), ("refuted", 0.7)):
        card = desk.world.running(desk.board, value)
        desk.world.push(card, **{"val.auc": reached})
        learned = "It is the same for every customer we have."
        research.record_verdict(cause=desk.world.by(), card=card, value=value, learned=learned)
        shown(desk, card, "light", 1440)
        block = desk.page.locator("#part-verdict .verdict")
        box = block.bounding_box()
        assert box is not None
        sizes.append((box["width"], box["height"]))
        badge = block.locator(".vb .disc").first
        marks.append(badge.evaluate("n => [getComputedStyle(n).strokeDasharray, getComputedStyle(n).stroke]"))
    assert sizes[0] == sizes[1]
    assert marks == [["none", "none"], ["none", "none"]]
