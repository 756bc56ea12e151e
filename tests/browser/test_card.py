"""A card from the first idea to its answer, as people do it on the screen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, expect

from boards.models import Card
from hypotheses import actions as research
from hypotheses.models import LogEntry, Round, Verdict
from tests.browser.desk import Desk
from tests.world import PASSWORD, World
from timeboxes.models import Decision

pytestmark = pytest.mark.browser
SENTENCE = (
    "We believe a fine-tuned DistilBERT will identify cases with precision of greater than .95"
    " and a recall of greater than .7, because agents note the reason."
)
LEARNED = "The text only repeats what the tariff says already."


@pytest.fixture
def world(world: World) -> World:
    """A world of today: what its people began an hour ago is still running."""
    world.at = timezone.now() - timedelta(hours=1)
    return world


@pytest.fixture
def question(desk: Desk) -> Iterator[Card]:
    """A hypothesis of which only the title is known."""
    card = desk.world.hypothesis(desk.board, "Q")
    desk.open("ben")
    yield card
    desk.page.goto("about:blank")


def part(desk: Desk, name: str) -> Locator:
    return desk.page.locator(f"#part-{name}")


def open_card(desk: Desk, card: Card, who: str = "ben") -> None:
    desk.open(who, f"?card={card.ref}")
    expect(desk.page.locator("#drawer [aria-busy]")).to_have_count(0, timeout=20_000)


def fill_lock_dialog(desk: Desk) -> None:
    for name, text in (
        ("plan_if_pass", "build it in"), ("plan_if_fail", "keep the rule"), ("budget", "3d"), ("forecast", "60")
    ):  # fmt: skip
        desk.page.fill(f"#lock-form [name={name}]", text)
    desk.page.check("#looked-no")


def test_from_one_sentence_to_the_test_lane(desk: Desk, question: Card) -> None:
    page = desk.page
    desk.link("Q").click()
    page.click("#hypothesis-edit")
    page.fill("#hyp-sentence", SENTENCE)
    page.click("#hyp-read")
    expect(page.locator("#id_belief")).to_have_value("a fine-tuned DistilBERT")
    expect(page.locator(".critrow")).to_have_count(2)
    page.click("#hyp-save")
    expect(part(desk, "criteria")).to_contain_text("recall")
    expect(page.locator("#hypothesis-edit")).to_be_focused()
    page.keyboard.press("Escape")
    desk.drag("Q", "test hypothesis")
    expect(page.locator("#lock-form")).to_be_visible()
    assert desk.titles("to do").endswith("Q")
    page.click("#lock-save")
    expect(page.locator("#lock-form [name=plan_if_pass]")).to_be_focused()
    fill_lock_dialog(desk)
    page.click("#lock-save")
    expect(page.locator("#dialogs dialog")).to_have_count(0)
    expect(desk.lane("test hypothesis")).to_contain_text("Q")
    assert Round.objects.get(card=question).is_locked
    assert desk.stored("test hypothesis").endswith("Q")
    expect(page.locator("#toasts")).to_contain_text("moved to Test hypothesis")
    assert desk.focused() == f"card-{question.ref}-link"
    expect(desk.lane("test hypothesis").locator(".lane__head .vh")).to_have_text("2 cards")


def test_the_same_with_the_keyboard_alone(desk: Desk, question: Card) -> None:
    page, keys = desk.page, desk.page.keyboard
    desk.link("Q").focus()
    keys.press("Enter")
    expect(page.locator("#hypothesis-edit")).to_be_visible()
    page.locator("#hypothesis-edit").focus()
    keys.press("Enter")
    expect(page.locator("#hyp-sentence")).to_be_focused()
    keys.type(SENTENCE)
    keys.press("Control+Enter")
    expect(page.locator("#id_belief")).to_be_focused()
    keys.press("Control+Enter")
    expect(page.locator("#hypothesis-edit")).to_be_focused()
    keys.press("Escape")
    keys.press("Shift+L")
    expect(page.locator("#id_plan_if_pass")).to_be_focused()
    for text in ("build it in", "keep the rule", "3d", "60"):
        keys.type(text)
        keys.press("Tab")
    expect(page.locator("#looked-no")).to_be_focused()
    keys.press("Space")
    keys.press("Enter")
    expect(desk.lane("test hypothesis")).to_contain_text("Q")
    assert desk.focused() == f"card-{question.ref}-link"


def test_giving_the_dialog_up_leaves_the_card_where_it_was(desk: Desk, question: Card) -> None:
    desk.drag("Q", "test hypothesis")
    expect(desk.page.locator("#lock-form")).to_be_visible()
    desk.page.keyboard.press("Escape")
    expect(desk.page.locator("[data-ui-waiting]")).to_have_count(0)
    assert desk.titles("to do").endswith("Q")


def test_a_run_changes_the_criterion_while_somebody_writes(desk: Desk) -> None:
    card = Card.objects.get(title="E")
    open_card(desk, card)
    expect(part(desk, "criteria")).to_contain_text("No data")
    desk.page.locator("#log-body").press_sequentially("Half a sent")
    desk.world.at = timezone.now()
    desk.world.push(card, **{"val.auc": 0.79})
    expect(part(desk, "criteria")).to_contain_text("Not met")
    expect(desk.page.locator("#suggestion")).to_contain_text("refuted")
    expect(desk.page.locator("#log-body")).to_be_focused()
    expect(desk.page.locator("#log-body")).to_have_value("Half a sent")
    desk.page.keyboard.type("ence")
    desk.page.keyboard.press("Control+Enter")
    expect(part(desk, "log")).to_contain_text("Half a sentence")
    expect(desk.page.locator("#log-body")).to_have_value("")
    assert LogEntry.objects.get().body == "Half a sentence"


def test_what_is_edited_is_left_alone_and_both_texts_are_shown(desk: Desk) -> None:
    card = Card.objects.get(title="A")
    open_card(desk, card)
    desk.page.click("#text-edit")
    desk.page.fill("#id_description", "Ben was here.")
    from boards.actions import edit_card

    edit_card(cause=desk.world.by("ada"), card=card, changes={"description": "Ada was here."})
    desk.page.wait_for_timeout(400)
    expect(desk.page.locator("#id_description")).to_have_value("Ben was here.")
    desk.page.click("#text-save")
    expect(part(desk, "text")).to_contain_text("Ada was here.")
    expect(desk.page.locator("#id_description")).to_have_value("Ben was here.")
    desk.page.click("#text-save")
    expect(part(desk, "text").locator(".prose")).to_have_text("Ben was here.")
    desk.page.click("#text-edit")
    expect(desk.page.locator("#id_description")).to_be_focused()


def test_escape_leaves_the_editing_and_keeps_the_text_for_later(desk: Desk) -> None:
    open_card(desk, Card.objects.get(title="A"))
    desk.page.click("#text-edit")
    expect(desk.page.locator("#id_benefit")).to_be_focused()
    desk.page.locator("#id_description").press_sequentially("Half a thought")
    desk.page.keyboard.press("Escape")
    expect(desk.page.locator("#text-edit")).to_be_focused()
    expect(desk.page.locator("#drawer")).to_be_visible()
    desk.page.reload()
    desk.page.click("#text-edit")
    expect(desk.page.locator("#id_description")).to_have_value("Half a thought")
    desk.page.click("#text-cancel")
    desk.page.click("#text-edit")
    expect(desk.page.locator("#id_description")).to_have_value("")


def test_the_owner_decides_at_the_gate_with_the_answer(desk: Desk) -> None:
    card = Card.objects.get(title="E")
    desk.world.at = timezone.now()
    desk.world.push(card, **{"val.auc": 0.9})
    open_card(desk, card, "petra")
    page = desk.page
    page.click("#bar-decide")
    expect(page.locator("#gate-h")).to_be_focused()
    assert page.locator("#gate-form :checked").count() == 0
    page.click("#gate-save")
    expect(page.locator("#outcome-error")).to_be_visible()
    page.check("#next-stop")
    page.locator("label[for=answer-supported]").click()
    page.fill("#id_learned", LEARNED)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#dialogs dialog")).to_have_count(0)
    expect(part(desk, "verdict")).to_contain_text("Supported")
    expect(part(desk, "timebox")).to_contain_text("Petra stopped it")
    assert (Decision.objects.get().outcome, Verdict.objects.get().value) == ("stop", "supported")


def test_only_what_the_choice_asks_for_is_shown(desk: Desk) -> None:
    card = Card.objects.get(title="E")
    desk.world.at = timezone.now()
    desk.world.push(card, **{"val.auc": 0.9})
    open_card(desk, card, "petra")
    page = desk.page
    page.click("#bar-decide")
    expect(page.locator("#id_learned")).to_be_hidden()
    page.check("#next-extend")
    expect(page.locator("#id_expects")).to_be_visible()
    expect(page.locator("#id_learned")).to_be_hidden()
    page.check("#next-continue")
    expect(page.locator("#id_learned")).to_be_visible()
    expect(page.locator("#id_override_reason")).to_be_hidden()
    page.locator("label[for=answer-refuted]").click()
    expect(page.locator("#id_override_reason")).to_be_visible()
    page.check("#answer-later")
    expect(page.locator("#id_learned")).to_be_hidden()


def test_who_comes_second_sees_what_was_decided_and_keeps_the_text(desk: Desk) -> None:
    from timeboxes.actions import decide
    from timeboxes.models import TimeBox

    card = Card.objects.get(title="E")
    desk.world.at = timezone.now()
    desk.world.push(card, **{"val.auc": 0.9})
    open_card(desk, card, "petra")
    page = desk.page
    page.click("#bar-decide")
    page.check("#next-stop")
    page.fill("#id_learned", LEARNED)
    page.check("#answer-invalid")
    decide(cause=desk.world.by("ben"), box=TimeBox.objects.get(card=card), outcome="stop")
    page.click("#gate-save")
    expect(page.locator("#toasts")).to_contain_text("Ben has decided already: stop.")
    expect(page.locator("#dialogs dialog")).to_have_count(0)
    assert page.evaluate(f"localStorage.getItem('draft:learned-{card.ref}')").count(LEARNED) == 1


def test_an_early_answer_takes_the_card_to_done(desk: Desk) -> None:
    desk.drag("E", "done")
    page = desk.page
    expect(page.locator("#verdict-h")).to_be_focused()
    page.locator("label[for=answer-inconclusive]").click()
    page.fill("#id_learned", "Too short.")
    page.click("#verdict-save")
    expect(page.locator("#id_learned")).to_be_focused()
    expect(page.locator("#id_learned")).to_have_value("Too short.")
    page.fill("#id_learned", LEARNED)
    page.click("#verdict-save")
    expect(desk.lane("done")).to_contain_text(LEARNED)
    expect(page.locator("#toasts")).to_have_text("Recorded: inconclusive.")


def test_signed_out_while_writing_nothing_is_lost(desk: Desk) -> None:
    open_card(desk, Card.objects.get(title="A"))
    page = desk.page
    page.fill("#log-body", "Hours of thought")
    page.context.clear_cookies()
    page.click("#log-send")
    expect(page.locator("#out-title")).to_be_visible()
    expect(page.locator("#log-body")).to_have_value("Hours of thought")
    page.fill("#again-name", "ben")
    page.fill("#again-password", PASSWORD)
    page.click("#sign-in-again button.btn--ink")
    expect(page.locator("#dialogs dialog")).to_have_count(0)
    page.click("#log-send")
    expect(part(desk, "log")).to_contain_text("Hours of thought")
    expect(page.locator("#log-body")).to_have_value("")


def test_people_are_chosen_with_the_arrows_and_escape_goes_back(desk: Desk) -> None:
    open_card(desk, Card.objects.get(title="A"))
    desk.page.locator("#prop-people").focus()
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator("#assign-ada")).to_be_focused()
    desk.page.keyboard.press("ArrowDown")
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator("#assign-ben")).to_have_attribute("aria-checked", "true")
    desk.page.keyboard.press("Escape")
    expect(desk.page.locator("#prop-people")).to_be_focused()
    expect(desk.page.locator("#drawer")).to_be_visible()


def test_the_cards_own_page_is_live_too(desk: Desk) -> None:
    card = Card.objects.get(title="E")
    desk.page.goto(f"{desk.server}/c/{card.ref}/")
    desk.ready()
    research.add_log_entry(cause=desk.world.by("ada"), card=card, body="From somebody else")
    expect(part(desk, "log")).to_contain_text("From somebody else")
    desk.page.keyboard.press("e")
    expect(desk.page.locator("#id_title")).to_be_focused()
