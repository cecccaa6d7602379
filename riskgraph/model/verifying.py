"""Verifications beside the party's own answers: what a reviewer saw counts as an answer of its own.

The convention that bites: only a verification that a second person confirmed and nobody took back counts, and
it stands beside the party's answers; which of the two is in force is decided by their dates, as for any other.
"""

from __future__ import annotations

from collections.abc import Iterable

from riskgraph.model.answer import Answer, Evidence
from riskgraph.model.quantities import Cell
from riskgraph.model.records import VerificationRecord
from riskgraph.model.submission import Submission


def with_verifications(
    submission: Submission, verifications: Iterable[VerificationRecord], file_label: str
) -> Submission:
    """Return a submission with what reviewers saw.

    Parameters
    ----------
    file_label
        What stands in the place of a file as the source of such an answer, with ``{number}`` for the record's id.
    """
    counted = [v for v in verifications if v.confirmed is not None and v.withdrawn is None]
    seen = tuple(_answer(v, file_label) for v in counted if v.party_id in submission.party_by_id)
    return submission.model_copy(update={"answers": (*submission.answers, *seen)}) if seen else submission


def _answer(record: VerificationRecord, file_label: str) -> Answer:
    return Answer(
        party_id=record.party_id,
        control_id=record.control_id,
        answer=record.answer,
        evidence=Evidence.VERIFIED,
        scope_kind=record.scope_kind,
        scope_id=record.scope_id,
        answered_on=record.seen_on,
        verified_on=record.seen_on,
        verified_method=record.method.value,
        verified_role=record.role,
        evidence_ref=record.evidence_ref,
        comment=record.seen,
        source=Cell(file_label.format(number=record.verification_id)),
    )
