"""Payees beside the parties: settled by number alone, near by name, else unknown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskgraph.analysis.payees import matched, strangers, together
from riskgraph.model.finding import Payee, PayeeMatch
from riskgraph.model.party import Party
from riskgraph.model.submission import Submission

REGISTER = Submission(
    parties=(
        Party(party_id="A", name="株式会社ひばり運用サービス", corporate_number="7990001000001"),
        Party(party_id="B", name="つばめ保守", aliases=("旧つばめメンテナンス",)),
        Party(party_id="C", name="みやこどり情報処理センター"),
    )
)


def match(name: str, number: str = "") -> PayeeMatch:
    return matched([Payee(name=name, corporate_number=number)], REGISTER)[0]


def test_an_equal_number_settles_whatever_the_name() -> None:
    found = match("ヒバリ", "7990001000001")

    assert (found.party_id, found.near_party_id, found.is_settled) == ("A", "", True)


@pytest.mark.parametrize(
    ("name", "party_id"),
    [
        ("(株)ひばり運用サービス", "A"),
        ("㈱ひばり運用サービス　東京支店", "A"),
        ("ひばり運用", "A"),
        ("ひばり運用サーピス", "A"),
        ("ひばり運用サービ", "A"),
        ("ツバメ保守", ""),
        ("旧つばめメンテナンス", "B"),
        ("つばめ", ""),
        ("みやこどり情報処理センタ", "C"),
        ("あおば電力", ""),
        ("", ""),
        ("株式会社", ""),
    ],
)
def test_a_near_name_is_shown_and_settles_nothing(name: str, party_id: str) -> None:
    found = match(name)

    assert (found.party_id, found.near_party_id, found.is_settled) == ("", party_id, False)


def test_the_same_name_with_another_number_is_only_near() -> None:
    found = match("株式会社ひばり運用サービス", "6990001000002")

    assert (found.party_id, found.near_party_id, found.is_settled) == ("", "A", False)


def test_strangers_are_all_that_no_number_settles() -> None:
    matches = matched([Payee(name="x", corporate_number="7990001000001"), Payee(name="つばめ保守")], REGISTER)

    assert [found.payee.name for found in strangers(matches)] == ["つばめ保守"]


def test_rows_of_one_payee_are_one_with_their_amounts_added_up() -> None:
    rows = [
        Payee(name="(株)甲", expense="外注費", amount_yen=1.0),
        Payee(name="株式会社甲", expense="運賃", department="総務", amount_yen=2.0),
        Payee(name="甲", corporate_number="7990001000001"),
        Payee(name="甲商店", corporate_number="7990001000001", amount_yen=-5.0),
    ]
    found = [(p.name, p.expense, p.department, p.amount_yen) for p in together(rows)]

    assert found == [("(株)甲", "外注費, 運賃", "総務", 3.0), ("甲", "", "", -5.0)]


@given(st.lists(st.text(alphabet="あいうabc", max_size=9), max_size=8), st.text(alphabet="あいうabc", max_size=9))
def test_a_name_that_is_in_the_register_is_always_near_to_its_own_key(names: list[str], name: str) -> None:
    register = Submission(parties=tuple(Party(party_id=str(n), name=x) for n, x in enumerate([*names, name])))
    found = matched([Payee(name=name)], register)[0]

    assert not found.is_settled
    near = register.party_by_id[found.near_party_id].name if found.near_party_id else ""
    assert near.casefold() == name.casefold()
