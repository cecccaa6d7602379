"""Registers put into a store and assessed without the screens, so that a page can be looked at by itself."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

from riskgraph.assess import assess
from riskgraph.catalogue import load_catalogue
from riskgraph.current import current
from riskgraph.model.submission import Submission
from riskgraph.store.assessments import keep_assessment
from riskgraph.store.opening import open_store
from riskgraph.store.place import location
from riskgraph.store.registers import create_register
from tests.ui.pages import SECONDS


def keep_register(place: Path, submission: Submission, *, top: int = 100, is_assessed: bool = True) -> str:
    """Put a register into a store and assess it; return the store's place."""
    store = open_store(location(str(place)))
    with store.writing("試験") as writing:
        version = create_register(writing, "試験台帳", submission, files=[])
    if is_assessed:
        catalogue = load_catalogue()
        now = current(store, version.register_id, catalogue)
        result = assess(now.submission, now.parameters, catalogue, as_of=now.inputs.as_of, top=top, is_full=False)
        with store.writing("試験") as writing:
            keep_assessment(writing, now.inputs, result, now.submission)
    return str(place)


def _paths() -> None:
    from riskgraph.ui.pages import paths

    paths.render()


def _parties() -> None:
    from riskgraph.ui.pages import parties

    parties.render()


def _overview_parts() -> None:
    from riskgraph.ui import session
    from riskgraph.ui.actions.shown import shown
    from riskgraph.ui.components import overview_bars, overview_coverage, overview_exceedance, overview_heat

    result = shown()
    if result is not None:
        for part in (overview_bars, overview_exceedance, overview_heat, overview_coverage):
            part.render(result, session.locale())


def page(name: str, locale: str = "ja") -> AppTest:
    """Return one page by itself after its first run."""
    pages = {"paths": _paths, "parties": _parties, "overview_parts": _overview_parts}
    app = AppTest.from_function(pages[name], default_timeout=SECONDS)
    if locale != "ja":
        from riskgraph.ui.session import State

        app.session_state["riskgraph"] = State(locale=locale)
    return app.run()
