"""The line beside every list, the range of ranks in the table, and each judgement alone on the page of the method."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from riskgraph.catalogue import load_catalogue, load_parameters
from riskgraph.report.stability_rows import stability_line
from riskgraph.scoring.moves import movables
from riskgraph.text import LOCALES, t
from riskgraph.ui.actions import shown
from tests.ui.pages import texts
from tests.ui.sample_store import page, with_sample_in

TAB = "method.tab.stability"


def method_body() -> None:
    from riskgraph.ui.pages import method

    method.render()


def overview_body() -> None:
    from riskgraph.ui.pages import overview

    overview.render()


def paths_body() -> None:
    from riskgraph.ui.pages import paths

    paths.render()


@pytest.fixture
def sample(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    with_sample_in(tmp_path / "mine", tmp_path_factory.getbasetemp() / "sample-store", monkeypatch)


def line(locale: str) -> str:
    result = shown.shown()
    assert result is not None and result.assessment.stability is not None
    return stability_line(result.assessment.stability, locale)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("body", [overview_body, paths_body])
def test_every_list_says_whether_its_first_ranks_hold(sample: None, body: object, locale: str) -> None:
    app = page(body, locale=locale)  # type: ignore[arg-type]
    assert not app.exception
    captions = [caption for caption in app.caption if line(locale)[:12] in caption.value.replace("\\", "")]
    assert len(captions) == 1
    assert "2014" in captions[0].help  # the seed: how it was found stands behind the question mark


def test_the_table_of_paths_has_the_range_of_each_rank(sample: None) -> None:
    app = page(paths_body)
    table = next(table.value for table in app.dataframe if "ranks" in table.value.columns)
    assert list(table.columns)[:2] == ["rank", "ranks"]
    for rank, told in zip(table["rank"], table["ranks"], strict=True):
        first, last = (int(end) for end in told.split("〜"))
        assert first <= rank <= last


@pytest.mark.parametrize("locale", LOCALES)
def test_each_judgement_is_moved_alone_on_request_and_stays_worked_out(sample: None, locale: str) -> None:
    app = page(method_body, TAB, locale=locale)
    assert not app.exception
    assert not _has_table(app)
    app = app.get_by_key("method_stability").click().run()
    assert not app.exception
    for once in (app, app.run()):
        table = next(t.value for t in once.dataframe if "swing_title" in t.value.columns)
        assert set(table["swing_key"]) == {m.key for m in movables(load_parameters(), load_catalogue())}
        assert t(locale, "stability.table.note") in texts(once).replace("\\", "")
    assert "method_stability" not in {button.key for button in app.button}


def _has_table(app: AppTest) -> bool:
    return any("swing_title" in table.value.columns for table in app.dataframe)


@pytest.mark.parametrize("locale", LOCALES)
def test_with_nothing_kept_the_next_step_is_said(locale: str) -> None:
    app = page(method_body, TAB, locale=locale)
    assert not app.exception
    assert t(locale, "stability.empty.next") in texts(app).replace("\\", "")
