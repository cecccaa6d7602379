"""A year in the browser, in both languages: from an empty store to the second year, by the pages alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from riskgraph.text import LOCALES, t
from tests.browser.conftest import Opened
from tests.browser.steps import PICTURE, click, give, introduce, keep, keyed, payload, settle, table_of
from tests.year import files, rows

pytestmark = pytest.mark.browser
CLERK = "総務課 委託先管理"


def first_register(page: Page, locale: str) -> None:
    """Choose the register with its mistakes, see them, choose the mended one, save it and see it assessed."""
    introduce(page, CLERK)
    give(page, "first_files", "first_read", payload(files.REGISTER, files.register_with_mistakes()))
    found = table_of(page, "problems_csv")
    severity, cell = t(locale, "ui.column.severity"), t(locale, "ui.column.cell")
    wrong = {row[cell] for row in found if row[severity] == t(locale, "ui.severity.error")}
    assert wrong == {mistake.cell for mistake in files.MISTAKES}
    keep(page, f"year_mistakes_{locale}")
    click(page, "first_cancel")
    give(page, "first_files", "first_read", payload(files.REGISTER, files.mended_register()))
    click(page, "first_save")
    page.locator(PICTURE).wait_for()
    settle(page)
    expect(page.locator("h1")).to_contain_text("みずうみ情報サービス")
    expect(keyed(page, "masthead")).to_contain_text(CLERK)


@pytest.mark.parametrize("locale", LOCALES)
def test_a_year_can_be_played_through(opened: Opened, locale: str) -> None:
    page = opened(locale)
    first_register(page, locale)
    keep(page, f"year_first_{locale}")
    assert rows.HOST
