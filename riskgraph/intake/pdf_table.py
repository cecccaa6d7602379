"""The tables of a text PDF as a draft that a person confirms row by row.

The convention that bites: nothing is followed, fetched or run, and no letter is read from a picture. Addresses are
those of the rows as they were found, a sheet a page; a table that goes on over pages has its header on each.
"""

from __future__ import annotations

import hashlib
import io
import logging
import re
import warnings
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from riskgraph.errors import InputRefused
from riskgraph.intake.cell_values import uniform_text
from riskgraph.intake.limits import LIMITS, MEGABYTE, Limits
from riskgraph.intake.pdf_columns import Row, Word, joined, rows_of_words
from riskgraph.intake.workbook import RawCell, RawRow, RawSheet, Workbook
from riskgraph.model.problem import Problem, Severity

if TYPE_CHECKING:
    from pdfplumber.page import Page

FEWEST_LETTERS = 8
"""A page with fewer is taken for a picture or a blank one."""

MOST_LINES = 20_000
"""Drawn lines of a page above which its tables are told by its words alone."""

MOST_LETTERS = 100_000
_STREAM = re.compile(rb"stream\r?\n(?=[\x08-\x78])")  # what zlib begins with
_NO_LETTER = "(cid:"
_APART = 1.5
_SAME_EDGE = 5.0


def read_pdf(name: str, data: bytes, *, limits: Limits = LIMITS, passwords: Sequence[str] = ()) -> Workbook:
    """Return the rows of a PDF's tables, a sheet a page; runs in a disposable child only.

    Raises
    ------
    InputRefused
        ``gate.pdf_scan`` where the pages hold no text, ``gate.pdf_too_long``, ``gate.encrypted``,
        ``gate.unreadable``.
    """
    if len(data) > limits.file_bytes:
        raise InputRefused("gate.too_large", {"file": name, "limit": limits.file_bytes // MEGABYTE})
    _refuse_long_streams(name, data, limits)
    with _silent():
        pages = _pages(name, data, limits, passwords)
    if not any(rows for _, rows in pages):
        raise InputRefused("gate.pdf_scan", {"file": name})
    sheets = tuple(_sheet(number, rows) for number, rows in pages if rows)
    without = ", ".join(str(number) for number, rows in pages if not rows)
    told = [Problem(code="gate.pdf_draft", severity=Severity.WARNING, file=name, fields={"file": name})]
    if without:
        fields: dict[str, str | int | float] = {"file": name, "pages": without}
        told.append(Problem(code="gate.pdf_pages_without_text", severity=Severity.WARNING, file=name, fields=fields))
    return Workbook(name, hashlib.sha256(data).hexdigest(), sheets, tuple(told))


def _refuse_long_streams(name: str, data: bytes, limits: Limits) -> None:
    """Refuse a file whose streams unpack to more than is allowed; the library would unpack them whatever they hold."""
    left = limits.unpacked_bytes
    for start in _STREAM.finditer(data):
        try:
            left -= len(zlib.decompressobj().decompress(memoryview(data)[start.end() :], left + 1))
        except zlib.error:
            continue  # a stream that is packed in another way, or not at all
        if left < 0:
            limit = limits.unpacked_bytes // MEGABYTE
            raise InputRefused("gate.unpacks_too_large", {"file": name, "limit": limit})


@contextmanager
def _silent() -> Iterator[None]:
    """Keep the library from writing text of the file to a log."""
    log = logging.getLogger("pdfminer")
    level = log.level
    log.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        log.setLevel(level)


def _pages(name: str, data: bytes, limits: Limits, passwords: Sequence[str]) -> list[tuple[int, list[Row]]]:
    """Return the rows of every page by its number, from 1; none for a page without text."""
    import pdfplumber  # slow to load, and needed for few files
    from pdfminer.pdfdocument import PDFPasswordIncorrect

    given = [password for password in passwords if password]
    for password in (*given, ""):
        try:
            with pdfplumber.open(io.BytesIO(data), password=password) as pdf:
                return _rows_by_page(name, pdf.pages, limits)
        except (InputRefused, MemoryError):
            raise
        except Exception as broken:  # any failure of a parser on a stranger's file is the same news
            causes = (broken, broken.__cause__, *broken.args)
            if not any(isinstance(cause, PDFPasswordIncorrect) for cause in causes):
                raise InputRefused("gate.unreadable", {"file": name}) from None
    raise InputRefused("gate.encrypted", {"file": name, "tried": int(bool(given))})


def _rows_by_page(name: str, pages: Sequence[Page], limits: Limits) -> list[tuple[int, list[Row]]]:
    """Return the rows of every page; refuse too many pages or cells."""
    if len(pages) > limits.pages:
        raise InputRefused("gate.pdf_too_long", {"file": name, "limit": limits.pages})
    found, cells, header = [], 0, _Header()
    for page in pages:
        if len(page.chars) > MOST_LETTERS:
            where: dict[str, str | int | float] = {"file": name, "sheet": _title(page.page_number)}
            raise InputRefused("gate.too_many_cells", {**where, "limit": MOST_LETTERS})
        rows = _page_rows(page, header) if _has_text(page) else []
        cells += sum(len(row) for row in rows)
        if cells > limits.cells or len(rows) > limits.rows:
            raise InputRefused("gate.too_many_cells", {"file": name, "sheet": "", "limit": limits.cells})
        found.append((page.page_number, rows))
        page.close()
    return found


def _has_text(page: Page) -> bool:
    """Say whether the page holds letters, and not only places of letters whose meaning the file keeps to itself."""
    letters = [char["text"] for char in page.chars if char["text"].strip()]
    known = [letter for letter in letters if not letter.startswith(_NO_LETTER)]
    return len(known) >= FEWEST_LETTERS and 2 * len(known) > len(letters)


class _Header:
    """The first row of the table last seen and the ends of its columns."""

    def __init__(self) -> None:
        self.row: Row = ()
        self.edges: tuple[float, ...] = ()

    def continued(self, rows: list[Row], edges: tuple[float, ...], *, is_first: bool) -> list[Row]:
        """Return the rows of a table, headed like the page before where it goes on from there."""
        is_same = len(edges) == len(self.edges) and all(
            abs(here - before) <= _SAME_EDGE for here, before in zip(edges, self.edges, strict=True)
        )
        if is_first and is_same and self.row and rows[0] != self.row:
            return [self.row, *rows]
        self.row, self.edges = rows[0], edges
        return rows


def _page_rows(page: Page, header: _Header) -> list[Row]:
    """Return the rows of a page from top to bottom: those of its drawn tables, and the lines between them."""
    tables = page.find_tables() if len(page.edges) <= MOST_LINES else []
    tables = [table for table in tables if len(table.rows) > 1 and len(table.columns) > 1]
    words = _words(page)
    if not tables:
        return rows_of_words(words)
    found: list[tuple[float, list[Row]]] = []
    for number, table in enumerate(sorted(tables, key=lambda table: table.bbox[1])):
        rows = [_row(row) for row in table.extract(x_tolerance=_APART)]
        edges = tuple(column.bbox[2] for column in table.columns)
        found.append((table.bbox[1], header.continued(rows, edges, is_first=number == 0)))
    outside = [word for word in words if not any(_is_in(word, table.bbox) for table in tables)]
    between = sorted({0.0, *(table.bbox[1] for table in tables)})
    for number, top in enumerate(between):
        below = between[number + 1] if number + 1 < len(between) else float("inf")
        part = [word for word in outside if top <= word.top < below]
        # After the table that begins at the same height.
        found.append((top + 0.5, rows_of_words(part)))
    return [row for _, rows in sorted(found, key=lambda piece: piece[0]) for row in rows]


def _row(cells: Sequence[str | None]) -> Row:
    """Return a row with the lines of each cell put together."""
    return tuple(joined((cell or "").splitlines()) for cell in cells)


def _words(page: Page) -> list[Word]:
    """Return the runs of text of a page."""
    found: list[dict[str, Any]] = page.extract_words(x_tolerance=_APART, keep_blank_chars=True)
    return [
        Word(text, word["x0"], word["x1"], word["top"], word["bottom"])
        for word in found
        if (text := word["text"].strip())
    ]


def _is_in(word: Word, box: tuple[float, float, float, float]) -> bool:
    """Say whether the middle of a word lies in a box."""
    across, down = (word.left + word.right) / 2, (word.top + word.bottom) / 2
    return box[0] <= across <= box[2] and box[1] <= down <= box[3]


def _title(number: int) -> str:
    """Return the name of the sheet of a page."""
    return f"p{number}"


def _sheet(number: int, rows: Sequence[Row]) -> RawSheet:
    """Return the sheet of a page."""
    made = []
    for row, texts in enumerate(rows, 1):
        cells = tuple(
            RawCell(plain, row, column) for column, text in enumerate(texts, 1) if (plain := uniform_text(text))
        )
        if cells:
            made.append(RawRow(row, cells))
    return RawSheet(_title(number), tuple(made))
