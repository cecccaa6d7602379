"""Corrective-action sheets on the page: made, filled in, read, written down; nothing is closed, nothing is mixed up."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from riskgraph.intake.corrective import ASKED, COLUMNS
from riskgraph.model.finding import FindingState
from riskgraph.report.sheet_rows import acts
from riskgraph.store.findings import finding_records
from riskgraph.text import LOCALES, t
from riskgraph.ui import keeping
from riskgraph.ui.actions import finding_desk, finding_sheets
from riskgraph.ui.actions.finding_desk import FindingDesk
from riskgraph.ui.components.findings_view import FindingsView
from tests.ui.pages import texts
from tests.ui.sample_store import page, state_key, with_sample_in
from tests.ui.test_findings_page import body

FIRST_ROW = 7


@pytest.fixture
def sample(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> FindingDesk:
    """The desk of the sample with all findings taken up."""
    with_sample_in(tmp_path / "mine", tmp_path_factory.getbasetemp() / "sample-store", monkeypatch)
    keeping.introduce("審査担当")
    new = finding_desk.desk()
    assert new is not None
    finding_desk.take_up(new)
    this = finding_desk.desk()
    assert this is not None
    return this


def filled(data: bytes, **fields: str) -> bytes:
    book = load_workbook(io.BytesIO(data))
    for name, value in fields.items():
        book.worksheets[0].cell(FIRST_ROW, list(COLUMNS).index(name) + 1).value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_what_comes_back_is_shown_first_then_written_down_and_moves_no_state(sample: FindingDesk) -> None:
    work = finding_sheets.works(sample)[0]
    name, data = finding_sheets.made(sample, [work], "ja", "当社")
    said = dict.fromkeys(set(ASKED) - {"planned_on"}, "年内に")
    returned = finding_sheets.read(sample, name, filled(data, **said, planned_on="2026-12-01"))
    assert returned.problems == ()
    ((record, reply),) = returned.replies
    assert reply.measure == "年内に" and record.measure == ""
    before = {r.finding_id: r.state for r in finding_records(keeping.store(), keeping.register_id())}
    assert finding_sheets.write_down(returned) == 1
    after = {r.finding_id: r for r in finding_records(keeping.store(), keeping.register_id())}
    assert {number: r.state for number, r in after.items()} == before
    assert after[record.finding_id].measure == "年内に"
    assert "2026-12-01" in after[record.finding_id].steps[-1].note
    assert FindingState.VERIFIED not in before.values()


def test_numbers_of_another_party_and_sheets_of_another_register_are_not_used(sample: FindingDesk) -> None:
    one, other = finding_sheets.works(sample)[:2]
    assert other.rows[0].record is not None
    _, data = finding_sheets.made(sample, [one], "ja", "当社")
    stolen = filled(data, measure="x", number=str(other.rows[0].record.finding_id))
    found = finding_sheets.read(sample, "a.xlsx", stolen)
    assert (found.replies, [p.code for p in found.problems]) == ((), ["corrective.not_theirs"])
    book = load_workbook(io.BytesIO(filled(data, measure="x")))
    book["riskgraph"]["A2"] = "another"
    out = io.BytesIO()
    book.save(out)
    found = finding_sheets.read(sample, "a.xlsx", out.getvalue())
    assert (found.replies, [p.code for p in found.problems]) == ((), ["corrective.other_register"])


def test_a_sheet_names_no_party_but_its_own_and_those_below_it(sample: FindingDesk) -> None:
    names = {p.name: p.party_id for p in sample.submission.parties if not p.is_person}
    below: dict[str, set[str]] = {}
    for engagement in sample.submission.engagements:
        below.setdefault(engagement.consignor, {engagement.consignor}).add(engagement.consignee)
    for work in finding_sheets.works(sample)[:8]:
        _, data = finding_sheets.made(sample, [work], "ja", "")
        sheet = load_workbook(io.BytesIO(data)).worksheets[0]
        words = " ".join(str(c.value) for row in sheet.iter_rows() for c in row)
        named = {party_id for name, party_id in names.items() if name in words}
        allowed = below.get(work.party_id, set()) | {work.party_id}
        prefixes = {i for n, i in names.items() if any(n in m for m, j in names.items() if j in allowed)}
        assert named <= allowed | prefixes
        assert all(acts(row) == work.party_id for row in work.rows)


@pytest.mark.parametrize("locale", LOCALES)
def test_the_page_offers_the_sheets(sample: FindingDesk, locale: str) -> None:
    app = page(body, locale=locale)
    app.session_state[state_key(FindingsView)] = FindingsView(register_id=keeping.register_id(), section="sheets")
    app = app.run()
    assert not app.exception
    assert t(locale, "findings.sheets.what") in texts(app).replace("\\", "").replace("\u2060", "")
