"""Every control of every party as arrays, for whoever shows answers by domain.

The convention that bites: the ends are ordered by size here (lo, pt, hi), not in the order of risk.
"""

from __future__ import annotations

from datetime import date

import numpy as np

from riskgraph.model.answer import ScopeKind
from riskgraph.model.assessment import AnswerUsed, Standing
from riskgraph.model.control import Catalogue
from riskgraph.model.exposure import STANDINGS, StrengthTable
from riskgraph.model.parameters import Parameters
from riskgraph.model.submission import Submission
from riskgraph.scoring.strength import AnswerBook, Ends, answer_book, used


def strength_table(
    submission: Submission, catalogue: Catalogue, parameters: Parameters, *, as_of: date
) -> StrengthTable:
    """Return the strengths of all parties that are no persons, each as a whole and not in a narrower scope.

    Notes
    -----
    Linear in what was answered or asked; whatever nobody asked is written once for all.
    """
    book = answer_book(submission, catalogue, parameters, as_of=as_of)
    parties = tuple(sorted(p for p, party in submission.party_by_id.items() if not party.is_person))
    controls = tuple(book.controls)
    silence = [_ordered(book.worth_of_silence(Standing.NOT_ASKED, control_id)) for control_id in controls]
    ends = np.tile(np.array(silence), (len(parties), 1, 1))
    standing = np.full((len(parties), len(controls)), STANDINGS.index(Standing.NOT_ASKED), dtype=np.int64)
    for row, party_id in enumerate(parties):
        for control_id, (of_control, known) in _said(book, party_id).items():
            column = book.controls[control_id]
            ends[row, column], standing[row, column] = of_control, STANDINGS.index(known)
    return StrengthTable(parties, controls, ends, standing)


def _said(book: AnswerBook, party_id: str) -> dict[str, tuple[Ends, Standing]]:
    """Return the controls of a party that were asked or answered; an answer comes before its silence."""
    silent = {
        control_id: (_ordered(book.worth_of_silence(standing, control_id)), standing)
        for control_id, standing in book.silent.get(party_id, {}).items()
    }
    answered = book.scoped.get((party_id, (ScopeKind.PARTY.value, "")), {})
    return {**silent, **{c: (_ordered(judged.ends), judged.standing) for c, judged in answered.items()}}


def _ordered(ends: Ends) -> Ends:
    """Return ends by size, from those in the order of risk."""
    return min(ends), ends[1], max(ends)


def answers_of(
    party_id: str, submission: Submission, catalogue: Catalogue, parameters: Parameters, *, as_of: date
) -> tuple[AnswerUsed, ...]:
    """Return every control of one party as a whole, answered or not, in the order of the catalogue."""
    own = submission.model_copy(
        update={
            "answers": tuple(a for a in submission.answers if a.party_id == party_id),
            "requests": tuple(r for r in submission.requests if r.party_id == party_id),
        }
    )
    book = answer_book(own, catalogue, parameters, as_of=as_of)
    return tuple(used(book.judged(party_id, (), c), party_id, c) for c in book.controls)
