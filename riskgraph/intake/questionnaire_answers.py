"""One question row to one answer: its code, evidence, date, and every doubt about it as a problem.

The convention that bites: the code is that of the first word in the cell under "this time". Nothing else,
neither remark nor evidence nor last time's answer, changes it; they raise proposals that people decide on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from riskgraph.intake.answer_reading import (
    AnswerReading,
    claims_verified,
    denial_in,
    evidence_of,
    hedge_in,
    read_answer,
)
from riskgraph.intake.folding import fold
from riskgraph.intake.naming import shown
from riskgraph.intake.normalise import as_text, day
from riskgraph.intake.questionnaire_identity import Recognised
from riskgraph.intake.questionnaire_rows import QuestionRow
from riskgraph.intake.questionnaire_words import open_parts, words_of_question
from riskgraph.model.answer import Answer, AnswerCode, Evidence
from riskgraph.model.control import Control
from riskgraph.model.problem import Problem, Severity, problem_at
from riskgraph.model.questionnaire import ReadItem
from riskgraph.text import LOCALES

_LONGEST = 2_000


@dataclass(frozen=True)
class Taken:
    """One row as it was taken: the item to show, the answer where there is one, and the problems of the row."""

    row: QuestionRow
    item: ReadItem
    answer: Answer
    problems: tuple[Problem, ...] = ()
    is_hidden: bool = False


def take(
    row: QuestionRow, control: Control, form: Recognised, *, rule: str = "", cover: date | None, today: date | None
) -> Taken:
    """Return the answer of one row.

    Parameters
    ----------
    rule
        How the row was matched where not by its number.
    cover
        The date on the cover: that of every answer without a date of its own.
    today
        Dates beyond it are ahead of time; None where the day is not known.
    """
    told = _Told(row, control.control_id)
    reading = _reading(row, control, told)
    comment = _joined(reading.rest, row.text("scope"))
    is_flagged = _doubts(row, reading, comment, told)
    answer = Answer(
        party_id=form.party_id,
        control_id=control.control_id,
        answer=reading.code,
        evidence=_evidence(row, reading, told),
        scope_kind=form.scope_kind,
        scope_id=form.scope_id,
        answered_on=_answered_on(row, cover, today, told),
        evidence_ref=row.text("evidence")[:_LONGEST],
        comment=comment,
        raw=row.text("answer")[:_LONGEST],
        form=form.name,
        is_flagged=is_flagged,
        source=row.at("answer"),
    )
    cell = row.cells.get("answer")
    shared = bool(cell and cell.anchor)
    if shared:
        told.add("answer", "form.shared_answer", Severity.INFO)
    item = ReadItem(
        item_id=row.number or control.control_id,
        text=row.text("question")[:_LONGEST],
        raw=answer.raw,
        code=answer.answer.value,
        comment=comment,
        control_id=control.control_id,
        rule=rule or ("shared" if shared else reading.rule),
        confidence=min(reading.confidence, 0.9 if rule or shared else 1.0),
        sheet=answer.source.sheet,
        cell=answer.source.cell,
    )
    return Taken(row, item, answer, tuple(told.problems), bool(cell and cell.is_hidden))


class _Told:
    """The problems of one row, gathered on the way; each names the question."""

    def __init__(self, row: QuestionRow, control_id: str) -> None:
        self.row = row
        self.control_id = control_id
        self.problems: list[Problem] = []

    def add(self, column: str, code: str, severity: Severity = Severity.WARNING, **fields: str) -> None:
        """Add a problem at a column of the row; texts from the file are cut to what a message can show."""
        safe = {key: shown(value) for key, value in fields.items()}
        self.problems.append(problem_at(self.row.at(column), code, severity, question=self.control_id, **safe))


def _reading(row: QuestionRow, control: Control, told: _Told) -> AnswerReading:
    """Return the reading of the answer cell, whatever is in it."""
    cell, raw = row.cells.get("answer"), row.text("answer")
    if cell is not None and cell.has_unsaved_formula and cell.value is None:
        told.add("answer", "form.formula_unsaved")
        return AnswerReading(AnswerCode.UNKNOWN, "formula", 0.0)
    if cell is not None and cell.is_struck and raw:
        told.add("answer", "form.answer_struck", value=raw)
        return AnswerReading(AnswerCode.UNKNOWN, "struck_through", 0.0, raw)
    graded = _grades(control).get(fold(raw[:_LONGEST]))
    if graded is not None:
        return AnswerReading(graded, "grade", 1.0, raw)
    reading = read_answer(raw)
    if reading.problem:
        severity = Severity.INFO if reading.rule == "dash" else Severity.WARNING
        told.add("answer", reading.problem, severity, value=raw)
    return reading


def _grades(control: Control) -> dict[str, AnswerCode]:
    """Return the answer of each fixed grade by its folded words."""
    return {fold(g.words.said(locale)): AnswerCode(g.answer) for g in control.grades for locale in LOCALES}


def _joined(rest: str, remark: str) -> str:
    """Return what stood behind the answer word and what stands under scope, each once."""
    parts = dict.fromkeys(part for part in (rest, remark) if part)
    return " / ".join(parts)[:_LONGEST]


def _doubts(row: QuestionRow, reading: AnswerReading, comment: str, told: _Told) -> bool:
    """Tell of what speaks against the answer; return whether that is a contradiction, which lowers its low end."""
    hedge = (reading.hedge or hedge_in(row.text("scope"))) if reading.code is AnswerCode.YES else ""
    if hedge:
        told.add("scope", "form.hedged_answer", value=row.text("answer"), hedge=hedge, remark=comment)
    parts = open_parts(row.text("question")) if reading.code is AnswerCode.YES else ()
    if parts:
        told.add("question", "form.parts_open", value=row.text("answer"), parts=" / ".join(parts))
    if reading.code is not AnswerCode.NA:
        return False
    if not comment:
        told.add("scope", "form.na_without_reason", value=row.text("answer"))
        return False
    if denial_in(comment):
        told.add("scope", "form.na_denied", remark=comment, denial=denial_in(comment))
        return True
    return False


def _evidence(row: QuestionRow, reading: AnswerReading, told: _Told) -> Evidence:
    """Return what stands behind the answer; a party cannot verify itself."""
    named = row.text("evidence")
    if claims_verified(named):
        told.add("evidence", "form.verified_by_party", value=named)
        return Evidence.DOCUMENT
    return Evidence.DOCUMENT if reading.is_verified else evidence_of(named)


def _answered_on(row: QuestionRow, cover: date | None, today: date | None, told: _Told) -> date | None:
    """Return the date of the answer: its own, else that of the cover; None for one that lies ahead."""
    cell = row.cells.get("checked_on")
    if cell is None:
        return cover
    reading = day(cell.value)
    if reading.value is None:
        if reading.is_unreadable:
            told.add("checked_on", "form.checked_on_unreadable", value=as_text(cell.value))
        return cover
    latest = min((limit for limit in (cover, today) if limit is not None), default=None)
    if latest is not None and reading.value > latest:
        told.add("checked_on", "form.checked_on_ahead", value=as_text(cell.value), cover=latest.isoformat())
        return None
    return reading.value


def printed_texts(control: Control) -> frozenset[str]:
    """Return the question as it is or was printed, folded, in both languages; its first sentence alone counts too."""
    parts = tuple((part.ja, part.en) for part in control.parts)
    wordings = (control.question, *control.earlier_questions)
    return frozenset().union(*(_printed_texts(words.ja, words.en, parts) for words in wordings))


@cache
def _printed_texts(japanese: str, english: str, parts: tuple[tuple[str, str], ...]) -> frozenset[str]:
    # Only texts of our own catalogue come here, so that the cache stays small.
    printed = (
        words_of_question(japanese, [part for part, _ in parts], "ja"),
        words_of_question(english, [part for _, part in parts], "en"),
    )
    return frozenset(map(fold, (*printed, japanese, english)))
