"""The state of one user's page, and the only place that touches Streamlit's session state.

The convention that bites: only choices and ids live here, never results and never the bytes of a file; what
is kept lies in the store, and what is shown is read from there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import streamlit as st

from riskgraph.text import LOCALES

_KEY = "riskgraph"
Remembered = TypeVar("Remembered")


@dataclass(frozen=True)
class State:
    """What every page shares: the language chosen, and the path that is looked at ("" for the first).

    `round` counts choices made elsewhere than in the table of paths, which then shows another row as chosen.
    """

    path_key: str = ""
    locale: str = ""
    round: int = 0


def state() -> State:
    """Return what the page remembers."""
    found = st.session_state.get(_KEY)
    return found if isinstance(found, State) else State()


def change(**fields: Any) -> State:
    """Remember other values for these fields."""
    new = replace(state(), **fields)
    st.session_state[_KEY] = new
    return new


def recall(kind: Callable[[], Remembered]) -> Remembered:
    """Return the remembered value of a class; at first the one that it makes without arguments.

    A page or component that remembers something has a frozen dataclass of its own for it: choices and ids,
    never results and never the bytes of a file.
    """
    found = st.session_state.get(_key(kind))
    return kind() if found is None else found


def remember(value: object) -> None:
    """Remember a value in place of the last one of its class."""
    st.session_state[_key(type(value))] = value


def _key(kind: Callable[[], object]) -> str:
    return f"{_KEY}.{kind.__module__}.{getattr(kind, '__qualname__', '')}"


def locale() -> str:
    """Return the language chosen, else that of the browser: Japanese unless it asks for another."""
    chosen = state().locale
    if chosen in LOCALES:
        return chosen
    asked = (st.context.locale or "ja").lower()
    return "ja" if asked.startswith("ja") else "en"


def theme() -> str:
    """Return ``light`` or ``dark``, as the browser shows the page."""
    return "dark" if st.context.theme.type == "dark" else "light"


def widget(key: str) -> Any:
    """Return the value of a widget, for its own callback."""
    return st.session_state.get(key)


def taken_away(key: str) -> Any:
    """Return the value of a widget and forget it at once, such as a password."""
    value = st.session_state.get(key)
    if key in st.session_state:
        del st.session_state[key]
    return value
