"""From one state of a finding to the next: which steps there are, and what each of them needs.

The convention that bites: who verifies is neither who sees to it nor who did it, by the names of their roles; and a day
in the past is one before the day on which the finding was last seen.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

from riskgraph.errors import WrongUse
from riskgraph.model.finding import CLOSED, Finding, FindingRecord, FindingState, WhyReopened

_S = FindingState
STEPS: Mapping[FindingState, frozenset[FindingState]] = {
    _S.OPEN: frozenset({_S.ASSIGNED, _S.ACCEPTED}),
    _S.REOPENED: frozenset({_S.ASSIGNED, _S.ACCEPTED}),
    _S.ASSIGNED: frozenset({_S.ASSIGNED, _S.IN_WORK, _S.DONE, _S.ACCEPTED}),
    _S.IN_WORK: frozenset({_S.IN_WORK, _S.DONE, _S.ACCEPTED}),
    _S.DONE: frozenset({_S.VERIFIED, _S.IN_WORK}),
    _S.VERIFIED: frozenset(),
    _S.ACCEPTED: frozenset(),
}
CHANGEABLE = frozenset(
    {"state", "owner", "due_on", "measure", "cost_note", "evidence_ref", "evidence_until", "accepted_until", "done_by",
     "verified_by"}
)  # fmt: skip


SAID = frozenset({"measure", "cost_note", "done_by", "evidence_ref"})
"""What the party itself may say on its sheet, in any state that is not closed; it moves no state."""
GROWING = ("count", "hours")
"""Fields that tell how far a matter reaches: one that was settled and reaches further is a new matter."""


def why_opens(record: FindingRecord, finding: Finding | None, today: date) -> WhyReopened | None:
    """Return what opens a closed record again on a day, None where nothing does or it is not closed.

    An acceptance ends after its last day, and counts where the matter is still there; evidence ends in any case.
    """
    if record.state not in CLOSED:
        return None
    if record.state is FindingState.ACCEPTED and _is_past(record.accepted_until, today):
        return WhyReopened.ACCEPTANCE_EXPIRED if finding is not None else None
    if record.state is FindingState.VERIFIED and _is_past(record.evidence_until, today):
        return WhyReopened.EVIDENCE_EXPIRED
    if finding is None:
        return None
    if not record.is_there:
        return WhyReopened.CAME_BACK
    return WhyReopened.GREW if any(_grew(record, finding, name) for name in GROWING) else None


def _is_past(day: date | None, today: date) -> bool:
    return day is not None and day < today


def _grew(record: FindingRecord, finding: Finding, name: str) -> bool:
    before, now = record.fields.get(name), finding.fields.get(name)
    return isinstance(before, int | float) and isinstance(now, int | float) and now > before


def next_record(record: FindingRecord, changes: Mapping[str, Any]) -> FindingRecord:
    """Return a record with other fields where the step is allowed; the history and the revision are the caller's.

    Raises
    ------
    WrongUse
        ``follow.unknown_field``, ``follow.step_not_allowed``, and what the step lacks: ``follow.owner_needed``,
        ``follow.due_needed``, ``follow.due_in_past``, ``follow.done_by_needed``, ``follow.evidence_needed``,
        ``follow.verifier_needed``, ``follow.same_verifier``, ``follow.until_needed``, ``follow.until_in_past`` or
        ``follow.reason_needed``.
    """
    note = str(changes.get("note", "")).strip()
    fields = {name: value for name, value in changes.items() if name != "note"}
    for name in fields:
        if name not in CHANGEABLE:
            raise WrongUse("follow.unknown_field", {"field": name})
    new = record.model_copy(update={name: _clean(value) for name, value in fields.items()})
    if fields.keys() <= SAID and record.state not in CLOSED:
        return new
    if new.state not in STEPS[record.state]:
        raise WrongUse("follow.step_not_allowed", {"before": record.state.value, "after": new.state.value})
    _NEEDS[new.state](record, new, note)
    return new


def _clean(value: Any) -> Any:
    return " ".join(value.split()) if isinstance(value, str) and not isinstance(value, FindingState) else value


def _assigned(record: FindingRecord, new: FindingRecord, note: str) -> None:
    if not new.owner:
        raise WrongUse("follow.owner_needed")
    if new.due_on is None:
        raise WrongUse("follow.due_needed")
    if new.due_on != record.due_on:
        _not_past(new.due_on, record, "follow.due_in_past")


def _done(record: FindingRecord, new: FindingRecord, note: str) -> None:
    if not new.done_by:
        raise WrongUse("follow.done_by_needed")
    if new.evidence_until is not None:
        _not_past(new.evidence_until, record, "follow.until_in_past")


def _verified(record: FindingRecord, new: FindingRecord, note: str) -> None:
    if not new.verified_by:
        raise WrongUse("follow.verifier_needed")
    if folded(new.verified_by) in (folded(new.owner), folded(new.done_by)):
        raise WrongUse("follow.same_verifier", {"verifier": new.verified_by})
    if not new.evidence_ref:
        raise WrongUse("follow.evidence_needed")


def _accepted(record: FindingRecord, new: FindingRecord, note: str) -> None:
    if not new.owner:
        raise WrongUse("follow.owner_needed")
    if new.accepted_until is None:
        raise WrongUse("follow.until_needed")
    _not_past(new.accepted_until, record, "follow.until_in_past")
    if not note:
        raise WrongUse("follow.reason_needed")


def _nothing(record: FindingRecord, new: FindingRecord, note: str) -> None:
    """Ask for nothing more."""


_NEEDS = {
    _S.ASSIGNED: _assigned,
    _S.IN_WORK: _nothing,
    _S.DONE: _done,
    _S.VERIFIED: _verified,
    _S.ACCEPTED: _accepted,
}


def _not_past(day: date, record: FindingRecord, code: str) -> None:
    if day < record.last_seen_on:
        raise WrongUse(code, {"day": day.isoformat(), "today": record.last_seen_on.isoformat()})


def folded(name: str) -> str:
    """Return a name as it is compared: width, case and spaces play no part."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())
