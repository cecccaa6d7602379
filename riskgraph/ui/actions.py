"""What a page can ask for: files in, results out, each computed once for the same content.

The convention that bites: every call is pure and keyed by content, never by a user; the cache is shared by
all who use this process, holds few entries and forgets them. The order of work stands here for the screens
as it stands in `riskgraph.commands` for the command line. Frozen values are kept as they are (`cache_resource`):
`cache_data` would copy a whole assessment for every click.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path as FilePath

import streamlit as st

from riskgraph.assess import assess, compare
from riskgraph.catalogue import load_catalogue, load_parameters
from riskgraph.errors import InputRefused
from riskgraph.intake.gate import refusal
from riskgraph.intake.joining import control_ids, day_of, joined
from riskgraph.intake.questionnaire import read_questionnaire
from riskgraph.intake.questionnaire_request import QuestionnaireRequest
from riskgraph.intake.questionnaire_writer import write_questionnaire
from riskgraph.intake.register import read_register
from riskgraph.intake.template import register_template
from riskgraph.model.assessment import Assessment, Comparison
from riskgraph.model.problem import Problem, Severity
from riskgraph.model.questionnaire import ReturnedForm
from riskgraph.model.submission import Submission
from riskgraph.report.picture import Option, chain_option
from riskgraph.results import with_results
from riskgraph.ui.inputs import Inputs, StoredFile

TOP = 100
HOUR = 3600
ROOT = FilePath(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Result:
    """A submission and what was computed from it."""

    submission: Submission
    assessment: Assessment


@dataclass(frozen=True)
class Reading:
    """What an upload gave: the inputs with the readable files, and a problem for each file that was refused."""

    inputs: Inputs
    refused: tuple[Problem, ...]


Progress = Callable[[int, int, str], None]


def sample_inputs() -> Inputs:
    """Return the worked example: its register and its returned questionnaires.

    Raises
    ------
    InputRefused
        Where the sample does not lie beside the app.
    """
    register = ROOT / "sample_vendors.xlsx"
    if not register.is_file():
        raise InputRefused("ui.no_sample", {"file": register.name})
    forms = sorted((ROOT / "questionnaires" / "returned").glob("*.xlsx"))
    return Inputs((_stored(register),), tuple(_stored(form) for form in forms))


def _stored(place: FilePath) -> StoredFile:
    return StoredFile.of(place.name, place.read_bytes())


def read(
    registers: Iterable[StoredFile],
    forms: Iterable[StoredFile],
    progress: Progress,
    *,
    loaded: tuple[StoredFile, ...] = (),
) -> Reading:
    """Read new files, telling how far it is, and return those that can be used.

    A register that cannot be read makes the whole set of registers unusable, because an assessment of a
    part would look like one of all; a questionnaire that cannot be read is left out by itself.

    Parameters
    ----------
    loaded
        The registers that are already there, where only questionnaires are added.
    """
    given = tuple(registers)
    refused = list(_refused_registers(given)) if given else []
    readable: list[StoredFile] = []
    listed = list(forms)
    today = _day(given or loaded)
    for i, form in enumerate(listed):
        progress(i, len(listed), form.name)
        if problem := _form_or_refusal(form, today)[1]:
            refused.append(problem)
        else:
            readable.append(form)
    progress(len(listed), len(listed), "")
    has_refused_register = any(problem.file in {g.name for g in given} for problem in refused)
    return Reading(Inputs(() if has_refused_register else given, tuple(readable)), tuple(refused))


def _refused_registers(files: tuple[StoredFile, ...]) -> tuple[Problem, ...]:
    """Return why a set of register files cannot be used, or nothing."""
    submission = _register(Inputs(files).key, files)
    read_files = {file.file for file in submission.files}
    fatal = [
        problem
        for problem in submission.problems
        if problem.severity is Severity.ERROR
        and (problem.code.startswith("gate.") or problem.code == "register.no_known_sheet")
    ]
    if fatal:
        return tuple(fatal)
    if not read_files or not (submission.engagements or submission.assets):
        name = files[0].name
        return (Problem(code="ui.nothing_read", severity=Severity.ERROR, file=name, fields={"file": name}),)
    return ()


def with_corrections(inputs: Inputs, new: Iterable[StoredFile]) -> Inputs:
    """Return the inputs with new questionnaires; one of the same party, form and scope takes the old one's place.

    An older return than the one at hand does not replace it: both are kept and the later date wins.
    """
    kept = list(inputs.forms)
    today = _day(inputs.registers)
    for file in new:
        form = _form_or_refusal(file, today)[0]
        kept = [f for f in kept if f.sha256 != file.sha256 and not _replaces(form, _form_or_refusal(f, today)[0])]
        kept.append(file)
    return Inputs(inputs.registers, tuple(kept))


def _replaces(new: ReturnedForm | None, old: ReturnedForm | None) -> bool:
    """Say whether a form stands in for an earlier one."""
    if new is None or old is None or not new.party_id:
        return False
    same = (new.party_id, new.form_id, new.scope_kind, new.scope_id) == (
        old.party_id,
        old.form_id,
        old.scope_kind,
        old.scope_id,
    )
    is_older = new.answered_on is not None and old.answered_on is not None and new.answered_on < old.answered_on
    return same and not is_older


def _day(registers: tuple[StoredFile, ...]) -> date:
    """Return the day on which questionnaires beside these registers are read."""
    return day_of(_register(Inputs(registers).key, registers).settings)


def _form_or_refusal(file: StoredFile, today: date) -> tuple[ReturnedForm | None, Problem | None]:
    return _form(file.sha256, file.name, today, file.data)


@st.cache_resource(max_entries=2000, ttl=HOUR, show_spinner=False)
def _form(sha256: str, name: str, today: date, _data: bytes) -> tuple[ReturnedForm | None, Problem | None]:
    """Return one questionnaire as it was understood, or why it was refused; read once for the same content."""
    try:
        form = read_questionnaire(name, _data, load_catalogue(), today=today)
    except InputRefused as error:
        return None, refusal(error)
    if form.answers or form.declared:
        return form, None
    # A register, a letter or a stranger's list has no answers for us: it is named instead of passed over.
    unusable = next((problem for problem in form.problems if problem.severity is Severity.ERROR), None)
    return (None, unusable) if unusable else (form, None)


@st.cache_resource(max_entries=8, ttl=HOUR, show_spinner=False)
def _register(key: str, _files: tuple[StoredFile, ...]) -> Submission:
    known = control_ids(load_catalogue())
    return read_register([(file.name, file.data) for file in _files], known_controls=known)


def assessed(inputs: Inputs) -> Result:
    """Return the assessment of these inputs."""
    return _assessed(inputs.key, inputs)


@st.cache_resource(max_entries=8, ttl=HOUR, show_spinner=False)
def _assessed(key: str, _inputs: Inputs) -> Result:
    """Intake, checks and scoring, once for the same content."""
    catalogue = load_catalogue()
    submission = _register(Inputs(_inputs.registers).key, _inputs.registers)
    as_of = day_of(submission.settings)
    read_forms = (_form_or_refusal(file, as_of)[0] for file in _inputs.forms)
    forms = [form for form in read_forms if form is not None]
    submission = joined(submission, forms, catalogue, as_of=as_of)
    return Result(submission, assess(submission, load_parameters(), catalogue, as_of=as_of, top=TOP))


def written_back(inputs: Inputs, number: int, locale: str) -> bytes:
    """Return a register file of the inputs with the results of all paths beside its rows.

    Raises
    ------
    InputRefused
        Where the file holds no list of engagements.
    """
    result, file, catalogue = assessed(inputs), inputs.registers[number], load_catalogue()
    assessment, submission = result.assessment, result.submission
    if assessment.paths_total > TOP:
        as_of, top = day_of(submission.settings), assessment.paths_total
        assessment = assess(submission, load_parameters(), catalogue, as_of=as_of, top=top)
    return with_results(file.name, file.data, assessment, submission, catalogue, locale=locale)


def compared(before: Inputs, after: Inputs) -> Comparison:
    """Return what moved between two sets of inputs, and which answers changed."""
    old, new = assessed(before), assessed(after)
    return compare(old.assessment, new.assessment, old=old.submission, new=new.submission)


@st.cache_data(max_entries=64, ttl=HOUR, show_spinner=False)
def _picture(key: str, path_key: str, locale: str, theme: str, *, _result: Result) -> Option:
    path = next(path for path in _result.assessment.paths if path.key == path_key)
    return chain_option(_result.assessment, _result.submission, path, locale, theme)


def picture(inputs: Inputs, path_key: str, locale: str, theme: str) -> Option:
    """Return the drawing of the path with this key."""
    return _picture(inputs.key, path_key, locale, theme, _result=assessed(inputs))


@st.cache_data(max_entries=2, show_spinner=False)
def blank_register(locale: str) -> bytes:
    """Return a blank register workbook in this language."""
    return register_template(locale)


@st.cache_data(max_entries=2, show_spinner=False)
def blank_form(locale: str) -> bytes:
    """Return the blank short questionnaire in this language."""
    return write_questionnaire(QuestionnaireRequest(form_id="short"), load_catalogue(), locale=locale)
