"""Kept assessments: the result with the very submission it was made from; shown from here, never computed again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection, desc, insert, select

from riskgraph.model.assessment import Assessment
from riskgraph.model.records import AssessmentInputs, AssessmentRecord
from riskgraph.model.submission import Submission
from riskgraph.store import blobs
from riskgraph.store.counting import next_number
from riskgraph.store.registers import open_register
from riskgraph.store.tables import ASSESSMENTS

if TYPE_CHECKING:
    from riskgraph.store.opening import Store, Writing


@dataclass(frozen=True)
class KeptAssessment:
    """An assessment as it was made."""

    record: AssessmentRecord
    assessment: Assessment
    submission: Submission


def keep_assessment(
    w: Writing, inputs: AssessmentInputs, assessment: Assessment, submission: Submission, *, note: str = ""
) -> AssessmentRecord:
    """Keep an assessment with its inputs."""
    open_register(w.connection, inputs.register_id)
    record = AssessmentRecord(
        assessment_id=next_number(w.connection, ASSESSMENTS),
        register_id=inputs.register_id,
        inputs=inputs,
        made=w.stamp,
        note=note,
        eal_yen=assessment.totals.eal_yen,
        paths_total=assessment.paths_total,
    )
    w.connection.execute(
        insert(ASSESSMENTS).values(
            assessment_id=record.assessment_id,
            register_id=inputs.register_id,
            assessment_sha256=blobs.put(w.connection, assessment.model_dump_json().encode()),
            submission_sha256=blobs.put(w.connection, submission.model_dump_json().encode()),
            is_deleted=False,
            body=record.model_dump_json(),
        )
    )
    subject = str(record.assessment_id)
    w.note("assessment_kept", register_id=inputs.register_id, subject=subject, version=inputs.version)
    return record


def assessments(store: Store, register_id: str) -> tuple[AssessmentRecord, ...]:
    """Return the assessments of a register, the newest first; deleted ones are tombstones."""
    columns = ASSESSMENTS.c
    query = select(columns.body).where(columns.register_id == register_id).order_by(desc(columns.assessment_id))
    with store.reading() as connection:
        return tuple(AssessmentRecord.model_validate_json(row.body) for row in connection.execute(query))


def record_of(connection: Connection, assessment_id: int) -> AssessmentRecord | None:
    """Return the line of a kept assessment, None where there is none or it was deleted."""
    query = select(ASSESSMENTS.c.body).where(ASSESSMENTS.c.assessment_id == assessment_id)
    row = connection.execute(query.where(ASSESSMENTS.c.is_deleted.is_(False))).first()
    return AssessmentRecord.model_validate_json(row.body) if row else None


def kept_assessment(store: Store, assessment_id: int) -> KeptAssessment | None:
    """Return an assessment as it was kept, None where there is none or it was deleted."""
    columns = ASSESSMENTS.c
    with store.reading() as connection:
        row = connection.execute(select(ASSESSMENTS).where(columns.assessment_id == assessment_id)).first()
        if row is None or row.is_deleted:
            return None
        result = blobs.get(connection, row.assessment_sha256)
        submission = blobs.get(connection, row.submission_sha256)
    if result is None or submission is None:
        return None
    return KeptAssessment(
        AssessmentRecord.model_validate_json(row.body),
        Assessment.model_validate_json(result),
        Submission.model_validate_json(submission),
    )
