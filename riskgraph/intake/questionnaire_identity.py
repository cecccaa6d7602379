"""Recognises a form of ours: by the sheet made for it, else by the numbers of its questions.

The convention that bites: the identity sheet lies in a file that came from outside. It is believed as far as
it names things that exist, and it never brings anything in but names.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date

from riskgraph.intake.folding import identifier, tidy
from riskgraph.intake.naming import shown
from riskgraph.intake.normalise import as_text, day
from riskgraph.intake.questionnaire_rows import is_identity
from riskgraph.intake.questionnaire_words import IDENTITY_KEYS
from riskgraph.intake.workbook import Workbook
from riskgraph.model.answer import ScopeKind
from riskgraph.model.control import Catalogue, Form
from riskgraph.model.problem import Problem, Severity, problem_at
from riskgraph.model.quantities import Cell
from riskgraph.text import LOCALES

_FEWEST = 3
_ID_LENGTH = 100


@dataclass(frozen=True)
class Recognised:
    """Which form this is and whose; `form` None where it is none of ours. `is_sure` where the identity was there."""

    form: Form | None = None
    modules: tuple[str, ...] = ()
    party_id: str = ""
    scope_kind: ScopeKind = ScopeKind.PARTY
    scope_id: str = ""
    due_on: date | None = None
    language: str = ""
    is_sure: bool = False
    problems: tuple[Problem, ...] = ()

    @property
    def name(self) -> str:
        """Return form and version as answers carry them."""
        return f"{self.form.form_id}/{self.form.version}" if self.form else ""


def recognise(book: Workbook, numbers: Set[str], catalogue: Catalogue) -> Recognised:
    """Return what a workbook is, given the control ids of its question rows."""
    identity = _identity(book)
    if identity is None:
        return _by_numbers(book, numbers, catalogue)
    form = _form(identity, catalogue)
    problems: tuple[Problem, ...] = ()
    if form is None:
        guessed = _by_numbers(book, numbers, catalogue)
        problem = problem_at(
            Cell(book.file),
            "form.version_unknown",
            Severity.WARNING,
            form=shown(identity["form"]),
            version=shown(identity["version"]),
            read_as=guessed.name or "-",
        )
        form, modules, problems = guessed.form, guessed.modules, (problem,)
    else:
        known = {module.module_id for module in form.modules}
        modules = tuple(module for module in identity["modules"].split() if module in known)
    kind = identity["scope_kind"]
    return Recognised(
        form=form,
        modules=modules,
        party_id=identifier(identity["party"])[:_ID_LENGTH],
        scope_kind=ScopeKind(kind) if kind in set(ScopeKind) else ScopeKind.PARTY,
        scope_id=identifier(identity["scope_id"])[:_ID_LENGTH],
        due_on=day(identity["due_on"]).value,
        language=identity["language"] if identity["language"] in LOCALES else "",
        is_sure=not problems,
        problems=problems,
    )


def _identity(book: Workbook) -> Mapping[str, str] | None:
    """Return what the identity sheet says, every key present; None where there is no such sheet."""
    sheet = next((sheet for sheet in book.sheets if is_identity(sheet)), None)
    if sheet is None:
        return None
    said = dict.fromkeys(IDENTITY_KEYS, "")
    for row in sheet.rows:
        cells = {cell.column: as_text(cell.value) for cell in row.cells}
        if cells.get(1) in said:
            said[cells[1]] = tidy(cells.get(2, ""))
    return said


def _form(identity: Mapping[str, str], catalogue: Catalogue) -> Form | None:
    """Return the form and version that an identity names."""
    try:
        return catalogue.form(identity["form"], identity["version"]) if identity["version"] else None
    except KeyError:
        return None


def _by_numbers(book: Workbook, numbers: Set[str], catalogue: Catalogue) -> Recognised:
    """Return the form whose questions these are, each form with the modules that are there at least by half."""
    known = numbers & catalogue.control_by_id.keys()
    if len(known) < _FEWEST or 2 * len(known) < len(numbers):
        return Recognised()
    candidates = [(form, _modules_there(form, known)) for form in catalogue.forms]
    form, modules = max(candidates, key=lambda c: (_likeness(c[0], c[1], known), c[0].version))
    problem = problem_at(Cell(book.file), "form.no_identity", Severity.WARNING, form=f"{form.form_id}/{form.version}")
    return Recognised(form=form, modules=modules, problems=(problem,))


def _modules_there(form: Form, known: Set[str]) -> tuple[str, ...]:
    """Return the modules of which half the questions that they alone add are there."""
    base = set(form.controls)
    own = {module.module_id: set(module.controls) - base for module in form.modules}
    return tuple(name for name, controls in own.items() if controls and 2 * len(controls & known) >= len(controls))


def _likeness(form: Form, modules: tuple[str, ...], known: Set[str]) -> float:
    """Return how much of both sides is shared, 0 to 1."""
    asked = set(form.asked(modules))
    return len(asked & known) / len(asked | known)
