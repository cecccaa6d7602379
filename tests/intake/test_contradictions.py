"""What speaks against an answer names both cells, asks, and changes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from riskgraph.intake.contradictions import Beside, contradictions
from riskgraph.model.access import Access
from riskgraph.model.answer import Answer, AnswerCode, Evidence
from riskgraph.model.engagement import Consent, Engagement
from riskgraph.model.party import Party, Tri
from riskgraph.model.problem import Problem
from riskgraph.model.quantities import Cell, RowSource
from riskgraph.model.questionnaire import ReturnedForm
from riskgraph.model.submission import Submission
from riskgraph.report.problem_text import problem_line
from riskgraph.text import LOCALES

COLUMNS = {"consignor": "B3", "consent": "R3", "flow_down": "T3", "audited_on": "Y3", "host": "K9", "employer": "E9"}
ROW = RowSource("台帳.xlsx", "委託", 3, COLUMNS)
NUMBERED = tuple(f"ORG-{n:02}" for n in range(1, 12))


def engagement(number: str, above: str, below: str, parent: str = "", **facts: Any) -> Engagement:
    return Engagement(
        engagement_id=number, consignor=above, consignee=below, parent_engagement=parent, source=ROW, **facts
    )


def register(*, accesses: Sequence[Access] = (), groups: Mapping[str, str] | None = None, **facts: Any) -> Submission:
    groups = groups or {}
    return Submission(
        parties=tuple(Party(party_id=p, name=p, group=groups.get(p, "")) for p in ("P-1", "P-2", "P-3")),
        engagements=(engagement("E-1", "P-1", "P-2"), engagement("E-2", "P-2", "P-3", "E-1", **facts)),
        accesses=tuple(accesses),
    )


def answer(control: str, code: str, *, file: str = "回答.xlsx", cell: str = "E7", **said: Any) -> Answer:
    return Answer(
        party_id="P-2", control_id=control, answer=AnswerCode(code), raw=code, source=Cell(file, "設問", cell), **said
    )


def form(*answers: Answer, onward: str = "unknown", file: str = "回答.xlsx", party_id: str = "P-2") -> ReturnedForm:
    return ReturnedForm(
        file=file, form_id="short", is_known=True, party_id=party_id, answers=answers,
        onward=onward, onward_sheet="表紙", onward_cell="C14",
    )  # fmt: skip


def found(
    given: ReturnedForm, at: Submission, *, previous: Mapping[str, Answer] | None = None, others: Sequence[Any] = ()
) -> tuple[Problem, ...]:
    before = given.model_dump_json()
    told = contradictions(given, given.party_id, Beside(at, previous or {}, tuple(others)))
    assert given.model_dump_json() == before
    for problem in told:
        assert problem.cell and problem.fields["other_cell"], problem.code
        for locale in LOCALES:
            line = problem_line(problem, locale)
            assert str(problem.fields["other_cell"]) in line and "{" not in line
    return told


def codes(told: Sequence[Problem]) -> list[str]:
    return [problem.code.removeprefix("contradiction.") for problem in told]


def test_an_answer_that_nothing_speaks_against_raises_nothing() -> None:
    at = register(consent=Consent.EXPLICIT, flow_down=Tri.YES)
    given = form(answer("CHN-01", "yes"), answer("CHN-03", "yes"), answer("ORG-01", "no"), onward="listed")
    assert found(given, at) == ()


def test_sub_contracting_that_is_denied_names_the_engagement_of_the_register() -> None:
    (told,) = found(form(onward="none"), register())
    assert codes([told]) == ["onward"]
    assert (told.sheet, told.cell, told.fields["other_sheet"], told.fields["other_cell"]) == (
        "表紙",
        "C14",
        "委託",
        "B3",
    )


@pytest.mark.parametrize(("control", "is_told"), [("CHN-02", True), ("CHN-05", True), ("ORG-01", False)])
def test_not_applicable_about_further_tiers_that_exist_is_told(control: str, is_told: bool) -> None:
    assert codes(found(form(answer(control, "na")), register())) == (["no_tiers"] if is_told else [])


@pytest.mark.parametrize(
    ("control", "facts", "code"),
    [
        ("CHN-01", {"consent": Consent.NONE}, "duty_consent"),
        ("CHN-01", {"consent": Consent.REFUSED}, "duty_consent"),
        ("CHN-03", {"flow_down": Tri.NO}, "duty_flow_down"),
        ("CHN-05", {}, "duty_audited_on"),
    ],
)
@pytest.mark.parametrize(("said", "is_told"), [("yes", True), ("partial", False), ("no", False)])
def test_a_duty_that_the_register_shows_as_not_done_is_told_where_the_party_says_yes(
    control: str, facts: dict[str, Any], code: str, said: str, is_told: bool
) -> None:
    assert codes(found(form(answer(control, said)), register(**facts))) == ([code] if is_told else [])


@pytest.mark.parametrize(("host", "is_told"), [("P-2", True), ("P-1", False)])
def test_not_applicable_for_what_the_register_places_with_the_party_is_told(host: str, is_told: bool) -> None:
    row = Access(access_id="A-1", engagement_id="E-1", asset_id="D-1", host=host, source=ROW)
    told = found(form(answer("MON-01", "na")), register(accesses=[row]))
    assert codes(told) == (["placed_here"] if is_told else [])


@pytest.mark.parametrize(
    ("mine", "theirs", "is_told"), [("yes", "no", True), ("yes", "yes", False), ("no", "no", False)]
)
def test_what_two_tiers_say_of_each_other_is_told_on_both_sides(mine: str, theirs: str, is_told: bool) -> None:
    at = register(audit_method="onsite")
    upper = form(answer("CHN-05", mine))
    lower = form(answer("CHN-07", theirs, file="下.xlsx"), file="下.xlsx", party_id="P-3")
    assert codes(found(upper, at, others=[("P-3", lower)])) == (["tiers"] if is_told else [])
    assert codes(found(lower, at, others=[("P-2", upper)])) == (["tiers"] if is_told else [])


@pytest.mark.parametrize(
    ("before", "said", "is_told"),
    [
        ("no", {}, True),
        ("planned", {}, True),
        ("unknown", {}, True),
        ("partial", {}, False),
        ("yes", {}, False),
        ("no", {"comment": "4月に導入"}, False),
        ("no", {"evidence_ref": "規程3章"}, False),
        ("no", {"evidence": Evidence.DOCUMENT}, False),
    ],
)
def test_an_answer_that_became_better_is_told_only_where_nothing_shows_it(
    before: str, said: dict[str, Any], is_told: bool
) -> None:
    earlier = {"MON-01": answer("MON-01", before, file="去年.xlsx")}
    told = found(form(answer("MON-01", "yes", **said)), register(), previous=earlier)
    assert codes(told) == (["improved"] if is_told else [])


def sheet(file: str, party_id: str, comment: str = "規程あり") -> ReturnedForm:
    answers = (answer(control, "yes", file=file, comment=comment) for control in NUMBERED)
    return form(*answers, file=file, party_id=party_id)


@pytest.mark.parametrize(
    ("groups", "comment", "is_told"),
    [
        ({}, "規程あり", True),
        ({"P-2": "みどり", "P-3": "あお"}, "規程あり", True),
        ({"P-2": "みどり", "P-3": "みどり"}, "規程あり", False),
        ({}, "別の言葉", False),
    ],
)
def test_equal_sheets_of_parties_that_are_not_related_are_told(
    groups: dict[str, str], comment: str, is_told: bool
) -> None:
    other = sheet("ほか.xlsx", "P-3", comment)
    told = found(sheet("回答.xlsx", "P-2"), register(groups=groups), others=[("P-3", other)])
    assert codes(told) == (["alike"] if is_told else [])


def test_equal_sheets_without_any_remark_are_no_copy_of_each_other() -> None:
    assert found(sheet("回答.xlsx", "P-2", ""), register(), others=[("P-3", sheet("ほか.xlsx", "P-3", ""))]) == ()


def test_the_order_of_rows_and_of_other_forms_carries_no_meaning() -> None:
    at = register(consent=Consent.NONE)
    answers = (answer("CHN-01", "yes"), answer("CHN-05", "yes", cell="E9"), answer("MON-01", "no", cell="E10"))
    others = [("P-3", sheet("ほか.xlsx", "P-3")), ("P-1", sheet("上.xlsx", "P-1"))]
    one = found(form(*answers), at, others=others)
    two = found(form(*answers[::-1]), at, others=others[::-1])
    assert sorted(p.model_dump_json() for p in one) == sorted(p.model_dump_json() for p in two)
