"""Files of all kinds in the browser: an encrypted, a broken and a clean one together; a stranger's form mapped."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import Workbook
from playwright.sync_api import Page, expect

from riskgraph.model.answer import AnswerCode
from riskgraph.model.records import ReviewState
from riskgraph.store.maps import maps
from riskgraph.store.questionnaires import forms_of, questionnaires
from riskgraph.store.registers import registers
from riskgraph.text import t
from tests.browser.conftest import App, Opened
from tests.browser.steps import click, give, introduce, keep, keyed, payload, settle, table_of, write
from tests.intake.forms import all_answered, blank, filled
from tests.ui.pages import register_bytes
from tests.year import files, play
from tools.fill_questionnaire import FilledAnswer

pytestmark = pytest.mark.browser
PASSWORD = "himitsu-2026"
LOOKS = pytest.mark.parametrize(("locale", "scheme"), [("ja", "light"), ("en", "dark")])


def form(party: str, evidence: str) -> bytes:
    told = all_answered("yes", evidence=evidence)
    # The register shows no check of those below, so that "yes" here would be asked about.
    return filled({**told, "CHN-05": FilledAnswer("no")}, data=blank(party=party))


def locked(data: bytes) -> bytes:
    out = io.BytesIO()
    OOXMLFile(io.BytesIO(data)).encrypt(PASSWORD, out)
    return out.getvalue()


def stranger(party: str, answers: Sequence[str]) -> bytes:
    """Return a check sheet of another company's making."""
    questions = (
        "再委託を行う場合、事前に委託元の書面による承諾を得ていますか。",
        "従業者から秘密保持に関する誓約書を取得していますか。",
        "年1回以上、情報セキュリティ教育を実施していますか。",
        "執務室への私物スマートフォンの持込みを許可していますか。",
        "アクセスログを定期的に点検していますか。",
    )
    book = Workbook()
    sheet = book.active
    sheet.title = "チェックシート"
    for row in (["委託先情報管理チェックシート"], [], ["会社名", party], [], ["No.", "確認項目", "回答", "備考"]):
        sheet.append(row)
    for number, (question, answer) in enumerate(zip(questions, answers, strict=True), start=1):
        sheet.append([number, question, answer, ""])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def receiving(page: Page, locale: str) -> None:
    introduce(page, "総務課")
    page.locator("[class*=st-key-sending_section]").get_by_text(t(locale, "sending.section.receive")).first.click()
    settle(page)


def states(page: Page, locale: str) -> list[str]:
    """Return how the entries of the table stand, from its download."""
    return [row[t(locale, "ui.column.received_state")] for row in table_of(page, "receiving_csv")]


def state(name: str, locale: str) -> str:
    return t(locale, f"receiving.state_of.{name}")


@LOOKS
def test_an_encrypted_a_broken_and_a_clean_file_come_together_and_each_is_told_what_it_is(
    opened: Opened, fresh_app: App, locale: str, scheme: str
) -> None:
    store = fresh_app.opened_store()
    register_id = play.first_version(store, files.REGISTER, register_bytes()).register_id
    page = opened(locale, scheme, at=fresh_app, path="questionnaires")
    receiving(page, locale)
    clean, encrypted = form("A", "規程1"), locked(form("B", "規程2"))
    given = {"clean.xlsx": clean, "locked.xlsx": encrypted, "broken.xlsx": clean[:3000]}
    give(page, "receiving_files", "receiving_read", *(payload(name, data) for name, data in given.items()))
    keyed(page, "receiving_accept_clean").first.wait_for()
    assert states(page, locale) == [state(name, locale) for name in ("clean", "locked", "refused")]
    expect(page.locator("[data-testid=stAlert]", has_text="broken.xlsx")).to_have_count(1)
    write(page, "receiving_password", "not the one")
    click(page, "receiving_unlock")
    expect(page.locator("[data-testid=stAlert]", has_text="locked.xlsx")).to_have_count(1)
    expect(keyed(page, "receiving_password").locator("input")).to_have_value("")
    write(page, "receiving_password", PASSWORD)
    click(page, "receiving_unlock")
    keep(page, f"receiving_mixed_{locale}_{scheme}")
    assert states(page, locale) == [state(name, locale) for name in ("clean", "clean", "refused")]
    click(page, "receiving_accept_clean")
    saved = questionnaires(store, register_id)
    assert [(r.party_id, r.state) for r in saved] == [("A", ReviewState.ACCEPTED), ("B", ReviewState.ACCEPTED)]
    expect(keyed(page, "receiving_read").locator("button")).to_be_visible()
    store.close()


@LOOKS
def test_a_strangers_form_is_mapped_once_and_read_by_the_map_from_then_on(
    opened: Opened, fresh_app: App, locale: str, scheme: str
) -> None:
    store = fresh_app.opened_store()
    play.first_version(store, files.REGISTER, register_bytes())
    page = opened(locale, scheme, at=fresh_app, path="questionnaires")
    receiving(page, locale)
    one = stranger("ひばり運用", ("はい", "はい", "はい", "いいえ", "いいえ"))
    other = stranger("つばめ保守", ("いいえ", "はい", "いいえ", "はい", "はい"))
    give(page, "receiving_files", "receiving_read", payload("一.xlsx", one), payload("二.xlsx", other))
    keyed(page, "receiving_map_open_0").first.wait_for()
    assert states(page, locale) == [state("map", locale)] * 2
    click(page, "receiving_map_open_0")
    click(page, "receiving_map_sure")
    keep(page, f"receiving_map_{locale}_{scheme}")
    click(page, "receiving_map_keep")
    (form_map,) = maps(store)
    phones = next(entry for entry in form_map.entries if "スマートフォン" in entry.text)
    assert phones.polarity == -1 and phones.is_confirmed
    keyed(page, "receiving_save").first.wait_for()
    settle(page)
    assert state("map", locale) not in states(page, locale)
    keep(page, f"receiving_mapped_{locale}_{scheme}")
    click(page, "receiving_save")
    records = questionnaires(store, registers(store)[0].register_id)
    assert sorted(record.party_id for record in records) == ["A", "B"]
    kept = forms_of(store, [record.questionnaire_id for record in records])
    codes = {
        (record.party_id, answer.control_id): answer.answer
        for record in records
        for answer in kept[record.questionnaire_id].answers
    }
    assert codes["A", "PHY-02"] is AnswerCode.YES and codes["B", "PHY-02"] is AnswerCode.NO
    third = stranger("ひばり運用", ("はい", "はい", "いいえ", "いいえ", "はい"))
    give(page, "receiving_files", "receiving_read", payload("三.xlsx", third))
    keyed(page, "receiving_save").first.wait_for()
    settle(page)
    assert state("map", locale) not in states(page, locale)
    store.close()
