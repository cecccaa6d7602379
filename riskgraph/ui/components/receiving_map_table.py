"""The questions of somebody else's form with what is proposed for each, to be changed and confirmed in a table.

The convention that bites: what is changed is remembered by question, so that it survives a filter; the table itself
is drawn anew, with what was changed until then, whenever its rows change. A row that is changed is confirmed by it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from riskgraph.catalogue import load_catalogue
from riskgraph.model.answer import AnswerCode
from riskgraph.model.foreign import AskedItem, ForeignForm
from riskgraph.model.form_map import FormMap, MapEntry
from riskgraph.report.cause_sentences import answer_said
from riskgraph.report.plain import plain
from riskgraph.report.received_maps import (
    answers_counted,
    code_said,
    confidence_said,
    control_words,
    raw_said,
    read_codes,
    reason_said,
)
from riskgraph.report.review_rows import item_columns
from riskgraph.text import t
from riskgraph.ui import session
from riskgraph.ui.actions import mapping
from riskgraph.ui.actions.mapping import Decision
from riskgraph.ui.actions.received import Group
from riskgraph.ui.components.receiving_state import Drafts, Waiting, drafts, keep_drafts
from riskgraph.ui.components.tables import HEAD, LOW_ROW, ROW, table
from riskgraph.ui.markdown import escaped

_SHOWN_ROWS = 9
_WORD_ROWS = 8
_MOST_WORDS = 200
_LONGEST = 400
_BY_RULE = "by_rule"
_SHOWN = ("all", "proposed", "open", "confirmed")
_WIDTHS = {
    "map_ok": 60, "map_number": 46, "map_question": 224, "map_raw": 92, "map_read": 84, "map_controls": 232,
    "map_polarity": 138, "map_sure": 74, "map_why": 170, "cell": 56, "sheet": 110,
    "map_word": 260, "map_times": 70, "map_rule": 140, "map_code": 180,
}  # fmt: skip
_EDITED = ("map_ok", "map_controls", "map_polarity")
_CODES = tuple(code.value for code in AnswerCode if code is not AnswerCode.BLANK)


def render(group: Group, base: FormMap, form_map: FormMap, made: Drafts, locale: str) -> None:
    """Draw the answer column, the filter and the table."""
    _column_choice(group, form_map, made, locale)
    shown = _filter(made, locale)
    started = mapping.drafted(base, made.base)
    listed = [entry for entry in started.entries if _fits(entry, shown)]
    if not listed:
        st.caption(t(locale, "receiving.map.nothing"))
        return
    form = group.forms[0]
    items = {item.key: item for block in form.blocks[:1] for item in block.items}
    codes = read_codes(mapping.tried(form, mapping.as_proposed(form_map), rows_of(form))[:1])
    key = f"receiving_map_table_{made.fingerprint[:8]}_{made.round}_{shown}"
    st.data_editor(
        _columns(listed, items, codes, locale), hide_index=True, num_rows="fixed", key=key, row_height=ROW,
        disabled=[name for name in _WIDTHS if name not in _EDITED],
        column_config={name: _column(name, locale) for name in ("sheet", *_WIDTHS)},
        height=HEAD + ROW * min(_SHOWN_ROWS, len(listed)),
        on_change=_edited, args=(key, made.fingerprint, tuple((e.key, e.control_ids, e.polarity) for e in listed)),
    )  # fmt: skip
    st.caption(escaped(t(locale, "receiving.map.example", file=plain(form.file), shown=len(listed))))


def _column_choice(group: Group, form_map: FormMap, made: Drafts, locale: str) -> None:
    """Draw the choice of the answer column where a form has several."""
    headers = mapping.columns(group)
    if len(headers) < 2:
        return
    options = ["", *headers]
    key = f"receiving_map_column_{made.fingerprint[:8]}"
    st.selectbox(
        t(locale, "receiving.map.column"), options, width=420, key=key,
        index=options.index(form_map.answer_column) if form_map.answer_column in options else 0,
        format_func=lambda header: plain(header) or t(locale, "receiving.map.column.weakest"),
        on_change=_column_chosen, args=(key, made.fingerprint),
    )  # fmt: skip


def _column_chosen(key: str, fingerprint: str) -> None:
    made = drafts(fingerprint)
    now = replace(made.now, answer_column=str(session.widget(key) or ""))
    keep_drafts(replace(made, now=now, base=now, round=made.round + 1))


def _filter(made: Drafts, locale: str) -> str:
    """Draw which questions are listed; return it."""
    key = f"receiving_map_shown_{made.fingerprint[:8]}"
    chosen = st.segmented_control(
        t(locale, "receiving.map.shown"), _SHOWN, default=_SHOWN[0], required=True, key=key,
        format_func=lambda name: t(locale, f"receiving.map.shown.{name}"), on_change=_turned,
        args=(made.fingerprint,), label_visibility="collapsed",
    )  # fmt: skip
    return str(chosen)


def _turned(fingerprint: str) -> None:
    """Take other rows into the table, with what was changed until now."""
    made = drafts(fingerprint)
    keep_drafts(replace(made, base=made.now, round=made.round + 1))


def _fits(entry: MapEntry, shown: str) -> bool:
    is_proposed = bool(entry.control_ids)
    return {
        "all": True,
        "proposed": is_proposed and not entry.is_confirmed,
        "open": not is_proposed and not entry.is_confirmed,
        "confirmed": entry.is_confirmed,
    }[shown]


def _columns(
    listed: Sequence[MapEntry], items: Mapping[str, AskedItem], codes: Mapping[tuple[str, str], str], locale: str
) -> dict[str, list[Any]]:
    """Return the questions with what is proposed, and how the first file would be read by it."""
    asked = [items.get(entry.key) for entry in listed]
    return {
        "map_ok": [entry.is_confirmed for entry in listed],
        "map_number": [plain(entry.number) for entry in listed],
        "map_question": [plain(entry.text, longest=_LONGEST) for entry in listed],
        "map_raw": [raw_said(item) for item in asked],
        "map_read": [code_said(item, codes, locale) for item in asked],
        "map_controls": [list(entry.control_ids) for entry in listed],
        "map_polarity": [entry.polarity for entry in listed],
        "map_sure": [confidence_said(entry) for entry in listed],
        "map_why": [reason_said(entry, locale) for entry in listed],
        "sheet": [plain(item.sheet) if item else "" for item in asked],
        "cell": [plain(item.cell) if item else "" for item in asked],
    }


def _column(name: str, locale: str) -> Any:
    title, width = t(locale, f"ui.column.{name}"), _WIDTHS[name]
    if name == "map_ok":
        return st.column_config.CheckboxColumn(title, width=width, pinned=True)
    if name == "map_controls":
        words = control_words(load_catalogue(), locale)
        return st.column_config.MultiselectColumn(
            title, width=width, options=list(words), format_func=lambda c: words.get(c, c)
        )
    if name == "map_polarity":
        return st.column_config.SelectboxColumn(
            title, width=width, options=[1, -1], required=True, format_func=_polarity(locale)
        )
    if name == "map_code":
        return st.column_config.SelectboxColumn(
            title, width=width, options=[_BY_RULE, *_CODES], required=True, format_func=_meaning(locale)
        )
    return st.column_config.TextColumn(title, width=width)


def _polarity(locale: str) -> Callable[[object], str]:
    return lambda side: t(locale, "receiving.map.polarity.yes" if side == 1 else "receiving.map.polarity.no")


def _meaning(locale: str) -> Callable[[object], str]:
    return lambda code: t(locale, "receiving.map.by_rule") if code == _BY_RULE else answer_said(str(code), "", locale)


def _edited(key: str, fingerprint: str, listed: tuple[tuple[str, tuple[str, ...], int], ...]) -> None:
    """Remember what was changed in the table, by question."""
    made = drafts(fingerprint)
    decided = {decision.key: decision for decision in made.base.decisions}
    for row, cells in (session.widget(key) or {}).get("edited_rows", {}).items():
        question, control_ids, polarity = listed[int(row)]
        known = decided.get(question, Decision(question, control_ids, polarity, is_confirmed=False))
        is_changed = "map_controls" in cells or "map_polarity" in cells
        decided[question] = Decision(
            question,
            tuple(cells.get("map_controls") or ()) if "map_controls" in cells else known.control_ids,
            int(cells.get("map_polarity") or known.polarity),
            is_confirmed=bool(cells.get("map_ok", is_changed or known.is_confirmed)),
        )
    keep_drafts(replace(made, now=replace(made.now, decisions=tuple(decided.values()))))


def legend(group: Group, form_map: FormMap, made: Drafts, locale: str) -> None:
    """Draw the words of the answers with how they are read, to say otherwise."""
    words = dict(list(mapping.answer_words(group, form_map.answer_column).items())[:_MOST_WORDS])
    if not words:
        return
    unclear = sum(not code and word not in form_map.legend for word, (_, code) in words.items())
    label = t(locale, "receiving.map.words", count=len(words), unclear=unclear)
    with st.expander(label, expanded=bool(unclear), key="receiving_map_legend"):
        st.caption(t(locale, "receiving.map.words.more"))
        said = dict(made.base.legend)
        key = f"receiving_map_words_{made.fingerprint[:8]}_{made.round}"
        st.data_editor(
            {
                "map_word": [plain(word) for word in words],
                "map_times": [str(count) for count, _ in words.values()],
                "map_rule": [
                    answer_said(code, "", locale) if code else t(locale, "receiving.map.unread")
                    for _, code in words.values()
                ],
                "map_code": [str(said.get(word, form_map.legend.get(word, "")) or _BY_RULE) for word in words],
            },
            hide_index=True, num_rows="fixed", key=key, row_height=LOW_ROW,
            disabled=["map_word", "map_times", "map_rule"],
            column_config={n: _column(n, locale) for n in ("map_word", "map_times", "map_rule", "map_code")},
            height=HEAD + LOW_ROW * min(_WORD_ROWS, len(words)),
            on_change=_word_said, args=(key, made.fingerprint, tuple(words)),
        )  # fmt: skip


def _word_said(key: str, fingerprint: str, words: tuple[str, ...]) -> None:
    """Remember what a word of the answers means."""
    made = drafts(fingerprint)
    said = dict(made.base.legend)
    for row, cells in (session.widget(key) or {}).get("edited_rows", {}).items():
        if "map_code" in cells:
            code = str(cells["map_code"] or _BY_RULE)
            said[words[int(row)]] = "" if code == _BY_RULE else code
    keep_drafts(replace(made, now=replace(made.now, legend=tuple(said.items()))))


def preview(group: Group, form_map: FormMap, locale: str) -> None:
    """Draw how a file would be read by the map as it stands, exactly as it would be saved."""
    with st.expander(t(locale, "receiving.map.preview"), key="receiving_map_preview"):
        number = st.selectbox(
            t(locale, "receiving.map.preview.file"), range(len(group.forms)), key="receiving_map_preview_file",
            format_func=lambda n: plain(group.forms[n].file),
        )  # fmt: skip
        form = group.forms[number]
        for n, read in enumerate(mapping.tried(form, form_map, rows_of(form))):
            name = plain(read.party_name) or t(locale, "receiving.nobody")
            st.markdown(escaped(t(locale, "receiving.map.reads", name=name, counts=answers_counted([read], locale))))
            columns = item_columns(read, {}, locale, load_catalogue())
            kept = {k: v for k, v in columns.items() if k not in ("review_before", "review_changed")}
            table(kept, locale, key=f"receiving_map_preview_{n}", height=420, row=ROW)


def rows_of(form: ForeignForm) -> frozenset[str]:
    """Return the rows of a draft that a person took."""
    return frozenset(dict(session.recall(Waiting).choices.ticked).get(form.sha256, ()))
