"""Engagements that lead nowhere, do not join or run in a circle; data and counts that do not fit."""

from __future__ import annotations

from typing import Any

from riskgraph.intake.checks import check
from riskgraph.model.problem import Problem, Severity
from riskgraph.model.quantities import Interval
from riskgraph.model.submission import Submission
from tests.intake.registers import edited, faultless, noun_at, people, rebuilt, with_row


def told(register: Submission) -> list[tuple[str, Severity, str]]:
    """Return what is told, with the cells."""
    return [(p.code, p.severity, f"{p.sheet}{p.cell}") for p in check(register)]


def at(register: Submission, kind: str, number: int, column: str) -> str:
    """Return the cell of a column."""
    cell = getattr(register, kind)[number].source.at(column)
    return f"{cell.sheet}{cell.cell}"


def engagement(row: int, **fields: Any) -> Any:
    """Return one more engagement, under the owner and on its data unless said otherwise."""
    return noun_at("engagements", row, **{"consignor": "P1", "consignee": "P3", "asset_ids": ("A1",), **fields})


def test_a_party_that_consigns_to_itself_is_told() -> None:
    register = with_row(faultless(), "engagements", engagement(9, engagement_id="E9", consignee="P1"))
    cell = at(register, "engagements", -1, "consignee")
    assert told(register) == [("register.self_consignment", Severity.ERROR, cell)]


def test_an_engagement_below_a_broken_line_is_an_orphan() -> None:
    register = edited(faultless(), "engagements", 1, parent_engagement="E8")
    assert told(register) == [
        ("register.unknown_parent", Severity.ERROR, at(register, "engagements", 1, "parent_engagement")),
        ("register.orphan", Severity.ERROR, at(register, "engagements", 2, "parent_engagement")),
    ]
    assert check(register)[1].fields["broken_at"] == "E2"


def test_engagements_that_are_each_others_parents_are_told_and_what_hangs_below() -> None:
    register = edited(faultless(), "engagements", 1, parent_engagement="E9")
    loop = engagement(9, engagement_id="E9", consignor="P3", consignee="P2", parent_engagement="E2")
    codes = {(p.code, p.cell) for p in check(with_row(register, "engagements", loop))}
    assert ("register.parent_loop", register.engagements[1].source.at("parent_engagement").cell) in codes
    assert ("register.parent_loop", loop.source.at("parent_engagement").cell) in codes
    assert ("register.orphan", register.engagements[2].source.at("parent_engagement").cell) in codes


def test_a_topmost_engagement_of_a_party_without_data_does_not_lead_to_an_owner() -> None:
    register = with_row(faultless(), "engagements", engagement(9, engagement_id="E9", consignor="P9", asset_ids=()))
    register = with_row(register, "parties", noun_at("parties", 9, party_id="P9", name="Ninth"))
    cell = at(register, "engagements", -1, "parent_engagement")
    assert told(register) == [("register.not_owner", Severity.ERROR, cell)]


def test_engagements_that_do_not_say_below_which_other_they_stand_are_told_once() -> None:
    register = faultless()
    consent = register.engagements[1].consent
    for row in (9, 10):
        below = engagement(row, engagement_id=f"E{row}", consignor="P2", asset_ids=(), consent=consent)
        register = with_row(register, "engagements", below)
    assert told(register) == [
        ("register.parent_open", Severity.INFO, at(register, "engagements", -2, "parent_engagement"))
    ]
    assert check(register)[0].fields["count"] == 2


def test_a_parent_that_does_not_join_is_told_at_the_consignor() -> None:
    register = edited(faultless(), "engagements", 2, consignor="P2", contract_form=None)
    found = [p for p in check(register) if p.code == "register.consignor_mismatch"]
    assert [p.cell for p in found] == [register.engagements[2].source.at("consignor").cell]
    assert found[0].fields["parent_party"] == "P3"


def test_a_circle_of_parties_is_kept_and_told_once() -> None:
    back = engagement(9, engagement_id="E9", consignor="P3", consignee="P2", parent_engagement="E2")
    back = back.model_copy(update={"consent": faultless().engagements[1].consent, "asset_ids": ()})
    register = with_row(faultless(), "engagements", back)
    assert told(register) == [
        ("finding.circular_consignment", Severity.WARNING, at(register, "engagements", 1, "consignee"))
    ]
    assert check(register)[0].fields["count"] == 2


def test_a_tier_told_by_a_party_is_a_finding() -> None:
    register = edited(faultless(), "engagements", 1, declared="by_party")
    cell = at(register, "engagements", 1, "declared")
    assert told(register) == [("finding.tier_told_by_party", Severity.WARNING, cell)]


def test_a_suspicion_without_probability_tells_the_default() -> None:
    register = edited(faultless(), "engagements", 1, declared="suspected")
    cell = at(register, "engagements", 1, "declared")
    assert told(register) == [("register.suspected_without_probability", Severity.INFO, cell)]


def test_a_probability_of_something_declared_is_not_used() -> None:
    register = edited(faultless(), "engagements", 1, probability=Interval(0.1, 0.2, 0.3))
    cell = at(register, "engagements", 1, "probability")
    assert told(register) == [("register.probability_not_used", Severity.INFO, cell)]


def test_a_topmost_engagement_must_say_which_of_several_data() -> None:
    second = noun_at("assets", 3, asset_id="A2", name="採用応募者", owner="P1")
    register = with_row(faultless(), "assets", second)
    silent = edited(register, "engagements", 0, asset_ids=())
    found = [p for p in check(silent) if p.code == "register.top_without_asset"]
    assert [(p.severity, p.cell) for p in found] == [
        (Severity.ERROR, silent.engagements[0].source.at("asset_ids").cell)
    ]
    assert check(register) == ()


def test_data_of_another_owner_are_told() -> None:
    other = noun_at("assets", 3, asset_id="A2", name="北斗の顧客", owner="P2")
    register = edited(with_row(faultless(), "assets", other), "engagements", 1, asset_ids=("A1", "A2"))
    cell = at(register, "engagements", 1, "asset_ids")
    assert told(register) == [("register.asset_of_another_owner", Severity.ERROR, cell)]


def test_data_that_the_contract_above_does_not_cover_are_told() -> None:
    other = noun_at("assets", 3, asset_id="A2", name="採用応募者", owner="P1")
    register = edited(with_row(faultless(), "assets", other), "engagements", 1, asset_ids=("A1", "A2"))
    cell = at(register, "engagements", 1, "asset_ids")
    assert told(register) == [("register.asset_not_above", Severity.WARNING, cell)]


def test_more_records_than_the_parent_are_told() -> None:
    register = edited(faultless(), "engagements", 1, records=people(1001))
    cell = at(register, "engagements", 1, "records")
    assert told(register) == [("register.records_above_parent", Severity.WARNING, cell)]
    assert check(register)[0].fields["limit"] == "1,000"


def test_an_interval_that_may_fit_the_parent_is_not_told() -> None:
    assert check(edited(faultless(), "engagements", 1, records=Interval(800, 1000, 1300))) == ()


def test_counts_of_different_things_are_not_compared() -> None:
    register = edited(faultless(), "engagements", 0, records_basis="held")
    assert check(edited(register, "engagements", 1, records=people(5000), records_basis="yearly")) == ()


def test_more_records_than_the_data_have_are_told() -> None:
    register = edited(faultless(), "engagements", 0, records=people(1200))
    cell = at(register, "engagements", 0, "records")
    assert told(register) == [("register.records_above_asset", Severity.WARNING, cell)]


def test_access_to_more_records_than_the_data_have_is_told() -> None:
    register = edited(faultless(), "accesses", 0, records=people(1001))
    cell = at(register, "accesses", 0, "records")
    assert told(register) == [("register.access_above_asset", Severity.WARNING, cell)]


def test_without_any_data_the_orphans_are_not_listed_one_by_one() -> None:
    register = rebuilt(faultless(), {"assets": (), "systems": (), "accesses": (), "connections": (), "answers": ()})
    codes: set[str] = {p.code for p in check(register)}
    assert codes == {"register.unknown_asset"}


def test_every_problem_is_a_value_with_a_place() -> None:
    register = edited(faultless(), "engagements", 1, parent_engagement="E8", records=people(9e9))
    assert all(isinstance(p, Problem) and p.file and p.sheet and p.cell for p in check(register))
