"""What a loss is made of and what chains share, on the pages: of the sample, and of an assessment kept without it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from riskgraph.report.attribution_rows import View
from riskgraph.store.place import VARIABLE
from riskgraph.text import LOCALES, t
from riskgraph.ui.markdown import escaped
from tests.scoring.worlds import world
from tests.ui.kept import keep_register, page
from tests.ui.pages import SECONDS, with_sample


@pytest.fixture(scope="module")
def sample_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A store with the sample in it; the pages only read it."""
    place = str(tmp_path_factory.mktemp("sample"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, place)
        app = with_sample()
        assert not app.exception
    yield place
    st.cache_data.clear()
    st.cache_resource.clear()


@pytest.fixture
def sample(sample_store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, sample_store)


@pytest.fixture
def old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store with an assessment in which nothing is told of the register as a whole."""
    monkeypatch.setenv(VARIABLE, keep_register(tmp_path / "own", world("O > A > B", "O > C")))


def _overview() -> None:
    from riskgraph.ui.pages import overview

    overview.render()


def overview(locale: str) -> AppTest:
    app = AppTest.from_function(_overview, default_timeout=SECONDS)
    if locale != "ja":
        from riskgraph.ui.session import State

        app.session_state["riskgraph"] = State(locale=locale)
    return app.run()


def parts(app: AppTest) -> dict[str, list[object]]:
    """Return the table of parts that the page shows."""
    found = next(frame.value for frame in app.dataframe if "part_yen" in frame.value.columns)
    return {name: list(found[name]) for name in found.columns}


def captions(app: AppTest) -> list[str]:
    return [str(caption.value) for caption in app.caption]


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize("locale", LOCALES)
def test_the_parts_of_a_path_add_up_on_the_page_whichever_way_they_are_told(locale: str) -> None:
    app = page("paths", locale)
    seen = set()
    for view in View:
        app = app.get_by_key("attribution_view_path").set_value(view).run()
        assert not app.exception
        shown = parts(app)
        assert sum(shown["part_yen"][:-1]) == pytest.approx(shown["part_yen"][-1], rel=1e-12)  # type: ignore[arg-type, type-var]
        seen.add(shown["part_yen"][-1])
    assert len(seen) == 1
    assert t(locale, "attribution.note") in captions(app)


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize("locale", LOCALES)
def test_the_overview_tells_what_chains_share_and_what_the_whole_loss_is_made_of(locale: str) -> None:
    app = overview(locale)

    assert not app.exception
    shared = next(frame.value for frame in app.dataframe if "shared_falls" in frame.value.columns)
    assert min(shared["shared_paths"]) >= 2
    assert list(shared["shared_eal"]) == sorted(shared["shared_eal"], reverse=True)
    assert parts(app)["part_name"][0] == t(locale, "attribution.good")


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize("locale", LOCALES)
def test_an_opened_party_says_what_passes_through_it(locale: str) -> None:
    app = page("parties", locale)
    beginning = t(locale, "concentration.party.through", eal="|", share="", paths="").split("|")[0]

    assert not app.exception
    assert any(escaped(beginning) in str(words.value) for words in app.markdown)


@pytest.mark.usefixtures("old")
@pytest.mark.parametrize("locale", LOCALES)
def test_an_assessment_kept_without_it_says_so_in_one_line(locale: str) -> None:
    for app in (page("paths", locale), overview(locale)):
        assert not app.exception
        assert t(locale, "attribution.none") in captions(app)
    assert t(locale, "concentration.not_computed") in captions(overview(locale))
    said = [str(words.value) for words in page("parties", locale).markdown]
    assert escaped(t(locale, "concentration.not_computed")) in said
