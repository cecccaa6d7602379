"""Names what was not taken for a question, and why."""

from __future__ import annotations

from riskgraph.intake.foreign.grid import Line, Spot
from riskgraph.intake.naming import shown
from riskgraph.model.foreign import PassedOver


def reason_key(reason: str) -> str:
    """Return the key of the text that says a reason."""
    return f"foreign.passed.{reason}"


def row_passed(reason: str, line: Line, sheet: str) -> PassedOver:
    """Return a row that is no question."""
    return spot_passed(reason, line.first, sheet)


def spot_passed(reason: str, spot: Spot, sheet: str) -> PassedOver:
    """Return a cell, such as the header of a column, that is passed over."""
    return PassedOver(reason=reason, text=shown(spot.text), sheet=sheet, cell=spot.address)


def sheet_passed(reason: str, sheet: str, text: str = "") -> PassedOver:
    """Return a whole sheet that is passed over; no cell stands for it."""
    return PassedOver(reason=reason, text=shown(text or sheet), sheet=sheet)
