"""Reading the log of a card on the screen: one kind of entries, what an edit changed, no barrier anywhere."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import override_settings
from django.utils import timezone
from playwright.sync_api import expect

from boards.actions import edit_card
from boards.models import Card
from hypotheses.actions import add_log_entry, edit_log_entry
from hypotheses.models import LogEntry
from tests.browser.desk import Desk
from tests.browser.test_files import give, picture
from tests.browser.test_look import violations
from tests.world import World

pytestmark = pytest.mark.browser
SCREENS = [("light", 1280), ("dark", 1280), ("light", 390), ("dark", 390)]


@pytest.fixture
def world(world: World) -> World:
    world.at = timezone.now() - timedelta(hours=2)
    return world


@pytest.fixture
def card(desk: Desk) -> Card:
    """Three notes, a decision that was written anew an hour later, and a call for help."""
    card = Card.objects.get(title="E")
    for kind, body in (("note", "Looked"), ("note", "Looked **again**"), ("help", "Which seed?")):
        add_log_entry(cause=desk.world.by("petra"), card=card, body=body, kind=kind)
    entry = add_log_entry(cause=desk.world.by(), card=card, body="We drop the text", kind="decision")
    edit_log_entry(cause=desk.world.by(at=timezone.now()), entry=entry, body="We keep the text")
    return card


def opened(desk: Desk, card: Card, query: str = "") -> None:
    desk.open("ben", f"?card={card.ref}{query}")
    expect(desk.page.locator("#drawer [aria-busy]")).to_have_count(0)
    expect(desk.page.locator("#part-log")).to_be_visible()


def entries(desk: Desk) -> Any:
    return desk.page.locator("#part-log .log__entry")


def test_a_kind_is_chosen_by_keyboard_and_stays_through_news_and_reload(desk: Desk, card: Card) -> None:
    opened(desk, card)
    expect(entries(desk)).to_have_count(4)
    desk.page.focus("#log-of-decision")
    desk.page.keyboard.press("Enter")
    expect(entries(desk)).to_have_count(1)
    expect(desk.page.locator("#log-of-decision")).to_have_attribute("aria-current", "true")
    assert desk.focused() == "log-of-decision"
    assert "log=decision" in desk.page.url
    add_log_entry(cause=desk.world.by("petra", at=timezone.now()), card=card, body="It is final", kind="decision")
    expect(entries(desk)).to_have_count(2)
    expect(desk.page.locator("#part-log")).not_to_contain_text("Looked")
    desk.page.reload()
    expect(entries(desk)).to_have_count(2)
    expect(desk.page.locator("#part-log .log__sys")).to_have_count(0)


def test_what_somebody_writes_is_seen_whatever_was_chosen(desk: Desk, card: Card) -> None:
    opened(desk, card, "&log=decision")
    expect(entries(desk)).to_have_count(1)
    desk.page.fill("#log-body", "A note of my own")
    desk.page.press("#log-body", "Control+Enter")
    expect(desk.page.locator("#part-log")).to_contain_text("A note of my own")
    expect(desk.page.locator("#log-of-all")).to_have_attribute("aria-current", "true")
    expect(desk.page).not_to_have_url(re.compile("log="))
    expect(desk.page.locator("#log-body")).to_be_focused()


def test_another_card_shows_its_whole_log(desk: Desk, card: Card) -> None:
    other = Card.objects.get(title="F")
    for kind in ("note", "decision"):
        add_log_entry(cause=desk.world.by(), card=other, body="Of F", kind=kind)
    opened(desk, card, "&log=decision")
    desk.page.locator("#drawer [data-close]").click()
    assert "log=" not in desk.page.url
    desk.link("F").click()
    expect(entries(desk)).to_have_count(2)


def test_the_page_of_a_card_keeps_the_kind_and_the_empty_one_says_so(desk: Desk, card: Card) -> None:
    desk.page.goto(f"{desk.server}/c/{card.ref}/?log=result")
    desk.ready()
    expect(desk.page.locator("#log-none")).to_be_visible()
    add_log_entry(cause=desk.world.by("petra", at=timezone.now()), card=card, body="AUC 0.81", kind="result")
    expect(entries(desk)).to_have_count(1)
    desk.page.click("#log-of-all")
    expect(entries(desk)).to_have_count(5)
    expect(desk.page).not_to_have_url(re.compile("log="))


def test_an_edit_shows_the_words_it_changed(desk: Desk, card: Card) -> None:
    entry = LogEntry.objects.get(kind="decision")
    opened(desk, card)
    desk.page.focus(f"#entry-{entry.pk}-kept-open")
    desk.page.keyboard.press("Enter")
    kept = desk.page.locator(f"#entry-{entry.pk}-kept")
    expect(kept.locator("del")).to_have_text("drop")
    expect(kept.locator("ins")).to_have_text("keep")


def everything(desk: Desk, card: Card) -> None:
    """The list of entries with an edit unfolded and the facts between them."""
    desk.page.locator("details.kept summary").click()


def one_kind(desk: Desk, card: Card) -> None:
    desk.page.click("#log-of-decision")
    expect(entries(desk)).to_have_count(1)


def no_entry(desk: Desk, card: Card) -> None:
    opened(desk, card, "&log=deviation")
    expect(desk.page.locator("#log-none")).to_be_visible()


def the_preview(desk: Desk, card: Card) -> None:
    desk.page.locator("#log-body").press_sequentially("**Bold**, `code`, [a link](https://example.org)\n\n> said")
    desk.page.click("#log-preview")
    expect(desk.page.locator("#log-shown strong")).to_have_text("Bold")


def an_entry_in_hand(desk: Desk, card: Card) -> None:
    entry = LogEntry.objects.get(kind="decision")
    desk.page.locator(f"#entry-{entry.pk}").hover()
    desk.page.click(f"#entry-{entry.pk}-edit")
    desk.page.fill(f"#entry-{entry.pk}-body", " ")
    desk.page.click(f"#entry-{entry.pk}-save")
    expect(desk.page.locator(f"#entry-{entry.pk}-error")).to_be_visible()


def a_quiet_card(desk: Desk, card: Card) -> None:
    LogEntry.objects.filter(card=card).delete()
    Card.objects.filter(pk=card.pk).update(entered_lane_at=timezone.now() - timedelta(days=9))
    face = {**Card.objects.get(pk=card.pk).face, "logged_at": None}
    Card.objects.filter(pk=card.pk).update(face=face)
    edit_card(cause=desk.world.by(at=timezone.now()), card=card, changes={"weight": 3})
    opened(desk, card)
    expect(desk.page.locator("#part-notice .strip--quiet")).to_be_visible()


def files_and_one_refused(desk: Desk, card: Card) -> None:
    desk.page.set_input_files("#files-add", {"name": "plot.png", "mimeType": "x", "buffer": picture()})
    expect(desk.page.locator("#files-list")).to_contain_text("plot.png")
    with override_settings(FILES_OF_CARD=1):
        give(desk, "drop", "#part-log", "a file with a rather long name that has to break somewhere.csv", b"a,b")
        expect(desk.page.locator(".files__sending [role=alert]")).to_be_visible()


STATES = (everything, one_kind, no_entry, the_preview, an_entry_in_hand, files_and_one_refused, a_quiet_card)


@pytest.mark.timeout(600)
@pytest.mark.parametrize(("scheme", "width"), SCREENS)
def test_no_part_of_the_log_has_a_barrier(desk: Desk, card: Card, scheme: Any, width: int) -> None:
    desk.page.emulate_media(color_scheme=scheme)
    desk.page.set_viewport_size({"width": width, "height": 844})
    for shows in STATES:
        opened(desk, card)
        desk.page.evaluate("localStorage.clear()")
        shows(desk, card)
        assert violations(desk) == [], shows
        assert desk.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), shows
