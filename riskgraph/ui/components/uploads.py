"""Files in: the sample, one's own register and questionnaires, corrected questionnaires; and what was refused."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st
from streamlit.typing import UploadedFile

from riskgraph.errors import RiskgraphError
from riskgraph.report.problem_text import error_said, said
from riskgraph.text import t
from riskgraph.ui import actions, session
from riskgraph.ui.inputs import Inputs, StoredFile
from riskgraph.ui.markdown import escaped

# No limit of type or size stands at the widgets: their own words for it are in English only, while the gate
# refuses the same files in the user's language and says what to do.
MOST_TOLD = 5


def load_sample(locale: str) -> None:
    """Load the worked example and show it."""
    try:
        inputs = actions.sample_inputs()
    except RiskgraphError as error:
        st.error(_sentence(*error_said(error, locale)), icon=":material/error:")
        return
    _take(inputs.registers, inputs.forms, locale)


def own_files(locale: str) -> None:
    """Draw the two uploaders for a register and its questionnaires."""
    with st.form("own_files", clear_on_submit=True, border=False, enter_to_submit=False):
        left, right = st.columns(2, gap="large")
        registers = left.file_uploader(
            t(locale, "ui.upload.register"),
            accept_multiple_files=True,
            key="registers",
            help=t(locale, "ui.upload.register.help"),
        )
        forms = right.file_uploader(
            t(locale, "ui.upload.forms"),
            accept_multiple_files=True,
            key="forms",
            help=t(locale, "ui.upload.forms.help"),
        )
        if st.form_submit_button(t(locale, "ui.upload.assess"), key="assess_own"):
            if registers:
                _take(_stored(registers), _stored(forms), locale)
            else:
                st.warning(t(locale, "ui.upload.register_first"), icon=":material/info:")


def corrections(locale: str) -> None:
    """Draw the uploader for questionnaires that came back corrected, on top of what is loaded."""
    with st.form("corrections", clear_on_submit=True, border=False, enter_to_submit=False):
        files = st.file_uploader(
            t(locale, "ui.upload.corrected"),
            accept_multiple_files=True,
            key="corrected",
        )
        if st.form_submit_button(t(locale, "ui.upload.reassess"), key="reassess") and files:
            _correct(_stored(files), locale)


def refused(locale: str) -> None:
    """Say which files the last upload could not take, why, and what to do."""
    problems = session.state().refused
    if not problems:
        return
    told = [f"- {_sentence(*said(problem, locale))}" for problem in problems[:MOST_TOLD]]
    if len(problems) > MOST_TOLD:
        told.append(f"- {t(locale, 'ui.refused.more', count=len(problems) - MOST_TOLD)}")
    kept = [] if session.state().inputs.is_empty else [t(locale, "ui.refused.kept")]
    st.error("\n".join([t(locale, "ui.refused"), "", *told, "", *kept]), icon=":material/error:")


def start_over() -> None:
    """Forget the files and begin anew."""
    session.change(inputs=Inputs(), before=None, refused=(), path_key="")


def _take(registers: Iterable[StoredFile], forms: Iterable[StoredFile], locale: str) -> None:
    """Read files and show them; what is shown stays as it was where the register cannot be used."""
    reading = _read(registers, forms, locale)
    if reading.inputs.is_empty:
        session.change(refused=reading.refused)
    else:
        session.change(inputs=reading.inputs, before=None, refused=reading.refused, path_key="")
    st.rerun()


def _correct(files: Iterable[StoredFile], locale: str) -> None:
    """Put corrected questionnaires on top of what is loaded."""
    reading = _read((), files, locale)
    before = session.state().inputs
    if reading.inputs.forms:
        session.change(inputs=actions.with_corrections(before, reading.inputs.forms), before=before)
    session.change(refused=reading.refused)
    st.rerun()


def _read(registers: Iterable[StoredFile], forms: Iterable[StoredFile], locale: str) -> actions.Reading:
    """Read files and show how far it is."""
    bar = st.progress(0.0, text=t(locale, "ui.progress.register"))

    def progress(done: int, of: int, name: str) -> None:
        words = t(locale, "ui.progress.form", number=min(done + 1, of), of=of, name=escaped(name))
        bar.progress(done / of if of else 1.0, text=words if name else t(locale, "ui.progress.assess"))

    reading = actions.read(registers, forms, progress, loaded=session.state().inputs.registers)
    if not reading.inputs.is_empty:
        actions.assessed(reading.inputs)
    bar.empty()
    return reading


def _stored(files: Iterable[UploadedFile]) -> tuple[StoredFile, ...]:
    return tuple(StoredFile.of(file.name, file.getvalue()) for file in files)


def _sentence(message: str, mend: str) -> str:
    return f"{escaped(message)} {escaped(mend)}"
