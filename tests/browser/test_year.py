"""A year in the browser, in both languages: from an empty store to the second year, by the pages alone."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from riskgraph.intake.questionnaire_words import QUESTION_COLUMNS
from riskgraph.store.backup import restore
from riskgraph.store.place import location
from riskgraph.text import LOCALES, t
from tests.browser.conftest import App, Opened, running
from tests.browser.steps import (
    PICTURE,
    click,
    downloaded,
    give,
    go,
    introduce,
    keep,
    keyed,
    payload,
    settle,
    table_of,
    words,
    write,
)
from tests.year import files, rows

pytestmark = pytest.mark.browser
CLERK = "総務課 委託先管理"
HOST_NAME, RETURNED_NAME = "みずうみ情報サービス", "はこべ入力センター"


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


def sent(page: Page, locale: str) -> dict[str, bytes]:
    """Make a questionnaire for everybody, take the zip away, and mark all as sent; return the forms by party."""
    go(page, "questionnaires", locale)
    click(page, "board_make")
    click(page, "ask_all")
    click(page, "make_go")
    keyed(page, "made_download").first.wait_for()
    _, data = downloaded(page, "made_download")
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        forms = [packed.read(name) for name in packed.namelist() if name.endswith(".xlsx")]
    click(page, "made_board")
    click(page, "board_all")
    click(page, "mark_sent")
    return {files.identity(form)["party"]: form for form in forms}


def came_back(page: Page, locale: str, blank: Mapping[str, bytes]) -> None:
    """Give the page ten answers and two broken files at once; the ten are saved, the two are named."""
    section(page, "receive", locale)
    back = {f"{p}.xlsx": files.answered(blank[p], reply, on=rows.FIRST_DAY) for p, reply in files.REPLIES.items()}
    broken = {"途中まで.xlsx": files.cut_off(blank["G-06"]), "写真.xlsx": files.picture()}
    give(page, "receiving_files", "receiving_read", *(payload(n, data) for n, data in {**back, **broken}.items()))
    keyed(page, "receiving_save").first.wait_for()
    settle(page)
    for name in broken:
        expect(page.locator("[data-testid=stAlert]", has_text=name)).to_have_count(1)
    keep(page, f"year_received_{locale}")
    click(page, "receiving_save")
    expect(page.locator("[data-testid=stAlert]").first).to_contain_text(t(locale, "receiving.saved", count=10))


def reviewed(page: Page, locale: str) -> None:
    """Give one questionnaire back with a note, and accept all the others."""
    choose_review(page, RETURNED_NAME)
    write(page, "review_note_9", "再確認をお願いします")
    click(page, "review_return")
    name, marked = downloaded(page, "review_marked")
    assert name.endswith(".xlsx") and marked.startswith(b"PK")
    choose_review(page, HOST_NAME)
    if keyed(page, "review_accept_all").count():
        click(page, "review_accept_all")
    while keyed(page, "review_accept").count():
        click(page, "review_accept")
    keep(page, f"year_reviewed_{locale}")


def choose_review(page: Page, name: str) -> None:
    """Look at the first questionnaire whose line holds a name."""
    settle(page)
    box = page.locator("[class*=st-key-review_choice_] input").first
    box.click()
    box.fill(name)
    expect(page.get_by_role("option").first).to_contain_text(name)
    page.keyboard.press("Enter")
    settle(page)


def section(page: Page, name: str, locale: str) -> None:
    """Turn to a part of the page of questionnaires."""
    page.locator("[class*=st-key-sending_section]").get_by_text(t(locale, f"sending.section.{name}")).click()
    settle(page)


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
    expect(page.locator("[data-testid=stAlert]").first).to_contain_text(t(locale, "register.saved", version=2))


def asked_again(page: Page, locale: str) -> None:
    """Ask the host once more: the form shows its last answers; one that it changes is shown as a change."""
    go(page, "questionnaires", locale)
    section(page, "make", locale)
    click(page, "ask_nobody")
    write(page, "ask_words", HOST_NAME)
    page.keyboard.press("Enter")
    settle(page)
    click(page, "ask_all")
    click(page, "make_go")
    keyed(page, "made_download").first.wait_for()
    name, form = downloaded(page, "made_download")
    assert name.endswith(".xlsx") and files.identity(form)["party"] == rows.HOST
    assert any(t("ja", "form.answer.yes") in said for said in previous_answers(form))
    section(page, "receive", locale)
    reply = files.Reply(otherwise={"DEV-01": "partial"})
    back = files.answered(form, reply, on=rows.SECOND_DAY)
    give(page, "receiving_files", "receiving_read", payload(name, back))
    keyed(page, "receiving_save").first.wait_for()
    click(page, "receiving_save")
    choose_review(page, HOST_NAME)
    assert t(locale, "cause.practice") in words(page)
    keep(page, f"year_differences_{locale}")
    click(page, "review_accept")


def previous_answers(form: bytes) -> set[str]:
    """Return what a form that goes out shows as the last answers."""
    sheet = load_workbook(io.BytesIO(form))[t("ja", "form.sheet.questions")]
    place = QUESTION_COLUMNS.index("previous") + 1
    return {str(cell.value) for row in sheet.iter_rows(min_col=place, max_col=place) for cell in row if cell.value}


def numbers(page: Page) -> list[str]:
    """Return sentence and numbers of the overview."""
    return [page.locator("h1").inner_text(), *page.locator("[data-testid=stMetricValue]").all_inner_texts()]


@pytest.mark.parametrize("locale", LOCALES)
def test_a_year_can_be_played_through(opened: Opened, fresh_app: App, locale: str, tmp_path: Path) -> None:
    page = opened(locale, at=fresh_app)
    first_register(page, locale)
    before = page.locator("h1").inner_text()
    came_back(page, locale, sent(page, locale))
    reviewed(page, locale)
    reassessed(page, locale)
    assert page.locator("h1").inner_text() != before
    expect(keyed(page, "changed")).to_contain_text(HOST_NAME)
    expect(keyed(page, "changed")).to_contain_text(t(locale, "cause.returned"))
    keep(page, f"year_moved_{locale}")
    second_year(page, locale)
    asked_again(page, locale)
    reassessed(page, locale)
    keep(page, f"year_second_{locale}")
    shown = numbers(page)
    with running(tmp_path / "again") as again:
        restore(location(str(again.store)), backed_up(page, locale, tmp_path))
        restored = opened(locale, at=again)
        restored.locator(PICTURE).wait_for()
        settle(restored)
        assert numbers(restored) == shown


def backed_up(page: Page, locale: str, folder: Path) -> Path:
    """Take a backup of the store away and return where it lies."""
    go(page, "records", locale)
    page.get_by_role("tab").nth(2).click()
    settle(page)
    name, data = downloaded(page, "records_backup")
    copy = folder / name
    copy.write_bytes(data)
    return copy
