"""The workbooks of a year: the register with three mistakes, mended, a year later; answers that came back.

The convention that bites: a returned questionnaire is made from a form that riskgraph itself wrote, as a party
would fill it in; which firm answers how stands in `REPLIES`. A register is written once a run, because a
workbook says when it was written.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from openpyxl import Workbook, load_workbook

from riskgraph.catalogue import load_catalogue
from riskgraph.intake.questionnaire_words import IDENTITY_SHEET
from tests.year import rows
from tests.year.rows import Row
from tools.fill_questionnaire import FilledAnswer, FilledCover, fill_questionnaire

REGISTER, SECOND_REGISTER = "委託先台帳2026.xlsx", "委託先台帳2027.xlsx"


@dataclass(frozen=True)
class Mistake:
    """A cell of the sheet 委託 that somebody filled in wrongly."""

    engagement_id: str
    column: str
    written: str

    @property
    def cell(self) -> str:
        """Return the address of the cell."""
        row = 2 + [row[0] for row in rows.ENGAGEMENTS].index(self.engagement_id)
        return f"{chr(ord('A') + rows.ENGAGEMENT_HEAD.index(self.column))}{row}"


MISTAKES = (
    Mistake("E-14", "開始日", "R7.13.1"),
    Mistake("E-20", "上位委託ID", "E-0999"),
    Mistake("E-25", "委託先ID", "G-99"),
)


@dataclass(frozen=True)
class Reply:
    """How one party answers: the code of its habit, the questions that it answers otherwise, and whether it shows it.

    `left_blank` is the number of questions at the end that it leaves open.
    """

    habit: str = "yes"
    otherwise: Mapping[str, str] | None = None
    is_shown: bool = True
    left_blank: int = 0


# Ten that answer. The host shows that bulk retrieval, devices and logs are under control: the first path falls.
REPLIES: Mapping[str, Reply] = {
    rows.HOST: Reply(),
    "G-03": Reply(otherwise={"CHN-05": "partial"}),
    "G-05": Reply(is_shown=False),
    "G-07": Reply(otherwise={"DEV-01": "no", "MON-01": "no"}, left_blank=2),
    "G-09": Reply(otherwise={"PHY-02": "partial"}),
    "G-11": Reply(otherwise={"MON-01": "no"}),
    "G-13": Reply(),
    "G-16": Reply(habit="partial", is_shown=False),
    "G-19": Reply(habit="no", is_shown=False),
    "G-24": Reply(otherwise={"DEV-02": "planned"}),
}
RETURNED_TO = "G-19"  # the reviewer gives this one back


@cache
def register_with_mistakes() -> bytes:
    """Return the register as it is first chosen."""
    return _register(rows.PARTIES, _with_mistakes(), rows.FIRST_DAY)


@cache
def mended_register() -> bytes:
    """Return the same register after the three cells were put right."""
    return _register(rows.PARTIES, rows.ENGAGEMENTS, rows.FIRST_DAY)


@cache
def second_register() -> bytes:
    """Return the register of a year later: a firm has another name and id, two engagements began, one is over."""
    parties = [(("G-70", rows.NEW_NAME, *row[2:]) if row[0] == rows.RENAMED else row) for row in rows.PARTIES]
    ended = rows.ENGAGEMENT_HEAD.index("状態")
    kept = [(*row[:ended], "終了", *row[ended + 1 :]) if row[0] == rows.ENDED else row for row in rows.ENGAGEMENTS]
    engagements = [tuple("G-70" if cell == rows.RENAMED else cell for cell in row) for row in (*kept, *rows.BEGUN)]
    return _register(parties, engagements, rows.SECOND_DAY)


def _with_mistakes() -> list[Row]:
    wrong = {(m.engagement_id, rows.ENGAGEMENT_HEAD.index(m.column)): m.written for m in MISTAKES}
    return [tuple(wrong.get((str(row[0]), place), cell) for place, cell in enumerate(row)) for row in rows.ENGAGEMENTS]


def _register(parties: Sequence[Row], engagements: Sequence[Row], as_of: date) -> bytes:
    settings = (
        ("基準日", as_of),
        ("会計年度の開始月", 4),
        ("自社の組織ID", rows.OWNER),
        ("許容額(円/年・経路)", 1_000_000),
    )
    sheets: dict[str, tuple[Row, Sequence[Row]]] = {
        "組織": (rows.PARTY_HEAD, parties),
        "委託": (rows.ENGAGEMENT_HEAD, engagements),
        "データ": (rows.ASSET_HEAD, rows.ASSETS),
        "システム": (rows.SYSTEM_HEAD, rows.SYSTEMS),
        "取扱": (rows.ACCESS_HEAD, rows.ACCESSES),
        "設定": (("項目", "値"), settings),
    }
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, (head, body) in sheets.items():
        sheet = book.create_sheet(title)
        for row in (head, *body):
            sheet.append(row)
    return _bytes(book)


def identity(blank: bytes) -> dict[str, str]:
    """Return what a form that riskgraph wrote says of itself on its own sheet: party, form, version, language."""
    sheet = load_workbook(io.BytesIO(blank), read_only=True)[IDENTITY_SHEET]
    return {str(row[0]): str(row[1] or "") for row in sheet.iter_rows(values_only=True, max_col=2)}


def answered(blank: bytes, reply: Reply, *, on: date, onward: str = "none") -> bytes:
    """Return a form as a party sends it back.

    Parameters
    ----------
    blank
        The workbook as riskgraph made it for the party.
    on
        Day of the answers.
    onward
        ``none`` or ``listed``: whether the party says that it passes work on.
    """
    known = identity(blank)
    modules = tuple(filter(None, known.get("modules", "").replace(",", " ").split()))
    asked = load_catalogue().form(known["form"], known["version"]).asked(modules)
    told = asked[: len(asked) - reply.left_blank]
    answers = {control: _answer(control, reply, on) for control in told}
    return fill_questionnaire(blank, answers, cover=FilledCover(on, "情報管理担当 課長", onward))


def _answer(control: str, reply: Reply, on: date) -> FilledAnswer:
    code = (reply.otherwise or {}).get(control, reply.habit)
    if not reply.is_shown or code not in ("yes", "partial"):
        return FilledAnswer(code, scope="一部の拠点を除く" if code == "partial" else "")
    return FilledAnswer(code, "本社のみ" if code == "partial" else "", "管理規程と実施記録", on)


def cut_off(whole: bytes) -> bytes:
    """Return a workbook of which the end is missing, as after a broken mail."""
    return whole[: len(whole) * 2 // 3]


def picture() -> bytes:
    """Return a picture that somebody gave the name of a workbook."""
    return b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 40


def _bytes(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
