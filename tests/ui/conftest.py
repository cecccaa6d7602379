"""Every test of a page begins with an empty store of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
import streamlit as st

from riskgraph.store.place import VARIABLE


@pytest.fixture(autouse=True)
def _an_empty_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the app find an empty store; fixtures of a whole module keep that of the run."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "store"))


@pytest.fixture(autouse=True)
def _nobody_known_yet() -> None:
    """Forget who was introduced outside a page: without a browser all tests of a process share one state."""
    st.session_state.clear()
