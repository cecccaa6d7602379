"""Ways from one page to another that keep what the visitor chose; an address typed by hand would start anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from riskgraph.text import t
from riskgraph.ui import session


@dataclass(frozen=True)
class Pages:
    """The pages of the app by name, as the router made them in this run."""

    by_name: Mapping[str, Any] = field(default_factory=dict)


def remember_pages(pages: Mapping[str, Any]) -> None:
    """Let the components know the pages that the router made."""
    session.remember(Pages(dict(pages)))


def link(name: str, locale: str, *, label: str = "") -> None:
    """Draw a link to a page; nothing where the router has no such page (a page shown by itself in a test)."""
    page = session.recall(Pages).by_name.get(name)
    if page is not None:
        st.page_link(page, label=label or t(locale, f"ui.page.{name}"), icon=":material/arrow_forward:")


def go(name: str) -> None:
    """Open a page at once; nothing where the router has no such page."""
    page = session.recall(Pages).by_name.get(name)
    if page is not None:
        st.switch_page(page)
