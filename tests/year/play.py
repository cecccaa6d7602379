"""A year through the store without a screen: every step writes to the store and returns what it made.

The convention that bites: each step takes the store and reads again what it needs from it, as a page would do
that is opened on another day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from riskgraph.assess import assess
from riskgraph.catalogue import load_catalogue
from riskgraph.current import Current, current
from riskgraph.errors import InputRefused
from riskgraph.intake.joining import control_ids
from riskgraph.intake.known_ids import with_known_ids
from riskgraph.intake.questionnaire import read_questionnaire
from riskgraph.intake.questionnaire_request import QuestionnaireRequest
from riskgraph.intake.questionnaire_writer import write_questionnaire
from riskgraph.intake.register import read_register
from riskgraph.intake.renames import proposed_renames, with_renames
from riskgraph.model.assessment import Assessment
from riskgraph.model.records import (
    AssessmentRecord,
    QuestionnaireRecord,
    RequestDraft,
    RequestRecord,
    ReviewState,
    VersionKind,
    VersionRecord,
)
from riskgraph.model.submission import Submission
from riskgraph.report.document import document, to_json
from riskgraph.store.assessments import assessments, keep_assessment, kept_assessment
from riskgraph.store.opening import Store
from riskgraph.store.questionnaires import decide, questionnaires, receive, take_under_review
from riskgraph.store.registers import create_register, registers, save_version, submission_of
from riskgraph.store.requests import make_requests, mark_sent, requests

CATALOGUE = load_catalogue()
ACTOR = "総務課 委託先管理"
SENT_ON, DUE_ON, CAME_ON, ANSWERED_ON = date(2026, 7, 6), date(2026, 8, 31), date(2026, 8, 24), date(2026, 8, 20)


def read(name: str, data: bytes) -> Submission:
    """Return what a register says, checked."""
    return read_register([(name, data)], known_controls=control_ids(CATALOGUE))


def first_version(store: Store, name: str, data: bytes) -> VersionRecord:
    """Save a register as a new one."""
    with store.writing(ACTOR) as writing:
        return create_register(writing, "委託先台帳", read(name, data), files=[(name, data)])


def next_version(store: Store, register_id: str, name: str, data: bytes) -> VersionRecord:
    """Save a register as the next version, with all proposed renames taken."""
    before = submission_of(store, register_id)
    new = read(name, data)
    new = with_known_ids(before, with_renames(new, proposed_renames(before, new)))
    based_on = next(r.number for r in registers(store) if r.register_id == register_id)
    with store.writing(ACTOR) as writing:
        return save_version(
            writing, register_id, new, based_on=based_on, kind=VersionKind.IMPORT, files=[(name, data)],
            reason="2027年度の棚卸し",
        )  # fmt: skip


def ask(store: Store, register_id: str, parties: Sequence[str]) -> tuple[RequestRecord, ...]:
    """Make a request for each party and mark it as sent."""
    version = CATALOGUE.form("short").version
    drafts = [
        RequestDraft(
            party_id=party, form="short", version=version, modules=("hosting",), department="総務課",
            fiscal_year=2026, due_on=DUE_ON,
        )
        for party in parties
    ]  # fmt: skip
    with store.writing(ACTOR) as writing:
        made = make_requests(writing, register_id, drafts)
        mark_sent(writing, {request.request_id: request.revision for request in made}, SENT_ON)
    return requests(store, register_id)


def form_for(store: Store, register_id: str, request: RequestRecord) -> bytes:
    """Return the workbook that goes out for a request."""
    party = submission_of(store, register_id).party_by_id[request.party_id]
    asked = QuestionnaireRequest(
        form_id=request.form, version=request.version, modules=request.modules, party_id=party.party_id,
        party_name=party.name, due_on=request.due_on,
    )  # fmt: skip
    return write_questionnaire(asked, CATALOGUE, locale=request.locale)


def take_in(store: Store, register_id: str, files: Mapping[int, bytes]) -> tuple[QuestionnaireRecord, ...]:
    """Receive files by the id of their request; a file that cannot be read leaves nothing behind.

    Returns
    -------
    tuple[QuestionnaireRecord, ...]
        Only of those that were read.
    """
    parties = {request.request_id: request.party_id for request in requests(store, register_id)}
    for request_id, data in files.items():
        try:
            form = read_questionnaire(f"{parties[request_id]}.xlsx", data, CATALOGUE, today=CAME_ON)
        except InputRefused:
            continue
        with store.writing(ACTOR) as writing:
            receive(
                writing, register_id, form, data, party_id=parties[request_id], request_id=request_id,
                received_on=CAME_ON,
            )  # fmt: skip
    return questionnaires(store, register_id)


def review(store: Store, register_id: str, *, give_back: str) -> None:
    """Accept everything that came, but give back what one party sent."""
    with store.writing(ACTOR) as writing:
        for record in questionnaires(store, register_id):
            take_under_review(writing, record.questionnaire_id, record.revision)
    with store.writing(ACTOR) as writing:
        for record in questionnaires(store, register_id):
            is_back = record.party_id == give_back
            state = ReviewState.RETURNED if is_back else ReviewState.ACCEPTED
            decide(writing, record.questionnaire_id, record.revision, state=state, note="再確認" if is_back else "")


def assess_now(store: Store, register_id: str, note: str) -> AssessmentRecord:
    """Assess a register as it stands and keep the result."""
    now: Current = current(store, register_id, CATALOGUE)
    assessment = assess(now.submission, now.parameters, CATALOGUE, as_of=now.inputs.as_of)
    with store.writing(ACTOR) as writing:
        return keep_assessment(writing, now.inputs, assessment, now.submission, note=note)


def kept(store: Store, record: AssessmentRecord) -> tuple[Assessment, Submission]:
    """Return a kept assessment and what it was made from."""
    found = kept_assessment(store, record.assessment_id)
    assert found is not None
    return found.assessment, found.submission


def as_json(store: Store, record: AssessmentRecord) -> str:
    """Return the document of a kept assessment as it would be handed out."""
    assessment, submission = kept(store, record)
    return to_json(document(assessment, submission, CATALOGUE))


def documents(store: Store, register_id: str) -> dict[int, str]:
    """Return the documents of all kept assessments by id."""
    return {record.assessment_id: as_json(store, record) for record in assessments(store, register_id)}
