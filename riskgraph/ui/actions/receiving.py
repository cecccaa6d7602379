"""Questionnaires that came back are reviewed, accepted or returned; and what reviewers saw themselves.

The convention that bites: what is shown is the form that is kept, not another reading of the file. Every decision
names the revision that was on the screen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import streamlit as st

from riskgraph.analysis.causes import between_forms
from riskgraph.current import state_key
from riskgraph.intake.assigning import FoundBy, answers_in_force, assigned, party_of, tier_state
from riskgraph.intake.file_kind import PLAIN_WORKBOOKS, sniffed
from riskgraph.intake.marked import marked, not_kept
from riskgraph.model.answer import Answer
from riskgraph.model.causes import AnswerCause
from riskgraph.model.problem import Problem, Severity
from riskgraph.model.questionnaire import DeclaredTier, ReturnedForm
from riskgraph.model.records import (
    QuestionnaireRecord,
    ReviewState,
    VerificationDraft,
    VerificationRecord,
)
from riskgraph.report.question_list import comment, mends, question_list
from riskgraph.store import questionnaires as kept
from riskgraph.store import verifications as seen
from riskgraph.ui import keeping
from riskgraph.ui.actions.contradicting import contradicted, together, without_file
from riskgraph.ui.actions.receiving_desk import HOUR, Desk, forms


@dataclass(frozen=True)
class Understood:
    """One questionnaire under review: its form, the answers before it, how they differ, and its declared tiers."""

    record: QuestionnaireRecord
    form: ReturnedForm
    previous: Mapping[str, Answer]
    differences: tuple[AnswerCause, ...]
    tiers: Mapping[DeclaredTier, str]


@dataclass(frozen=True)
class SentBack:
    """What goes back to the party: the list of questions, and what the marked workbook leaves out.

    `data` is the file as it came, None where it was deleted. `can_mark` says whether it is a workbook whose cells
    can be marked.
    """

    form: ReturnedForm
    data: bytes | None
    questions: str
    problems: tuple[Problem, ...] = ()
    can_mark: bool = False

    def workbook(self) -> bytes:
        """Return the marked workbook; made only where it is asked for."""
        language = self.form.language
        marks = {(mend.sheet, mend.cell): comment(mend, language) for mend in mends(self.form)}
        return marked(self.form.file, self.data or b"", marks)


def understood(record: QuestionnaireRecord, at: Desk) -> Understood | None:
    """Return a questionnaire as it was understood, beside what was in force without it; None where it was deleted."""
    form = forms([record]).get(record.questionnaire_id)
    if form is None:
        return None
    before = without_file(at.submission, form.file)
    previous = answers_in_force(before, record.party_id, form)
    mine = [answer.model_copy(update={"party_id": record.party_id}) for answer in form.answers]
    differences = between_forms(previous.values(), mine)
    tiers = {tier: tier_state(tier, record.party_id, before).value for tier in form.declared}
    return Understood(record, form, previous, differences, tiers)


def problems_of(this: Understood, at: Desk) -> tuple[Problem, ...]:
    """Return what is to be said about a questionnaire: of its own, and against what is known of its party."""
    (told,) = contradicted([(this.record.party_id, this.form)], at)
    return _problems(this, told, at)


def _problems(this: Understood, told: Sequence[Problem], at: Desk) -> tuple[Problem, ...]:
    earlier = tuple(r for r in at.known.records if r.questionnaire_id != this.record.questionnaire_id)
    (against,) = assigned([this.form], replace(at.known, records=earlier), chosen={0: this.record.party_id})
    is_asked = this.record.request_id is not None
    odd = [p for p in against.problems if not (is_asked and p.code == "receiving.not_asked")]
    return together(this.form.problems, odd, told)


def clean(at: Desk) -> tuple[QuestionnaireRecord, ...]:
    """Return the received questionnaires without error or warning, whose identity is that of their party."""
    return _clean(state_key(keeping.store(), at.register_id), at.today, _at=at)


@st.cache_resource(max_entries=4, ttl=HOUR, show_spinner=False)
def _clean(key: str, today: date, *, _at: Desk) -> tuple[QuestionnaireRecord, ...]:
    waiting = [understood(record, _at) for record in _at.records if record.state is ReviewState.RECEIVED]
    found = [this for this in waiting if this is not None and _is_sure(this, _at)]
    against = contradicted([(this.record.party_id, this.form) for this in found], _at)
    odd = {this.record.questionnaire_id: _problems(this, told, _at) for this, told in zip(found, against, strict=True)}
    return tuple(
        this.record
        for this in found
        if all(problem.severity is Severity.INFO for problem in odd[this.record.questionnaire_id])
    )


def _is_sure(this: Understood, at: Desk) -> bool:
    """Say whether the file itself says whose it is."""
    if this.form.party_id:
        return this.form.party_id == this.record.party_id
    return party_of(this.form, at.submission) == (this.record.party_id, FoundBy.NUMBER)


def accept(records: Sequence[QuestionnaireRecord], *, note: str = "") -> None:
    """Accept questionnaires, all in one transaction.

    Raises
    ------
    StaleSave
        Where one of them was changed by somebody else meanwhile; none is accepted then.
    """
    with keeping.writing() as writing:
        for record in records:
            kept.decide(writing, record.questionnaire_id, record.revision, state=ReviewState.ACCEPTED, note=note)


def send_back(record: QuestionnaireRecord, *, note: str = "") -> None:
    """Note that a questionnaire goes back to its party."""
    with keeping.writing() as writing:
        kept.decide(writing, record.questionnaire_id, record.revision, state=ReviewState.RETURNED, note=note)


def take_up(record: QuestionnaireRecord) -> None:
    """Put a questionnaire under review."""
    with keeping.writing() as writing:
        kept.take_under_review(writing, record.questionnaire_id, record.revision)


def reopen(record: QuestionnaireRecord, *, reason: str) -> None:
    """Put a decided questionnaire under review again."""
    with keeping.writing() as writing:
        kept.reopen(writing, record.questionnaire_id, record.revision, reason=reason)


def raw_file(record: QuestionnaireRecord) -> bytes | None:
    """Return the file as it came; None where it was deleted."""
    return kept.file_of(keeping.store(), record.questionnaire_id)


def sent_back(this: Understood) -> SentBack:
    """Return what goes back to the party, in the language of its form."""
    data, form = raw_file(this.record), this.form
    can_mark = data is not None and sniffed(data) in PLAIN_WORKBOOKS
    told = not_kept(form.file, data) if data is not None and can_mark else ()
    return SentBack(form, data, question_list(mends(form), form.language), told, can_mark)


def verified() -> tuple[VerificationRecord, ...]:
    """Return the verifications of the register that is looked at, the newest first."""
    return seen.verifications(keeping.store(), keeping.register_id())[::-1]


def record_verification(draft: VerificationDraft) -> VerificationRecord:
    """Keep what a reviewer saw."""
    with keeping.writing() as writing:
        return seen.record_verification(writing, keeping.register_id(), draft)


def confirm(record: VerificationRecord) -> None:
    """Confirm what another person saw; WrongUse ``store.same_person`` where the actor recorded it."""
    with keeping.writing() as writing:
        seen.confirm_verification(writing, record.verification_id, record.revision)


def withdraw(record: VerificationRecord, *, reason: str) -> None:
    """Take a verification back."""
    with keeping.writing() as writing:
        seen.withdraw_verification(writing, record.verification_id, record.revision, reason=reason)
