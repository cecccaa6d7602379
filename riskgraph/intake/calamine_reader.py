"""The fast reader: values by calamine, what it does not tell (hidden, struck through) from the parts themselves.

The convention that bites: it runs in a disposable child only, because a parser of a stranger's bytes may do anything.
"""

from __future__ import annotations

from riskgraph.intake.gate import GateReport
from riskgraph.intake.limits import LIMITS, Limits
from riskgraph.intake.workbook import Workbook


def read_cells(name: str, data: bytes, report: GateReport, *, limits: Limits = LIMITS) -> Workbook:
    """Return the cells of a workbook (xlsx, xlsm, xls, xlsb, ods) that the gate let through.

    For an .xlsx it equals what `riskgraph.intake.workbook.open_workbook` returns.
    """
    raise NotImplementedError
