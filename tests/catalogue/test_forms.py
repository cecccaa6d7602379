"""The three forms: how long they are, whom their modules are for, and what they must not leave out."""

from __future__ import annotations

import pytest

from riskgraph.catalogue import load_catalogue
from riskgraph.catalogue.load import QUESTIONNAIRES
from riskgraph.model.control import Form

CATALOGUE = load_catalogue()
TRADES = ["printing_mailing", "call_center", "systems", "web", "warehouse", "payroll", "dispatch_ses"]
SIX_FACTS = ["onward", "places", "data_location", "cloud_ai", "paper_media", "headcount"]


def form(form_id: str) -> Form:
    """Return a form in its newest version."""
    return CATALOGUE.form(form_id)


def test_there_are_three_forms_each_in_a_file_of_its_name() -> None:
    names = sorted(path.stem for path in (QUESTIONNAIRES / "forms").glob("*.yaml"))
    assert (
        names
        == sorted(f"{f.form_id}-{f.version}" for f in CATALOGUE.forms)
        == ["full-2026.1", "own-2026.1", "short-2026.1"]
    )


def test_short_form_asks_14_controls_of_all_and_6_more_of_those_who_host() -> None:
    assert len(form("short").controls) == 14
    assert len(form("short").asked(("hosting",))) == 20
    of_all = "CHN-01 CHN-02 CHN-05 DEV-01 DEV-02 HUM-01 HUM-02 HUM-04 HUM-06 INC-01 LIF-01 ORG-01 OUT-01 PHY-02"
    of_hosts = "IAM-03 IAM-05 MON-01 MON-02 MON-03 SYS-02"
    assert sorted(form("short").controls) == of_all.split()
    assert sorted(set(form("short").asked(("hosting",))) - set(of_all.split())) == of_hosts.split()


@pytest.mark.parametrize("form_id", ["short", "full"])
def test_forms_for_parties_begin_with_six_facts(form_id: str) -> None:
    assert [fact.fact_id for fact in form(form_id).facts] == SIX_FACTS


def test_onward_is_answered_in_the_words_of_the_register() -> None:
    onward = next(fact for fact in form("short").facts if fact.fact_id == "onward")
    assert onward.codes == ("none", "listed")


def test_headcount_is_free_text_that_asks_for_no_names() -> None:
    headcount = next(fact for fact in form("full").facts if fact.fact_id == "headcount")
    assert headcount.choices == ()
    assert "氏名は書かない" in headcount.question.ja


def test_there_is_one_module_for_each_trade() -> None:
    assert [m.module_id for m in form("short").modules if m.applies == "trade"] == TRADES


@pytest.mark.parametrize("trade", TRADES)
def test_a_trade_adds_at_most_eight_questions_that_the_form_does_not_ask_anyway(trade: str) -> None:
    module = next(m for m in form("short").modules if m.module_id == trade)
    assert 1 <= len(module.controls) <= 8
    assert set(module.controls).isdisjoint(form("short").asked(("hosting",)))


def test_full_form_asks_every_control_once() -> None:
    every = [c.control_id for c in CATALOGUE.controls if not c.only_my_number]
    assert list(form("full").controls) == every
    assert form("full").asked(("my_number",)) == (*every, "MYN-01")


def test_own_form_holds_what_the_first_hop_and_the_owners_layers_rest_on() -> None:
    own = form("own")
    assert 15 <= len(own.controls) <= 18
    first_hop = {"CHN-03", "CHN-04", "CHN-05", "HUM-01", "HUM-02"}
    owner_layers = {"CHN-09", "SYS-04", "ORG-05", "INC-03", "IAM-02", "IAM-05"}
    assert first_hop | owner_layers | {"CHN-06"} <= set(own.controls)


@pytest.mark.parametrize("form_id", ["short", "full"])
def test_my_number_is_asked_only_of_those_who_handle_it(form_id: str) -> None:
    assert "MYN-01" not in form(form_id).controls
    assert [m.controls for m in form(form_id).modules if m.applies == "my_number"] == [("MYN-01",)]


def test_modules_say_for_whom_they_are() -> None:
    assert {m.applies for f in CATALOGUE.forms for m in f.modules} == {"hosting", "trade", "my_number"}


def test_no_form_asks_a_control_twice() -> None:
    for f in CATALOGUE.forms:
        assert len(set(f.controls)) == len(f.controls)
        assert all(len(set(m.controls)) == len(m.controls) for m in f.modules)


def test_an_unknown_form_or_version_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        CATALOGUE.form("medium")
    with pytest.raises(KeyError):
        CATALOGUE.form("short", "1999.1")
