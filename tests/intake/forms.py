"""Questionnaires for tests: blank ones, filled ones, and ones that somebody has rearranged."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from riskgraph.catalogue import load_catalogue
from riskgraph.intake.questionnaire import read_questionnaire
from riskgraph.intake.questionnaire_writer import QuestionnaireRequest, write_questionnaire
from riskgraph.model.answer import Answer
from riskgraph.model.questionnaire import ReturnedForm
from riskgraph.text import t
from tools.fill_questionnaire import FilledAnswer, FilledCover, FilledTier, fill_questionnaire

CATALOGUE = load_catalogue()
ANSWERED_ON = date(2026, 8, 20)
COVER = FilledCover(ANSWERED_ON, "管理部 課長")
PARTY = "P-013"
NAME = "しおさい橋デジタル株式会社"


@cache
def blank(locale: str = "ja", form: str = "short", modules: tuple[str, ...] = (), party: str = PARTY) -> bytes:
    """Return a questionnaire as it is sent out."""
    request = QuestionnaireRequest(
        form_id=form,
        modules=modules,
        party_id=party,
        party_name=NAME if party == PARTY else "",
        due_on=date(2026, 8, 31),
    )
    return write_questionnaire(request, CATALOGUE, locale=locale)


def filled(
    answers: Mapping[str, FilledAnswer],
    *,
    cover: FilledCover = COVER,
    tiers: Sequence[FilledTier] = (),
    facts: Mapping[str, str] | None = None,
    data: bytes | None = None,
) -> bytes:
    """Return the short form filled in; the same content is made once."""
    told = tuple((facts or {}).items())
    return _filled(blank() if data is None else data, tuple(answers.items()), cover, tuple(tiers), told)


@lru_cache(maxsize=32)
def _filled(data: bytes, answers: tuple, cover: FilledCover, tiers: tuple, facts: tuple) -> bytes:
    return fill_questionnaire(data, dict(answers), cover=cover, tiers=tiers, facts=dict(facts))


def all_answered(answer: str = "yes", **beside: str) -> dict[str, FilledAnswer]:
    """Return the same answer to every question of the short form."""
    return {control: FilledAnswer(answer, **beside) for control in CATALOGUE.form("short").controls}


def read(data: bytes, name: str = "returned.xlsx", *, today: date | None = None) -> ReturnedForm:
    return read_questionnaire(name, data, CATALOGUE, today=today)


def read_back(answers: Mapping[str, FilledAnswer], **more: object) -> ReturnedForm:
    return read(filled(answers, **more))  # type: ignore[arg-type]


def edited(data: bytes, edit: Callable[[Workbook], None]) -> bytes:
    """Return a workbook after somebody changed it in a spreadsheet program."""
    book = load_workbook(io.BytesIO(data))
    edit(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def questions(book: Workbook, locale: str = "ja") -> Worksheet:
    return book[t(locale, "form.sheet.questions")]


def row_of(sheet: Worksheet, number: str) -> int:
    """Return the row of a question."""
    return next(row[0].row for row in sheet.iter_rows(max_col=1) if row[0].value == number)


def answer_of(form: ReturnedForm, control_id: str) -> Answer:
    """Return the only answer to a control."""
    (answer,) = [answer for answer in form.answers if answer.control_id == control_id]
    return answer


def essence(form: ReturnedForm) -> dict[str, tuple[str, str, str, str, date | None]]:
    """Return what every answer says, without where it stands."""
    return {
        a.control_id: (a.answer.value, a.evidence.value, a.comment, a.evidence_ref, a.answered_on) for a in form.answers
    }


def codes(form: ReturnedForm) -> list[str]:
    return [problem.code for problem in form.problems]


def workbook_of(sheets: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    """Return a workbook of plain rows."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
