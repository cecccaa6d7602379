"""The overview as a user sees it, in Chromium: the first start, the sample, another path, both languages."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from riskgraph.text import LOCALES, t
from tests.browser.conftest import App, Opened
from tests.browser.steps import PICTURE, downloaded, keep, keyed, settle, speak, table_of

pytestmark = pytest.mark.browser
HOST = "あおばまなびシステムズ"
PEOPLE = "ほしみ坂エンジニアリング"


def load_sample(page: Page) -> Page:
    page.locator(".st-key-sample button").click()
    return drawn(page)


def drawn(page: Page) -> Page:
    page.locator(PICTURE).wait_for()
    settle(page)
    return page


@pytest.mark.parametrize("locale", LOCALES)
def test_one_click_shows_the_samples_first_path_with_the_hosts_reasons(opened: Opened, locale: str) -> None:
    page = opened(locale)
    expect(page.locator("h1")).to_have_text(t(locale, "ui.welcome"))
    load_sample(page)
    expect(page.locator("h1")).to_contain_text(PEOPLE)
    reasons = page.locator("ol > li")
    expect(reasons).to_have_count(3)
    for i in range(3):
        expect(reasons.nth(i)).to_contain_text(HOST)
    text = page.locator(PICTURE).text_content() or ""
    assert HOST in text and PEOPLE in text and t(locale, "picture.role.host") in text


def test_no_letter_of_the_picture_leaves_it_or_covers_another(opened: Opened, sample_app: App) -> None:
    page = drawn(opened(at=sample_app))
    boxes = page.locator(f"{PICTURE} text").evaluate_all(
        """all => all.map(e => e.getBoundingClientRect()).map((r, i) =>
            [all[i].textContent, r.left, r.top, r.right, r.bottom])"""
    )
    frame = page.locator(PICTURE).bounding_box()
    assert frame is not None and len(boxes) > 20
    outside = [b[0] for b in boxes if b[1] < frame["x"] - 1 or b[3] > frame["x"] + frame["width"] + 1]
    assert outside == []
    # Two lines of one label touch at most by the leading above their letters.
    covered = [
        (a[0], b[0])
        for i, a in enumerate(boxes)
        for b in boxes[i + 1 :]
        if min(a[3], b[3]) - max(a[1], b[1]) > 2 and min(a[4], b[4]) - max(a[2], b[2]) > 8
    ]
    assert covered == []


def test_a_click_on_another_box_shows_that_path_and_back_again_by_the_table(opened: Opened, sample_app: App) -> None:
    page = drawn(opened(at=sample_app))
    first = page.locator("h1").inner_text()
    page.locator(f"{PICTURE} text", has_text="コンタクト").first.click()
    expect(page.locator("h1")).not_to_have_text(first)
    settle(page)
    assert "コンタクト" in (page.locator(PICTURE).text_content() or "")
    canvas = page.locator("[class*=st-key-paths-] canvas").first
    canvas.scroll_into_view_if_needed()
    # The grid lies under its own scroller, so that it is clicked where the box of the first row stands.
    corner = canvas.bounding_box()
    assert corner is not None
    page.mouse.click(corner["x"] + 16, corner["y"] + 68)
    expect(page.locator("h1")).to_have_text(first)


def test_the_language_changes_in_one_click_and_keeps_the_chosen_path(opened: Opened, sample_app: App) -> None:
    page = drawn(opened(at=sample_app))
    page.locator(f"{PICTURE} text", has_text="コンタクト").first.click()
    settle(page)
    chosen = page.locator("h1").inner_text()
    speak(page, "en")
    expect(page.locator("h1")).to_contain_text("Path ranked")
    speak(page, "ja")
    expect(page.locator("h1")).to_have_text(chosen)


def test_the_templates_can_be_taken_away_before_there_is_a_register(opened: Opened, empty_app: App) -> None:
    page = opened("en", at=empty_app)
    name, data = downloaded(page, "blank_register")
    assert (name, data[:2]) == ("vendor-register.xlsx", b"PK")


def test_a_table_can_be_taken_away_with_the_titles_of_the_screen(opened: Opened, sample_app: App) -> None:
    page = drawn(opened("en", at=sample_app))
    found = table_of(page, "problems_csv")
    assert next(iter(found[0])) == "Severity"
    assert "sample_vendors.xlsx" in {value for row in found for value in row.values()}


def test_the_first_start_can_be_done_by_keyboard(opened: Opened) -> None:
    page = opened()
    settle(page)
    button = keyed(page, "sample").locator("button")
    for _ in range(25):
        page.keyboard.press("Tab")
        if button.evaluate("e => e === document.activeElement"):
            break
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    page.locator(PICTURE).wait_for()


def test_a_narrow_window_loses_nothing(opened: Opened, sample_app: App) -> None:
    page = drawn(opened(width=820, at=sample_app))
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
    keep(page, "narrow_ja_light")
