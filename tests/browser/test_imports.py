"""Bringing a board in on the screen: the file is chosen once, looked at, and imported."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Locator, expect

from boards.models import Board
from integrations.models import Import
from integrations.tasks import run_one_import
from tests.browser.desk import Desk
from tests.browser.test_files import GIVE
from tests.browser.test_look import violations
from tests.integrations.handed_in import TRELLO

pytestmark = pytest.mark.browser
TOO_WIDE = "document.querySelector('.page').scrollWidth - document.querySelector('.page').clientWidth"


def file(content: str = TRELLO, name: str = "board.json") -> FilePayload:
    return {"name": name, "mimeType": "application/json", "buffer": content.encode()}


def opened(desk: Desk) -> Desk:
    desk.sign_in("petra")
    desk.page.goto(f"{desk.server}/imports/")
    return desk


def panel(desk: Desk) -> Locator:
    return desk.page.locator("#import-panel")


def press(desk: Desk, words: str) -> None:
    desk.page.get_by_role("button", name=words, exact=True).first.click()
    expect(panel(desk)).to_have_attribute("data-state", "queued")


def work() -> None:
    """What the worker does."""
    run_one_import(str(Import.objects.latest("created_at").pk))


def test_a_file_is_looked_at_and_then_imported_without_choosing_it_again(desk: Desk) -> None:
    opened(desk).page.set_input_files("#id_file", file())
    expect(desk.page.locator("#drop-what")).to_contain_text("Trello")
    expect(desk.page.locator("#id_board")).to_be_hidden()
    desk.page.fill("#id_key", "space")
    press(desk, "Look first")
    work()
    expect(panel(desk)).to_contain_text("What would come: Space probe")
    expect(panel(desk)).to_contain_text("votes")
    expect(desk.page.locator("#live")).to_contain_text("What would come")
    press(desk, "Import now")
    work()
    expect(panel(desk)).to_contain_text("Space probe is here")
    desk.page.get_by_role("link", name="Open the board").click()
    desk.ready()
    expect(desk.page.locator(".card")).to_have_count(2)
    assert Board.objects.filter(key="SPACE").exists()


def test_what_is_wrong_stands_at_its_field_and_the_file_stays(desk: Desk) -> None:
    opened(desk).page.set_input_files("#id_file", file())
    desk.page.fill("#id_name", "Space")
    desk.page.fill("#id_key", "x")
    desk.page.get_by_role("button", name="Look first").click()
    expect(desk.page.locator("#id_key")).to_be_focused()
    said = "Use 2-10 capital letters and digits, a letter first."
    expect(desk.page.locator("#id_key")).to_have_accessible_description(said)
    assert desk.page.input_value("#id_name") == "Space"
    desk.page.fill("#id_key", "SPACE")
    press(desk, "Look first")
    expect(desk.page.locator("[aria-invalid]")).to_have_count(0)


def test_a_file_of_no_format_is_said_at_once(desk: Desk) -> None:
    opened(desk).page.set_input_files("#id_file", file("<html></html>"))
    expect(desk.page.locator("#file-error")).to_contain_text("no file of a format that is known here")
    desk.page.set_input_files("#id_file", file())
    expect(desk.page.locator("#file-error")).to_be_hidden()


def test_a_dropped_file_is_chosen(desk: Desk) -> None:
    opened(desk).page.evaluate(
        GIVE, ["#drop", "board.json", "application/json", base64.b64encode(TRELLO.encode()).decode(), "drop"]
    )
    expect(desk.page.locator("#drop-name")).to_have_text("board.json")
    press(desk, "Look first")


def test_the_keyboard_alone_is_enough(desk: Desk) -> None:
    """The field for the file is a stop on the way, and Enter in any other field looks first."""
    opened(desk).page.locator("#content").focus()
    while not desk.page.evaluate("document.activeElement.closest('#import-form')"):
        desk.page.keyboard.press("Tab")
    expect(desk.page.locator("#id_file")).to_be_focused()
    desk.page.set_input_files("#id_file", file())
    expect(desk.page.locator("#drop-what")).to_contain_text("Trello")
    desk.page.locator("#id_name").focus()
    desk.page.keyboard.press("Enter")
    expect(panel(desk)).to_have_attribute("data-state", "queued")
    assert Import.objects.get().dry_run


def test_a_lost_connection_keeps_the_file(desk: Desk) -> None:
    opened(desk).page.set_input_files("#id_file", file())
    expect(desk.page.locator("#drop-what")).to_contain_text("Trello")
    desk.page.context.set_offline(True)
    desk.page.get_by_role("button", name="Look first").click()
    expect(desk.page.locator("#import-result")).to_contain_text("It is still chosen")
    desk.page.context.set_offline(False)
    press(desk, "Look first")


def test_the_palette_leads_there(desk: Desk) -> None:
    desk.open("petra")
    desk.page.keyboard.press("Control+k")
    desk.page.keyboard.type("trello")
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_url("**/imports/")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_there_is_no_barrier(desk: Desk, scheme: Any) -> None:
    desk.page.emulate_media(color_scheme=scheme)
    opened(desk)
    assert violations(desk) == []
    desk.page.set_input_files("#id_file", file())
    press(desk, "Look first")
    assert violations(desk) == []
    work()
    expect(panel(desk)).to_contain_text("What would come")
    assert violations(desk) == []
    desk.page.reload()
    assert violations(desk) == []


def test_it_fits_a_phone(desk: Desk) -> None:
    desk.page.set_viewport_size({"width": 390, "height": 844})
    opened(desk).page.set_input_files("#id_file", file(name="a-very-long-name-of-a-file-" * 4 + ".json"))
    press(desk, "Look first")
    work()
    expect(panel(desk)).to_contain_text("What would come")
    assert desk.page.evaluate(TOO_WIDE) <= 0


def test_cards_of_a_table_may_join_a_board_that_is_there(desk: Desk) -> None:
    opened(desk).page.set_input_files("#id_file", file("title,lane\nOne more,to do\n", "cards.csv"))
    expect(desk.page.locator("#drop-what")).to_contain_text("CSV")
    desk.page.select_option("#id_board", "CHURN")
    expect(desk.page.locator("#id_name")).to_be_hidden()
    press(desk, "Import")
    work()
    expect(panel(desk)).to_contain_text("the board CHURN, which is here already")
    assert desk.board.cards.filter(title="One more").exists()
    desk.page.set_input_files("#id_file", file())
    expect(desk.page.locator("#id_name")).to_be_visible()
