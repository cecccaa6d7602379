"""The tables of a text PDF as a draft that a person confirms row by row."""

from __future__ import annotations

from riskgraph.intake.limits import LIMITS, Limits
from riskgraph.intake.workbook import Workbook


def read_pdf(name: str, data: bytes, *, limits: Limits = LIMITS) -> Workbook:
    """Return the rows of a PDF's tables, a sheet a page; runs in a disposable child only.

    Raises
    ------
    InputRefused
        ``gate.pdf_scan`` where the pages hold no text, ``gate.encrypted``, ``gate.unreadable``.
    """
    raise NotImplementedError
