"""Grades against the appetite, and when there is none."""

from __future__ import annotations

from typing import Any

import pytest

from riskgraph.analysis.grades import coverage_of, grade_of
from riskgraph.catalogue import load_catalogue, load_parameters
from riskgraph.model.assessment import AnswerUsed, Channel, Grade, LayerUsed, Standing
from riskgraph.model.party import Certificate
from riskgraph.model.quantities import Interval
from tests.scoring.worlds import GOOD_HOP, assessed, everything, world

FULL = Interval.exact(1.0)
APPETITE = 1_000_000.0


def used(
    control: str = "DEV-01",
    said: str = "yes",
    evidence: str = "document",
    *,
    party: str = "A",
    standing: str = "answered",
) -> AnswerUsed:
    return AnswerUsed(
        party_id=party, control_id=control, standing=Standing(standing), answer=said, evidence=evidence, strength=FULL
    )


def layer(*answers: AnswerUsed, role: str = "host") -> LayerUsed:
    return LayerUsed(layer="x", role=role, party_id="A", efficacy=0.5, strength=FULL, share=1.0, answers=answers)


def channel(*layers: LayerUsed, eal: float = 1.0) -> Channel:
    return Channel(
        channel_id="c",
        scenario="INS",
        asset_id="D",
        host="A",
        employer="A",
        group="",
        records=FULL,
        phi=FULL,
        phi_population=1.0,
        eal_yen=Interval.exact(eal),
        rate_per_year=FULL,
        layers=layers,
    )


def grade(eal: float, *channels: Channel, appetite: float = APPETITE) -> Grade:
    known = {"parameters": load_parameters(), "catalogue": load_catalogue()}
    return grade_of(eal, channels or (channel(layer(used()), eal=eal),), appetite_yen=appetite, **known)


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        (0.0, "A"), (0.0999, "A"), (0.1, "B"), (0.2999, "B"), (0.3, "C"), (0.9999, "C"), (1.0, "D"), (2.9999, "D"),
        (3.0, "E"), (1_000.0, "E"),
    ],
)  # fmt: skip
def test_the_bounds_are_a_tenth_three_tenths_one_and_three_times_the_appetite(times: float, expected: str) -> None:
    for appetite in (APPETITE, 50_000_000.0):
        assert grade(times * appetite, appetite=appetite).value == expected


@pytest.mark.parametrize(("answered", "expected"), [(6, Grade.ON_HOLD), (7, Grade.A), (10, Grade.A)])
def test_a_path_is_on_hold_below_seven_tenths_of_its_gate_controls(answered: int, expected: Grade) -> None:
    controls = [c.control_id for c in load_catalogue().controls][:10]
    answers = [used(c, standing="answered" if n < answered else "not_asked") for n, c in enumerate(controls)]
    told = channel(layer(*answers))
    assert coverage_of([told]) == pytest.approx(answered / 10)
    assert grade(0.0, told) is expected
    assert grade(10 * APPETITE, told) is (Grade.ON_HOLD if expected is Grade.ON_HOLD else Grade.E)


def test_coverage_counts_a_control_once_a_party_and_no_supervision() -> None:
    known, open_ = used(), used("DEV-02", standing="overdue")
    twice = [channel(layer(known, open_)), channel(layer(known))]
    supervision = layer(used("CHN-05", standing="pending"), role="supervision")
    other = channel(layer(used(party="B", standing="unknown")), supervision)
    assert coverage_of(twice) == 0.5
    assert coverage_of([*twice, other]) == pytest.approx(1 / 3)
    open_here = channel(layer(used("DEV-02")))  # of one control in two scopes, the open one counts
    assert coverage_of([*twice, open_here]) == coverage_of([open_here, *twice]) == 0.5
    assert coverage_of([channel(layer(used(standing="not_applicable")))]) == 1.0
    assert coverage_of([]) == 1.0


@pytest.mark.parametrize(
    ("eal", "expected"), [(0.0, Grade.C), (200_000.0, Grade.C), (500_000.0, Grade.C), (2e6, Grade.D)]
)
def test_a_decisive_gate_on_claims_alone_is_never_a_or_b(eal: float, expected: str) -> None:
    assert (
        grade(eal, channel(layer(used("DEV-01", evidence="claim"), used("DEV-02", evidence="claim")), eal=eal))
        is expected
    )


@pytest.mark.parametrize(
    "layers",
    [
        layer(used("DEV-01", evidence="claim"), used("DEV-02")),  # one part is shown
        layer(used("ORG-01", evidence="claim")),  # not decisive
        layer(used("DEV-01", "no", "claim")),  # nobody claims anything
        layer(used("CHN-05", evidence="claim"), role="supervision"),
    ],
)
def test_other_claims_leave_the_grade(layers: LayerUsed) -> None:
    assert grade(10.0, channel(layers, layer(used()), eal=10.0)) is Grade.A


def test_a_claim_in_a_channel_that_bears_hardly_anything_leaves_the_grade() -> None:
    light = channel(layer(used("DEV-01", evidence="claim")), eal=9.0)
    heavy = channel(layer(used()), eal=91.0)
    assert grade(100.0, heavy, light) is Grade.A
    assert grade(100.0, heavy, light.model_copy(update={"eal_yen": Interval.exact(11.0)})) is Grade.C


def graded(said: str, **options: Any) -> Grade:
    told = {p: everything(said) for p in ("O", "A")}
    (path,) = assessed(world("O > A", said=told, hops={"A": GOOD_HOP}), **options).paths
    return path.grade


def test_through_an_assessment_claims_stop_at_c_where_documents_reach_a() -> None:
    assert graded("yes/document", appetite_yen=1e9) is Grade.A
    assert graded("yes/claim", appetite_yen=1e9) is Grade.C


def test_a_certificate_lifts_no_gate_and_no_grade() -> None:
    plain = world("O > A", said={"A": everything("no")}, hops={"A": GOOD_HOP})
    proud = tuple(p.model_copy(update={"certificates": (Certificate(name="ISO/IEC 27001"),)}) for p in plain.parties)
    a, b = assessed(plain), assessed(plain.model_copy(update={"parties": proud}))
    assert a.paths == b.paths


def test_the_appetite_is_the_callers_else_the_registers_else_the_tables() -> None:
    register = world("O > A")
    stated = register.model_copy(update={"settings": register.settings.model_copy(update={"appetite_yen": 7.0})})
    assert assessed(register).appetite_yen == 1_000_000
    assert assessed(stated).appetite_yen == 7.0
    assert assessed(stated, appetite_yen=9.0).appetite_yen == 9.0
