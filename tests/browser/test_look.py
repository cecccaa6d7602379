"""The look of every page: nothing too small, too faint or cut off; the head in one row; all of it by keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from riskgraph.text import LOCALES, t
from tests.browser.conftest import App, Opened
from tests.browser.steps import PICTURE, go, keep, keyed, settle

pytestmark = pytest.mark.browser
PAGES = ("overview", "paths", "parties", "register", "questionnaires", "plan", "findings", "method", "records")
MEASURES = (Path(__file__).parent / "measures.js").read_text(encoding="utf-8")
LOOKS = [("ja", "light", 1280), ("en", "dark", 1024)]
HIGHEST_HEAD = 56


def measured(page: Page) -> dict[str, list[str]]:
    """Return what is wrong with what is shown, by kind; empty lists are left out."""
    found: dict[str, list[str]] = page.evaluate(MEASURES)
    return {kind: texts for kind, texts in found.items() if texts}


def walked(page: Page, locale: str, name: str) -> dict[str, dict[str, list[str]]]:
    """Go through all pages, keep a picture of each, and return what is wrong with them."""
    wrong = {}
    for page_name in PAGES:
        go(page, page_name, locale)
        expect(page.locator("h1")).to_have_count(1)
        # What Streamlit shows while it works fades out, and is not ours.
        page.get_by_test_id("stStatusWidget").wait_for(state="detached")
        if faults := measured(page):
            wrong[page_name] = faults
        keep(page, f"{page_name}_{name}")
    return wrong


@pytest.mark.parametrize(("locale", "scheme", "width"), LOOKS)
def test_every_page_with_the_sample_can_be_read(
    opened: Opened, sample_app: App, locale: str, scheme: str, width: int
) -> None:
    page = opened(locale, scheme, width, at=sample_app)

    assert walked(page, locale, f"sample_{locale}_{scheme}_{width}") == {}


@pytest.mark.parametrize(("locale", "scheme", "width"), [("en", "light", 1024), ("ja", "dark", 1280)])
def test_every_page_of_an_empty_store_can_be_read(
    opened: Opened, empty_app: App, locale: str, scheme: str, width: int
) -> None:
    page = opened(locale, scheme, width, at=empty_app)

    assert walked(page, locale, f"nothing_{locale}_{scheme}_{width}") == {}


@pytest.mark.parametrize("locale", LOCALES)
def test_head_and_navigation_stay_in_one_row(opened: Opened, sample_app: App, locale: str) -> None:
    page = opened(locale, width=1024, at=sample_app)
    head = keyed(page, "masthead").bounding_box()
    assert head is not None and head["height"] <= HIGHEST_HEAD
    links = page.locator("header a")
    expect(links).to_have_text([t(locale, f"ui.page.{name}") for name in PAGES])
    for number in range(len(PAGES)):
        expect(links.nth(number)).to_be_in_viewport(ratio=1)


def test_every_page_can_be_reached_and_left_by_keyboard_and_shows_where_one_is(opened: Opened, sample_app: App) -> None:
    page = opened("en", at=sample_app)
    page.locator(PICTURE).wait_for()
    settle(page)
    page.locator("header a").first.focus()
    names, bare = set(), []
    for _ in range(14):
        page.keyboard.press("Tab")
        # The page may be drawn anew under the key; what counts is what stands there once it is drawn.
        for _ in range(20):
            kind, name, style = page.evaluate(
                "() => [document.activeElement.tagName, document.activeElement.innerText.trim(), "
                "getComputedStyle(document.activeElement).outlineStyle]"
            )
            if kind not in ("A", "BUTTON", "INPUT") or style == "solid":
                break
            page.wait_for_timeout(100)
        else:
            bare.append((kind, name, style))
        names.add(name)
    assert {t("en", f"ui.page.{name}") for name in PAGES[1:]} <= names
    assert bare == []


def test_enter_on_a_page_of_the_navigation_opens_it(opened: Opened, sample_app: App) -> None:
    page = opened("en", at=sample_app)
    first = page.locator("h1").inner_text()
    page.locator("header a", has_text=t("en", "ui.page.records")).first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).not_to_have_text(first)
    settle(page)
    assert page.url.endswith("/records")


FAULTY = """<body style="margin:0"><div class="stApp" style="background:#fff">
<main data-testid="stMain" style="width:400px">
<p style="font-size:11px">too small</p>
<p style="color:#999">too faint</p>
<div style="background:#16181b"><p style="color:#ebe8e1">good in the dark</p>
<p style="color:#62666d">faint there</p></div>
<p style="opacity:.5">faint by opacity</p>
<p style="width:60px; overflow:hidden; white-space:nowrap">cut off at the end</p>
<p style="width:900px; font-size:15px">
a line that is by far too long for anybody who has to find the start of the next one</p>
<button disabled style="color:#bbb">not to be pressed</button>
</main></div></body>"""


def test_the_measure_finds_each_fault_that_it_looks_for(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(FAULTY)
    found = measured(page)
    page.close()

    assert [text.rsplit(" ", 1)[0] for text in found["small"]] == ["too small"]
    assert [text[:11] for text in found["faint"]] == ["too faint 2", "faint there", "faint by op"]
    assert [text[:8] for text in found["cut"]] == ["cut off ", "the page"]
    assert [text[:6] for text in found["long"]] == ["a line"]
