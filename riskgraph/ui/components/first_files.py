"""The first steps: the sample in one click, or one's own register, looked at before it is saved."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from riskgraph.errors import RiskgraphError
from riskgraph.report.problem_text import error_said
from riskgraph.text import t
from riskgraph.ui import session
from riskgraph.ui.actions import registers, shown, starting
from riskgraph.ui.components import register_import, who
from riskgraph.ui.components.page_head import page_head
from riskgraph.ui.markdown import escaped


@dataclass(frozen=True)
class Beginning:
    """The upload that waits to become the first register, "" where there is none."""

    upload_id: str = ""


def load_sample(locale: str) -> None:
    """Load the worked example and show it, saying how far it is."""
    bar = st.progress(0.0, text=t(locale, "ui.progress.register"))

    def progress(done: int, of: int, name: str) -> None:
        words = t(locale, "ui.progress.form", number=min(done + 1, of), of=of, name=escaped(name))
        bar.progress(done / of if of else 1.0, text=words if name else t(locale, "ui.progress.assess"))

    try:
        starting.load_sample(progress, locale)
    except RiskgraphError as error:
        message, mend = error_said(error, locale)
        st.error(f"{escaped(message)} {escaped(mend)}", icon=":material/error:")
        return
    st.rerun()


def own_files(locale: str) -> None:
    """Draw the way in for one's own register: a name for the record, then the files."""
    if not who.is_known(locale):
        return
    upload_id = register_import.choose_files(locale, key="first")
    if upload_id:
        session.remember(Beginning(upload_id))
        st.rerun()


def is_waiting() -> bool:
    """Say whether files were chosen and wait to be looked at and saved."""
    return registers.waits(session.recall(Beginning).upload_id)


def looked_at(locale: str) -> None:
    """Draw what was read of the chosen files; save it as the first version and assess it where that is asked."""
    page_head(t(locale, "ui.first.look"))
    read = register_import.read(session.recall(Beginning).upload_id, locale)
    if read is None:
        return
    version = register_import.preview(read, locale, key="first", on_cancel=_forget)
    if version is None:
        return
    session.remember(Beginning())
    with st.spinner(t(locale, "ui.progress.assess")):
        shown.assess_now()
    st.rerun()


def _forget() -> None:
    registers.discard_upload(session.recall(Beginning).upload_id)
    session.remember(Beginning())
