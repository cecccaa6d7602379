"""The three states of a page that shows no result: nothing there yet, something wrong, something being done.

The convention that bites: all words come in as plain text and are made fit for Markdown here, so that a name
from a workbook can be part of them. Draw `progress` in the body of a page, never in a callback: only there
can the person who waits cancel.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from riskgraph.errors import RiskgraphError
from riskgraph.report.problem_text import error_said
from riskgraph.text import t
from riskgraph.ui.markdown import escaped

Step = Callable[[int, int, str], None]


def empty(what: str, next_step: str = "", *, key: str) -> DeltaGenerator:
    """Say that there is nothing yet and what to do next.

    Parameters
    ----------
    what
        What is not there: 「台帳がまだありません。」.
    next_step
        What the reader can do about it.
    key
        Name of the box, unique on the page.

    Returns
    -------
    DeltaGenerator
        The row under the words; draw the buttons of the next step into it: ``with empty(...): st.button(...)``.
    """
    with st.container(key=f"empty_{key}", border=True, gap="small"):
        st.markdown(f"**{escaped(what)}**")
        if next_step:
            st.markdown(escaped(next_step))
        return st.container(horizontal=True)


def error(what: str, locale: str, *, where: str = "", mend: str = "") -> None:
    """Say what is wrong, where (file, sheet, cell) and how to mend it."""
    place = t(locale, "look.error.where", place=where) if where else ""
    lines = [f"**{escaped(what)}**", *(escaped(line) for line in (place, mend) if line)]
    st.error("  \n".join(lines), icon=":material/error:")


def refused(trouble: RiskgraphError, locale: str, *, kept: str = "") -> None:
    """Say why riskgraph refused something, how to mend it, and what has been kept."""
    what, mend = error_said(trouble, locale)
    error(what, locale, mend=" ".join(filter(None, (mend, kept))))


@contextmanager
def progress(
    what: str, locale: str, *, key: str, can_cancel: bool = True, on_cancel: Callable[[], None] | None = None
) -> Iterator[Step]:
    """Draw a bar while something is done, and a button that cancels it.

    The work calls what is yielded before each of its steps: ``step(done, of, name)``, with the name of the file
    or party in hand or "". Where the person cancels, that call does not return: the run ends, `with` blocks of
    the store roll back, and the page is drawn anew without the button that began the work being pressed.

    Parameters
    ----------
    what
        What is being done: 「調査票を読み取っています」.
    key
        Name of the work, unique on the page.
    can_cancel
        False where stopping half-way would lose something.
    on_cancel
        What stops work that goes on elsewhere, such as in a thread.
    """
    place = st.empty()
    with place.container(key=f"progress_{key}", gap="small"):
        bar = st.progress(0.0, text=escaped(what))
        if can_cancel:
            st.button(t(locale, "look.cancel"), key=f"{key}_cancel", icon=":material/close:", on_click=on_cancel)

    def step(done: int, of: int, name: str = "") -> None:
        number = min(done + 1, of)
        words = t(locale, "look.progress", what=what, number=number, of=of) if of > 1 else what
        if name:
            words = t(locale, "look.progress.name", words=words, name=name)
        bar.progress(min(max(done / of, 0.0), 1.0) if of > 0 else 1.0, text=escaped(words))

    try:
        yield step
    except Exception:  # not what ends a run: after that nothing can be drawn any more
        place.empty()
        raise
    place.empty()
