"""Files on the screen: chosen, dropped, pasted into a text, refused."""

from __future__ import annotations

import base64
import io
import re
import time
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Locator, Route, expect

from boards.models import Attachment, Card
from hypotheses.models import LogEntry
from tests.browser.desk import Desk
from tests.browser.test_look import violations

pytestmark = pytest.mark.browser
# What a browser hands over when somebody pastes or drops a file.
GIVE = """([selector, name, type, content, kind]) => {
  const bytes = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
  const held = new DataTransfer();
  held.items.add(new File([bytes], name, { type }));
  const more = kind === "paste" ? { clipboardData: held } : { dataTransfer: held };
  const Kind = kind === "paste" ? ClipboardEvent : DragEvent;
  document.querySelector(selector).dispatchEvent(new Kind(kind, { bubbles: true, cancelable: true, ...more }));
}"""


def picture() -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (320, 180), "teal").save(content, "PNG")
    return content.getvalue()


def give(desk: Desk, kind: str, selector: str, name: str = "image.png", content: bytes | None = None) -> None:
    text = base64.b64encode(content if content is not None else picture()).decode()
    desk.page.evaluate(GIVE, [selector, name, "image/png", text, kind])


def opened(desk: Desk, who: str = "ben") -> Card:
    card = Card.objects.get(title="E")
    desk.open(who, f"?card={card.ref}")
    expect(desk.page.locator("#drawer [aria-busy]")).to_have_count(0)
    expect(desk.page.locator("#part-files")).to_be_attached()
    return card


def files(desk: Desk) -> Locator:
    return desk.page.locator("#files-list")


def test_a_chosen_file_hangs_on_the_card_and_its_face(desk: Desk) -> None:
    opened(desk)
    desk.page.set_input_files("#files-add", {"name": "plot.png", "mimeType": "x", "buffer": picture()})
    expect(files(desk)).to_contain_text("plot.png")
    expect(desk.page.locator(".files__sending li")).to_have_count(0)
    expect(desk.card("E")).to_contain_text("1 file")
    expect(desk.page.locator("#part-log")).to_contain_text("attached plot.png")
    assert files(desk).locator("img").evaluate("img => img.decode().then(() => img.naturalWidth)") == 320
    row = Attachment.objects.get()
    desk.page.click(f"#file-{row.pk}-remove")
    expect(desk.page.locator("#toasts")).to_contain_text("Removed plot.png")
    expect(files(desk)).to_have_count(0)
    assert desk.focused() == "files-add"


def test_what_is_dropped_on_the_card_is_attached(desk: Desk) -> None:
    opened(desk)
    give(desk, "dragover", "#part-log", "notes.csv")
    expect(desk.page.locator("#drawer[data-ui-drop]")).to_be_visible()
    give(desk, "drop", "#part-log", "notes.csv", b"a,b")
    expect(files(desk)).to_contain_text("notes.csv")
    expect(desk.page.locator("[data-ui-drop]")).to_have_count(0)
    give(desk, "drop", ".lane", "stray.csv", b"a,b")
    assert desk.page.url.startswith(f"{desk.server}/boards/")


def test_a_pasted_picture_stands_in_the_log(desk: Desk) -> None:
    opened(desk)
    desk.page.fill("#log-body", "Before")
    give(desk, "paste", "#log-body")
    expect(desk.page.locator("#log-body")).to_have_value(
        re.compile(r"^Before\n!\[Pasted [^\]]+\.png\]\(/files/[0-9a-f-]{36}/\)\n$")
    )
    desk.page.press("#log-body", "Control+Enter")
    shown = desk.page.locator("#part-log .prose img")
    expect(shown).to_be_visible()
    assert shown.evaluate("img => img.decode().then(() => img.naturalWidth)") == 320
    assert Attachment.objects.get().address in LogEntry.objects.get().body


def test_a_text_that_was_closed_meanwhile_gets_its_picture_as_a_draft(desk: Desk) -> None:
    card = opened(desk)
    held: list[Route] = []
    desk.page.route("**/files/", lambda route: held.append(route))
    give(desk, "paste", "#log-body", "late.png")
    expect(desk.page.locator("#log-body")).to_have_value(re.compile("Sending late.png"))
    until_draft_holds(desk, card, "Sending late.png")
    desk.page.locator("#drawer [data-close]").click()
    held[0].continue_()
    until_draft_holds(desk, card, "/files/")
    expect(desk.card("E")).to_contain_text("1 file")


def until_draft_holds(desk: Desk, card: Card, text: str) -> None:
    end = time.monotonic() + 20
    while text not in str(desk.page.evaluate(f"localStorage.getItem('draft:log-{card.ref}')")):
        assert time.monotonic() < end, text
        desk.page.wait_for_timeout(50)


def test_what_is_refused_says_why_and_can_be_sent_again(desk: Desk, settings: Any) -> None:
    settings.FILES_OF_CARD = 0
    opened(desk)
    give(desk, "drop", "#part-log", "notes.csv", b"a,b")
    line = desk.page.locator(".files__sending [role=alert]")
    expect(line).to_contain_text("holds 0 files already")
    assert violations(desk) == []
    settings.FILES_OF_CARD = 5
    desk.page.click("[data-again]")
    expect(files(desk)).to_contain_text("notes.csv")
    expect(line).to_have_count(0)


def test_a_viewer_sees_files_and_has_no_place_to_drop_any(desk: Desk) -> None:
    opened(desk)
    give(desk, "drop", "#part-log", "notes.csv", b"a,b")
    expect(files(desk)).to_contain_text("notes.csv")
    desk.page.context.clear_cookies()
    opened(desk, "vera")
    expect(files(desk)).to_contain_text("notes.csv")
    expect(desk.page.locator("#files-add")).to_have_count(0)
    give(desk, "drop", "#part-log", "other.csv", b"a,b")
    expect(files(desk)).not_to_contain_text("other.csv")
