"""Editing a copy of the parameters: typed into a table or read from a file, tried out, and kept with a reason.

The convention that bites: what is typed is remembered as text by key, whatever the table shows just now; it is
checked as a whole, and nothing is kept before everything fits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import streamlit as st

from riskgraph.catalogue import load_parameters
from riskgraph.catalogue.edited_parameters import TOGETHER, Edited, differences, value_text
from riskgraph.errors import RiskgraphError
from riskgraph.model.parameters import Parameters
from riskgraph.report.parameter_rows import SECTIONS, parameter_rows, section_of
from riskgraph.text import t
from riskgraph.ui import session
from riskgraph.ui.actions import method
from riskgraph.ui.actions.method import InForce
from riskgraph.ui.actions.shown import Shown
from riskgraph.ui.components import method_what_if, states, who
from riskgraph.ui.components.method_tables import text_columns, text_table
from riskgraph.ui.components.tables import ROW
from riskgraph.ui.markdown import escaped
from riskgraph.ui.uploads import taken

NEW = "parameter_new"
_WIDTHS = {
    "parameter_title": 350, "parameter_value": 110, NEW: 130, "parameter_range": 120, "parameter_unit": 190,
    "parameter_key": 200,
}  # fmt: skip
_UPLOAD = "method_upload"


@dataclass(frozen=True)
class Draft:
    """What was typed, for which register, from which set; `round` counts tables that begin anew.

    `trouble` is what was wrong with an uploaded file; `tried` says that the effect is to be shown.
    """

    register_id: str = ""
    based_on: int = 0
    edits: tuple[tuple[str, str], ...] = ()
    section: str = SECTIONS[0][0]
    round: int = 0
    is_tried: bool = False
    trouble: RiskgraphError | None = None


def draft_of(register_id: str, standing: InForce) -> Draft:
    """Return the draft of the register; an empty one starts from the set in force."""
    draft = session.recall(Draft)
    if draft.register_id != register_id:
        draft = Draft(register_id=register_id, round=draft.round + 1)
    return draft if draft.edits else replace(draft, based_on=standing.parameters_id)


def edit(register_id: str, standing: InForce, result: Shown | None, locale: str) -> None:
    """Draw the editor, what differs, what it would do, and the button that keeps it."""
    draft = draft_of(register_id, standing)
    session.remember(draft)
    st.markdown(t(locale, "method.edit.intro"))
    draft = _table(draft, standing, locale)
    _upload(locale)
    if draft.trouble:
        states.refused(draft.trouble, locale, kept=t(locale, "method.edit.kept"))
    if not draft.edits:
        st.caption(t(locale, "method.edit.nothing"))
        return
    _moved_on(draft, standing, locale)
    found = method.copy_with(dict(draft.edits), standing.parameters)
    if found.parameters is None:
        _refused(found, locale)
    elif found.parameters == standing.parameters:
        st.caption(t(locale, "method.edit.nothing"))
    else:
        _differing(standing.parameters, found.parameters, locale)
        method_what_if.what_if(result, found.parameters, locale, is_wanted=draft.is_tried, on_click=_try)
        _keep(draft, found.parameters, locale)
    st.button(t(locale, "method.edit.discard"), key="method_discard", on_click=_discard, icon=":material/undo:")


def _table(draft: Draft, standing: InForce, locale: str) -> Draft:
    """Draw the values of one section with a column to type into, and return the draft with what stands there."""
    names = [section for section, _ in SECTIONS]
    st.selectbox(
        t(locale, "method.search.section"),
        names,
        index=names.index(draft.section),
        format_func=lambda name: t(locale, f"method.section.{name}"),
        key="method_edit_section",
        on_change=_choose_section,
    )
    rows = [
        r for r in parameter_rows(standing.parameters, load_parameters(), locale) if section_of(r.key) == draft.section
    ]
    edits = dict(draft.edits)
    columns = {
        "parameter_title": [row.title for row in rows],
        "parameter_value": [value_text(standing.parameters.by_key[row.key]) for row in rows],
        NEW: [edits.get(row.key, "") for row in rows],
        "parameter_range": [row.range for row in rows],
        "parameter_unit": [row.unit for row in rows],
        "parameter_key": [row.key for row in rows],
    }
    shown = st.data_editor(
        columns,
        hide_index=True,
        num_rows="fixed",
        row_height=ROW,
        column_config=text_columns(columns, locale, _WIDTHS),
        disabled=[name for name in columns if name != NEW],
        key=f"method_editor_{draft.round}",
    )
    return _typed(draft, {row.key: str(text or "").strip() for row, text in zip(rows, shown[NEW], strict=True)})


def _typed(draft: Draft, texts: Mapping[str, str]) -> Draft:
    """Remember what stands in the table; an emptied cell is no edit."""
    edits = {key: text for key, text in (dict(draft.edits) | dict(texts)).items() if text}
    if edits == dict(draft.edits):
        return draft
    draft = replace(draft, edits=tuple(edits.items()), is_tried=False, trouble=None)
    session.remember(draft)
    return draft


def _choose_section() -> None:
    draft = session.recall(Draft)
    section = str(session.widget("method_edit_section") or SECTIONS[0][0])
    session.remember(replace(draft, section=section, round=draft.round + 1))


def _upload(locale: str) -> None:
    """Offer to take the values of a parameter file over as edits."""
    with st.expander(t(locale, "method.upload")), st.form("method_upload_form", clear_on_submit=True, border=False):
        st.file_uploader(t(locale, "method.upload.file"), type=["yaml", "yml", "txt"], key=_UPLOAD)
        st.form_submit_button(t(locale, "method.upload.go"), key="method_upload_go", on_click=_take_over)


def _take_over() -> None:
    """Make the values of the chosen file the edits, or remember what is wrong with it."""
    file = session.widget(_UPLOAD)
    draft = session.recall(Draft)
    if file is None:
        return
    ((name, data),) = taken([file])
    try:
        edits = method.edits_of_file(data, name, method.in_force().parameters)
    except RiskgraphError as error:
        session.remember(replace(draft, trouble=error))
        return
    session.remember(replace(draft, edits=tuple(edits.items()), round=draft.round + 1, is_tried=False, trouble=None))


def _moved_on(draft: Draft, standing: InForce, locale: str) -> None:
    """Say that another set has been put in force since the edits began, and what that changed."""
    if draft.based_on == standing.parameters_id:
        return
    st.warning(t(locale, "method.edit.moved"), icon=":material/sync_problem:")
    _differing(method.parameters_of(draft.based_on), standing.parameters, locale, key="method_moved")
    st.button(t(locale, "method.edit.rebase"), key="method_rebase", on_click=_rebase, args=(standing.parameters_id,))


def _rebase(parameters_id: int) -> None:
    session.remember(replace(session.recall(Draft), based_on=parameters_id, is_tried=False))


def _refused(found: Edited, locale: str) -> None:
    """Say everything that does not fit, by key."""
    for key, error in found.refused.items():
        states.refused(error, locale, kept="" if key == TOGETHER else t(locale, "method.edit.kept"))


def _differing(before: Parameters, after: Parameters, locale: str, *, key: str = "method_differing") -> None:
    """Draw what differs between two sets, before and after."""
    changes = differences(before, after)
    columns = {
        "parameter_title": [after.by_key[change.key].label.said(locale) for change in changes],
        "parameter_before": [change.before for change in changes],
        "parameter_after": [change.after for change in changes],
        "parameter_key": [change.key for change in changes],
    }
    st.markdown(t(locale, "method.differing", count=len(changes)))
    if changes:
        text_table(columns, locale, key=key, widths={"parameter_title": 420}, height="content")


def _try() -> None:
    session.remember(replace(session.recall(Draft), is_tried=True))


def _discard() -> None:
    draft = session.recall(Draft)
    session.remember(Draft(register_id=draft.register_id, section=draft.section, round=draft.round + 1))


def _keep(draft: Draft, parameters: Parameters, locale: str) -> None:
    """Offer to keep the copy, with its reason, and put it in force."""
    if not who.is_known(locale):
        return
    with st.form("method_keep", border=True):
        st.text_input(
            t(locale, "method.reason"), key="method_reason", max_chars=200, help=t(locale, "method.reason.help")
        )
        is_asked = st.form_submit_button(t(locale, "method.keep"), key="method_keep_go", type="primary")
    if not is_asked:
        return
    reason = str(session.widget("method_reason") or "").strip()
    if not reason:
        states.error(t(locale, "method.reason.missing"), locale, mend=t(locale, "method.reason.mend"))
        return
    try:
        method.save(parameters, based_on=draft.based_on, reason=reason)
    except RiskgraphError as error:
        states.refused(error, locale, kept=t(locale, "method.edit.kept"))
        return
    _discard()
    st.toast(escaped(t(locale, "method.kept")))
    st.rerun()
