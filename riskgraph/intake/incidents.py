"""The user's own incident counts: a small table (CSV or .xlsx) with a row a scenario and time.

The convention that bites: nothing is guessed. A count that cannot be read for certain is an error with its cell, and
with any error in it the file is not used at all.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from hashlib import sha256
from itertools import combinations

from riskgraph.intake.dates import day
from riskgraph.intake.folding import fold, tidy
from riskgraph.intake.limits import LIMITS
from riskgraph.intake.normalise import identifier
from riskgraph.intake.workbook import CellValue, RawCell, RawRow, RawSheet, Workbook, open_workbook
from riskgraph.model.calibration import IncidentCount
from riskgraph.model.control import Catalogue
from riskgraph.model.problem import Problem, Severity, has_errors, problem_at
from riskgraph.model.quantities import Cell

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "scenario": ("scenario", "事故の種類", "シナリオ", "種類"),
    "starts_on": ("from", "period_from", "開始日", "期間(から)", "集計開始日"),
    "ends_on": ("to", "period_to", "終了日", "期間(まで)", "集計終了日"),
    "years": ("years", "年数", "集計年数"),
    "events": ("events", "incidents", "count", "件数", "事故件数"),
    "party_id": ("party_id", "party", "組織ID", "組織id"),
    "note": ("note", "備考", "メモ"),
}
_NEEDED = ("scenario", "events")
_DAYS_A_YEAR = 365.25
_MOST_EVENTS = 1_000_000
_MOST_YEARS = 100.0
_HEADER_WITHIN = 20
Row = Mapping[str, RawCell]


def read_incidents(
    name: str, data: bytes, catalogue: Catalogue, *, parties: Iterable[str], today: date
) -> tuple[tuple[IncidentCount, ...], tuple[Problem, ...]]:
    """Return the counts of a file, or none and what is wrong with it.

    Parameters
    ----------
    parties
        The ids that the register knows.
    today
        No count reaches beyond this day.

    Raises
    ------
    InputRefused
        Where the file is no workbook and no text that can be read.
    """
    workbook = _as_text(name, data) if _is_text(name, data) else open_workbook(name, data)
    found = next(((sheet, header) for sheet in workbook.sheets if (header := _header(sheet)) is not None), None)
    if found is None:
        return (), (problem_at(Cell(name), "incidents.no_header", Severity.ERROR, file=name),)
    sheet, (top, columns) = found
    reading = _Reading(name, sheet.title, catalogue, frozenset(parties), today)
    rows = [{columns[c.column]: c for c in row.cells if c.column in columns} for row in sheet.rows if row.number > top]
    counts = [count for row in rows if row and (count := reading.count(row)) is not None]
    problems = [*reading.problems, *_overlapping(counts)]
    if not counts and not problems:
        problems.append(problem_at(Cell(name, sheet.title), "incidents.empty"))
    return (() if has_errors(problems) else tuple(counts)), tuple(problems)


def _is_text(name: str, data: bytes) -> bool:
    return name.lower().endswith((".csv", ".tsv", ".txt")) and not data.startswith(b"PK\x03\x04")


def _as_text(name: str, data: bytes) -> Workbook:
    """Return a text file as one sheet whose cells are addressed as a spreadsheet would."""
    # The gate's own limit and wording hold for text as well: what is larger is refused by the workbook's gate.
    text = _decoded(data) if len(data) <= LIMITS.file_bytes else None
    if text is None:
        return open_workbook(name, data)
    separator = "\t" if "\t" in text.partition("\n")[0] else ","
    rows = []
    for number, values in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator), start=1):
        cells = tuple(RawCell(v.strip(), number, c) for c, v in enumerate(values, start=1) if v.strip())
        if cells:
            rows.append(RawRow(number, cells))
    return Workbook(name, sha256(data).hexdigest(), (RawSheet("", tuple(rows)),))


def _decoded(data: bytes) -> str | None:
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp932")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else text
    return None


def _header(sheet: RawSheet) -> tuple[int, Mapping[int, str]] | None:
    """Return the row of the headings and the column of each; None where the needed ones do not stand together."""
    words = {fold(word): name for name, known in COLUMNS.items() for word in known}
    for row in sheet.rows[:_HEADER_WITHIN]:
        found: dict[int, str] = {}
        for cell in row.cells:
            name = words.get(fold(str(cell.value)))
            if name and name not in found.values():
                found[cell.column] = name
        if all(name in found.values() for name in _NEEDED):
            return row.number, found
    return None


class _Reading:
    """The rows of one file as counts, with what is wrong with each."""

    def __init__(self, file: str, sheet: str, catalogue: Catalogue, parties: frozenset[str], today: date) -> None:
        self.file, self.sheet, self.parties, self.today = file, sheet, parties, today
        self.problems: list[Problem] = []
        self.scenarios = {
            fold(word): s.scenario_id for s in catalogue.scenarios for word in (s.scenario_id, s.title.ja, s.title.en)
        }

    def count(self, row: Row) -> IncidentCount | None:
        """Return what a row says, or None once it is told what is wrong with it."""
        before = len(self.problems)
        scenario, events = self._scenario(row), self._events(row)
        starts_on, ends_on = self._date(row, "starts_on"), self._date(row, "ends_on", is_end=True)
        years = self._years(row, starts_on, ends_on)
        party_id = self._party(row)
        if len(self.problems) > before:
            return None
        note = row.get("note")
        return IncidentCount(
            scenario=scenario,
            events=events,
            years=years,
            starts_on=starts_on,
            ends_on=ends_on,
            party_id=party_id,
            note=tidy(str(note.value)) if note else "",
            source=self._where(row, "scenario"),
        )

    def _where(self, row: Row, column: str) -> Cell:
        cell = row.get(column) or next(iter(row.values()))
        return Cell(self.file, self.sheet, cell.address)

    def _told(self, row: Row, column: str, code: str, **fields: str | int | float) -> None:
        cell = row.get(column)
        value = "" if cell is None or cell.value is None else str(cell.value)
        self.problems.append(problem_at(self._where(row, column), code, Severity.ERROR, value=value, **fields))

    def _scenario(self, row: Row) -> str:
        written = row.get("scenario")
        scenario = self.scenarios.get(fold(str(written.value))) if written else None
        if scenario is None:
            self._told(row, "scenario", "incidents.scenario", known=", ".join(dict.fromkeys(self.scenarios.values())))
        return scenario or ""

    def _events(self, row: Row) -> int:
        """Return a whole number of incidents from 0; anything else is told, a blank too: no count is no zero."""
        number = _number(row["events"].value) if "events" in row else None
        if number is None or number != int(number) or not 0 <= number <= _MOST_EVENTS:
            self._told(row, "events", "incidents.events", most=_MOST_EVENTS)
            return 0
        return int(number)

    def _date(self, row: Row, column: str, *, is_end: bool = False) -> date | None:
        cell = row.get(column)
        if cell is None:
            return None
        found = day(cell.value, is_end=is_end).value
        if found is None:
            self._told(row, column, "incidents.date")
        elif found > self.today:
            self._told(row, column, "incidents.future", today=self.today.isoformat())
        return found

    def _years(self, row: Row, starts_on: date | None, ends_on: date | None) -> float:
        """Return the length of the time: between both dates, both included, or as it is stated."""
        has_dates = "starts_on" in row or "ends_on" in row
        if has_dates == ("years" in row) or ("starts_on" in row) != ("ends_on" in row):
            self._told(row, "years" if "years" in row else "starts_on", "incidents.period")
            return 0.0
        if not has_dates:
            years = _number(row["years"].value)
            if years is None or not 0 < years <= _MOST_YEARS:
                self._told(row, "years", "incidents.years", most=int(_MOST_YEARS))
                return 0.0
            return years
        if starts_on is None or ends_on is None:
            return 0.0  # told where the date was read
        if ends_on < starts_on:
            self._told(row, "ends_on", "incidents.turned", start=starts_on.isoformat())
            return 0.0
        return ((ends_on - starts_on).days + 1) / _DAYS_A_YEAR

    def _party(self, row: Row) -> str:
        cell = row.get("party_id")
        party_id = identifier(str(cell.value)) if cell else ""
        if party_id and party_id not in self.parties:
            self._told(row, "party_id", "incidents.party")
        return party_id


def _number(value: CellValue) -> float | None:
    """Return a number as it stands; no words, no dates, no booleans, nothing infinite."""
    if isinstance(value, bool | datetime | date) or value is None:
        return None
    text = fold(str(value)).replace(",", "")
    is_plain = 0 < len(text) <= 20 and set(text) <= set("0123456789.-+")
    try:
        return float(text) if is_plain else None
    except ValueError:
        return None


def _overlapping(counts: Iterable[IncidentCount]) -> Iterable[Problem]:
    """Give a problem for each pair of counts that may hold the same incident."""
    for first, second in combinations(counts, 2):
        if first.overlaps(second):
            other = first.source.cell
            yield problem_at(second.source, "incidents.overlap", scenario=second.scenario, other_cell=other)
