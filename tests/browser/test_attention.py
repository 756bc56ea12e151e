"""What a person is told, in a real browser: webhooks, preferences, what changed since they last looked."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Any

import pytest
from playwright.sync_api import expect
from pytest_django import Settings

from boards.actions import edit_card
from boards.models import Card, Event, Notification, Preference, SeenMark, Watch
from boards.readers.moment import database_now
from boards.unsubscribe import unsubscribe_path
from tests.browser.desk import Desk
from tests.browser.test_look import violations
from tests.webhooks.hooks import delivery_to, hook, receiving
from tests.world import last_event
from webhooks.models import Delivery
from webhooks.sending import send_due

pytestmark = pytest.mark.browser
SCREENS = [("light", 1440), ("dark", 1440), ("light", 390), ("dark", 390)]


def look(desk: Desk, scheme: Any, width: int) -> None:
    desk.page.emulate_media(color_scheme=scheme)
    desk.page.set_viewport_size({"width": width, "height": 900})


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("scheme", "width"), SCREENS)
def test_no_page_has_a_barrier(desk: Desk, scheme: str, width: int) -> None:
    webhook = hook(desk.world)
    delivery_to(webhook, last_event(desk.board))
    tried = {"at": desk.world.at.isoformat(), "status": 500, "ms": 12, "said": "It answered 500."}
    Delivery.objects.update(tries=[tried], state="missed")
    look(desk, scheme, width)
    desk.sign_in("ada")
    paths = ["/teams/demo/webhooks/", f"/webhooks/{webhook.pk}/", "/profile/notifications/"]
    for path in [*paths, unsubscribe_path(desk.world.ada, ["card", "timebox"]), "/inbox/"]:
        desk.page.goto(desk.server + path)
        for folded in desk.page.locator("details.delivery > summary").all():
            folded.click()
        assert violations(desk) == [], path
        assert desk.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_a_test_of_a_webhook_says_by_itself_what_came_of_it(desk: Desk, settings: Settings) -> None:
    with receiving() as receiver:
        settings.OUTBOUND_NETWORKS, settings.OUTBOUND_PORTS = [ip_network("127.0.0.1")], {receiver.port}
        webhook = hook(desk.world, receiver.url)
        desk.sign_in("ada")
        desk.page.goto(f"{desk.server}/webhooks/{webhook.pk}/")
        desk.page.get_by_role("button", name="Send a test").focus()
        desk.page.keyboard.press("Enter")
        expect(desk.page.locator("#test-under-way")).to_contain_text("A test is on its way.")
        send_due(database_now)
    expect(desk.page.locator("#test-under-way")).to_have_count(0)
    line = desk.page.locator(".delivery", has_text="A test")
    expect(line).to_contain_text("delivered")
    line.locator("summary").click()
    expect(line).to_contain_text("It answered 200.")
    assert violations(desk) == []


def test_the_table_of_preferences_is_ticked_by_keyboard(desk: Desk) -> None:
    desk.page.goto(desk.server + "/profile/notifications/")
    box = desk.page.get_by_label("Somebody asks for help: mail")
    box.focus()
    desk.page.keyboard.press("Space")
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator("#toasts")).to_contain_text("Saved.")
    assert list(Preference.objects.values_list("group", "channel", "is_on")) == [("help", "mail", True)]


@pytest.mark.parametrize(("scheme", "width"), SCREENS)
def test_the_panel_of_changes_shows_rings_and_only_seen_moves_the_mark(
    desk: Desk, scheme: str, width: int
) -> None:
    desk.world.card(desk.board, "Fresh", who="petra")
    look(desk, scheme, width)
    desk.page.reload()
    desk.ready()
    chip = desk.page.locator("#since-chip")
    expect(chip).to_contain_text("change")
    chip.focus()
    desk.page.keyboard.press("Enter")
    line = desk.page.locator("a.since__line", has_text="Fresh")
    expect(desk.page.locator("#since-panel")).to_be_visible()
    expect(desk.page.locator("a.since__line").first).to_be_focused()
    assert violations(desk) == []
    line.focus()
    expect(desk.card("Fresh")).to_have_attribute("data-since", "")
    desk.page.keyboard.press("Escape")
    expect(desk.page.locator("#since-panel")).to_be_hidden()
    assert not SeenMark.objects.exists()
    chip.click()
    desk.page.get_by_role("button", name="Seen").click()
    expect(desk.page.locator("#since-chip")).to_have_count(0)
    assert SeenMark.objects.get().person == desk.world.ben


@pytest.fixture
def told(desk: Desk) -> list[Notification]:
    """Ben is told of three cards."""
    events = [Event.objects.filter(card=card).latest("seq") for card in Card.objects.order_by("pk")[:3]]
    return [
        Notification.objects.create(
            person=desk.world.ben,
            board=desk.board,
            card=event.card,
            event=event,
            kind=event.kind,
            reason="author",
            created_at=desk.world.at,
        )
        for event in events
    ]


def inbox(desk: Desk) -> None:
    desk.page.goto(desk.server + "/inbox/")
    expect(desk.page.locator(".inbox__row")).to_have_count(3)


def test_many_are_chosen_done_and_taken_back_by_keys(desk: Desk, told: list[Notification]) -> None:
    inbox(desk)
    rows = desk.page.locator(".inbox__row")
    for key in ("j", "x", "j", "x"):
        desk.page.keyboard.press(key)
    expect(desk.page.locator("#inbox-bulk")).to_contain_text("2 chosen")
    assert violations(desk) == []
    desk.page.keyboard.press("e")
    expect(rows).to_have_count(1)
    assert Notification.objects.exclude(done_at=None).count() == 2
    expect(desk.page.locator("#toasts")).to_contain_text("Done.")
    desk.page.keyboard.press("u")
    expect(rows).to_have_count(3)
    assert not Notification.objects.exclude(done_at=None).exists()


@pytest.mark.parametrize(("scheme", "width"), SCREENS)
def test_later_has_choices_and_a_card_is_muted_by_keys(
    desk: Desk, told: list[Notification], scheme: str, width: int
) -> None:
    look(desk, scheme, width)
    inbox(desk)
    desk.page.keyboard.press("j")
    desk.page.keyboard.press("w")
    expect(desk.page.get_by_role("menuitemradio", name="As its people do")).to_be_focused()
    desk.page.get_by_role("menuitemradio", name="Nothing: mute it").click()
    expect(desk.page.locator("#toasts")).to_contain_text("You hear no more of")
    assert Watch.objects.get().muted
    desk.page.locator(".inbox__row a").first.focus()
    desk.page.keyboard.press("h")
    expect(desk.page.get_by_role("menuitem").first).to_be_focused()
    assert violations(desk) == []
    desk.page.keyboard.press("ArrowDown")
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator(".inbox__row")).to_have_count(2)
    assert Notification.objects.exclude(snoozed_until=None).count() == 1
    assert desk.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def open_beside(desk: Desk) -> str:
    """The first card of the inbox beside the list, by keys; its ref."""
    inbox(desk)
    desk.page.keyboard.press("j")
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator("#drawer #card-title")).to_be_focused()
    return str(desk.page.locator(".inbox__row").first.get_attribute("data-ref"))


def shown(desk: Desk, number: int) -> None:
    """The card of this row of the inbox is the open one."""
    ref = desk.page.locator(".inbox__row").nth(number).get_attribute("data-ref")
    expect(desk.page.locator("#drawer .drawer__ref")).to_have_text(str(ref))


def test_a_card_stands_beside_the_inbox_and_the_list_goes_on(desk: Desk, told: list[Notification]) -> None:
    desk.page.set_viewport_size({"width": 1280, "height": 800})
    ref = open_beside(desk)
    shown(desk, 0)
    assert violations(desk) == []
    expect(desk.page.locator(".inbox__row").first).not_to_have_attribute("data-unread", "")
    assert Notification.objects.exclude(read_at=None).count() == 1
    assert f"card={ref}" in desk.page.url
    rows, drawer = desk.page.locator("#inbox").bounding_box(), desk.page.locator("#drawer").bounding_box()
    assert rows
    assert drawer
    assert rows["x"] + rows["width"] <= drawer["x"]
    assert rows["width"] >= 24 * 16

    desk.page.keyboard.press("j")
    shown(desk, 1)
    expect(desk.page.locator(".inbox__row a").nth(1)).to_be_focused()
    desk.page.keyboard.press("Escape")
    expect(desk.page.locator("#drawer")).to_be_hidden()
    expect(desk.page.locator(".inbox__row a").nth(1)).to_be_focused()
    assert "card=" not in desk.page.url


def test_done_in_the_open_card_goes_on_to_the_next_until_none_is_left(
    desk: Desk, told: list[Notification]
) -> None:
    desk.page.set_viewport_size({"width": 1280, "height": 800})
    open_beside(desk)
    for left in (2, 1):
        desk.page.keyboard.press("e")
        expect(desk.page.locator(".inbox__row")).to_have_count(left)
        shown(desk, 0)
    desk.page.keyboard.press("e")
    expect(desk.page.locator("#inbox")).to_contain_text("All caught up.")
    expect(desk.page.locator("#drawer")).to_be_hidden()


def test_the_card_beside_the_inbox_is_live_and_can_be_written_on(desk: Desk, told: list[Notification]) -> None:
    desk.page.set_viewport_size({"width": 1280, "height": 800})
    ref = open_beside(desk)
    card = Card.objects.get(ref=ref)
    edit_card(cause=desk.world.by("petra"), card=card, changes={"title": "Said by Petra"})
    expect(desk.page.locator("#drawer #card-title")).to_have_text("Said by Petra")
    desk.page.locator("#title-edit").click()
    desk.page.locator("#id_title").fill("Said by Ben")
    desk.page.locator("#title-save").click()
    expect(desk.page.locator("#drawer #card-title")).to_have_text("Said by Ben")
    expect(desk.page.locator("#files-send")).to_be_hidden()  # a chosen file is sent by itself


def tell(desk: Desk, title: str) -> Notification:
    """Something new for ben about this card."""
    card = desk.board.cards.get(title=title)
    edit_card(cause=desk.world.by("petra"), card=card, changes={"title": f"{title} again"})
    event = last_event(desk.board)
    about = {"card": card, "event": event, "kind": event.kind, "reason": "author", "created_at": event.recorded_at}
    return Notification.objects.create(person=desk.world.ben, board=desk.board, **about)


def test_what_is_new_comes_by_itself_and_takes_nothing_from_the_hands(
    desk: Desk, told: list[Notification]
) -> None:
    desk.page.set_viewport_size({"width": 1280, "height": 800})
    rows = desk.page.locator(".inbox__row")
    ref = open_beside(desk)
    desk.page.keyboard.press("j")
    expect(rows.nth(1).locator("a")).to_be_focused()
    shown(desk, 1)
    desk.page.keyboard.press("x")
    focused, opened = desk.focused(), desk.page.locator("#drawer .drawer__ref").inner_text()
    tell(desk, "E")
    expect(rows).to_have_count(4)
    expect(rows.first).to_contain_text("E again")
    expect(rows.first).to_have_attribute("data-unread", "")
    expect(desk.page.locator("#live")).to_have_text("1 row of the inbox is new")
    expect(desk.page.locator("#nav-inbox")).to_have_attribute("aria-label", "Inbox, 2 unread")
    expect(desk.page.locator("#nav-inbox .badge-dot")).to_have_text("2")
    assert (desk.focused(), desk.page.locator("#drawer .drawer__ref").inner_text()) == (focused, opened)
    expect(desk.page.locator("#inbox-chosen")).to_have_text("1")
    expect(desk.page.locator(f"#pick-{opened}")).to_be_checked()

    tell(desk, Card.objects.get(ref=opened).title)  # of the very card that is open and chosen
    expect(rows.first).to_have_attribute("data-ref", opened)
    assert desk.focused() == focused
    expect(desk.page.locator(f"#pick-{opened}")).to_be_checked()
    expect(desk.page.locator("#drawer #card-title")).to_contain_text("again")
    assert violations(desk) == []

    Notification.objects.filter(card__ref=ref).update(done_at=desk.world.at)  # elsewhere
    expect(rows).to_have_count(3)
    assert desk.focused() == focused
    desk.page.keyboard.press("e")
    expect(rows).to_have_count(2)


def test_an_open_menu_waits_with_what_is_new(desk: Desk, told: list[Notification]) -> None:
    inbox(desk)
    desk.page.keyboard.press("j")
    desk.page.keyboard.press("h")
    expect(desk.page.get_by_role("menuitem").first).to_be_focused()
    with desk.page.expect_event("console", lambda said: said.text == "told"):
        desk.page.evaluate("document.addEventListener('inbox:waiting', () => console.log('told'), { once: true })")
        tell(desk, "E")
    expect(desk.page.locator(".inbox__row")).to_have_count(3)
    expect(desk.page.get_by_role("menuitem").first).to_be_focused()
    desk.page.keyboard.press("Escape")
    expect(desk.page.locator(".inbox__row")).to_have_count(4)


def test_the_board_tells_how_much_waits(desk: Desk) -> None:
    expect(desk.page.locator("#nav-inbox .badge-dot")).to_be_hidden()
    tell(desk, "E")
    expect(desk.page.locator("#nav-inbox .badge-dot")).to_have_text("1")


def test_on_a_phone_a_row_leads_to_the_page_of_its_card(desk: Desk, told: list[Notification]) -> None:
    desk.page.set_viewport_size({"width": 390, "height": 800})
    inbox(desk)
    ref = desk.page.locator(".inbox__row").first.get_attribute("data-ref")
    desk.page.locator(".inbox__row a").first.click()
    desk.page.wait_for_url(f"**/c/{ref}/")
