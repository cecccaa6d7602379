"""What a new version of a register changes: which rows come, go and change, cell by cell as they are written.

The convention that bites: rows are compared by their ids. The order of rows and the file that they were read
from make no difference, and neither does the language in which the two registers were written.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import count, takewhile, zip_longest

from riskgraph.intake.keyed_rows import SHEET_NAMES, KeyedRow, RowKey, in_order, keyed_rows, labels, texts
from riskgraph.intake.renames import proposed_renames
from riskgraph.model.difference import CellChange, RegisterDifference, RowChange, RowFate
from riskgraph.model.noun import Noun
from riskgraph.model.quantities import Cell
from riskgraph.model.submission import Submission

Label = Callable[[Noun], str]
Pair = tuple[KeyedRow | None, KeyedRow | None]
_DIGITS = re.compile(r"(\d+)")
_LONGEST_NUMBER = 30


def difference(old: Submission, new: Submission, locale: str) -> RegisterDifference:
    """Return everything that `new` changes against `old`, in the words of a language.

    Returns
    -------
    RegisterDifference
        Rows by sheet and then by id (P-2 before P-10), with the renames that corporate numbers propose.

    Notes
    -----
    Linear in the rows. The difference from `new` to `old` has the same rows with added and removed exchanged.
    """
    before, after = keyed_rows(old, locale), keyed_rows(new, locale)
    rows: list[RowChange] = []
    for sheet in SHEET_NAMES:
        was, becomes = labels(old, sheet), labels(new, sheet)
        rows.extend(_changes(sheet, before[sheet], after[sheet], was, becomes))
    return RegisterDifference(rows=tuple(rows), renames=proposed_renames(old, new))


def _changes(
    sheet: str, before: Mapping[RowKey, KeyedRow], after: Mapping[RowKey, KeyedRow], was: Label, becomes: Label
) -> Iterator[RowChange]:
    """Give the rows of one sheet that come, go or change."""
    changed = [(row_id, pair) for row_id, pair in _pairs(before, after) if not _is_same(*pair)]
    for row_id, (left, right) in sorted(changed, key=lambda found: _natural(found[0])):
        fate = RowFate.ADDED if left is None else RowFate.REMOVED if right is None else RowFate.CHANGED
        label = becomes(right.noun) if right is not None else was(left.noun) if left is not None else ""
        yield RowChange(
            sheet=sheet,
            row_id=row_id,
            label=label,
            fate=fate,
            cells=tuple(_cells(sheet, left, right)),
            source=right.source if right is not None else Cell(),
        )


def _pairs(before: Mapping[RowKey, KeyedRow], after: Mapping[RowKey, KeyedRow]) -> Iterator[tuple[str, Pair]]:
    """Give the rows of either side beside each other; of several rows of one id the equal ones first."""
    several = {row_id for row_id, number in (*before, *after) if number}
    for row_id, number in dict.fromkeys((*before, *after)):
        key = (row_id, number)
        if row_id not in several:
            yield row_id, (before.get(key), after.get(key))
    for row_id in sorted(several):
        left, right = _of_one_id(row_id, before), _of_one_id(row_id, after)
        said = [row.said for row in left], [row.said for row in right]
        alike = Counter(said[0]) & Counter(said[1])
        rests = _without(left, alike), _without(right, alike)
        yield from ((row_id, pair) for pair in zip_longest(*rests))


def _of_one_id(row_id: str, rows: Mapping[RowKey, KeyedRow]) -> list[KeyedRow]:
    """Return the rows of one id, which are numbered without a gap."""
    keys = takewhile(lambda key: key in rows, ((row_id, number) for number in count()))
    return [rows[key] for key in keys]


def _without(rows: Sequence[KeyedRow], said: Counter[str]) -> list[KeyedRow]:
    """Return the rows without as many of each kind as are counted."""
    left = Counter(said)
    kept = []
    for row in rows:
        if left[row.said]:
            left[row.said] -= 1
        else:
            kept.append(row)
    return kept


def _is_same(left: KeyedRow | None, right: KeyedRow | None) -> bool:
    if left is None or right is None:
        return False
    # Almost every row is written alike to the letter; only the others are turned into text.
    return left.cells == right.cells or texts(left.cells) == texts(right.cells)


def _cells(sheet: str, left: KeyedRow | None, right: KeyedRow | None) -> Iterator[CellChange]:
    """Give the cells of a row that differ."""
    before = texts(left.cells) if left else {}
    after = texts(right.cells) if right else {}
    for column in in_order(sheet, [*before, *(name for name in after if name not in before)]):
        if before.get(column, "") != after.get(column, ""):
            yield CellChange(column=column, before=before.get(column, ""), after=after.get(column, ""))


def _natural(row_id: str) -> list[tuple[int, int, str]]:
    """Return a key that sorts P-2 before P-10."""
    return [(0, int(part), "") if _is_number(part) else (1, 0, part) for part in _DIGITS.split(row_id)]


def _is_number(part: str) -> bool:
    """Say whether a part counts as a number; digits of other scripts and endless ones stay text."""
    return part.isascii() and part.isdigit() and len(part) <= _LONGEST_NUMBER
