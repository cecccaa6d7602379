"""Promises about any questionnaire: what is written comes back, and remarks never change a code."""

from __future__ import annotations

import random
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from riskgraph.model.answer import AnswerCode
from tests.intake.forms import (
    ANSWERED_ON,
    CATALOGUE,
    FilledAnswer,
    answer_of,
    blank,
    edited,
    essence,
    filled,
    questions,
    read,
)

CONTROLS = CATALOGUE.form("short").controls
CODES = tuple(code.value for code in AnswerCode if code is not AnswerCode.BLANK)
# What a spreadsheet can hold and nobody would take for more than a remark.
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z"), exclude_characters="=+-@'"), max_size=12)
DATES = st.one_of(st.none(), st.dates(date(2020, 1, 1), ANSWERED_ON))
ANSWERS = st.builds(FilledAnswer, st.sampled_from(CODES), TEXTS, TEXTS, DATES)
FEW = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@FEW
@given(answers=st.dictionaries(st.sampled_from(CONTROLS), ANSWERS), locale=st.sampled_from(["ja", "en"]))
def test_what_a_party_writes_is_what_is_read(answers, locale):
    form = read(filled(answers, data=blank(locale)))

    for control in CONTROLS:
        answer, written = answer_of(form, control), answers.get(control)
        assert answer.answer.value == (written.answer if written else "blank")
        if written:
            assert answer.comment == written.scope
            assert answer.evidence_ref == written.evidence
            assert answer.answered_on == (written.checked_on or ANSWERED_ON)


@FEW
@given(answers=st.dictionaries(st.sampled_from(CONTROLS), ANSWERS, min_size=1), seed=st.integers(0, 1000))
def test_the_order_of_the_rows_carries_no_meaning(answers, seed):
    data = filled(answers)

    def shuffle(book):
        sheet = questions(book)
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
        random.Random(seed).shuffle(rows)
        for row, values in enumerate(rows, start=4):
            for column, value in enumerate(values, start=1):
                sheet.cell(row, column).value = value

    assert essence(read(edited(data, shuffle))) == essence(read(data))


@FEW
@given(answer=st.sampled_from(CODES), remark=TEXTS, evidence=TEXTS)
def test_a_remark_never_changes_a_code(answer, remark, evidence):
    bare = read(filled({"DEV-01": FilledAnswer(answer)}))
    remarked = read(filled({"DEV-01": FilledAnswer(answer, remark, evidence)}))

    assert answer_of(bare, "DEV-01").answer is answer_of(remarked, "DEV-01").answer


@FEW
@given(written=st.text(max_size=40).filter(lambda text: not any(ord(c) < 32 and c not in "\n\t\r" for c in text)))
def test_no_text_in_an_answer_cell_is_lost_or_stops_the_reader(written):
    def type_it(book):
        cell = questions(book)["E24"]
        cell.value = written
        cell.data_type = "s"

    form = read(edited(blank(), type_it))

    assert answer_of(form, "DEV-01").answer in AnswerCode
    assert sum(item.control_id == "DEV-01" for item in form.items) == 1
