"""The kept assessment that the pages show, and a new one made on request; nothing is computed again silently.

The convention that bites: a kept assessment never changes, so that its id is the key of everything drawn from it.
Where the register has moved on since, the pages say so and offer to assess again.
"""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from riskgraph.analysis.causes import causes_between
from riskgraph.assess import assess, compare
from riskgraph.catalogue import load_catalogue, load_parameters, parameters_from
from riskgraph.current import PARAMETER_FILE, Current, current, state_key
from riskgraph.intake.template import register_workbook
from riskgraph.model.assessment import Assessment, Comparison
from riskgraph.model.causes import Causes
from riskgraph.model.parameters import Parameters
from riskgraph.model.records import AssessmentRecord
from riskgraph.model.submission import Submission
from riskgraph.report.picture import Option, chain_option
from riskgraph.results import with_results
from riskgraph.store.assessments import assessments, keep_assessment, kept_assessment
from riskgraph.store.opening import Store
from riskgraph.store.parameters import parameters_content
from riskgraph.store.registers import files_of
from riskgraph.ui import keeping, session

TOP = 100
HOUR = 3600


@dataclass(frozen=True)
class Shown:
    """A kept assessment with the submission it was made from; `key` names it in all caches."""

    record: AssessmentRecord
    submission: Submission
    assessment: Assessment
    key: str


@dataclass(frozen=True)
class Choice:
    """The assessment that was chosen among the kept ones (0 for the newest), for one register."""

    register_id: str = ""
    assessment_id: int = 0


def shown() -> Shown | None:
    """Return the assessment to show: the one chosen, else the newest of the register; None where there is none."""
    register_id = keeping.register_id()
    if not register_id:
        return None
    kept = _kept_records(register_id)
    choice = session.recall(Choice)
    chosen = choice.assessment_id if choice.register_id == register_id else 0
    record = next((r for r in kept if r.assessment_id == chosen), kept[0] if kept else None)
    return of(record) if record else None


def of(record: AssessmentRecord) -> Shown | None:
    """Return a kept assessment by its record; None where its content was deleted."""
    store = keeping.store()
    return _loaded(f"{keeping.content_key()}#{record.assessment_id}", record.assessment_id, _store=store)


@st.cache_resource(max_entries=6, ttl=HOUR, show_spinner=False)
def _loaded(key: str, assessment_id: int, *, _store: Store) -> Shown | None:
    kept = kept_assessment(_store, assessment_id)
    return Shown(kept.record, kept.submission, kept.assessment, key) if kept else None


def _kept_records(register_id: str) -> tuple[AssessmentRecord, ...]:
    return tuple(r for r in assessments(keeping.store(), register_id) if r.deleted is None)


def show(assessment_id: int) -> None:
    """Show a kept assessment of the register that is looked at; 0 for the newest."""
    session.remember(Choice(keeping.register_id(), assessment_id))
    session.change(path_key="")


def before(this: Shown) -> Shown | None:
    """Return the assessment of the same register that was kept before this one."""
    earlier = [r for r in _kept_records(this.record.register_id) if r.assessment_id < this.record.assessment_id]
    return of(earlier[0]) if earlier else None


def compared(old: Shown, new: Shown) -> Comparison:
    """Return what moved between two kept assessments, and which answers changed."""
    return _compared(old.key, new.key, _old=old, _new=new)


@st.cache_resource(max_entries=8, ttl=HOUR, show_spinner=False)
def _compared(old_key: str, new_key: str, *, _old: Shown, _new: Shown) -> Comparison:
    return compare(_old.assessment, _new.assessment, old=_old.submission, new=_new.submission)


def causes(old: Shown, new: Shown) -> Causes:
    """Return what differs between two kept assessments, by cause."""
    return _causes(old.key, new.key, _old=old, _new=new)


@st.cache_resource(max_entries=8, ttl=HOUR, show_spinner=False)
def _causes(old_key: str, new_key: str, *, _old: Shown, _new: Shown) -> Causes:
    return causes_between(_old.assessment, _new.assessment, old=_old.submission, new=_new.submission)


def is_newest(this: Shown) -> bool:
    """Say whether no later assessment of the register is kept."""
    return _kept_records(this.record.register_id)[0].assessment_id == this.record.assessment_id


def now() -> Current | None:
    """Return the register that is looked at as it stands now; None where there is none."""
    register_id, store = keeping.register_id(), keeping.store()
    return (
        _now(keeping.content_key() + state_key(store, register_id), register_id, _store=store) if register_id else None
    )


@st.cache_resource(max_entries=6, ttl=HOUR, show_spinner=False)
def _now(key: str, register_id: str, *, _store: Store) -> Current:
    return current(_store, register_id, load_catalogue())


def moved(this: Shown) -> tuple[str, ...]:
    """Return which inputs have moved since an assessment was made; () where it is up to date."""
    standing = now()
    return standing.moved_since(this.record.inputs) if standing else ()


def assess_now(*, note: str = "", name: str = "") -> AssessmentRecord | None:
    """Assess the register as it stands, keep the result and show it; None where there is no register.

    Parameters
    ----------
    name
        Under which name to write where the program does it by itself; else the actor's.
    """
    standing = now()
    if standing is None:
        return None
    catalogue = load_catalogue()
    assessment = assess(standing.submission, standing.parameters, catalogue, as_of=standing.inputs.as_of, top=TOP)
    with keeping.writing(name) as writing:
        record = keep_assessment(writing, standing.inputs, assessment, standing.submission, note=note)
    show(0)
    return record


@st.cache_data(max_entries=64, ttl=HOUR, show_spinner=False)
def _picture(key: str, path_key: str, locale: str, theme: str, *, _shown: Shown) -> Option:
    path = next(path for path in _shown.assessment.paths if path.key == path_key)
    return chain_option(_shown.assessment, _shown.submission, path, locale, theme)


def picture(this: Shown, path_key: str, locale: str, theme: str) -> Option:
    """Return the drawing of the path with this key."""
    return _picture(this.key, path_key, locale, theme, _shown=this)


def register_files(this: Shown, locale: str) -> tuple[tuple[str, bytes], ...]:
    """Return the workbooks that the assessed version was read from; one made from its rows where none is kept."""
    inputs = this.record.inputs
    kept = files_of(keeping.store(), inputs.register_id, inputs.version)
    files = tuple((file.name, file.data) for file in kept if file.data is not None)
    return files or ((f"register-v{inputs.version}.xlsx", register_workbook(this.submission, locale)),)


def written_back(this: Shown, number: int, locale: str) -> bytes:
    """Return a register file with the results of all paths beside its rows.

    Raises
    ------
    InputRefused
        Where the file holds no list of engagements.
    """
    name, data = register_files(this, locale)[number]
    return with_results(name, data, _whole(this), this.submission, load_catalogue(), locale=locale)


def _whole(this: Shown) -> Assessment:
    """Return the assessment with every path: the kept one, or the same computed to the last path."""
    kept = this.assessment
    if kept.paths_total <= len(kept.paths):
        return kept
    parameters, as_of = parameters_of(this), this.record.inputs.as_of
    return assess(this.submission, parameters, load_catalogue(), as_of=as_of, top=kept.paths_total, is_full=False)


def parameters_of(this: Shown) -> Parameters:
    """Return the parameters with which a kept assessment was made."""
    parameters_id = this.record.inputs.parameters_id
    if parameters_id == 0:
        return load_parameters()
    return parameters_from(parameters_content(keeping.store(), parameters_id), PARAMETER_FILE)
