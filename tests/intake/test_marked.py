"""A questionnaire that goes back: marked where something is to be mended, the same form in everything else."""

from __future__ import annotations

import io

from openpyxl import load_workbook

from riskgraph.intake.marked import AMBER, AUTHOR, marked
from riskgraph.intake.questionnaire import read_questionnaire
from riskgraph.model.questionnaire import ReturnedForm
from riskgraph.report.question_list import comment, mends, question_list
from tests.intake.forms import CATALOGUE, all_answered, filled
from tools.fill_questionnaire import FilledAnswer

HOSTILE = '=HYPERLINK("http://example.test")<b>*&_x0041_'


def read(data: bytes, name: str = "form.xlsx") -> ReturnedForm:
    return read_questionnaire(name, data, CATALOGUE)


def sent_back(data: bytes) -> bytes:
    form = read(data)
    return marked("form.xlsx", data, {(m.sheet, m.cell): comment(m, form.language) for m in mends(form)})


def doubtful() -> bytes:
    told = all_answered("yes", evidence="規程")
    first, second, third = list(told)[:3]
    return filled({**told, first: FilledAnswer("0"), second: FilledAnswer(""), third: FilledAnswer(HOSTILE)})


def marks_of(data: bytes) -> dict[tuple[str, str], str]:
    book = load_workbook(io.BytesIO(data))
    return {(s.title, c.coordinate): c.comment.text for s in book for row in s.iter_rows() for c in row if c.comment}


def test_each_cell_to_mend_is_filled_and_commented_and_no_other() -> None:
    data = doubtful()
    listed = mends(read(data))
    out = sent_back(data)
    assert set(marks_of(out)) == {(m.sheet, m.cell) for m in listed}
    book = load_workbook(io.BytesIO(out))
    assert all(book[m.sheet][m.cell].fill.fgColor.rgb.endswith(AMBER) for m in listed)
    assert all(book[m.sheet][m.cell].comment.author == AUTHOR for m in listed)


def test_the_marked_workbook_reads_back_as_the_same_form() -> None:
    data = doubtful()
    again, before = read(sent_back(data)), read(data)
    assert before == again.model_copy(update={"sha256": before.sha256})


def test_values_widths_rules_and_the_hidden_identity_stay() -> None:
    data = doubtful()
    before, after = load_workbook(io.BytesIO(data)), load_workbook(io.BytesIO(sent_back(data)))
    assert before.sheetnames == after.sheetnames
    for title in before.sheetnames:
        old, new = before[title], after[title]
        assert [[c.value for c in row] for row in old.iter_rows()] == [
            [c.value for c in row] for row in new.iter_rows()
        ]
        assert old.sheet_state == new.sheet_state
        assert old.protection.sheet == new.protection.sheet
        assert {str(v.sqref): v.formula1 for v in old.data_validations.dataValidation} == {
            str(v.sqref): v.formula1 for v in new.data_validations.dataValidation
        }


def test_a_cell_that_was_mended_is_not_marked_when_the_file_goes_back_once_more() -> None:
    out = sent_back(doubtful())
    book = load_workbook(io.BytesIO(out))
    mend = mends(read(out))[0]
    book[mend.sheet][mend.cell].value = "○ はい"
    stream = io.BytesIO()
    book.save(stream)
    assert (mend.sheet, mend.cell) not in marks_of(sent_back(stream.getvalue()))


def test_a_mark_for_a_sheet_or_cell_that_is_not_there_is_left_out() -> None:
    data = filled(all_answered("yes", evidence="規程"))
    out = marked("f.xlsx", data, {("無い", "A1"): "x", ("設問", "nowhere"): "x", ("設問", "E11"): "a\x00b" + HOSTILE})
    assert marks_of(out) == {("設問", "E11"): "ab" + HOSTILE}


def test_the_list_is_numbered_names_the_cells_and_says_what_to_write_in_the_form_s_language() -> None:
    form = read(doubtful())
    listed = mends(form)
    text = question_list(listed, "ja")
    for number, mend in enumerate(listed, start=1):
        assert f"{number}. 「{mend.sheet}」シート {mend.cell}" in text
        assert mend.ask in text
    assert "Thank you" in question_list(mends(form, "en"), "en")
    assert question_list((), "ja") == "ご確認いただく箇所はありません。"


def test_nothing_that_is_ours_to_mend_or_comes_from_the_register_goes_to_the_party() -> None:
    listed = mends(read(doubtful()))
    assert not any(mend.sheet == "" or mend.cell == "" for mend in listed)
    assert all("台帳" not in mend.found + mend.ask for mend in listed)
