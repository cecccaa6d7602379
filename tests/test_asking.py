"""Questionnaires of kept requests: made again at any time, pre-filled with the last answers, read back from the zip."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from functools import cache

import pytest
from openpyxl import load_workbook

from riskgraph.analysis.whom_to_ask import candidates, contractors_above
from riskgraph.asking import mailed, questionnaire_for, request_for, workbooks
from riskgraph.catalogue import load_catalogue
from riskgraph.errors import WrongUse
from riskgraph.intake.joining import control_ids
from riskgraph.intake.questionnaire import read_questionnaire
from riskgraph.intake.register import read_register
from riskgraph.model.answer import Answer, AnswerCode, ScopeKind
from riskgraph.model.records import RequestRecord
from riskgraph.model.submission import Submission
from riskgraph.report.letters import LetterKind
from riskgraph.report.mailing import Mailed, mailing_zip
from riskgraph.text import t
from tests.analysis.requests import a_request
from tests.ui.pages import ROOT

CATALOGUE = load_catalogue()
TODAY = date(2026, 7, 1)


@cache
def sample() -> Submission:
    data = (ROOT / "sample_vendors.xlsx").read_bytes()
    return read_register([("sample_vendors.xlsx", data)], known_controls=control_ids(CATALOGUE))


def requests(count: int) -> list[RequestRecord]:
    """Return requests for the first parties to be asked, in both languages by turns."""
    found = candidates(sample(), [], [], CATALOGUE, today=TODAY)[:count]
    return [
        a_request(
            number,
            c.party_id,
            form=c.form,
            modules=c.modules,
            department=c.departments[0] if c.departments else "",
            locale=("ja", "en")[number % 2],
        )
        for number, c in enumerate(found, start=1)
    ]


def test_every_workbook_of_the_zip_reads_back_as_the_form_of_its_party() -> None:
    records, above = requests(8), contractors_above(sample())
    made = workbooks(records, sample(), CATALOGUE, contact="総務課 itaku@example.jp")
    items: list[Mailed] = [
        mailed(r, LetterKind.FIRST, sample(), CATALOGUE, via=above.get(r.party_id, ()), content=made[r.request_id])
        for r in records
    ]
    archive = zipfile.ZipFile(io.BytesIO(mailing_zip(items, "ja", today=TODAY)))
    files = [name for name in archive.namelist() if name.endswith(".xlsx")]
    forms = [read_questionnaire(name, archive.read(name), CATALOGUE) for name in files]

    assert [(r.party_id, r.form, r.modules, r.due_on, r.locale) for r in records] == [
        (f.party_id, f.form_id, f.modules, f.due_on, f.language) for f in forms
    ]
    assert {AnswerCode.BLANK} == {a.answer for f in forms for a in f.answers}


def test_the_last_answers_are_printed_and_not_filled_in() -> None:
    answer = Answer(
        party_id="P-013",
        control_id="ORG-01",
        answer=AnswerCode.PARTIAL,
        answered_on=date(2025, 8, 20),
        comment="本社のみ",
    )
    older = answer.model_copy(update={"answer": AnswerCode.NO, "answered_on": date(2024, 8, 20)})
    register = sample().model_copy(update={"answers": (answer, older)})
    made = workbooks([a_request(1, "P-013")], register, CATALOGUE)[1]
    sheet = load_workbook(io.BytesIO(made))[t("ja", "form.sheet.questions")]
    row = next(row for row in sheet.iter_rows(values_only=True) if row[0] == "ORG-01")

    assert row[3] == "△ 一部\n2025-08-20\n本社のみ"
    assert row[4] is None


def test_answers_about_one_system_are_the_last_ones_of_that_system_only() -> None:
    wide = Answer(party_id="P-013", control_id="ORG-01", answer=AnswerCode.NO)
    narrow = wide.model_copy(update={"answer": AnswerCode.YES, "scope_kind": ScopeKind.SYSTEM, "scope_id": "S1"})
    register = sample().model_copy(update={"answers": (wide, narrow)})
    asked = questionnaire_for(a_request(1, "P-013", scope_kind=ScopeKind.SYSTEM, scope_id="S1"), register)

    assert {"ORG-01": narrow} == asked.previous


def test_a_party_learns_of_its_direct_consignor_and_of_nobody_else() -> None:
    record = a_request(1, "P-013")
    own = sample().party_by_id["P-013"].name
    consignor = request_for("P-013", "short", sample(), CATALOGUE).consignor_name
    book = load_workbook(io.BytesIO(workbooks([record], sample(), CATALOGUE)[1]))
    written = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value}
    others = {party.name for party in sample().parties} - {own, consignor}

    assert set() == {name for name in others if any(name in text for text in written)}


def test_a_party_that_left_the_register_is_told() -> None:
    with pytest.raises(WrongUse, match=r"use\.unknown_party"):
        workbooks([a_request(1, "gone")], sample(), CATALOGUE)


def test_progress_is_told_before_each_workbook() -> None:
    told: list[tuple[int, int, str]] = []
    records = requests(2)
    workbooks(records, sample(), CATALOGUE, step=lambda *step: told.append(step))

    assert [step[:2] for step in told] == [(0, 2), (1, 2)]
    assert [sample().party_by_id[r.party_id].name for r in records] == [step[2] for step in told]
