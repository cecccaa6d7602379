"""Ids that point nowhere or stand twice, and names and numbers that may be one firm."""

from __future__ import annotations

from typing import Any

import pytest

from riskgraph.intake.checks import check
from riskgraph.model.problem import Severity
from tests.intake.registers import edited, faultless, noun_at, rebuilt, source_of, with_row

DEAD = "Z-99"


def test_a_faultless_register_has_no_problem() -> None:
    assert check(faultless(), known_controls=frozenset({"DEV-01"})) == ()


@pytest.mark.parametrize(
    ("kind", "number", "fields", "code", "column"),
    [
        ("parties", 1, {"succeeded_by": DEAD}, "register.unknown_party", "succeeded_by"),
        ("engagements", 2, {"consignee": DEAD}, "register.unknown_party", "consignee"),
        ("engagements", 1, {"parent_engagement": DEAD}, "register.unknown_parent", "parent_engagement"),
        ("engagements", 0, {"asset_ids": ("A1", DEAD)}, "register.unknown_asset", "asset_ids"),
        ("engagements", 0, {"renewal_of": DEAD}, "register.unknown_engagement", "renewal_of"),
        ("assets", 0, {"owner": DEAD}, "register.unknown_owner", "owner"),
        ("systems", 0, {"host": DEAD}, "register.unknown_party", "host"),
        ("systems", 0, {"asset_ids": ("A1", DEAD)}, "register.unknown_asset", "asset_ids"),
        ("sites", 0, {"party_id": DEAD}, "register.unknown_party", "party_id"),
        ("accesses", 0, {"engagement_id": DEAD}, "register.unknown_engagement", "engagement_id"),
        ("accesses", 0, {"asset_id": DEAD}, "register.unknown_asset", "asset_id"),
        ("accesses", 0, {"employer": DEAD, "directed_by": ""}, "register.unknown_party", "employer"),
        ("accesses", 1, {"directed_by": DEAD}, "register.unknown_party", "directed_by"),
        ("accesses", 0, {"host": DEAD}, "register.unknown_party", "host"),
        ("accesses", 0, {"device_owner": DEAD}, "register.unknown_party", "device_owner"),
        ("accesses", 0, {"site_owner": DEAD}, "register.unknown_party", "site_owner"),
        ("accesses", 0, {"system": DEAD}, "register.unknown_system", "system"),
        ("accesses", 0, {"site": DEAD}, "register.unknown_site", "site"),
        ("connections", 0, {"start": DEAD}, "register.unknown_party_or_system", "from"),
        ("connections", 0, {"end": DEAD}, "register.unknown_party_or_system", "to"),
    ],
)
def test_an_id_that_points_nowhere_is_named_at_its_cell(
    kind: str, number: int, fields: dict[str, Any], code: str, column: str
) -> None:
    register = edited(faultless(), kind, number, **fields)
    where = getattr(register, kind)[number].source.at(column)
    found = [p for p in check(register) if p.code == code]
    assert [(p.severity, p.sheet, p.cell, p.fields) for p in found] == [
        (Severity.ERROR, where.sheet, where.cell, {"value": DEAD})
    ]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"party_id": DEAD}, "register.unknown_party"),
        ({"scope_id": DEAD}, "register.unknown_system"),
        ({"scope_kind": "site", "scope_id": DEAD}, "register.unknown_site"),
        ({"scope_kind": "engagement", "scope_id": DEAD}, "register.unknown_engagement"),
        ({"control_id": DEAD}, "register.unknown_control"),
    ],
)
def test_an_answer_that_points_nowhere_is_named_at_its_cell(fields: dict[str, Any], code: str) -> None:
    register = edited(faultless(), "answers", 0, **fields)
    problems = check(register, known_controls=frozenset({"DEV-01"}))
    assert [(p.code, p.sheet, p.cell) for p in problems] == [(code, "回答", "D2")]


def test_a_request_to_an_unknown_party_is_told() -> None:
    register = edited(faultless(), "requests", 0, party_id=DEAD)
    assert [(p.code, p.sheet, p.cell) for p in check(register)] == [("register.unknown_party", "依頼", "A2")]


def test_control_ids_are_not_judged_without_a_catalogue() -> None:
    assert check(edited(faultless(), "answers", 0, control_id=DEAD)) == ()


@pytest.mark.parametrize("word", ["none", "unknown"])
def test_none_and_unknown_are_roles_and_not_ids(word: str) -> None:
    assert check(edited(faultless(), "accesses", 0, device_owner=word, site_owner=word)) == ()


def test_an_owner_in_the_settings_that_is_no_party_is_told() -> None:
    register = rebuilt(faultless(), {"settings": faultless().settings.model_copy(update={"owner": DEAD})})
    assert [p.code for p in check(register)] == ["register.unknown_owner"]


@pytest.mark.parametrize(
    ("kind", "column"),
    [
        ("parties", "party_id"),
        ("engagements", "engagement_id"),
        ("assets", "asset_id"),
        ("systems", "system_id"),
        ("sites", "site_id"),
        ("accesses", "access_id"),
        ("connections", "connection_id"),
    ],
)
def test_a_second_row_with_one_id_names_both_cells(kind: str, column: str) -> None:
    register = faultless()
    row = getattr(register, kind)[-1]
    again = row.model_copy(update={"source": source_of(kind, 30)})
    found = [p for p in check(with_row(register, kind, again)) if p.code == "register.duplicate_id"]
    assert [(p.severity, p.cell, p.fields["other"]) for p in found] == [
        (Severity.ERROR, again.source.at(column).cell, row.source.at(column).cell)
    ]


def test_a_second_row_in_another_file_names_file_sheet_and_cell() -> None:
    register = faultless()
    again = register.assets[0].model_copy(update={"source": source_of("assets", 7, file="sales.xlsx")})
    (problem,) = check(with_row(register, "assets", again))
    assert (problem.file, problem.cell) == ("sales.xlsx", "A7")
    assert problem.fields["other"] == "register.xlsx データ A2"


def test_copies_of_one_row_under_several_parents_are_no_duplicates() -> None:
    register = faultless()
    second = noun_at("engagements", 9, engagement_id="E9", consignor="P1", consignee="P2", asset_ids=("A1",))
    e2 = register.engagements[1]
    under = [
        e2.model_copy(update={"engagement_id": f"E2@{parent}", "base_id": "E2", "parent_engagement": parent})
        for parent in ("E1", "E9")
    ]
    engagements = (register.engagements[0], second, *under)
    without_tier = rebuilt(register, {"engagements": engagements, "accesses": register.accesses[:1]})
    assert check(without_tier) == ()


@pytest.mark.parametrize(
    "spelling",
    ["北斗情報(株)", "㈱北斗情報", "株式会社 北斗情報", "北斗情報", "ﾎｸﾄ", "HOKUTO Joho Co., Ltd."],
)
def test_near_equal_names_are_proposed_and_not_merged(spelling: str) -> None:
    aliases = ("ホクト", "Hokuto Joho K.K.")
    register = edited(faultless(), "parties", 1, aliases=aliases)
    register = with_row(register, "parties", noun_at("parties", 9, party_id="P9", name=spelling))
    (problem,) = check(register)
    assert (problem.code, problem.severity) == ("register.similar_name", Severity.WARNING)
    assert (problem.cell, problem.fields["party"], problem.fields["other"]) == ("B9", "P9", "P2")


def test_firms_with_two_valid_numbers_may_share_a_name() -> None:
    register = edited(faultless(), "parties", 1, corporate_number="7000012050002")
    register = edited(register, "parties", 0, corporate_number="")
    other = noun_at("parties", 9, party_id="P9", name="北斗情報", corporate_number="1000011000005")
    assert check(with_row(register, "parties", other)) == ()


def test_a_successor_may_share_its_predecessors_name() -> None:
    successor = noun_at("parties", 9, party_id="P9", name="北斗情報")
    register = edited(with_row(faultless(), "parties", successor), "parties", 1, succeeded_by="P9")
    assert check(register) == ()


def test_one_corporate_number_under_two_ids_is_proposed_for_merging() -> None:
    twin = noun_at("parties", 9, party_id="P9", name="ミライ学習塾", corporate_number="7000012050002")
    (problem,) = check(with_row(faultless(), "parties", twin))
    assert problem.code == "register.same_corporate_number"
    assert problem.severity is Severity.WARNING
    assert problem.cell == twin.source.at("corporate_number").cell
    assert problem.fields["place"] == faultless().parties[0].source.at("corporate_number").cell


@pytest.mark.parametrize(
    ("written", "code", "severity"),
    [
        ("7000012050003", "register.corporate_number_check_digit", Severity.ERROR),
        ("9999999999999", "register.corporate_number_placeholder", Severity.WARNING),
        ("0000000000000", "register.corporate_number_placeholder", Severity.WARNING),
        ("申請中", "register.corporate_number_placeholder", Severity.WARNING),
        ("700001205000", "register.corporate_number_length", Severity.ERROR),
        ("70000120500021", "register.corporate_number_length", Severity.ERROR),
    ],
)
def test_a_corporate_number_that_cannot_be_right_is_told(written: str, code: str, severity: Severity) -> None:
    register = edited(faultless(), "parties", 0, corporate_number=written)
    (problem,) = check(register)
    assert (problem.code, problem.severity) == (code, severity)
    assert problem.cell == register.parties[0].source.at("corporate_number").cell


@pytest.mark.parametrize("written", ["T7000012050002", "７０００－０１２０５－０００２", ""])
def test_a_number_written_in_another_way_is_right(written: str) -> None:
    assert check(edited(faultless(), "parties", 0, corporate_number=written)) == ()


def test_firms_abroad_have_numbers_of_their_own() -> None:
    assert check(edited(faultless(), "parties", 1, corporate_number="HRB 12345", country="ドイツ")) == ()
