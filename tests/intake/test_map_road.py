"""Forms read by a map go the road of our own: assigned, merged, kept and scored, several parties of a file apart."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from riskgraph.assess import assess
from riskgraph.catalogue import load_catalogue, load_parameters
from riskgraph.intake.assigning import FoundBy, Known, assigned
from riskgraph.intake.foreign.applied import applied
from riskgraph.intake.joining import joined
from riskgraph.intake.register import read_register
from riskgraph.model.foreign import AskedItem, ForeignForm, FormBlock, GivenAnswer
from riskgraph.model.form_map import FormMap, MapEntry
from riskgraph.model.questionnaire import ReturnedForm
from riskgraph.model.submission import Submission
from riskgraph.report.form_words import form_name
from riskgraph.scoring.strength import sent_requests

SAMPLE = Path(__file__).parents[2] / "sample_vendors.xlsx"
CATALOGUE = load_catalogue()
DAY = date(2026, 9, 1)
AS_OF = date(2026, 10, 1)


@pytest.fixture(scope="module")
def register() -> Submission:
    return read_register([(SAMPLE.name, SAMPLE.read_bytes())], as_of=AS_OF)


def forms_of(register: Submission, *, number: int = 1) -> tuple[ReturnedForm, ...]:
    """Return the questionnaires of two parties that lie in one file."""
    blocks = []
    for party, raw, code in zip(register.parties[3:5], ("○", "×"), ("yes", "no"), strict=True):
        given = GivenAnswer(column="回答", raw=raw, code=code, rule="sign", confidence=1.0, sheet="票", cell="C2")
        items = (AskedItem(key="1", text="q", answers=(given,), sheet="票", cell="B2"),)
        blocks.append(
            FormBlock(
                party_name=party.name, corporate_number=party.corporate_number, answered_on=DAY, sheet="票", items=items
            )
        )
    form = ForeignForm(file="両社.xlsx", sha256="a" * 64, fingerprint="f", blocks=tuple(blocks))
    entry = MapEntry(key="1", text="q", control_ids=("IAM-02",), is_confirmed=True)
    return applied(form, FormMap(map_id="m1", number=number, fingerprint="f", entries=(entry,)), CATALOGUE)


def under_party(form: ReturnedForm, party_id: str) -> ReturnedForm:
    answers = tuple(answer.model_copy(update={"party_id": party_id}) for answer in form.answers)
    return form.model_copy(update={"party_id": party_id, "answers": answers})


def test_parties_are_proposed_by_number_or_name_and_both_can_be_saved(register: Submission) -> None:
    found = assigned(forms_of(register), Known(register))
    assert [one.party_id for one in found] == [p.party_id for p in register.parties[3:5]]
    assert {one.found_by for one in found} <= {FoundBy.NUMBER, FoundBy.NAME}
    assert all(one.can_be_saved for one in found)


def test_two_parties_of_one_file_are_both_merged_and_the_same_file_twice_is_not(register: Submission) -> None:
    forms = [
        under_party(form, party.party_id) for form, party in zip(forms_of(register), register.parties[3:5], strict=True)
    ]
    merged = joined(register, [*forms, forms[0]], CATALOGUE, as_of=AS_OF)
    mapped = [(a.party_id, a.control_id, a.answer.value) for a in merged.answers if a.form == "map:m1/1"]
    assert mapped == [(forms[0].party_id, "IAM-02", "yes"), (forms[1].party_id, "IAM-02", "no")]
    assert [p.code for p in merged.problems if p.code == "form.same_file"] == ["form.same_file"]


def test_a_mapped_form_asks_for_nothing_beyond_what_it_answered(register: Submission) -> None:
    forms = [under_party(forms_of(register)[0], register.parties[3].party_id)]
    merged = joined(register, forms, CATALOGUE, as_of=AS_OF)
    request = merged.requests[-1]
    assert (request.form, request.returned_on) == ("map:m1", DAY)
    asked = list(sent_requests(merged.requests, CATALOGUE, AS_OF))
    assert asked == list(sent_requests(register.requests, CATALOGUE, AS_OF))
    assessment = assess(merged, load_parameters(), CATALOGUE, as_of=AS_OF, top=1, is_full=False)
    before = assess(register, load_parameters(), CATALOGUE, as_of=AS_OF, top=1, is_full=False)
    scores = {p.party_id: p.weakness for p in before.parties}
    moved = [p.party_id for p in assessment.parties if p.weakness != scores[p.party_id]]
    assert moved == [register.parties[3].party_id]


def test_a_form_of_somebody_else_has_a_name_that_people_can_read() -> None:
    assert form_name("map:0123456789abcdef", "ja").startswith("他社の様式 0123")
    assert form_name("short", "ja") == "短い版"
    assert form_name("=else", "en") == "=else"
