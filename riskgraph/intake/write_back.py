"""Write results into the user's own workbook as added columns; everything else stays as it is.

The convention that bites: only the XML of the sheet that holds the engagements is changed, and in it only
the cells of the added columns. Formats, filters, charts, pictures, drop-downs, comments and other sheets
are carried over byte for byte. A digital signature cannot stay valid; `not_kept` tells of it.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from posixpath import join as joined_path

from defusedxml.ElementTree import fromstring

from riskgraph.errors import InputRefused
from riskgraph.intake.columns import ENGAGEMENTS
from riskgraph.intake.folding import fold
from riskgraph.intake.header import find_header, kind_by_content, kind_by_title
from riskgraph.intake.ledger_entries import id_in_file, place_key
from riskgraph.intake.ledger_sheet import LEDGER, ledger_header, looks_like_ledger
from riskgraph.intake.normalise import as_text, identifier
from riskgraph.intake.rows import Table, read_table
from riskgraph.intake.sheet_cells import SheetXml, Value, read_sheet, style_at, with_cells
from riskgraph.intake.workbook import RawSheet, Workbook, open_workbook
from riskgraph.model.problem import Problem, Severity
from riskgraph.text import LOCALES, t

_COLUMNS = ("rank", "reason", "unconfirmed_share", "next_step")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


@dataclass(frozen=True, slots=True)
class ResultRow:
    """What is written beside one engagement: rank of its path, main reason, share from 0 to 1, next step.

    None leaves a cell blank: the engagement is on none of the paths shown.
    """

    rank: int | None = None
    reason: str = ""
    unconfirmed_share: float | None = None
    next_step: str = ""

    def values(self) -> tuple[Value, ...]:
        """Return the cells in the order of the columns; the share as people write it, such as ``62%``."""
        share = None if self.unconfirmed_share is None else f"{self.unconfirmed_share:.0%}"
        return (self.rank, self.reason or None, share, self.next_step or None)


def add_result_columns(data: bytes, rows: Mapping[str, ResultRow], *, locale: str, name: str = "") -> bytes:
    """Return the workbook with the four result columns at the right end of its engagements.

    Columns that are there already, in either language, are filled anew. Text is written as text and can
    never become a formula.

    Parameters
    ----------
    rows
        Results by engagement id as the submission has it (`Engagement.row_id`), or by place (`place_key` of
        its source); a row of the sheet without a result is left blank.
    locale
        Language of the headers, ``ja`` or ``en``.
    name
        File name without folder, for messages and for ids that several ledgers share.

    Raises
    ------
    InputRefused
        What the gate refuses, and ``write_back.no_sheet`` where no sheet holds engagements.
    """
    workbook = open_workbook(name, data)
    tables = list(_tables(workbook))
    if not tables:
        raise InputRefused("write_back.no_sheet", {"file": name})
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = _parts(package)
        changed = {
            parts[table.title]: _with_results(read_sheet(package.read(parts[table.title])), table, rows, locale)
            for table in tables
        }
        return _rewritten(package, changed)


def not_kept(name: str, data: bytes) -> tuple[Problem, ...]:
    """Return what cannot stay as it is when results are written into this workbook; () for nearly all."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        is_signed = any(entry.lower().startswith("_xmlsignatures/") for entry in package.namelist())
    if not is_signed:
        return ()
    return (Problem(code="write_back.signature", severity=Severity.WARNING, file=name, fields={"file": name}),)


def _tables(workbook: Workbook) -> Iterator[Table]:
    """Give the sheets of engagements: those of a register, or those of a flat ledger."""
    is_ledger = looks_like_ledger(workbook)
    for raw in workbook.sheets:
        sheet = raw.spread()
        header = ledger_header(sheet) if is_ledger else None
        if header is not None:
            yield read_table(workbook.file, sheet, LEDGER, header)
        elif not is_ledger and (table := _engagements(workbook.file, sheet)) is not None:
            yield table


def _engagements(file: str, sheet: RawSheet) -> Table | None:
    """Return the sheet as engagements of a register; None where it is something else."""
    kind = kind_by_title(sheet.title)
    header = find_header(sheet, ENGAGEMENTS) if kind is ENGAGEMENTS else None
    if kind is None and (by_content := kind_by_content(sheet)) is not None and by_content[0] is ENGAGEMENTS:
        header = by_content[1]
    return read_table(file, sheet, ENGAGEMENTS, header) if header is not None else None


def _with_results(sheet: SheetXml, table: Table, rows: Mapping[str, ResultRow], locale: str) -> bytes:
    """Return the XML of one sheet with the results of its rows."""
    columns = _places(sheet, table)
    header_row = table.header.last_row
    cells: dict[tuple[int, int], Value] = {
        (header_row, column): t(locale, f"result.{name}") for name, column in zip(_COLUMNS, columns, strict=True)
    }
    id_column = "ledger_no" if table.kind is LEDGER else "engagement_id"
    for row in table.rows:
        written = identifier(as_text(row.value(id_column)))
        own_ids = (place_key(row.source), id_in_file(written, row.source.file), written)
        result = next((rows[own_id] for own_id in own_ids if own_id in rows), ResultRow())
        for column, value in zip(columns, result.values(), strict=True):
            cells[row.source.row, column] = value
    beside = max(table.header.columns)
    return with_cells(sheet, cells, style_of={header_row: style_at(sheet, header_row, beside)})


def _places(sheet: SheetXml, table: Table) -> list[int]:
    """Return the columns of the results: those that are there already, else new ones at the right end.

    A column of that name in which the user keeps formulas is the user's own.
    """
    own = sheet.columns_with_formulas()
    there = {fold(label): column for column, label in table.header.extra.items() if column not in own}
    last = sheet.last_column
    places: list[int] = []
    for name in _COLUMNS:
        known = [there[key] for key in (fold(t(locale, f"result.{name}")) for locale in LOCALES) if key in there]
        if not known:
            last += 1
        places.append(known[0] if known else last)
    return places


def _parts(package: zipfile.ZipFile) -> Mapping[str, str]:
    """Return the part that holds each sheet, by its title."""
    book = fromstring(package.read("xl/workbook.xml"))
    relations = fromstring(package.read("xl/_rels/workbook.xml.rels"))
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    parts: dict[str, str] = {}
    for element in book.iter():
        target = targets.get(element.get(_RELATION) or element.get(_STRICT_RELATION))
        if element.tag.endswith("}sheet") and target:
            path = target.lstrip("/") if target.startswith("/") else joined_path("xl", target)
            parts[element.get("name", "")] = path
    return parts


def _rewritten(package: zipfile.ZipFile, changed: Mapping[str, bytes]) -> bytes:
    """Return the package with some parts changed and all others as they were."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as copy:
        for entry in package.infolist():
            content = changed.get(entry.filename)
            copy.writestr(entry, package.read(entry) if content is None else content, entry.compress_type)
    return stream.getvalue()
