"""All parties with search and filter; a row opens the party."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from riskgraph.model.exposure import ReachRole
from riskgraph.report.party_rows import PartyFilter, PartyRow, fitting_parties, tiers_in_words
from riskgraph.report.party_sentences import open_work
from riskgraph.report.table_rows import Columns
from riskgraph.text import t
from riskgraph.ui import session
from riskgraph.ui.actions import exposure
from riskgraph.ui.actions.shown import Shown
from riskgraph.ui.components import parties_view
from riskgraph.ui.components.tables import LOW_ROW, download, table

_SHOWN_ROWS = 12
_SHARES = (1.0, 0.9, 0.7, 0.5, 0.0)


def opened(result: Shown) -> PartyRow | None:
    """Return the party that was chosen, else the one where most work is open, else the first."""
    rows = exposure.exposure(result).rows
    wanted = parties_view.view().party_id
    found = next((row for row in rows if row.party_id == wanted), None)
    return found or open_work(rows) or (rows[0] if rows else None)


def parties_table(result: Shown, chosen: PartyRow, locale: str) -> None:
    """Draw the filter and the table."""
    _choices(result, locale)
    rows = exposure.exposure(result).rows
    listed = fitting_parties(rows, parties_view.view().wanted, result.submission)
    columns = _picked(exposure.party_table(result, locale), rows, listed)
    ids = tuple(row.party_id for row in listed)
    key = f"parties-{hashlib.sha256('/'.join((result.key, *ids)).encode()).hexdigest()[:12]}"
    table(
        columns,
        locale,
        key=key,
        row=LOW_ROW,
        height=38 + LOW_ROW * min(max(len(ids), 1), _SHOWN_ROWS),
        on_select=lambda: _opened(key, ids),
        selection_mode="single-row",
        selection_default={
            "selection": {"rows": [ids.index(chosen.party_id)] if chosen.party_id in ids else [], "columns": []}
        },
        alt=t(locale, "parties.table.alt", count=len(ids)),
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(t(locale, "parties.count", shown=len(ids), total=len(rows)), width="stretch")
        download(lambda: columns, locale, key="parties_csv", name="riskgraph-parties.csv")


def _picked(columns: Columns, rows: Sequence[PartyRow], listed: Sequence[PartyRow]) -> Columns:
    """Return the columns of the rows that are listed."""
    if len(listed) == len(rows):
        return columns
    place = {row.party_id: number for number, row in enumerate(rows)}
    return {name: [values[place[row.party_id]] for row in listed] for name, values in columns.items()}


def _choices(result: Shown, locale: str) -> None:
    """Draw what can be filtered by."""
    rows, wanted = exposure.exposure(result).rows, parties_view.view().wanted
    with st.expander(t(locale, "paths.filter"), expanded=wanted != PartyFilter(), key="parties_filter"):
        left, middle, right = st.columns(3)
        with left:
            st.text_input(t(locale, "parties.filter.text"), value=wanted.text, key="parties_text", on_change=_keep)
            _several(
                "tiers", sorted({n for r in rows for n in r.tiers}), lambda n: tiers_in_words((n,), locale), locale
            )
        with middle:
            kinds = list(dict.fromkeys(row.party.kind for row in rows))
            _several("kinds", kinds, lambda k: t(locale, f"parties.kind.{k.value}"), locale)
            _several("roles", list(ReachRole), lambda r: t(locale, f"parties.role.{r.value}"), locale)
        with right:
            _several("departments", sorted({d for r in rows for d in r.departments}), str, locale)
            st.selectbox(
                t(locale, "parties.filter.most_answered"), _SHARES, index=_SHARES.index(wanted.most_answered),
                key="parties_most_answered", on_change=_keep,
                format_func=lambda share: t(locale, "parties.filter.share", share=f"{100 * share:.0f}"),
            )  # fmt: skip
        st.checkbox(t(locale, "parties.filter.only_expiring"), value=wanted.only_expiring, key="parties_only_expiring",
                    on_change=_keep)  # fmt: skip


def _several(name: str, options: Sequence[Any], named: Callable[[Any], str], locale: str) -> None:
    """Draw one choice of several values."""
    known = [value for value in getattr(parties_view.view().wanted, name) if value in options]
    st.multiselect(
        t(locale, f"parties.filter.{name}"), options, default=known, format_func=named, key=f"parties_{name}",
        on_change=_keep, placeholder=t(locale, "paths.filter.all"),
    )  # fmt: skip


def _keep() -> None:
    """Remember what the choices say."""
    several = {
        name: tuple(session.widget(f"parties_{name}") or ()) for name in ("tiers", "kinds", "roles", "departments")
    }
    share = session.widget("parties_most_answered")
    wanted = PartyFilter(
        text=session.widget("parties_text") or "",
        most_answered=1.0 if share is None else share,
        only_expiring=bool(session.widget("parties_only_expiring")),
        **several,
    )
    parties_view.change(wanted=wanted)


def _opened(key: str, ids: tuple[str, ...]) -> None:
    """Open the party of the row that was clicked; a row that was unmarked leaves it as it is."""
    found = session.widget(key)
    rows = found.selection.rows if found else []
    if rows and rows[0] < len(ids):
        parties_view.change(party_id=ids[rows[0]])
