"""The thirty-two kinds of mess in which questionnaires come back, one claim for each: what the reader does with it.

They are numbered as in the list that the reader was built to, from signs that look alike to answers that are
somewhere else. Each file is made here and goes the whole road: gate, reader, form.
"""

from __future__ import annotations

import io
import zipfile

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill

from riskgraph.intake.contradictions import Beside, contradictions
from riskgraph.model.engagement import Engagement
from riskgraph.model.party import Party
from riskgraph.model.submission import Submission
from tests.hostile.good import PDF
from tests.intake.books import book
from tests.intake.forms import NAME, all_answered, blank, edited, filled
from tests.mess.road import (
    ASKED,
    HEAD,
    answered,
    came,
    codes,
    confirmed,
    one,
    others,
    own,
    put,
    said,
    sheet,
    table,
    told,
)


def marked(made: Workbook, **answers: object) -> None:
    for control_id, answer in answers.items():
        put(made, control_id.replace("_", "-"), answer)


def test_01_circles_that_look_alike_are_one_sign_and_a_lone_zero_or_letter_is_asked_about() -> None:
    assert codes(others(answered("○", "〇", "◯", "⭕", "●"))) == ["yes"] * 5
    form = others(answered("0", "O", "○", "×", "△"))
    assert codes(form) == [None, None, "yes", "no", "partial"]
    assert [item.answers[0].rule for item in form.blocks[0].items][:2] == ["ambiguous", "ambiguous"]


def test_01_a_legend_with_four_signs_is_read_first() -> None:
    form = others(
        sheet(("凡例 ◎:実施している ○:一部実施 △:検討中 ×:実施していない",), HEAD, *table("◎", "○", "△", "×", "◎"))
    )
    assert codes(form) == ["yes", "partial", "planned", "no", "yes"]


def test_02_vocabularies_in_one_column_are_read_cell_by_cell() -> None:
    assert codes(others(answered("はい", "有", "実施済", "No", "未実施"))) == ["yes", "yes", "yes", "no", "no"]


def test_03_not_applicable_needs_a_reason_and_a_dash_is_no_answer() -> None:
    form = own(edited(blank(), lambda made: marked(made, HUM_02="該当なし", HUM_04="－")))
    assert (one(form, "HUM-02").answer.value, one(form, "HUM-04").answer.value) == ("na", "unknown")
    assert "form.na_without_reason" in told(form.problems)


def test_03_not_applicable_against_the_register_is_a_contradiction() -> None:
    form = own(edited(blank(), lambda made: marked(made, CHN_05="対象外")))
    register = Submission(
        parties=tuple(Party(party_id=p, name=p) for p in ("P-1", "P-013", "P-9")),
        engagements=(
            Engagement(engagement_id="E-1", consignor="P-1", consignee="P-013"),
            Engagement(engagement_id="E-2", consignor="P-013", consignee="P-9", parent_engagement="E-1"),
        ),
    )
    assert "contradiction.no_tiers" in told(contradictions(form, "P-013", Beside(register, {})))


def test_04_not_applicable_that_hides_a_no_is_told_and_points_are_no_answer() -> None:
    def change(made: Workbook) -> None:
        marked(made, HUM_02="該当なし")
        put(made, "HUM-02", "まだ導入していない", column=6)

    form = own(edited(blank(), change))
    assert "form.na_denied" in told(form.problems) and one(form, "HUM-02").is_flagged
    points = others(sheet((*HEAD[:3], "点数"), *((n, q, "×", 50) for n, q in enumerate(ASKED, 1))))
    assert codes(points) == ["no"] * 5
    assert any(entry.reason == "score_column" for entry in points.passed_over)


def test_05_of_choices_in_one_cell_the_one_that_is_marked_counts_and_colour_never_does() -> None:
    form = others(answered("■はい □いいえ", "□はい ■いいえ", "■はい ■いいえ", "□はい □いいえ", "☑はい ☐いいえ"))
    assert codes(form) == ["yes", "no", None, None, "yes"]

    def paint(made: Workbook) -> None:
        for row in range(2, 7):
            made["チェックシート"].cell(row, 3).fill = PatternFill("solid", fgColor="FFC000")

    coloured = others(book({"チェックシート": [HEAD, *table("", "", "", "", "")]}, change=paint))
    assert codes(coloured) == [None] * 5


def test_05_a_struck_answer_is_not_known() -> None:
    def strike(made: Workbook) -> None:
        marked(made, HUM_02="はい")
        for page in made.worksheets:
            for cell in page._cells.values():
                if cell.value == "はい":
                    cell.font = Font(strike=True)

    form = own(edited(blank(), strike))
    assert one(form, "HUM-02").answer.value == "unknown" and "form.answer_struck" in told(form.problems)


def test_06_the_verdict_within_free_text_is_read_and_a_hedge_is_only_proposed() -> None:
    form = others(answered("有。規程に定める", "概ね実施", "○（一部拠点を除く）", "なし", "実施していないわけではない"))
    found = codes(form)
    assert found[0] == "yes" and found[3] == "no" and found[4] is None
    assert form.blocks[0].items[2].answers[0].hedge
    mine = own(edited(blank(), lambda made: marked(made, HUM_02="○（一部拠点を除く）")))
    assert one(mine, "HUM-02").answer.value == "yes" and "form.hedged_answer" in told(mine.problems)


def test_07_wide_letters_and_spaces_are_folded_and_a_space_is_blank() -> None:
    assert codes(others(answered("ＹＥＳ ", "ｎｏ", "\u00a0はい\u3000", "い\nいえ", " "))) == [
        "yes",
        "no",
        "yes",
        "no",
        None,
    ]
    assert one(own(edited(blank(), lambda made: marked(made, HUM_02="　"))), "HUM-02").answer.value == "blank"


def test_08_one_merged_answer_counts_for_each_question_and_says_so() -> None:
    def merge(made: Workbook) -> None:
        made["チェックシート"].merge_cells("C2:C4")

    form = others(book({"チェックシート": [HEAD, *table("はい", None, None, "いいえ", "はい")]}, change=merge))
    assert codes(form) == ["yes", "yes", "yes", "no", "yes"]
    assert [item.answers[0].is_shared for item in form.blocks[0].items] == [True, True, True, False, False]


def test_09_squared_paper_is_read_by_its_merged_cells_or_refused_in_words() -> None:
    def squares(made: Workbook) -> None:
        page = made.create_sheet("方眼紙")
        for n, (question, answer) in enumerate(zip(("設問", *ASKED), ("回答", *["はい"] * 5), strict=True), 1):
            page.cell(n, 1).value, page.cell(n, 24).value = question, answer
            page.merge_cells(start_row=n, end_row=n, start_column=1, end_column=22)
            page.merge_cells(start_row=n, end_row=n, start_column=24, end_column=30)
        made.remove(made["x"])

    assert codes(others(book({"x": [("",)]}, change=squares))) == ["yes"] * 5
    (letter,) = came("方眼紙.xlsx", book({"方眼紙": [tuple("ご案内の文書です。"), tuple("よろしくお願いします")]}))
    assert letter.form is None and letter.foreign is None and letter.problems


def test_10_a_header_may_stand_anywhere_come_again_and_have_two_lines() -> None:
    rows = table("はい", "いいえ", "はい")
    form = others(sheet(("調査票",), (), ("ご回答ください",), HEAD, *rows[:2], HEAD, rows[2]))
    assert codes(form) == ["yes", "no", "yes"]
    two = others(sheet(("No.", "設問", "回答", ""), ("", "", "現在", "備考"), *rows))
    assert codes(two) == ["yes", "no", "yes"]


def test_11_a_question_that_is_a_formula_without_result_is_named_with_its_cell() -> None:
    form = others(sheet(HEAD, *table("はい", "はい", "はい"), (4, "=設問!B4", "はい", "")))
    problem = next(p for p in form.problems if p.code == "foreign.formula_unsaved")
    assert problem.cell == "B5"


def test_12_hidden_rows_are_read_with_a_warning() -> None:
    def hide(made: Workbook) -> None:
        marked(made, HUM_02="はい")
        for page in made.worksheets:
            for (row, column), cell in page._cells.items():
                if column == 1 and cell.value == "HUM-02":
                    page.row_dimensions[row].hidden = True

    assert "form.hidden_answers" in told(own(edited(blank(), hide)).problems)


def test_13_one_question_has_one_answer_and_two_that_differ_are_told_with_both_cells() -> None:
    def copy(made: Workbook) -> None:
        marked(made, HUM_02="はい")
        page = next(p for p in made.worksheets if any(c.value == "HUM-02" for c in p._cells.values()))
        again = made.copy_worksheet(page)
        row = next(r for (r, c), cell in again._cells.items() if c == 1 and cell.value == "HUM-02")
        again.cell(row, 5).value = "いいえ"

    form = own(edited(blank(), copy))
    problem = next(p for p in form.problems if p.code == "form.answered_twice")
    assert one(form, "HUM-02").answer.value == "no" and problem.cell and problem.fields["other_cell"]


def test_14_a_blank_form_answers_nothing() -> None:
    form = own(blank())
    assert set(said(form).values()) == {"blank"} and "form.nothing_answered" in told(form.problems)


def test_15_moved_rows_are_known_by_number_and_by_words_never_by_place() -> None:
    data = filled({**all_answered("yes"), "HUM-02": all_answered("no")["HUM-02"]})

    def move(made: Workbook) -> None:
        page = next(p for p in made.worksheets if any(c.value == "HUM-02" for c in p._cells.values()))
        page.insert_rows(5, 3)

    assert said(own(edited(data, move))) == said(own(data))
    strange = others(answered("はい", asked=("本日の天候を記入してください", *ASKED[:2])))
    mapped = confirmed(strange)
    assert all(not item.control_id for form in mapped for item in form.items if "天候" in item.text)


def test_16_the_version_of_a_form_is_found_and_an_earlier_wording_is_told() -> None:
    def reword(made: Workbook) -> None:
        for control_id in ("HUM-02", "HUM-04", "DEV-01"):
            put(made, control_id, "まったく別の問いです", column=2)

    form = own(edited(filled(all_answered("yes")), reword))
    assert form.version and {"form.question_changed", "form.other_wording"} & told(form.problems)


def test_17_renamed_and_extra_sheets_change_nothing() -> None:
    data = filled(all_answered("yes"))

    def rename(made: Workbook) -> None:
        for n, page in enumerate(made.worksheets):
            if page.sheet_state == "visible":
                page.title = f"Sheet{n} (2)"
        example = made.copy_worksheet(
            next(p for p in made.worksheets if any(c.value == "HUM-02" for c in p._cells.values()))
        )
        example.title = "記入例"

    form = own(edited(data, rename))
    assert said(form) == said(own(data)) and "form.example_sheet" in told(form.problems)


def test_18_several_parties_in_one_book_are_several_submissions() -> None:
    sheets = {
        name: [("会社名", name), HEAD, *table(*["はい"] * 5)] for name in ("青空システム株式会社", "みどり印刷株式会社")
    }
    assert len(others(book(sheets)).blocks) == 2
    beside = sheet(
        ("No.", "設問", "青空システム株式会社", "みどり印刷株式会社"),
        *((n, q, "はい", "いいえ") for n, q in enumerate(ASKED, 1)),
    )
    assert [block.party_name for block in others(beside).blocks] == ["青空システム株式会社", "みどり印刷株式会社"]


def test_19_a_party_is_proposed_by_number_or_exact_name_and_never_merged() -> None:
    def lose_identity(made: Workbook) -> None:
        for page in list(made.worksheets):
            if page.sheet_state != "visible":
                made.remove(page)

    form = own(edited(filled(all_answered("yes")), lose_identity))
    assert form.party_id == "" and NAME in form.party_name


def test_20_a_text_pdf_is_a_draft_or_says_that_it_has_no_questions_and_a_picture_is_refused() -> None:
    (draft,) = came("回答.pdf", PDF())
    assert draft.form is None and {"gate.pdf_draft", "foreign.no_questions"} <= told(draft.problems)
    (scan,) = came("回答.pdf", b"\x89PNG\r\n\x1a\n" + bytes(60))
    assert told(scan.problems) == {"gate.image"}


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, data in files.items():
            package.writestr(name, data)
    return out.getvalue()


def test_21_the_files_of_an_archive_are_read_under_their_own_names() -> None:
    data = zipped({"回収/青空.xlsx": blank(), "__MACOSX/._青空.xlsx": b"x"}).replace(
        "回収/青空".encode(), "回収/青空".encode()
    )
    (entry,) = came("回収.zip", data)
    assert (entry.file, entry.archive) == ("青空.xlsx", "回収.zip") and entry.form is not None


def test_22_an_encrypted_file_says_so_and_asks_for_a_password() -> None:
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(512)
    (entry,) = came("回答.xlsx", locked, passwords=["ひみつ9"])
    assert entry.needs_password and "ひみつ9" not in entry.model_dump_json()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<html><table><tr><td>1</td></tr></table></html>", "gate.html"),
        (bytes(range(256)) * 3, "gate.no_workbook"),
        (zipped({"word/document.xml": b"<x/>", "[Content_Types].xml": b"<x/>"}), "gate.word"),
    ],
)
def test_23_a_file_is_what_its_bytes_are(data: bytes, code: str) -> None:
    (entry,) = came("回答.xls", data)
    assert told(entry.problems) == {code}
    assert own(blank(), name="回答.csv").is_known


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_24_text_tables_are_read_in_any_encoding_with_zeros_and_line_breaks_kept(encoding: str) -> None:
    rows = "".join(f'{n:03},"{q}",はい,"1行目\n2行目"\n' for n, q in enumerate(ASKED, 1))
    form = others(f"No.,設問,回答,備考\n{rows}".encode(encoding), name="回答.csv")
    assert codes(form) == ["yes"] * 5
    assert form.blocks[0].items[0].number in ("001", "1") and "2行目" in form.blocks[0].items[0].comment


def test_25_several_questions_in_one_cell_with_one_answer_stay_one_item() -> None:
    asked = ("・規程を定めていますか\n・周知していますか\n・年1回見直していますか", *ASKED[1:4])
    form = others(answered("はい", "いいえ", "はい", "はい", asked=asked))
    assert len(form.blocks[0].items) == 4 and "周知" in form.blocks[0].items[0].text


def test_26_of_two_current_answers_the_weaker_counts_and_last_years_never_does() -> None:
    both = sheet(("No.", "設問", "文書化", "実施"), *((n, q, "はい", "いいえ") for n, q in enumerate(ASKED, 1)))
    years = sheet(("No.", "設問", "前回回答", "今回回答"), *((n, q, "いいえ", "はい") for n, q in enumerate(ASKED, 1)))
    (weaker,) = confirmed(others(both))
    (newer,) = confirmed(others(years))
    assert set(said(weaker).values()) == {"no"} and set(said(newer).values()) == {"yes"}


@pytest.mark.parametrize("written", ["令和8年8月1日", "R8.8.1", "2026/8/1", 46235])
def test_27_dates_of_both_calendars_and_serials_are_one_day(written: object) -> None:
    def date_it(made: Workbook) -> None:
        marked(made, HUM_02="はい")
        put(made, "HUM-02", written, column=8)

    found = one(own(edited(blank(), date_it)), "HUM-02").answered_on
    assert found is not None and found.isoformat() == "2026-08-01"


def test_28_what_begins_like_a_formula_is_text() -> None:
    def dangerous(made: Workbook) -> None:
        marked(made, HUM_02="はい")
        put(made, "HUM-02", "x", column=6)
        for page in made.worksheets:
            for cell in page._cells.values():
                if cell.value == "x":
                    cell.value = '=HYPERLINK("http://example.invalid/",1)'
                    cell.data_type = "s"

    assert one(own(edited(blank(), dangerous)), "HUM-02").comment.startswith("=HYPERLINK")


def test_29_a_question_asked_the_other_way_round_turns_its_answer_and_an_unmapped_one_scores_nothing() -> None:
    asked = ("私物のスマートフォンの持込みを許可していますか", *ASKED[1:4])
    (form,) = confirmed(others(answered("いいえ", "はい", "はい", "はい", asked=asked)))
    assert said(form).get("PHY-02", "yes") == "yes"
    unmapped = [item for item in form.items if not item.control_id]
    assert all(item.code == "" for item in unmapped)


def test_30_yes_to_everything_without_a_word_is_flagged_and_keeps_its_codes() -> None:
    form = own(filled(all_answered("yes")))
    asked = [a for a in form.answers if a.answer.value == "yes"]
    assert "form.all_yes" in told(form.problems) and asked and all(a.is_flagged for a in asked)


def test_31_answers_are_for_the_scope_that_the_form_was_made_for() -> None:
    form = own(filled(all_answered("yes")))
    assert {(a.scope_kind.value, a.scope_id) for a in form.answers} == {(form.scope_kind.value, form.scope_id)}


@pytest.mark.parametrize("written", ["別紙参照", "https://example.invalid/evidence", "営業秘密につき非開示"])
def test_32_what_is_somewhere_else_is_not_known_and_never_fetched(written: str) -> None:
    answer = one(own(edited(blank(), lambda made: marked(made, HUM_02=written))), "HUM-02")
    assert answer.answer.value == "unknown" and answer.raw == written
