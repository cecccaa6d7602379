"""Every control of every party as arrays, for whoever shows answers by domain.

The convention that bites: the ends are ordered by size here (lo, pt, hi), not in the order of risk.
"""

from __future__ import annotations

from datetime import date

import numpy as np

from riskgraph.model.control import Catalogue
from riskgraph.model.exposure import STANDINGS, StrengthTable
from riskgraph.model.parameters import Parameters
from riskgraph.model.submission import Submission
from riskgraph.scoring.strength import AnswerBook, answer_book


def strength_table(
    submission: Submission, catalogue: Catalogue, parameters: Parameters, *, as_of: date
) -> StrengthTable:
    """Return the strengths of all parties that are no persons, as a whole party and not in a narrower scope.

    Notes
    -----
    Parties times controls look-ups: about half a second for 5,000 parties.
    """
    book = answer_book(submission, catalogue, parameters, as_of=as_of)
    parties = tuple(sorted(p for p, party in submission.party_by_id.items() if not party.is_person))
    controls = tuple(control.control_id for control in catalogue.controls)
    ends = np.zeros((len(parties), len(controls), 3))
    standing = np.zeros((len(parties), len(controls)), dtype=np.int64)
    for row, party_id in enumerate(parties):
        ends[row], standing[row] = _row(book, party_id, controls)
    return StrengthTable(parties, controls, ends, standing)


def _row(
    book: AnswerBook, party_id: str, controls: tuple[str, ...]
) -> tuple[list[tuple[float, float, float]], list[int]]:
    """Return the ends and standings of one party."""
    judged = [book.judged(party_id, (), control_id) for control_id in controls]
    ends = [(min(j.ends), j.ends[1], max(j.ends)) for j in judged]
    return ends, [STANDINGS.index(j.standing) for j in judged]
