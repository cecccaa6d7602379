"""Verifications as a table: what was seen of whom, by whom in which role, and whether it counts."""

from __future__ import annotations

from collections.abc import Sequence

from riskgraph.model.control import Catalogue
from riskgraph.model.records import VerificationRecord
from riskgraph.model.submission import Submission
from riskgraph.report.answer_words import control_title
from riskgraph.report.cause_sentences import answer_said
from riskgraph.report.names import party_name
from riskgraph.report.numbers import day
from riskgraph.report.plain import plain
from riskgraph.report.table_rows import Columns
from riskgraph.text import t

_LONGEST = 400


def state_word(record: VerificationRecord, locale: str) -> str:
    """Return whether a verification counts: confirmed, waiting for a second person, or withdrawn."""
    if record.withdrawn is not None:
        return t(locale, "verification.state.withdrawn")
    return t(locale, "verification.state.confirmed" if record.confirmed else "verification.state.waiting")


def verification_columns(
    records: Sequence[VerificationRecord], submission: Submission, catalogue: Catalogue, locale: str
) -> Columns:
    """Return the verifications in the order given."""
    return {
        "seen_number": [str(r.verification_id) for r in records],
        "seen_state": [state_word(r, locale) for r in records],
        "party": [party_name(r.party_id, submission, locale) for r in records],
        "control": [control_title(r.control_id, catalogue, locale) for r in records],
        "answer": [answer_said(r.answer.value, "", locale) for r in records],
        "seen_on": [day(r.seen_on, locale) for r in records],
        "seen_method": [t(locale, f"verification.method.{r.method.value}") for r in records],
        "seen_role": [plain(r.role) for r in records],
        "seen_what": [plain(r.seen, longest=_LONGEST) for r in records],
        "seen_reference": [plain(r.evidence_ref) for r in records],
        "seen_scope": [t(locale, f"verification.scope.{r.scope_kind.value}", id=plain(r.scope_id)) for r in records],
        "seen_recorded": [plain(r.recorded.actor) for r in records],
        "seen_confirmed": [plain(r.confirmed.actor) if r.confirmed else "" for r in records],
    }
