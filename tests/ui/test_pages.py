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
from tests.ui.pages import Upload, in_language, register_bytes, started, texts, upload, with_sample

HOST = "あおばまなびシステムズ"
ACTOR = "調達部 委託先管理"


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
    assert [field.key for field in app.text_input] == ["who_name"]
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


def test_own_files_are_looked_at_then_saved_and_assessed() -> None:
    app = chosen(introduced(started()), upload("台帳.xlsx", register_bytes()))
    assert not app.exception and not app.error
    assert keeping.open_registers() == ()
    app = app.get_by_key("first_save").click().run()
    assert not app.exception and not app.error
    assert [record.number for record in keeping.open_registers()] == [1]
    assert "つばめ保守" in app.title[0].value


def test_files_that_were_cancelled_leave_nothing() -> None:
    app = chosen(introduced(started()), upload("台帳.xlsx", register_bytes()))
    app = app.get_by_key("first_cancel").click().run()
    assert not app.exception
    assert [title.value for title in app.title] == [t("ja", "ui.welcome")]
    assert keeping.open_registers() == ()


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(
    "data", [b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, b"PK\x03\x04junk", b"a,b\n1,2\n"],
    ids=["empty", "encrypted", "broken", "csv"],
)  # fmt: skip
def test_a_register_that_cannot_be_read_gives_one_message_and_saves_nothing(data: bytes, locale: str) -> None:
    app = chosen(introduced(started(locale)), upload("台帳.xlsx", data))
    assert not app.exception
    assert len(app.error) == 1
    assert keeping.open_registers() == ()


def test_names_in_a_workbook_are_no_markup() -> None:
    hostile = "**太字**<script>alert(1)</script>:red[x]$y$"
    app = chosen(introduced(started()), upload("台帳.xlsx", register_bytes(vendor=hostile)))
    app = app.get_by_key("first_save").click().run()
    assert not app.exception
    said = texts(app)
    assert r"\*\*太字\*\*\<script\>" in said
    assert hostile not in said


def test_the_name_is_asked_once_and_offered_to_the_next_visitor() -> None:
    introduced(started())
    app = started()
    assert app.get_by_key("who_name").value == ACTOR


def introduced(app: AppTest) -> AppTest:
    """Give a name for the record, as a user does."""
    app.get_by_key("who_name").set_value(ACTOR)
    return app.get_by_key("who_go").click().run()


def chosen(app: AppTest, *files: Upload) -> AppTest:
    """Choose files and have them read."""
    app.get_by_key("first_files").set_value(list(files))
    return app.get_by_key("first_read").click().run()
