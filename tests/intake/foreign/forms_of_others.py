"""Questionnaires of other people's making, built in the test that needs them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from openpyxl import Workbook as Book
from openpyxl.styles import Font

from riskgraph.intake.foreign.layout import understood
from riskgraph.intake.workbook import open_workbook
from riskgraph.model.foreign import AskedItem, ForeignForm
from tests.intake.books import Grid, book

QUESTIONS = (
    "個人データの取扱規程を定めていますか",
    "従業者から秘密保持の誓約書を取得していますか",
    "退職時にアカウントを削除していますか",
    "再委託先の管理状況を年1回確認していますか",
    "ウイルス対策ソフトを全端末に導入していますか",
)
ANSWERS = ("○", "△", "×", "はい", "該当なし")


def form_of(sheets: Mapping[str, Grid], *, change: Callable[[Book], None] | None = None) -> ForeignForm:
    return understood(open_workbook("other.xlsx", book(sheets, change=change)))


def sheet_of(*rows: Sequence[object], change: Callable[[Book], None] | None = None) -> ForeignForm:
    return form_of({"チェックシート": rows}, change=change)


def plain_rows(header: Sequence[object] = ("No.", "設問", "回答", "備考"), **more: object) -> list[Sequence[object]]:
    return [header, *((i, q, a, f"備考{i}") for i, (q, a) in enumerate(zip(QUESTIONS, ANSWERS, strict=True), start=1))]


def items(form: ForeignForm) -> tuple[AskedItem, ...]:
    assert len(form.blocks) == 1, (form.problems, form.passed_over)
    return form.blocks[0].items


def codes(form: ForeignForm) -> list[str | None]:
    """Return the code of the only answer of each question."""
    return [item.answers[0].code and item.answers[0].code.value for item in items(form)]


def passed(form: ForeignForm, reason: str) -> list[str]:
    return [entry.text for entry in form.passed_over if entry.reason == reason]


def strike(sheet: str, cell: str) -> Callable[[Book], None]:
    def change(made: Book) -> None:
        made[sheet][cell].font = Font(strike=True)

    return change


def merged(sheet: str, *ranges: str) -> Callable[[Book], None]:
    def change(made: Book) -> None:
        for cells in ranges:
            made[sheet].merge_cells(cells)

    return change
