"""What to ask next: one block on the overview, a list beside the choice of parties; nothing before somebody asks."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from riskgraph.catalogue import load_catalogue
from riskgraph.model.inquiry import Inquiries, Way
from riskgraph.model.measure import CostEntry
from riskgraph.model.quantities import Interval
from riskgraph.report.inquiry_words import lines, sentence
from riskgraph.text import LOCALES, t
from riskgraph.ui import keeping
from riskgraph.ui.actions import inquiring, planning, sending, shown
from riskgraph.ui.components.sending_state import Sending
from tests.ui.pages import texts
from tests.ui.sample_store import page, state_key, with_sample_in

CATALOGUE = load_catalogue()


def overview_body() -> None:
    from riskgraph.ui.pages import overview

    overview.render()


def questionnaires_body() -> None:
    from riskgraph.ui.pages import questionnaires

    questionnaires.render()


@pytest.fixture
def sample(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    with_sample_in(tmp_path / "mine", tmp_path_factory.getbasetemp() / "sample-store", monkeypatch)
    monkeypatch.setattr("riskgraph.inquiring.MOST_LOOKED_INTO", 60)


def this() -> shown.Shown:
    found = shown.shown()
    assert found is not None
    return found


def unescaped(app: AppTest) -> str:
    return texts(app).replace("\\", "").replace("\u2060", "")


def making() -> AppTest:
    """Return the page of questionnaires where they are made."""
    app = page(questionnaires_body)
    app.session_state[state_key(Sending)] = Sending(register_id=keeping.register_id(), section="make")
    return app.run()


@pytest.mark.parametrize("locale", LOCALES)
def test_the_overview_works_the_best_question_out_on_request_and_keeps_it(sample: None, locale: str) -> None:
    app = page(overview_body, locale=locale)
    assert not app.exception
    if inquiring.known(this()) is None:
        app = app.get_by_key("ask_work_out").click().run()
    for once in (app, app.run()):
        assert not once.exception
        found = inquiring.known(this())
        assert found is not None and found.questions[0].flips
        said = unescaped(once)
        assert sentence(found, this().submission, CATALOGUE, locale) in said
        assert all(line in said for line in lines(found.questions[0], this().submission, locale))
    assert "ask_work_out" not in {button.key for button in app.button}


def test_nothing_is_worked_out_before_somebody_asks(sample: None) -> None:
    inquiring._place.clear()
    app = page(overview_body)
    assert inquiring.known(this()) is None
    assert "ask_work_out" in {button.key for button in app.button}


def test_parties_that_a_questionnaire_can_ask_are_taken_over_into_the_choice(sample: None) -> None:
    app = making()
    if inquiring.known(this()) is None:
        app = app.get_by_key("ask_work_out").click().run()
    assert not app.exception
    found, desk = inquiring.known(this()), sending.desk()
    assert found is not None and desk is not None
    (table,) = [table.value for table in app.dataframe if "inquiry_worth" in table.value.columns]
    assert len(table) == len(found.questions)
    app = app.get_by_key("ask_nobody").click().run()
    app = app.get_by_key("ask_take").click().run()
    candidates = {candidate.party_id for candidate in desk.candidates}
    wanted = {q.party_id for q in found.questions if q.way in (Way.FORM, Way.CALL)} & candidates
    picks = app.session_state[state_key(Sending)].picks
    assert wanted
    assert {party for party, column, value in picks if column == "ask_chosen" and value} == wanted


def test_what_is_known_of_costs_names_the_questions_too(sample: None) -> None:
    before = inquiring._key(this())
    measure = planning.offer(this()).measures[0]
    keeping.introduce("審査担当")
    planning.keep_cost(this(), CostEntry(measure_id=measure.measure_id, is_excluded=True, note="x"), 0)
    assert inquiring._key(this()) != before


def test_a_register_that_leaves_nothing_to_ask_says_so(sample: None) -> None:
    inquiring._place(inquiring._key(this()))[inquiring._key(this())] = Inquiries(eal=Interval.exact(0.0))
    app = page(overview_body)
    assert not app.exception
    assert t("ja", "inquiry.sentence.nothing") in unescaped(app)
    assert t("ja", "inquiry.sentence.nothing") in unescaped(making())
    inquiring._place.clear()
