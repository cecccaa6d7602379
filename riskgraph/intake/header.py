"""Find out what a sheet is and which of its columns is which, whatever row the header stands in.

The convention that bites: a header may have two lines, both languages in one cell, units, marks such as
（必須）; what is matched is the folded text without them. A column that no noun has is kept under its own
label.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from riskgraph.intake.columns import SHEETS
from riskgraph.intake.folding import fold, plain
from riskgraph.intake.sheet_kind import SheetKind
from riskgraph.intake.workbook import RawCell, RawRow, RawSheet

SEARCHED_ROWS = 40
_LONGEST = 200
_MARKS = re.compile(r"^[\s※*●◆■□▼★☆#.:：\d]+|[\s※*:：]+$")
_BRACKETS = re.compile(r"[(（\[【〔<＜][^)）\]】〕>＞]*[)）\]】〕>＞]")
_INSIDE = re.compile(r"[(（\[【〔<＜]([^)）\]】〕>＞]*)[)）\]】〕>＞]")
_TITLE_NOISE = re.compile(r"^[\d①-⑳_.\-\s]+|のコピー$|\(\d+\)$|[_\-\s]*(?:シート|一覧表|マスタ|マスター|sheet)$")
_ASIDE = frozenset(
    fold(word)
    for word in ("記入例", "例", "見本", "サンプル", "sample", "example", "読み方", "使い方", "readme", "read me")
) | {fold(word) for word in ("選択肢", "choices", "凡例", "legend", "改訂履歴", "更新履歴", "表紙", "目次", "cover")}


@dataclass(frozen=True)
class Header:
    """Where the header ends and what each column holds.

    `columns` maps a column number to the English name, `extra` to the label of a column that no noun has.
    """

    last_row: int
    columns: Mapping[int, str]
    extra: Mapping[int, str] = field(default_factory=dict)


def kind_by_title(title: str) -> SheetKind | None:
    """Return the noun that a sheet title names, in either language, numbered, copied or renamed a little."""
    keys = {fold(title), _TITLE_NOISE.sub("", fold(title))}
    for kind in SHEETS:
        names = {fold(name) for name in (kind.title("ja"), kind.title("en"), *kind.aliases)}
        if keys & names:
            return kind
    return None


def kind_by_content(sheet: RawSheet) -> tuple[SheetKind, Header] | None:
    """Return the noun whose columns a sheet of another title clearly has: all it requires and three at least."""
    best: tuple[int, SheetKind, Header] | None = None
    for kind in SHEETS:
        header = find_header(sheet, kind) if kind.columns and kind.name != "settings" else None
        if header is None:
            continue
        names = set(header.columns.values())
        required = {column.name for column in kind.columns if column.is_required}
        if required <= names and len(names) >= 3 and (best is None or len(names) > best[0]):
            best = (len(names), kind, header)
    return best[1:] if best else None


def is_aside(title: str) -> bool:
    """Say whether a sheet is no data by its title: an example, a legend, a cover."""
    return fold(title) in _ASIDE


def find_header(sheet: RawSheet, kind: SheetKind) -> Header | None:
    """Return the header of a sheet (merges already spread), or None where fewer than two columns are known."""
    required = {column.name for column in kind.columns if column.is_required}
    best = Header(0, {})
    rows = sheet.rows[:SEARCHED_ROWS]
    for i, row in enumerate(rows):
        single = _match(None, row, kind)
        candidates = [single]
        if len(single.columns) >= 2 and i and rows[i - 1].number == row.number - 1:
            candidates.append(_match(rows[i - 1], row, kind))
        # A second line must add columns, else what stands above is a title.
        best = max(best, *candidates, key=lambda header: len(header.columns))
        if required and best.last_row < row.number and required <= set(best.columns.values()):
            break
    return best if len(best.columns) >= min(2, len(kind.columns)) else None


def find_free_header(sheet: RawSheet) -> Header | None:
    """Return the header of a sheet whose columns nobody fixes: the row with most text among the first ten."""
    rows = [(sum(isinstance(cell.value, str) for cell in row.cells), row) for row in sheet.rows[:10]]
    if not rows:
        return None
    most, row = max(rows, key=lambda counted: counted[0])
    labels: dict[int, str] = {}
    for cell in row.cells:
        labels[cell.column] = _unused(plain(str(cell.value)), set(labels.values()))
    return Header(row.number, {}, labels) if most >= 2 else None


def _match(above: RawRow | None, row: RawRow, kind: SheetKind) -> Header:
    """Return what one row, or a row under another, would mean as a header."""
    upper = {cell.column: cell for cell in above.cells} if above else {}
    lower = {cell.column: cell for cell in row.cells}
    columns: dict[int, str] = {}
    extra: dict[int, str] = {}
    group: RawCell | None = None
    for number in sorted(upper.keys() | lower.keys()):
        # A group heading that nobody merged stands over its first column and counts for the next ones too.
        group = upper.get(number) or (group if number in lower and number - 1 in lower else None)
        label = _label(group, lower.get(number))
        name = next((kind.by_header[key] for key in _keys(label) if key in kind.by_header), "")
        if name and name not in columns.values():
            columns[number] = name
        elif label[0]:
            extra[number] = _unused(label[0], set(extra.values()))
    return Header(row.number, columns, extra)


def _label(upper: RawCell | None, lower: RawCell | None) -> tuple[str, str, str]:
    """Return the label to show, the lower line and the upper line of one header column."""
    above = plain(str(upper.value)) if upper and isinstance(upper.value, str) else ""
    below = plain(str(lower.value)) if lower and isinstance(lower.value, str) else ""
    shown = below if not above or above == below else f"{above} {below}".strip()
    return shown, str(lower.value) if lower and below else "", above


def _keys(label: tuple[str, str, str]) -> Iterator[str]:
    """Give the folded forms under which a header may be known, the surest first."""
    _, below, above = label
    for text in (below, f"{above}{plain(below)}" if above and below else "", above):
        # Longer texts are no headers, and the search for brackets in them takes the square of their length.
        if not text or len(text) > _LONGEST:
            continue
        yield fold(text)
        bare = _MARKS.sub("", _BRACKETS.sub("", text))
        yield fold(bare)
        for part in (*re.split(r"[\n\r/／]+", bare), *_INSIDE.findall(text)):
            yield fold(_MARKS.sub("", part))


def _unused(label: str, taken: set[str]) -> str:
    """Return the label, numbered where another column has it."""
    number, candidate = 1, label
    while candidate in taken:
        number += 1
        candidate = f"{label} ({number})"
    return candidate


def repeats_header(row: RawRow, header: Header, kind: SheetKind) -> bool:
    """Say whether a row below the header is the header once more, as it stands after a page break."""
    told = [cell for cell in row.cells if cell.column in header.columns]
    if len(told) < 2 or not all(isinstance(cell.value, str) for cell in told):
        return False
    return all(
        any(kind.by_header.get(key) == header.columns[cell.column] for key in _keys(("", str(cell.value), "")))
        for cell in told
    )
