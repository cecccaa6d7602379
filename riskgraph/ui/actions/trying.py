"""Changes tried out on the shown assessment: read as the register's reader would, and asked of the engine."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from riskgraph.catalogue import load_catalogue
from riskgraph.intake.added import added_rows
from riskgraph.intake.changes import resolved
from riskgraph.intake.columns import SHEET_BY_NAME
from riskgraph.intake.joining import control_ids
from riskgraph.intake.normalise import codes, word_of
from riskgraph.model.answer import Answer, ScopeKind
from riskgraph.model.change import Change, FieldSet, RowsAdded
from riskgraph.model.problem import Problem
from riskgraph.model.submission import Submission
from riskgraph.model.what_if import WhatIfResult
from riskgraph.ui.actions import planning
from riskgraph.ui.actions.shown import Shown

# Cells that people want to try out, by sheet: facts of a contract, rights and places of access.
FIELDS = {
    "engagements": (
        "consent", "flow_down", "audited_on", "audit_method", "incident_reports_reviewed", "handling_place",
        "records", "deletion_proof", "onward",
    ),
    "access": ("privilege", "heads", "records", "host", "device_owner", "site_owner", "revoked_on"),
}  # fmt: skip


def result(this: Shown, changes: Sequence[Change], *, top: int = 20) -> WhatIfResult:
    """Return what the register comes to with these changes.

    Raises
    ------
    WrongUse
        As `riskgraph.what_if.WhatIf.result` does.
    """
    known = planning.engine(this)
    with known.lock:
        return known.what_if.result(changes, top=top)


def named(this: Shown, changes: Sequence[Change]) -> Submission:
    """Return the register with the rows that changes add, for the names."""
    return planning.engine(this).what_if.named(changes)


def read(this: Shown, changes: Sequence[Change]) -> tuple[Change, ...]:
    """Return changes with the words of their cells as codes; raises as `riskgraph.intake.changes.resolved` does."""
    return resolved(this.submission, changes)


def rows_of(this: Shown, name: str, data: bytes) -> tuple[RowsAdded, tuple[Problem, ...]]:
    """Return the rows of a workbook to be added to the register, and what could not be read of it."""
    as_of = this.assessment.provenance.as_of
    return added_rows(name, data, as_of=as_of, known_controls=control_ids(load_catalogue()))


def answer_now(this: Shown, party_id: str, control_id: str) -> Answer | None:
    """Return the latest answer that a party gave for itself as a whole, None where there is none."""
    found = [
        answer
        for answer in this.submission.answers
        if (answer.party_id, answer.control_id) == (party_id, control_id) and answer.scope_kind is ScopeKind.PARTY
    ]
    return max(found, key=lambda answer: answer.answered_on or date.min, default=None)


def words_of(sheet: str, column: str, locale: str) -> dict[str, str]:
    """Return the codes that a cell can have with their words; {} where anything can be written."""
    kind = next(c for c in SHEET_BY_NAME[sheet].columns if c.name == column)
    return {code: word_of(kind.choice, code, locale) for code in codes(kind.choice)} if kind.choice else {}


def as_written(this: Shown, change: FieldSet) -> str:
    """Return what the cell says in the register now, "" for a blank."""
    rows = getattr(this.submission, {"access": "accesses"}.get(change.sheet, change.sheet))
    name = {"engagements": "row_id", "access": "access_id"}[change.sheet]
    row = next((r for r in rows if getattr(r, name) == change.row_id), None)
    value = getattr(row, change.column, None)
    if value is None:
        return ""
    point = getattr(value, "pt", None)
    return f"{point:,.10g}" if point is not None else str(value)
