"""What stands between the page and the method: files by content, corrections that replace, nothing half-read."""

from __future__ import annotations

import json
from datetime import date

import pytest

from riskgraph.arguments import parsed
from riskgraph.commands import assess_command
from riskgraph.model.questionnaire import ReturnedForm
from riskgraph.ui import actions
from riskgraph.ui.inputs import Inputs, StoredFile
from tests.ui.pages import CORRECTED, register_bytes


def stored(name: str, data: bytes = b"x") -> StoredFile:
    return StoredFile.of(name, data)


def quiet(done: int, of: int, name: str) -> None:
    """Take no notice of the progress."""


def test_the_key_follows_the_content_and_the_kind() -> None:
    a, b = stored("a.xlsx", b"1"), stored("a.xlsx", b"2")
    keys = {Inputs((a,)).key, Inputs((b,)).key, Inputs((), (a,)).key, Inputs((a,), (b,)).key, Inputs().key}
    assert len(keys) == 5
    assert Inputs((stored("a.xlsx", b"1"),)).key == Inputs((a,)).key


@pytest.mark.parametrize("name", ["C:\\Users\\x\\a.xlsx", "/tmp/a.xlsx", "a.xlsx"])
def test_a_file_is_known_by_its_name_without_folder(name: str) -> None:
    assert stored(name).name == "a.xlsx"


def test_one_register_that_cannot_be_read_makes_the_set_unusable() -> None:
    good, bad = stored("a.xlsx", register_bytes()), stored("b.xlsx", b"no workbook")
    reading = actions.read((good, bad), (), quiet)
    assert reading.inputs.is_empty
    assert [problem.file for problem in reading.refused] == ["b.xlsx"]


def test_a_questionnaire_that_cannot_be_read_is_left_out_by_itself() -> None:
    form, bad = stored(CORRECTED.name, CORRECTED.read_bytes()), stored("b.xlsx", b"no workbook")
    reading = actions.read((stored("a.xlsx", register_bytes()),), (bad, form), quiet)
    assert reading.inputs.forms == (form,)
    assert [problem.file for problem in reading.refused] == ["b.xlsx"]


def test_progress_counts_every_questionnaire() -> None:
    told: list[tuple[int, int, str]] = []
    form = stored(CORRECTED.name, CORRECTED.read_bytes())
    actions.read((), (form, form), lambda *step: told.append(step))
    assert told == [(0, 2, form.name), (1, 2, form.name), (2, 2, "")]


def test_a_corrected_questionnaire_takes_the_place_of_the_one_before() -> None:
    sample = actions.sample_inputs()
    corrected = stored(CORRECTED.name, CORRECTED.read_bytes())
    after = actions.with_corrections(sample, (corrected,))
    assert len(after.forms) == len(sample.forms)
    assert {f.name for f in sample.forms} - {f.name for f in after.forms} == {"P-003_full.xlsx"}
    assert actions.with_corrections(after, (corrected,)).key == after.key


def test_an_older_return_does_not_replace_a_newer_one() -> None:
    old = ReturnedForm(file="o", party_id="A", form_id="short", answered_on=date(2025, 1, 1))
    new = old.model_copy(update={"answered_on": date(2026, 1, 1)})
    other = new.model_copy(update={"party_id": "B"})
    assert actions._replaces(new, old) and not actions._replaces(old, new)
    assert not actions._replaces(other, old) and not actions._replaces(None, old)


def test_what_is_no_questionnaire_is_named_instead_of_passed_over() -> None:
    register = stored("台帳.xlsx", register_bytes())
    reading = actions.read((), (register,), quiet)
    assert reading.inputs.forms == ()
    assert [problem.file for problem in reading.refused] == ["台帳.xlsx"]


def test_the_page_says_what_the_command_says() -> None:
    sample = ["assess", str(actions.ROOT / "sample_vendors.xlsx"), "--format", "json"]
    answers = ["--answers", str(actions.ROOT / "questionnaires" / "returned")]
    document = json.loads(assess_command(parsed([*sample, *answers], "en")).result)
    shown = actions.assessed(actions.sample_inputs()).assessment
    assert document["totals"]["eal_yen"]["pt"] == pytest.approx(shown.totals.eal_yen.pt, rel=1e-9)
    assert [p["engagements"] for p in document["paths"]] == [
        list(p.engagements) for p in shown.paths[: len(document["paths"])]
    ]


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_blank_templates_are_workbooks(locale: str) -> None:
    for data in (actions.blank_register(locale), actions.blank_form(locale)):
        assert data.startswith(b"PK\x03\x04")
