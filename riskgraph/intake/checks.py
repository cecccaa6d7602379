"""All problems that show only when the rows of a register are laid side by side, in one pass.

What a single cell says (a date that is none, a word that is no answer) is told by the reader; here
stand the contradictions between cells, and what the register itself shows as a finding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from riskgraph.intake.checks_access import ACCESS_CHECKS
from riskgraph.intake.checks_chain import CHAIN_CHECKS
from riskgraph.intake.checks_dates import DATE_CHECKS
from riskgraph.intake.checks_duties import DUTY_CHECKS
from riskgraph.intake.checks_identity import IDENTITY_CHECKS
from riskgraph.intake.checks_people import PEOPLE_CHECKS
from riskgraph.intake.checks_records import RECORD_CHECKS
from riskgraph.intake.inspection import Inspection, in_order, lay_out
from riskgraph.model.problem import Problem
from riskgraph.model.submission import Submission

Check = Callable[[Inspection], Iterator[Problem]]
CHECKS: tuple[Check, ...] = (
    *IDENTITY_CHECKS,
    *CHAIN_CHECKS,
    *RECORD_CHECKS,
    *DATE_CHECKS,
    *DUTY_CHECKS,
    *ACCESS_CHECKS,
    *PEOPLE_CHECKS,
)


def check(
    submission: Submission, *, as_of: date | None = None, known_controls: frozenset[str] | None = None
) -> tuple[Problem, ...]:
    """Return every problem of the register, ordered by file, sheet and cell; nothing is changed or merged.

    Parameters
    ----------
    as_of
        The day against which past and future are told; else the register's own, else today.
    known_controls
        Ids of the control catalogue; None leaves the control ids of answers unchecked.

    Notes
    -----
    Linear in the rows. Problems that the reader found are not repeated here.
    """
    inspection = lay_out(submission, as_of=as_of, known_controls=known_controls)
    return in_order(problem for run in CHECKS for problem in run(inspection))
