"""A register is read whatever way a department keeps it: every doubt is told with its cell, no row is lost."""

from __future__ import annotations

from datetime import date

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from riskgraph.intake.register import read_register
from riskgraph.intake.unfolding import CAP
from riskgraph.model.access import NONE_PARTY, UNKNOWN_PARTY
from riskgraph.model.answer import AnswerCode, Evidence
from riskgraph.model.engagement import Consent, Relation, Status
from riskgraph.model.problem import Problem, Severity
from riskgraph.model.quantities import Interval
from riskgraph.model.submission import Submission
from riskgraph.text import t
from tests.intake.books import ASSETS, ENGAGEMENTS, PARTIES, Grid, book, register


def read(*files: bytes) -> Submission:
    return read_register([(f"{number}.xlsx", data) for number, data in enumerate(files, start=1)])


def told(submission: Submission, code: str) -> list[Problem]:
    """The problems with this code; each must have its sentences in both languages."""
    found = [problem for problem in submission.problems if problem.code == code]
    for problem in found:
        for locale in ("ja", "en"):
            assert "{" not in t(locale, f"problem.{code}.message", **problem.fields)
            assert "{" not in t(locale, f"problem.{code}.mend", **problem.fields)
    return found


def only(submission: Submission, code: str) -> Problem:
    (problem,) = told(submission, code)
    return problem


def engagements(*rows: tuple[object, ...], header: tuple[object, ...] = ENGAGEMENTS[0]) -> Grid:  # type: ignore[assignment]
    return (header, *rows)


def test_the_smallest_register_is_read_without_an_error() -> None:
    submission = read(register())
    assert [party.name for party in submission.parties] == ["みどり教育", "青空システム", "川上派遣"]
    assert [
        (e.engagement_id, e.consignor, e.consignee, e.parent_engagement, e.relation) for e in submission.engagements
    ] == [
        ("E-1", "P-1", "P-2", "", Relation.CONSIGN),
        ("E-2", "P-2", "P-3", "E-1", Relation.DISPATCH),
    ]
    assert submission.assets[0].records == Interval.exact(10000)
    assert not [p for p in submission.problems if p.severity is Severity.ERROR]
    assert [(f.file, f.kind, len(f.sha256)) for f in submission.files] == [("1.xlsx", "register", 64)]


def test_each_fact_knows_its_cell() -> None:
    source = read(register()).engagements[1].source
    assert (source.file, source.sheet, source.row) == ("1.xlsx", "委託", 3)
    assert source.at("parent_engagement").cell == "D3"
    assert source.at("relation").cell == "E3"


def test_languages_sheet_order_and_column_order_do_not_matter() -> None:
    mixed = {
        "Assets": [("所有者ID", "asset_id", "name", "項目", "RECORDS"), ("P-1", "D-1", "会員", "氏名、住所", 10000)],
        "委託": [
            ("relation", "consignee", "委託元ID", "状態", "engagement_id", "上位委託ID"),
            ("委託", "P-2", "P-1", "active", "E-1", None),
            ("dispatch", "P-3", "P-2", "稼働中", "E-2", "E-1"),
        ],
        "parties": [
            ("種別", "Name", "Party ID"),
            ("法人", "みどり教育", "P-1"),
            ("organisation", "青空システム", "P-2"),
            ("agency", "川上派遣", "P-3"),
        ],
    }
    left, right = read(book(mixed)), read(register())
    for noun in ("parties", "engagements", "assets"):
        bare = [[row.model_dump(exclude={"source"}) for row in getattr(s, noun)] for s in (left, right)]
        assert bare[0] == bare[1]


@pytest.mark.parametrize(
    "header",
    [
        ("※委託ID（必須）", "委託元ID\n(consignor)", "委託先ID／consignee", "上位委託", "関係種別", "ステータス"),
        ("委 託 ＩＤ", "委託元", "委託先", "親委託ID", "relation", "status"),
    ],
)
def test_headers_with_marks_both_languages_and_other_names_are_understood(header: tuple[str, ...]) -> None:
    submission = read(register(委託=engagements(*ENGAGEMENTS[1:], header=header)))
    assert [e.parent_engagement for e in submission.engagements] == ["", "E-1"]


def test_a_header_of_two_lines_below_a_title_is_found() -> None:
    grid: Grid = (
        ("委託一覧(2025年度)",),
        (),
        ("委託ID", "委託元ID", "委託先ID", "契約期間", None, "再委託承諾", None),
        (None, None, None, "開始日", "終了日", "区分", "日付"),
        ("E-1", "P-1", "P-2", "2025/4/1", "R8.3.31", "個別", "令和7年3月1日"),
    )

    def merge(made: Workbook) -> None:
        for span in ("A3:A4", "B3:B4", "C3:C4", "D3:E3", "F3:G3"):
            made["委託"].merge_cells(span)

    for change in (None, merge):
        (engagement,) = read(register(委託=grid, change=change)).engagements
        assert (engagement.starts_on, engagement.ends_on) == (date(2025, 4, 1), date(2026, 3, 31))
        assert (engagement.consent, engagement.consent_on) == (Consent.EXPLICIT, date(2025, 3, 1))


def test_repeat_marks_and_vertical_merges_take_the_value_above() -> None:
    grid = engagements(
        ("E-1", "P-1", "P-2", None, "委託", "稼働中"),
        ("E-2", "〃", "P-3", None, "同上", None),
        ("E-3", "P-2", "P-3", "E-1", "派遣", "〃"),
    )

    def merge(made: Workbook) -> None:
        made["委託"].merge_cells("F2:F3")

    submission = read(register(委託=grid, change=merge))
    assert [(e.consignor, e.relation, e.status) for e in submission.engagements] == [
        ("P-1", Relation.CONSIGN, Status.ACTIVE),
        ("P-1", Relation.CONSIGN, Status.ACTIVE),
        ("P-2", Relation.DISPATCH, Status.ACTIVE),
    ]
    assert submission.engagements[1].source.at("consignor").cell == "B3"
    assert submission.engagements[1].source.at("status").cell == "F2"


def test_a_repeat_mark_with_nothing_above_is_told() -> None:
    submission = read(register(委託=engagements(("E-1", "P-1", "P-2", None, "〃", "稼働中"))))
    assert only(submission, "cell.ditto_unreadable").cell == "E2"
    assert len(submission.engagements) == 1


def test_hidden_rows_and_sheets_are_read_and_told() -> None:
    def hide(made: Workbook) -> None:
        made["委託"].row_dimensions[3].hidden = True
        made["データ"].sheet_state = "hidden"
        made["組織"].column_dimensions["C"].hidden = True

    submission = read(register(change=hide))
    assert len(submission.engagements) == 2
    assert only(submission, "register.hidden_rows").cell == "A3"
    assert only(submission, "register.hidden_sheet").sheet == "データ"
    assert only(submission, "register.hidden_column").cell == "C1"


def test_a_struck_row_keeps_its_status_and_is_told() -> None:
    def strike(made: Workbook) -> None:
        for cell in made["委託"][3]:
            cell.font = Font(strike=True)

    submission = read(register(change=strike))
    assert only(submission, "register.struck_row").cell == "A3"
    assert submission.engagements[1].status is Status.ACTIVE


def test_repeated_headers_totals_and_notes_are_no_rows() -> None:
    grid = engagements(
        ENGAGEMENTS[1], ENGAGEMENTS[0], ENGAGEMENTS[2], ("合計", None, None, None, None, 2), ("※2025年4月現在",)
    )
    submission = read(register(委託=grid))
    assert [e.engagement_id for e in submission.engagements] == ["E-1", "E-2"]
    assert only(submission, "register.total_row").cell == "A5"
    assert only(submission, "register.note_row").cell == "A6"


def test_a_value_that_cannot_be_read_is_told_with_its_cell_and_the_row_stays() -> None:
    header = ("委託ID", "委託元ID", "委託先ID", "開始日", "件数", "再委託承諾", "確度", "状態")
    row = ("E-1", "P-1", "P-2", "R7.13.1", "多数", "たぶん", "1.5", "#REF!")
    submission = read(register(委託=engagements(row, header=header)))
    assert only(submission, "cell.date_unreadable").cell == "D2"
    assert only(submission, "cell.date_unreadable").fields["value"] == "R7.13.1"
    assert only(submission, "cell.number_unreadable").cell == "E2"
    assert only(submission, "cell.choice_unreadable").cell == "F2"
    assert "個別 (explicit)" in str(only(submission, "cell.choice_unreadable").fields["words"])
    assert only(submission, "cell.probability_unreadable").cell == "G2"
    assert only(submission, "cell.error_value").cell == "H2"
    (engagement,) = submission.engagements
    assert (engagement.starts_on, engagement.records, engagement.consent, engagement.status) == (
        None,
        None,
        None,
        Status.ACTIVE,
    )


def test_a_formula_without_a_saved_result_is_told_and_not_taken_for_a_blank() -> None:
    def formula(made: Workbook) -> None:
        made["データ"]["E2"] = "=SUM(1,2)"

    submission = read(register(change=formula))
    assert only(submission, "cell.formula_unsaved").cell == "E2"
    assert submission.assets[0].records is None


def test_a_required_blank_is_told_and_the_row_stays() -> None:
    submission = read(
        register(委託=engagements(("", "P-1", "不明", None, "委託", "稼働中"), ("E-2", None, "P-2", None, None, None)))
    )
    assert [p.cell for p in told(submission, "register.required_blank")] == ["B3"]
    first, second = submission.engagements
    assert first.engagement_id == f"(P-1→{UNKNOWN_PARTY})"
    assert first.consignee == UNKNOWN_PARTY
    assert second.consignor == ""


def test_unknown_columns_are_kept_in_order_under_their_labels() -> None:
    header = (*ENGAGEMENTS[0], "社内メモ", "色", "社内メモ")
    row = (*ENGAGEMENTS[1], "要注意", date(2025, 4, 1), 3.0)
    (engagement,) = read(register(委託=engagements(row, header=header))).engagements
    assert list(engagement.extra.items()) == [("社内メモ", "要注意"), ("色", "2025-04-01"), ("社内メモ (2)", "3")]


def test_several_files_join_and_exact_repeats_count_once() -> None:
    second = register(委託=engagements(ENGAGEMENTS[1], ("E-3", "P-2", "P-3", "E-1", "委託", "稼働中")))
    submission = read(register(), second)
    assert [e.engagement_id for e in submission.engagements] == ["E-1", "E-2", "E-3"]
    assert len(submission.parties) == 3
    assert [(p.file, p.sheet, p.fields["count"]) for p in told(submission, "register.rows_repeated")] == [
        *(("2.xlsx", "委託", 1), ("2.xlsx", "組織", 3), ("2.xlsx", "データ", 1)),
    ]


def test_one_file_given_twice_is_read_once() -> None:
    data = register()
    submission = read(data, data)
    assert len(submission.engagements) == 2
    assert [file.file for file in submission.files] == ["1.xlsx"]
    assert only(submission, "register.file_twice").file == "2.xlsx"


LEDGER: Grid = (
    ("No", "上位", "委託先名", "階層", "関係種別", "業務内容", "データ区分", "件数"),
    (1, "みどり教育", "青空システム", "1次", "委託", "会員DB運用", "氏名、住所", "約1万"),
    (2, "青空システム", "川上派遣", "2次", "派遣", "DB保守", "氏名、住所", "約1万"),
)


def test_a_flat_ledger_is_read_as_a_register() -> None:
    submission = read(book({"委託先一覧": LEDGER}))
    assert len(submission.engagements) == 2
    assert submission.engagements[1].parent_engagement == submission.engagements[0].engagement_id
    assert [(file.file, file.kind) for file in submission.files] == [("1.xlsx", "ledger")]
    assert not told(submission, "register.no_known_sheet")


def test_a_ledger_beside_a_register_joins_it() -> None:
    ledger = book({"台帳": (LEDGER[0], (1, "みどり教育", "海辺印刷", "1次", "委託", "印刷", "氏名、住所", 500))})
    submission = read(register(), ledger)
    assert [e.consignor for e in submission.engagements] == ["P-1", "P-2", "P-1"]
    assert [(file.file, file.kind) for file in submission.files] == [("1.xlsx", "register"), ("2.xlsx", "ledger")]


def test_one_id_with_two_sets_of_facts_keeps_both_rows_for_the_checks_to_tell() -> None:
    second = register(組織=(PARTIES[0], ("P-2", "青空システム(旧)", "法人")))
    submission = read(register(), second)
    assert [party.name for party in submission.parties if party.party_id == "P-2"] == [
        "青空システム",
        "青空システム(旧)",
    ]
    assert told(submission, "register.duplicate_id")


def test_a_list_of_parents_unfolds_and_so_does_what_stands_below() -> None:
    grid = engagements(
        ("E-3", "P-1", "P-2", None, "委託", "稼働中"),
        ("E-4", "P-1", "P-2", None, "委託", "稼働中"),
        ("E-13", "P-3", "P-2", "E-12", "委託", "稼働中"),
        ("E-12", "P-2", "P-3", "E-3、E-4", "委託", "稼働中"),
    )
    submission = read(register(委託=grid))
    assert [(e.engagement_id, e.parent_engagement, e.row_id) for e in submission.engagements] == [
        ("E-3", "", "E-3"),
        ("E-4", "", "E-4"),
        ("E-13@E-12@E-3", "E-12@E-3", "E-13"),
        ("E-13@E-12@E-4", "E-12@E-4", "E-13"),
        ("E-12@E-3", "E-3", "E-12"),
        ("E-12@E-4", "E-4", "E-12"),
    ]


def test_merges_that_multiply_stop_at_the_cap_and_are_told() -> None:
    rows = [("E-0-a", "P-1", "P-2", None), ("E-0-b", "P-1", "P-2", None)]
    for level in range(1, 16):
        above = f"E-{level - 1}-a、E-{level - 1}-b"
        rows += [(f"E-{level}-{side}", "P-2", "P-2", above) for side in "ab"]  # type: ignore[misc]
    submission = read(register(委託=engagements(*rows)))
    assert len(submission.engagements) <= CAP + len(rows)
    assert told(submission, "register.too_many_copies")
    assert {e.row_id for e in submission.engagements} == {row[0] for row in rows}


def test_parents_in_a_loop_are_read_and_do_not_hang() -> None:
    grid = engagements(("E-1", "P-1", "P-2", "E-2", None, None), ("E-2", "P-2", "P-1", "E-1、E-2", None, None))
    assert {e.row_id for e in read(register(委託=grid)).engagements} == {"E-1", "E-2"}


def test_a_party_given_by_name_is_found_and_told_once_a_column() -> None:
    grid = engagements(
        ("E-1", "みどり教育", "青空システム", None, None, None), ("E-2", "みどり教育", "P-3", None, None, None)
    )
    submission = read(register(委託=grid))
    assert [(e.consignor, e.consignee) for e in submission.engagements] == [("P-1", "P-2"), ("P-1", "P-3")]
    assert [p.cell for p in told(submission, "register.party_by_name")] == ["B2", "C2"]


def test_every_default_is_told_once_a_sheet_and_column() -> None:
    submission = read(register())
    infos = {(p.sheet, str(p.fields.get("column", ""))) for p in told(submission, "register.column_absent")}
    assert {
        ("委託", "取扱形態 (handling_place)"),
        ("委託", "再委託承諾 (consent)"),
        ("委託", "申告 (declared)"),
    } <= infos
    assert {("データ", "精神的苦痛(1-3) (distress)")} <= infos
    absent = {p.code for p in submission.problems if p.code.startswith("register.no_")}
    assert absent == {f"register.no_{s}" for s in ("systems", "sites", "access", "connections", "answers", "requests")}
    for code in absent:
        assert only(submission, code).severity is Severity.INFO
    assert only(submission, "register.setting_default").fields["default"] == "今日 / today"


def test_blank_cells_of_a_column_are_one_info_with_their_number() -> None:
    grid = engagements(("E-1", "P-1", "P-2", None, None, "稼働中"), ("E-2", "P-2", "P-3", "E-1", None, "稼働中"))
    problem = only(read(register(委託=grid)), "register.column_blank")
    assert (problem.cell, problem.fields["count"], problem.fields["default"]) == ("E2", 2, "委託 / consign")


def test_a_needed_sheet_or_column_that_is_absent_is_an_error() -> None:
    submission = read(book({"組織": PARTIES, "委託": (("委託ID", "業務内容"), ("E-1", "印刷"))}))
    assert only(submission, "register.sheet_missing").fields["sheet"] == "データ / Assets"
    assert [p.fields["column"] for p in told(submission, "register.column_missing")] == [
        "委託元ID (consignor)",
        "委託先ID (consignee)",
    ]
    assert [e.work for e in submission.engagements] == ["印刷"]


def test_a_renamed_sheet_is_known_by_its_columns_and_others_are_left_with_a_word() -> None:
    submission = read(
        book(
            {
                "マスタA": PARTIES,
                "02_委託 (2)": ENGAGEMENTS,
                "データ一覧": ASSETS,
                "雑記": [("メモ", "値")],
                "記入例": PARTIES,
            }
        )
    )
    assert (len(submission.parties), len(submission.engagements), len(submission.assets)) == (3, 2, 1)
    assert only(submission, "register.sheet_by_content").sheet == "マスタA"
    assert only(submission, "register.sheet_ignored").sheet == "雑記"


def test_a_book_that_is_no_register_gives_one_clear_error() -> None:
    submission = read(book({"Sheet1": [("品名", "数量"), ("りんご", 3)]}))
    problem = only(submission, "register.no_known_sheet")
    assert (problem.severity, problem.fields["found"]) == (Severity.ERROR, "Sheet1")
    assert [p.code for p in submission.problems if p.severity is Severity.ERROR] == ["register.no_known_sheet"]


def test_a_refused_file_is_an_error_and_the_others_are_read() -> None:
    submission = read(b"%PDF-1.4", register())
    assert only(submission, "gate.pdf").file == "1.xlsx"
    assert len(submission.engagements) == 2
    assert [f.file for f in submission.files] == ["2.xlsx"]


ANSWER_HEADER = ("組織ID", "設問ID", "回答", "根拠", "回答日", "確認日", "確認方法", "確認者の役職")


def test_verified_needs_date_method_and_role_of_somebody_else() -> None:
    rows = (
        ("P-2", "mon-01", "確認済", None, "2025/4/1", "2025/5/1", "画面共有", "情報システム部長"),
        ("P-2", "MON-02", "○", "確認済", "2025/4/1", None, "画面共有", "情報システム部長"),
        ("P-2", "MON-03", "はい", "verified", "2025/4/1", "2025/5/1", "実地", "回答者本人"),
        ("P-2", "DEV-01", "たぶん", "文書", None, None, None, None),
        ("P-2", "DEV-02", None, None, None, None, None, None),
    )
    submission = read(register(回答=(ANSWER_HEADER, *rows)))
    assert [(a.control_id, a.answer, a.evidence) for a in submission.answers] == [
        ("MON-01", AnswerCode.YES, Evidence.VERIFIED),
        ("MON-02", AnswerCode.YES, Evidence.DOCUMENT),
        ("MON-03", AnswerCode.YES, Evidence.DOCUMENT),
        ("DEV-01", AnswerCode.UNKNOWN, Evidence.DOCUMENT),
        ("DEV-02", AnswerCode.BLANK, Evidence.CLAIM),
    ]
    assert only(submission, "answer.verified_incomplete").cell == "D3"
    assert only(submission, "answer.verified_by_itself").cell == "D4"
    assert only(submission, "cell.answer_unreadable").cell == "C5"
    assert submission.answers[0].source.cell == "C2"


def test_roles_may_be_unknown_or_nobody() -> None:
    header = ("取扱ID", "委託ID", "データID", "雇用者ID", "保管・運用者ID", "人数", "最大時人数")
    submission = read(register(取扱=(header, ("A-1", "E-2", "D-1", "不明", "なし", "約10", 20))))
    (access,) = submission.accesses
    assert (access.employer, access.host) == (UNKNOWN_PARTY, NONE_PARTY)
    assert (access.heads, access.heads_peak) == (Interval(8, 10, 12), Interval.exact(20))


@pytest.mark.parametrize(
    "grid",
    [
        (
            ("項目", "値"),
            ("基準日", "令和8年10月1日"),
            ("自社の組織ID", "みどり教育"),
            ("許容額(円/年・経路)", "100万円"),
            ("会計年度の開始月", "4月"),
        ),
        (("as_of", "owner", "appetite_yen", "fiscal_year_start"), (date(2026, 10, 1), "P-1", 1_000_000, 4)),
    ],
)
def test_settings_are_read_down_or_across(grid: Grid) -> None:
    settings = read(register(設定=grid)).settings
    assert (settings.as_of, settings.owner, settings.appetite_yen, settings.fiscal_year_start) == (
        date(2026, 10, 1),
        "P-1",
        1e6,
        4,
    )


def test_settings_of_two_files_that_differ_are_told_and_the_first_counts() -> None:
    first, second = (register(設定=(("項目", "値"), ("基準日", day))) for day in ("2026/10/1", "2026/11/1"))
    submission = read(first, second)
    assert submission.settings.as_of == date(2026, 10, 1)
    assert only(submission, "register.setting_twice").cell == "B2"


def test_sheets_of_the_meeting_are_kept_as_they_are() -> None:
    submission = read(register(判定=(("案件", "判定", "期限"), ("第3号", "条件付承認", date(2026, 12, 1)))))
    (decision,) = submission.decisions
    assert decision.cells == {"案件": "第3号", "判定": "条件付承認", "期限": "2026-12-01"}
    assert (decision.sheet, decision.row) == ("判定", 2)


def test_jo_levels_are_derived_where_blank_and_kept_where_written() -> None:
    header = ("データID", "名称", "所有者ID", "項目", "精神的苦痛(1-3)", "経済的損失(1-3)", "要配慮")
    rows = (
        ("D-1", "成績", "P-1", "氏名、成績、クレジットカード番号", None, None, None),
        ("D-2", "x", "P-1", "氏名", 3, "4", "はい"),
    )
    submission = read(register(データ=(header, *rows)))
    first, second = submission.assets
    assert (first.distress, first.economic, first.is_card, first.sensitive) == (2, 3, True, False)
    assert (second.distress, second.economic, second.sensitive) == (3, 1, True)
    assert only(submission, "cell.level_unreadable").cell == "F3"
