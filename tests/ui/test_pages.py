"""The overview in its states: nothing loaded, the sample, a correction, problems; in both languages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from riskgraph.report.table_rows import MOST_REASONS
from riskgraph.text import LOCALES, t
from riskgraph.ui import keeping
from riskgraph.ui.actions import starting
from tests.ui.pages import in_language, started, texts, with_sample

HOST = "あおばまなびシステムズ"


@pytest.fixture(scope="module")
def sample() -> Iterator[AppTest]:
    """The page with the sample loaded; read only, because it is shared."""
    yield with_sample()
    st.cache_data.clear()
    st.cache_resource.clear()


@pytest.mark.parametrize("locale", LOCALES)
def test_who_has_loaded_nothing_is_told_what_this_is_and_offered_the_sample(locale: str) -> None:
    app = started(locale)
    assert not app.exception
    assert [title.value for title in app.title] == [t(locale, "ui.welcome")]
    assert app.get_by_key("sample").label == t(locale, "ui.sample")
    assert [uploader.key for uploader in app.file_uploader] == ["registers"]
    assert {button.key for button in app.download_button} == {"blank_register", "blank_form"}


def test_one_click_on_the_sample_names_the_path_and_the_hosts_controls(sample: AppTest) -> None:
    assert not sample.exception
    assert HOST in sample.title[0].value
    reasons = "\n".join(m.value for m in sample.markdown[: 2 + MOST_REASONS])
    for layer in ("書出し", "警報", "持込み"):
        assert layer in reasons
    assert reasons.count(HOST) >= 3


def test_the_loaded_page_shows_numbers_with_their_interval(sample: AppTest) -> None:
    assert [metric.label for metric in sample.metric] == [
        t("ja", f"ui.number.{key}") for key in ("good", "average", "loss", "eal")
    ]
    assert sum("〜" in caption.value for caption in sample.caption) >= 3


def test_the_loaded_page_has_its_tables(sample: AppTest) -> None:
    columns = [set(table.value.columns) for table in sample.dataframe]
    for needed in (
        {"rank", "path", "eal"},
        {"control", "answer", "cell"},
        {"part", "fact"},
        {"mend"},
        {"tier", "roles"},
    ):
        assert any(needed <= found for found in columns)


def test_the_language_switches_in_one_click_and_keeps_what_is_loaded() -> None:
    app = with_sample()
    before = app.metric[3].value
    app = in_language(app, "en")
    assert not app.exception
    assert app.title[0].value.startswith("The path to look at first")
    assert HOST in app.title[0].value
    app = in_language(app, "ja")
    assert app.metric[3].value == before


def test_the_sample_is_there_once_however_often_it_is_asked_for() -> None:
    app = with_sample()
    starting.load_sample(lambda *step: None, "ja")
    assert not app.exception
    assert [record.is_sample for record in keeping.open_registers()] == [True]


def test_what_is_shown_says_from_which_version_and_by_whom(sample: AppTest) -> None:
    assert "第1版" in sample.caption[0].value and "2026年10月1日" in sample.caption[0].value
    assert t("ja", "ui.note") in texts(sample)
