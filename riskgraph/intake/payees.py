"""The list of payees from the purchasing ledger: workbook or text table, one row a payment or a payee.

The convention that bites: a row is never dropped because one of its cells cannot be read. A number that is none is
told with its cell and left blank, so that the row is matched by its name; only rows that sum others up are left out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

from riskgraph.intake.amounts import number
from riskgraph.intake.corporate_number import Fault, fault_of, valid_number
from riskgraph.intake.folding import fold
from riskgraph.intake.limits import LIMITS, Limits
from riskgraph.intake.naming import shown
from riskgraph.intake.normalise import as_text, is_ditto
from riskgraph.intake.register_books import register_books
from riskgraph.intake.workbook import RawCell, RawRow, RawSheet, Workbook
from riskgraph.model.finding import Payee
from riskgraph.model.problem import Problem, Severity, problem_at
from riskgraph.model.quantities import Cell

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": (
        *("支払先", "支払先名", "支払先名称", "取引先", "取引先名", "取引先名称", "仕入先", "仕入先名", "業者名"),
        *("会社名", "名称", "相手先", "相手先名", "請求元", "振込先名", "payee", "payee name", "vendor", "vendor name"),
        *("supplier", "supplier name", "name", "company"),
    ),
    "corporate_number": (
        *("法人番号", "法人no", "法人番号(13桁)", "登録番号", "適格請求書発行事業者登録番号", "インボイス登録番号"),
        *("インボイス番号", "t番号", "corporate number", "corporate_number", "corporate no", "registration number"),
    ),
    "expense": ("費目", "勘定科目", "科目", "科目名", "費用区分", "品目", "摘要", "expense", "account", "category"),
    "department": ("部門", "所管部門", "部署", "部課", "計上部門", "負担部門", "department", "cost centre"),
    "amount_yen": (
        *("金額", "支払額", "支払金額", "年間支払額", "年間金額", "税込金額", "合計金額", "支払総額", "購買額"),
        *("amount", "amount_yen", "total", "spend", "annual spend"),
    ),
}  # fmt: skip
_WORDS = {fold(word): name for name, words in COLUMNS.items() for word in words}
_UNITS = {"円": 1.0, "yen": 1.0, "jpy": 1.0, "千円": 1e3, "百万円": 1e6, "万円": 1e4, "億円": 1e8, "1,000yen": 1e3}
_UNIT = re.compile(r"[(\[]?(?:単位[:：]?)?(1,000yen|千円|百万円|万円|億円|円|yen|jpy)[)\]]?$")
_SUMS = re.compile(r"^(?:合計|小計|総計|総合計|計|累計|部門計|subtotal|(?:grand)?total)$")
_ROUNDED = re.compile(r"^\d(?:\.\d+)?e\+?1[0-3]$", re.IGNORECASE)
_HEADER_WITHIN = 30
_LONGEST = 200
_FAULTS = {
    Fault.PLACEHOLDER: "payees.number_placeholder",
    Fault.LENGTH: "payees.number_length",
    Fault.CHECK_DIGIT: "payees.number_check_digit",
}
_NO_NUMBER = frozenset(
    map(fold, ("なし", "無", "無し", "-", "ー", "―", "不明", "該当なし", "未登録", "免税", "n/a", "none"))
)
Row = Mapping[str, RawCell]


def read_payees(name: str, data: bytes, *, limits: Limits = LIMITS) -> tuple[tuple[Payee, ...], tuple[Problem, ...]]:
    """Return the payees of a file, a row each, and all that is to be told about it.

    Parameters
    ----------
    name
        The file's name without folder.
    data
        A workbook of any kind, a text table (UTF-8, CP932, EUC-JP, UTF-16; comma, tab, semicolon), or a zip of such.

    Raises
    ------
    InputRefused
        With a ``gate.`` code, where the file cannot be read at all.
    """
    payees: list[Payee] = []
    problems: list[Problem] = []
    has_header = False
    for book in register_books(name, data, limits=limits):
        problems.extend(book.warnings)
        for sheet in book.sheets:
            reading = _Reading(book, sheet.spread())
            payees.extend(reading.payees())
            problems.extend(reading.problems)
            has_header |= reading.header is not None
    if not has_header:
        problems = [p for p in problems if p.code != "payees.sheet_without_header"]
        problems.append(problem_at(Cell(name), "payees.no_header", file=shown(name)))
    elif not payees:
        problems.append(problem_at(Cell(name), "payees.empty", file=shown(name)))
    return tuple(payees), tuple(problems)


class _Reading:
    """The rows of one sheet as payees, with what is to be told."""

    def __init__(self, book: Workbook, sheet: RawSheet) -> None:
        self.book, self.sheet = book, sheet
        self.header = _header(sheet)
        self.problems: list[Problem] = []

    def payees(self) -> Iterator[Payee]:
        """Give the payees below the headings; none where the sheet has no headings that are known."""
        if self.header is None:
            if self.sheet.rows:
                self._told(Cell(self.book.file, self.sheet.title), "payees.sheet_without_header", Severity.INFO)
            return
        top, columns, unit = self.header
        above: dict[str, str] = {}
        sums = 0
        for row in self.sheet.rows:
            if row.number <= top:
                continue
            cells = {columns[c.column]: c for c in row.cells if c.column in columns and as_text(c.value)}
            written = {name: self._text(cells, name, above) for name in ("name", "expense", "department")}
            above.update({name: value for name, value in written.items() if value})
            if _is_sum(row, cells):
                sums += 1
            elif cells and (payee := self._payee(cells, written, unit)) is not None:
                yield payee
        if sums:
            self._told(Cell(self.book.file, self.sheet.title), "payees.sums_left_out", Severity.INFO, count=sums)

    def _payee(self, cells: Row, written: Mapping[str, str], unit: float) -> Payee | None:
        """Return what a row says; None where it names nobody."""
        where = self._where(cells)
        corporate_number = self._number(cells)
        name = written["name"] or corporate_number
        amount = self._amount(cells, unit)
        if not name:
            if amount is not None:
                self._told(where, "payees.no_name", Severity.WARNING)
            return None
        return Payee(
            name=name[:_LONGEST],
            corporate_number=corporate_number,
            expense=written["expense"][:_LONGEST],
            department=written["department"][:_LONGEST],
            amount_yen=amount,
            source=where,
        )

    def _text(self, cells: Row, column: str, above: Mapping[str, str]) -> str:
        """Return the words of a cell; a sign for "as above" takes the last ones."""
        cell = cells.get(column)
        if cell is None:
            return ""
        return above.get(column, "") if is_ditto(cell.value) else as_text(cell.value)

    def _number(self, cells: Row) -> str:
        """Return the thirteen digits; what is no corporate number is told and left blank."""
        cell = cells.get("corporate_number")
        if cell is None:
            return ""
        written = as_text(cell.value)
        if is_ditto(cell.value) or fold(written) in _NO_NUMBER:
            return ""
        fault = fault_of(written)
        if fault is None:
            return valid_number(written)
        code = "payees.number_rounded" if _ROUNDED.match(fold(written)) else _FAULTS[fault]
        self._told(self._where(cells, "corporate_number"), code, Severity.WARNING, value=shown(written))
        return ""

    def _amount(self, cells: Row, unit: float) -> float | None:
        """Return the yen of a row; returned money is below zero."""
        cell = cells.get("amount_yen")
        if cell is None:
            return None
        found = _signed(cell.value)
        if found is None:
            self._told(
                self._where(cells, "amount_yen"), "payees.amount", Severity.WARNING, value=shown(as_text(cell.value))
            )
            return None
        return found * unit

    def _where(self, cells: Row, column: str = "name") -> Cell:
        cell = cells.get(column) or next(iter(cells.values()))
        return Cell(self.book.file, self.sheet.title, cell.address)

    def _told(self, where: Cell, code: str, severity: Severity, **fields: str | int | float) -> None:
        told = {"sheet": shown(self.sheet.title or self.book.file), **fields}
        self.problems.append(
            Problem(code=code, severity=severity, file=where.file, sheet=where.sheet, cell=where.cell, fields=told)
        )


def _header(sheet: RawSheet) -> tuple[int, Mapping[int, str], float] | None:
    """Return the row of the headings, the column of each, and the yen that one unit of the amounts stands for."""
    for row in sheet.rows[:_HEADER_WITHIN]:
        found: dict[int, str] = {}
        unit = 1.0
        for cell in row.cells:
            title, factor = _title(cell)
            name = _WORDS.get(title)
            if name and name not in found.values():
                found[cell.column] = name
                unit = factor if name == "amount_yen" else unit
        if "name" in found.values() and len(found) > 1:
            return row.number, found, unit
    return None


def _title(cell: RawCell) -> tuple[str, float]:
    """Return a heading without the unit in it, and the unit."""
    title = fold(as_text(cell.value).replace("\n", ""))
    unit = _UNIT.search(title)
    if unit is None or unit.start() == 0:
        return title, 1.0
    return title[: unit.start()], _UNITS[unit.group(1)]


def _is_sum(row: RawRow, cells: Row) -> bool:
    """Say whether a row sums others up: its name, or where it has none any of its words, says so."""
    if "name" in cells:
        return bool(_SUMS.match(fold(as_text(cells["name"].value))))
    return any(_SUMS.match(fold(as_text(cell.value))) for cell in row.cells if isinstance(cell.value, str))


def _signed(value: object) -> float | None:
    """Return an amount as ledgers write it: 1,234 or ▲1,234 or (1,234)."""
    if not isinstance(value, str):
        return None if isinstance(value, bool) else number(value).value
    text = unicodedata.normalize("NFKC", value).strip()
    is_returned = text[:1] in ("▲", "△", "-", "−") or (text[:1], text[-1:]) == ("(", ")")
    found = number(text.strip("▲△-−()¥\\ ")).value
    return None if found is None else -found if is_returned else found
