"""Finds the questions and answers of a form that nobody told us about."""

from __future__ import annotations

from riskgraph.intake.workbook import Workbook
from riskgraph.model.foreign import ForeignForm


def understood(book: Workbook) -> ForeignForm:
    """Return the questions of a workbook with their answers, and everything that was passed over.

    Every row with text is an item or is passed over with a reason. Where there is no questionnaire, `blocks` is
    empty and a problem says why.
    """
    raise NotImplementedError
