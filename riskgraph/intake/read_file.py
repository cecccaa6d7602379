"""Any file that came back: which kind it is, what lies in it, and what was understood."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from riskgraph.intake.given import Given
from riskgraph.intake.limits import LIMITS, Limits
from riskgraph.model.control import Catalogue
from riskgraph.model.read_file import ReadFile


def read_given(
    given: Given,
    catalogue: Catalogue,
    *,
    today: date | None = None,
    limits: Limits = LIMITS,
    passwords: Sequence[str] = (),
) -> tuple[ReadFile, ...]:
    """Return what one file says, in this process; an archive gives an entry for each of its files.

    Never raises for what a user sent: a refusal is an entry with its problem. Passwords are tried in memory and are
    in no result.
    """
    raise NotImplementedError
