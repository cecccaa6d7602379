"""The first start: the worked example in one click, and the blank workbooks to begin with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path as FilePath

import streamlit as st

from riskgraph.catalogue import load_catalogue
from riskgraph.errors import InputRefused
from riskgraph.intake.joining import control_ids, day_of
from riskgraph.intake.questionnaire import read_questionnaire
from riskgraph.intake.questionnaire_request import QuestionnaireRequest
from riskgraph.intake.questionnaire_writer import write_questionnaire
from riskgraph.intake.register import read_register
from riskgraph.intake.template import register_template
from riskgraph.model.questionnaire import ReturnedForm
from riskgraph.model.records import ReviewState
from riskgraph.store.questionnaires import decide, receive
from riskgraph.store.registers import create_register
from riskgraph.text import t
from riskgraph.ui import keeping
from riskgraph.ui.actions.shown import assess_now, shown

ROOT = FilePath(__file__).resolve().parents[3]
SAMPLE = "sample_vendors.xlsx"
BY_THE_PROGRAM = "riskgraph"  # who writes the sample: nobody has given a name yet
Progress = Callable[[int, int, str], None]


def sample_register() -> str:
    """Return the id of the sample where it is in the store, else ""."""
    return next((r.register_id for r in keeping.open_registers() if r.is_sample), "")


def load_sample(progress: Progress, locale: str) -> None:
    """Put the worked example into the store, assess it and show it; where it is there already, show it.

    Raises
    ------
    InputRefused
        Where the sample does not lie beside the app.
    """
    register_id = sample_register() or _store_sample(progress, locale)
    keeping.choose_register(register_id)
    progress(1, 1, "")
    if shown() is None:
        assess_now(name=BY_THE_PROGRAM)


def _store_sample(progress: Progress, locale: str) -> str:
    """Save the sample's register with its questionnaires as accepted: all of it or nothing."""
    place, catalogue = ROOT / SAMPLE, load_catalogue()
    if not place.is_file():
        raise InputRefused("ui.no_sample", {"file": SAMPLE})
    data = place.read_bytes()
    submission = read_register([(SAMPLE, data)], known_controls=control_ids(catalogue))
    day = day_of(submission.settings)
    forms: list[tuple[ReturnedForm, bytes]] = []
    returned = sorted((ROOT / "questionnaires" / "returned").glob("*.xlsx"))
    for number, file in enumerate(returned):
        progress(number, len(returned), file.name)
        content = file.read_bytes()
        forms.append((read_questionnaire(file.name, content, catalogue, today=day), content))
    with keeping.writing(BY_THE_PROGRAM) as writing:
        name = t(locale, "ui.sample.name")
        version = create_register(writing, name, submission, files=[(SAMPLE, data)], is_sample=True)
        for form, content in forms:
            record = receive(
                writing,
                version.register_id,
                form,
                content,
                party_id=form.party_id,
                request_id=None,
                received_on=form.answered_on or day,
            )
            decide(writing, record.questionnaire_id, record.revision, state=ReviewState.ACCEPTED)
    return version.register_id


@st.cache_data(max_entries=2, show_spinner=False)
def blank_register(locale: str) -> bytes:
    """Return a blank register workbook in this language."""
    return register_template(locale)


@st.cache_data(max_entries=2, show_spinner=False)
def blank_form(locale: str) -> bytes:
    """Return the blank short questionnaire in this language."""
    return write_questionnaire(QuestionnaireRequest(form_id="short"), load_catalogue(), locale=locale)
