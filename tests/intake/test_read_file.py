"""Whatever comes back is an entry: a form of ours, one of somebody else's, or the reason for neither."""

from __future__ import annotations

import hashlib
import io
import zipfile

import pytest

from riskgraph.intake import read_file
from riskgraph.intake.file_kind import FileKind
from riskgraph.intake.gate import GateReport
from riskgraph.intake.given import Given
from riskgraph.intake.questionnaire import read_questionnaire
from riskgraph.intake.read_file import read_given
from riskgraph.model.read_file import ReadFile
from tests.intake.forms import CATALOGUE, all_answered, filled, workbook_of

GOOD = filled(all_answered())
REGISTER = {"会社": [["会社ID", "会社名"], ["P-1", "青葉"]], "委託関係": [["委託ID", "委託元", "委託先"]]}


def entry_of(data: bytes, name: str = "a.xlsx", archive: str = "") -> ReadFile:
    (entry,) = read_given(Given(name, data, archive), CATALOGUE)
    return entry


def test_a_form_of_ours_is_read_as_it_always_was():
    entry = entry_of(GOOD)

    assert entry == ReadFile(
        file="a.xlsx", sha256=hashlib.sha256(GOOD).hexdigest(), form=read_questionnaire("a.xlsx", GOOD, CATALOGUE)
    )


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\x89PNG", b"<html>", bytes(range(256)) * 9])
def test_a_refusal_is_an_entry(data):
    entry = entry_of(data)

    assert (entry.form, entry.foreign) == (None, None)
    assert entry.problems[0].code.startswith("gate.")
    assert entry.sha256 == hashlib.sha256(data).hexdigest()


def test_a_register_chosen_by_mistake_is_told_as_one():
    entry = entry_of(workbook_of(REGISTER))

    assert (entry.form, entry.foreign) == (None, None)
    assert [problem.code for problem in entry.problems] == ["form.is_register"]


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("../../etc/passwd.xlsx", "passwd.xlsx"),
        ("C:\\Users\\somebody\\回答.xlsx", "回答.xlsx"),
        ("a\nb\x1b[31m.xlsx", "a_b_[31m.xlsx"),
        ("\u202excod.xlsx", "_xcod.xlsx"),
        ("..", "_"),
        ("", "_"),
        ("folder/", "folder"),
    ],
)
@pytest.mark.parametrize("data", [GOOD, b""])
def test_a_name_has_no_folder_and_nothing_that_cannot_be_seen(name, plain, data):
    entry = entry_of(data, name)

    assert entry.file == plain
    assert all(problem.file in ("", plain) for problem in entry.problems)
    assert entry.form is None or entry.form.file == plain


def test_the_archive_is_named_without_its_folder():
    assert entry_of(GOOD, archive="x/y.zip").archive == "y.zip"


def test_an_archive_gives_an_entry_for_each_file_in_it():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("folder/回答.xlsx", GOOD)
        archive.writestr("folder/picture.png", b"\x89PNG")

    entries = read_given(Given("all.zip", out.getvalue()), CATALOGUE)

    assert [(e.file, e.archive, e.form is not None) for e in entries] == [
        ("回答.xlsx", "all.zip", True),
        ("picture.png", "all.zip", False),
    ]


def test_a_file_that_could_not_be_taken_out_is_told_with_its_reason():
    (entry,) = read_given(Given("a.xlsx", b"", "all.zip", "gate.archive_too_deep"), CATALOGUE)

    assert (entry.problems[0].code, entry.sha256, entry.archive) == ("gate.archive_too_deep", "", "all.zip")


@pytest.mark.parametrize("kind", [FileKind.XLS, FileKind.XLSB, FileKind.ODS, FileKind.PDF])
def test_old_formats_and_pdf_are_not_opened_where_memory_cannot_be_bounded(monkeypatch, kind):
    monkeypatch.setattr(read_file, "is_limited", lambda: False)
    assert entry_of(GOOD).form is not None

    monkeypatch.setattr(read_file, "examine", lambda name, data, **_: GateReport(name, "", kind=kind))
    assert [problem.code for problem in entry_of(b"bytes").problems] == ["gate.legacy_needs_limits"]


def test_no_password_is_in_the_entry_of_a_file_that_it_does_not_open():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.xlsx", GOOD)
    locked = bytearray(out.getvalue())
    locked[6] |= 1
    locked[locked.rindex(b"PK\x01\x02") + 8] |= 1  # the mark of encryption, before the file and in the directory

    (entry,) = read_given(Given("all.zip", bytes(locked)), CATALOGUE, passwords=("秘密の言葉",))

    assert entry.needs_password
    assert "秘密" not in entry.model_dump_json()
