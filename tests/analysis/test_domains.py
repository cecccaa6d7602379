"""Answers by domain: the domains of a party make up its weakness; a tier is the mean of its parties."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskgraph.analysis.domains import domain_scores, domains_of, parties_by_tier, scores_by_tier
from riskgraph.assess import assess
from riskgraph.catalogue import load_catalogue, load_parameters
from riskgraph.model.assessment import PartyResult
from riskgraph.model.exposure import STANDINGS
from riskgraph.model.party import Party, PartyKind
from riskgraph.model.quantities import Interval
from riskgraph.model.submission import Submission
from riskgraph.scoring.strength_table import answers_of, strength_table
from tests.scoring.drawn import register
from tests.scoring.worlds import AS_OF, answers, promise

CATALOGUE, PARAMETERS = load_catalogue(), load_parameters()
WHOLE = Interval(10.0, 50.0, 90.0)


@promise(12)
@given(seed=st.integers(0, 10**6))
def test_the_domains_of_a_party_make_up_its_weakness_and_coverage(seed: int) -> None:
    drawn = register(Random(seed))
    result = assess(drawn, PARAMETERS, CATALOGUE, as_of=AS_OF, top=0, is_full=False)
    table = strength_table(drawn, CATALOGUE, PARAMETERS, as_of=AS_OF)
    has_my_number = any(asset.my_number for asset in drawn.assets)
    for party in (p for p in result.parties if p.weakness):
        scores = domain_scores(table, [party.party_id], CATALOGUE, has_my_number=has_my_number)
        weight = {s.domain: _weight(table, party.party_id, s.domain, has_my_number=has_my_number) for s in scores}
        total = sum(weight.values())
        for end in ("lo", "pt", "hi"):
            mean = sum(weight[s.domain] * getattr(s.weakness, end) for s in scores if s.weakness) / total
            assert mean == pytest.approx(getattr(party.weakness, end), abs=1e-9)
        assert sum(s.answered for s in scores) / sum(s.asked for s in scores) == pytest.approx(party.coverage)


def _weight(table: object, party_id: str, domain: str, *, has_my_number: bool) -> float:
    """Return the weights of the controls of a domain that apply to a party, one by one."""
    total = 0.0
    for column, control_id in enumerate(table.control_ids):  # type: ignore[attr-defined]
        control = CATALOGUE.control(control_id)
        standing = table.standing[table.row[party_id], column]  # type: ignore[attr-defined]
        is_there = standing != 5 and (has_my_number or not control.only_my_number)
        total += control.weight if is_there and control.domain == domain else 0.0
    return total


def test_two_parties_alike_have_the_scores_of_one() -> None:
    parties = tuple(Party(party_id=i, name=i) for i in "AB")
    said = {"DEV-01": "no", "MON-01": "yes/verified"}
    alike = Submission(parties=parties, answers=answers({"A": said, "B": said}))
    table = strength_table(alike, CATALOGUE, PARAMETERS, as_of=AS_OF)
    one, two = (domain_scores(table, ids, CATALOGUE, has_my_number=False) for ids in ("A", "AB"))
    for alone, both in zip(one, two, strict=True):
        assert both.asked == 2 * alone.asked and both.answered == 2 * alone.answered
        if alone.strength and both.strength:
            assert both.strength.pt == pytest.approx(alone.strength.pt)


def test_a_domain_in_which_nothing_applies_has_no_strength() -> None:
    one = Submission(parties=(Party(party_id="A", name="A"),))
    table = strength_table(one, CATALOGUE, PARAMETERS, as_of=AS_OF)
    scores = {s.domain: s for s in domain_scores(table, ["A"], CATALOGUE, has_my_number=False)}
    assert scores["my_number"].strength is None and scores["my_number"].weakness is None
    assert scores["devices"].coverage == 0.0 and scores["devices"].weakness is not None
    assert tuple(scores) == domains_of(CATALOGUE.controls)


def test_persons_are_in_no_tier_and_no_table() -> None:
    results = [
        PartyResult(party_id="O", tiers=(0,), weakness=WHOLE),
        PartyResult(party_id="A", tiers=(1, 3), weakness=WHOLE),
        PartyResult(party_id="X", tiers=(2,)),
        PartyResult(party_id="B", weakness=WHOLE),
    ]
    assert parties_by_tier(results) == {0: ("O",), 1: ("A",)}
    person = Submission(parties=(Party(party_id="X", name="x", kind=PartyKind.INDIVIDUAL),))
    table = strength_table(person, CATALOGUE, PARAMETERS, as_of=AS_OF)
    assert table.party_ids == ()
    assert set(scores_by_tier(table, results, CATALOGUE, has_my_number=False)) == {0, 1}


@promise(12)
@given(seed=st.integers(0, 10**6))
def test_the_table_has_for_every_control_what_is_judged_one_by_one(seed: int) -> None:
    drawn = register(Random(seed))
    table = strength_table(drawn, CATALOGUE, PARAMETERS, as_of=AS_OF)
    for party_id in table.party_ids:
        for column, used in enumerate(answers_of(party_id, drawn, CATALOGUE, PARAMETERS, as_of=AS_OF)):
            row = table.row[party_id]
            assert table.control_ids[column] == used.control_id
            assert tuple(table.ends[row, column]) == (used.strength.lo, used.strength.pt, used.strength.hi)
            assert STANDINGS[table.standing[row, column]] is used.standing
