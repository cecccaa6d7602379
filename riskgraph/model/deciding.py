"""What a decision needs before it counts: pure rules over a draft, its case and what the register shows.

The convention that bites: every refusal has its reason as a code, and nothing is weighed against yen here. That a
record of consent is missing says nothing about whether consent was given; it says that nobody can show it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from riskgraph.errors import WrongUse
from riskgraph.model.assessment import Grade
from riskgraph.model.following import folded
from riskgraph.model.meeting import (
    Act,
    DecisionDraft,
    DecisionRecord,
    Disposition,
    Exemption,
    ItemRecord,
    MeetingRecord,
    Verdict,
)
from riskgraph.model.months import months_later

HIGHER = 2
"""The level of an approver above the one who decides as a rule."""
LONG_MONTHS = 6
"""An exemption that runs longer needs a higher approver. Judgement, from the practice of review meetings."""
REVIEW_MONTHS = {Grade.A: 24, Grade.B: 12, Grade.C: 12, Grade.D: 6, Grade.E: 6, Grade.ON_HOLD: 6}
"""Months until the next assessment by grade. Judgement: yearly as a rule, half-yearly where much is at stake."""


@dataclass(frozen=True)
class ConsentGap:
    """Work below the case (itself included) with personal data and no record of consent.

    `is_running` says that it goes on already; `is_my_number` that the first principal itself has to consent.
    """

    engagement_id: str
    is_running: bool
    is_my_number: bool


@dataclass(frozen=True)
class Basis:
    """What a decision is judged by: today, what has moved since the assessment, gaps of consent, earlier decisions."""

    today: date
    moved: tuple[str, ...] = ()
    gaps: tuple[ConsentGap, ...] = ()
    earlier: tuple[DecisionRecord, ...] = ()


def check_decision(draft: DecisionDraft, item: ItemRecord, basis: Basis, *, actor: str) -> None:
    """Refuse a decision that lacks something.

    Parameters
    ----------
    actor
        Who writes it down; neither this person nor the approver may be the one who drafted the case.

    Raises
    ------
    WrongUse
        ``decide.stale``, ``decide.approver_needed``, ``decide.approver_is_drafter``, ``decide.future``,
        ``decide.reason_needed``, ``decide.condition_needed``, ``decide.condition_incomplete``,
        ``decide.condition_in_past``, ``decide.checker_is_owner``, ``decide.exemption_incomplete``,
        ``decide.exemption_in_past``, ``decide.exemption_level``, ``decide.extension_level``,
        ``decide.consent_missing``, ``decide.my_number``, ``decide.interim_needed``, ``decide.higher_needed``,
        ``decide.not_running`` or ``decide.review_in_past``.
    """
    if basis.moved:
        raise WrongUse("decide.stale", {"what": ", ".join(basis.moved)})
    if not draft.approver.strip():
        raise WrongUse("decide.approver_needed")
    if {folded(draft.approver), folded(actor)} & {folded(item.drafter), folded(item.drafted.actor)}:
        raise WrongUse("decide.approver_is_drafter", {"drafter": item.drafter})
    if draft.decided_on > basis.today:
        raise WrongUse("decide.future", {"day": draft.decided_on.isoformat(), "today": basis.today.isoformat()})
    if draft.verdict is not Verdict.APPROVED and not draft.reason.strip():
        raise WrongUse("decide.reason_needed")
    if draft.next_review_on is not None and draft.next_review_on <= draft.decided_on:
        raise WrongUse("decide.review_in_past", {"day": draft.next_review_on.isoformat()})
    _check_conditions(draft)
    for exemption in draft.exemptions:
        _check_exemption(exemption, draft, basis.earlier)
    _check_consent(draft, basis.gaps)


def _check_conditions(draft: DecisionDraft) -> None:
    if draft.verdict is Verdict.CONDITIONAL and not draft.conditions:
        raise WrongUse("decide.condition_needed")
    for condition in draft.conditions:
        texts = (condition.content, condition.owner, condition.how_checked, condition.checked_by)
        if not all(text.strip() for text in texts):
            raise WrongUse("decide.condition_incomplete", {"condition": condition.content})
        if condition.due_on < draft.decided_on:
            day, decided = condition.due_on.isoformat(), draft.decided_on.isoformat()
            raise WrongUse("decide.condition_in_past", {"day": day, "today": decided})
        if folded(condition.checked_by) == folded(condition.owner):
            raise WrongUse("decide.checker_is_owner", {"checker": condition.checked_by})


def _check_exemption(exemption: Exemption, draft: DecisionDraft, earlier: Iterable[DecisionRecord]) -> None:
    if not all(text.strip() for text in (exemption.matter, exemption.reason, exemption.accepted_by)):
        raise WrongUse("decide.exemption_incomplete", {"matter": exemption.matter})
    if exemption.until <= draft.decided_on:
        raise WrongUse("decide.exemption_in_past", {"day": exemption.until.isoformat()})
    if exemption.until > months_later(draft.decided_on, LONG_MONTHS) and exemption.level < HIGHER:
        raise WrongUse("decide.exemption_level", {"months": LONG_MONTHS})
    before = _line_of(exemption, earlier)
    if len(before) > 1 and exemption.level <= max(e.level for e in before):
        raise WrongUse("decide.extension_level", {"matter": exemption.matter, "times": len(before)})


def _line_of(exemption: Exemption, earlier: Iterable[DecisionRecord]) -> Sequence[Exemption]:
    """Return the exemptions that this one prolongs, the newest first: those of the same matter, step by step back."""
    by_id = {decision.decision_id: decision for decision in earlier}
    found: list[Exemption] = []
    now: Exemption | None = exemption
    while now is not None and now.extends in by_id:
        before = by_id.pop(now.extends).exemptions
        now = next((e for e in before if folded(e.matter) == folded(exemption.matter)), None)
        if now is not None:
            found.append(now)
    return found


def _check_consent(draft: DecisionDraft, gaps: Sequence[ConsentGap]) -> None:
    """Hold approval where nobody can show the consent; running work may go on under conditions, My Number never."""
    if not gaps or draft.verdict not in (Verdict.APPROVED, Verdict.CONDITIONAL):
        return
    named = {"engagements": ", ".join(gap.engagement_id for gap in gaps)}
    if any(gap.is_my_number for gap in gaps):
        mine = ", ".join(gap.engagement_id for gap in gaps if gap.is_my_number)
        raise WrongUse("decide.my_number", {"engagements": mine})
    if draft.verdict is Verdict.APPROVED:
        raise WrongUse("decide.consent_missing", named)
    if not all(gap.is_running for gap in gaps):
        planned = ", ".join(gap.engagement_id for gap in gaps if not gap.is_running)
        raise WrongUse("decide.not_running", {"engagements": planned})
    if not any(condition.is_interim for condition in draft.conditions):
        raise WrongUse("decide.interim_needed", named)
    if draft.level < HIGHER:
        raise WrongUse("decide.higher_needed", named)


def check_closing(meeting: MeetingRecord, first_paths: Collection[str], undecided: Collection[str]) -> None:
    """Refuse to close minutes in which something is left open.

    Parameters
    ----------
    first_paths
        Keys of the paths that need a disposition.
    undecided
        Case numbers (or ids) of the items without a decision.

    Raises
    ------
    WrongUse
        ``decide.undecided``, ``decide.disposition_needed``, and what `check_disposition` raises.
    """
    if undecided:
        raise WrongUse("decide.undecided", {"items": ", ".join(sorted(undecided))})
    told = {disposition.path_key for disposition in meeting.dispositions}
    missing = [key for key in first_paths if key not in told]
    if missing:
        raise WrongUse("decide.disposition_needed", {"count": len(missing)})
    for disposition in meeting.dispositions:
        check_disposition(disposition, meeting.held_on)


def check_disposition(disposition: Disposition, held_on: date) -> None:
    """Refuse what is said about a path without an owner, with a day in the past, or an acceptance without a reason.

    Raises
    ------
    WrongUse
        ``decide.disposition_owner``, ``decide.disposition_in_past`` or ``decide.disposition_reason``.
    """
    if not disposition.owner.strip():
        raise WrongUse("decide.disposition_owner")
    if disposition.due_on < held_on:
        raise WrongUse("decide.disposition_in_past", {"day": disposition.due_on.isoformat()})
    if disposition.act is Act.ACCEPT and not disposition.note.strip():
        raise WrongUse("decide.disposition_reason")


def next_review(grade: Grade, decided_on: date) -> date:
    """Return the proposed day of the next assessment by grade."""
    return months_later(decided_on, REVIEW_MONTHS[grade])
