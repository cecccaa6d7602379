"""Questionnaires that come back: wait, are read, saved together, reviewed; and what reviewers saw themselves.

The convention that bites: the bytes wait in the store and are read from there; what is shown is the form that is
saved, not another reading of the file. Every decision names the revision that was on the screen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import streamlit as st

from riskgraph.analysis.causes import between_forms
from riskgraph.catalogue import load_catalogue
from riskgraph.current import state_key
from riskgraph.errors import InputRefused, WrongUse
from riskgraph.intake.assigning import Assigned, Known, answers_in_force, assigned, tier_state
from riskgraph.intake.gate import refusal
from riskgraph.intake.marked import marked, not_kept
from riskgraph.intake.questionnaire import read_questionnaire
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
from riskgraph.model.submission import Submission
from riskgraph.report.question_list import comment, mends, question_list
from riskgraph.store import questionnaires as kept
from riskgraph.store import verifications as seen
from riskgraph.store.opening import Store
from riskgraph.store.requests import requests
from riskgraph.store.uploads import KeptFile, Staged, discard, stage, staged
from riskgraph.ui import keeping
from riskgraph.ui.actions import shown

HOUR = 3600
PURPOSE = "questionnaires"
Step = Callable[[int, int, str], None]
Chosen = Mapping[int, str]


@dataclass(frozen=True)
class Desk:
    """What a review works on: the register as it stands, its day, and what came back, newest first."""

    register_id: str
    submission: Submission
    today: date
    records: tuple[QuestionnaireRecord, ...]
    known: Known


@dataclass(frozen=True)
class ReadUpload:
    """The files of an upload: what was understood with its proposals, and what could not be read at all."""

    forms: tuple[Assigned, ...]
    refused: tuple[Problem, ...]

    @property
    def to_save(self) -> tuple[Assigned, ...]:
        """Return the forms that are saved, each content once."""
        first: dict[tuple[str, str], Assigned] = {}
        for one in self.forms:
            if one.can_be_saved:
                first.setdefault((one.party_id, one.form.sha256 or one.form.file), one)
        return tuple(first.values())


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

    `data` is the file as it came, None where it was deleted; then there is nothing to mark.
    """

    form: ReturnedForm
    data: bytes | None
    questions: str
    problems: tuple[Problem, ...] = ()

    def workbook(self) -> bytes:
        """Return the marked workbook; made only where it is asked for."""
        language = self.form.language
        marks = {(mend.sheet, mend.cell): comment(mend, language) for mend in mends(self.form)}
        return marked(self.form.file, self.data or b"", marks)


def desk() -> Desk | None:
    """Return what a review works on; None where there is no register."""
    standing = shown.now()
    if standing is None:
        return None
    store, register_id = keeping.store(), keeping.register_id()
    records = tuple(r for r in kept.questionnaires(store, register_id) if r.deleted is None)
    accepted = [r.questionnaire_id for r in records if r.state is ReviewState.ACCEPTED]
    dates = _dates(state_key(store, register_id), tuple(accepted), _store=store)
    known = Known(standing.submission, requests(store, register_id), records, dates)
    return Desk(register_id, standing.submission, standing.inputs.as_of, records[::-1], known)


@st.cache_resource(max_entries=4, ttl=HOUR, show_spinner=False)
def _dates(key: str, ids: tuple[int, ...], *, _store: Store) -> dict[int, date]:
    forms = kept.forms_of(_store, ids)
    return {number: form.answered_on for number, form in forms.items() if form.answered_on is not None}


def stage_files(files: Sequence[tuple[str, bytes]]) -> str:
    """Let files wait in the store; return the id of the upload."""
    with keeping.writing() as writing:
        return stage(writing, PURPOSE, files, register_id=keeping.register_id())


def discard_files(upload_id: str) -> None:
    """Take an upload away that nobody wants any more."""
    with keeping.writing() as writing:
        discard(writing, upload_id)


def _waiting(upload_id: str) -> Staged:
    found = staged(keeping.store(), upload_id) if upload_id else None
    if found is None or found.register_id != keeping.register_id():
        raise WrongUse("receiving.upload_gone")
    return found


def read_upload(upload_id: str, at: Desk, *, chosen: Chosen, step: Step) -> ReadUpload:
    """Return what the files of an upload say, each read once.

    Parameters
    ----------
    chosen
        The parties that the user chose, by the place of the form among those that were read.

    Raises
    ------
    WrongUse
        ``receiving.upload_gone`` where it was saved or discarded, or waited for more than a day.
    """
    files = _waiting(upload_id).files
    forms: list[ReturnedForm] = []
    refused: list[Problem] = []
    for number, file in enumerate(files):
        step(number, len(files), file.name)
        found = _read(file.name, file.sha256, at.today, _file=file)
        if isinstance(found, Problem):
            refused.append(found)
        elif found.is_known:
            forms.append(found)
        else:
            refused.extend(found.problems)
    return ReadUpload(assigned(forms, at.known, chosen=chosen), tuple(refused))


@st.cache_resource(max_entries=500, ttl=HOUR, show_spinner=False)
def _read(name: str, sha256: str, today: date, *, _file: KeptFile) -> ReturnedForm | Problem:
    try:
        return read_questionnaire(name, _file.data or b"", load_catalogue(), today=today)
    except InputRefused as error:
        return refusal(error)


def save_upload(upload_id: str, read: ReadUpload, at: Desk) -> tuple[QuestionnaireRecord, ...]:
    """Save all readable forms of an upload as received, in one transaction; the rest is given up.

    Raises
    ------
    WrongUse
        ``receiving.upload_gone``, and ``receiving.nothing_to_save`` where no form can be saved.
    """
    files = {(file.name, file.sha256): file for file in _waiting(upload_id).files}
    if not read.to_save:
        raise WrongUse("receiving.nothing_to_save")
    with keeping.writing() as writing:
        saved = tuple(
            kept.receive(
                writing, at.register_id, one.form, files[one.form.file, one.form.sha256].data or b"",
                party_id=one.party_id, request_id=one.request_id, received_on=at.today,
            )
            for one in read.to_save
        )  # fmt: skip
        discard(writing, upload_id)
    return saved


def understood(record: QuestionnaireRecord, at: Desk) -> Understood | None:
    """Return a questionnaire as it was understood, beside what was in force without it; None where it was deleted."""
    form = kept.forms_of(keeping.store(), [record.questionnaire_id]).get(record.questionnaire_id)
    if form is None:
        return None
    others = tuple(a for a in at.submission.answers if a.source.file != form.file)
    before = at.submission.model_copy(update={"answers": others})
    previous = answers_in_force(before, record.party_id, form)
    mine = [answer.model_copy(update={"party_id": record.party_id}) for answer in form.answers]
    differences = between_forms(previous.values(), mine)
    tiers = {tier: tier_state(tier, record.party_id, before).value for tier in form.declared}
    return Understood(record, form, previous, differences, tiers)


def problems_of(this: Understood, at: Desk) -> tuple[Problem, ...]:
    """Return what is to be said about a questionnaire: of its own, and against what is known of its party."""
    earlier = tuple(r for r in at.known.records if r.questionnaire_id != this.record.questionnaire_id)
    (against,) = assigned([this.form], replace(at.known, records=earlier), chosen={0: this.record.party_id})
    is_asked = this.record.request_id is not None
    odd = [p for p in against.problems if not (is_asked and p.code == "receiving.not_asked")]
    return (*this.form.problems, *odd)


def clean(at: Desk) -> tuple[QuestionnaireRecord, ...]:
    """Return the received questionnaires without error or warning, whose identity is that of their party."""
    return _clean(state_key(keeping.store(), at.register_id), at.today, _at=at)


@st.cache_resource(max_entries=4, ttl=HOUR, show_spinner=False)
def _clean(key: str, today: date, *, _at: Desk) -> tuple[QuestionnaireRecord, ...]:
    waiting = [r for r in _at.records if r.state is ReviewState.RECEIVED]
    found = {r.questionnaire_id: understood(r, _at) for r in waiting}
    return tuple(r for r in waiting if (this := found[r.questionnaire_id]) is not None and _is_clean(this, _at))


def _is_clean(this: Understood, at: Desk) -> bool:
    is_sure = this.form.party_id == this.record.party_id
    return is_sure and all(problem.severity is Severity.INFO for problem in problems_of(this, at))


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
    told = not_kept(form.file, data) if data is not None else ()
    return SentBack(form, data, question_list(mends(form), form.language), told)


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
