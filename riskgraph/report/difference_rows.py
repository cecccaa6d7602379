"""What a new version changes, as sentences and tables: what comes, what goes, and what stood there before.

The convention that bites: the words come from workbooks and mean nothing to the one who shows them; headers and
titles of sheets are said in the language, labels of the user's own columns as they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from riskgraph.model.difference import RegisterDifference, RowChange, RowFate
from riskgraph.report.plain import plain
from riskgraph.report.table_rows import Columns
from riskgraph.text import has_text, t

FATES = (RowFate.REMOVED, RowFate.CHANGED, RowFate.ADDED)
_SHAPE = {RowFate.ADDED: "＋", RowFate.CHANGED: "△", RowFate.REMOVED: "−"}


def sheets_of(difference: RegisterDifference) -> tuple[str, ...]:
    """Return the sheets that change, in their order."""
    return tuple(dict.fromkeys(row.sheet for row in difference.rows))


def sheet_title(sheet: str, locale: str) -> str:
    """Return the title of a sheet in the language."""
    key = f"sheet.{sheet}"
    return t(locale, key) if has_text(key) else plain(sheet)


def column_title(sheet: str, column: str, locale: str) -> str:
    """Return the header of a column in the language; a label of the user's own as it is."""
    key = f"column.{sheet}.{column}"
    if has_text(key):
        return t(locale, key)
    return t(locale, column) if column.startswith("free.") and has_text(column) else plain(column)


def fate_in_words(fate: RowFate, locale: str) -> str:
    """Return what becomes of a row, with a shape beside the word."""
    return f"{_SHAPE[fate]} {t(locale, f'register.fate.{fate.value}')}"


def difference_sentence(difference: RegisterDifference, locale: str) -> str:
    """Return in one sentence how many rows come, change and go."""
    if difference.is_empty:
        return t(locale, "register.difference.none")
    counts = {fate.value: difference.count(fate) for fate in RowFate}
    return t(locale, "register.difference", **counts)


def sheet_sentence(difference: RegisterDifference, sheet: str, locale: str) -> str:
    """Return the same of one sheet, leaving out what does not happen: 組織:追加2行、変更1行."""
    counts = Counter(row.fate for row in difference.rows if row.sheet == sheet)
    told = [t(locale, f"register.count.{fate.value}", count=counts[fate]) for fate in reversed(FATES) if counts[fate]]
    return t(locale, "register.sheet", sheet=sheet_title(sheet, locale), counts=t(locale, "register.comma").join(told))


def difference_columns(rows: Iterable[RowChange], locale: str) -> Columns:
    """Return changes as a table: a line for each changed cell, and one for each row that comes or goes."""
    lines: list[tuple[str, ...]] = []
    for row in sorted(rows, key=lambda row: FATES.index(row.fate)):
        head = (fate_in_words(row.fate, locale), sheet_title(row.sheet, locale), plain(row.row_id), plain(row.label))
        place = plain(row.source.cell)
        if row.fate is RowFate.CHANGED:
            for cell in row.cells:
                title = column_title(row.sheet, cell.column, locale)
                lines.append((*head, title, plain(cell.before), plain(cell.after), place))
        else:
            said = _whole_row(row, locale)
            before, after = (said, "") if row.fate is RowFate.REMOVED else ("", said)
            lines.append((*head, t(locale, "register.whole_row"), before, after, place))
    ids = ("change_fate", "sheet", "change_id", "change_name", "change_column", "change_before", "change_after", "cell")
    return {name: [line[i] for line in lines] for i, name in enumerate(ids)}


def _whole_row(row: RowChange, locale: str) -> str:
    """Return all cells of a row in one line."""
    told = (
        t(locale, "register.cell", column=column_title(row.sheet, c.column, locale), value=plain(c.before or c.after))
        for c in row.cells
    )
    return t(locale, "register.comma").join(told)


def row_columns(sheet: str, rows: Sequence[Mapping[str, str]], columns: Sequence[str], locale: str) -> Columns:
    """Return rows of one sheet as they are written, by the headers of the language; equal headers stay apart."""
    found: dict[str, list[str]] = {}
    for column in columns:
        title = column_title(sheet, column, locale)
        while title in found:
            title += " "
        found[title] = [plain(row.get(column, "")) for row in rows]
    return found
