"""Method and records in Chromium: a value typed into the table and kept, everything taken away."""

from __future__ import annotations

import io
import sqlite3
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from riskgraph.store.parameters import parameters_content, parameters_in_force
from riskgraph.store.registers import registers
from riskgraph.text import t
from tests.browser.conftest import App, Opened
from tests.browser.steps import PICTURE, click, downloaded, go, introduce, keyed, settle, table_of, words, write

pytestmark = pytest.mark.browser
ACTOR = "情報管理課"


def tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=t("ja", name), exact=True).click()
    settle(page)


def type_into_first_cell(page: Page, text: str) -> None:
    """Type into the column for new values, in the first row, as a person does."""
    table = page.locator("[data-testid=stDataFrame]").first
    box = table.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 350 + 110 + 60, box["y"] + 34 + 31)
    page.wait_for_timeout(300)
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    page.keyboard.type(text, delay=60)
    page.keyboard.press("Enter")
    settle(page)


def test_a_value_is_typed_tried_out_kept_and_everything_taken_away(
    opened: Opened, fresh_app: App, tmp_path: Path
) -> None:
    page = opened(at=fresh_app)
    click(page, "sample")
    page.locator(PICTURE).wait_for()
    go(page, "method", "ja")
    expect(page.locator("h1")).to_contain_text(t("ja", "method.head.shipped", count=220)[:12])
    tab(page, "method.tab.edit")
    type_into_first_cell(page, "0.0003")
    click(page, "method_what_if")
    expect(page.get_by_text(t("ja", "method.what_if.total", before="x", after="y")[:10])).to_be_visible()
    introduce(page, ACTOR)
    write(page, "method_reason", "<b>試行</b> **x**")
    click(page, "method_keep_go")
    expect(page.locator("h1")).to_contain_text(ACTOR)
    assert "<b>試行</b> **x**" in words(page)
    store = fresh_app.opened_store()
    register_id = registers(store)[0].register_id
    assert b"rate.INS: 0.0003" in parameters_content(store, parameters_in_force(store, register_id))
    go(page, "records", "ja")
    assert table_of(page, "records_trail_csv")[0]["記録者"] == ACTOR
    tab(page, "records.tab.away")
    name, data = downloaded(page, "records_export")
    assert name.startswith("社外秘") and zipfile.ZipFile(io.BytesIO(data)).testzip() is None
    backup = tmp_path / "backup.sqlite3"
    backup.write_bytes(downloaded(page, "records_backup")[1])
    with sqlite3.connect(backup) as copy:
        assert copy.execute("select count(*) from registers").fetchone() == (1,)
    store.close()


def test_every_tab_can_be_reached_by_keyboard(opened: Opened, sample_app: App) -> None:
    page = opened(at=sample_app)
    page.locator(PICTURE).wait_for()
    go(page, "records", "ja")
    for name in ("kept", "away", "delete", "retention"):
        # Streamlit sometimes lets go of the focus when a tab's content is drawn anew: come back to the row of tabs.
        page.get_by_role("tab", selected=True).focus()
        page.keyboard.press("ArrowRight")
        settle(page)
        opened_tab = page.get_by_role("tab", name=t("ja", f"records.tab.{name}"), exact=True)
        expect(opened_tab).to_have_attribute("aria-selected", "true")
    expect(keyed(page, "who_go").locator("button")).to_be_visible()
