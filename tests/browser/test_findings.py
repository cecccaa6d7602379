"""Findings in Chromium: taken up, given an owner, found among the due dates; payees laid beside the register."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from riskgraph.store.findings import finding_records
from riskgraph.store.registers import registers
from riskgraph.text import t
from tests.browser.conftest import App, Opened
from tests.browser.steps import PICTURE, choose_files, click, go, introduce, keep, keyed, settle, table_of, words
from tests.browser.test_look import measured
from tests.ui.pages import XLSX
from tests.ui.test_findings_page import PAYEES

pytestmark = pytest.mark.browser
OWNER = "購買部"


def test_a_finding_is_taken_up_assigned_and_reminded_of_and_payees_are_laid_beside(
    opened: Opened, fresh_app: App
) -> None:
    page = opened(at=fresh_app)
    click(page, "sample")
    page.locator(PICTURE).wait_for()
    settle(page)
    go(page, "findings", "ja")
    introduce(page, "情報管理課")
    click(page, "findings_take_up")
    page.locator("[class*=st-key-finding_owner_] input").first.fill(OWNER)
    click(page, "finding_assign_go")
    expect(page.get_by_text(t("ja", "findings.told.step.assign"))).to_be_visible()
    assert {row[t("ja", "ui.column.finding_owner")] for row in table_of(page, "findings_csv")} == {"", OWNER}
    keep(page, "findings_assigned_ja_light_1280")
    store = fresh_app.opened_store()
    kept = finding_records(store, registers(store)[0].register_id)
    assert [record.owner for record in kept if record.owner] == [OWNER]
    store.close()
    for section in ("reminders", "sheets", "payees"):
        keyed(page, "findings_section_list").or_(page.locator("[class*=st-key-findings_section]")).get_by_text(
            t("ja", f"findings.section.{section}"), exact=True
        ).click()
        settle(page)
        assert measured(page) == {}
        keep(page, f"findings_{section}_ja_light_1280")
    choose_files(page, "payees_file", {"name": "支払先.xlsx", "mimeType": XLSX, "buffer": PAYEES})
    click(page, "payees_read")
    assert t("ja", "payees.sentence", total=3, settled=1, near=1, none=1) in words(page)
    assert measured(page) == {}
    keep(page, "findings_payees_read_ja_light_1280")
