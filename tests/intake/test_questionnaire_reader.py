"""What comes back: rearranged, half filled, hedged, contradictory or foreign, and never decided silently."""

from __future__ import annotations

import random
from datetime import date, datetime

import pytest
from openpyxl.styles import Font

from riskgraph.errors import InputRefused
from riskgraph.intake import questionnaire
from riskgraph.model.answer import AnswerCode, Evidence, ScopeKind
from riskgraph.model.problem import Severity
from riskgraph.report.problem_text import said
from riskgraph.text import LOCALES
from tests.intake.forms import (
    ANSWERED_ON,
    CATALOGUE,
    COVER,
    NAME,
    PARTY,
    FilledAnswer,
    FilledCover,
    FilledTier,
    QuestionnaireRequest,
    all_answered,
    answer_of,
    blank,
    codes,
    edited,
    essence,
    filled,
    questions,
    read,
    read_back,
    row_of,
    workbook_of,
    write_questionnaire,
)

SHORT = CATALOGUE.form("short")
MIXED = {
    "ORG-01": FilledAnswer("yes", "", "体制図 2026年版", date(2026, 8, 3)),
    "DEV-01": FilledAnswer("partial", "USBのみ", "端末制御設定一覧 v3.2"),
    "DEV-02": FilledAnswer("planned", "2027年3月"),
    "PHY-02": FilledAnswer("no"),
    "HUM-06": FilledAnswer("na", "貸与物がないため"),
    "INC-01": FilledAnswer("unknown", "法務部に確認"),
}


def problems_of(form, code):
    return [problem for problem in form.problems if problem.code == code]


# what a well filled form says


def test_what_was_filled_in_is_read_with_cell_evidence_and_date():
    form = read_back(MIXED)
    answer = answer_of(form, "DEV-01")

    assert (form.is_known, form.form_id, form.version, form.party_id, form.language) == (
        True,
        "short",
        "2026.1",
        PARTY,
        "ja",
    )
    assert (form.party_name, form.due_on, form.answered_on) == (NAME, date(2026, 8, 31), ANSWERED_ON)
    assert (answer.answer, answer.evidence, answer.comment) == (AnswerCode.PARTIAL, Evidence.DOCUMENT, "USBのみ")
    assert (answer.raw, answer.evidence_ref, answer.form) == ("△ 一部", "端末制御設定一覧 v3.2", "short/2026.1")
    assert (answer.source.file, answer.source.sheet, answer.source.cell) == ("returned.xlsx", "設問", "E24")
    assert [answer_of(form, c).answer.value for c in MIXED] == ["yes", "partial", "planned", "no", "na", "unknown"]
    assert answer_of(form, "ORG-01").answered_on == date(2026, 8, 3)
    assert answer.answered_on == ANSWERED_ON, "a blank date is that of the cover"


def test_a_question_left_open_on_a_returned_form_is_a_blank_at_its_cell():
    form = read_back(MIXED)
    answer = answer_of(form, "MON-01") if "MON-01" in SHORT.controls else answer_of(form, "OUT-01")

    assert answer.answer is AnswerCode.BLANK
    assert answer.source.cell.startswith("E")
    (told,) = problems_of(form, "form.some_open")
    assert (told.fields["answered"], told.fields["count"]) == (6, 14)


def test_every_question_row_is_an_item_in_the_order_of_the_sheet():
    form = read_back(MIXED, facts={"places": "home", "headcount": "自社3"})
    asked = [control.control_id for control in CATALOGUE.controls if control.control_id in SHORT.controls]

    assert [item.item_id for item in form.items] == [*[f"F-0{n}" for n in range(1, 6)], *asked]
    assert {item.code for item in form.items if item.item_id.startswith("F-")} == {""}
    assert all(item.cell and item.sheet == "設問" for item in form.items)


def test_facts_are_read_as_codes_where_they_have_choices_and_as_text_where_not():
    form = read_back(
        {}, facts={"places": "home", "headcount": "自社3、派遣2"}, cover=FilledCover(ANSWERED_ON, "管理部", "none")
    )

    assert form.facts == {"places": "home", "headcount": "自社3、派遣2", "onward": "none", "respondent": "管理部"}


@pytest.mark.parametrize("locale", LOCALES)
def test_a_blank_form_is_no_answer_at_all(locale):
    form = read(blank(locale))

    assert {answer.answer for answer in form.answers} == {AnswerCode.BLANK}
    assert len(form.answers) == len(SHORT.controls)
    (told,) = problems_of(form, "form.nothing_answered")
    assert said(told, "ja")[0] == "14問のうち、回答があるのは0問です。"


def test_answers_of_last_time_are_never_taken_for_this_time():
    previous = {c: answer_of(read_back(all_answered("yes")), c) for c in SHORT.controls}
    form = read(write_questionnaire(QuestionnaireRequest(party_id=PARTY, previous=previous), CATALOGUE))

    assert {answer.answer for answer in form.answers} == {AnswerCode.BLANK}


def test_both_languages_give_the_same_answers():
    english = read(filled(MIXED, data=blank("en")))

    assert english.language == "en"
    assert essence(english) == essence(read_back(MIXED))


def test_a_narrower_scope_goes_to_every_answer():
    request = QuestionnaireRequest(
        party_id=PARTY, scope_kind=ScopeKind.ENGAGEMENT, scope_id="K-0167", modules=("hosting",)
    )
    form = read(filled(MIXED, data=write_questionnaire(request, CATALOGUE)))

    assert {(a.scope_kind, a.scope_id) for a in form.answers} == {(ScopeKind.ENGAGEMENT, "K-0167")}
    assert form.modules == ("hosting",)
    assert "SYS-02" in {a.control_id for a in form.answers}


# what people do to sheets


def shuffled(book):
    sheet = questions(book)
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    random.Random(1).shuffle(rows)
    for row, values in enumerate(rows, start=4):
        for column, value in enumerate(values, start=1):
            sheet.cell(row, column).value = value


def renamed(book):
    for number, sheet in enumerate(book.worksheets):
        sheet.title = f"Sheet{number} (2)"


def rows_inserted(book):
    sheet = questions(book)
    for place in (20, 10, 1):
        sheet.insert_rows(place)
    sheet["A11"] = "社内メモ"


def column_added(book):
    sheet = questions(book)
    sheet.insert_cols(1)
    sheet.insert_cols(6)
    sheet["A5"], sheet["F3"] = "担当課", "社内の確認欄"


def cover_moved(book):
    book["表紙"].insert_rows(1, 3)
    book["表紙"].insert_cols(1)
    book.move_sheet("表紙", 3)


def sheets_copied(book):
    book.copy_worksheet(questions(book))


@pytest.mark.parametrize("habit", [shuffled, renamed, rows_inserted, column_added, cover_moved, sheets_copied])
def test_rearranging_the_workbook_changes_no_answer(habit):
    data = filled(MIXED)

    form = read(edited(data, habit))

    assert essence(form) == essence(read(data))
    assert form.answered_on == ANSWERED_ON


def test_a_row_that_lost_its_number_is_known_by_its_printed_question():
    form = read(edited(filled(MIXED), lambda book: setattr(questions(book)["A24"], "value", None)))

    assert essence(form) == essence(read_back(MIXED))
    assert [item.rule for item in form.items if item.control_id == "DEV-01"] == ["by_text"]


def test_a_number_may_be_retyped_in_wide_or_small_letters():
    form = read(edited(filled(MIXED), lambda book: setattr(questions(book)["A24"], "value", "ｄｅｖ－０１")))

    assert answer_of(form, "DEV-01").answer is AnswerCode.PARTIAL


def test_rows_that_are_no_question_of_ours_are_listed_and_not_scored():
    def add(book):
        sheet = questions(book)
        sheet.append(["XYZ-99", "自社で足した質問", None, None, "はい"])
        sheet.append([None, "別の質問", None, None, "いいえ"])

    form = read(edited(filled(MIXED), add))

    assert [(item.item_id, item.raw, item.code, item.rule) for item in form.items[-2:]] == [
        ("XYZ-99", "はい", "", "unmapped"),
        ("", "いいえ", "", "unmapped"),
    ]
    assert {"form.unknown_id", "form.unmapped_row"} <= set(codes(form))
    assert essence(form) == essence(read_back(MIXED))


def test_a_question_whose_row_was_deleted_counts_as_left_open():
    def delete(book):
        sheet = questions(book)
        sheet.delete_rows(row_of(sheet, "DEV-01"))

    form = read(edited(filled(MIXED), delete))

    assert answer_of(form, "DEV-01").answer is AnswerCode.BLANK
    (told,) = problems_of(form, "form.rows_missing")
    assert told.fields["questions"] == "DEV-01"


def test_a_question_of_another_form_that_was_added_is_taken_in_and_told():
    form = read(edited(filled(MIXED), lambda book: questions(book).append(["SYS-04", None, None, None, "× いいえ"])))

    assert answer_of(form, "SYS-04").answer is AnswerCode.NO
    assert "form.extra_questions" in codes(form)


@pytest.mark.parametrize(
    ("first", "second", "kept"), [("○ はい", "× いいえ", "no"), ("× いいえ", "○ はい", "no"), (None, "○ はい", "yes")]
)
def test_of_two_answers_to_one_question_the_worse_counts_and_both_cells_are_told(first, second, kept):
    def twice(book):
        sheet = questions(book)
        sheet["E24"] = first
        sheet.append(["DEV-01", sheet["B24"].value, None, None, second])

    form = read(edited(filled({}), twice))
    told = problems_of(form, "form.answered_twice")

    assert answer_of(form, "DEV-01").answer.value == kept
    if first:
        cells = {(told[0].sheet, told[0].cell), (told[0].fields["other_sheet"], told[0].fields["other_cell"])}
        assert len(cells) == 2 and ("設問", "E24") in cells


def test_a_reworded_question_keeps_its_answer_under_a_flag():
    form = read(edited(filled(MIXED), lambda book: setattr(questions(book)["B24"], "value", "USBの規則はありますか。")))

    assert (answer_of(form, "DEV-01").answer, answer_of(form, "DEV-01").is_flagged) == (AnswerCode.PARTIAL, True)
    assert "form.question_changed" in codes(form)


def test_many_reworded_questions_are_an_older_edition_and_no_reproach():
    def reword(book):
        for row in questions(book).iter_rows(min_row=4, min_col=2, max_col=2):
            if row[0].value:
                row[0].value = "旧" + row[0].value

    form = read(edited(filled(MIXED), reword))

    assert "form.other_wording" in codes(form) and "form.question_changed" not in codes(form)
    assert not any(answer.is_flagged for answer in form.answers)


def test_an_answer_merged_over_questions_is_shared_and_told():
    def merge(book):
        sheet = questions(book)
        sheet["E24"] = "○ はい"
        sheet.merge_cells("E24:E25")

    form = read(edited(filled({}), merge))

    assert [answer_of(form, c).answer.value for c in ("DEV-01", "DEV-02")] == ["yes", "yes"]
    assert answer_of(form, "DEV-02").source.cell == "E24"
    assert [p.fields["question"] for p in problems_of(form, "form.shared_answer")] == ["DEV-02"]


def test_answers_in_hidden_rows_are_taken_only_with_a_warning():
    form = read(edited(filled(MIXED), lambda book: setattr(questions(book).row_dimensions[24], "hidden", True)))

    (told,) = problems_of(form, "form.hidden_answers")
    assert (told.cell, told.fields["count"], told.severity) == ("E24", 1, Severity.WARNING)


def test_a_hidden_copy_of_the_questions_is_not_read():
    def hide_copy(book):
        copy = book.copy_worksheet(questions(book))
        copy["E24"], copy.sheet_state = "× いいえ", "hidden"

    form = read(edited(filled(MIXED), hide_copy))

    assert answer_of(form, "DEV-01").answer is AnswerCode.PARTIAL
    assert "form.hidden_sheet" in codes(form)


def test_an_example_sheet_is_passed_over_and_told():
    def example(book):
        copy = book.copy_worksheet(questions(book))
        copy.title, copy["E24"] = "記入例", "× いいえ"

    form = read(edited(filled(MIXED), example))

    assert answer_of(form, "DEV-01").answer is AnswerCode.PARTIAL
    assert "form.example_sheet" in codes(form)


def test_a_sheet_without_its_header_is_told_and_not_guessed():
    form = read(edited(filled(MIXED), lambda book: questions(book).delete_rows(3)))

    assert "form.no_header" in codes(form)
    assert {answer.answer for answer in form.answers} == {AnswerCode.BLANK}


# what people write


@pytest.mark.parametrize(
    ("written", "code", "problem"),
    [
        (0, "unknown", "form.ambiguous_mark"),
        ("○（一部拠点を除く）", "yes", "form.hedged_answer"),
        ("確認済", "yes", "form.verified_by_party"),
        ("実施しているはず", "unknown", "form.answer_unreadable"),
        ("－", "unknown", "form.dash"),
        ("=1+1", "unknown", "form.formula_unsaved"),
        (datetime(2026, 8, 1), "unknown", "form.answer_unreadable"),
        ("該当なし", "na", "form.na_without_reason"),
    ],
)
def test_a_doubtful_answer_keeps_its_code_and_is_told_with_its_cell(written, code, problem):
    form = read(edited(filled({}), lambda book: setattr(questions(book)["E24"], "value", written)))
    (told,) = problems_of(form, problem)

    assert answer_of(form, "DEV-01").answer.value == code
    assert told.cell in ("E24", "F24") and told.fields["question"] == "DEV-01"


def test_a_hedge_in_the_remark_proposes_and_changes_nothing():
    form = read_back({"DEV-01": FilledAnswer("yes", "一部拠点を除く")})
    (told,) = problems_of(form, "form.hedged_answer")

    assert answer_of(form, "DEV-01").answer is AnswerCode.YES
    assert said(told, "ja")[0] == "DEV-01は「○ はい」ですが、「一部」とあります(一部拠点を除く)。△に変更しますか。"


def test_a_yes_with_an_unticked_part_is_proposed_as_partial():
    def tick(book):
        cell = questions(book)["B24"]
        cell.value = cell.value.replace("□", "■", 1)

    form = read(edited(filled({"DEV-01": FilledAnswer("yes")}), tick))
    (told,) = problems_of(form, "form.parts_open")

    assert answer_of(form, "DEV-01").answer is AnswerCode.YES
    assert str(told.fields["parts"]).startswith("スマートフォン・カメラの接続")
    assert "form.question_changed" not in codes(form)


def test_not_applicable_without_a_reason_stays_and_carries_no_comment():
    answer = answer_of(read_back({"DEV-01": FilledAnswer("na")}), "DEV-01")

    assert (answer.answer, answer.comment) == (AnswerCode.NA, "")


def test_not_applicable_that_says_that_it_is_missing_is_flagged():
    form = read_back({"DEV-01": FilledAnswer("na", "まだ導入していない")})

    assert answer_of(form, "DEV-01").is_flagged
    assert "form.na_denied" in codes(form)


def test_a_fixed_grade_is_read_as_the_answer_that_it_stands_for():
    form = read(
        edited(
            filled({}),
            lambda book: setattr(
                questions(book).cell(row_of(questions(book), "PHY-02"), 5), "value", "規則で禁じているだけ"
            ),
        )
    )

    assert answer_of(form, "PHY-02").answer is AnswerCode.NO


@pytest.mark.parametrize("named", ["確認済", "verified"])
def test_a_party_cannot_verify_itself(named):
    form = read_back({"DEV-01": FilledAnswer("yes", evidence=named)})

    assert answer_of(form, "DEV-01").evidence is Evidence.DOCUMENT
    assert "form.verified_by_party" in codes(form)


def test_a_struck_out_answer_is_unknown():
    form = read(edited(filled(MIXED), lambda book: setattr(questions(book)["E24"], "font", Font(strike=True))))

    assert answer_of(form, "DEV-01").answer is AnswerCode.UNKNOWN
    assert "form.answer_struck" in codes(form)


@pytest.mark.parametrize(
    ("checked_on", "today", "dated", "problem"),
    [
        ("令和8年8月1日", None, date(2026, 8, 1), ""),
        ("毎月", None, ANSWERED_ON, "form.checked_on_unreadable"),
        (date(2026, 8, 21), None, None, "form.checked_on_ahead"),
        (date(2026, 8, 10), date(2026, 8, 9), None, "form.checked_on_ahead"),
    ],
)
def test_a_date_of_its_own_counts_unless_it_lies_ahead(checked_on, today, dated, problem):
    form = read(filled({"DEV-01": FilledAnswer("yes", checked_on=checked_on)}), today=today)

    assert answer_of(form, "DEV-01").answered_on == dated
    assert problem in codes(form) or not problem


def test_without_a_date_on_the_cover_answers_are_undated_and_that_is_told():
    form = read_back(MIXED, cover=FilledCover(None, "管理部"))

    assert answer_of(form, "DEV-01").answered_on is None
    assert "form.no_date" in codes(form)


def test_yes_to_everything_with_nothing_to_show_widens_every_range():
    form = read_back(all_answered("yes"))

    assert all(answer.is_flagged and answer.answer is AnswerCode.YES for answer in form.answers)
    assert "form.all_yes" in codes(form)


def test_a_denial_of_sub_contracting_does_not_make_a_bare_form_less_bare():
    bare = {c: a for c, a in all_answered("yes").items() if c not in ("CHN-02", "CHN-05")}
    form = read_back(bare, cover=FilledCover(ANSWERED_ON, "管理部", "none"))

    assert "form.all_yes" in codes(form)


def test_one_named_paper_is_enough_not_to_be_called_bare():
    form = read_back({**all_answered("yes"), "DEV-01": FilledAnswer("yes", evidence="端末管理規程")})

    assert not any(answer.is_flagged for answer in form.answers)


def test_a_persons_name_in_a_remark_is_told_without_repeating_it():
    form = read_back(
        {"DEV-01": FilledAnswer("no", "担当: 田中太郎")}, cover=FilledCover(ANSWERED_ON, "管理部 佐藤花子")
    )
    told = problems_of(form, "form.personal_name")

    assert [problem.cell for problem in told] == ["C13", "F24"]
    assert all("田中" not in part and "佐藤" not in part for problem in told for part in said(problem, "ja"))


# next tiers


def test_a_plain_denial_closes_the_two_questions_about_next_tiers():
    form = read_back(MIXED, cover=FilledCover(ANSWERED_ON, "管理部", "none"))

    for control in ("CHN-02", "CHN-05"):
        answer = answer_of(form, control)
        assert (answer.answer, answer.evidence, answer.answered_on) == (AnswerCode.YES, Evidence.CLAIM, ANSWERED_ON)
        assert answer.comment == "「再委託なし」との記載による"
    assert (form.onward, form.onward_sheet, form.onward_cell) == ("none", "表紙", "C14")
    assert [item.rule for item in form.items if item.control_id == "CHN-02"] == ["closed_by_statement"]


def test_a_denial_does_not_overrule_what_was_answered_otherwise():
    form = read_back({"CHN-02": FilledAnswer("no")}, cover=FilledCover(ANSWERED_ON, "管理部", "none"))

    assert answer_of(form, "CHN-02").answer is AnswerCode.NO
    assert answer_of(form, "CHN-05").answer is AnswerCode.YES


def test_listed_firms_are_declared_with_their_cells():
    tiers = [
        FilledTier("株式会社みなと印刷", "7000012050002", "封入", "会員名簿", "同社工場", date(2025, 4, 1), "再承-12"),
        FilledTier("合同会社はま", work="配送"),
    ]
    form = read_back(MIXED, cover=FilledCover(ANSWERED_ON, "管理部", "listed"), tiers=tiers)

    first, second = form.declared
    assert (first.name, first.corporate_number, first.work, first.assets) == (
        "株式会社みなと印刷",
        "7000012050002",
        "封入",
        "会員名簿",
    )
    assert (first.consent_on, first.consent_no, first.sheet, first.cell) == (
        date(2025, 4, 1),
        "再承-12",
        "再委託先一覧",
        "A7",
    )
    assert (second.name, second.cell, form.onward) == ("合同会社はま", "A8", "listed")


def test_a_denial_beside_listed_firms_is_a_contradiction_that_flags_both_questions():
    form = read_back(
        {"CHN-02": FilledAnswer("yes")},
        cover=FilledCover(ANSWERED_ON, "管理部", "none"),
        tiers=[FilledTier("合同会社はま")],
    )

    assert form.onward == "listed"
    assert answer_of(form, "CHN-02").is_flagged and answer_of(form, "CHN-05").is_flagged
    assert answer_of(form, "CHN-05").answer is AnswerCode.BLANK
    assert "form.onward_contradiction" in codes(form)


@pytest.mark.parametrize("word", ["なし", "該当なし", "－", "none"])
def test_none_in_the_place_of_a_firm_says_that_there_is_nobody(word):
    form = read_back(MIXED, tiers=[FilledTier(word)])

    assert (form.declared, form.onward) == ((), "none")


def test_a_wrong_corporate_number_is_told_and_left_out():
    form = read_back(MIXED, tiers=[FilledTier("合同会社はま", "1234567890123")])

    assert form.declared[0].corporate_number == ""
    assert "form.corporate_number" in codes(form)


def test_sub_contracting_without_a_list_is_told():
    assert "form.tiers_missing" in codes(read_back(MIXED, cover=FilledCover(ANSWERED_ON, "管理部", "listed")))


def test_a_line_without_a_firm_is_told_and_not_taken():
    form = read_back(MIXED, tiers=[FilledTier("", work="配送")])

    assert form.declared == ()
    assert "form.tier_without_name" in codes(form)


def test_floods_of_rows_are_counted_and_not_listed_one_by_one():
    def flood(book):
        for number in range(400):
            questions(book).append([f"ZZZ-{number % 100:02d}", "?", None, None, "はい"])
            book["再委託先一覧"].append([f"会社{number}"])

    form = read(edited(blank(), flood))

    assert len(form.problems) == 301 and form.problems[-1].code == "form.more_problems"
    assert len(form.declared) == 300
    assert len(form.items) == 400 + 5 + 14


# whose form it is, and files that are none


def test_a_form_that_lost_its_identity_is_known_by_its_questions_but_belongs_to_nobody():
    form = read(edited(filled(MIXED), lambda book: book.remove(book["riskgraph"])))

    assert (form.is_known, form.form_id, form.party_id) == (True, "short", "")
    assert answer_of(form, "DEV-01").answer is AnswerCode.PARTIAL
    assert "form.no_identity" in codes(form)


@pytest.mark.parametrize("form_id", ["short", "full", "own"])
def test_each_form_is_told_from_the_others_by_its_questions_alone(form_id):
    form = read(edited(blank("ja", form_id), lambda book: book.remove(book["riskgraph"])))

    assert form.form_id == form_id


def test_an_unknown_version_is_read_by_its_numbers_and_told():
    form = read(edited(filled(MIXED), lambda book: setattr(book["riskgraph"]["B3"], "value", "1999.1")))

    assert (form.version, form.party_id) == ("2026.1", PARTY)
    assert "form.version_unknown" in codes(form)


def test_an_identity_that_names_nonsense_brings_nothing_in():
    def forge(book):
        for row, value in enumerate(
            ["=x", "2026.1", "<b>P</b>", "galaxy", "\n", "2026-13-45", "web ../.. x", "fr"], start=2
        ):
            book["riskgraph"].cell(row, 2).value = value

    form = read(edited(filled(MIXED), forge))

    assert (form.scope_kind, form.due_on, form.language) == (ScopeKind.PARTY, None, "ja")
    assert form.modules == ()


FOREIGN = {
    "form.not_ours": {"Sheet1": [["No", "質問", "回答"], [1, "ウイルス対策をしていますか", "はい"]]},
    "form.empty": {"Sheet1": []},
    "form.is_register": {"組織": [["組織ID", "名称"], ["P-1", "甲"]], "委託": [["委託ID"]], "データ": [["データID"]]},
}


@pytest.mark.parametrize("code", FOREIGN)
def test_a_foreign_workbook_gives_no_answer_and_says_what_it_is(code):
    form = read(workbook_of(FOREIGN[code]))

    assert (form.is_known, form.answers, form.items, codes(form)) == (False, (), (), [code])
    assert form.problems[0].severity is Severity.ERROR


def test_a_register_with_control_ids_is_not_taken_for_a_questionnaire():
    rows = [["組織ID", "統制ID", "回答"], *(["P-1", control, "はい"] for control in SHORT.controls)]

    assert not read(workbook_of({"回答": rows})).is_known


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"PK\x03\x04 broken", b"a,b\n1,2"])
def test_what_the_gate_refuses_is_refused(data):
    with pytest.raises(InputRefused):
        read(data)


def test_the_workbook_is_opened_once(monkeypatch):
    opened = []
    real = questionnaire.open_workbook
    monkeypatch.setattr(questionnaire, "open_workbook", lambda *a, **k: opened.append(a) or real(*a, **k))

    read(filled(MIXED))

    assert len(opened) == 1


def test_all_problems_have_words_in_both_languages_with_their_fields():
    """Every code of a badly filled form is told in full sentences, not by the fallback."""
    mess = {
        "ORG-01": FilledAnswer("O"),
        "CHN-01": FilledAnswer("○（一部除く）", evidence="確認済"),
        "HUM-01": FilledAnswer("対象外"),
        "HUM-02": FilledAnswer("はい・いいえ", checked_on="毎月"),
        "HUM-04": FilledAnswer("■はい ■いいえ", checked_on=date(2027, 1, 1)),
        "DEV-01": FilledAnswer("該当なし", "未導入"),
    }
    form = read_back(
        mess,
        cover=FilledCover(ANSWERED_ON, "総務部", "none"),
        tiers=[FilledTier("甲社", "123"), FilledTier("", work="x")],
    )

    assert len(set(codes(form))) >= 9
    for problem in form.problems:
        for locale in LOCALES:
            assert problem.code not in said(problem, locale)[0]


def test_the_cover_fields_used_above_are_what_the_form_has():
    assert read_back({}, cover=COVER).facts["respondent"] == COVER.respondent
