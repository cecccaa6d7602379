"""Consent, direction, dispatch, hosts and counts of people: what the register shows as open."""

from __future__ import annotations

from typing import Any

import pytest

from riskgraph.intake.checks import check
from riskgraph.model.engagement import Consent
from riskgraph.model.problem import Severity
from riskgraph.model.submission import Submission
from tests.intake.registers import edited, faultless, noun_at, people, rebuilt, with_row


def told(register: Submission) -> list[tuple[str, Severity, str, str]]:
    """Return what is told, with sheet and cell."""
    return [(p.code, p.severity, p.sheet, p.cell) for p in check(register)]


def finding(
    register: Submission, code: str, kind: str, number: int, column: str
) -> list[tuple[str, Severity, str, str]]:
    """Return the one finding that is expected at a cell."""
    where = getattr(register, kind)[number].source.at(column)
    return [(code, Severity.WARNING, where.sheet, where.cell)]


@pytest.mark.parametrize(
    ("consent", "code"),
    [
        (None, "finding.consent_missing"),
        (Consent.UNKNOWN, "finding.consent_missing"),
        (Consent.NONE, "finding.consent_missing"),
        (Consent.REQUESTED, "finding.consent_pending"),
        (Consent.REFUSED, "finding.consent_refused"),
        (Consent.NOT_NEEDED, "finding.consent_said_not_needed"),
    ],
)
def test_a_reconsignment_of_personal_data_without_consent_is_a_finding(consent: Consent | None, code: str) -> None:
    register = edited(faultless(), "engagements", 1, consent=consent)
    assert told(register) == finding(register, code, "engagements", 1, "consent")


@pytest.mark.parametrize("consent", [Consent.EXPLICIT, Consent.BLANKET, Consent.NOTICE])
def test_consent_in_any_agreed_form_is_no_finding(consent: Consent) -> None:
    assert check(edited(faultless(), "engagements", 1, consent=consent)) == ()


@pytest.mark.parametrize(
    "fields",
    [{"handling_place": "none"}, {"relation": "second"}, {"status": "planned", "starts_on": None}],
)
def test_consent_is_not_asked_where_none_is_due(fields: dict[str, Any]) -> None:
    assert check(edited(faultless(), "engagements", 1, consent=None, **fields)) == ()


def with_my_number() -> Submission:
    """Return the register with My Number among the data."""
    return edited(faultless(), "assets", 0, my_number=True)


def test_my_number_permitted_by_the_first_principal_is_no_finding() -> None:
    assert check(with_my_number()) == ()
    assert check(edited(with_my_number(), "engagements", 1, consent_by="みらい学習(株) 個人情報管理部")) == ()


@pytest.mark.parametrize(
    ("fields", "code", "column"),
    [
        ({"consent": Consent.BLANKET}, "finding.my_number_blanket_consent", "consent"),
        ({"consent": Consent.NOTICE}, "finding.my_number_notice_only", "consent"),
        ({"consent_by": "P2"}, "finding.my_number_consent_not_by_owner", "consent_by"),
        ({"consent_by": ""}, "finding.my_number_consent_by_nobody", "consent_by"),
    ],
)
def test_my_number_needs_the_first_principals_own_permission(fields: dict[str, Any], code: str, column: str) -> None:
    register = edited(with_my_number(), "engagements", 1, **fields)
    assert told(register) == finding(register, code, "engagements", 1, column)


@pytest.mark.parametrize("form", ["ukeoi", "jun_inin"])
def test_direction_by_somebody_else_under_a_contract_for_work_is_a_suspicion(form: str) -> None:
    register = edited(faultless(), "engagements", 1, contract_form=form)
    register = edited(register, "accesses", 0, directed_by="P2")
    code = f"finding.direction_not_employer_{form}"
    assert told(register) == finding(register, code, "accesses", 0, "directed_by")


@pytest.mark.parametrize("kind", ["individual", "individual_pool"])
def test_sole_proprietors_who_are_directed_are_a_suspicion_of_their_own(kind: str) -> None:
    register = edited(faultless(), "parties", 2, kind=kind)
    register = edited(register, "accesses", 0, directed_by="P2", heads=people(1))
    assert told(register) == finding(register, "finding.direction_of_individual", "accesses", 0, "directed_by")


def test_a_receiver_may_direct_dispatched_people_under_its_own_contract_for_work() -> None:
    assert check(edited(faultless(), "accesses", 0, employer="P4", directed_by="P3", employment="dispatched")) == ()


@pytest.mark.parametrize("fields", [{"directed_by": ""}, {"employer": "unknown", "directed_by": "P2"}])
def test_direction_is_not_judged_where_it_is_not_said(fields: dict[str, Any]) -> None:
    assert check(edited(faultless(), "accesses", 0, **fields)) == ()


def test_dispatched_people_directed_by_a_third_party_are_a_suspicion() -> None:
    register = edited(faultless(), "accesses", 1, directed_by="P2")
    assert told(register) == finding(register, "finding.direction_not_receiver", "accesses", 1, "directed_by")


def test_dispatch_by_a_party_that_is_not_the_employer_is_a_suspicion() -> None:
    register = edited(faultless(), "accesses", 1, employer="P2")
    assert told(register) == finding(register, "finding.double_dispatch", "accesses", 1, "employer")


def test_dispatch_below_dispatch_is_a_suspicion() -> None:
    agency = noun_at("parties", 9, party_id="P9", name="夕凪人材", kind="agency")
    below = noun_at(
        "engagements",
        9,
        engagement_id="E9",
        consignor="P4",
        consignee="P9",
        parent_engagement="E3",
        relation="dispatch",
    )
    register = with_row(with_row(faultless(), "parties", agency), "engagements", below)
    assert told(register) == finding(register, "finding.double_dispatch", "engagements", 3, "relation")


def test_a_host_without_an_engagement_is_a_finding() -> None:
    stranger = noun_at("parties", 9, party_id="P9", name="雲海システム")
    register = edited(with_row(faultless(), "parties", stranger), "systems", 0, host="P9")
    assert told(register) == finding(register, "finding.host_without_engagement", "systems", 0, "host")


def test_a_host_named_only_in_an_access_row_is_found_there() -> None:
    register = edited(faultless(), "accesses", 0, host="P9", system="")
    register = with_row(register, "parties", noun_at("parties", 9, party_id="P9", name="雲海システム"))
    assert told(register) == finding(register, "finding.host_without_engagement", "accesses", 0, "host")


def test_an_engagement_on_other_data_does_not_make_a_host() -> None:
    other = noun_at("assets", 3, asset_id="A2", name="採用応募者", owner="P1")
    register = edited(with_row(faultless(), "assets", other), "systems", 0, asset_ids=("A1", "A2"))
    assert told(register) == finding(register, "finding.host_without_engagement", "systems", 0, "host")


def test_the_owner_may_host_its_own_data() -> None:
    assert check(edited(faultless(), "systems", 0, host="P1")) == ()


def test_rights_of_no_people_are_an_error() -> None:
    register = edited(faultless(), "accesses", 0, heads=people(0))
    where = register.accesses[0].source.at("heads")
    assert told(register) == [("register.no_heads", Severity.ERROR, where.sheet, where.cell)]


@pytest.mark.parametrize("fields", [{"is_holding": True}, {"revoked_on": "2025-03-01"}])
def test_rows_that_hold_or_are_revoked_may_have_no_people(fields: dict[str, Any]) -> None:
    assert check(edited(faultless(), "accesses", 0, heads=people(0), **fields)) == ()


def test_a_single_person_counts_as_one() -> None:
    register = edited(faultless(), "parties", 2, kind="individual", headcount=people(3))
    register = rebuilt(register, {"accesses": register.accesses[1:]})
    assert told(register) == finding(register, "register.individual_headcount", "parties", 2, "headcount")


def test_a_group_of_a_single_person_counts_as_one() -> None:
    register = edited(faultless(), "parties", 2, kind="individual")
    register = edited(register, "accesses", 0, employment="individual")
    assert told(register) == finding(register, "register.individual_headcount", "accesses", 0, "heads")


def test_a_pool_of_individuals_may_be_many() -> None:
    assert check(edited(faultless(), "parties", 2, kind="individual_pool", headcount=people(30))) == ()
