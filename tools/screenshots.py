"""The pictures in README and tour, taken of the running demo: `python -m tools.screenshots [NAME …]`."""

from __future__ import annotations

import base64
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Page, ViewportSize, sync_playwright

from tools.servers import free_port

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "images"
PASSWORD = "correct-horse-battery"  # noqa: S105 (of a server that is gone afterwards)
START_SECONDS = 180
SETTLED_MS = 1500
QUALITY = 82
DESK: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 780}


@dataclass(frozen=True)
class Shot:
    """A page as somebody sees it, after some acts."""

    name: str
    path: str
    acts: tuple[str, ...] = ()
    who: str = "petra"
    scheme: Literal["light", "dark"] = "light"
    phone: bool = False


SHOTS = [
    Shot("board", "/boards/CHURN/"),
    Shot("board-dark", "/boards/CHURN/", scheme="dark", who="ben"),
    Shot("card", "/c/CHURN-12/", who="ben"),
    Shot("lock", "/boards/CHURN/", ("focus #card-CHURN-15-link", "press Shift+L"), who="ben"),
    Shot("gate", "/boards/CHURN/", ("click #card-CHURN-9-decide",)),
    Shot("backlog", "/boards/CHURN/backlog/"),
    Shot("inbox", "/inbox/"),
    Shot("insights", "/boards/CHURN/insights/"),
    Shot("models", "/boards/CHURN/models/"),
    Shot("initiatives", "/boards/CHURN/initiatives/"),
    Shot(
        "import",
        "/imports/",
        ("file #id_file docs/samples/tickets.csv", "click [name=look]", "see #import-panel[data-state=done]"),
    ),
    Shot("phone-board", "/boards/CHURN/", who="ben", phone=True),
    Shot("phone-card", "/c/CHURN-12/", who="ben", phone=True, scheme="dark"),
]


def main(names: Sequence[str]) -> None:
    """Start the product in a scratch folder, take the pictures of these names or all, stop it."""
    shots = [shot for shot in SHOTS if not names or shot.name in names]
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="prooflane-shots-") as folder:
        env = {**os.environ, "PORT": str(port), "PROOFLANE_DATA_DIR": folder, "PROOFLANE_DEMO_PASSWORD": PASSWORD}
        command = [sys.executable, "manage.py", "run"]
        server = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, start_new_session=True)
        try:
            _wait(f"http://127.0.0.1:{port}/health/ready")
            _take(f"http://127.0.0.1:{port}", shots)
        finally:
            os.killpg(server.pid, signal.SIGINT)
            server.wait(30)


def _wait(url: str) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(url, timeout=2)  # noqa: S310 (our own address)
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise RuntimeError("the product did not start")


def _take(base: str, shots: Sequence[Shot]) -> None:
    """Each picture in a browser of its own; WebP, which needs a third of what PNG does."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"]
        )
        for shot in shots:
            size = PHONE if shot.phone else DESK
            page = browser.new_page(
                viewport=size, color_scheme=shot.scheme, device_scale_factor=1.5 if shot.phone else 1
            )
            _sign_in(page, base, shot.who)
            page.goto(f"{base}{shot.path}")
            page.wait_for_timeout(SETTLED_MS)
            for act in shot.acts:
                _do(page, act)
            page.wait_for_timeout(SETTLED_MS)
            _keep(page, shot.name)
            page.close()
        browser.close()


def _do(page: Page, act: str) -> None:
    """`focus #id`, `click #id`, `see #id`, `file #id path`, or `press Key`."""
    verb, what = act.split(" ", 1)
    if verb == "press":
        page.keyboard.press(what)
    elif verb == "focus":
        page.locator(what).focus()
    elif verb == "see":
        page.locator(what).wait_for()
    elif verb == "file":
        field, path = what.split(" ", 1)
        page.locator(field).set_input_files(ROOT / path)
    else:
        page.locator(what).click()


def _keep(page: Page, name: str) -> None:
    client = page.context.new_cdp_session(page)
    taken = client.send("Page.captureScreenshot", {"format": "webp", "quality": QUALITY})
    (FOLDER / f"{name}.webp").write_bytes(base64.b64decode(taken["data"]))


def _sign_in(page: Page, base: str, who: str) -> None:
    page.goto(f"{base}/sign-in/")
    page.fill("input[name=username]", who)
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "sign-in" not in url)


if __name__ == "__main__":
    main(sys.argv[1:])
