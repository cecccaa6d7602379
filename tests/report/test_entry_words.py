"""An intruder's way over connections: in the path's name, drawn beside the chain, and step by step with its cells."""

from __future__ import annotations

import pytest

from riskgraph.model.assessment import Path
from riskgraph.model.asset import Connection, ConnectionKind, System
from riskgraph.model.quantities import Interval, RowSource
from riskgraph.model.submission import Submission
from riskgraph.report.names import moved_path_in_words, path_in_words
from riskgraph.report.picture import chain_option
from riskgraph.report.picture_scene import compose
from riskgraph.report.picture_table import step_columns
from riskgraph.report.picture_words import GLYPH
from riskgraph.report.reasons import reason_lines
from riskgraph.report.step_facts import step_fact_columns, steps_of
from riskgraph.text import t
from tests.report.builders import a_catalogue
from tests.report.chains import a_register, a_step, assessed, entered

LOCALES = ("ja", "en")
SOURCE = RowSource(file="r.xlsx", sheet="接続", row=2, cells={"connection_id": "A2", "probability": "E2"})


def register(**fields: object) -> Submission:
    stated = {"connection_id": "C1", "start": "Q", "end": "S", "kind": ConnectionKind.VPN, "source": SOURCE, **fields}
    return a_register().model_copy(
        update={
            "connections": (Connection(**stated), Connection(connection_id="C2", start="L", end="Q")),
            "systems": (System(system_id="S", host="B", name="会員DB"),),
        }
    )


def relayed() -> Path:
    return entered(a_step("C2", "L", "Q", "network"), a_step("C1", "Q", "B", "vpn"))


@pytest.mark.parametrize("locale", LOCALES)
def test_the_name_of_a_path_tells_from_where_and_over_what_it_was_entered(locale: str) -> None:
    words = path_in_words(entered(a_step("C1", "Q", "B", "vpn")), register(), locale)
    assert words.count("Quiet English Subcontracting") == 1
    assert t(locale, "lateral.kind.vpn") in words
    assert t(locale, "name.holds") not in words


@pytest.mark.parametrize("locale", LOCALES)
def test_whoever_stands_on_the_way_is_named_between_the_entry_and_the_last_connection(locale: str) -> None:
    words = path_in_words(relayed(), register(), locale)
    first, last = words.index("株式会社とても長い名前"), words.index("Quiet English")
    assert first < last < words.index(t(locale, "lateral.kind.vpn"))


@pytest.mark.parametrize("locale", LOCALES)
def test_a_moved_path_is_told_apart_from_the_chain_that_it_ends_with(locale: str) -> None:
    path = entered(a_step("C1", "Q", "B", "vpn"))
    words = moved_path_in_words(path.parties, path.key, register(), locale)
    plain = moved_path_in_words(path.parties, path.model_copy(update={"entry": ()}).key, register(), locale)
    assert words.startswith(plain) and t(locale, "lateral.kind.vpn") in words
    gone = moved_path_in_words(path.parties, path.key, register(connection_id="C9"), locale)
    assert gone == plain


def test_whoever_is_broken_into_is_called_the_entry_and_not_a_holder_of_data() -> None:
    (line, *_) = reason_lines(entered(a_step("C1", "Q", "B")), register(), a_catalogue(), "ja")
    assert line.role == t("ja", "lateral.role")


@pytest.mark.parametrize("locale", LOCALES)
def test_the_entry_is_a_box_with_a_dashed_line_of_its_own_and_the_kind_in_words(locale: str) -> None:
    path = relayed()
    scene = compose(assessed(path), register(), path)
    assert [(tie.start, tie.end) for tie in scene.ties if tie.kind == "entry"] == [
        ("aside:L", "aside:Q"),
        ("aside:Q", "path:2"),
    ]
    assert not [tie for tie in scene.ties if tie.kind == "role"]
    option = chain_option(assessed(path), register(), path, locale)
    (beside,) = (series for series in option["series"] if series["name"] == "roles")
    dashed = [link for link in beside["links"] if link["lineStyle"]["type"] != "solid"]
    assert len(dashed) == 2
    said = [item["label"].get("formatter", "") for item in beside["data"]]
    assert any(f"{GLYPH['entry']}{t(locale, 'picture.role.entry')}" in words for words in said)
    assert any(f"{GLYPH['relay']}{t(locale, 'picture.role.relay')}" in words for words in said)
    assert t(locale, "lateral.kind.vpn") in said


def test_an_entry_that_stands_on_the_chain_is_tied_there_and_not_drawn_twice() -> None:
    path = entered(a_step("C1", "A", "B"))
    scene = compose(assessed(path), register(), path)
    assert [(tie.start, tie.end) for tie in scene.ties if tie.kind == "entry"] == [("path:1", "path:2")]
    assert not scene.of("aside")


def test_the_table_of_the_picture_tells_the_connection_of_the_entry() -> None:
    path = entered(a_step("C1", "Q", "B", "vpn"))
    columns = step_columns(assessed(path), register(), path, "ja")
    row = list(columns["roles"]).index(t("ja", "picture.role.entry"))
    assert columns["relation"][row] == t("ja", "lateral.kind.vpn")


def test_the_steps_of_the_path_end_with_its_connections_and_their_cells() -> None:
    path, submission = entered(a_step("C1", "Q", "B", "vpn")), register(probability=Interval(0.0, 0.2, 0.5))
    step = steps_of(path, submission, "ja")[-1]
    facts = step_fact_columns(step, path, assessed(path), submission, "ja")
    told = dict(zip(facts["fact_name"], facts["fact_value"], strict=True))
    assert told[t("ja", "lateral.fact.chance")] == t("ja", "lateral.chance", point="20%", lo="0%", hi="50%")
    assert "会員DB" in str(told[t("ja", "lateral.fact.end")])
    assert "E2" in facts["cell"]


def test_a_chance_that_nobody_stated_is_said_to_be_judgement() -> None:
    path, submission = entered(a_step("C1", "Q", "B", "vpn")), register()
    facts = step_fact_columns(steps_of(path, submission, "ja")[-1], path, assessed(path), submission, "ja")
    assert t("ja", "lateral.chance.assumed") in facts["fact_value"]
