"""Payees beside the register in words: counts, order, filter, columns."""

from __future__ import annotations

import pytest

from riskgraph.model.finding import Payee, PayeeMatch
from riskgraph.report.payee_rows import Standing, fitting_payees, payee_columns, payees_sentence, standing_of
from riskgraph.text import LOCALES, t
from tests.report.findings import REGISTER

NONE = PayeeMatch(payee=Payee(name="あおば電力", expense="光熱費", amount_yen=10.0))
LARGE = PayeeMatch(payee=Payee(name="=HYPERLINK(1)", amount_yen=5_000_000.0))
NEAR = PayeeMatch(payee=Payee(name="ひばり運用 支店"), near_party_id="A")
SETTLED = PayeeMatch(payee=Payee(name="つばめ", corporate_number="7990001000001"), party_id="B", is_settled=True)
ALL = (SETTLED, NEAR, NONE, LARGE)


def test_each_payee_has_one_standing() -> None:
    assert [standing_of(match) for match in ALL] == [Standing.SETTLED, Standing.NEAR, Standing.NONE, Standing.NONE]


@pytest.mark.parametrize("locale", LOCALES)
def test_the_sentence_counts_each_standing(locale: str) -> None:
    assert payees_sentence(ALL, locale) == t(locale, "payees.sentence", total=4, settled=1, near=1, none=2)


def test_those_that_the_register_does_not_have_come_first_the_largest_amount_before_all() -> None:
    assert fitting_payees(ALL, (), "") == (LARGE, NONE, NEAR, SETTLED)
    assert fitting_payees(ALL, (Standing.NEAR,), "") == (NEAR,)
    assert fitting_payees(ALL, (), "光熱 あおば") == (NONE,)


@pytest.mark.parametrize("locale", LOCALES)
def test_columns_name_the_party_and_keep_hostile_words_as_text(locale: str) -> None:
    columns = payee_columns(ALL, REGISTER, locale)

    assert {len(values) for values in columns.values()} == {4}
    assert columns["payee_party"][:2] == ["つばめ保守", t(locale, "payees.near", name="ひばり運用")]
    assert columns["payee_name"][3] == "=HYPERLINK(1)"
