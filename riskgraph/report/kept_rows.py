"""What is kept of a register, for people: assessments, two of them side by side, deleted and expired things.

The convention that bites: everything is read from what was kept, nothing is computed again; a number of yen has its
interval, and a time stands in the register's zone.
"""

from __future__ import annotations

from collections.abc import Sequence

from riskgraph.model.assessment import Comparison, PathChange
from riskgraph.model.causes import Causes
from riskgraph.model.control import Catalogue
from riskgraph.model.quantities import Interval
from riskgraph.model.records import AssessmentRecord, Expired, ParameterSetRecord, Tombstone
from riskgraph.model.submission import Submission
from riskgraph.report.answer_words import control_title, worded
from riskgraph.report.audit_rows import stamped
from riskgraph.report.cause_sentences import cause_word
from riskgraph.report.names import moved_path_in_words, party_name
from riskgraph.report.numbers import day, yen_interval
from riskgraph.report.plain import plain
from riskgraph.report.table_rows import Columns
from riskgraph.text import t

NONE = "–"
_ARROW = " → "
_SHORT_HASH = 12


def assessment_columns(records: Sequence[AssessmentRecord], time_zone: str, locale: str) -> Columns:
    """Return kept assessments as columns, in the order in which they come."""
    return {
        "kept_at": [stamped(record.made.at, time_zone) for record in records],
        "kept_as_of": [day(record.inputs.as_of, locale) for record in records],
        "kept_actor": [plain(record.made.actor) for record in records],
        "kept_eal": [yen_interval(record.eal_yen, locale) for record in records],
        "kept_paths": [record.paths_total for record in records],
        "kept_from": [made_from(record, locale) for record in records],
        "kept_note": [plain(record.note) for record in records],
        "kept_id": [record.assessment_id for record in records],
    }


def made_from(record: AssessmentRecord, locale: str) -> str:
    """Return from what an assessment was made: version, questionnaires, verifications, requests, parameters."""
    inputs = record.inputs
    return t(
        locale,
        "records.made_from",
        version=inputs.version,
        forms=len(inputs.questionnaires),
        seen=len(inputs.verifications),
        asked=len(inputs.requests),
        parameters=parameters_name(inputs.parameters_id, locale),
    )


def parameters_name(parameters_id: int, locale: str) -> str:
    """Return what a set of parameters is called: 標準, or its number."""
    return t(locale, "records.parameters.edited", number=parameters_id) if parameters_id else shipped_name(locale)


def shipped_name(locale: str) -> str:
    """Return what the parameters that come with riskgraph are called."""
    return t(locale, "records.parameters.shipped")


def parameter_set_columns(records: Sequence[ParameterSetRecord], time_zone: str, in_force: int, locale: str) -> Columns:
    """Return edited copies as columns, newest first as they come."""
    return {
        "set_name": [parameters_name(record.parameters_id, locale) for record in records],
        "set_in_force": [
            t(locale, "records.in_force") if record.parameters_id == in_force else "" for record in records
        ],
        "set_at": [stamped(record.made.at, time_zone) for record in records],
        "set_actor": [plain(record.made.actor) for record in records],
        "set_reason": [plain(record.reason, longest=400) for record in records],
        "set_based_on": [parameters_name(record.based_on, locale) for record in records],
    }


def moved_columns(
    comparison: Comparison, old: Submission, new: Submission, locale: str, *, causes: Causes | None = None
) -> Columns:
    """Return the paths that moved between two assessments, the largest change first.

    Parameters
    ----------
    causes
        Why they moved; with them there is a column that says it.
    """
    rows = [change for change in comparison.paths if _has_moved(change)]
    return _moves(rows, old, new, locale) | (_why(rows, causes, locale) if causes else {})


def _why(rows: Sequence[PathChange], causes: Causes, locale: str) -> dict[str, list[str]]:
    words = {path.key: [cause_word(cause, locale) for cause in path.causes] for path in causes.paths}
    return {"moved_cause": [t(locale, "cause.comma").join(words.get(change.key, ())) for change in rows]}


def _moves(rows: Sequence[PathChange], old: Submission, new: Submission, locale: str) -> dict[str, list[str]]:
    return {
        "moved_path": [_path(change, old, new, locale) for change in rows],
        "moved_rank_before": [str(change.rank_before or NONE) for change in rows],
        "moved_rank_after": [str(change.rank_after or NONE) for change in rows],
        "moved_eal_before": [_yen(change.eal_before, locale) for change in rows],
        "moved_eal_after": [_yen(change.eal_after, locale) for change in rows],
    }


def _has_moved(change: PathChange) -> bool:
    if change.eal_before is None or change.eal_after is None or change.rank_before != change.rank_after:
        return True
    return abs(change.eal_after.pt - change.eal_before.pt) > 1e-9 * change.eal_before.pt


def _yen(interval: Interval | None, locale: str) -> str:
    return yen_interval(interval, locale) if interval else t(locale, "records.not_listed")


def _path(change: PathChange, old: Submission, new: Submission, locale: str) -> str:
    """Return a path by the names of the later register that has all of its parties."""
    if all(party_id in new.party_by_id for party_id in change.parties):
        return moved_path_in_words(change.parties, change.key, new, locale)
    return _ARROW.join(name_in_either(party_id, old, new, locale) for party_id in change.parties)


def name_in_either(party_id: str, old: Submission, new: Submission, locale: str) -> str:
    """Return a party's name from the later register that has it."""
    return party_name(party_id, new if party_id in new.party_by_id else old, locale)


def answer_columns(
    comparison: Comparison, old: Submission, new: Submission, catalogue: Catalogue, locale: str
) -> Columns:
    """Return the answers that differ between two assessments."""
    rows = comparison.answers
    return {
        "changed_party": [name_in_either(change.party_id, old, new, locale) for change in rows],
        "changed_control": [control_title(change.control_id, catalogue, locale) for change in rows],
        "changed_before": [_answer(change.before, change.evidence_before, locale) for change in rows],
        "changed_after": [_answer(change.after, change.evidence_after, locale) for change in rows],
        "changed_file": [plain(change.source.file) for change in rows],
    }


def _answer(answer: str, evidence: str, locale: str) -> str:
    """Return an answer with its evidence, a dash where there was none."""
    if not answer:
        return NONE
    words = worded(locale, f"why.answer.{answer}", answer)
    if not evidence:
        return words
    return t(
        locale, "why.change.with_evidence", answer=words, evidence=worded(locale, f"why.evidence.{evidence}", evidence)
    )


def tombstone_columns(stones: Sequence[Tombstone], time_zone: str, locale: str) -> Columns:
    """Return what is left of deleted things."""
    return {
        "stone_kind": [t(locale, f"records.kind.{stone.kind.value}") for stone in stones],
        "stone_subject": [plain(stone.subject) for stone in stones],
        "stone_at": [stamped(stone.deleted.at, time_zone) for stone in stones],
        "stone_actor": [plain(stone.deleted.actor) for stone in stones],
        "stone_reason": [plain(stone.reason, longest=400) for stone in stones],
        "stone_sha": [stone.sha256[:_SHORT_HASH] for stone in stones],
    }


def expired_columns(items: Sequence[Expired], time_zone: str, locale: str) -> Columns:
    """Return what has been kept for longer than its retention."""
    return {
        "expired_kind": [t(locale, f"records.kind.{item.kind.value}") for item in items],
        "expired_label": [plain(item.label) for item in items],
        "expired_since": [stamped(item.kept_since, time_zone) for item in items],
        "expired_on": [day(item.expired_on, locale) for item in items],
    }
