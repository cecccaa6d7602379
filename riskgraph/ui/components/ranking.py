"""All paths listed, the largest expected loss first; a row chooses the path that the page shows."""

from __future__ import annotations

import streamlit as st

from riskgraph.model.assessment import Path
from riskgraph.model.control import Catalogue
from riskgraph.report.grades import legend
from riskgraph.report.numbers import yen_interval
from riskgraph.report.table_rows import path_columns
from riskgraph.text import t
from riskgraph.ui import session
from riskgraph.ui.actions.shown import Shown
from riskgraph.ui.components.tables import ROW, download, table
from riskgraph.ui.markdown import escaped


def ranking(result: Shown, path: Path, catalogue: Catalogue, locale: str) -> None:
    """Draw the ranked table with its legend and what is not listed."""
    assessment = result.assessment
    columns = path_columns(assessment, result.submission, catalogue, locale)
    keys = tuple(p.key for p in assessment.paths)
    key = f"paths-{result.record.assessment_id}-{session.state().round}"
    table(
        columns,
        locale,
        key=key,
        height=min(38 + ROW * len(keys), 38 + 6 * ROW + ROW // 2),
        on_select=lambda: _chosen(key, keys),
        selection_mode="single-row",
        selection_default={"selection": {"rows": [keys.index(path.key)], "columns": []}},
        alt=t(locale, "ui.paths.alt", count=len(keys)),
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        rest = assessment.rest
        if rest.paths:
            words = t(locale, "ui.paths.rest", count=rest.paths, eal=yen_interval(rest.eal_yen, locale))
            st.caption(escaped(words), width="stretch")
        else:
            st.caption(t(locale, "ui.paths.all", count=len(keys)), width="stretch")
        download(lambda: columns, locale, key="paths_csv", name="riskgraph-paths.csv")
    grades = "  \n".join(f"{row['grade']}: {escaped(row[locale])}" for row in legend(assessment))
    with st.expander(t(locale, "ui.grades"), key="grades"):
        st.caption(grades)


def _chosen(key: str, keys: tuple[str, ...]) -> None:
    """Choose the path of the row that was clicked; a row that was unmarked leaves the path as it is."""
    found = session.widget(key)
    rows = found.selection.rows if found else []
    if rows and rows[0] < len(keys):
        session.change(path_key=keys[rows[0]])
