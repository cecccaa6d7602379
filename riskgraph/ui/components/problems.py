"""What reading and checking found in the workbooks: where, what, and how to mend it."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from riskgraph.model.problem import Problem, Severity
from riskgraph.report.table_rows import problem_columns
from riskgraph.text import t
from riskgraph.ui.components.tables import ROW, download, table


def problems(found: tuple[Problem, ...], locale: str) -> None:
    """Draw the problems with a filter by severity and a download."""
    if not found:
        st.markdown(t(locale, "ui.problems.none"))
        return
    counts = Counter(problem.severity.value for problem in found)
    present = [severity.value for severity in Severity if counts[severity.value]]
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        shown = st.pills(
            t(locale, "ui.problems.filter"),
            present,
            selection_mode="multi",
            default=[s for s in present if s != Severity.INFO.value] or present,
            format_func=lambda s: t(
                locale, "ui.problems.count", severity=t(locale, f"ui.severity.{s}"), count=counts[s]
            ),
            # Another set of kinds is another question: a filter set for one must not hide what is in the other.
            key="severities_" + "_".join(present),
            label_visibility="collapsed",
        )
        download(lambda: problem_columns(found, locale), locale, key="problems_csv", name="riskgraph-problems.csv")
    columns = problem_columns((p for p in found if p.severity.value in shown), locale)
    table(
        {name: values for name, values in columns.items() if name != "code"},
        locale,
        key="problems",
        height=38 + 5 * ROW + ROW // 2,
    )
