"""Without a connection the last board can be read, by nobody else, and it says how old it is."""

from __future__ import annotations

import time

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from boards.models import Board
from tests.processes import kill, web
from tests.world import World
from tools.servers import free_port

pytestmark = pytest.mark.browser
ENVIRONMENT = {"DEBUG": "1", "SECRET_KEY": settings.SECRET_KEY, "ALLOWED_HOSTS": "127.0.0.1"}
KEPT = "async () => (await (await caches.open('last-board')).keys()).length"
WITHIN = 60
SLOW_PAGE = """
  const register = navigator.serviceWorker.register.bind(navigator.serviceWorker);
  navigator.serviceWorker.register = async (...address) => {
    const taken = new Promise((done) => navigator.serviceWorker.addEventListener("controllerchange", done));
    const registration = await register(...address);
    await taken;
    return registration;
  };
"""


@pytest.fixture
def port() -> int:
    return free_port()


def visit(page: Page, server: str, world: World) -> None:
    """Ben opens the board, and what he sees is kept."""
    client = Client()
    client.force_login(world.ben)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": server}])
    page.goto(f"{server}/boards/CHURN/")
    wait_until_kept(page, 1)


def wait_until_kept(page: Page, boards: int) -> None:
    ends = time.monotonic() + WITHIN
    while page.evaluate(KEPT) != boards:
        assert time.monotonic() < ends
        page.wait_for_timeout(50)


@pytest.mark.timeout(300)
def test_the_last_board_can_be_read_until_the_connection_is_back(
    page: Page, port: int, world: World, board: Board
) -> None:
    with web(port, **ENVIRONMENT) as (server, process):
        visit(page, server, world)
        kill(process)
        page.goto(f"{server}/inbox/")  # anywhere: only the board is kept
        expect(page).to_have_url(f"{server}/boards/CHURN/")
        expect(page.locator(".offline")).to_contain_text("This is the board as it was on")
        expect(page.locator(".card")).to_have_count(8)
        expect(page.locator("[data-add]:visible")).to_have_count(0)
        assert page.evaluate("getComputedStyle(document.querySelector('.card')).borderRadius") != "0px"
    with web(port, **ENVIRONMENT):
        page.get_by_role("button", name="Try again").click()
        expect(page.locator(".offline")).to_have_count(0)
        expect(page.locator("[data-add]:visible").first).to_be_visible()


@pytest.mark.timeout(300)
def test_it_is_kept_where_the_worker_takes_over_before_the_page_can_ask(
    page: Page, port: int, world: World, board: Board
) -> None:
    """A race on a busy machine: by the time the first page looks it has a worker, but did not come through it."""
    page.add_init_script(SLOW_PAGE)
    with web(port, **ENVIRONMENT) as (server, _):
        visit(page, server, world)


@pytest.mark.timeout(300)
def test_signing_out_throws_it_away(page: Page, port: int, world: World, board: Board) -> None:
    with web(port, **ENVIRONMENT) as (server, _):
        visit(page, server, world)
        page.locator("form[action='/sign-out/'] button").click()
        page.wait_for_url("**/sign-in/**")
        wait_until_kept(page, 0)


@pytest.mark.timeout(300)
def test_the_copy_of_another_person_is_not_left(page: Page, port: int, world: World, board: Board) -> None:
    """Whose session ended without a sign-out: the page that asks to sign in ends the copy too."""
    with web(port, **ENVIRONMENT) as (server, _):
        visit(page, server, world)
        page.context.clear_cookies()
        page.goto(f"{server}/boards/CHURN/")
        page.wait_for_url("**/sign-in/**")
        wait_until_kept(page, 0)
