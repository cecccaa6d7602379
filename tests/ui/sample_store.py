"""A store with the assessed sample, made once a run and copied for each test, and pages run by themselves."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from riskgraph.store.place import VARIABLE, file_of, location
from riskgraph.text import t
from riskgraph.ui import keeping, session
from riskgraph.ui.actions import starting
from riskgraph.ui.keeping import Visit
from riskgraph.ui.session import State
from tests.ui.pages import SECONDS

ACTOR = "審査担当"


@cache
def _made(folder: Path) -> Path:
    """Make the store of the sample in a folder, once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, str(folder))
        starting.load_sample(lambda *_: None, "ja")
        store = keeping.store()
        store.close()
        found = file_of(store.url)
    assert found is not None
    return found


def with_sample_in(folder: Path, base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the app find a store of its own that holds the assessed sample."""
    made = _made(base)
    folder.mkdir()
    monkeypatch.setenv(VARIABLE, str(folder))
    target = file_of(location())
    assert target is not None
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(made, target)


def page(body: Callable[[], None], tab: str = "", *, locale: str = "ja", actor: str = ACTOR) -> AppTest:
    """Return a page after its first run, in a language, with somebody who writes, and with one tab open.

    A tab is named by the key of its title, such as ``method.tab.edit``.
    """
    app = AppTest.from_function(body, default_timeout=SECONDS)
    app.session_state["riskgraph"] = State(locale=locale)
    app.session_state[state_key(Visit)] = Visit(name=actor)
    return opened(app, tab, locale) if tab else app.run()


def opened(app: AppTest, tab: str, locale: str = "ja") -> AppTest:
    """Open a tab."""
    app.session_state[f"{tab.split('.')[0]}_tab"] = t(locale, tab)
    return app.run()


def state_key(kind: type) -> str:
    """Return where a page remembers a value of this class."""
    return session._key(kind)
