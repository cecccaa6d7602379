"""Reads what stands beside the questions: the fields of the cover and the list of next tiers.

The convention that bites: a field is known by its label and lies in the first filled cell to the right of it
that is not one of our own hints; a statement on next tiers may stand on both sheets.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from riskgraph.intake.answer_reading import onward_of
from riskgraph.intake.naming import shown
from riskgraph.intake.normalise import as_text, day
from riskgraph.intake.questionnaire_people import personal_problems
from riskgraph.intake.questionnaire_rows import is_identity, label_of
from riskgraph.intake.questionnaire_tiers import read_tiers
from riskgraph.intake.questionnaire_words import header_words
from riskgraph.intake.workbook import RawCell, RawRow, RawSheet, Workbook
from riskgraph.model.problem import Problem, Severity, problem_at
from riskgraph.model.quantities import Cell
from riskgraph.model.questionnaire import DeclaredTier
from riskgraph.text import LOCALES, t

_REACH = 4
_LONGEST = 300
_HINTS = ("form.cover.answered_on_hint", "form.cover.respondent_hint", "form.cover.onward_hint")


@dataclass(frozen=True)
class Fields:
    """What the party wrote outside the questions.

    `onward` is ``none``, ``listed`` or ``unknown``; of two statements that differ it is ``listed``, which is
    the more careful, and `has_contradiction` says so.
    """

    party_name: str = ""
    respondent: str = ""
    answered_on: date | None = None
    onward: str = "unknown"
    onward_cell: Cell = field(default_factory=Cell)
    has_contradiction: bool = False
    tiers: tuple[DeclaredTier, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_fields(book: Workbook, *, today: date | None = None) -> Fields:
    """Return the fields of the cover and the next tiers of a workbook."""
    problems: list[Problem] = []
    sheets = [sheet for sheet in book.sheets if not sheet.is_hidden and not is_identity(sheet)]
    labelled = _labelled(book.file, sheets)
    found = read_tiers(book.file, sheets)
    tiers = found.tiers
    stated = [*_statements(labelled["onward"], problems), *(("none", cell) for cell in found.nobody)]
    onward, cell = _onward(book.file, stated, tiers)
    clash = "none" in {code for code, _ in stated} and onward == "listed"
    if clash:
        cell = next(where for code, where in stated if code == "none")
        problems.append(problem_at(cell, "form.onward_contradiction", Severity.WARNING, count=len(tiers)))
    elif onward == "listed" and not tiers:
        problems.append(problem_at(cell, "form.tiers_missing", Severity.INFO))
    for _, where in labelled["respondent"][:1]:
        problems.extend(personal_problems(_text(labelled["respondent"]), where))
    return Fields(
        party_name=_text(labelled["addressee"]),
        respondent=_text(labelled["respondent"]),
        answered_on=_answered_on(labelled["answered_on"], today, problems),
        onward=onward,
        onward_cell=cell,
        has_contradiction=clash,
        tiers=tiers,
        problems=(*problems, *found.problems),
    )


def _labelled(file: str, sheets: list[RawSheet]) -> Mapping[str, list[tuple[RawCell, Cell]]]:
    """Return by label the cells that stand beside it, on whichever sheet."""
    known, hints = header_words("cover"), _hints()
    found: dict[str, list[tuple[RawCell, Cell]]] = {key: [] for key in known.values()}
    for sheet in sheets:
        for row in sheet.rows:
            for key, place in _labels(row, known).items():
                beside = (cell for cell in row.cells if place < cell.column <= place + _REACH)
                value = next((cell for cell in beside if as_text(cell.value) not in hints), None)
                if value is not None and not known.get(label_of(value)):
                    found[key].append((value, Cell(file, sheet.title, value.address)))
    return found


def _labels(row: RawRow, known: Mapping[str, str]) -> Mapping[str, int]:
    """Return the first column of each label in a row."""
    places: dict[str, int] = {}
    for cell in row.cells:
        if key := known.get(label_of(cell)):
            places.setdefault(key, cell.column)
    return places


@cache
def _hints() -> frozenset[str]:
    keys = (*_HINTS, "form.tiers.statement_hint")
    return frozenset(t(locale, key) for key in keys for locale in LOCALES)


def _text(found: list[tuple[RawCell, Cell]]) -> str:
    return as_text(found[0][0].value)[:_LONGEST] if found else ""


def _answered_on(found: list[tuple[RawCell, Cell]], today: date | None, problems: list[Problem]) -> date | None:
    """Return the date on the cover; one that cannot be read or lies ahead is told and left out."""
    for cell, where in found:
        reading = day(cell.value)
        value = shown(as_text(cell.value))
        if reading.value is None:
            problems.append(problem_at(where, "form.date_unreadable", Severity.WARNING, value=value))
        elif today is not None and reading.value > today:
            problems.append(problem_at(where, "form.date_ahead", Severity.WARNING, value=value))
        else:
            return reading.value
    return None


def _statements(found: list[tuple[RawCell, Cell]], problems: list[Problem]) -> Iterator[tuple[str, Cell]]:
    """Give what is said about next tiers, each with its cell."""
    for cell, where in found:
        text = as_text(cell.value)
        code = onward_of(text)
        if code:
            yield code, where
        else:
            problems.append(problem_at(where, "form.onward_unreadable", Severity.WARNING, value=shown(text)))


def _onward(file: str, stated: list[tuple[str, Cell]], tiers: tuple[DeclaredTier, ...]) -> tuple[str, Cell]:
    """Return the statement that counts and its cell: a list, or a word for one, beats a denial."""
    listed = next((cell for code, cell in stated if code == "listed"), None)
    if listed is not None:
        return "listed", listed
    if tiers:
        return "listed", Cell(file, tiers[0].sheet, tiers[0].cell)
    return stated[0] if stated else ("unknown", Cell())
