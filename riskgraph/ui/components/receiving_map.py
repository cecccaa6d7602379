"""Forms of others: which there are, how many files have the same questions, and the map of the one that is opened.

The convention that bites: nothing is scored by a proposal. A person confirms, the map is kept with a number, and files
with the same questions are read by it from then on.
"""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from riskgraph.errors import RiskgraphError
from riskgraph.model.form_map import FormMap
from riskgraph.report.plain import plain
from riskgraph.report.received_maps import map_counts, sure_ones
from riskgraph.text import t
from riskgraph.ui import session
from riskgraph.ui.actions import mapping
from riskgraph.ui.actions.mapping import Decision
from riskgraph.ui.actions.received import Group, Received
from riskgraph.ui.components import receiving_map_table, states
from riskgraph.ui.components.receiving_state import Drafts, Waiting, change, drafts, keep_drafts
from riskgraph.ui.markdown import escaped

LEAST = (0.9, 0.8, 0.7, 0.6, 0.5)
USUAL = 0.8
MOST_NAMED = 8


def render(found: Received, locale: str) -> None:
    """Draw the forms of others that have no map yet, and the map that is opened."""
    mapped = session.recall(Waiting).mapped
    groups = [group for group in found.groups if group.form_map is None or group.fingerprint == mapped]
    if not groups:
        return
    st.subheader(t(locale, "receiving.map.head"), anchor=False)
    for number, group in enumerate(groups):
        if group.fingerprint == mapped:
            _map(group, locale)
        else:
            _group(f"{number}", group, locale)


def used(found: Received, locale: str) -> None:
    """Draw the forms of others that were read by a kept map."""
    mapped = session.recall(Waiting).mapped
    groups = [group for group in found.groups if group.form_map is not None and group.fingerprint != mapped]
    if not groups:
        return
    st.subheader(t(locale, "receiving.map.used.head", count=len(groups)), anchor=False)
    for number, group in enumerate(groups):
        _group(f"used_{number}", group, locale)


def _group(number: str, group: Group, locale: str) -> None:
    """Draw one form of others with its files, and the button that opens its map."""
    with st.container(border=True, key=f"receiving_group_{number}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            words = t(locale, "receiving.map.group", title=plain(group.title), count=len(group.forms))
            st.markdown(f"**{escaped(words)}**", width="stretch")
            key = "receiving.map.again" if group.form_map else "receiving.map.open"
            st.button(
                t(locale, key), key=f"receiving_map_open_{number}", on_click=_open, args=(group.fingerprint,),
                type="secondary" if group.form_map else "primary",
            )  # fmt: skip
        st.caption(escaped(_standing(group, locale)))


def _standing(group: Group, locale: str) -> str:
    """Return by which map a group was read, or that it has none yet, and its files."""
    files = [plain(form.file) for form in group.forms]
    names = t(locale, "cause.comma").join(files[:MOST_NAMED])
    if len(files) > MOST_NAMED:
        names = t(locale, "receiving.map.files.more", names=names, count=len(files) - MOST_NAMED)
    if group.form_map is None:
        return t(locale, "receiving.map.none", names=names)
    used = group.form_map
    return t(locale, "receiving.map.used", title=plain(used.title) or "-", number=used.number, names=names)


def _open(fingerprint: str) -> None:
    change(mapped=fingerprint, opened="", told=None)


def _close() -> None:
    change(mapped="", told=None)


def _map(group: Group, locale: str) -> None:
    """Draw the map of one form, from what is proposed to keeping it."""
    base = mapping.proposal(group, mapping.maps())
    made = drafts(group.fingerprint)
    form_map = mapping.drafted(base, made.now)
    with st.container(border=True, key="receiving_map"):
        words = t(locale, "receiving.map.title", title=plain(group.title), count=len(group.forms))
        st.markdown(f"**{escaped(words)}**")
        counts = map_counts(form_map)
        st.markdown(escaped(t(locale, "receiving.map.counts", **counts)))
        st.caption(t(locale, "receiving.map.rule"))
        _at_once(form_map, made, locale)
        receiving_map_table.render(group, base, form_map, made, locale)
        receiving_map_table.legend(group, form_map, made, locale)
        receiving_map_table.preview(group, form_map, locale)
        _keep(group, form_map, locale)


def _at_once(form_map: FormMap, made: Drafts, locale: str) -> None:
    """Draw what confirms many proposals at once."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        key = f"receiving_map_least_{made.fingerprint[:8]}"
        least = st.selectbox(
            t(locale, "receiving.map.least"), LEAST, index=LEAST.index(USUAL), key=key, width=180,
            format_func=lambda share: t(locale, "receiving.map.least.share", share=f"{100 * share:.0f}"),
        )  # fmt: skip
        sure = sure_ones(form_map, least)
        st.button(
            t(locale, "receiving.map.confirm_sure", count=len(sure)), disabled=not sure, key="receiving_map_sure",
            icon=":material/done_all:", on_click=_confirm, args=(form_map, tuple(e.key for e in sure)),
        )  # fmt: skip
        bare = tuple(e.key for e in form_map.entries if not e.control_ids and not e.is_confirmed)
        st.button(
            t(locale, "receiving.map.confirm_none", count=len(bare)), disabled=not bare, key="receiving_map_bare",
            on_click=_confirm, args=(form_map, bare),
        )  # fmt: skip
        st.button(t(locale, "receiving.map.reset"), key="receiving_map_reset", on_click=_reset, args=(made,))


def _confirm(form_map: FormMap, keys: tuple[str, ...]) -> None:
    """Confirm entries as they stand."""
    made = drafts(form_map.fingerprint)
    decided = {decision.key: decision for decision in made.now.decisions}
    for entry in form_map.entries:
        if entry.key in keys:
            decided[entry.key] = Decision(entry.key, entry.control_ids, entry.polarity, is_confirmed=True)
    now = replace(made.now, decisions=tuple(decided.values()))
    keep_drafts(replace(made, now=now, base=now, round=made.round + 1))


def _reset(made: Drafts) -> None:
    keep_drafts(Drafts(made.fingerprint, round=made.round + 1))


def _keep(group: Group, form_map: FormMap, locale: str) -> None:
    """Draw the buttons that keep the map or leave it."""
    count = map_counts(form_map)["confirmed"]
    with st.container(horizontal=True):
        if st.button(
            t(locale, "receiving.map.keep", count=count), type="primary", disabled=not count,
            key="receiving_map_keep", icon=":material/save:",
        ):  # fmt: skip
            _kept(group, form_map, locale)
        st.button(t(locale, "receiving.map.close"), key="receiving_map_close", on_click=_close)
    if not count:
        st.caption(t(locale, "receiving.map.keep.nothing"))


def _kept(group: Group, form_map: FormMap, locale: str) -> None:
    try:
        mapping.keep(form_map)
    except RiskgraphError as error:
        states.refused(error, locale, kept=t(locale, "receiving.map.stays"))
        return
    keep_drafts(Drafts(group.fingerprint))
    change(mapped="", told=("map_kept", len(group.forms)))
    st.rerun()
