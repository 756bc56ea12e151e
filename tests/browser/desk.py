"""A person at the board: opens it, moves cards with mouse, keyboard and finger, reads what is on the screen."""

from __future__ import annotations

import os
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client
from django.utils.text import slugify
from playwright.sync_api import ConsoleMessage, Locator, Page, Request, expect

from boards.models import Board, Card
from tests.world import World, lane_of

# Refusals that a test asks for are told by the browser too; what matters is everything else.
EXPECTED = re.compile(
    r"Failed to load resource.*(400|401|403|404|409|412|422|500)|net::ERR_(FAILED|INTERNET_DISCONNECTED)"
)
PICTURES = Path(__file__).resolve().parents[2] / "test-screens"
taken: Counter[str] = Counter()

STILL = """async () => {
    const frame = () => new Promise((done) => (requestAnimationFrame(done), setTimeout(done, 200)));
    for (let frames = 0; frames < 4; frames++) await frame();
    const ends = (each) => each.playState === "running" && each.effect.getComputedTiming().endTime !== Infinity;
    await Promise.allSettled(document.getAnimations().filter(ends).map((each) => each.finished));
}"""


@dataclass
class Desk:
    page: Page
    server: str
    world: World
    board: Board
    complaints: list[str] = field(default_factory=list)
    posts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.set_default_timeout(60_000)
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._count)

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not EXPECTED.search(message.text):
            self.complaints.append(message.text)

    def _count(self, request: Request) -> None:
        if request.method == "POST" and not request.url.endswith("/presence/"):  # a heartbeat is no act
            self.posts.append(request.url.removeprefix(self.server))

    def picture(self) -> None:
        """Keep what is on the screen, under the name of the test."""
        file, _, test = os.environ["PYTEST_CURRENT_TEST"].removesuffix(" (call)").partition("::")
        name = slugify(re.sub(r"test_|chromium|[/=]", " ", f"{Path(file).stem} {test}"))
        taken[name] += 1
        PICTURES.mkdir(exist_ok=True)
        path = PICTURES / f"{name}-{taken[name]}.jpeg"
        self.page.screenshot(path=path, type="jpeg", quality=70, caret="initial", timeout=30_000)

    def sign_in(self, who: str) -> None:
        client = Client()
        client.force_login(self.world.cast[who])
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        cookie: Any = {"name": settings.SESSION_COOKIE_NAME, "value": value, "url": self.server}
        self.page.context.add_cookies([cookie])

    def open(self, who: str = "ben", query: str = "") -> None:
        self.sign_in(who)
        self.page.goto(f"{self.server}/boards/{self.board.key}/{query}")
        self.ready()

    def ready(self) -> None:
        self.page.wait_for_selector("html[data-ui-ready]")

    def card(self, title: str) -> Locator:
        return self.page.locator(f"#card-{self.ref(title)}")

    def ref(self, title: str) -> str:
        return str(Card.objects.values_list("ref", flat=True).get(board=self.board, title=title))

    def link(self, title: str) -> Locator:
        return self.page.locator(f"#card-{self.ref(title)}-link")

    def lane(self, name: str) -> Locator:
        return self.page.locator(f"#lane-{lane_of(self.board, name).pk}")

    def head(self, name: str) -> str:
        """The count of a lane as a screen reader hears it."""
        return self.lane(name).locator(".lane__head .vh").inner_text()

    def titles(self, name: str) -> str:
        """The visible cards of a lane, in order."""
        shown = self.lane(name).locator(".card:not([data-ui-hide]) .card__title a")
        return " ".join(shown.all_text_contents())  # also of those far below the window, which are not drawn

    def saved(self) -> None:
        """Until the server has every move."""
        expect(self.page.locator("[data-ui-pending]")).to_have_count(0)

    def stored(self, name: str) -> str:
        return " ".join(lane_of(self.board, name).cards.open().in_order().values_list("title", flat=True))

    def said(self) -> str:
        return self.page.locator("#live").inner_text()

    def focused(self) -> str:
        return str(self.page.evaluate("document.activeElement.id"))

    def still(self) -> None:
        """Until what was written is drawn and nothing glides any more."""
        self.page.evaluate(STILL)

    def slow(self, milliseconds: int) -> None:
        """Let the server seem far away."""
        conditions = {"offline": False, "latency": milliseconds, "downloadThroughput": -1, "uploadThroughput": -1}
        self.page.context.new_cdp_session(self.page).send("Network.emulateNetworkConditions", conditions)

    def smaller_than(self, pixels: int, chosen: str) -> list[str]:
        """The visible elements that are too small to hit."""
        small: list[str] = self.page.locator(chosen).evaluate_all(
            """(nodes, pixels) => nodes
                 .filter((node) => node.checkVisibility({visibilityProperty: true, contentVisibilityAuto: true}))
                 .map((node) => [node.outerHTML.slice(0, 80), node.getBoundingClientRect()])
                 .filter(([, box]) => box.width < pixels || box.height < pixels)
                 .map(([html]) => html)""",
            pixels,
        )
        return small

    def drag(self, title: str, lane: str, before: str | None = None, *, drop: bool = True) -> None:
        """With the mouse, in steps as a hand makes them."""
        self.pick_up(title)
        box = self.card(before).bounding_box() if before else self.lane(lane).locator(".lane__foot").bounding_box()
        assert box is not None
        # What counts is the middle of the card in the hand, which has been taken 12 pixels below its top.
        held = self.card(title).bounding_box()
        assert held is not None
        above = held["height"] / 2 - 12 if before else 0
        self.page.mouse.move(box["x"] + 40, box["y"] + 6 - above, steps=6)
        if drop:
            self.page.mouse.up()

    def pick_up(self, title: str) -> None:
        self.still()
        box = self.card(title).bounding_box()
        assert box is not None
        self.page.mouse.move(box["x"] + 40, box["y"] + 12)
        self.page.mouse.down()
        self.page.mouse.move(box["x"] + 52, box["y"] + 20, steps=2)
