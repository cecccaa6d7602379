"""The DORA templates in and out: ranks, references, a round trip, and what the lint finds."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskgraph.analysis.dora import is_lei, linted
from riskgraph.intake.dora import DATA, OWNER, read_dora, submission_from
from riskgraph.intake.dora_workbook import dora_workbook, dora_zip
from riskgraph.intake.register import read_register
from riskgraph.intake.template import register_workbook
from riskgraph.model.chain import build_chain
from riskgraph.model.dora import CHAIN_COLUMNS, LEGAL_PERSON, PROVIDER_COLUMNS, ChainLine, DoraRegister, ProviderLine
from riskgraph.model.engagement import Engagement
from riskgraph.model.party import Party, PartyKind
from riskgraph.model.problem import Severity
from riskgraph.model.quantities import Cell
from riskgraph.model.submission import Submission
from riskgraph.report.dora import dora_document, dora_register
from riskgraph.text import t
from tests.model.builders import engagement, submission
from tests.ui.pages import workbook

ROOT = Path(__file__).resolve().parents[2]
LEI = "5493001KJTIIGC8Y1R12"
TODAY = date(2026, 10, 1)


@cache
def sample() -> Submission:
    return read_register([("sample_vendors.xlsx", (ROOT / "sample_vendors.xlsx").read_bytes())])


def register_of(*engagements: Engagement, **named: Any) -> DoraRegister:
    return dora_register(submission(*engagements, **named))[0]


def keys(register: DoraRegister) -> list[tuple[str, str, int, str]]:
    return [(line.contract, line.code, line.rank, line.recipient) for line in register.chains]


def provider(code: str, **fields: Any) -> ProviderLine:
    full = {"code_type": "LEI", "name": code, "latin_name": code, "country": "JP", **fields}
    return ProviderLine(code=code, **full)


def chain(contract: str, code: str, rank: int, recipient: str = "", **fields: Any) -> ChainLine:
    return ChainLine(contract=contract, code=code, rank=rank, recipient=recipient, service="S19", **fields)


def codes(register: DoraRegister) -> list[str]:
    return [p.code for p in linted(register) if p.severity is Severity.ERROR]


def bare(register: DoraRegister) -> tuple[Any, Any]:
    """The rows without where they stand and which engagement they are."""
    chains = [x.model_copy(update={"source": Cell(), "engagement_id": ""}) for x in register.chains]
    return [x.model_copy(update={"source": Cell()}) for x in register.providers], sorted(chains, key=repr)


def test_a_rank_is_counted_from_the_contract_down() -> None:
    register = register_of(engagement("K1: O > A"), engagement("K2: A > B under K1"), engagement("K3: B > C under K2"))

    assert keys(register) == [("K1", "A", 1, ""), ("K1", "B", 2, "A"), ("K1", "C", 3, "B")]


def test_one_firm_has_the_rank_that_each_contract_gives_it_and_a_diamond_keeps_both_ways() -> None:
    register = register_of(
        engagement("K1: O > A"), engagement("K2: O > B"), engagement("K3: A > B under K1"),
        engagement("K4: O > C"), engagement("K5: A > D under K1"), engagement("K6: B > D under K3"),
    )  # fmt: skip
    assert ("K2", "B", 1, "") in keys(register) and ("K1", "B", 2, "A") in keys(register)
    assert ("K1", "D", 2, "A") in keys(register) and ("K1", "D", 3, "B") in keys(register)
    assert codes(register) == []


def test_what_has_ended_or_is_only_suspected_is_left_out() -> None:
    register, told = dora_register(
        submission(
            engagement("K1: O > A", status="ended"),
            engagement("K2: O > B"),
            engagement("K3: B > C under K2", declared="suspected"),
        )
    )
    assert keys(register) == [("K2", "B", 1, "")]
    assert [p.code for p in told] == ["dora.suspected"]


def test_the_sample_has_a_rank_for_every_running_engagement_and_no_broken_reference() -> None:
    register, _ = dora_register(sample())

    assert codes(register) == []
    assert max(line.rank for line in register.chains) >= 4
    assert {line.code_type for line in register.providers if line.code.isdigit()} == {"JP_CRN"}
    by_code = {line.code: line for line in register.providers}
    assert by_code["5990001000003"].expense == 1280000000.0 + 18000000.0


@pytest.mark.parametrize("form", ["xlsx", "zip"])
def test_the_sample_goes_out_and_comes_back_as_the_same_rows(form: str) -> None:
    register, _ = dora_register(sample())
    data = dora_workbook(register, [], "ja") if form == "xlsx" else dora_zip(register)
    read, problems = read_dora(f"roi.{form}", data)

    assert problems == ()
    assert bare(read) == bare(register)


def test_what_was_imported_is_exported_as_it_was() -> None:
    register, _ = dora_register(sample())
    made, told = submission_from(register, owner="当社", data="データ")
    again = read_register([("r.xlsx", register_workbook(made, "ja"))])

    assert [p.code for p in told if p.severity is not Severity.INFO] == []
    once, twice = bare(register), bare(dora_register(again)[0])
    assert once[1] == twice[1]
    assert told_of_firms(once[0]) == told_of_firms(twice[0])


def told_of_firms(lines: list[ProviderLine]) -> dict[str, tuple[object, ...]]:
    """What is said of firms; of people nothing but their id comes back."""
    return {x.code: (x.name, x.expense, x.country) for x in lines if x.person_type == LEGAL_PERSON}


def test_codes_expenses_and_parents_that_a_register_has_no_column_for_come_back() -> None:
    register = DoraRegister(
        providers=(
            provider(LEI, other_code="7990001000001", other_code_type="JP_CRN", expense=5.0, currency="EUR"),
            provider("DE123", code_type="DE_VAT", parent_code=LEI, parent_code_type="LEI"),
        ),
        chains=(chain("C/1、2", LEI, 1, code_type="LEI"), chain("C/1、2", "DE123", 2, LEI, code_type="DE_VAT",
                recipient_type="LEI")),
    )  # fmt: skip
    made, _ = submission_from(register, owner="x", data="y")
    read = read_register([("r.xlsx", register_workbook(made, "en"))])
    again = dora_register(read)[0]

    assert bare(again)[1] == bare(register)[1]
    found = {line.code: line for line in again.providers}
    assert (found[LEI].other_code, found[LEI].expense, found[LEI].currency) == ("7990001000001", 5.0, "EUR")
    assert (found["DE123"].code_type, found["DE123"].parent_code) == ("DE_VAT", LEI)


@pytest.mark.parametrize(
    ("chains", "code"),
    [
        ((chain("C", "A", 2, "B"), chain("C", "B", 2, "A")), "dora.no_direct"),
        ((chain("C", "A", 1, "B"), chain("C", "B", 2, "A")), "dora.direct_has_recipient"),
        ((chain("C", "A", 1), chain("C", "B", 2)), "dora.no_recipient"),
        ((chain("C", "A", 1), chain("C", "B", 2, "D")), "dora.recipient_outside"),
        ((chain("C", "A", 1), chain("C", "B", 3, "A")), "dora.rank"),
        ((chain("C", "X", 1),), "dora.unknown_provider"),
    ],
)
def test_a_broken_chain_is_an_error(chains: tuple[ChainLine, ...], code: str) -> None:
    register = DoraRegister(providers=tuple(provider(c) for c in "ABD"), chains=chains)

    assert code in codes(register)


def test_two_rows_of_one_code_and_a_circle_are_told() -> None:
    twice = DoraRegister(providers=(provider("A"), provider("A")), chains=(chain("C", "A", 1),))
    assert codes(twice) == ["dora.same_code", "dora.same_code"]

    circle = (chain("C", "A", 1), chain("C", "B", 2, "A"), chain("C", "A", 3, "B"))
    found = linted(DoraRegister(providers=(provider("A"), provider("B")), chains=circle))
    assert [p.fields["codes"] for p in found if p.code == "dora.circle"] == ["A, B"]


def test_a_natural_person_goes_out_without_a_name() -> None:
    register = submission(engagement("K1: O > A"))
    person = Party(party_id="A", name="山田 花子", aliases=("Hanako Yamada",), kind=PartyKind.INDIVIDUAL)
    found = dora_register(register.model_copy(update={"parties": (register.parties[0], person)}))[0]

    assert [(line.name, line.latin_name, line.code) for line in found.providers] == [("A", "A", "A")]


def test_a_circle_of_the_register_is_exported_with_growing_ranks() -> None:
    register = register_of(engagement("K1: O > A"), engagement("K2: A > B under K1"), engagement("K3: B > A under K2"))

    assert keys(register) == [("K1", "A", 1, ""), ("K1", "B", 2, "A"), ("K1", "A", 3, "B")]


@pytest.mark.parametrize(
    ("code", "is_one"), [(LEI, True), (LEI[:-1] + "3", False), ("7990001000001", False), ("", False)]
)
def test_an_lei_checks_itself(code: str, is_one: bool) -> None:
    assert is_lei(code) is is_one


def test_official_titles_qualified_values_and_a_title_row_are_understood() -> None:
    providers = [["Register of information"], ["c0010", "c0020", "c0050", "c0080", "c0100"]]
    shown = ("0010", "0020", "0050", "0080", "0100")
    providers.append([t("en", f"dora.B_05.01.{column}") for column in shown])
    providers.append([LEI, "eba_qCO:LEI", "Alpha GmbH", "eba_GA:DE", "1,000"])
    chains = [["B_05.02.0010", "B_05.02.0020", "B_05.02.0030", "B_05.02.0050", "B_05.02.0060"]]
    chains += [["C1", "eba_TA:S17", LEI, 1, "Not applicable"]]
    register, problems = read_dora("x.xlsx", workbook({"b_05.01": providers, "RT.05.02": chains}))

    assert problems == ()
    assert register.providers[0].code_type == "LEI"
    assert (register.providers[0].country, register.providers[0].expense) == ("DE", 1000.0)
    assert (register.chains[0].service, register.chains[0].recipient) == ("S17", "")


def test_bad_cells_are_told_with_their_place_and_the_rest_is_read() -> None:
    head = [f"c{column}" for column, _ in CHAIN_COLUMNS]
    rows = [head, ["C1", "S01", "A", "LEI", "first", "", ""], ["", "S01", "B", "", 1, "", ""], ["C1", "", "D", "", 1.5]]
    first = [f"c{column}" for column, _ in PROVIDER_COLUMNS]
    register, problems = read_dora(
        "x.xlsx", workbook({"B_05.01": [first, ["A", "LEI", "", "", "あ", "", "", "", "", "多い"]], "B_05.02": rows})
    )

    told = {(p.code, p.cell) for p in problems}
    assert told == {("dora.expense", "J2"), ("dora.no_rank", "E2"), ("dora.no_code", "B3"), ("dora.no_rank", "E4")}
    assert [line.rank for line in register.chains] == [0, 0]


def test_a_file_without_the_templates_says_which_are_missing() -> None:
    found = read_dora("x.xlsx", workbook({"Sheet1": [["a", "b"], [1, 2]]}))

    assert [(p.code, p.fields["template"]) for p in found[1]] == [
        ("dora.no_sheet", "B_05.01"),
        ("dora.no_sheet", "B_05.02"),
    ]


def test_the_owner_and_the_data_that_stand_in_are_told() -> None:
    made, told = submission_from(DoraRegister(chains=(chain("C", "A", 1),)), owner="当社", data="仮")

    assert (made.party_by_id[OWNER].name, made.asset_by_id[DATA].records) == ("当社", None)
    assert [p.code for p in told] == ["dora.supposed"]


def test_a_name_that_begins_a_formula_stays_text() -> None:
    hostile = DoraRegister(providers=(provider("A", name='=HYPERLINK("http://x","y")'),), chains=(chain("C", "A", 1),))
    book = openpyxl.load_workbook(io.BytesIO(dora_workbook(hostile, [], "en")))
    assert {cell.data_type for row in book["B_05.01"].iter_rows(min_row=3) for cell in row if cell.value} == {"s"}

    with zipfile.ZipFile(io.BytesIO(dora_zip(hostile))) as package:
        assert "'=HYPERLINK" in package.read("reports/b_05.01.csv").decode()


def test_the_document_of_a_register_is_the_same_twice() -> None:
    register, problems = dora_register(sample())
    assert dora_document(register, (), problems) == dora_document(*dora_register(sample())[:1], (), problems)


@st.composite
def forests(draw: st.DrawFn) -> Submission:
    """Registers of up to nine engagements, each under the owner or under one drawn before it."""
    firms = "ABCDE"
    rows: list[Engagement] = []
    for n in range(draw(st.integers(1, 9))):
        above = draw(st.sampled_from([None, *rows]))
        consignee = draw(st.sampled_from(firms))
        start = above.consignee if above else "O"
        rows.append(engagement(f"K{n}: {start} > {consignee} under {above.engagement_id if above else ''}"))
    return submission(*rows)


@settings(max_examples=40, deadline=None)
@given(forests())
def test_any_forest_keeps_its_chains_through_the_templates(register: Submission) -> None:
    lines = dora_register(register)[0]
    assert codes(lines) == []
    made, _ = submission_from(lines, owner="O", data="D")
    assert len(build_chain(made).orphans) == 0
    again = dora_register(made)[0]

    assert sorted(keys(again)) == sorted(keys(lines))
    assert {party.party_id for party in made.parties} >= {line.code for line in lines.chains}
    assert Party(party_id=OWNER, name="O") in made.parties
