"""A running app and a browser; a missing browser is a loud skip, and a failure under CI."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.chromium import find_chromium, is_ci

ROOT = Path(__file__).resolve().parents[2]
ARTEFACTS = ROOT / "artefacts"
STARTING_SECONDS = 60
# The last three keep the browser itself from calling out, so that every request seen is the app's.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start the app on a free port of this machine and give its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = tmp_path_factory.mktemp("app") / "log.txt"
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    with log.open("w") as out:
        app = subprocess.Popen([*command, "--server.headless", "true"], cwd=ROOT, stdout=out, stderr=out)
        try:
            _wait(f"http://127.0.0.1:{port}/_stcore/health", log)
            yield f"http://127.0.0.1:{port}"
        finally:
            app.terminate()
            app.wait(timeout=20)
    assert "Traceback" not in log.read_text(), log.read_text()


def _wait(url: str, log: Path) -> None:
    """Return when the app answers; fail with its log when it does not."""
    until = time.monotonic() + STARTING_SECONDS
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(url, timeout=2).close()
            return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"the app did not start:\n{log.read_text()}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Give a Chromium."""
    found = find_chromium()
    if found is None:
        message = "no Chromium was found (set RISKGRAPH_CHROMIUM); the pages were NOT tried in a browser"
        if is_ci():
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        yield chromium
        chromium.close()


Opened = Callable[..., Page]


@pytest.fixture
def opened(address: str, browser: Browser) -> Iterator[Opened]:
    """Give a function that opens the app; afterwards say which requests left this machine."""
    contexts: list[BrowserContext] = []
    foreign: list[str] = []

    def open_page(locale: str = "ja", scheme: str = "light", width: int = 1280) -> Page:
        context = browser.new_context(
            locale={"ja": "ja-JP", "en": "en-US"}[locale],
            color_scheme="dark" if scheme == "dark" else "light",
            viewport={"width": width, "height": 900},
            reduced_motion="reduce",
        )
        contexts.append(context)
        context.on("request", lambda request: foreign.append(request.url) if not _is_local(request.url) else None)
        page = context.new_page()
        page.set_default_timeout(STARTING_SECONDS * 1000)
        page.goto(address)
        page.locator("h1").wait_for()
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert foreign == [], "a request left this machine"


def _is_local(url: str) -> bool:
    return url.startswith(("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:"))


def settle(page: Page) -> None:
    """Wait until the app has nothing more to draw."""
    page.wait_for_timeout(300)
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
    page.wait_for_timeout(300)


def keep(page: Page, name: str) -> None:
    """Keep a picture of the whole page under artefacts/, for people to look at."""
    ARTEFACTS.mkdir(exist_ok=True)
    size = page.viewport_size
    assert size is not None
    height = page.locator('[data-testid="stMain"]').evaluate("e => e.scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": min(height + 10, 7000)})
    page.wait_for_timeout(800)
    page.screenshot(path=ARTEFACTS / f"{name}.png")
    page.set_viewport_size(size)
