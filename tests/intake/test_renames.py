"""A party that is one by its corporate number is proposed as renamed, and keeps its id everywhere when it is taken."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from riskgraph.intake.corporate_number import check_digit
from riskgraph.intake.difference import difference
from riskgraph.intake.references import with_ids
from riskgraph.intake.register import read_register
from riskgraph.intake.renames import proposed_renames, with_renames
from riskgraph.intake.template import register_workbook
from riskgraph.model.answer import Answer, AnswerCode
from riskgraph.model.difference import RowFate
from riskgraph.model.party import Party
from riskgraph.model.submission import Submission, TableRow
from tests.intake.registers import edited, faultless, rebuilt

NUMBER = "7000012050002"


def numbered(base: int) -> str:
    digits = f"{base:012d}"
    return f"{check_digit(digits)}{digits}"


def full() -> Submission:
    """Return a register in which the party P1 stands in every column that can name a party."""
    register = faultless()
    first = register.accesses[0].model_copy(
        update=dict.fromkeys(("employer", "directed_by", "host", "device_owner", "site_owner"), "P1")
    )
    return rebuilt(
        register,
        {
            "parties": (*register.parties, Party(party_id="P9", name="旧社", succeeded_by="P1")),
            "systems": (register.systems[0].model_copy(update={"host": "P1"}),),
            "sites": (register.sites[0].model_copy(update={"party_id": "P1"}),),
            "accesses": (first,),
            "connections": (register.connections[0].model_copy(update={"start": "P1", "end": "P1"}),),
            "answers": (Answer(party_id="P1", control_id="DEV-01", answer=AnswerCode.YES),),
            "requests": (register.requests[0].model_copy(update={"party_id": "P1"}),),
            "findings": (TableRow(cells={"組織ID": "P1", "内容": "P1"}),),
        },
    )


def test_another_id_with_the_same_number_is_proposed_and_taking_it_keeps_the_old_id_everywhere() -> None:
    old = full()
    new = with_ids(old, {"parties": {"P1": "N1"}})
    (rename,) = proposed_renames(old, new)
    assert (rename.old_id, rename.new_id, rename.corporate_number) == ("P1", "N1", NUMBER)
    assert "N1" in new.model_dump_json()
    assert with_renames(new, [rename]) == old


def test_the_old_name_becomes_an_alias() -> None:
    old = faultless()
    renamed = edited(old, "parties", 0, party_id="N1", name="みらいラーニング株式会社")
    (rename,) = proposed_renames(old, renamed)
    (row,) = difference(old, with_renames(renamed, [rename]), "ja").rows[:1]
    assert (row.row_id, row.fate) == ("P1", RowFate.CHANGED)
    assert [(c.column, c.after) for c in row.cells] == [
        ("name", "みらいラーニング株式会社"),
        ("aliases", "みらい学習株式会社"),
    ]


def test_another_name_under_the_same_id_and_number_is_told_too() -> None:
    old = faultless()
    (rename,) = proposed_renames(old, edited(old, "parties", 0, name="みらいラーニング株式会社"))
    assert (rename.old_id, rename.new_id, rename.old_name) == ("P1", "P1", "みらい学習株式会社")


def test_the_same_name_in_another_width_or_without_a_valid_number_is_no_rename() -> None:
    old = faultless()
    assert proposed_renames(old, edited(old, "parties", 0, name="みらい学習 株式会社")) == ()
    unchecked = edited(old, "parties", 0, corporate_number="1111111111111")
    assert proposed_renames(unchecked, edited(unchecked, "parties", 0, party_id="N1")) == ()


def test_a_number_at_two_parties_names_neither() -> None:
    old = faultless()
    twice = edited(edited(old, "parties", 0, party_id="N1"), "parties", 1, corporate_number=NUMBER)
    assert proposed_renames(old, twice) == ()


def test_taking_a_proposal_never_merges_two_parties() -> None:
    old = faultless()
    swapped = edited(edited(old, "parties", 0, corporate_number=""), "parties", 1, corporate_number=NUMBER)
    assert proposed_renames(old, swapped) == ()


def test_a_name_with_a_comma_stays_one_alias_when_it_is_read_again() -> None:
    old = edited(faultless(), "parties", 0, name="甲、乙/丙社")
    renamed = edited(old, "parties", 0, name="丁社")
    taken = with_renames(renamed, proposed_renames(old, renamed))
    back = read_register([("r.xlsx", register_workbook(taken, "ja"))])
    assert back.parties[0].aliases == taken.parties[0].aliases == ("甲・乙・丙社",)


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_taking_all_proposals_brings_every_old_id_back(data: Any) -> None:
    count = data.draw(st.integers(1, 6))
    parties = [Party(party_id=f"P{n}", name=f"社{n}", corporate_number=numbered(n)) for n in range(count)]
    new_ids = data.draw(st.permutations([f"N{n}" for n in range(count)]))
    old = Submission(parties=tuple(parties))
    new = with_ids(old, {"parties": {p.party_id: i for p, i in zip(parties, new_ids, strict=True)}})
    assert with_renames(new, proposed_renames(old, new)) == old
