"""The research log on the screen: writing, naming, previewing, asking for help, and text that is never lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import expect

from boards.actions import edit_card
from boards.models import Card
from hypotheses.actions import add_log_entry
from hypotheses.models import LogEntry
from tests.browser.desk import Desk
from tests.browser.test_look import violations
from tests.world import World

pytestmark = pytest.mark.browser


@pytest.fixture
def world(world: World) -> World:
    world.at = timezone.now() - timedelta(hours=1)
    return world


def opened(desk: Desk, who: str = "ben", title: str = "E") -> Card:
    card = Card.objects.get(title=title)
    desk.open(who, f"?card={card.ref}")
    expect(desk.page.locator("#drawer [aria-busy]")).to_have_count(0)
    expect(desk.page.locator("#log-list")).to_be_visible()
    return card


def test_people_and_cards_are_named_from_a_list_by_keyboard_alone(desk: Desk) -> None:
    opened(desk)
    keys, body, options = desk.page.keyboard, desk.page.locator("#log-body"), desk.page.locator("#complete li")
    body.focus()
    keys.type("Ask @pe")
    expect(options).to_have_count(1)
    expect(body).to_have_attribute("aria-activedescendant", "complete-0")
    keys.press("Enter")
    expect(body).to_have_value("Ask @petra ")
    expect(desk.page.locator("#complete")).to_be_hidden()
    keys.type("about #")
    expect(options).to_have_count(8)
    keys.type("H")
    keys.press("ArrowDown")
    keys.press("ArrowUp")
    keys.press("Escape")
    expect(desk.page.locator("#complete")).to_be_hidden()
    expect(desk.page.locator("#drawer")).to_be_visible()
    keys.press("Backspace")
    keys.type(Card.objects.get(title="H").ref.partition("-")[2])
    expect(desk.page.locator("#complete")).to_be_visible()
    expect(options.first).to_contain_text("H")
    keys.press("Tab")
    expect(body).to_have_value(f"Ask @petra about #{desk.ref('H')} ")
    keys.press("Control+Enter")
    expect(desk.page.locator("#part-log")).to_contain_text("Ask @petra about")
    desk.saved()
    assert LogEntry.objects.get().body == f"Ask @petra about #{desk.ref('H')}"


def test_the_list_is_clean_for_axe_and_a_click_takes_one(desk: Desk) -> None:
    opened(desk)
    desk.page.locator("#log-body").press_sequentially("@")
    expect(desk.page.locator("#complete li")).to_have_count(4)
    assert violations(desk) == []
    desk.page.locator("#complete li", has_text="Vera").click()
    expect(desk.page.locator("#log-body")).to_have_value("@vera ")
    expect(desk.page.locator("#log-body")).to_be_focused()


def test_a_text_is_seen_as_it_will_look(desk: Desk) -> None:
    opened(desk)
    desk.page.locator("#log-body").press_sequentially("**Bold** words")
    desk.page.click("#log-preview")
    expect(desk.page.locator("#log-shown strong")).to_have_text("Bold")
    desk.page.locator("#log-body").press_sequentially(" `code`")
    expect(desk.page.locator("#log-shown code")).to_have_text("code")
    assert violations(desk) == []
    desk.page.press("#log-body", "Control+Enter")
    expect(desk.page.locator("#part-log strong")).to_have_text("Bold")
    expect(desk.page.locator("#log-shown")).to_be_hidden()


def test_a_draft_survives_reload_sign_out_and_what_others_do(desk: Desk) -> None:
    card = opened(desk)
    body = desk.page.locator("#log-body")
    body.press_sequentially("Half a thought")
    body.evaluate("field => field.setSelectionRange(4, 4)")
    add_log_entry(cause=desk.world.by("petra", at=timezone.now()), card=card, body="From Petra")
    expect(desk.page.locator("#part-log")).to_contain_text("From Petra")
    expect(body).to_have_value("Half a thought")
    assert body.evaluate("field => field.selectionStart") == 4
    expect(desk.page.locator("#log-body")).to_be_focused()
    kept(desk, card)
    desk.page.reload()
    expect(body).to_have_value("Half a thought")
    Session.objects.all().delete()
    desk.page.press("#log-body", "Control+Enter")
    expect(desk.page.locator("dialog:modal")).to_be_visible()
    kept(desk, card)
    desk.page.goto("about:blank")
    opened(desk)
    expect(body).to_have_value("Half a thought")
    desk.page.press("#log-body", "Control+Enter")
    expect(body).to_have_value("")
    expect(desk.page.locator("[data-ui-pending]")).to_have_count(0)
    assert LogEntry.objects.filter(body="Half a thought").count() == 1
    assert desk.page.evaluate(f"localStorage.getItem('draft:log-{card.ref}')") is None


def kept(desk: Desk, card: Card) -> None:
    for _ in range(100):
        text: Any = desk.page.evaluate(f"localStorage.getItem('draft:log-{card.ref}')")
        if text and "Half a thought" in text:
            return
        desk.page.wait_for_timeout(50)
    raise AssertionError(text)


def test_a_crash_of_the_tab_loses_no_word(desk: Desk) -> None:
    card = opened(desk)
    desk.page.locator("#log-body").press_sequentially("Half a thought")
    kept(desk, card)
    other = desk.page.context.new_page()
    crashed = desk.page.context.new_cdp_session(desk.page)
    desk.page.once("crash", lambda _: None)
    crashed.on("Inspector.targetCrashed", lambda _: None)
    other.goto(f"{desk.server}/c/{card.ref}/")
    expect(other.locator("#log-body")).to_have_value("Half a thought")
    other.close()


def test_a_call_for_help_is_seen_answered_and_gone(desk: Desk) -> None:
    card = opened(desk)
    desk.page.fill("#log-body", "Which seed?")
    desk.page.select_option("#log-kind", "help")
    desk.page.press("#log-body", "Control+Enter")
    expect(desk.card("E")).to_contain_text("Help wanted")
    expect(desk.page.locator("#part-notice")).to_contain_text("Help wanted")
    desk.page.locator("#drawer [data-close]").click()
    desk.page.click("#filter-help")
    assert desk.titles("test hypothesis") == "E"
    assert desk.titles("to do") == ""
    desk.page.goto("about:blank")
    desk.page.context.clear_cookies()
    opened(desk, "petra")
    entry = LogEntry.objects.get()
    desk.page.fill(f"#entry-{entry.pk}-reply", "Take 42.")
    desk.page.click(f"#entry-{entry.pk}-settle")
    expect(desk.page.locator(f"#entry-{entry.pk}")).to_contain_text("Answered by Petra")
    expect(desk.page.locator("#part-log")).to_contain_text("Take 42.")
    expect(desk.card("E")).not_to_contain_text("Help wanted")
    assert Card.objects.get(pk=card.pk).face["help"] is None


def test_a_thought_becomes_a_card_and_is_taken_back(desk: Desk) -> None:
    card = Card.objects.get(title="E")
    entry = add_log_entry(cause=desk.world.by(), card=card, body="Do weekends differ?")
    opened(desk)
    desk.page.locator(f"#entry-{entry.pk}").hover()
    desk.page.click(f"#entry-{entry.pk}-capture")
    expect(desk.page.locator("#toasts")).to_contain_text("is in the backlog")
    expect(desk.page.locator("#part-props")).to_contain_text("Led to")
    made = Card.objects.get(title="Do weekends differ?")
    desk.page.click("#toasts [data-act]")
    expect(desk.page.locator("#toasts")).to_contain_text("is taken back")
    assert Card.objects.get(pk=made.pk).trashed_at is not None


def test_a_quiet_card_says_so_in_words_and_shape(desk: Desk) -> None:
    card = Card.objects.get(title="E")
    for days, state, words in ((4, "quiet", "Quiet for"), (9, "silent", "Silent for")):
        Card.objects.filter(pk=card.pk).update(entered_lane_at=timezone.now() - timedelta(days=days))
        edit_card(cause=desk.world.by(at=timezone.now()), card=card, changes={"weight": days})
        desk.open("ben", f"?card={card.ref}")
        chip = desk.card("E").locator(".strip--quiet")
        expect(chip).to_have_attribute("data-state", state)
        expect(chip).to_contain_text(words)
        expect(desk.page.locator("#part-notice .strip--quiet")).to_contain_text(words)
        assert violations(desk) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_log_of_the_board_is_clean(desk: Desk, scheme: Any, width: int) -> None:
    card = Card.objects.get(title="E")
    add_log_entry(cause=desk.world.by(), card=card, body="**Seen**: @petra, CHURN-1", kind="result")
    add_log_entry(cause=desk.world.by("petra"), card=card, body="Which seed?", kind="help")
    desk.page.emulate_media(color_scheme=scheme)
    desk.page.set_viewport_size({"width": width, "height": 844})
    desk.page.goto(f"{desk.server}/boards/CHURN/log/")
    expect(desk.page.locator(".boardlog .prose strong")).to_have_text("Seen")
    assert violations(desk) == []
    assert desk.page.evaluate("document.documentElement.scrollWidth") <= width
    desk.page.select_option("#log-kind", "help")
    expect(desk.page.locator(".boardlog .prose")).to_have_count(1)
    assert "kind=help" in desk.page.url
