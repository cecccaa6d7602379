"""The fast reader: values by calamine, what it does not tell (hidden, struck through) from the parts themselves.

The convention that bites: it runs in a disposable child only, because a parser of a stranger's bytes may do anything.
It is handed the parts that the gate unpacked and nothing else of the file.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from riskgraph.errors import InputRefused
from riskgraph.intake.addresses import letters_of, place_of
from riskgraph.intake.book_parts import SheetPart, has_1904_dates, sheets_of
from riskgraph.intake.cell_values import CellValue
from riskgraph.intake.file_kind import PLAIN_WORKBOOKS, FileKind
from riskgraph.intake.gate import GateReport
from riskgraph.intake.limits import LIMITS, Limits
from riskgraph.intake.ole_streams import wrapped
from riskgraph.intake.sheet_facts import Known, Place, Range, SheetFacts, facts_of, numbers_at, struck_styles
from riskgraph.intake.sheet_rows import Marks, marks_of, rows_of, times_in
from riskgraph.intake.unpacking import packed_plainly
from riskgraph.intake.workbook import MergedRange, RawRow, RawSheet, Workbook, parsed

AREA = 8_000_000
"""Cells in the box around a sheet, blank ones included, above which the box is not filled but the cells are listed."""

_STYLES = "xl/styles.xml"
_UNREAD = ("xl/theme/", "xl/drawings/", "xl/media/", "docProps/", "customXml/")


def read_cells(name: str, data: bytes, report: GateReport, *, limits: Limits = LIMITS) -> Workbook:
    """Return the cells of a workbook (xlsx, xlsm, xls, xlsb, ods) that the gate let through.

    For an .xlsx it equals what `riskgraph.intake.workbook.open_workbook` returns, whose parser also takes over what
    is written in a way that the fast reader does not know.

    Raises
    ------
    InputRefused
        With a ``gate.`` code; a parser that fails in whatever way gives ``gate.unreadable``.
    """
    is_package = report.kind in PLAIN_WORKBOOKS
    if is_package and (not report.is_plain or report.area > AREA):
        return parsed(data, report, limits=limits)
    try:
        return _read(name, report, limits)
    except (InputRefused, MemoryError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as broken:  # a panic of the library is no Exception, and the same news
        if is_package:
            return parsed(data, report, limits=limits)
        raise InputRefused("gate.unreadable", {"file": name}) from broken


@dataclass
class _Reading:
    """One workbook while it is read: what the gate saw, the texts seen so far, the cells counted so far."""

    report: GateReport
    limits: Limits
    texts: dict[str, str]
    struck: frozenset[int] = frozenset()
    cells: int = 0

    def count(self, rows: Sequence[RawRow], sheet: str) -> None:
        """Count the cells of a sheet; InputRefused where there are too many in all."""
        self.cells += sum(len(row.cells) for row in rows)
        if self.cells > self.limits.cells:
            raise InputRefused("gate.too_many_cells", {**self._where(sheet), "limit": self.limits.cells})

    def refuse_far(self, sheet: str, end: tuple[int, int] | None) -> None:
        """Refuse a sheet that reaches beyond the limits; `end` counts from 0."""
        if end is not None and (end[0] >= self.limits.rows or end[1] >= self.limits.columns):
            cell = f"{letters_of(end[1] + 1)}{end[0] + 1}"
            far = {**self._where(sheet), "cell": cell, "rows": self.limits.rows, "columns": self.limits.columns}
            raise InputRefused("gate.far_cell", far)

    def _where(self, sheet: str) -> dict[str, str | int | float]:
        """Return the fields that say which sheet is to blame."""
        return {"file": self.report.file, "sheet": sheet, "cell": ""}


def _read(name: str, report: GateReport, limits: Limits) -> Workbook:
    """Return the workbook, or raise whatever the library raises."""
    reading = _Reading(report, limits, {}, struck_styles(report.parts.get(_STYLES, b"")))
    with CalamineWorkbook.from_filelike(io.BytesIO(_needed(report))) as book:
        parts = _parts_by_place(book, report)
        sheets = tuple(
            _sheet(
                book.get_sheet_by_index(place),
                parts.get(place),
                report.known.get(sheet.name, (SheetFacts(), {})),
                reading,
                is_hidden=sheet.visible is not SheetVisibleEnum.Visible,
            )
            for place, sheet in enumerate(book.sheets_metadata)
            if sheet.typ is SheetTypeEnum.WorkSheet
        )
    if not sheets:
        raise ValueError("no worksheet")
    return Workbook(name, report.sha256, sheets, report.warnings)


def _needed(report: GateReport) -> bytes:
    """Return a file of only the parts that hold cells, as the gate unpacked them."""
    if report.kind is FileKind.XLS:
        ((name, book),) = report.parts.items()
        return wrapped(name, book)
    return packed_plainly({name: part for name, part in report.parts.items() if not name.startswith(_UNREAD)})


def _parts_by_place(book: CalamineWorkbook, report: GateReport) -> Mapping[int, SheetPart]:
    """Return which part holds which sheet of an .xlsx; none for other kinds.

    Raises
    ------
    ValueError
        If the library sees other sheets than the package names.
    """
    if report.kind not in PLAIN_WORKBOOKS:
        return {}
    sheets = sheets_of(report.parts)
    if [sheet.title for sheet in sheets] != book.sheet_names:
        raise ValueError("two opinions on which sheets there are")
    return dict(enumerate(sheets))


def _sheet(
    sheet: CalamineSheet, part: SheetPart | None, known: Known, reading: _Reading, *, is_hidden: bool
) -> RawSheet:
    """Return one worksheet."""
    reading.refuse_far(sheet.name, sheet.end)
    facts, values = known
    xml = b""
    if part is not None:
        xml = reading.report.parts[part.part]
        facts = facts_of(xml, reading.struck)
        values = facts.errors
    elif not facts.merged:
        facts = replace(facts, merged=_merged(sheet))
    unsaved = [place_of(address) for address in reading.report.unsaved.get(part.title if part else "", ())]
    rows = _rows(sheet, marks_of(facts, values, unsaved), reading)
    early = _early_dates(rows, xml, reading.report) if part else {}
    if early:
        rows = _rows(sheet, marks_of(facts, {**values, **early}, unsaved), reading)
    reading.count(rows, sheet.name)
    return RawSheet(sheet.name, rows, tuple(MergedRange(*merge) for merge in facts.merged), is_hidden)


def _rows(sheet: CalamineSheet, marks: Marks, reading: _Reading) -> tuple[RawRow, ...]:
    """Return the rows of a sheet; the library gives blank rows above its box, but no blank cells left of it."""
    first_column = 1 + (sheet.start[1] if sheet.start else 0)
    return rows_of(sheet.iter_rows(), marks, reading.texts, first_column=first_column)


def _merged(sheet: CalamineSheet) -> tuple[Range, ...]:
    """Return the merged ranges that the library knows, which counts from 0."""
    ranges = sheet.merged_cell_ranges or ()
    return tuple(sorted((top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in ranges))


def _early_dates(rows: Sequence[RawRow], xml: bytes, report: GateReport) -> dict[Place, CellValue]:
    """Return the dates that the library took for a time of day: those before the calendar, and just before midnight."""
    places = times_in(rows)
    if not places:
        return {}
    from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel  # seldom needed, and large

    epoch = MAC_EPOCH if has_1904_dates(report.parts) else WINDOWS_EPOCH
    return {place: from_excel(number, epoch) for place, number in numbers_at(xml, places).items()}
