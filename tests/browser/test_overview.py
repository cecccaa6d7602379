"""The overview as a user sees it, in Chromium: the sample, own files, a correction, bad input, both languages."""

from __future__ import annotations

import pytest
from playwright.sync_api import FilePayload, Page, expect

from riskgraph.text import t
from tests.browser.conftest import Opened, keep, settle
from tests.ui.pages import CORRECTED, XLSX, register_bytes

pytestmark = pytest.mark.browser
HOST = "あおばまなびシステムズ"
PICTURE = ".st-key-chain [data-testid=stEChartsChart] svg"
PEOPLE = "ほしみ坂エンジニアリング"


def payload(name: str, data: bytes) -> FilePayload:
    return {"name": name, "mimeType": XLSX, "buffer": data}


def load_sample(page: Page) -> Page:
    page.locator(".st-key-sample button").click()
    page.locator(PICTURE).wait_for()
    settle(page)
    return page


def give(page: Page, key: str, button: str, *files: FilePayload) -> None:
    page.locator(f".st-key-{key} input[type=file]").set_input_files(list(files))
    expect(page.locator(f".st-key-{key} [data-testid=stFileChip]")).to_have_count(len(files))
    settle(page)
    page.locator(f".st-key-{button} button").click()
    settle(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("locale", ["ja", "en"])
def test_one_click_shows_the_samples_first_path_with_the_hosts_reasons(
    opened: Opened, locale: str, scheme: str
) -> None:
    page = opened(locale, scheme)
    expect(page.locator("h1")).to_have_text(t(locale, "ui.welcome"))
    keep(page, f"empty_{locale}_{scheme}")
    load_sample(page)
    expect(page.locator("h1")).to_contain_text(PEOPLE)
    reasons = page.locator("ol > li")
    expect(reasons).to_have_count(3)
    for i in range(3):
        expect(reasons.nth(i)).to_contain_text(HOST)
    drawn = page.locator(PICTURE).text_content() or ""
    assert HOST in drawn and PEOPLE in drawn and t(locale, "picture.role.host") in drawn
    keep(page, f"sample_{locale}_{scheme}")


def test_no_letter_of_the_picture_leaves_it_or_covers_another(opened: Opened) -> None:
    page = load_sample(opened())
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


def test_a_click_on_another_box_shows_that_path_and_back_again_by_the_table(opened: Opened) -> None:
    page = load_sample(opened())
    first = page.locator("h1").inner_text()
    page.locator(f"{PICTURE} text", has_text="コンタクト").first.click()
    expect(page.locator("h1")).not_to_have_text(first)
    settle(page)
    assert "コンタクト" in (page.locator(PICTURE).text_content() or "")
    keep(page, "another_path_ja_light")
    canvas = page.locator("[class*=st-key-paths-] canvas").first
    canvas.scroll_into_view_if_needed()
    # The grid lies under its own scroller, so that it is clicked where the box of the first row stands.
    corner = canvas.bounding_box()
    assert corner is not None
    page.mouse.click(corner["x"] + 16, corner["y"] + 68)
    expect(page.locator("h1")).to_have_text(first)


def test_the_language_changes_in_one_click_and_keeps_the_chosen_path(opened: Opened) -> None:
    page = load_sample(opened())
    page.locator(f"{PICTURE} text", has_text="コンタクト").first.click()
    settle(page)
    chosen = page.locator("h1").inner_text()
    page.locator(".st-key-language").get_by_text("English").click()
    expect(page.locator("h1")).to_contain_text("Path ranked")
    settle(page)
    page.locator(".st-key-language").get_by_text("日本語").click()
    expect(page.locator("h1")).to_have_text(chosen)


def test_a_corrected_questionnaire_lets_the_path_fall_and_the_page_says_so(opened: Opened) -> None:
    page = load_sample(opened())
    first = page.locator("h1").inner_text()
    give(page, "corrected", "reassess", payload(CORRECTED.name, CORRECTED.read_bytes()))
    expect(page.locator(".st-key-changed")).to_contain_text(PEOPLE)
    expect(page.locator("h1")).not_to_have_text(first)
    keep(page, "corrected_ja_light")


def test_own_files_are_assessed_and_hostile_names_are_only_text(opened: Opened) -> None:
    vendor, owner = '=HYPERLINK("http://192.0.2.1/x","y")', "<script>window.hacked=1</script>"
    data = register_bytes(owner=owner, vendor=vendor, asset="**太字** :red[x] $x$ `c` :smile: <b>x")
    page = opened()
    give(page, "registers", "assess_own", payload("台帳<b>.xlsx", data))
    page.locator(PICTURE).wait_for()
    settle(page)
    heading = page.locator("h1").inner_text().replace("\u2060", "")
    for text in (vendor, owner, "**太字** :red[x] $x$ `c` :smile: <b>x"):
        assert text in heading
    assert page.evaluate("window.hacked") is None
    assert page.locator("h1 strong, h1 b, h1 script, h1 code, h1 .katex").count() == 0
    keep(page, "hostile_ja_light")


@pytest.mark.parametrize(
    "data", [b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, b"PK\x03\x04 cut off"],
    ids=["empty", "encrypted", "broken"],
)  # fmt: skip
def test_a_file_that_cannot_be_read_gives_one_message_and_nothing_is_lost(opened: Opened, data: bytes) -> None:
    page = load_sample(opened())
    first = page.locator("h1").inner_text()
    give(page, "corrected", "reassess", payload("回答.xlsx", data))
    alert = page.locator("[data-testid=stAlert]", has_text="回答.xlsx")
    expect(alert).to_have_count(1)
    expect(alert).to_contain_text(t("ja", "ui.refused.kept"))
    expect(page.locator("h1")).to_have_text(first)
    assert "Traceback" not in page.locator("body").inner_text()


def test_the_templates_and_tables_can_be_taken_away(opened: Opened) -> None:
    page = opened("en")
    with page.expect_download() as blank:
        page.locator(".st-key-blank_register button").click()
    assert blank.value.suggested_filename == "vendor-register.xlsx"
    load_sample(page)
    with page.expect_download() as table:
        page.locator(".st-key-problems_csv button").click()
    text = table.value.path().read_text(encoding="utf-8-sig")
    assert text.startswith("Severity,") and "sample_vendors.xlsx" in text


def test_the_page_can_be_used_by_keyboard(opened: Opened) -> None:
    page = opened()
    page.locator(".st-key-blank_form button").wait_for()
    settle(page)
    button = page.locator(".st-key-sample button")
    for _ in range(12):
        page.keyboard.press("Tab")
        if button.evaluate("e => e === document.activeElement"):
            break
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    page.locator(PICTURE).wait_for()


def test_a_narrow_window_loses_nothing(opened: Opened) -> None:
    page = load_sample(opened(width=820))
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
    keep(page, "narrow_ja_light")
