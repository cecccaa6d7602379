"""The table of paths that can be searched and filtered: which rows, in which order, with which part of the loss.

The convention that bites: text is compared as it is read (width of letters and case play no part), and a filter that
names nothing lets everything through.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from riskgraph.model.assessment import Assessment, Certainty, Grade, Path
from riskgraph.model.control import Catalogue
from riskgraph.model.submission import Submission
from riskgraph.report.numbers import rounded
from riskgraph.report.stability_rows import rank_ranges
from riskgraph.report.table_rows import YEN_A_UNIT, Columns, path_columns


@dataclass(frozen=True)
class PathFilter:
    """Which paths to list: by words, parties on the path, data, grades and certainty; all must fit."""

    text: str = ""
    parties: tuple[str, ...] = ()
    assets: tuple[str, ...] = ()
    grades: tuple[Grade, ...] = ()
    certainties: tuple[Certainty, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Say whether everything is let through."""
        return not (folded(self.text) or self.parties or self.assets or self.grades or self.certainties)


def folded(text: str) -> str:
    """Return text as it is compared: one width, one case, without blanks."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def all_path_columns(assessment: Assessment, submission: Submission, catalogue: Catalogue, locale: str) -> Columns:
    """Return the rows of all paths listed, the key of each path beside its words; made once and then picked from."""
    columns = path_columns(assessment, submission, catalogue, locale)
    searched = [
        folded(" ".join(map(str, row))) for row in zip(columns["path"], columns["data"], columns["reason"], strict=True)
    ]
    ranges = {"ranks": rank_ranges(assessment.paths, assessment.stability, locale)} if assessment.stability else {}
    first = {"rank": columns["rank"], **ranges}
    return {**first, **columns, "key": [path.key for path in assessment.paths], "searched": searched}


def fitting(paths: Sequence[Path], columns: Columns, wanted: PathFilter) -> tuple[Path, ...]:
    """Return the paths that a filter lets through, in their order."""
    text = folded(wanted.text)
    searched: Mapping[str, str] = {str(k): str(s) for k, s in zip(columns["key"], columns["searched"], strict=True)}
    return tuple(
        path
        for path in paths
        if text in searched.get(path.key, "")
        and (not wanted.parties or set(wanted.parties) & set(path.parties))
        and (not wanted.assets or set(wanted.assets) & set(path.asset_ids))
        and (not wanted.grades or path.grade in wanted.grades)
        and (not wanted.certainties or path.certainty in wanted.certainties)
    )


def picked(columns: Columns, paths: Sequence[Path], parts: Sequence[float], locale: str, *, part: str = "") -> Columns:
    """Return the rows of these paths in this order.

    Parameters
    ----------
    parts
        What each path is ranked by, yen a year; shown in the unit of the language under the column `part`, if named.
    """
    place = {str(key): row for row, key in enumerate(columns["key"])}
    rows = [place[path.key] for path in paths]
    shown = {name: [values[row] for row in rows] for name, values in columns.items() if name not in ("key", "searched")}
    if not part:
        return shown
    worth = [float(rounded(value / YEN_A_UNIT[locale], 3)) for value in parts]
    return {"place": list(range(1, len(rows) + 1)), part: worth, **shown}
