"""CSV and TSV as a workbook of one sheet, every value a text."""

from __future__ import annotations

from riskgraph.intake.limits import LIMITS, Limits
from riskgraph.intake.workbook import Workbook


def read_text_table(name: str, data: bytes, *, limits: Limits = LIMITS) -> Workbook:
    """Return the cells of a text file: BOM, then strict UTF-8, then CP932, UTF-16 also without a BOM.

    Raises
    ------
    InputRefused
        ``gate.text_unreadable`` where no encoding fits, and the ``gate.`` codes of the limits.
    """
    raise NotImplementedError
