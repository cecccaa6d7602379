"""The desk on which questionnaires are received and reviewed: the register, its day, and what came back before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from riskgraph.current import state_key
from riskgraph.intake.assigning import Known
from riskgraph.model.questionnaire import ReturnedForm
from riskgraph.model.records import QuestionnaireRecord, ReviewState
from riskgraph.model.submission import Submission
from riskgraph.store import questionnaires as kept
from riskgraph.store.opening import Store
from riskgraph.store.requests import requests
from riskgraph.ui import keeping
from riskgraph.ui.actions import shown

HOUR = 3600
_FORMS = 1_000  # kept forms in memory; more are read from the store again


@dataclass(frozen=True)
class Desk:
    """What a review works on: the register as it stands, its day, and what came back, newest first."""

    register_id: str
    submission: Submission
    today: date
    records: tuple[QuestionnaireRecord, ...]
    known: Known


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


def forms(records: Sequence[QuestionnaireRecord]) -> dict[int, ReturnedForm]:
    """Return what was understood of questionnaires, by id; a form that is kept never changes and is read once."""
    store, key = keeping.store(), keeping.content_key()
    found = {
        r.questionnaire_id: _form(f"{key}#{r.questionnaire_id}", r.questionnaire_id, _store=store) for r in records
    }
    return {number: form for number, form in found.items() if form is not None}


@st.cache_resource(max_entries=_FORMS, ttl=HOUR, show_spinner=False)
def _form(key: str, number: int, *, _store: Store) -> ReturnedForm | None:
    return kept.forms_of(_store, [number]).get(number)
