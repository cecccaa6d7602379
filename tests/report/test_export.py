"""The zip of a register: what is in it, that its names are harmless, and that it says what it is."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from riskgraph.catalogue import parameters_from
from riskgraph.model.questionnaire import ReturnedForm
from riskgraph.model.records import (
    KeptKind,
    QuestionnaireRecord,
    VersionKind,
    VersionRecord,
)
from riskgraph.report.export import (
    README,
    About,
    Entry,
    assessment_entries,
    audit_entries,
    parameter_entries,
    questionnaire_entries,
    safe_name,
    tombstone_entry,
    version_entries,
    zip_name,
    zipped,
)
from tests.report.builders import a_catalogue, a_submission, an_assessment
from tests.report.records import AT, HOSTILE, STAMP, a_line, a_set, a_stone, an_assessment_record

ABOUT = About("会員/事業:台帳", "r1", date(2026, 10, 1), "Asia/Tokyo", AT, "審査 担当", "3.0")
VERSION = VersionRecord(
    register_id="r1",
    number=3,
    based_on=2,
    kind=VersionKind.IMPORT,
    made=STAMP,
    content_number=3,
    content_sha256="c" * 64,
)
QUESTIONNAIRE = QuestionnaireRecord(
    questionnaire_id=4, register_id="r1", party_id="P-003", file="../../回答.xlsx", sha256="d" * 64, form_id="short",
    version="1", received=STAMP, received_on=date(2026, 10, 1),
)  # fmt: skip


def unzipped(*entries: Entry) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(zipped(entries, ABOUT))) as book:
        assert book.testzip() is None
        return {name: book.read(name) for name in book.namelist()}


def test_the_readme_says_what_it_is_confidential_estimated_and_as_of_when() -> None:
    text = unzipped()[README].decode("utf-8-sig")
    for told in (
        "社外秘",
        "推計",
        "2026年10月1日",
        "Confidential",
        "estimates",
        "October 1, 2026",
        "JST",
        "会員/事業:台帳",
    ):
        assert told in text
    assert zip_name(ABOUT, "ja") == "社外秘_riskgraph_会員_事業_台帳_2026-10-01.zip"
    assert zip_name(ABOUT, "en").startswith("confidential_")


def test_a_version_is_its_workbook_and_the_files_it_was_read_from() -> None:
    found = unzipped(*version_entries(VERSION, b"PK", [("台帳.xlsx", b"one"), ("台帳.xlsx", b"two")]))
    assert found["versions/v0003/register-v3.xlsx"] == b"PK"
    assert found["versions/v0003/original/台帳.xlsx"] == b"one"
    assert found["versions/v0003/original/台帳-2.xlsx"] == b"two"
    assert VersionRecord.model_validate_json(found["versions/v0003/version.json"]) == VERSION


def test_a_questionnaire_is_the_file_as_it_came_and_what_was_understood() -> None:
    form = ReturnedForm(file="回答.xlsx", form_id="short", version="1")
    found = unzipped(*questionnaire_entries(QUESTIONNAIRE, b"raw", form))
    assert ReturnedForm.model_validate_json(found["questionnaires/000004/understood.json"]) == form
    assert b"raw" in found.values()
    assert all(name == README or name.startswith("questionnaires/000004/") for name in found)


def test_of_a_deleted_questionnaire_and_assessment_only_the_record_is_there() -> None:
    gone = (
        *questionnaire_entries(QUESTIONNAIRE, None, None),
        *assessment_entries(an_assessment_record(), None, None, a_catalogue()),
    )
    assert set(unzipped(*gone)) == {README, "questionnaires/000004/record.json", "assessments/000003/record.json"}


def test_an_assessment_is_the_document_of_the_contract() -> None:
    entries = assessment_entries(an_assessment_record(), an_assessment(), a_submission(), a_catalogue())
    found = json.loads(unzipped(*entries)["assessments/000003/assessment.json"])
    assert found["schema"] == "riskgraph.assessment/1"


def test_parameters_can_be_read_back() -> None:
    found = unzipped(*parameter_entries(a_set(), b"beta: 0.2\n"))
    assert parameters_from(found["parameters/0001/parameters.yaml"], "p.yaml").number("beta") == 0.2


def test_the_audit_trail_is_there_for_people_and_for_programs() -> None:
    found = unzipped(*audit_entries([a_line(actor=HOSTILE, fields={"reason": HOSTILE})], "Asia/Tokyo"))
    assert b"'=HYPERLINK" in found["audit/audit.ja.csv"]
    assert json.loads(found["audit/audit.json"])[0]["actor"] == HOSTILE
    assert "audit/audit.en.csv" in found


def test_what_was_deleted_is_listed() -> None:
    found = json.loads(unzipped(tombstone_entry([a_stone(KeptKind.RAW_FILE)]))["deleted.json"])
    assert [stone["kind"] for stone in found] == ["raw_file"]


@given(st.text(max_size=200))
@example("../../etc/passwd")
@example("C:\\windows\\x.xlsx")
@example("CON.xlsx")
@example("a" * 300 + ".xlsx")
@example("\N{RIGHT-TO-LEFT OVERRIDE}xslx.exe")
@example(" . ")
@example("\N{KANGXI RADICAL ONE}" * 90)
def test_no_name_leaves_its_folder_on_any_system(text: str) -> None:
    name = safe_name(text, otherwise="file")
    assert name not in ("", ".", "..") and len(name.encode()) <= 255
    assert PurePosixPath(name).name == name
    assert PureWindowsPath(name).name == name and not PureWindowsPath(name).is_reserved()
    assert not name.endswith((" ", "."))
    assert name.isprintable()


def test_a_name_keeps_its_ending_when_it_is_cut() -> None:
    assert safe_name("長" * 200 + ".xlsx", otherwise="x").endswith("長.xlsx")


@given(st.lists(st.sampled_from(["a.txt", "A.TXT", "b", "README.txt", "readme.TXT"]), max_size=8))
def test_no_two_entries_share_a_path_whatever_their_case(paths: list[str]) -> None:
    names = list(unzipped(*(Entry(path, b"x") for path in paths)))
    assert len({name.casefold() for name in names}) == len(names) == len(paths) + 1


@pytest.mark.parametrize("year", [1, 1979, 2026])
def test_the_time_of_a_zip_may_be_before_zips(year: int) -> None:
    about = About("x", "r", date(2026, 1, 1), "UTC", AT.replace(year=year), "a", "3")
    assert zipped([], about)
