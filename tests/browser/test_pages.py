"""The pages beside the board in a real browser: no barrier, no complaint of the policy, nothing past the edge."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.actions import create_token, invite
from boards.actions import archive_card
from boards.models import Board, Event, Notification
from tests.browser.desk import Desk
from tests.browser.test_look import violations
from tests.world import PASSWORD, World

pytestmark = pytest.mark.browser
PAGES = (
    "/boards/",
    "/boards/CHURN/backlog/",
    "/boards/CHURN/settings/",
    "/boards/CHURN/archive/",
    "/boards/CHURN/export/",
    "/search/?q=question",
    "/learnings/",
    "/inbox/",
    "/teams/",
    "/teams/demo/",
    "/profile/",
    "/profile/tokens/",
    "/password/change/",
)
DOORS = ("/sign-in/", "/password/reset/")


@pytest.fixture
def visitor(page: Page, asgi_server: str, world: World, board: Board) -> Iterator[Desk]:
    """Ada's browser, before she goes anywhere."""
    visitor = Desk(page, asgi_server, world, board)
    yield visitor
    page.goto("about:blank")
    assert visitor.complaints == []


@pytest.fixture
def furnished(world: World, board: Board) -> None:
    """Something on every page."""
    for title in ("First question", "Second question"):
        world.write(world.hypothesis(board, title, "backlog", labels=["nlp"]))
    archive_card(cause=world.by(), card=world.card(board, "Old idea"))
    invite(actor=world.ada, team=world.team, role="member", at=world.at, email="lev@example.org")
    create_token(person=world.ada, name="script", scope="read", at=world.at)
    for number, event in enumerate(Event.objects.filter(card__isnull=False)[:3]):
        Notification.objects.create(
            person=world.ada,
            board=board,
            card=event.card,
            event=event,
            kind=event.kind,
            reason="owner",
            needs_action=not number,
            created_at=world.at,
        )


@pytest.mark.usefixtures("furnished")
@pytest.mark.parametrize("look", ["light", "dark", "phone"])
def test_no_page_has_a_barrier(visitor: Desk, look: Any) -> None:
    visitor.page.emulate_media(color_scheme="light" if look == "phone" else look)
    if look == "phone":
        visitor.page.set_viewport_size({"width": 390, "height": 844})
    found = {}
    for path in (*DOORS, *PAGES):
        if path == PAGES[0]:
            visitor.sign_in("ada")
        visitor.page.goto(visitor.server + path)
        found[path] = violations(visitor)

    assert {path: what for path, what in found.items() if what} == {}


@pytest.mark.usefixtures("furnished")
@pytest.mark.parametrize("width", [320, 390])
def test_no_page_scrolls_sideways(visitor: Desk, width: int) -> None:
    visitor.page.set_viewport_size({"width": width, "height": 800})
    visitor.sign_in("ada")
    wide = []
    for path in PAGES:
        visitor.page.goto(visitor.server + path)
        if visitor.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(path)

    assert wide == []


@pytest.mark.usefixtures("furnished")
def test_every_target_is_24_pixels(visitor: Desk) -> None:
    """A box to tick counts with its label, a link in a sentence with its line."""
    visitor.sign_in("ada")
    chosen = (
        "a:not(.skip, .crumb, p a, .link), button, select, summary, input:not([type=hidden], label input, .vh)"
    )
    small = {}
    for path in PAGES:
        visitor.page.goto(visitor.server + path)
        small[path] = visitor.smaller_than(24, chosen)

    assert {path: what for path, what in small.items() if what} == {}


def test_signing_in_needs_no_mouse_and_leads_where_one_wanted(visitor: Desk) -> None:
    page = visitor.page
    page.goto(f"{visitor.server}/teams/demo/")
    page.keyboard.press("Tab")  # past the link to the content
    page.keyboard.press("Tab")
    page.keyboard.type("ada")
    page.keyboard.press("Tab")
    page.keyboard.type("wrong-wrong-wrong")
    page.keyboard.press("Enter")
    expect(page.locator("[role=alert].notice")).to_have_text("User name, e-mail address or password is wrong.")
    assert (visitor.focused(), page.input_value("#id_username")) == ("id_password", "ada")

    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")

    expect(page.locator("h1")).to_have_text("Demo")


def test_what_is_typed_into_a_password_can_be_shown(visitor: Desk) -> None:
    page = visitor.page
    page.goto(f"{visitor.server}/sign-in/")
    page.fill("#id_password", "a secret")
    show = page.get_by_role("button", name="Show the password")

    show.click()
    expect(page.locator("#id_password")).to_have_attribute("type", "text")
    show.click()
    expect(page.locator("#id_password")).to_have_attribute("type", "password")


def test_save_waits_for_a_change_and_says_that_it_saved(visitor: Desk) -> None:
    visitor.sign_in("ada")
    page = visitor.page
    page.goto(f"{visitor.server}/profile/")
    save = page.locator("#you").get_by_role("button", name="Save")
    expect(save).to_be_disabled()

    page.fill("#id_name", "Ada Okafor")
    page.keyboard.press("Enter")

    expect(page.locator(".toast")).to_have_text("Saved.")
    expect(save).to_be_disabled()


def test_nobody_is_removed_by_a_slip(visitor: Desk) -> None:
    visitor.sign_in("ada")
    page = visitor.page
    page.goto(f"{visitor.server}/teams/demo/")
    page.get_by_role("button", name="Remove…").first.click()
    expect(page.get_by_role("dialog")).to_contain_text("Remove Ben?")
    assert page.evaluate("document.activeElement.textContent") == "Cancel"
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)

    page.get_by_role("button", name="Remove…").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Remove", exact=True).click()

    expect(page.locator(".toast")).to_have_text("Ben is no longer in the team.")


def test_the_inbox_is_worked_through_by_keys(visitor: Desk, world: World, board: Board, furnished: None) -> None:
    visitor.sign_in("ada")
    page = visitor.page
    page.goto(f"{visitor.server}/inbox/")
    rows = page.locator(".inbox__row")
    before = rows.count()

    page.keyboard.press("j")
    page.keyboard.press("e")
    expect(rows).to_have_count(before - 1)
    assert visitor.focused().startswith("inbox-link-")

    page.keyboard.press("h")
    page.get_by_role("menuitem").first.press("Enter")
    expect(rows).to_have_count(before - 2)
    page.keyboard.press("z")
    page.keyboard.press("z")
    expect(rows).to_have_count(before)


def test_lanes_are_moved_by_hand_and_by_arrow(visitor: Desk, board: Board) -> None:
    visitor.sign_in("ada")
    page = visitor.page
    page.goto(f"{visitor.server}/boards/CHURN/settings/")
    names = page.locator("#lane-rows .lane-row__name")
    assert names.all_inner_texts()[1:3] == ["to do", "test hypothesis"]
    grip = page.locator("#lane-rows li:nth-child(2) [data-grip]").bounding_box()
    below = page.locator("#lane-rows li:nth-child(3)").bounding_box()
    assert grip is not None
    assert below is not None

    page.mouse.move(grip["x"] + 8, grip["y"] + 8)
    page.mouse.down()
    page.mouse.move(grip["x"] + 8, below["y"] + below["height"] - 4, steps=6)
    page.mouse.up()

    expect(page.locator(".toast")).to_have_text("Saved.")
    assert names.all_inner_texts()[1:3] == ["test hypothesis", "to do"]
    page.get_by_role("button", name="Move to do to the left").click()
    expect(names.nth(1)).to_have_text("to do")
    assert [lane.name for lane in board.lanes.all()][1] == "to do"
