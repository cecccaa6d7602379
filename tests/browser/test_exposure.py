"""Paths and parties as a user opens them in Chromium: clicks in the pictures, two rankings, one party, downloads."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from riskgraph.text import LOCALES, t
from tests.browser.conftest import App, Opened
from tests.browser.steps import PICTURE, click, keep, settle

pytestmark = pytest.mark.browser
HOST = "あおばまなびシステムズ"
ROW = 112  # from one tier of the drawing to the next, in pixels


def at(page: Page, x: float, y: float) -> None:
    """Click a place of the drawing, in pixels from its upper left corner."""
    frame = page.locator(PICTURE).bounding_box()
    assert frame is not None
    page.mouse.click(frame["x"] + x, frame["y"] + y)
    settle(page)


def chosen(page: Page) -> None:
    """Click the host's box; a picture that is still being drawn takes no click, so that it is tried again."""
    for _ in range(4):
        at(page, 238, 34 + ROW)
        if HOST in step(page):
            return
        page.wait_for_timeout(1000)


def step(page: Page) -> str:
    """Return the box or arrow whose facts are shown."""
    return page.locator("[class*=st-key-paths_step] input").first.get_attribute("value") or ""


def test_a_click_on_a_box_or_arrow_shows_its_facts_and_one_on_a_neighbour_its_path(
    opened: Opened, sample_app: App
) -> None:
    page = opened(at=sample_app, path="paths")
    page.locator(PICTURE).wait_for()
    settle(page)
    first = page.locator("h1").inner_text()
    chosen(page)
    assert HOST in step(page) and page.locator("h1").inner_text() == first
    at(page, 238, 34 + ROW + ROW / 2)
    assert "└" in step(page) and HOST in step(page)
    at(page, 573, 34 + ROW)
    assert page.locator("h1").inner_text() != first


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_whole_register_fits_its_picture(opened: Opened, sample_app: App, locale: str, scheme: str) -> None:
    page = opened(locale, scheme, at=sample_app, path="paths")
    page.locator(PICTURE).wait_for()
    page.get_by_text(t(locale, "paths.view.whole"), exact=True).click()
    settle(page)
    page.wait_for_function("place => document.querySelectorAll(place).length > 40", arg=f"{PICTURE} text")
    frame = page.locator(PICTURE).bounding_box()
    assert frame is not None
    texts = page.locator(f"{PICTURE} text").evaluate_all(
        "all => all.map(e => [e.textContent, e.getBoundingClientRect().left, e.getBoundingClientRect().right])"
    )
    assert len(texts) > 40
    assert [s for s, left, right in texts if left < frame["x"] - 1 or right > frame["x"] + frame["width"] + 1] == []
    keep(page, f"paths-whole-{locale}-{scheme}")


def test_from_a_path_to_its_party_and_back_to_the_path(opened: Opened, sample_app: App) -> None:
    page = opened(at=sample_app, path="paths")
    page.locator(PICTURE).wait_for()
    settle(page)
    chosen(page)
    click(page, "open_party")
    expect(page.locator("h2").first).to_contain_text(HOST, timeout=20_000)
    page.get_by_role("tab", name=t("ja", "parties.tab.chains")).click()
    settle(page)
    click(page, "open_path")
    page.locator(PICTURE).wait_for()
    expect(page.locator("h1")).to_contain_text(HOST)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_tab_of_a_party_opens(opened: Opened, sample_app: App, locale: str) -> None:
    page = opened(locale, at=sample_app, path="parties")
    settle(page)
    tabs = page.get_by_role("tab")
    expect(tabs).to_have_count(8)
    for number in range(8):
        tabs.nth(number).click()
        settle(page)
        expect(page.get_by_role("tabpanel")).to_be_visible()
        assert page.get_by_test_id("stException").count() == 0
    keep(page, f"parties-{locale}")
