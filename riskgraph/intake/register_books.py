"""The workbooks in a file that is given as a register: an Excel book itself, other formats, tables of text, archives.

The convention that bites: text tables and all but large .xlsx are read here, behind the gate. Whatever needs a parser
that guards itself less, or a quick one, is read in a disposable child of a process of our own; only cells come back.
"""

from __future__ import annotations

from dataclasses import replace

from riskgraph.errors import InputRefused
from riskgraph.intake.archive import members
from riskgraph.intake.calamine_reader import read_cells
from riskgraph.intake.child import in_child, is_limited
from riskgraph.intake.file_kind import ALL_WORKBOOKS, PLAIN_WORKBOOKS, FileKind, sniffed
from riskgraph.intake.gate import examine
from riskgraph.intake.given import Given
from riskgraph.intake.handed_cells import as_bytes, from_bytes
from riskgraph.intake.limits import Limits
from riskgraph.intake.reader_pool import ReaderPool
from riskgraph.intake.text_table import read_text_table
from riskgraph.intake.workbook import Workbook, open_workbook

# From this size on the fast reader gains more than it costs to start a process for it.
_LARGE = 500_000


def register_books(name: str, data: bytes, *, limits: Limits) -> tuple[Workbook, ...]:
    """Return the workbooks of one file; a text table is a workbook of one sheet, an archive gives several.

    Raises
    ------
    InputRefused
        With a ``gate.`` code; of an archive the first file that is refused.
    """
    kind = sniffed(data)
    if kind is FileKind.CSV:
        return (read_text_table(name, data, limits=limits),)
    if kind is FileKind.ZIP:
        return tuple(book for inside in members(name, data, limits=limits) for book in _inside(inside, name, limits))
    is_large = kind in PLAIN_WORKBOOKS and len(data) > _LARGE and is_limited()
    if is_large or kind in ALL_WORKBOOKS - PLAIN_WORKBOOKS:
        return (_apart(name, data, limits),)
    return (open_workbook(name, data, limits=limits),)


def _inside(given: Given, archive: str, limits: Limits) -> tuple[Workbook, ...]:
    """Return the workbooks of a file of an archive, each under both names."""
    both = f"{archive} › {given.name}"
    if given.refused:
        raise InputRefused(given.refused, {"file": both})
    try:
        return tuple(replace(book, file=both) for book in register_books(given.name, given.data, limits=limits))
    except InputRefused as refused:
        raise InputRefused(refused.code, {**refused.fields, "file": both}) from refused


def _apart(name: str, data: bytes, limits: Limits) -> Workbook:
    """Return a workbook of another format, parsed in a child of a process that has no thread but its own."""
    with ReaderPool(1) as pool:
        told = pool.submit(cells_in_child, name, data, limits).result()
    return from_bytes(told, name)


def cells_in_child(name: str, data: bytes, limits: Limits) -> bytes:
    """Return the cells of a workbook as `as_bytes` writes them, parsed in a child of this process."""
    if not is_limited():
        raise InputRefused("gate.legacy_needs_limits", {"file": name})
    return in_child(lambda: _cells(name, data, limits), name, limits=limits)


def _cells(name: str, data: bytes, limits: Limits) -> bytes:
    report = examine(name, data, limits=limits, kinds=ALL_WORKBOOKS)
    return as_bytes(read_cells(name, data, report, limits=limits))
