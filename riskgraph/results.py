"""Results beside the user's own rows: each engagement gets the rank, reason and next step of its riskiest path."""

from __future__ import annotations

from collections.abc import Mapping

from riskgraph.intake.ledger_entries import place_key
from riskgraph.intake.own_ids import is_own_id
from riskgraph.intake.write_back import ResultRow, add_result_columns
from riskgraph.model.assessment import Assessment, Path
from riskgraph.model.control import Catalogue
from riskgraph.model.submission import Submission
from riskgraph.report.sentences import next_step
from riskgraph.report.table_rows import path_columns


def result_rows(
    assessment: Assessment, submission: Submission, catalogue: Catalogue, locale: str
) -> Mapping[str, ResultRow]:
    """Return the result of each engagement by its id as written; of several paths through it the riskiest."""
    engagements = submission.engagement_by_id
    reasons = path_columns(assessment, submission, catalogue, locale)["reason"]
    rows: dict[str, ResultRow] = {}
    for path, reason in zip(assessment.paths, reasons, strict=True):
        found: ResultRow | None = None
        for engagement_id in path.engagements:
            engagement = engagements[engagement_id] if engagement_id else None
            row_id = engagement.row_id if engagement else ""
            if engagement and row_id not in rows:
                found = found or _row(path, str(reason), submission, catalogue, locale)
                rows[row_id] = found
                if is_own_id(row_id):  # the user's own row has no id to be found by
                    rows[place_key(engagement.source)] = found
    return rows


def _row(path: Path, reason: str, submission: Submission, catalogue: Catalogue, locale: str) -> ResultRow:
    return ResultRow(
        rank=path.rank,
        reason=reason,
        unconfirmed_share=path.unconfirmed_share,
        next_step=next_step(path, submission, catalogue, locale),
    )


def with_results(
    name: str, data: bytes, assessment: Assessment, submission: Submission, catalogue: Catalogue, *, locale: str
) -> bytes:
    """Return the user's own register or ledger with the result columns added at its right end.

    Raises
    ------
    InputRefused
        Where the file holds no list of engagements.
    """
    rows = result_rows(assessment, submission, catalogue, locale)
    return add_result_columns(data, rows, locale=locale, name=name)
