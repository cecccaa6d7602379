"""Changes tried out on the shown assessment: read as the register's reader would, and asked of the engine."""

from __future__ import annotations

from collections.abc import Sequence

from riskgraph.intake.changes import resolved
from riskgraph.intake.columns import SHEET_BY_NAME
from riskgraph.intake.normalise import codes, word_of
from riskgraph.model.change import Change, FieldSet
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
