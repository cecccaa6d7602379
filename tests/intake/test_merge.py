"""What questionnaires bring into a register: answers, told tiers, and contradictions that stay visible."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskgraph.intake.merge import with_questionnaires
from riskgraph.model.answer import Answer, AnswerCode, Request, ScopeKind
from riskgraph.model.asset import Asset
from riskgraph.model.chain import build_chain
from riskgraph.model.engagement import Consent, Declared, Engagement, Relation, Status
from riskgraph.model.party import Party, PartyKind
from riskgraph.model.problem import Severity
from riskgraph.model.quantities import Cell, Interval
from riskgraph.model.questionnaire import DeclaredTier, ReturnedForm
from riskgraph.model.submission import Settings, Submission
from riskgraph.report.problem_text import said
from riskgraph.text import LOCALES
from tests.intake.forms import ANSWERED_ON, CATALOGUE, COVER, FilledAnswer, FilledCover, FilledTier, filled, read

NUMBER = "7000012050002"


def party(party_id: str, name: str = "", **more: object) -> Party:
    return Party(party_id=party_id, name=name or f"{party_id}株式会社", **more)


def engagement(engagement_id: str, consignor: str, consignee: str, parent: str = "", **more: object) -> Engagement:
    return Engagement(
        engagement_id=engagement_id, consignor=consignor, consignee=consignee, parent_engagement=parent, **more
    )


def register(**more: object) -> Submission:
    """Owner O gives members to A (E-1) and invoices to A (E-2); A gives E-1 on to B (E-3)."""
    values: dict[str, object] = {
        "parties": (party("O"), party("A"), party("B", corporate_number=NUMBER), party("C")),
        "assets": (
            Asset(asset_id="D-1", name="会員名簿", owner="O"),
            Asset(asset_id="D-2", name="請求情報", owner="O"),
        ),
        "engagements": (
            engagement("E-1", "O", "A", asset_ids=("D-1",)),
            engagement("E-2", "O", "A", asset_ids=("D-2",)),
            engagement("E-3", "A", "B", "E-1"),
        ),
    }
    return Submission(**{**values, **more})


def form(
    party_id: str = "A", *, answers: tuple[tuple[str, str], ...] = (("DEV-01", "yes"),), **more: object
) -> ReturnedForm:
    """Return a form as the reader gives it, dated on the day of the cover."""
    name = str(more.pop("file", f"{party_id}.xlsx"))
    on = more.pop("on", ANSWERED_ON)
    comment = str(more.pop("comment", ""))
    made = tuple(
        Answer(
            party_id=party_id,
            control_id=control,
            answer=code,
            answered_on=on,
            comment=comment,
            source=Cell(name, "設問", f"E{row}"),
        )
        for row, (control, code) in enumerate(answers, start=5)
    )
    values = {
        "file": name,
        "sha256": name,
        "is_known": True,
        "form_id": "short",
        "version": "2026.1",
        "answered_on": on,
    }
    return ReturnedForm(**{**values, "party_id": party_id, "answers": made, **more})


def tier(name: str, **more: str) -> DeclaredTier:
    return DeclaredTier(name=name, **{"sheet": "再委託先一覧", "cell": "A7", **more})


def merged(*forms: ReturnedForm, into: Submission | None = None, **more: object) -> Submission:
    return with_questionnaires(register() if into is None else into, forms, CATALOGUE, **more)


def codes(submission: Submission) -> list[str]:
    return [problem.code for problem in submission.problems]


def told(submission: Submission) -> list[Engagement]:
    """Return the engagements that the register did not have."""
    return [e for e in submission.engagements if e.engagement_id.startswith("T-")]


# answers, files and requests


def test_answers_files_and_problems_of_a_form_are_added_after_the_register():
    before = register(answers=(Answer(party_id="A", control_id="ORG-01", answer="no"),))
    after = merged(read(filled({"DEV-01": FilledAnswer("no")})).model_copy(update={"party_id": "A"}), into=before)

    assert after.answers[0] == before.answers[0]
    assert len(after.answers) == 1 + len(CATALOGUE.form("short").controls)
    assert [(f.file, f.kind, f.party_id) for f in after.files] == [("returned.xlsx", "questionnaire", "A")]
    assert "form.some_open" in codes(after)
    assert before == register(answers=before.answers), "the register itself is not touched"


def test_no_form_changes_nothing():
    assert merged() == register()


def test_answers_of_an_unknown_party_are_left_out_and_counted():
    after = merged(form("Z", answers=(("DEV-01", "yes"), ("DEV-02", "blank"))))
    (problem,) = [p for p in after.problems if p.code == "form.party_unknown"]

    assert (after.answers, after.files) == ((), ())
    assert (problem.severity, problem.fields) == (Severity.ERROR, {"party": "Z", "count": 1})


def test_answers_of_nobody_are_left_out_with_the_name_on_the_cover():
    after = merged(form("", party_name="A株式会社"))

    assert after.answers == ()
    assert "A株式会社" in said(after.problems[-1], "ja")[0]


def test_a_foreign_file_brings_nothing_but_its_problems():
    foreign = read_foreign()
    after = merged(foreign)

    assert after == register().with_problems(*foreign.problems)


def read_foreign() -> ReturnedForm:
    from tests.intake.forms import workbook_of

    return read(workbook_of({"Sheet1": [["質問", "回答"], ["あ", "い"]]}), "other.xlsx")


def test_the_same_file_counts_once():
    after = merged(form(), form(file="copy.xlsx", sha256="A.xlsx"))

    assert len(after.answers) == 1
    assert codes(after) == ["form.same_file"]


def test_another_name_on_the_cover_is_told_and_a_spelling_is_not():
    assert "form.party_name_differs" in codes(merged(form(party_name="別の会社")))
    assert "form.party_name_differs" not in codes(merged(form(party_name="(株)A")))


def test_a_scope_that_the_register_does_not_have_is_told():
    assert "form.scope_unknown" in codes(merged(form(scope_kind=ScopeKind.SYSTEM, scope_id="S-9")))
    assert "form.scope_unknown" not in codes(merged(form(scope_kind=ScopeKind.ENGAGEMENT, scope_id="E-1")))


def test_two_questionnaires_of_one_party_both_stay():
    after = merged(form(on=date(2025, 8, 1)), form(file="new.xlsx", answers=(("DEV-01", "no"),)))

    assert [(a.answer.value, a.answered_on) for a in after.answers] == [("yes", date(2025, 8, 1)), ("no", ANSWERED_ON)]


def test_a_form_that_nobody_asked_for_was_asked_all_the_same():
    (request,) = merged(form()).requests

    assert (request.party_id, request.form, request.version, request.returned_on) == (
        "A",
        "short",
        "2026.1",
        ANSWERED_ON,
    )


def test_an_open_request_gets_its_day_of_return_and_no_second_one_is_made():
    asked = register(requests=(Request(party_id="A", form="short", sent_on=date(2026, 7, 1)),))

    assert [r.returned_on for r in merged(form(), into=asked).requests] == [ANSWERED_ON]


def test_answers_older_than_the_request_do_not_close_it():
    asked = register(requests=(Request(party_id="A", form="short", sent_on=date(2026, 9, 1)),))

    assert [r.returned_on for r in merged(form(), into=asked).requests] == [None]


def test_without_any_date_the_day_of_return_counts():
    asked = register(requests=(Request(party_id="A", form="short", returned_on=date(2026, 8, 25)),))
    after = merged(form(on=None), into=asked)

    assert [a.answered_on for a in after.answers] == [date(2026, 8, 25)]


@pytest.mark.parametrize("by", ["settings", "argument"])
def test_answers_dated_after_the_day_of_assessment_count_as_undated(by):
    day = date(2026, 8, 1)
    into = register(settings=Settings(as_of=day)) if by == "settings" else register()
    after = merged(form(), into=into, as_of=None if by == "settings" else day)

    assert [a.answered_on for a in after.answers] == [None]
    assert "form.answers_ahead" in codes(after)


def test_two_parties_with_the_same_words_everywhere_are_flagged():
    many = tuple((control, "yes") for control in CATALOGUE.form("short").controls)
    after = merged(form("A", answers=many, comment="規程あり"), form("B", answers=many, comment="規程あり"))

    assert codes(after).count("form.same_as_other") == 2
    assert all(answer.is_flagged for answer in after.answers)


def test_one_party_that_repeats_itself_is_not_flagged():
    many = tuple((control, "yes") for control in CATALOGUE.form("short").controls)
    after = merged(form(answers=many, comment="規程あり"), form(file="2", answers=many, comment="規程あり"))

    assert not any(answer.is_flagged for answer in after.answers)


# told tiers


def test_a_told_tier_stands_under_each_engagement_of_the_party_and_is_told():
    after = merged(form(declared=(tier("新しい会社", work="配送", consent_no="再承-1"),), onward="listed"))
    new = told(after)

    assert [(e.consignor, e.parent_engagement, e.declared, e.relation) for e in new] == [
        ("A", "E-1", Declared.BY_PARTY, Relation.CONSIGN),
        ("A", "E-2", Declared.BY_PARTY, Relation.CONSIGN),
    ]
    assert {(e.work, e.consent, e.consent_no, e.asset_ids) for e in new} == {("配送", Consent.UNKNOWN, "再承-1", ())}
    assert (new[0].source.file, new[0].source.sheet, new[0].source.row) == ("A.xlsx", "再委託先一覧", 7)
    (added,) = after.parties[4:]
    assert (added.name, added.party_id) == ("新しい会社", new[0].consignee)
    (problem,) = [p for p in after.problems if p.code == "finding.tier_told_by_party"]
    assert (problem.severity, problem.file, problem.cell) == (Severity.WARNING, "A.xlsx", "A7")
    assert build_chain(after).parties(new[0].engagement_id) == ("O", "A", new[0].consignee)


def test_told_ids_are_the_same_on_every_run_and_in_every_order():
    one, two = tier("甲社"), tier("乙社", cell="A8")

    first = merged(form(declared=(one, two)))
    second = merged(form(declared=(two, one)))

    assert {e.engagement_id for e in told(first)} == {e.engagement_id for e in told(second)}
    assert {p.party_id for p in first.parties} == {p.party_id for p in second.parties}


def test_named_data_narrow_a_tier_to_the_engagements_that_handle_them():
    after = merged(form(declared=(tier("新しい会社", assets="請求情報のみ"),)))

    assert [e.parent_engagement for e in told(after)] == ["E-2"]


def test_a_form_about_one_engagement_tells_tiers_of_that_engagement_only():
    about = {"scope_kind": ScopeKind.ENGAGEMENT, "scope_id": "E-1"}

    assert [e.parent_engagement for e in told(merged(form(declared=(tier("新しい会社"),), **about)))] == ["E-1"]


@pytest.mark.parametrize("named", [tier("Ｂ 株式会社"), tier("B(株)"), tier("全く別の名前", corporate_number=NUMBER)])
def test_a_tier_that_the_register_has_is_not_told_again(named):
    after = merged(form(declared=(named,)))

    assert told(after) == [] and len(after.parties) == 4
    assert "finding.tier_told_by_party" not in codes(after)


def test_a_known_firm_in_a_new_place_is_linked_and_not_made_again():
    after = merged(form(declared=(tier("C株式会社"),)))

    assert {e.consignee for e in told(after)} == {"C"}
    assert len(after.parties) == 4


def test_a_near_name_is_proposed_and_never_merged():
    after = merged(form(declared=(tier("C有限会社"),)))
    (problem,) = [p for p in after.problems if p.code == "finding.tier_name_near"]

    assert {e.consignee for e in told(after)} != {"C"}
    assert "C株式会社 (C)" in str(problem.fields["near"])


def test_two_forms_that_name_one_new_firm_mean_one_firm():
    after = merged(form("A", declared=(tier("新しい会社"),)), form("B", declared=(tier("新しい会社"),)))

    assert len(after.parties) == 5
    assert {e.parent_engagement for e in told(after)} >= {"E-1", "E-2", "E-3"}


def test_freelancers_of_two_parties_are_not_the_same_people():
    after = merged(form("A", declared=(tier("個人事業主"),)), form("B", declared=(tier("個人事業主"),)))

    new = after.parties[4:]
    assert len(new) == 2 and {p.kind for p in new} == {PartyKind.INDIVIDUAL_POOL}


def test_a_suspicion_that_the_party_confirms_becomes_its_word():
    suspected = engagement("E-4", "A", "C", "E-1", declared=Declared.SUSPECTED, probability=Interval(0.1, 0.5, 0.9))
    after = merged(form(declared=(tier("C株式会社"),)), into=register(engagements=(*register().engagements, suspected)))
    (confirmed,) = [e for e in after.engagements if e.engagement_id == "E-4"]

    assert (confirmed.declared, confirmed.probability) == (Declared.BY_PARTY, None)
    assert told(after) == []
    assert "finding.suspicion_confirmed" in codes(after)


def test_an_ended_sub_engagement_does_not_hide_a_told_one():
    ended = engagement("E-4", "A", "C", "E-1", status=Status.ENDED)
    after = merged(form(declared=(tier("C株式会社"),)), into=register(engagements=(*register().engagements, ended)))

    assert {e.parent_engagement for e in told(after)} == {"E-1", "E-2"}


def test_a_tier_of_a_told_tier_stands_below_it():
    after = merged(form("A", declared=(tier("C株式会社", assets="会員名簿"),)), form("C", declared=(tier("奥の会社"),)))
    deep = [e for e in told(after) if e.consignor == "C"]

    assert [build_chain(after).parties(e.engagement_id)[:3] for e in deep] == [("O", "A", "C")]


def test_parties_that_name_each_other_make_a_short_line_and_no_endless_one():
    after = merged(form("A", declared=(tier("C株式会社"),)), form("C", declared=(tier("A株式会社"),)))

    lines = [build_chain(after).parties(e.engagement_id) for e in told(after)]
    assert max(map(len, lines)) == 4
    assert len(lines) == 4


def test_a_party_that_names_itself_is_told_and_not_added():
    after = merged(form(declared=(tier("A株式会社"),)))

    assert told(after) == []
    assert "form.tier_is_itself" in codes(after)


def test_a_tier_of_a_party_without_running_work_is_told():
    after = merged(form("C", declared=(tier("奥の会社"),)))

    assert told(after) == []
    assert "finding.tier_without_engagement" in codes(after)


# statements against the register


def test_a_denial_beside_running_sub_engagements_flags_the_answers_it_closed():
    after = merged(form(onward="none", answers=(("CHN-02", "yes"), ("CHN-05", "yes"), ("DEV-01", "yes"))))

    assert [(a.control_id, a.is_flagged) for a in after.answers] == [
        ("CHN-02", True),
        ("CHN-05", True),
        ("DEV-01", False),
    ]
    assert "finding.contradiction_onward" in codes(after)


@pytest.mark.parametrize(
    "change", [{"status": Status.ENDED}, {"relation": Relation.SYSTEM_USE}, {"declared": Declared.SUSPECTED}]
)
def test_a_denial_is_not_contradicted_by_what_is_ended_suspected_or_no_consignment(change):
    changed = register().engagements[2].model_copy(update=change)
    after = merged(form(onward="none"), into=register(engagements=(*register().engagements[:2], changed)))

    assert "finding.contradiction_onward" not in codes(after)


def test_not_applicable_about_tiers_that_the_register_has_counts_as_not_known():
    after = merged(form(answers=(("CHN-05", "na"),), comment="再委託先がないため"))

    assert after.answers[0].answer is AnswerCode.UNKNOWN
    assert "finding.na_contradicted" in codes(after)


def test_sub_contracting_that_neither_list_nor_register_names_is_told():
    assert "finding.tier_list_missing" in codes(merged(form("B", onward="listed")))
    assert "finding.tier_list_missing" not in codes(merged(form("A", onward="listed")))


def test_every_problem_is_told_in_both_languages_with_all_its_fields():
    after = merged(
        form("Z"),
        form(""),
        form("A", onward="none", party_name="別の会社", scope_kind=ScopeKind.SITE, scope_id="?"),
        form("B", onward="listed"),
        form("C", declared=(tier("C 株式会社"), tier("C合同会社", cell="A8"))),
        as_of=date(2026, 1, 1),
    )

    assert len(set(codes(after))) >= 8
    for problem in after.problems:
        for locale in LOCALES:
            assert problem.code not in said(problem, locale)[0]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from("ABC"),
            st.lists(st.sampled_from(["A株式会社", "B株式会社", "C株式会社", "新社"]), max_size=3),
        ),
        max_size=4,
    )
)
def test_whatever_parties_tell_every_engagement_leads_to_the_owner_and_none_is_lost(said_by):
    forms = [
        form(
            party_id, file=f"{i}.xlsx", declared=tuple(tier(name, cell=f"A{row}") for row, name in enumerate(names, 7))
        )
        for i, (party_id, names) in enumerate(said_by)
    ]
    after = merged(*forms)

    chain = build_chain(after)
    assert chain.orphans == ()
    assert after.engagements[:3] == register().engagements
    assert len({e.engagement_id for e in after.engagements}) == len(after.engagements)
    assert {e.consignee for e in after.engagements} <= {p.party_id for p in after.parties}


def test_the_whole_road_from_a_filled_form_to_a_told_engagement():
    tiers = [FilledTier("株式会社おくのいん", work="封入", consent_on=date(2025, 4, 1))]
    returned = read(filled({}, cover=FilledCover(COVER.answered_on, COVER.respondent, "listed"), tiers=tiers))
    after = merged(returned.model_copy(update={"party_id": "B", "party_name": ""}))

    (new,) = told(after)
    assert (new.parent_engagement, new.work, new.consent_on) == ("E-3", "封入", date(2025, 4, 1))
