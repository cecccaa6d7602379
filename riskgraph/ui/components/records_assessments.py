"""Kept assessments: which there are, one to look at, and two side by side."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from riskgraph.catalogue import load_catalogue
from riskgraph.model.records import AssessmentRecord
from riskgraph.report.cause_sentences import answers_sentence, fell_sentence, rose_sentence
from riskgraph.report.changes import comparison_sentences
from riskgraph.report.kept_rows import answer_columns, assessment_columns, made_from, moved_columns
from riskgraph.report.numbers import day
from riskgraph.text import t
from riskgraph.ui import links, session
from riskgraph.ui.actions import records, shown
from riskgraph.ui.actions.shown import Shown
from riskgraph.ui.components import account_view, states
from riskgraph.ui.components.method_tables import text_table
from riskgraph.ui.components.method_what_if import MOVED_WIDTHS
from riskgraph.ui.components.tables import download
from riskgraph.ui.markdown import escaped

_WIDTHS = {"kept_at": 190, "kept_from": 330, "kept_note": 200, "kept_eal": 200, "kept_actor": 130}
_LOOK, _OLD, _NEW = "records_look", "records_old", "records_new"


def kept_assessments(found: Sequence[AssessmentRecord], time_zone: str, locale: str) -> None:
    """Draw the list, the way to look at one, and the comparison of two."""
    if not found:
        with states.empty(t(locale, "records.kept.none"), t(locale, "records.kept.none.next"), key="records_kept"):
            links.link("overview", locale)
        return
    columns = assessment_columns(found, time_zone, locale)
    text_table(columns, locale, key="records_kept", widths=_WIDTHS)
    download(lambda: columns, locale, key="records_kept_csv", name="riskgraph_assessments.csv")
    _look_at(found, locale)
    st.subheader(t(locale, "records.compare"), anchor=False)
    if len(found) < 2:
        st.caption(t(locale, "records.compare.one"))
    else:
        _compare(found, locale)


def _look_at(found: Sequence[AssessmentRecord], locale: str) -> None:
    """Offer to show an earlier assessment on the other pages."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _choice(t(locale, "records.look"), found, 0, _LOOK, locale)
        st.button(t(locale, "records.look.go"), key="records_look_go", on_click=_show, icon=":material/visibility:")
    result = shown.shown()
    if result is not None:
        words = t(locale, "records.look.now", name=name_of(result.record, locale))
        st.caption(escaped(words))
        links.link("overview", locale)


def _choice(label: str, found: Sequence[AssessmentRecord], index: int, key: str, locale: str) -> AssessmentRecord:
    """Draw a choice of one assessment and return it."""
    by_id = {record.assessment_id: record for record in found}
    ids = list(by_id)
    chosen = st.selectbox(label, ids, index=index, format_func=lambda i: name_of(by_id[i], locale), key=key)
    return by_id.get(chosen, found[index])


def _show() -> None:
    shown.show(int(session.widget(_LOOK) or 0))


def name_of(record: AssessmentRecord, locale: str) -> str:
    """Return what an assessment is called in a list: number, as-of date, note."""
    as_of = day(record.inputs.as_of, locale)
    words = t(locale, "records.kept.name", number=record.assessment_id, as_of=as_of)
    return t(locale, "records.kept.noted", name=words, note=record.note) if record.note else words


def _compare(found: Sequence[AssessmentRecord], locale: str) -> None:
    """Draw two assessments side by side."""
    left, right = st.columns(2)
    with left:
        first = _choice(t(locale, "records.compare.old"), found, 1, _OLD, locale)
    with right:
        second = _choice(t(locale, "records.compare.new"), found, 0, _NEW, locale)
    if first.assessment_id == second.assessment_id:
        st.caption(t(locale, "records.compare.same"))
        return
    old, new = shown.of(first), shown.of(second)
    if old is None or new is None:
        st.caption(t(locale, "records.compare.gone"))
        return
    _side_by_side(old, new, locale)


def _side_by_side(old: Shown, new: Shown, locale: str) -> None:
    catalogue = load_catalogue()
    comparison = shown.compared(old, new)
    st.markdown(escaped(comparison_sentences(comparison, new.submission, catalogue, locale)[0]))
    for which, result in (("old", old), ("new", new)):
        st.caption(escaped(t(locale, f"records.compare.from.{which}", what=made_from(result.record, locale))))
    causes = records.causes_of(old, new)
    st.markdown(escaped(rose_sentence(causes, locale)))
    st.markdown(escaped(fell_sentence(causes, locale)))
    moved = moved_columns(comparison, old.submission, new.submission, locale, causes=causes)
    st.markdown(t(locale, "records.compare.moved", count=len(moved["moved_path"])))
    if moved["moved_path"]:
        text_table(moved, locale, key="records_moved", widths=MOVED_WIDTHS | {"moved_path": 340})
        download(lambda: moved, locale, key="records_moved_csv", name="riskgraph_paths_compared.csv")
    answers = answer_columns(comparison, old.submission, new.submission, catalogue, locale)
    st.markdown(t(locale, "records.compare.answers", count=len(answers["changed_party"])))
    used = t(locale, "records.compare.used", sentence=answers_sentence(causes.answers, locale))
    st.caption(escaped(used))
    if answers["changed_party"]:
        text_table(answers, locale, key="records_answers", widths={"changed_control": 320, "changed_party": 220})
        download(lambda: answers, locale, key="records_answers_csv", name="riskgraph_answers_compared.csv")
    st.subheader(t(locale, "account.page.title"), anchor=False)
    account_view.render(old, new, locale, key="records_account")
