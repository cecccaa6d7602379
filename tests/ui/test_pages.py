"""The overview in its states: nothing loaded, the sample, a correction, problems; in both languages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from riskgraph.report.table_rows import MOST_REASONS
from riskgraph.text import LOCALES, t
from riskgraph.ui.markdown import escaped
from tests.ui.pages import (
    CORRECTED,
    in_language,
    register_bytes,
    started,
    submit,
    texts,
    upload,
    uploaded,
    with_sample,
    workbook,
)

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
    assert {uploader.key for uploader in app.file_uploader} == {"registers", "forms"}
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


def test_a_corrected_questionnaire_lets_the_path_fall_and_the_page_says_what_changed() -> None:
    app = with_sample()
    first = app.title[0].value
    app.get_by_key("corrected").set_value([upload(CORRECTED.name, CORRECTED.read_bytes())])
    app = submit(app, "reassess")
    assert not app.exception
    assert app.title[0].value != first
    assert t("ja", "ui.changed") in texts(app)
    assert any("→" in m.value and "1位" in m.value for m in app.markdown)


def test_a_file_that_cannot_be_read_gives_one_message_and_leaves_the_page_as_it_was() -> None:
    app = with_sample()
    first = app.title[0].value
    app.get_by_key("corrected").set_value([upload("壊れた.xlsx", b"PK\x03\x04 no workbook")])
    app = submit(app, "reassess")
    assert not app.exception
    assert len(app.error) == 1 and "壊れた" in app.error[0].value
    assert t("ja", "ui.refused.kept") in app.error[0].value
    assert app.title[0].value == first


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(
    "data", [b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, b"PK\x03\x04junk", b"a,b\n1,2\n"],
    ids=["empty", "encrypted", "broken", "csv"],
)  # fmt: skip
def test_a_register_that_cannot_be_read_gives_one_message_in_the_users_language(data: bytes, locale: str) -> None:
    app = uploaded(started(locale), upload("台帳.xlsx", data))
    assert not app.exception
    assert len(app.error) == 1
    assert t(locale, "ui.refused") in app.error[0].value
    assert [title.value for title in app.title] == [t(locale, "ui.welcome")]


def test_a_register_without_data_says_what_is_missing() -> None:
    sheets = {"組織": [["組織ID", "名称"], ["P", "当社"], ["A", "委託先"]], "委託": [
        ["委託ID", "委託元ID", "委託先ID"], ["K1", "P", "A"]]}  # fmt: skip
    app = uploaded(started(), upload("台帳.xlsx", workbook(sheets)))
    assert not app.exception
    assert [title.value for title in app.title] == [escaped(t("ja", "why.no_paths"))]
    assert len(app.dataframe) == 1


def test_a_questionnaire_in_the_place_of_the_register_is_refused_by_name() -> None:
    app = uploaded(started(), upload(CORRECTED.name, CORRECTED.read_bytes()))
    assert not app.exception
    assert len(app.error) == 1 and "corrected" in app.error[0].value


def test_own_files_are_assessed() -> None:
    app = uploaded(started(), upload("台帳.xlsx", register_bytes()))
    assert not app.exception and not app.error
    assert "つばめ保守" in app.title[0].value


def test_questionnaires_without_a_register_are_answered_with_what_to_do() -> None:
    app = started()
    app.get_by_key("forms").set_value([upload(CORRECTED.name, CORRECTED.read_bytes())])
    app = submit(app, "assess_own")
    assert [warning.value for warning in app.warning] == [t("ja", "ui.upload.register_first")]


def test_names_in_a_workbook_are_no_markup() -> None:
    hostile = "**太字**<script>alert(1)</script>:red[x]$y$"
    app = uploaded(started(), upload("台帳.xlsx", register_bytes(vendor=hostile)))
    assert not app.exception
    said = texts(app)
    assert r"\*\*太字\*\*\<script\>" in said
    assert hostile not in said


def test_starting_over_forgets_the_files() -> None:
    app = with_sample()
    app = app.get_by_key("start_over").click().run()
    assert [title.value for title in app.title] == [t("ja", "ui.welcome")]
