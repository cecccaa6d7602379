"""Gaps of consent: at the case and below it, never above or beside it, and never where no personal data are touched."""

from __future__ import annotations

from typing import Any

import pytest

from riskgraph.analysis.consent_gaps import consent_gaps
from riskgraph.model.chain import build_chain
from riskgraph.model.deciding import ConsentGap
from riskgraph.model.engagement import Consent, HandlingPlace, Relation, Status
from tests.scoring.worlds import GOOD_HOP, world


def gaps(row_id: str, *, asset: dict[str, Any] | None = None, **facts: Any) -> tuple[ConsentGap, ...]:
    submission = world("O > A > B > C", hops={"A": GOOD_HOP, "B": GOOD_HOP, "C": {**GOOD_HOP, **facts}}, asset=asset)
    return consent_gaps(row_id, submission, build_chain(submission))


@pytest.mark.parametrize("consent", [None, Consent.NONE, Consent.REQUESTED, Consent.REFUSED, Consent.UNKNOWN])
@pytest.mark.parametrize("row_id", ["A", "A>B", "A>B>C"])
def test_a_missing_record_is_a_gap_of_every_case_above_it(consent: Consent | None, row_id: str) -> None:
    assert gaps(row_id, consent=consent) == (ConsentGap("A>B>C", is_running=True, is_my_number=False),)


@pytest.mark.parametrize("consent", [Consent.EXPLICIT, Consent.BLANKET, Consent.NOTICE, Consent.NOT_NEEDED])
def test_a_record_of_consent_closes_it(consent: Consent) -> None:
    assert gaps("A", consent=consent) == ()


def test_work_that_has_not_begun_is_not_running() -> None:
    (gap,) = gaps("A>B>C", consent=Consent.NONE, status=Status.PLANNED)
    assert not gap.is_running


def test_my_number_takes_the_first_principal_and_no_blanket_consent() -> None:
    mine = {"asset": {"my_number": True}}
    assert [g.is_my_number for g in gaps("A>B>C", **mine, consent=Consent.BLANKET, consent_by="Firm O")] == [True]
    assert [g.is_my_number for g in gaps("A>B>C", **mine, consent_by="Firm A")] == [True]
    assert gaps("A>B>C", **mine, consent_by="Firm O") == ()


@pytest.mark.parametrize(
    "facts",
    [{"handling_place": HandlingPlace.NONE}, {"relation": Relation.DISPATCH}, {"status": Status.ENDED}],
)
def test_work_without_data_dispatched_staff_and_what_is_over_have_no_gap(facts: dict[str, Any]) -> None:
    assert gaps("A", consent=Consent.NONE, **facts) == ()


def test_what_stands_beside_or_above_a_case_is_no_gap_of_it() -> None:
    submission = world(
        "O > A > B", "O > D > E", hops={"A": GOOD_HOP, "D": GOOD_HOP, "B": {**GOOD_HOP, "consent": None}}
    )
    chain = build_chain(submission)
    found = {row: [g.engagement_id for g in consent_gaps(row, submission, chain)] for row in ("A", "D")}
    assert found["A"] == ["A>B"]
    assert "A>B" not in found["D"]
