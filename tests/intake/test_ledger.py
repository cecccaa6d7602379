"""A flat ledger becomes a register; what was guessed is told at its cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook as Book

from riskgraph.intake import ledger as ledger_module
from riskgraph.intake.checks import check
from riskgraph.intake.ledger import looks_like_ledger, read_ledger, read_ledgers
from riskgraph.intake.ledger_words import consent_of, period_of, place_of, tier_of
from riskgraph.intake.workbook import open_workbook
from riskgraph.model.access import Employment
from riskgraph.model.chain import build_chain
from riskgraph.model.engagement import Consent, HandlingPlace, Relation
from riskgraph.model.party import Party, PartyKind, Tri
from riskgraph.model.problem import Problem, Severity
from riskgraph.model.quantities import Interval
from riskgraph.model.submission import Submission
from riskgraph.text import LOCALES, catalogue, t
from tests.intake.ledgers import CHAIN, HEADER, ledger, saved

OWNER = "みらい学習株式会社"
Row = dict[str, object]


def codes(submission: Submission) -> list[str]:
    """Return the codes of the problems, those apart that tell of every ledger."""
    usual = ("ledger.read", "ledger.owner_guessed", "ledger.asset_guessed", "ledger.place_guessed")
    return [p.code for p in submission.problems if p.code not in usual]


def only(submission: Submission, code: str) -> Problem:
    """Return the one problem with this code."""
    (problem,) = [p for p in submission.problems if p.code == code]
    return problem


def direct(name: str, **fields: object) -> Row:
    """Return a row that the company itself gives out."""
    return {"上位": "当社", "委託先名": name, "データ区分": "会員情報", "件数": 1000, **fields}


def test_a_chain_of_three_tiers_is_read_and_has_no_fault() -> None:
    read = read_ledger(ledger(*CHAIN))
    assert build_chain(read).line("T-3") == ("T-1", "T-2", "T-3")
    assert build_chain(read).owner("T-3") == OWNER
    assert [e.relation for e in read.engagements] == [Relation.CONSIGN, Relation.CONSIGN, Relation.DISPATCH]
    assert [e.handling_place for e in read.engagements] == [
        HandlingPlace.OWN_ENV,
        HandlingPlace.CONSIGNOR_SYSTEM,
        HandlingPlace.CONSIGNOR_SITE,
    ]
    assert [e.consent for e in read.engagements] == [Consent.NOT_NEEDED, Consent.EXPLICIT, Consent.NOT_NEEDED]
    assert read.assets[0].records == Interval(240_000, 300_000, 360_000)
    assert codes(read) == []
    assert check(read, as_of=date(2025, 4, 1)) == ()


def test_people_and_who_directs_them_become_access() -> None:
    read = read_ledger(ledger(*CHAIN))
    assert [(a.engagement_id, a.employment, a.directed_by, a.host) for a in read.accesses] == [
        ("T-2", None, "南星開発合同会社", "7000012050002"),
        ("T-3", Employment.DISPATCHED, "南星開発合同会社", "南星開発合同会社"),
    ]
    assert read.accesses[1].heads == Interval(2, 2.5, 3)


def test_an_agency_is_told_by_the_people_it_sends() -> None:
    kinds = {p.name: p.kind for p in read_ledger(ledger(*CHAIN)).parties}
    assert kinds["青空スタッフ株式会社"] is PartyKind.AGENCY
    assert kinds["南星開発合同会社"] is PartyKind.ORGANISATION


def test_columns_of_ones_own_are_kept() -> None:
    assert read_ledger(ledger(*CHAIN)).engagements[0].extra["独自列"] == "甲"


def test_every_fact_knows_its_cell() -> None:
    engagement = read_ledger(ledger(*CHAIN)).engagements[1]
    wanted = {"consignee": "C5", "parent_engagement": "B5", "records": "K5", "handling_place": "L5", "consent_on": "P5"}
    assert {column: engagement.source.at(column).cell for column in wanted} == wanted


@pytest.mark.parametrize(
    ("rows", "title", "owner"),
    [
        ((direct("甲社"),), "みらい学習株式会社 委託先管理台帳", OWNER),
        ((direct("甲社"),), "会社名:学校法人みらい", "学校法人みらい"),
        ((direct("甲社"),), "委託先管理台帳 2025年度", "当社"),
        (({"上位": "株式会社みらい", "委託先名": "甲社"},), "委託先一覧", "株式会社みらい"),
        (({"上位": "情報システム部", "委託先名": "甲社"},), "委託先一覧", "当社"),
        (({"委託先名": "甲社", "階層": 1},), "委託先一覧", "当社"),
    ],
)
def test_the_owner_is_guessed_from_the_title_or_the_top_and_told(rows: Sequence[Row], title: str, owner: str) -> None:
    read = read_ledger(ledger(*rows, title=title))
    assert build_chain(read).owner(read.engagements[0].engagement_id) == read.settings.owner
    assert read.party_by_id[read.settings.owner].name == owner
    assert only(read, "ledger.owner_guessed").fields["name"] == owner


def test_a_parent_may_be_named_by_its_ledger_number_or_by_name() -> None:
    by_name = read_ledger(ledger(*CHAIN))
    by_number = read_ledger(ledger(CHAIN[0], {**CHAIN[1], "上位": "T-1"}, CHAIN[2]))
    assert [e.parent_engagement for e in by_number.engagements] == [e.parent_engagement for e in by_name.engagements]


def test_a_blank_upper_follows_tier_and_order_and_is_told() -> None:
    rows = [
        {"委託先名": "甲社", "階層": 1},
        {"委託先名": "乙社", "階層": 2},
        {"委託先名": "丙社", "階層": 1},
        {"委託先名": "丁社", "階層": 2},
        {"委託先名": "戊社", "階層": 3},
    ]
    read = read_ledger(ledger(*[{"台帳番号": f"T-{n}", **row} for n, row in enumerate(rows, 1)]))
    assert [e.parent_engagement for e in read.engagements] == ["", "T-1", "", "T-3", "T-4"]
    told = [p for p in read.problems if p.code == "ledger.parent_by_order"]
    assert [(p.severity, p.cell) for p in told] == [(Severity.WARNING, f"B{row}") for row in (5, 7, 8)]


def test_of_several_rows_of_one_firm_the_likeliest_is_above_and_that_is_told() -> None:
    rows = [
        direct("甲社", 台帳番号="T-1", 業務内容="印刷", データ区分="会員情報"),
        direct("甲社", 台帳番号="T-2", 業務内容="発送", データ区分="採用応募者"),
        {"台帳番号": "T-3", "上位": "甲社", "委託先名": "乙社", "データ区分": "会員情報"},
    ]
    read = read_ledger(ledger(*rows))
    assert read.engagements[2].parent_engagement == "T-1"
    problem = only(read, "ledger.parent_guessed")
    assert (problem.severity, problem.cell, problem.fields["count"]) == (Severity.WARNING, "B6", 2)


def test_an_upper_that_is_nearly_a_vendors_name_is_taken_for_it_and_told() -> None:
    read = read_ledger(ledger(CHAIN[0], {**CHAIN[1], "上位": "北斗情報(株)"}))
    assert read.engagements[1].parent_engagement == "T-1"
    problem = only(read, "ledger.upper_spelling")
    assert (problem.severity, problem.cell) == (Severity.WARNING, "B5")


def test_an_upper_that_is_nowhere_is_an_error_and_no_owner() -> None:
    read = read_ledger(ledger(CHAIN[0], {**CHAIN[1], "上位": "遠山物産"}))
    problem = only(read, "ledger.upper_not_found")
    assert (problem.severity, problem.cell) == (Severity.ERROR, "B5")
    assert build_chain(read).line("T-2") == ()
    assert {a.owner for a in read.assets} == {OWNER}


def test_a_lower_tier_with_nothing_above_is_an_error() -> None:
    read = read_ledger(ledger(CHAIN[0], {"台帳番号": "T-9", "委託先名": "乙社", "階層": "4次"}))
    assert only(read, "ledger.nothing_above").severity is Severity.ERROR
    assert build_chain(read).line("T-9") == ()


def test_rows_that_are_each_others_upper_do_not_hang() -> None:
    rows = [
        {"台帳番号": "T-8", "上位": "乙社", "委託先名": "甲社", "要員数": 3, "データ区分": "会員情報"},
        {"台帳番号": "T-9", "上位": "甲社", "委託先名": "乙社", "要員数": 3, "データ区分": "会員情報"},
    ]
    read = read_ledger(ledger(direct("丙社"), *rows))
    assert {"T-8", "T-9"} <= set(build_chain(read).orphans)
    assert "register.parent_loop" in {p.code for p in check(read)}


def test_two_spellings_stay_two_parties_and_are_proposed_for_merging() -> None:
    read = read_ledger(ledger(direct("北斗情報株式会社"), direct("㈱北斗情報", データ区分="会員情報")))
    assert len([p for p in read.parties if "北斗情報" in p.name]) == 2
    assert "register.similar_name" in {p.code for p in check(read)}


def test_width_case_and_spaces_make_no_second_party() -> None:
    read = read_ledger(ledger(direct("ＡＢＣ 株式会社"), direct("abc株式会社")))
    assert len(read.parties) == 2  # with the owner


def test_one_corporate_number_is_one_party_however_it_is_spelt() -> None:
    number = "7000012050002"
    rows = [
        direct("北斗情報株式会社", 法人番号=number),
        direct("(株)ホクト情報", 法人番号=number),
        direct("北斗情報株式会社"),
    ]
    read = read_ledger(ledger(*rows))
    assert {e.consignee for e in read.engagements} == {number}
    assert read.party_by_id[number].aliases == ("(株)ホクト情報",)
    assert only(read, "ledger.one_number_two_names").severity is Severity.INFO


def test_data_of_one_name_are_one_set_as_large_as_the_largest_row() -> None:
    read = read_ledger(
        ledger(direct("甲社"), direct("乙社", 件数=5000), direct("丙社", データ区分="採用応募者", 件数=10))
    )
    assert [(a.name, a.records) for a in read.assets] == [
        ("会員情報", Interval.exact(5000)),
        ("採用応募者", Interval.exact(10)),
    ]
    assert [p.fields["rows"] for p in read.problems if p.code == "ledger.asset_guessed"] == [2, 1]


def test_lower_rows_inherit_the_data_of_the_top_whatever_words_they_use() -> None:
    read = read_ledger(ledger(CHAIN[0], {**CHAIN[1], "データ区分": "氏名のみ"}))
    assert build_chain(read).assets("T-2") == build_chain(read).assets("T-1")
    assert only(read, "ledger.data_inherited").cell == "J5"


def test_a_row_without_data_is_told_and_one_that_says_none_handles_none() -> None:
    read = read_ledger(ledger(direct("甲社", データ区分=None), direct("乙社", データ区分="個人情報なし", 要員数=5)))
    assert only(read, "ledger.data_blank").severity is Severity.WARNING
    assert read.engagements[1].handling_place is HandlingPlace.NONE
    assert read.accesses == ()


def test_my_number_and_cards_are_known_by_their_words() -> None:
    read = read_ledger(
        ledger(direct("甲社", データ区分="従業員の特定個人情報"), direct("乙社", データ区分="クレジットカード番号"))
    )
    assert [(a.my_number, a.is_card) for a in read.assets] == [(True, False), (False, True)]


def test_group_companies_at_the_top_own_their_own_data() -> None:
    rows = [
        {"上位": "みらい学習株式会社", "委託先名": "甲社", "階層": 1, "データ区分": "会員情報"},
        {"上位": "みらい出版株式会社", "委託先名": "乙社", "階層": 1, "データ区分": "会員情報"},
    ]
    read = read_ledger(ledger(*rows, title="グループ委託先一覧"))
    assert {a.owner for a in read.assets} == {"みらい学習株式会社", "みらい出版株式会社"}
    assert len({a.asset_id for a in read.assets}) == 2
    assert check(read, as_of=date(2025, 4, 1)) == ()


def test_a_place_that_says_nothing_is_told_with_the_careful_reading() -> None:
    read = read_ledger(ledger(direct("甲社", 保管場所="別紙参照")))
    assert only(read, "ledger.place_unknown").cell == "L4"
    assert read.engagements[0].handling_place is HandlingPlace.UNKNOWN


def test_a_person_as_director_is_neither_kept_nor_repeated() -> None:
    read = read_ledger(ledger(direct("甲社", 指揮命令者="佐藤 太郎", 要員数=3)))
    assert read.accesses[0].directed_by == ""
    assert only(read, "ledger.director_unknown").fields == {}
    assert "佐藤" not in repr(read)


@pytest.mark.parametrize(
    ("written", "director"), [("当社", OWNER), ("情報システム部", OWNER), ("委託先", "甲社"), ("甲社 開発課", "甲社")]
)
def test_a_director_may_be_a_role_a_department_or_a_firm(written: str, director: str) -> None:
    read = read_ledger(ledger(direct("甲社", 指揮命令者=written, 要員数=3)))
    assert read.accesses[0].directed_by == director


def test_reconsignment_where_none_is_allowed_is_a_finding() -> None:
    read = read_ledger(ledger({**CHAIN[0], "再委託可否": "不可"}, CHAIN[1]))
    problem = only(read, "finding.onward_not_allowed")
    assert (problem.severity, problem.cell) == (Severity.WARNING, "C5")


def test_a_row_without_a_vendor_is_told_and_left_out() -> None:
    read = read_ledger(ledger(direct("甲社"), {"台帳番号": "T-5", "上位": "当社", "業務内容": "印刷"}))
    assert only(read, "ledger.name_blank").cell == "C5"
    assert len(read.engagements) == 1


def test_a_technical_link_is_no_engagement() -> None:
    read = read_ledger(ledger(CHAIN[0], direct("遠隔保守社", 台帳番号="T-7", 関係種別="接続")))
    assert [c.connection_id for c in read.connections] == ["T-7"]
    assert [e.engagement_id for e in read.engagements] == ["T-1"]


def test_ledgers_of_several_departments_share_owner_and_parties() -> None:
    first = ledger(CHAIN[0], file="it.xlsx")
    second = ledger(
        direct("北斗情報株式会社", 台帳番号="T-1"), file="sales.xlsx", title="委託先管理台帳(営業部)", sheet="営業"
    )
    read = read_ledgers([first, second])
    assert len(read.parties) == 2
    assert {e.consignee for e in read.engagements} == {"7000012050002"}
    assert {e.consignor for e in read.engagements} == {OWNER}
    assert [e.engagement_id for e in read.engagements] == ["T-1(it)", "T-1(sales)"]
    assert "register.duplicate_id" not in {p.code for p in check(read)}


def test_a_party_of_a_register_keeps_its_id() -> None:
    known = (Party(party_id="P-7", name="北斗情報(株)", corporate_number="7000012050002"),)
    read = read_ledgers([ledger(CHAIN[0])], known=known)
    assert read.engagements[0].consignee == "P-7"
    assert [p.name for p in read.parties] == [OWNER]


def test_a_ledger_is_known_by_its_columns_and_a_register_is_none() -> None:
    assert looks_like_ledger(ledger(*CHAIN))
    assert looks_like_ledger(ledger(*CHAIN, sheet="委託先一覧"))
    book = Book()
    for title, header in (("組織", ["組織ID", "名称"]), ("委託", ["委託ID", "委託元ID", "委託先ID", "上位委託ID"])):
        book.create_sheet(title).append(header)
    assert not looks_like_ledger(open_workbook("register.xlsx", saved(book)))


@pytest.mark.parametrize(("title", "header"), [("委託", ["委託ID", "委託元", "委託先", "上位委託ID", "業務内容"])])
def test_a_sheet_that_points_to_parents_by_id_is_no_ledger(title: str, header: list[str]) -> None:
    assert not looks_like_ledger(ledger(sheet=title, header=header))


def test_other_sheets_of_a_ledger_are_told_and_not_read() -> None:
    book = Book()
    page = book.active
    assert page is not None
    page.append(list(HEADER))
    page.append([CHAIN[0].get(name) for name in HEADER])
    book.create_sheet("予定").append(["会議", "日付"])
    read = read_ledger(open_workbook("ledger.xlsx", saved(book)))
    assert only(read, "ledger.sheet_ignored").sheet == "予定"


@pytest.mark.parametrize(
    ("written", "tier"),
    [
        ("1", 1),
        ("2次", 2),
        ("再委託", 2),
        ("再々委託", 3),
        ("三次", 3),
        ("Tier 4", 4),
        ("直接", 1),
        ("?", None),
        ("", None),
    ],
)
def test_tiers_are_read_as_people_write_them(written: str, tier: int | None) -> None:
    assert tier_of(written) == tier


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("当社システム", HandlingPlace.OWNER_SYSTEM),
        ("当社内に常駐", HandlingPlace.OWNER_SITE),
        ("AWS東京リージョン", HandlingPlace.CLOUD),
        ("施錠キャビネット(紙)", HandlingPlace.PAPER),
        ("委託先の事業所", HandlingPlace.OWN_ENV),
        ("個人データに触れない", HandlingPlace.NONE),
        ("東京", HandlingPlace.UNKNOWN),
    ],
)
def test_places_are_read_as_people_write_them(written: str, place: HandlingPlace) -> None:
    assert place_of(written) is place


def test_a_period_in_one_cell_is_taken_apart() -> None:
    assert period_of("令和6年4月1日〜2025/3/31(自動更新)") == (date(2024, 4, 1), date(2025, 3, 31), Tri.YES)
    assert period_of("2024/4/1から") == (date(2024, 4, 1), None, Tri.UNKNOWN)


def test_consent_in_one_cell_is_taken_apart() -> None:
    assert consent_of("個別承諾 2024/3/1 みらい学習") == (Consent.EXPLICIT, date(2024, 3, 1), "みらい学習")
    assert consent_of("可") == (None, None, "")
    assert consent_of("不可") == (None, None, "")


texts = st.one_of(
    st.none(), st.text(max_size=30), st.integers(-5, 10**9), st.sampled_from(["当社", "甲社", "乙社", "2次"])
)
rows_of_anything = st.lists(st.fixed_dictionaries(dict.fromkeys(HEADER[:16], texts)), max_size=5)


@given(rows_of_anything)
@settings(max_examples=60, deadline=None)
def test_whatever_stands_in_a_ledger_is_read_or_told_in_both_languages(rows: list[Row]) -> None:
    printable = [
        {k: re.sub(r"[\x00-\x1f\ud800-\udfff\ufffe\uffff]", "", v) if isinstance(v, str) else v for k, v in row.items()}
        for row in rows
    ]
    read = read_ledger(ledger(direct("甲社"), *printable))
    build_chain(read)
    for problem in (*read.problems, *check(read)):
        if problem.code.startswith(("ledger.", "register.", "finding.")):
            for locale in LOCALES:
                assert t(locale, f"problem.{problem.code}.message", **problem.fields)
                assert t(locale, f"problem.{problem.code}.mend", **problem.fields)


def test_every_text_about_ledgers_is_of_use() -> None:
    folder = Path(str(ledger_module.__file__)).parent
    source = "".join(path.read_text(encoding="utf-8") for path in folder.glob("ledger*.py"))
    keys = {key.split(".", 1)[1].rsplit(".", 1)[0] for key in catalogue() if key.startswith("problem.ledger.")}
    assert {key for key in keys if f'"{key}"' not in source} == set()
