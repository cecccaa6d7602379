"""CSV and TSV as a workbook of one sheet, every value a text.

The convention that bites: nothing is a number or a date here, so that leading zeros stay. The encoding is found by
trying and the delimiter by counting; both are told with a sample, because a person sees at once when they are wrong.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from riskgraph.errors import InputRefused
from riskgraph.intake.addresses import letters_of
from riskgraph.intake.cell_values import uniform_text
from riskgraph.intake.file_kind import looks_like_utf16
from riskgraph.intake.limits import LIMITS, MEGABYTE, Limits
from riskgraph.intake.workbook import RawCell, RawRow, RawSheet, Workbook
from riskgraph.model.problem import Problem, Severity

DELIMITERS = {",": "comma", "\t": "tab", ";": "semicolon"}
_SAMPLE = 65_536
_SHOWN = 60
_MAIL_CODE = b"\x1b$"  # by which a mail switches to Japanese letters
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def read_text_table(name: str, data: bytes, *, limits: Limits = LIMITS) -> Workbook:
    """Return the cells of a text file: BOM, then strict UTF-8, CP932, EUC-JP; UTF-16 also without a BOM.

    Raises
    ------
    InputRefused
        ``gate.text_unreadable`` where no encoding fits, ``gate.text_no_table`` where the text is no table, and the
        ``gate.`` codes of the limits.
    """
    if len(data) > limits.file_bytes:
        raise InputRefused("gate.too_large", {"file": name, "limit": limits.file_bytes // MEGABYTE})
    text, encoding = _decoded(name, data)
    delimiter = _delimiter(text)
    sheet = PurePath(name).stem
    rows = tuple(_rows(name, sheet, text, delimiter, limits))
    if not any(len(row.cells) > 1 for row in rows):
        raise InputRefused("gate.text_no_table", {"file": name, "sample": _shown(text)})
    told = {"file": name, "encoding": encoding.upper(), "delimiter": DELIMITERS[delimiter], "sample": _shown(text)}
    problems = [Problem(code="gate.text_read_as", severity=Severity.INFO, file=name, fields=dict(told))]
    if text.count('"') % 2:
        open_quote = Problem(code="gate.text_open_quote", severity=Severity.WARNING, file=name, fields={"file": name})
        problems.append(open_quote)
    return Workbook(name, hashlib.sha256(data).hexdigest(), (RawSheet(sheet, rows),), tuple(problems))


def _decoded(name: str, data: bytes) -> tuple[str, str]:
    """Return the text and its encoding."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(name, data[len(mark) :], (encoding,))
    guessed = looks_like_utf16(data[:_SAMPLE])
    if guessed or _MAIL_CODE in data[:_SAMPLE]:
        return _strictly(name, data, (guessed or "iso2022_jp",))
    return _strictly(name, data, ("utf-8", "cp932", "euc_jp"))


def _strictly(name: str, data: bytes, encodings: Sequence[str]) -> tuple[str, str]:
    """Return the text in the first encoding that fits without a single exception."""
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text, encoding
    raise InputRefused("gate.text_unreadable", {"file": name})


def _delimiter(text: str) -> str:
    """Return the delimiter by which the first lines fall into the same number of fields most often.

    Only one that makes more than one field counts; where two are alike, the earlier of `DELIMITERS` is taken.
    """
    best, best_score = ",", 0.0
    for delimiter in DELIMITERS:
        widths = [len(row) for row in _sample_rows(text, delimiter) if any(row)]
        wide = [width for width in widths if width > 1]
        if wide:
            common = max(wide.count(width) for width in set(wide))
            score = common / len(widths) + len(wide) / len(widths)
            if score > best_score:
                best, best_score = delimiter, score
    return best


def _sample_rows(text: str, delimiter: str) -> list[list[str]]:
    """Return the first rows as a delimiter cuts them; the last one, which the sample may cut, is left out."""
    sample = text[:_SAMPLE]
    rows = []
    try:
        for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
            rows.append(row)
            if len(rows) > 100:
                break
    except csv.Error:
        return rows
    return rows[:-1] if len(rows) > 1 and len(text) > _SAMPLE else rows


def _rows(name: str, sheet: str, text: str, delimiter: str, limits: Limits) -> Iterator[RawRow]:
    """Give the rows that hold anything; refuse as soon as a limit is passed."""
    where: dict[str, str | int | float] = {"file": name, "sheet": sheet, "rows": limits.rows, "columns": limits.columns}
    cells = 0
    try:
        for number, line in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 1):
            if number > limits.rows or len(line) > limits.columns:
                cell = f"{letters_of(min(len(line), 16_384) or 1)}{number}"
                raise InputRefused("gate.far_cell", {**where, "cell": cell})
            cells += len(line)
            if cells > limits.cells:
                raise InputRefused("gate.too_many_cells", {**where, "limit": limits.cells})
            row = tuple(_cells(line, number))
            if row:
                yield RawRow(number, row)
    except csv.Error as broken:
        raise InputRefused("gate.text_no_table", {"file": name, "sample": _shown(text)}) from broken


def _cells(line: Sequence[str], row: int) -> Iterator[RawCell]:
    """Give the cells of a line that hold more than white space."""
    for column, value in enumerate(line, 1):
        plain = uniform_text(value)
        if plain:
            yield RawCell(plain, row, column)


def _shown(text: str) -> str:
    """Return the beginning of the text on one line, for a person to see whether it was read right."""
    beginning = " ".join(text[: _SHOWN * 4].split())
    return beginning[:_SHOWN] + ("…" if len(beginning) > _SHOWN else "")
