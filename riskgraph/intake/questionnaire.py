"""Reads a returned questionnaire of ours: what was understood, row by row, before anybody accepts it.

The convention that bites: nothing is decided silently. Every question row is an item with its cell and the
rule that read it; every doubt is a problem; a file that is no questionnaire of ours gives no answers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from riskgraph.intake.folding import fold
from riskgraph.intake.header import kind_by_title
from riskgraph.intake.naming import shown
from riskgraph.intake.questionnaire_answers import Taken, printed_texts, take
from riskgraph.intake.questionnaire_facts import fact_item, facts_of
from riskgraph.intake.questionnaire_fields import read_fields
from riskgraph.intake.questionnaire_identity import Recognised, recognise
from riskgraph.intake.questionnaire_quality import judged
from riskgraph.intake.questionnaire_rows import FACT_ID, QuestionRow, question_rows
from riskgraph.intake.questionnaire_words import unticked
from riskgraph.intake.workbook import Workbook, open_workbook
from riskgraph.model.control import Catalogue, Control
from riskgraph.model.problem import Problem, Severity, problem_at
from riskgraph.model.quantities import Cell
from riskgraph.model.questionnaire import ReadItem, ReturnedForm

_LONGEST = 2_000
_MOST_PROBLEMS = 300


def read_questionnaire(name: str, data: bytes, catalogue: Catalogue, *, today: date | None = None) -> ReturnedForm:
    """Return what a returned questionnaire says.

    Parameters
    ----------
    name
        File name without folder, for messages only.
    today
        Dates beyond it are told and left out; without it only dates beyond the cover's own are.

    Returns
    -------
    ReturnedForm
        ``is_known`` False, without answers, where the file is none of our forms.

    Raises
    ------
    InputRefused
        Where the gate does not let the file through.
    """
    return questionnaire_of(open_workbook(name, data), catalogue, today=today)


def questionnaire_of(book: Workbook, catalogue: Catalogue, *, today: date | None = None) -> ReturnedForm:
    """Return what the cells of a returned questionnaire say, as `read_questionnaire` does."""
    found = question_rows(book)
    numbers = {row.number for row in found.rows if row.number and not FACT_ID.fullmatch(row.number)}
    form = recognise(book, numbers, catalogue)
    if form.form is None:
        return ReturnedForm(file=book.file, sha256=book.sha256, problems=(*book.warnings, _not_ours(book)))
    fields = read_fields(book, today=today)
    rows = _rows(found.rows, form, catalogue, cover=fields.answered_on, today=today)
    outcome = judged(rows.taken, form, fields, catalogue, file=book.file)
    items = {**rows.others, **{_place(one.row): one.item for one in outcome.taken}}
    return ReturnedForm(
        file=book.file,
        sha256=book.sha256,
        form_id=form.form.form_id,
        version=form.form.version,
        is_known=True,
        language=form.language or _language(found.rows),
        modules=form.modules,
        party_id=form.party_id,
        party_name=fields.party_name,
        scope_kind=form.scope_kind,
        scope_id=form.scope_id,
        due_on=form.due_on,
        answered_on=fields.answered_on,
        onward=fields.onward,
        onward_sheet=fields.onward_cell.sheet,
        onward_cell=fields.onward_cell.cell,
        items=tuple(items[_place(row)] for row in found.rows),
        answers=outcome.answers,
        facts=facts_of(found.rows, form.form, fields),
        declared=fields.tiers,
        problems=_capped(
            book.file,
            (*book.warnings, *form.problems, *found.problems, *fields.problems, *outcome.problems, *rows.problems),
        ),
    )


def _capped(file: str, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Return the problems, those beyond what anybody would read counted in one."""
    if len(problems) <= _MOST_PROBLEMS:
        return problems
    more = problem_at(Cell(file), "form.more_problems", Severity.WARNING, count=len(problems) - _MOST_PROBLEMS)
    return (*problems[:_MOST_PROBLEMS], more)


class _Rows(NamedTuple):
    """Rows that answer a control, items of all other rows by place, and what is to be told of those."""

    taken: list[Taken]
    others: dict[tuple[str, int], ReadItem]
    problems: list[Problem]


def _place(row: QuestionRow) -> tuple[str, int]:
    return row.sheet, row.row


def _rows(
    found: Sequence[QuestionRow], form: Recognised, catalogue: Catalogue, *, cover: date | None, today: date | None
) -> _Rows:
    """Return every row as an answer, a fact, or one that was not matched."""
    rows = _Rows([], {}, [])
    by_text = _controls_by_text(form, catalogue) if any(not row.number for row in found) else {}
    for row in found:
        control, rule = catalogue.control_by_id.get(row.number), ""
        if control is None and not row.number:
            control, rule = by_text.get(fold(unticked(row.text("question")[:_LONGEST]))), "by_text"
        if control is not None:
            rows.taken.append(take(row, control, form, rule=rule, cover=cover, today=today))
        elif form.form is not None and FACT_ID.fullmatch(row.number):
            rows.others[_place(row)] = fact_item(row, form.form)
        else:
            rows.others[_place(row)] = _unmapped(row)
            rows.problems.append(_told_unmapped(row))
    return rows


def _controls_by_text(form: Recognised, catalogue: Catalogue) -> Mapping[str, Control]:
    """Return the controls of a form by their printed question, for rows that lost their number."""
    asked = form.form.asked(form.modules) if form.form else ()
    return {text: control for control in map(catalogue.control, asked) for text in printed_texts(control)}


def _unmapped(row: QuestionRow) -> ReadItem:
    """Return the item of a row that asks something that the form does not know; it carries no code."""
    where = row.at("answer")
    return ReadItem(
        item_id=row.number,
        text=row.text("question")[:_LONGEST],
        raw=row.text("answer")[:_LONGEST],
        code="",
        comment=row.text("scope")[:_LONGEST],
        rule="unmapped",
        sheet=where.sheet,
        cell=where.cell,
    )


def _told_unmapped(row: QuestionRow) -> Problem:
    severity = Severity.WARNING if row.text("answer") else Severity.INFO
    if row.number:
        return problem_at(row.at("id"), "form.unknown_id", severity, value=row.number)
    return problem_at(row.at("question"), "form.unmapped_row", severity, value=shown(row.text("question")))


def _not_ours(book: Workbook) -> Problem:
    """Return why a file gives no answers: it is a register, it is empty, or it is another form."""
    titles = [sheet.title for sheet in book.sheets if kind_by_title(sheet.title) is not None]
    if len(titles) > 1:
        return problem_at(Cell(book.file), "form.is_register", sheets=shown(", ".join(titles)))
    if not any(sheet.rows for sheet in book.sheets):
        return problem_at(Cell(book.file), "form.empty")
    return problem_at(Cell(book.file), "form.not_ours")


def _language(rows: Sequence[QuestionRow]) -> str:
    """Return the language of the questions where the file does not say it."""
    first = next((row.text("question") for row in rows if row.text("question")), "")
    return "en" if first.isascii() and first else "ja"
