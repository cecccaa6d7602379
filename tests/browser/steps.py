"""What a person does on a page: click, choose files, switch language and page, take a table away.

The convention that bites: everything is found by the `key` of its widget, never by its words, so that one test
runs in both languages. A table on the screen is drawn on a canvas; what it says is read from its download.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

from playwright.sync_api import FilePayload, Locator, Page, expect

from riskgraph.text import t
from tests.ui.pages import XLSX

ARTEFACTS = Path(__file__).resolve().parents[2] / "artefacts"
STARTING_SECONDS = 30
PICTURE = ".st-key-chain [data-testid=stEChartsChart] svg"


def settle(page: Page) -> None:
    """Wait until the app has nothing more to draw."""
    page.wait_for_timeout(250)
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
    page.wait_for_timeout(250)


def keyed(page: Page, key: str) -> Locator:
    """Return the widget or box with this key."""
    return page.locator(f".st-key-{key}")


def click(page: Page, key: str) -> None:
    """Press the button with this key and wait for the page."""
    keyed(page, key).locator("button").first.click()
    settle(page)


def write(page: Page, key: str, text: str) -> None:
    """Write into the field with this key."""
    keyed(page, key).locator("input, textarea").first.fill(text)


def payload(name: str, data: bytes) -> FilePayload:
    """Return a workbook as the browser hands it over."""
    return {"name": name, "mimeType": XLSX, "buffer": data}


def choose_files(page: Page, key: str, *files: FilePayload) -> None:
    """Choose files in the uploader with this key and wait until they are there."""
    keyed(page, key).locator("input[type=file]").set_input_files(list(files))
    expect(keyed(page, key).locator("[data-testid=stFileChip]")).to_have_count(len(files))
    settle(page)


def give(page: Page, key: str, button: str, *files: FilePayload) -> None:
    """Choose files and press the button that takes them."""
    choose_files(page, key, *files)
    click(page, button)


def downloaded(page: Page, key: str) -> tuple[str, bytes]:
    """Return name and content of what the download button with this key gives.

    A page that is still being drawn gives its buttons another file.
    """
    settle(page)
    with page.expect_download() as waiting:
        keyed(page, key).locator("button").first.click()
    return waiting.value.suggested_filename, waiting.value.path().read_bytes()


def table_of(page: Page, key: str) -> list[dict[str, str]]:
    """Return the rows that the CSV button with this key gives."""
    _, data = downloaded(page, key)
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def go(page: Page, name: str, locale: str) -> None:
    """Go to another page by the navigation at the top."""
    page.locator("header a", has_text=t(locale, f"ui.page.{name}")).first.click()
    settle(page)
    page.locator("h1").first.wait_for()


def speak(page: Page, locale: str) -> None:
    """Switch the language."""
    keyed(page, "language").get_by_text({"ja": "日本語", "en": "English"}[locale]).click()
    settle(page)


def introduce(page: Page, name: str) -> None:
    """Say who records, where the page asks for it."""
    write(page, "who_name", name)
    click(page, "who_go")


def words(page: Page) -> str:
    """Return what the page says."""
    return page.locator("[data-testid=stMain]").inner_text().replace("\u2060", "")


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
