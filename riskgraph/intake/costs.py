"""What the user knows better about measures, as a workbook: written with the defaults in it, read back by columns.

The convention that bites: a row of which anything cannot be used is told with its cell and left out as a whole, so that
no half of it counts; and a party pays only where the day and the result of the talk with it are written.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from openpyxl import Workbook as Book
from openpyxl.cell import Cell as BookCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from riskgraph.intake.amounts import number
from riskgraph.intake.dates import day
from riskgraph.intake.folding import fold
from riskgraph.intake.limits import LIMITS, Limits
from riskgraph.intake.naming import shown
from riskgraph.intake.normalise import as_text
from riskgraph.intake.register_books import register_books
from riskgraph.intake.template import FONT, INDIGO, INK, write_text
from riskgraph.intake.workbook import RawCell, RawSheet, Workbook
from riskgraph.model.measure import Cost, CostEntry, Measure, MeasureTemplate, Payer
from riskgraph.model.problem import Problem, Severity, problem_at
from riskgraph.model.quantities import Cell, Interval
from riskgraph.model.submission import Submission
from riskgraph.text import LOCALES, t

COLUMNS = {
    "measure": 26, "title": 34, "acts": 24, "once_lo": 12, "once": 14, "once_hi": 12, "yearly_lo": 12, "yearly": 14,
    "yearly_hi": 12, "payer": 12, "negotiated_on": 14, "result": 30, "take": 12, "note": 30,
}  # fmt: skip
TAKE = ("forced", "excluded")
_MONEY = ("once_lo", "once", "once_hi", "yearly_lo", "yearly", "yearly_hi")
_HEADER_WITHIN = 30
_LARGEST = 1e15
_LONGEST = 500


@dataclass(frozen=True)
class CostLine:
    """One line of the file that goes out: a measure as it counts now, with its title and who acts, in words."""

    measure: Measure
    title: str
    acts: str


@dataclass(frozen=True)
class KnownMeasures:
    """The kinds of measures, and the parties and engagements at which one can stand."""

    templates: frozenset[str]
    places: frozenset[str]


def known_measures(submission: Submission, templates: Iterable[MeasureTemplate]) -> KnownMeasures:
    """Return what an entry of a register may name."""
    rows = {engagement.row_id for engagement in submission.engagements}
    return KnownMeasures(
        frozenset(template.template_id for template in templates), frozenset({*submission.party_by_id, *rows})
    )


def costs_workbook(lines: Sequence[CostLine], locale: str) -> bytes:
    """Return a workbook with one measure a row, ready to be filled in and read back."""
    book = Book()
    sheet = book.active
    assert sheet is not None
    sheet.title = t(locale, "costs.sheet")
    for column, (name, width) in enumerate(COLUMNS.items(), start=1):
        cell = sheet.cell(1, column, t(locale, f"costs.column.{name}"))
        cell.font = Font(name=FONT, size=10, bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor=INDIGO)
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        sheet.column_dimensions[get_column_letter(column)].width = width
    for row, line in enumerate(lines, start=2):
        for column, value in enumerate(_values(line, locale), start=1):
            place = sheet.cell(row, column)
            assert isinstance(place, BookCell)
            place.font = Font(name=FONT, size=10, color=INK)
            if isinstance(value, str):
                write_text(place, value)
            elif value is not None:
                place.value = value
                place.number_format = "yyyy-mm-dd" if isinstance(value, date) else "#,##0"
    sheet.freeze_panes = "B2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _values(line: CostLine, locale: str) -> tuple[str | float | date | None, ...]:
    measure = line.measure
    once, yearly = measure.cost.one_off_yen, measure.cost.yearly_yen
    take = TAKE[0] if measure.is_forced else TAKE[1] if measure.is_excluded else ""
    return (
        measure.measure_id, line.title, line.acts, *(round(getattr(once, end)) for end in ("lo", "pt", "hi")),
        *(round(getattr(yearly, end)) for end in ("lo", "pt", "hi")), t(locale, f"costs.payer.{measure.payer.value}"),
        measure.negotiated_on, measure.result, t(locale, f"costs.take.{take}") if take else "", "",
    )  # fmt: skip


def read_costs(
    name: str, data: bytes, known: KnownMeasures, *, today: date, limits: Limits = LIMITS
) -> tuple[tuple[CostEntry, ...], tuple[Problem, ...]]:
    """Return what a file says about measures, and all that is wrong with it; a wrong row is left out as a whole.

    Parameters
    ----------
    name
        The file's name without folder; a workbook of any kind or a text table.
    today
        The day after which a talk cannot have been held.

    Raises
    ------
    InputRefused
        With a ``gate.`` code, where the file cannot be read at all.
    """
    entries: dict[str, CostEntry] = {}
    problems: list[Problem] = []
    has_header = False
    for book in register_books(name, data, limits=limits):
        problems.extend(book.warnings)
        for sheet in book.sheets:
            header = _header(sheet.spread())
            if header is None:
                continue
            has_header = True
            for row in _Rows(book, sheet.spread(), header, known, today).read(entries, problems):
                entries[row.measure_id] = row
    if not has_header:
        problems.append(problem_at(Cell(name), "costs.no_header", file=shown(name)))
    return tuple(entries.values()), tuple(problems)


class _Rows:
    """The rows of one sheet as entries, with what is to be told."""

    def __init__(
        self, book: Workbook, sheet: RawSheet, header: tuple[int, Mapping[int, str]], known: KnownMeasures, today: date
    ) -> None:
        self._book, self._sheet, self._known, self._today = book, sheet, known, today
        self._top, self._columns = header
        self._wrong: list[Problem] = []

    def read(self, seen: Collection[str], problems: list[Problem]) -> Iterable[CostEntry]:
        """Give the entries of rows that can be used as a whole; the problems of all rows are added."""
        for row in self._sheet.rows:
            cells = {self._columns[c.column]: c for c in row.cells if c.column in self._columns and as_text(c.value)}
            if row.number <= self._top or "measure" not in cells:
                continue
            self._wrong = []
            entry = self._entry(cells)
            if entry is not None and entry.measure_id in seen:
                self._told(cells, "measure", "costs.twice", measure=shown(entry.measure_id))
            problems.extend(self._wrong)
            if entry is not None and not self._wrong:
                yield entry

    def _entry(self, cells: Mapping[str, RawCell]) -> CostEntry | None:
        measure_id = as_text(cells["measure"].value)
        template, _, place = measure_id.partition("@")
        if template not in self._known.templates:
            self._told(cells, "measure", "costs.unknown_measure", measure=shown(measure_id))
            return None
        if place not in self._known.places:
            self._told(cells, "measure", "costs.unknown_place", measure=shown(measure_id), place=shown(place))
            return None
        payer = self._word(cells, "payer", tuple(p.value for p in Payer), "costs.bad_payer") or Payer.PRINCIPAL.value
        take = self._word(cells, "take", TAKE, "costs.bad_take")
        negotiated_on = self._day(cells)
        result = as_text(cells["result"].value)[:_LONGEST] if "result" in cells else ""
        if payer != Payer.PRINCIPAL.value and not (negotiated_on and result):
            self._told(cells, "payer", "measure.talk_missing", measure=shown(measure_id))
        return CostEntry(
            measure_id=measure_id,
            cost=self._cost(cells),
            payer=Payer(payer),
            negotiated_on=negotiated_on,
            result=result,
            is_forced=take == TAKE[0],
            is_excluded=take == TAKE[1],
            note=as_text(cells["note"].value)[:_LONGEST] if "note" in cells else "",
        )

    def _cost(self, cells: Mapping[str, RawCell]) -> Cost | None:
        """Return the cost; None where no amount is written, and an amount left blank beside others is nothing."""
        if not any(column in cells for column in _MONEY):
            return None
        once, yearly = (self._interval(cells, kind) for kind in ("once", "yearly"))
        return Cost(one_off_yen=once, yearly_yen=yearly) if once is not None and yearly is not None else None

    def _interval(self, cells: Mapping[str, RawCell], kind: str) -> Interval | None:
        """Return an amount with its range; without a range it is exact."""
        written = {column: self._yen(cells, column) for column in (f"{kind}_lo", kind, f"{kind}_hi") if column in cells}
        if any(value is None for value in written.values()):
            return None
        known = [value for value in written.values() if value is not None]
        point = written.get(kind)
        if point is None:
            point = sum(known) / len(known) if known else 0.0
        low, high = written.get(f"{kind}_lo"), written.get(f"{kind}_hi")
        ends = (point if low is None else low, point, point if high is None else high)
        if not ends[0] <= ends[1] <= ends[2]:
            self._told(cells, next(iter(written)), "costs.order")
            return None
        return Interval(*ends)

    def _yen(self, cells: Mapping[str, RawCell], column: str) -> float | None:
        value = cells[column].value
        written = as_text(value)
        is_negative = written.lstrip()[:1] in ("-", "−", "▲", "△", "－")
        found = None if isinstance(value, bool) else number(value).value
        if is_negative or (found is not None and found < 0.0):
            self._told(cells, column, "costs.negative", value=shown(written))
            return None
        if found is None or found > _LARGEST:
            self._told(cells, column, "costs.not_a_number", value=shown(written))
            return None
        return found

    def _day(self, cells: Mapping[str, RawCell]) -> date | None:
        if "negotiated_on" not in cells:
            return None
        value = cells["negotiated_on"].value
        found = day(value).value
        if found is None:
            self._told(cells, "negotiated_on", "costs.bad_date", value=shown(as_text(value)))
        elif found > self._today:
            self._told(cells, "negotiated_on", "costs.talk_in_future", value=shown(as_text(value)))
        return found

    def _word(self, cells: Mapping[str, RawCell], column: str, choices: Sequence[str], code: str) -> str:
        """Return which of a few words a cell says, in either language or as the code itself; "" where blank."""
        if column not in cells:
            return ""
        written = fold(as_text(cells[column].value))
        for choice in choices:
            if written in {fold(choice), *(fold(t(locale, f"costs.{column}.{choice}")) for locale in LOCALES)}:
                return choice
        self._told(cells, column, code, value=shown(as_text(cells[column].value)))
        return ""

    def _told(self, cells: Mapping[str, RawCell], column: str, code: str, **fields: str) -> None:
        where = cells.get(column) or cells["measure"]
        cell = Cell(self._book.file, self._sheet.title, where.address)
        self._wrong.append(problem_at(cell, code, Severity.ERROR, **fields))


def _header(sheet: RawSheet) -> tuple[int, Mapping[int, str]] | None:
    """Return the row of the headings and the name of each column that is known."""
    words = {fold(t(locale, f"costs.column.{name}")): name for name in COLUMNS for locale in LOCALES}
    for row in sheet.rows[:_HEADER_WITHIN]:
        found = {c.column: words[fold(as_text(c.value))] for c in row.cells if fold(as_text(c.value)) in words}
        if "measure" in found.values():
            return row.number, found
    return None
