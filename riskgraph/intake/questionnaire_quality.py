"""Looks at a whole questionnaire once its rows are read: what stands twice, is missing, or contradicts.

The convention that bites: a quality flag raises uncertainty, never weakness. It lowers the low end of an
answer and leaves its code.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from riskgraph.intake.folding import fold
from riskgraph.intake.naming import shown
from riskgraph.intake.questionnaire_answers import Taken, printed_texts
from riskgraph.intake.questionnaire_fields import Fields
from riskgraph.intake.questionnaire_identity import Recognised
from riskgraph.intake.questionnaire_people import personal_problems
from riskgraph.intake.questionnaire_words import unticked
from riskgraph.model.answer import Answer, AnswerCode, Evidence
from riskgraph.model.control import Catalogue
from riskgraph.model.problem import Problem, Severity, problem_at
from riskgraph.model.quantities import Cell
from riskgraph.text import t

CLOSED_BY_STATEMENT = ("CHN-02", "CHN-05")
UNIFORM_FROM = 10
_OPEN = (AnswerCode.BLANK, AnswerCode.NA)
# From the answer that helps a party most to the one that helps it least.
_BEST_FIRST = (
    AnswerCode.YES,
    AnswerCode.PARTIAL,
    AnswerCode.NA,
    AnswerCode.UNKNOWN,
    AnswerCode.PLANNED,
    AnswerCode.NO,
)


@dataclass(frozen=True)
class Outcome:
    """The rows as they are shown, one answer a control, and every problem of rows and whole."""

    taken: tuple[Taken, ...]
    answers: tuple[Answer, ...]
    problems: tuple[Problem, ...]


def judged(taken: Sequence[Taken], form: Recognised, fields: Fields, catalogue: Catalogue, *, file: str) -> Outcome:
    """Return the answers of a questionnaire with everything that shows only in the whole."""
    assert form.form is not None
    problems = [problem for one in taken for problem in one.problems]
    problems += _hidden(taken)
    problems += _personal(taken)
    kept = _once(_with_wording_checked(taken, form, catalogue, problems), problems)
    problems += _counted(kept, form, file)
    # Before rows are closed: what we write into them is no remark of the party.
    kept = _uniform(kept, file, problems)
    kept = [_closed(one, form, fields, problems) for one in kept]
    if fields.answered_on is None and any(_is_answered(one) and one.answer.answered_on is None for one in kept):
        problems.append(problem_at(Cell(file), "form.no_date", Severity.WARNING))
    by_place = {(one.row.sheet, one.row.row): one for one in kept}
    shown_rows = tuple(by_place.get((one.row.sheet, one.row.row), one) for one in taken)
    answers = (*(one.answer for one in kept), *_missing(kept, form, file, problems))
    return Outcome(shown_rows, answers, tuple(problems))


def _is_answered(one: Taken) -> bool:
    return one.answer.answer is not AnswerCode.BLANK


def _hidden(taken: Iterable[Taken]) -> list[Problem]:
    """Tell of answers that lie in hidden rows or columns, once a sheet."""
    hidden: dict[str, list[Taken]] = defaultdict(list)
    for one in taken:
        if one.is_hidden:
            hidden[one.row.sheet].append(one)
    return [
        problem_at(rows[0].row.at("answer"), "form.hidden_answers", Severity.WARNING, count=len(rows))
        for rows in hidden.values()
    ]


def _personal(taken: Iterable[Taken]) -> list[Problem]:
    """Tell of cells that seem to name a person; the message says where and not whom."""
    cells = ((one.row, key) for one in taken for key in ("answer", "scope", "evidence"))
    return [problem for row, key in cells for problem in personal_problems(row.text(key), row.at(key))]


def _with_wording_checked(
    taken: Sequence[Taken], form: Recognised, catalogue: Catalogue, problems: list[Problem]
) -> list[Taken]:
    """Flag answers to a question whose printed words were changed; many at once are an older edition."""
    changed = [one for one in taken if _is_reworded(one, catalogue)]
    if not changed or not form.is_sure:
        return list(taken)
    if 2 * len(changed) > len(taken):
        where = changed[0].row.at("question")
        problems.append(problem_at(where, "form.other_wording", Severity.WARNING, count=len(changed)))
        return list(taken)
    for one in changed:
        where, text = one.row.at("question"), shown(one.row.text("question"))
        question = one.answer.control_id
        problems.append(problem_at(where, "form.question_changed", Severity.WARNING, question=question, value=text))
    places = {(one.row.sheet, one.row.row) for one in changed}
    return [_flagged(one) if (one.row.sheet, one.row.row) in places else one for one in taken]


def _is_reworded(one: Taken, catalogue: Catalogue) -> bool:
    text = fold(unticked(one.row.text("question")))
    return bool(text) and text not in printed_texts(catalogue.control(one.answer.control_id))


def _flagged(one: Taken) -> Taken:
    return replace(one, answer=one.answer.model_copy(update={"is_flagged": True}))


def _once(taken: Sequence[Taken], problems: list[Problem]) -> list[Taken]:
    """Return one row a control: of two that differ the worse, which is told with both cells."""
    kept: dict[str, Taken] = {}
    for one in taken:
        known = kept.get(one.answer.control_id)
        if known is None or not _is_answered(known):
            kept[one.answer.control_id] = one
        elif _is_answered(one) and one.answer.answer is not known.answer.answer:
            worse, other = sorted((known, one), key=lambda row: _BEST_FIRST.index(row.answer.answer), reverse=True)
            kept[one.answer.control_id] = worse
            problems.append(_told_twice(worse, other))
    return list(kept.values())


def _told_twice(used: Taken, left: Taken) -> Problem:
    return problem_at(
        used.answer.source,
        "form.answered_twice",
        Severity.WARNING,
        question=used.answer.control_id,
        used=shown(used.answer.raw),
        left=shown(left.answer.raw),
        other_sheet=left.answer.source.sheet,
        other_cell=left.answer.source.cell,
    )


def _counted(kept: Sequence[Taken], form: Recognised, file: str) -> list[Problem]:
    """Tell how many questions were left open, and of rows that another form asks."""
    assert form.form is not None
    asked = form.form.asked(form.modules)
    open_ = [one.answer.control_id for one in kept if not _is_answered(one)]
    told: list[Problem] = []
    if kept and len(open_) == len(kept):
        told.append(problem_at(Cell(file), "form.nothing_answered", Severity.WARNING, count=len(kept)))
    elif open_:
        answered, questions = len(kept) - len(open_), ", ".join(open_)
        told.append(
            problem_at(
                Cell(file), "form.some_open", Severity.INFO, answered=answered, count=len(kept), questions=questions
            )
        )
    extra = [one for one in kept if one.answer.control_id not in asked]
    if extra and form.is_sure:
        questions = ", ".join(one.answer.control_id for one in extra)
        told.append(problem_at(extra[0].answer.source, "form.extra_questions", Severity.INFO, questions=questions))
    return told


def _closed(one: Taken, form: Recognised, fields: Fields, problems: list[Problem]) -> Taken:
    """Close what a plain denial of sub-contracting answers; flag it where the form contradicts itself."""
    if one.answer.control_id not in CLOSED_BY_STATEMENT:
        return one
    if fields.has_contradiction:
        return _flagged(one)
    if fields.onward != "none" or one.answer.answer not in _OPEN:
        return one
    said = t(form.language or "ja", "form.closed_by_statement")
    answer = one.answer.model_copy(
        update={
            "answer": AnswerCode.YES,
            "evidence": Evidence.CLAIM,
            "comment": " / ".join(part for part in (said, one.answer.comment) if part),
            "answered_on": fields.answered_on,
            "is_flagged": False,
        }
    )
    question = one.answer.control_id
    problems.append(
        problem_at(
            one.answer.source,
            "form.closed_by_statement",
            Severity.INFO,
            question=question,
            statement_sheet=fields.onward_cell.sheet,
            statement_cell=fields.onward_cell.cell,
        )
    )
    item = one.item.model_copy(update={"code": "yes", "comment": answer.comment, "rule": "closed_by_statement"})
    return replace(one, answer=answer, item=item)


def _uniform(kept: list[Taken], file: str, problems: list[Problem]) -> list[Taken]:
    """Flag a form that says yes to everything and shows nothing for it."""
    answered = [one.answer for one in kept if _is_answered(one)]
    is_bare = all(a.answer is AnswerCode.YES and not a.comment and not a.evidence_ref for a in answered)
    if len(answered) < UNIFORM_FROM or not is_bare:
        return kept
    problems.append(problem_at(Cell(file), "form.all_yes", Severity.WARNING, count=len(answered)))
    return [_flagged(one) if _is_answered(one) else one for one in kept]


def _missing(kept: Sequence[Taken], form: Recognised, file: str, problems: list[Problem]) -> list[Answer]:
    """Return blanks for questions whose rows are gone from a form that asked them."""
    assert form.form is not None
    there = {one.answer.control_id for one in kept}
    gone = [control_id for control_id in form.form.asked(form.modules) if control_id not in there]
    if not gone or not form.is_sure:
        return []
    problems.append(problem_at(Cell(file), "form.rows_missing", Severity.WARNING, questions=", ".join(gone)))
    return [
        Answer(
            party_id=form.party_id,
            control_id=control_id,
            answer=AnswerCode.BLANK,
            scope_kind=form.scope_kind,
            scope_id=form.scope_id,
            form=form.name,
            source=Cell(file),
        )
        for control_id in gone
    ]
