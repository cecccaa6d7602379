"""Paths and parties in their states: nothing, a register alone, the sample, hostile names; in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from riskgraph.analysis.rankings import Order
from riskgraph.model.asset import Asset
from riskgraph.model.engagement import Engagement, HandlingPlace
from riskgraph.model.party import Party, PartyKind
from riskgraph.model.quantities import Interval
from riskgraph.model.submission import Submission
from riskgraph.store.place import VARIABLE
from riskgraph.text import LOCALES, t
from tests.ui.kept import keep_register, page
from tests.ui.pages import texts, with_sample

PAGES = ("paths", "parties", "overview_parts")
HOST = "あおばまなびシステムズ"
HOSTILE = "**太字**<script>alert(1)</script>:red[x]$y${a|b}"


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


def a_register(vendor: str = "ひばり運用", **changes: object) -> Submission:
    """Return owner, vendor, sub-vendor and a person on one chain."""
    parties = ("P", "当社"), ("A", vendor), ("B", "つばめ保守"), ("K", "田中太郎")
    names = [i for i, _ in parties]
    return Submission(
        parties=tuple(
            Party(party_id=i, name=n, kind=PartyKind.INDIVIDUAL if i == "K" else PartyKind.ORGANISATION)
            for i, n in parties
        ),
        engagements=tuple(
            Engagement(
                engagement_id=f"E{n}", consignor=a, consignee=b, parent_engagement=f"E{n - 1}" if n else "",
                handling_place=HandlingPlace.OWN_ENV, incident_notice_hours=(24.0, None, 8.0)[n],
            )
            for n, (a, b) in enumerate(pairwise(names))
        ),
        assets=(Asset(asset_id="D1", name="会員名簿", owner="P", records=Interval.exact(120_000.0)),),
    ).model_copy(update=changes)  # fmt: skip


def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, register: Submission, *, is_assessed: bool = True) -> None:
    """Let the pages find this register."""
    monkeypatch.setenv(VARIABLE, keep_register(tmp_path / "own", register, is_assessed=is_assessed))


def columns(app: AppTest) -> list[set[str]]:
    return [set(table.value.columns) for table in app.dataframe]


def table(app: AppTest, *names: str) -> dict[str, list[object]]:
    """Return the first table with these columns."""
    found = next(frame.value for frame in app.dataframe if set(names) <= set(frame.value.columns))
    return {name: list(found[name]) for name in found.columns}


@pytest.mark.parametrize("name", ["paths", "parties"])
def test_without_a_register_a_page_says_what_to_do_next(name: str) -> None:
    app = page(name)
    assert not app.exception
    assert t("ja", "exposure.nothing.next") in texts(app)
    assert len(app.title) == 1


@pytest.mark.parametrize("name", ["paths", "parties"])
def test_a_register_that_was_never_assessed_says_so(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept(tmp_path, monkeypatch, a_register(), is_assessed=False)
    app = page(name)
    assert not app.exception and len(app.title) == 1 and not app.dataframe


@pytest.mark.parametrize("name", PAGES)
def test_a_register_without_data_breaks_no_page(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept(tmp_path, monkeypatch, a_register(assets=()))
    assert not page(name).exception


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", PAGES)
def test_a_register_alone_shows_every_page_in_both_languages(
    name: str, locale: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept(tmp_path, monkeypatch, a_register())
    app = page(name, locale)
    assert not app.exception and not app.error
    assert app.dataframe


@pytest.mark.parametrize("name", PAGES)
def test_hostile_names_are_no_markup_and_break_nothing(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept(tmp_path, monkeypatch, a_register(HOSTILE))
    app = page(name)
    assert not app.exception
    assert HOSTILE not in texts(app) and "<script>" not in texts(app).replace(r"\<", "")


@pytest.mark.parametrize("name", PAGES)
def test_no_page_names_a_person_or_gives_it_a_score(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept(tmp_path, monkeypatch, a_register())
    app = page(name)
    whole = texts(app) + "".join(frame.value.to_csv() for frame in app.dataframe)
    assert "田中" not in whole
    if name == "parties":
        rows = table(app, "party_key", "weakness")
        assert rows["weakness"][rows["party_key"].index("K")] == ""


@pytest.mark.usefixtures("sample")
def test_the_sentence_of_paths_names_rank_chain_reason_and_numbers_with_intervals() -> None:
    app = page("paths")
    assert not app.exception
    assert "93本のうち1位" in app.title[0].value and HOST in app.title[0].value and "39" in app.title[0].value
    assert "768万円" in texts(app) and "660万〜1" in texts(app)


@pytest.mark.usefixtures("sample")
def test_paths_shows_the_table_the_steps_and_the_answers_down_to_the_cell() -> None:
    found = columns(page("paths"))
    for needed in (
        {"rank", "path", "eal", "open"},
        {"fact_name", "cell"},
        {"control", "answer", "evidence", "dated", "cell"},
    ):
        assert any(needed <= names for names in found), needed


@pytest.mark.usefixtures("sample")
def test_the_two_rankings_are_apart_and_each_orders_by_its_own_part() -> None:
    app = page("paths")
    assert "confirmed_part" not in str(columns(app))
    for order, part in ((Order.CONFIRMED, "confirmed_part"), (Order.OPEN, "open_part")):
        app = app.get_by_key("paths_order").set_value(order).run()
        assert not app.exception
        rows = table(app, "place", part)
        assert rows[part] == sorted(rows[part], reverse=True) and rows["place"][0] == 1  # type: ignore[type-var]
        other = {"confirmed_part", "open_part"} - {part}
        assert not any(other & names for names in columns(app))


@pytest.mark.usefixtures("sample")
def test_search_and_filter_narrow_the_table_and_stay_after_another_click() -> None:
    app = page("paths")
    whole = len(table(app, "rank", "path")["rank"])
    app = app.get_by_key("paths_text").set_value("うさぎ坂").run()
    some = table(app, "rank", "path")["path"]
    assert 0 < len(some) < whole and all("うさぎ坂" in str(path) for path in some)
    app = app.get_by_key("paths_order").set_value(Order.OPEN).run()
    assert len(table(app, "rank", "path")["path"]) == len(some)
    app = app.get_by_key("paths_text").set_value("どこにもない言葉").run()
    assert not app.exception and table(app, "rank", "path")["rank"] == []


@pytest.mark.usefixtures("sample")
def test_another_step_shows_other_facts_and_the_whole_register_can_be_drawn() -> None:
    app = page("paths")
    before = table(app, "fact_name", "fact_value")
    (choice,) = [box for box in app.selectbox if str(box.key).startswith("paths_step")]
    app = choice.set_value(1).run()
    after = table(app, "fact_name", "fact_value")
    assert t("ja", "steps.fact.notice") in after["fact_name"] and before != after
    app = app.get_by_key("paths_view").set_value("whole").run()
    assert not app.exception
    assert any({"tier", "consignor", "consignee", "doubt"} == names for names in columns(app))


@pytest.mark.usefixtures("sample")
def test_the_sentence_of_parties_says_where_work_is_open_and_who_answered_least() -> None:
    app = page("parties")
    assert not app.exception
    assert "確認の残りが最も大きいのは" in app.title[0].value and "回答が最も少ないのは" in app.title[0].value


@pytest.mark.usefixtures("sample")
def test_one_party_is_opened_with_reach_report_answers_history_chains_and_facts() -> None:
    found = columns(page("parties"))
    for needed in (
        {"party_name", "answered", "weakness", "reach", "lead", "eal_host", "eal_employer", "eal_supervisor"},
        {"data", "reach_records", "reach_above"},
        {"road", "hop_hours", "lead_sum", "lead_state"},
        {"answer_domain", "control", "answer", "cell"},
        {"history_on", "history_event", "history_by"},
        {"road", "path_rank", "eal_words"},
        {"fact_name", "fact_value", "cell"},
    ):
        assert any(needed <= names for names in found), needed


@pytest.mark.usefixtures("sample")
def test_parties_are_filtered_by_tier_kind_and_expiring_certificates() -> None:
    app = page("parties")
    whole = len(table(app, "party_key")["party_key"])
    app = app.get_by_key("parties_tiers").set_value([3]).run()
    rows = table(app, "party_key")
    assert 0 < len(rows["party_key"]) < whole and all("3次" in str(tiers) for tiers in rows["party_tiers"])
    app = app.get_by_key("parties_tiers").set_value([]).run()
    app = app.get_by_key("parties_only_expiring").set_value(True).run()
    assert all(str(c)[0] in "■▲" for c in table(app, "party_key")["certificates"])


@pytest.mark.usefixtures("sample")
def test_the_parts_of_overview_show_the_steps_of_every_tier() -> None:
    app = page("overview_parts")
    assert not app.exception
    rows = table(app, "steps_asked", "steps_accepted")
    assert rows["tier"][0] == "1次" and len(rows["tier"]) >= 3


def test_hours_that_nobody_agreed_on_are_named_with_the_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept(tmp_path, monkeypatch, a_register())
    app = page("parties")
    assert "つばめ保守からひばり運用への報告に時間の取り決めがありません" in texts(app)
    assert "?" in str(table(app, "lead")["lead"])


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize("locale", LOCALES)
def test_the_loss_of_a_year_is_told_in_words_with_its_table_and_its_caveat(locale: str) -> None:
    app = page("overview_parts", locale)
    assert not app.exception
    rows = table(app, "tail_loss")
    assert rows["tail_year"] == [t(locale, "tail.once", years=years) for years in (20, 100, 200)]
    named = str(rows["tail_loss"][1]).split(" [", maxsplit=1)[0]
    said = texts(app).replace("\\", "")
    assert t(locale, "tail.title") in said and named in said and t(locale, "tail.caveat") in said


def test_a_kept_assessment_without_a_distribution_shows_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("riskgraph.assess.tail_of", lambda *_: None)
    kept(tmp_path, monkeypatch, a_register())
    app = page("overview_parts")
    assert not app.exception
    assert t("ja", "tail.title") not in texts(app)
