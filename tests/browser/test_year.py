"""A year in the browser, in both languages: from an empty store to the second year, by the pages alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from riskgraph.store.backup import restore
from riskgraph.store.opening import open_store
from riskgraph.store.place import location
from riskgraph.store.registers import registers
from riskgraph.text import LOCALES, t
from tests.browser.conftest import App, Opened, running
from tests.browser.steps import PICTURE, click, downloaded, give, go, introduce, keep, keyed, payload, settle, table_of
from tests.year import files, play, rows

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
    click(page, "first_cancel")
    give(page, "first_files", "first_read", payload(files.REGISTER, files.mended_register()))
    click(page, "first_save")
    page.locator(PICTURE).wait_for()
    settle(page)
    expect(page.locator("h1")).to_contain_text("みずうみ情報サービス")


def reassessed(page: Page, locale: str) -> None:
    """Assess the register as it stands, from the overview."""
    go(page, "overview", locale)
    click(page, "assess_now")
    expect(keyed(page, "assess_now")).to_have_count(0)
    page.locator(PICTURE).wait_for()
    settle(page)


def second_year(page: Page, locale: str) -> None:
    """Read in the register of a year later; the renamed firm is recognised and stays the same."""
    go(page, "register", locale)
    give(page, "import_files", "import_read", payload(files.SECOND_REGISTER, files.second_register()))
    expect(keyed(page, "import_rename_0")).to_contain_text(rows.NEW_NAME)
    click(page, "import_save")
    expect(page.locator("h1")).to_contain_text("2")


def numbers(page: Page) -> list[str]:
    """Return sentence and numbers of the overview."""
    return [page.locator("h1").inner_text(), *page.locator("[data-testid=stMetricValue]").all_inner_texts()]


@pytest.mark.parametrize("locale", LOCALES)
def test_a_year_can_be_played_through(opened: Opened, fresh_app: App, locale: str, tmp_path: Path) -> None:
    page = opened(locale, at=fresh_app)
    first_register(page, locale)
    before = page.locator("h1").inner_text()
    in_the_store(fresh_app)
    go(page, "paths", locale)
    reassessed(page, locale)
    assert page.locator("h1").inner_text() != before
    expect(keyed(page, "changed")).to_contain_text("みずうみ情報サービス")
    keep(page, f"year_moved_{locale}")
    second_year(page, locale)
    reassessed(page, locale)
    keep(page, f"year_second_{locale}")
    shown = numbers(page)
    go(page, "records", locale)
    page.get_by_role("tab").nth(2).click()
    settle(page)
    name, data = downloaded(page, "records_backup")
    copy = tmp_path / name
    copy.write_bytes(data)
    with running(tmp_path / "again") as again:
        restore(location(str(again.store)), copy)
        restored = opened(locale, at=again)
        restored.locator(PICTURE).wait_for()
        settle(restored)
        assert numbers(restored) == shown


def in_the_store(app: App) -> None:
    store = open_store(location(str(app.store)))
    register_id = registers(store)[0].register_id
    asked = play.ask(store, register_id, tuple(files.REPLIES))
    back = {
        r.request_id: files.answered(
            play.form_for(store, register_id, r), files.REPLIES[r.party_id], on=play.ANSWERED_ON
        )
        for r in asked
    }
    play.take_in(store, register_id, back)
    play.review(store, register_id, give_back=files.RETURNED_TO)
    store.close()
