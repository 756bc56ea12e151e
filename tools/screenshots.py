"""The picture in the README, taken of the running demo: `python -m tools.screenshots`."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tools.servers import free_port

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "images"
PASSWORD = "correct-horse-battery"  # noqa: S105 (of a server that is gone afterwards)
START_SECONDS = 180
SETTLED_MS = 800


def main() -> None:
    """Start the product in a scratch folder, take the picture, stop it."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="prooflane-shots-") as folder:
        env = {**os.environ, "PORT": str(port), "PROOFLANE_DATA_DIR": folder, "PROOFLANE_DEMO_PASSWORD": PASSWORD}
        command = [sys.executable, "manage.py", "run"]
        server = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, start_new_session=True)
        try:
            _wait(f"http://127.0.0.1:{port}/health/ready")
            _take(f"http://127.0.0.1:{port}")
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


def _take(base: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page(viewport={"width": 1440, "height": 900}, color_scheme="light")
        _sign_in(page, base)
        page.goto(f"{base}/boards/CHURN/")
        page.wait_for_timeout(SETTLED_MS)
        page.screenshot(path=FOLDER / "board.png")
        browser.close()


def _sign_in(page: Page, base: str) -> None:
    page.goto(f"{base}/sign-in/")
    page.fill("input[name=username]", "petra")
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "sign-in" not in url)


if __name__ == "__main__":
    main()
