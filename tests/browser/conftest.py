"""A running app with a store of its own, and a browser; a missing browser is a loud skip, and a failure under CI.

The convention that bites: `fresh_app` begins with an empty store and belongs to one test, which may write; the
apps of a whole run (`empty_app`, `sample_app`) are shared, so that a test may only look at them.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from riskgraph.store.opening import Store, open_store
from riskgraph.store.place import VARIABLE, location
from tests.browser.steps import PICTURE, STARTING_SECONDS, click, settle
from tests.chromium import find_chromium, is_ci

ROOT = Path(__file__).resolve().parents[2]
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


@dataclass(frozen=True)
class App:
    """A running app: where it answers, and the folder that its store is in."""

    address: str
    store: Path

    def opened_store(self) -> Store:
        """Open the store beside the running app, to put into it what a test begins with."""
        return open_store(location(str(self.store)))


@contextmanager
def running(folder: Path) -> Iterator[App]:
    """Start the app on a free port of this machine with its store under `folder`, and stop it afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder.mkdir(parents=True, exist_ok=True)
    log, store = folder / "log.txt", folder / "store"
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    with log.open("w") as out:
        app = subprocess.Popen(
            [*command, "--server.headless", "true"],
            cwd=ROOT, stdout=out, stderr=out, env={**os.environ, VARIABLE: str(store)},
        )  # fmt: skip
        try:
            _wait(f"http://127.0.0.1:{port}/_stcore/health", log)
            yield App(f"http://127.0.0.1:{port}", store)
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


@pytest.fixture
def fresh_app(browser: Browser, tmp_path: Path) -> Iterator[App]:
    """Give an app with an empty store that belongs to this test."""
    with running(tmp_path / "app") as app:
        yield app


@pytest.fixture(scope="session")
def empty_app(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """Give an app of the whole run whose store is empty; only to be looked at."""
    with running(tmp_path_factory.mktemp("empty")) as app:
        yield app


@pytest.fixture(scope="session")
def sample_app(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """Give an app of the whole run that shows the sample; only to be looked at."""
    with running(tmp_path_factory.mktemp("sample")) as app:
        context = browser.new_context(locale="ja-JP")
        page = context.new_page()
        page.set_default_timeout(STARTING_SECONDS * 1000)
        page.goto(app.address)
        click(page, "sample")
        page.locator(PICTURE).wait_for()
        settle(page)
        context.close()
        yield app


Opened = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Opened]:
    """Give a function that opens an app as one more person; afterwards say which requests left this machine.

    ``opened("en", "dark", width=1024, at=app, path="paths")``; without `at` it is the app of this test alone.
    """
    contexts: list[BrowserContext] = []
    foreign: list[str] = []

    def open_page(
        locale: str = "ja", scheme: str = "light", width: int = 1280, at: App | None = None, path: str = ""
    ) -> Page:
        app: App = at or request.getfixturevalue("fresh_app")
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
        page.goto(f"{app.address}/{path}")
        page.locator("h1").wait_for()
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert foreign == [], "a request left this machine"


def _is_local(url: str) -> bool:
    return url.startswith(("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:"))
