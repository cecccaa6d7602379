"""Take the pictures of README: start the app, open the sample in each language, and save what a reader sees first.

The convention that bites: a picture is taken when nothing on the page has moved for a while, never after a fixed time.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, sync_playwright

from riskgraph.store.place import VARIABLE
from riskgraph.text import LOCALES, t
from tests.chromium import find_chromium

ROOT = Path(__file__).parent.parent
SIZE: ViewportSize = {"width": 1280, "height": 2400}
MARGIN = 4
STARTING_SECONDS = 60
CALM_SECONDS = 2.0
BROWSER_LOCALE = {"ja": "ja-JP", "en": "en-US"}
FLAGS = ("--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync")


@contextmanager
def running_app() -> Iterator[str]:
    """Give the address of the app on a free port, and stop it afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    with tempfile.TemporaryDirectory() as folder:
        # An empty store of its own: the pictures show the sample and nothing of whoever takes them.
        own = {**os.environ, VARIABLE: folder}
        app = subprocess.Popen([*command, "--server.headless", "true"], cwd=ROOT, stdout=subprocess.DEVNULL, env=own)
        try:
            _wait_for(f"http://127.0.0.1:{port}/_stcore/health")
            yield f"http://127.0.0.1:{port}"
        finally:
            app.terminate()
            app.wait(timeout=20)


def _wait_for(address: str) -> None:
    """Return when the address answers."""
    until = time.monotonic() + STARTING_SECONDS
    while True:
        try:
            urllib.request.urlopen(address, timeout=2).close()
            return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def _when_calm(page: Page) -> bytes:
    """Return a picture of the page down to the drawn chain, once it has not changed for a while."""
    last, since = _down_to_the_chain(page), time.monotonic()
    until = since + STARTING_SECONDS
    while time.monotonic() - since < CALM_SECONDS and time.monotonic() < until:
        page.wait_for_timeout(250)
        now = _down_to_the_chain(page)
        if now != last:
            last, since = now, time.monotonic()
    return last


def _down_to_the_chain(page: Page) -> bytes:
    box = page.locator(".st-key-chain").bounding_box()
    height = box["y"] + box["height"] + MARGIN if box else SIZE["height"]
    return page.screenshot(clip={"x": 0, "y": 0, "width": SIZE["width"], "height": min(height, SIZE["height"])})


def main() -> int:
    """Write docs/overview.<language>.png for each language; 1 where there is no browser."""
    browser_path = find_chromium()
    if browser_path is None:
        print("No Chromium was found; set RISKGRAPH_CHROMIUM.", file=sys.stderr)
        return 1
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=list(FLAGS))
        for locale in LOCALES:
            with running_app() as address:
                page = browser.new_page(viewport=SIZE, locale=BROWSER_LOCALE[locale], reduced_motion="reduce")
                page.goto(address)
                page.get_by_role("button", name=t(locale, "ui.sample")).click()
                page.locator(".st-key-chain").wait_for(timeout=STARTING_SECONDS * 1000)
                target = ROOT / "docs" / f"overview.{locale}.png"
                target.write_bytes(_when_calm(page))
                print(target)
                page.close()
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
