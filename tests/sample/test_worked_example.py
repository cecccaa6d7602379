"""The worked example of the method, held against every channel of the sample."""

from __future__ import annotations

import math
from collections import Counter

import pytest

from riskgraph.assess import assess
from riskgraph.catalogue import load_catalogue, load_parameters
from riskgraph.model.access import UNKNOWN_PARTY
from riskgraph.model.assessment import Assessment, Certainty, Channel, LayerUsed
from riskgraph.model.parameters import Parameters
from riskgraph.model.party import PartyKind
from riskgraph.model.quantities import Interval
from riskgraph.model.submission import Submission
from riskgraph.report.worked_example import factors_of, layer_columns, worked_steps
from riskgraph.text import LOCALES, t
from tests.sample.test_sample_road import ALL, AS_OF, submitted

SURE = ("INS", "LVR", "ERR", "MED", "RES")


@pytest.fixture(scope="module")
def submission() -> Submission:
    return submitted()


@pytest.fixture(scope="module", params=["shipped", "edited"])
def assessed(request: pytest.FixtureRequest, submission: Submission) -> tuple[Assessment, Parameters]:
    changes = {"loss.per_person": 900.0, "rate.INS": 0.0003, "privilege.read": 0.5, "rate.handlers_per_holder": 50.0}
    parameters = load_parameters() if request.param == "shipped" else load_parameters().changed(changes)
    return assess(submission, parameters, load_catalogue(), as_of=AS_OF, top=ALL), parameters


def test_the_factors_explain_the_rate_of_every_channel(assessed: tuple[Assessment, Parameters]) -> None:
    """What the steps do not name is how sure a link is and how one event is shared: never above 1, else 1."""
    assessment, parameters = assessed
    groups = Counter(_people(channel) for path in assessment.paths for channel in path.channels)
    for path in assessment.paths:
        for channel in path.channels:
            factors = factors_of(channel, parameters)
            assert 0 < factors.link <= 1 + 1e-9, channel.channel_id
            is_alone = channel.scenario in SURE and groups[_people(channel)] == 1
            if is_alone and path.certainty is Certainty.DECLARED:
                assert math.isclose(factors.link, 1, rel_tol=1e-9), channel.channel_id


def _people(channel: Channel) -> tuple[str, ...]:
    """Return whose event it is, whatever the data."""
    return channel.scenario, channel.employer, channel.group


def test_the_product_of_the_steps_is_the_expected_loss(assessed: tuple[Assessment, Parameters]) -> None:
    assessment, parameters = assessed
    for path in assessment.paths:
        f = factors_of(path.channels[0], parameters)
        often = f.base * f.exposure * f.privilege * f.phi / f.phi_average * f.link / (1 - f.undeclared)
        assert math.isclose(often * f.loss, path.channels[0].eal_yen.pt, rel_tol=1e-9)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_path_is_explained_in_about_ten_lines(
    assessed: tuple[Assessment, Parameters], submission: Submission, locale: str
) -> None:
    assessment, parameters = assessed
    for path in assessment.paths:
        steps = worked_steps(assessment, path, parameters, submission, load_catalogue(), locale)
        assert 9 <= len(steps) <= 12
        assert all(step.what and step.value and step.why for step in steps)


def test_a_small_group_is_not_told_by_number(assessed: tuple[Assessment, Parameters], submission: Submission) -> None:
    assessment, parameters = assessed
    first = assessment.paths[0]
    few = first.channels[0].model_copy(update={"heads": Interval(2.0, 2.0, 2.0)})
    path = first.model_copy(update={"channels": (few,)})
    steps = worked_steps(assessment, path, parameters, submission, load_catalogue(), "ja")
    heads = next(step for step in steps if step.what == t("ja", "method.step.heads"))
    assert heads.value == "3名未満"


def test_the_strength_of_a_person_is_never_told(submission: Submission) -> None:
    person = next(party for party in submission.parties if party.kind is PartyKind.INDIVIDUAL)
    shown = layer_columns(_channel(person.party_id), submission, load_catalogue(), "ja")
    assert shown["layer_strength"] == [t("ja", "method.person")]
    assert shown["layer_passed"] == [t("ja", "method.person")]
    assert layer_columns(_channel(UNKNOWN_PARTY), submission, load_catalogue(), "ja")["layer_strength"] == [
        "60% [50%〜70%]"
    ]


def _channel(party_id: str) -> Channel:
    layer = LayerUsed(
        layer="people", role="employer", party_id=party_id, efficacy=0.3, strength=Interval(0.5, 0.6, 0.7), share=1.0
    )
    one = Interval.exact(1.0)
    return Channel(
        channel_id="c", scenario="INS", asset_id="D", host="", employer=party_id, group="", records=one, phi=one,
        phi_population=0.5, eal_yen=one, rate_per_year=one, layers=(layer,),
    )  # fmt: skip
