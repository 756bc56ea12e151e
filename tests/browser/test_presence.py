"""Two windows: each sees who else is here, and two in one text lose nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Route, expect

from boards.models import Card, Event, Notification, Presence
from tests.browser.desk import Desk
from tests.browser.test_look import violations

pytestmark = pytest.mark.browser


@pytest.fixture
def other(browser: Browser, desk: Desk) -> Iterator[Desk]:
    """Petra at the same board, in a browser of her own."""
    context = browser.new_context()
    found = Desk(context.new_page(), desk.server, desk.world, desk.board)
    found.open("petra")
    yield found
    found.page.goto("about:blank")
    context.close()
    assert found.complaints == []


def edit_text(desk: Desk, card: Card) -> None:
    desk.page.goto(f"{desk.server}/c/{card.ref}/")
    desk.ready()
    desk.page.click("#text-edit")
    expect(desk.page.locator("#id_description")).to_be_focused()


def test_each_sees_who_is_here_and_who_writes_where(desk: Desk, other: Desk) -> None:
    expect(desk.page.locator("#presence")).to_contain_text("PE")
    expect(other.page.locator("#presence")).to_contain_text("BE")
    other.link("E").click()
    other.page.locator("#log-body").click()
    expect(desk.card("E").locator(".writers")).to_be_visible()
    expect(desk.page.locator("#presence .ava[data-writes]")).to_have_attribute(
        "aria-label", f"Petra, writing on {desk.ref('E')}"
    )
    assert violations(desk) == []
    other.page.goto("about:blank")
    expect(desk.page.locator("#presence")).to_be_hidden()
    expect(desk.card("E").locator(".writers")).to_have_count(0)


def test_two_in_one_text_are_told_and_both_texts_are_kept(desk: Desk, other: Desk) -> None:
    card = Card.objects.get(title="A")
    Card.objects.filter(pk=card.pk).update(description="First")
    edit_text(desk, card)
    edit_text(other, card)
    expect(desk.page.locator(".alsohere")).to_contain_text("Petra is writing here too")
    expect(other.page.locator(".alsohere")).to_contain_text("Ben is writing here too")
    other.page.fill("#id_description", "From Petra")
    other.page.click("#text-save")
    expect(other.page.locator("#part-text .prose")).to_have_text("From Petra")
    desk.page.fill("#id_description", "From Ben")
    desk.page.click("#text-save")
    expect(desk.page.locator("#part-text")).to_contain_text("Petra changed this")
    expect(desk.page.locator("#part-text .theirs")).to_contain_text("From Petra")
    expect(desk.page.locator("#id_description")).to_have_value("From Ben")
    assert violations(desk) == []
    desk.page.click("#text-save")
    expect(desk.page.locator("#part-text .prose")).to_have_text("From Ben")
    assert Card.objects.get(pk=card.pk).description == "From Ben"


def told_of(desk: Desk, title: str) -> Card:
    """Ben at his inbox, which has one row, about this card."""
    card = Card.objects.get(title=title)
    event = Event.objects.filter(card=card).latest("seq")
    about = {"card": card, "event": event, "kind": event.kind, "reason": "author", "created_at": desk.world.at}
    Notification.objects.create(person=desk.world.ben, board=desk.board, **about)
    desk.page.set_viewport_size({"width": 1280, "height": 800})
    desk.page.goto(desk.server + "/inbox/")
    desk.ready()
    return card


def test_beside_the_inbox_one_sees_who_is_on_the_card_and_is_seen_there(desk: Desk, other: Desk) -> None:
    card = told_of(desk, "E")
    expect(other.page.locator("#presence")).to_be_hidden()
    desk.page.locator(".inbox__row a").click()
    expect(other.page.locator("#presence .ava")).to_have_attribute("aria-label", f"Ben, looking at {card.ref}")
    other.link("E").click()
    expect(desk.page.locator("#bar-here .ava")).to_have_attribute("aria-label", f"Petra, looking at {card.ref}")
    other.page.locator("#log-body").click()
    expect(desk.page.locator("#bar-here .ava[data-writes]")).to_be_visible()
    expect(other.page.locator("#bar-here .ava")).to_be_visible()
    assert violations(desk) == []
    desk.page.keyboard.press("Escape")
    expect(other.page.locator("#presence")).to_be_hidden()


def test_a_report_that_comes_late_does_not_bring_back_who_has_left(desk: Desk) -> None:
    told_of(desk, "E")
    held: list[Route] = []
    desk.page.route("**/presence/", lambda route: held.append(route), times=1)
    with desk.page.expect_request("**/presence/"):
        desk.page.locator(".inbox__row a").click()
    expect(desk.page.locator("#drawer")).to_be_visible()
    desk.page.keyboard.press("Escape")
    expect(desk.page.locator("#drawer")).to_be_hidden()
    with desk.page.expect_response(lambda answer: "gone" in (answer.request.post_data or "")):
        held[0].continue_()
    assert not Presence.objects.exists()
