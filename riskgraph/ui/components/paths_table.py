"""All listed paths: two rankings apart, search and filter; a row chooses the path that the page shows."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from riskgraph.analysis.rankings import Order, ordered, part_yen
from riskgraph.model.assessment import Certainty, Grade, Path
from riskgraph.report.grades import grade_mark, legend
from riskgraph.report.names import asset_name, party_name
from riskgraph.report.numbers import yen_interval
from riskgraph.report.path_rows import PathFilter, fitting, picked
from riskgraph.text import t
from riskgraph.ui import session
from riskgraph.ui.actions import exposure
from riskgraph.ui.actions.shown import Shown
from riskgraph.ui.components import paths_view, rank_stability
from riskgraph.ui.components.tables import ROW, download, table
from riskgraph.ui.markdown import escaped

_PART = {Order.LOSS: "", Order.CONFIRMED: "confirmed_part", Order.OPEN: "open_part"}
_SHOWN_ROWS = 8


def paths_table(result: Shown, path: Path, locale: str) -> None:
    """Draw the order, the filter and the table with what is not listed."""
    _choices(result, locale)
    view = paths_view.view()
    columns = exposure.path_table(result, locale)
    paths = fitting(ordered(result.assessment.paths, view.order), columns, view.wanted)
    parts = [part_yen(p, view.order) for p in paths]
    rows = picked(columns, paths, parts, locale, part=_PART[view.order])
    keys = tuple(p.key for p in paths)
    key = f"paths-{_named(result.key, *keys)}-{session.state().round}"
    table(
        rows,
        locale,
        key=key,
        height=min(38 + ROW * max(len(keys), 1), 38 + _SHOWN_ROWS * ROW),
        on_select=lambda: _chosen(key, keys),
        selection_mode="single-row",
        selection_default={"selection": {"rows": [keys.index(path.key)] if path.key in keys else [], "columns": []}},
        alt=t(locale, "paths.table.alt", count=len(keys)),
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(escaped(_count(result, len(keys), locale)), width="stretch")
        download(lambda: rows, locale, key="paths_csv", name="riskgraph-paths.csv")
    rank_stability.line(result.assessment.stability, locale)
    grades = "  \n".join(f"{row['grade']}: {escaped(row[locale])}" for row in legend(result.assessment))
    with st.expander(t(locale, "ui.grades"), key="grades"):
        st.caption(grades)


def _choices(result: Shown, locale: str) -> None:
    """Draw the two rankings beside the whole, and the filter."""
    view, paths = paths_view.view(), result.assessment.paths
    parties = sorted({p for path in paths for p in path.parties[1:]})
    assets = sorted({a for path in paths for a in path.asset_ids})
    st.segmented_control(
        t(locale, "paths.order"), list(Order), default=view.order, required=True, key="paths_order",
        format_func=lambda order: t(locale, f"paths.order.{order.value}"), on_change=_keep,
    )  # fmt: skip
    st.caption(t(locale, f"paths.order.{view.order.value}.more"))
    with st.expander(t(locale, "paths.filter"), expanded=not view.wanted.is_empty, key="paths_filter"):
        st.text_input(t(locale, "paths.filter.text"), value=view.wanted.text, key="paths_text", on_change=_keep)
        left, right = st.columns(2)
        with left:
            _several("parties", parties, lambda p: party_name(p, result.submission, locale), locale)
            _several("grades", list(Grade), lambda g: grade_mark(g, locale), locale)
        with right:
            _several("assets", assets, lambda a: asset_name(a, result.submission), locale)
            _several("certainties", list(Certainty), lambda c: t(locale, f"ui.certainty.{c.value}"), locale)


def _several(name: str, options: Sequence[Any], named: Callable[[Any], str], locale: str) -> None:
    """Draw one choice of several values."""
    known = [value for value in getattr(paths_view.view().wanted, name) if value in options]
    st.multiselect(
        t(locale, f"paths.filter.{name}"), options, default=known, format_func=named, key=f"paths_{name}",
        on_change=_keep, placeholder=t(locale, "paths.filter.all"),
    )  # fmt: skip


def _keep() -> None:
    """Remember what the choices say."""
    several = {
        name: tuple(session.widget(f"paths_{name}") or ()) for name in ("parties", "assets", "grades", "certainties")
    }
    wanted = PathFilter(text=session.widget("paths_text") or "", **several)
    paths_view.change(order=session.widget("paths_order") or Order.LOSS, wanted=wanted)


def _count(result: Shown, shown: int, locale: str) -> str:
    """Return how many paths are listed, filtered away, and not listed at all."""
    assessment = result.assessment
    words = t(locale, "paths.count", shown=shown, listed=len(assessment.paths), total=assessment.paths_total)
    rest = assessment.rest
    if not rest.paths:
        return words
    more = t(locale, "ui.paths.rest", count=rest.paths, eal=yen_interval(rest.eal_yen, locale))
    return t(locale, "paths.count.rest", words=words, more=more)


def _chosen(key: str, keys: tuple[str, ...]) -> None:
    """Choose the path of the row that was clicked; a row that was unmarked leaves the path as it is."""
    found = session.widget(key)
    rows = found.selection.rows if found else []
    if rows and rows[0] < len(keys):
        session.change(path_key=keys[rows[0]])


def _named(*parts: str) -> str:
    """Return a short name for what a table lists, so that a mark on a row never means another row."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]
