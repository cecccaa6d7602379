"""The state of a register in the store, put together from its parts as one submission.

The convention that bites: only what people confirmed counts. A questionnaire counts once it is accepted, a
verification once a second person confirmed it, a request from the day it was sent. What is assessed is named
by ids (`AssessmentInputs`), so that a kept assessment can say whether anything has moved since.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from riskgraph import __version__
from riskgraph.catalogue import load_parameters, parameters_from
from riskgraph.errors import WrongUse
from riskgraph.intake.joining import day_of, joined
from riskgraph.model.answer import Request
from riskgraph.model.control import Catalogue
from riskgraph.model.parameters import Parameters
from riskgraph.model.quantities import Cell
from riskgraph.model.questionnaire import ReturnedForm
from riskgraph.model.records import (
    AssessmentInputs,
    QuestionnaireRecord,
    RegisterRecord,
    RequestRecord,
    ReviewState,
    VerificationRecord,
)
from riskgraph.model.submission import Submission
from riskgraph.model.verifying import with_verifications
from riskgraph.store.opening import Store
from riskgraph.store.parameters import parameters_content, parameters_in_force
from riskgraph.store.questionnaires import forms_of, questionnaires
from riskgraph.store.registers import registers, submission_of
from riskgraph.store.requests import requests
from riskgraph.store.verifications import verifications

PARAMETER_FILE = "parameters.yaml"
REQUEST_FILE = "request-{number}"
VERIFICATION_FILE = "verification-{number}"


@dataclass(frozen=True)
class Parts:
    """What the store holds of a register at one moment; records of every state."""

    register: RegisterRecord
    rows: Submission
    requests: tuple[RequestRecord, ...]
    questionnaires: tuple[QuestionnaireRecord, ...]
    forms: Mapping[int, ReturnedForm]
    verifications: tuple[VerificationRecord, ...]
    parameters_id: int


@dataclass(frozen=True)
class Current:
    """A register as it stands: its rows with everything that counts, and what that was made from."""

    register: RegisterRecord
    submission: Submission
    parameters: Parameters
    inputs: AssessmentInputs

    def moved_since(self, inputs: AssessmentInputs) -> tuple[str, ...]:
        """Return which inputs differ from those of an assessment, by the names of their fields.

        The day alone is named last, so that a page can tell a change of content from the passing of time.
        """
        names = (
            "version", "questionnaires", "verifications", "requests", "parameters_sha256", "catalogue_version",
            "riskgraph_version", "as_of",
        )  # fmt: skip
        return tuple(name for name in names if getattr(self.inputs, name) != getattr(inputs, name))


def current(
    store: Store, register_id: str, catalogue: Catalogue, *, number: int | None = None, as_of: date | None = None
) -> Current:
    """Return a register of the store as it stands, or with the rows of an earlier version.

    Parameters
    ----------
    as_of
        The day to look at it from; else the register's own, else today.

    Raises
    ------
    WrongUse
        ``store.no_such_register`` where the store has none with this id, or it was deleted.
    """
    parts = parts_of(store, register_id, number=number)
    as_of = as_of or day_of(parts.rows.settings)
    accepted = in_force(parts.questionnaires)
    seen = tuple(v for v in parts.verifications if v.confirmed and not v.withdrawn)
    asked = sent_requests(parts.requests, parts.questionnaires, as_of)
    parameters = _parameters(store, parts.parameters_id)
    return Current(
        register=parts.register,
        submission=_together(parts, accepted, seen, tuple(asked.values()), catalogue, as_of=as_of),
        parameters=parameters,
        inputs=AssessmentInputs(
            register_id=register_id,
            version=number or parts.register.number,
            questionnaires=tuple(record.questionnaire_id for record in accepted),
            verifications=tuple(record.verification_id for record in seen),
            requests=tuple((i, request.due_on.toordinal() if request.due_on else 0) for i, request in asked.items()),
            parameters_id=parts.parameters_id,
            parameters_sha256=parameters.sha256,
            catalogue_version=catalogue.version,
            riskgraph_version=__version__,
            as_of=as_of,
        ),
    )


def parts_of(store: Store, register_id: str, *, number: int | None = None) -> Parts:
    """Return all that the store holds of a register.

    Raises
    ------
    WrongUse
        ``store.no_such_register`` where the store has none with this id, or it was deleted.
    """
    register = next((r for r in registers(store) if r.register_id == register_id and r.deleted is None), None)
    if register is None:
        raise WrongUse("store.no_such_register", {"register": register_id})
    records = questionnaires(store, register_id)
    accepted = [r.questionnaire_id for r in records if r.state is ReviewState.ACCEPTED and r.deleted is None]
    return Parts(
        register=register,
        rows=submission_of(store, register_id, number),
        requests=requests(store, register_id),
        questionnaires=records,
        forms=forms_of(store, accepted),
        verifications=verifications(store, register_id),
        parameters_id=parameters_in_force(store, register_id),
    )


def state_key(store: Store, register_id: str) -> str:
    """Return what changes whenever anything changes that `current` is made from; quick to get."""
    register = [r.model_dump_json() for r in registers(store) if r.register_id == register_id]
    records = (*requests(store, register_id), *questionnaires(store, register_id), *verifications(store, register_id))
    parts = [store.url, *register, *(record.model_dump_json() for record in records)]
    parts.append(str(parameters_in_force(store, register_id)))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def in_force(records: Iterable[QuestionnaireRecord]) -> tuple[QuestionnaireRecord, ...]:
    """Return the accepted questionnaires that are still there, in the order in which they came."""
    accepted = (r for r in records if r.state is ReviewState.ACCEPTED and r.deleted is None)
    return tuple(sorted(accepted, key=lambda r: r.questionnaire_id))


def sent_requests(
    requests: Iterable[RequestRecord], records: Iterable[QuestionnaireRecord], as_of: date
) -> dict[int, Request]:
    """Return the requests that asked something, by id.

    One that came back and was accepted is returned; one that waits for its review is not overdue, because
    the party has done its part.
    """
    newest: dict[int, QuestionnaireRecord] = {}
    for record in records:
        if record.request_id is not None and record.deleted is None:
            newest[record.request_id] = record
    return {
        request.request_id: _request(request, newest.get(request.request_id), as_of)
        for request in requests
        if request.sent_on is not None and request.withdrawn is None
    }


def _request(request: RequestRecord, back: QuestionnaireRecord | None, as_of: date) -> Request:
    waits = back is not None and back.state in (ReviewState.RECEIVED, ReviewState.UNDER_REVIEW)
    accepted = back is not None and back.state is ReviewState.ACCEPTED
    return Request(
        party_id=request.party_id,
        form=request.form,
        version=request.version,
        sent_on=request.sent_on,
        due_on=max(request.due_on, as_of) if waits else request.due_on,
        returned_on=back.received_on if back is not None and accepted else None,
        source=Cell(REQUEST_FILE.format(number=request.request_id)),
    )


def _together(
    parts: Parts,
    accepted: Sequence[QuestionnaireRecord],
    seen: Sequence[VerificationRecord],
    asked: tuple[Request, ...],
    catalogue: Catalogue,
    *,
    as_of: date,
) -> Submission:
    """Return rows, requests, accepted answers and confirmed verifications as one submission."""
    rows = parts.rows.model_copy(update={"requests": (*parts.rows.requests, *asked)})
    forms = without_outdated(
        [(r, parts.forms[r.questionnaire_id]) for r in accepted if r.questionnaire_id in parts.forms]
    )
    whole = joined(rows, forms, catalogue, as_of=as_of)
    return with_verifications(whole, seen, VERIFICATION_FILE)


def without_outdated(
    accepted: Sequence[tuple[QuestionnaireRecord, ReturnedForm]],
) -> tuple[ReturnedForm, ...]:
    """Return the accepted forms, each as the party it was assigned to, without answers that a later one replaced.

    Of two forms of one party, form and scope, the later answer to a control counts: by the date of the form,
    else by the day on which it came. An answer that the later form does not ask for stays.
    """
    ordered = sorted(accepted, key=lambda pair: (_date(*pair), pair[0].questionnaire_id))
    told: dict[tuple[str, str, str, str], set[str]] = {}
    kept: list[ReturnedForm] = []
    for record, form in reversed(ordered):
        later = told.setdefault((record.party_id, form.form_id, form.scope_kind.value, form.scope_id), set())
        answers = tuple(
            a.model_copy(update={"party_id": record.party_id}) for a in form.answers if a.control_id not in later
        )
        later.update(answer.control_id for answer in form.answers)
        kept.append(form.model_copy(update={"party_id": record.party_id, "answers": answers}))
    return tuple(reversed(kept))


def _date(record: QuestionnaireRecord, form: ReturnedForm) -> date:
    return form.answered_on or record.received_on


def _parameters(store: Store, parameters_id: int) -> Parameters:
    if parameters_id == 0:
        return load_parameters()
    return parameters_from(parameters_content(store, parameters_id), PARAMETER_FILE)
