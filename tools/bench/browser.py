"""What a hand feels on a board of 1,000 cards, in a real Chromium, against the budgets of the interface.

Times are the browser's own: Largest Contentful Paint, layout shift, event timing (an interaction ends with the
frame that shows it) and long tasks.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import quantiles
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tools.bench.seed_names import PASSWORD, board, person

SIZE, LOADS, MOVES = 1000, 7, 20
WINDOW = {"width": 1440, "height": 900}
# Kept by the page from its first moment on; `duration` of an event is rounded to 8 ms by the browser.
WATCH = """
window.seen = {lcp: 0, cls: 0, events: [], tasks: []};
const watch = (type, take, more = {}) =>
  new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({type, buffered: true, ...more});
addEventListener("readystatechange", () => {
  seen.named ??= [...document.querySelectorAll("head [href], head [src]")].map((each) => each.href || each.src);
}, true);
watch("largest-contentful-paint", (each) => { seen.lcp = each.startTime; });
watch("layout-shift", (each) => { if (!each.hadRecentInput) seen.cls += each.value; });
watch("event", (each) => seen.events.push({name: each.name, shown: each.duration,
  script: each.processingEnd - each.processingStart}), {durationThreshold: 16});
watch("longtask", (each) => seen.tasks.push(each.duration));
"""
# What the page's own markup names is needed for its first sight; the rest is fetched once the board can be used.
WEIGHT = """() => {
  const [page] = performance.getEntriesByType("navigation");
  const sizes = {html: page.encodedBodySize, css: 0, js: 0, woff2: 0, scripts: 0};
  for (const each of performance.getEntriesByType("resource")) {
    const kind = new URL(each.name).pathname.split(".").pop();
    if (kind === "js") sizes.scripts += each.encodedBodySize;
    if (kind in sizes && (kind === "woff2" || seen.named.includes(each.name))) sizes[kind] += each.encodedBodySize;
  }
  return sizes;
}"""


@dataclass(frozen=True)
class Felt:
    """One figure and its budget, in the same unit."""

    what: str
    figure: float
    budget: float
    unit: str = "ms"

    @property
    def met(self) -> bool:
        return self.figure <= self.budget

    def __str__(self) -> str:
        digits = 3 if self.unit == "" else 0
        verdict = "met" if self.met else "MISSED"
        return f"| {self.what} | {self.figure:,.{digits}f} {self.unit} | {self.budget:g} {self.unit} | {verdict} |"


def show(figures: list[Felt]) -> int:
    """Print the table as Markdown; 1 when a budget is exceeded."""
    head = ["", "| in the browser, 1,000 cards | figure | budget | |", "|---|---|---|---|"]
    sys.stdout.write("\n".join([*head, *map(str, figures), ""]))
    return int(not all(each.met for each in figures))


def felt(site: str) -> list[Felt]:
    """Open, move, drag, peek and search as a person does; `site` serves pages and streams."""
    with _chromium() as browser:
        return [*_loads(browser, site), *_hands(browser, site)]


@contextmanager
def _chromium() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


def _signed_in(browser: Browser, site: str) -> Page:
    page = browser.new_context(viewport=WINDOW, reduced_motion="no-preference").new_page()  # type: ignore[arg-type]
    page.add_init_script(WATCH)
    page.goto(f"{site}/sign-in/")
    page.fill("#id_username", person(0))
    page.fill("#id_password", PASSWORD)
    page.click("main button.btn--ink")
    page.wait_for_url(lambda url: "sign-in" not in url)
    return page


def _open(page: Page, site: str) -> None:
    page.goto(f"{site}/boards/{board(SIZE)}/")
    page.wait_for_selector("[data-ui-ready]", state="attached")
    page.wait_for_timeout(600)


def _loads(browser: Browser, site: str) -> list[Felt]:
    """The first time with nothing in the browser, each time anew."""
    first, paint, shift = [], [], []
    weight: dict[str, float] = {}
    for _ in range(LOADS):
        page = _signed_in(browser, site)
        _open(page, site)
        first.append(page.evaluate("performance.getEntriesByType('navigation')[0].responseStart"))
        paint.append(page.evaluate("seen.lcp"))
        shift.append(page.evaluate("seen.cls"))
        weight = page.evaluate(WEIGHT)
        page.context.close()
    return [
        Felt("first byte, worst of seven", max(first), 300),
        Felt("largest paint, worst of seven", max(paint), 1500),
        Felt("layout shift from load to idle", max(shift), 0.02, ""),
        Felt("HTML, compressed", weight["html"] / 1024, 40, "KiB"),
        Felt("styles, compressed", weight["css"] / 1024, 15, "KiB"),
        Felt("scripts at first sight, compressed", weight["js"] / 1024, 40, "KiB"),
        Felt("scripts in all, compressed", weight["scripts"] / 1024, 40, "KiB"),
        Felt("fonts", weight["woff2"] / 1024, 110, "KiB"),
    ]


def _hands(browser: Browser, site: str) -> list[Felt]:
    page = _signed_in(browser, site)
    _open(page, site)
    moved = _events(page, "keydown", lambda: _move_by_key(page))
    picked, dropped, tasks = _drag(page)
    peeked = _events(page, "keydown", lambda: _peek(page))
    searched = _events(page, "keydown", lambda: _palette(page))
    typed = _events(page, "keydown", lambda: _filter(page))
    every = [each["shown"] for each in (*moved, *dropped, *peeked, *searched, *typed)]
    return [
        Felt("move by key: script, p95", _p95(each["script"] for each in moved), 16),
        Felt("pick up: script, p95", _p95(picked), 16),
        Felt("drop: script, p95", _p95(each["script"] for each in dropped), 16),
        Felt("longest task while dragging", max(tasks, default=0), 50),
        Felt("peek: until its frame is shown, p95", _p95(each["shown"] for each in peeked), 50),
        Felt("palette: until it is shown, p95", _p95(each["shown"] for each in searched), 50),
        Felt("filter: a letter until it is shown, p95", _p95(each["shown"] for each in typed), 100),
        Felt("slowest interaction but one in fifty", _p98(every), 100),
        Felt("layout shift in all of it", page.evaluate("seen.cls"), 0.02, ""),
    ]


def _events(page: Page, name: str, work: Any) -> list[dict[str, float]]:
    """What the browser timed of the events of this name while `work` went on; quick ones are not told."""
    page.evaluate("seen.events.length = 0")
    work()
    page.wait_for_timeout(300)
    told = page.evaluate("name => seen.events.filter((each) => each.name === name)", name)
    return told or [{"shown": 16.0, "script": 16.0}]


def _move_by_key(page: Page) -> None:
    cards = page.locator(".lane").nth(0).locator(".card__title a")
    for _ in range(MOVES):
        cards.first.focus()
        page.keyboard.press("Shift+L")
        page.wait_for_timeout(150)


def _drag(page: Page) -> tuple[list[float], list[dict[str, float]], list[float]]:
    page.evaluate("seen.events.length = 0; seen.tasks.length = 0; performance.clearMeasures()")
    for number in range(6):
        card = page.locator(".lane").nth(1).locator(".card").nth(number % 3)
        start, end = card.bounding_box(), page.locator(".lane").nth(3).bounding_box()
        if start is None or end is None:
            raise RuntimeError("there is nothing to drag")
        page.mouse.move(start["x"] + 60, start["y"] + 40)
        page.mouse.down()
        page.mouse.move(end["x"] + 90, end["y"] + 260, steps=60)
        page.mouse.up()
        page.wait_for_timeout(400)
    picked = page.evaluate("performance.getEntriesByName('drag:pickup').map((each) => each.duration)")
    dropped = page.evaluate("seen.events.filter((each) => each.name === 'pointerup')")
    return picked, dropped or [{"shown": 16.0, "script": 16.0}], page.evaluate("seen.tasks")


def _peek(page: Page) -> None:
    for number in range(8):
        page.locator(".lane").nth(2).locator(".card__title a").nth(number).focus()
        page.keyboard.press("Enter")
        page.wait_for_timeout(500)
        page.keyboard.press("Escape")
        page.wait_for_timeout(150)


def _palette(page: Page) -> None:
    for _ in range(8):
        page.keyboard.press("Control+k")
        page.wait_for_timeout(250)
        page.keyboard.press("Escape")
        page.wait_for_timeout(150)


def _filter(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("gradient loss", delay=120)
    page.wait_for_timeout(300)
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.press("Escape")


def _p95(figures: Any) -> float:
    known: list[float] = list(figures)
    return quantiles(known, n=20)[18] if len(known) > 1 else sum(known)


def _p98(figures: list[float]) -> float:
    return sorted(figures)[-1 - len(figures) // 50]
