"""Writing a hypothesis on the screen: what was answered before stands below it, and two who write lose nothing."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from boards.models import Card
from hypotheses import actions as research
from hypotheses.models import Round
from tests.browser.desk import Desk
from tests.browser.test_look import violations
from tests.browser.test_presence import other
from tests.world import AUC

__all__ = ["other"]
pytestmark = pytest.mark.browser
BELIEF, OUTCOME = "complaints of the last thirty days", "predict churn better than usage"
SCREENS = [("light", 1280), ("dark", 1280), ("light", 390), ("dark", 390)]


@pytest.fixture
def card(desk: Desk) -> Card:
    """A question to write, beside one that was answered."""
    world = desk.world
    answered = world.running(desk.board, f"Complaints {OUTCOME}", belief=BELIEF, outcome=OUTCOME)
    world.push(answered, **{"val.auc": 0.7})
    learned = "They come after the decision to leave."
    research.record_verdict(cause=world.by("petra"), card=answered, value="refuted", learned=learned)
    return world.hypothesis(desk.board, "Q")


def writes(desk: Desk, card: Card, who: str = "ben") -> None:
    desk.open(who, f"?card={card.ref}")
    expect(desk.page.locator("#drawer [aria-busy]")).to_have_count(0)
    desk.page.click("#hypothesis-edit")
    expect(desk.page.locator("#hyp-sentence")).to_be_focused()


def told(desk: Desk) -> Locator:
    return desk.page.locator(".hypform .similar__one")


def test_what_was_answered_before_shows_while_one_writes_and_takes_no_focus(desk: Desk, card: Card) -> None:
    writes(desk, card)
    desk.page.focus("#id_belief")
    desk.page.keyboard.type(f"{BELIEF}, ")
    desk.page.focus("#id_outcome")
    desk.page.keyboard.type(OUTCOME)
    expect(told(desk)).to_contain_text("They come after the decision to leave.")
    expect(told(desk)).to_contain_text("Refuted in")
    assert desk.focused() == "id_outcome"
    desk.page.keyboard.type(" does")
    expect(desk.page.locator("#id_outcome")).to_have_value(f"{OUTCOME} does")
    link = told(desk).locator("a")
    expect(link).to_have_attribute("target", "_blank")
    with desk.page.context.expect_page() as opened:
        link.focus()
        desk.page.keyboard.press("Enter")
    opened.value.close()
    expect(desk.page.locator("#id_outcome")).to_have_value(f"{OUTCOME} does")
    for name in ("belief", "outcome"):
        desk.page.fill(f"#id_{name}", "")
    expect(told(desk)).to_have_count(0)
    expect(desk.page.locator(".hypform .similar")).to_be_hidden()


@pytest.mark.timeout(400)
@pytest.mark.parametrize(("scheme", "width"), SCREENS)
def test_neither_the_answers_nor_two_texts_are_a_barrier(desk: Desk, card: Card, scheme: Any, width: int) -> None:
    desk.page.emulate_media(color_scheme=scheme)
    desk.page.set_viewport_size({"width": width, "height": 844})
    writes(desk, card)
    desk.page.fill("#id_belief", BELIEF)
    desk.page.fill("#id_outcome", OUTCOME)
    expect(told(desk)).to_have_count(1)
    assert violations(desk) == []
    changes = {"belief": "From Petra", "budget": "3d"}
    research.save_hypothesis(cause=desk.world.by("petra"), card=card, changes=changes, criteria=[AUC])
    desk.page.fill("#id_budget", "8d")
    desk.page.fill("[name=criteria-0-metric]", "loss")
    desk.page.fill("[name=criteria-0-target]", ".3")
    desk.page.click("#hyp-save")
    expect(desk.page.locator(".hypform .theirs")).to_have_count(3)
    assert violations(desk) == []
    assert desk.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_second_who_saves_gets_both_texts_and_decides(desk: Desk, other: Desk, card: Card) -> None:
    writes(desk, card)
    writes(other, card, "petra")
    other.page.fill("#id_belief", "From Petra")
    other.page.fill("#id_signal", "it ranks")
    other.page.click("#hyp-save")
    expect(other.page.locator("#part-hypothesis")).to_contain_text("From Petra")
    desk.page.fill("#id_belief", "From Ben")
    desk.page.fill("#id_because", "agents note it")
    desk.page.press("#id_because", "Control+Enter")
    form = desk.page.locator("#part-hypothesis")
    expect(form).to_contain_text("Petra changed this while you were writing.")
    expect(form.locator(".theirs")).to_contain_text("From Petra")
    expect(desk.page.locator("#id_belief")).to_have_value("From Ben")
    expect(desk.page.locator("#id_because")).to_have_value("agents note it")
    expect(desk.page.locator("#id_signal")).to_have_value("it ranks")
    expect(desk.page.locator("#hyp-save")).to_have_text("Save mine")
    desk.page.click("#hyp-save")
    expect(desk.page.locator("#part-hypothesis .hyp")).to_contain_text("From Ben")
    found = Round.objects.get(card=card)
    assert (found.belief, found.because, found.signal) == ("From Ben", "agents note it", "it ranks")


def test_or_keeps_what_the_first_wrote(desk: Desk, card: Card) -> None:
    writes(desk, card)
    desk.page.fill("#id_belief", "From Ben")
    research.save_hypothesis(cause=desk.world.by("petra"), card=card, changes={"belief": "From Petra"})
    desk.page.click("#hyp-save")
    expect(desk.page.locator("#hypothesis-cancel")).to_have_text("Keep theirs")
    desk.page.click("#hypothesis-cancel")
    expect(desk.page.locator("#part-hypothesis .hyp")).to_contain_text("From Petra")
    assert Round.objects.get(card=card).belief == "From Petra"
