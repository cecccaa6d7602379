"""What law or contract asks for, beside a plan and apart from its amounts: by kind, and row by row."""

from __future__ import annotations

import streamlit as st

from riskgraph.model.plan import Plan
from riskgraph.report.plan_rows import duty_columns, duty_counts
from riskgraph.text import t
from riskgraph.ui import links
from riskgraph.ui.actions.shown import Shown
from riskgraph.ui.components.method_tables import text_table
from riskgraph.ui.components.tables import download
from riskgraph.ui.markdown import escaped

_WIDTHS = {"duty_what": 330, "duty_row": 80, "duty_chain": 520, "duty_paths": 110}


def render(this: Shown, plan: Plan, locale: str) -> None:
    """Draw how much of each kind is due, the list of it, and the way to the findings."""
    if not plan.duties:
        return
    with st.container(border=True, key="plan_due", gap="small"):
        st.subheader(t(locale, "planning.due"), anchor=False)
        st.caption(t(locale, "planning.due.what"))
        st.markdown("\n".join(f"- {escaped(line)}" for line in duty_counts(plan.duties, locale)))
        with st.expander(t(locale, "planning.due.list", count=len(plan.duties))):
            columns = duty_columns(plan.duties, this.submission, locale)
            text_table(columns, locale, key="plan_due_table", widths=_WIDTHS)
            download(lambda: columns, locale, key="plan_due_csv", name="due.csv")
        links.link("findings", locale, label=t(locale, "planning.due.go"))
