"""The road that a returned file takes, and small forms of both sorts to send along it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from openpyxl import Workbook

from riskgraph.intake.foreign.applied import applied
from riskgraph.intake.foreign.suggest import proposed
from riskgraph.intake.given import Given
from riskgraph.intake.read_file import read_given
from riskgraph.model.answer import Answer
from riskgraph.model.foreign import ForeignForm
from riskgraph.model.problem import Problem
from riskgraph.model.questionnaire import ReturnedForm
from riskgraph.model.read_file import ReadFile
from tests.intake.books import Grid, book
from tests.intake.forms import CATALOGUE

TODAY = date(2026, 10, 1)
HEAD = ("No.", "設問", "回答", "備考")
ASKED = (
    "再委託を行う場合、事前に委託元の書面による承諾を得ていますか",
    "従業者から秘密保持の誓約書を取得していますか",
    "年1回以上、従業者に教育を実施し記録していますか",
    "アクセスログを定期的に点検していますか",
    "私物のスマートフォンの持込みを禁止していますか",
)


def came(name: str, data: bytes, *, passwords: Sequence[str] = ()) -> tuple[ReadFile, ...]:
    """Return what came of a file."""
    return read_given(Given(name, data), CATALOGUE, today=TODAY, passwords=passwords)


def own(data: bytes, name: str = "回答.xlsx") -> ReturnedForm:
    """Return a form of ours as it was understood."""
    (entry,) = came(name, data)
    assert entry.form is not None, entry.problems
    return entry.form


def others(data: bytes, name: str = "自社様式.xlsx") -> ForeignForm:
    """Return somebody else's form as it was understood."""
    (entry,) = came(name, data)
    assert entry.foreign is not None, entry.problems
    return entry.foreign


def sheet(*rows: Sequence[object], title: str = "チェックシート") -> bytes:
    """Return a workbook of one sheet."""
    return book({title: rows})


def answered(*said: object, asked: Sequence[str] = ASKED) -> bytes:
    """Return somebody else's form with these answers."""
    return sheet(HEAD, *table(*said, asked=asked))


def table(*said: object, asked: Sequence[str] = ASKED) -> Grid:
    """Return rows of number, question, answer and an empty remark."""
    return [(n, question, answer, "") for n, (question, answer) in enumerate(zip(asked, said, strict=False), 1)]


def codes(form: ForeignForm) -> list[str | None]:
    """Return the code of each question of the only party."""
    (block,) = form.blocks
    return [item.answers[0].code.value if item.answers[0].code else None for item in block.items]


def confirmed(form: ForeignForm) -> tuple[ReturnedForm, ...]:
    """Return the questionnaires of a form all of whose proposals somebody confirmed."""
    plan = proposed(form, CATALOGUE)
    entries = tuple(e.model_copy(update={"is_confirmed": True}) for e in plan.entries)
    return applied(form, plan.model_copy(update={"entries": entries}), CATALOGUE)


def said(form: ReturnedForm) -> dict[str, str]:
    """Return the code of each control."""
    return {answer.control_id: answer.answer.value for answer in form.answers}


def one(form: ReturnedForm, control_id: str) -> Answer:
    """Return the answer to a control."""
    return next(answer for answer in form.answers if answer.control_id == control_id)


def told(problems: Sequence[Problem]) -> set[str]:
    """Return the codes of problems."""
    return {problem.code for problem in problems}


def place(made: Workbook, control_id: str) -> tuple[str, int]:
    """Return sheet and row of a question of ours."""
    for page in made.worksheets:
        for (row, column), cell in page._cells.items():
            if column == 1 and cell.value == control_id:
                return page.title, row
    raise KeyError(control_id)


def put(made: Workbook, control_id: str, answer: object, *, column: int = 5) -> None:
    """Write into the row of a question of ours; column 5 is that of the answer."""
    title, row = place(made, control_id)
    made[title].cell(row, column).value = answer
