"""What did how much between two assessments: the sentence, the parts that add up, and each path with its own."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from riskgraph.model.accounting import Accounting
from riskgraph.report.accounting_words import AccountWords, moved_paths
from riskgraph.text import t
from riskgraph.ui import session
from riskgraph.ui.actions import accounting
from riskgraph.ui.actions.shown import Shown
from riskgraph.ui.components.method_tables import text_table
from riskgraph.ui.components.tables import download
from riskgraph.ui.markdown import escaped

WIDTHS = {
    "account_change": 110, "account_cause": 130, "account_about": 430, "account_before": 110, "account_after": 110,
    "account_where": 230,
}  # fmt: skip
_HEIGHT = 400


@dataclass(frozen=True)
class Asked:
    """For which two assessments somebody asked."""

    keys: frozenset[str] = frozenset()


def render(old: Shown, new: Shown, locale: str, *, key: str) -> None:
    """Offer to tell the difference apart, and draw it where it is known.

    Parameters
    ----------
    key
        Name of the box, unique on the page.
    """
    found = accounting.known(old, new)
    name = f"{old.key}>{new.key}"
    if found is None and name not in session.recall(Asked).keys:
        st.caption(t(locale, "account.page.what"))
        st.button(
            t(locale, "account.button"), key=f"{key}_go", icon=":material/calculate:", on_click=_ask, args=(name,)
        )
        return
    if found is None:
        with st.spinner(t(locale, "account.busy")):
            found = accounting.work_out(old, new)
    _draw(found, accounting.words(old, new, locale), locale, key=key)


def _ask(name: str) -> None:
    session.remember(Asked(session.recall(Asked).keys | {name}))


def _draw(found: Accounting, words: AccountWords, locale: str, *, key: str) -> None:
    st.markdown(escaped(words.sentence(found)))
    causes = words.causes_sentence(found)
    if causes:
        st.markdown(escaped(causes))
    if found.parts:
        columns = words.columns(found.parts)
        text_table(columns, locale, key=f"{key}_parts", widths=WIDTHS, height=min(_HEIGHT, 42 + 62 * len(found.parts)))
        download(lambda: columns, locale, key=f"{key}_csv", name="what_changed.csv")
    moved = moved_paths(found)
    if moved:
        number = st.selectbox(
            t(locale, "account.page.path"), range(len(moved)), format_func=lambda n: words.path(moved[n]),
            key=f"{key}_path",
        )  # fmt: skip
        parts = moved[number or 0].parts
        if parts:
            text_table(
                words.columns(parts), locale, key=f"{key}_of_path", widths=WIDTHS,
                height=min(_HEIGHT, 42 + 62 * len(parts)),
            )  # fmt: skip
    st.caption(t(locale, "account.note"))
