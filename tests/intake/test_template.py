"""What is written as a register is read back as it was, and looks like one that a company would keep."""

from __future__ import annotations

import io
from datetime import date

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from riskgraph.intake.columns import SHEETS
from riskgraph.intake.jo_levels import jo_levels
from riskgraph.intake.normalise import is_ditto
from riskgraph.intake.register import read_register
from riskgraph.intake.template import register_template, register_workbook
from riskgraph.intake.unfolding import unfold
from riskgraph.intake.vocabulary import codes
from riskgraph.intake.written_rows import written_rows
from riskgraph.model.access import NONE_PARTY, UNKNOWN_PARTY, Access
from riskgraph.model.answer import Answer, Request
from riskgraph.model.asset import Asset, Connection, Site, System
from riskgraph.model.engagement import Engagement
from riskgraph.model.party import Certificate, Party
from riskgraph.model.quantities import Interval
from riskgraph.model.submission import Settings, Submission, TableRow
from riskgraph.text import t

LOCALES = ("ja", "en")
NOUNS = ("parties", "engagements", "assets", "systems", "sites", "accesses", "connections", "answers", "requests")


def facts(submission: Submission) -> dict[str, object]:
    """What a register holds: all but where it was read, what was told, and what only questionnaires know."""
    left_out = {"source", "raw", "form", "is_flagged"}
    rows: dict[str, object] = {
        name: [
            row.model_dump(exclude=left_out - ({"form"} if name == "requests" else set()))
            for row in getattr(submission, name)
        ]
        for name in NOUNS
    }
    kept = [[row.cells for row in rows] for rows in (submission.decisions, submission.findings)]
    return {**rows, "meeting": kept, "settings": submission.settings}


# What a person types: readable characters, no space at the ends, and no mark that means "as above".
WORDS = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs"), exclude_characters="\u3000"),
    min_size=1,
    max_size=12,
).filter(lambda text: text == text.strip() and not is_ditto(text) and not text.startswith("#"))
PLAIN = st.from_regex(r"[A-Za-z0-9ぁ-んァ-ヴ一-龥]{1,8}", fullmatch=True).filter(
    lambda text: not text.isdigit() and text.casefold() not in {"none", "unknown", "na"}
)
DATES = st.none() | st.dates(date(2000, 1, 1), date(2100, 1, 1))
COUNTS = st.none() | st.lists(st.integers(0, 10**9), min_size=3, max_size=3).map(sorted).map(
    lambda ends: Interval(*map(float, ends))
)
SHARES = st.none() | st.lists(st.integers(0, 1000), min_size=3, max_size=3).map(sorted).map(
    lambda ends: Interval(*(end / 1000 for end in ends))
)
EXTRA = st.dictionaries(st.sampled_from(("社内メモ", "色", "A+B")), WORDS, max_size=2)


def choice(kind: str) -> st.SearchStrategy[str]:
    return st.sampled_from(codes(kind))


def ids(prefix: str, most: int = 3) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from([f"{prefix}-{n}" for n in range(1, most + 1)]), unique=True, max_size=most).map(
        tuple
    )


PARTY_ID = st.sampled_from(("P-1", "P-2", "P-3"))
ROLE = st.sampled_from(("", "P-1", "P-2", UNKNOWN_PARTY, NONE_PARTY))
TEXT = st.just("") | WORDS
SCOPE = st.sampled_from(("", "E-1"))
FEW = st.lists(PLAIN, unique=True, max_size=2).map(tuple)
CERTIFICATES = st.lists(
    st.builds(Certificate, name=PLAIN, scope=st.just("") | PLAIN, expires_on=DATES), max_size=2
).map(tuple)


@st.composite
def submissions(draw: st.DrawFn) -> Submission:
    parties = [
        draw(
            st.builds(
                Party, party_id=st.just(f"P-{n}"), name=WORDS, aliases=FEW,
                kind=choice("party_kind"), country=TEXT, headcount=COUNTS, group=TEXT, certificates=CERTIFICATES,
                assessment_basis=st.none() | choice("assessment_basis"), small_consignee=choice("tri"),
                succeeded_on=DATES, contact=TEXT, note=TEXT, extra=EXTRA,
            )
        )
        for n in range(1, 4)
    ]  # fmt: skip
    engagements = [
        draw(
            st.builds(
                Engagement, engagement_id=st.just(f"E-{n}"), consignor=PARTY_ID, consignee=PARTY_ID,
                parent_engagement=ids("E", n - 1).map("、".join) if n > 1 else st.just(""), relation=choice("relation"),
                work=TEXT, contract_form=st.none() | choice("contract_form"), handling_place=choice("handling_place"),
                asset_ids=ids("D", 2), records=COUNTS, records_basis=st.none() | choice("records_basis"),
                status=choice("status"), starts_on=DATES, ends_on=DATES, auto_renew=choice("tri"),
                consent=st.none() | choice("consent"), consent_on=DATES, consent_by=TEXT, onward=choice("onward"),
                audited_on=DATES, audit_method=st.none() | choice("audit_method"), declared=choice("declared"),
                incident_notice_hours=st.none() | st.integers(0, 720).map(float), probability=SHARES,
                incident_reports_reviewed=choice("reviewed"), amount_yen=st.none() | st.integers(0, 10**12).map(float),
                ringi_no=TEXT, note=TEXT, extra=EXTRA,
            )
        )
        for n in range(1, 5)
    ]  # fmt: skip
    categories = ("氏名", "住所", "成績", "購入履歴", "謎")
    assets = []
    for n in (1, 2):
        chosen = tuple(draw(st.lists(st.sampled_from(categories), unique=True)))
        stated = st.builds(
            Asset, asset_id=st.just(f"D-{n}"), name=WORDS, owner=PARTY_ID, categories=st.just(chosen), records=COUNTS,
            distress=st.integers(1, 3), economic=st.integers(1, 3), identifiability=st.sampled_from((6, 3, 1)),
            my_number=st.booleans(), sensitive=st.booleans(), is_card=st.just(jo_levels(chosen).is_card), extra=EXTRA,
        )  # fmt: skip
        assets.append(draw(stated))
    access = st.builds(
        Access, access_id=st.just("A-1"), engagement_id=SCOPE, asset_id=st.just("D-1"), group=TEXT,
        employer=ROLE, directed_by=ROLE, employment=st.none() | choice("employment"), heads=COUNTS, heads_peak=COUNTS,
        system=st.sampled_from(("", "S-1")), host=ROLE, device_owner=ROLE, site_owner=ROLE, records=COUNTS,
        privilege=choice("privilege"), expires_on=DATES, revoked_on=DATES, access_countries=FEW,
    )  # fmt: skip
    answer = st.builds(
        Answer, party_id=PARTY_ID, control_id=st.just("MON-01"), answer=choice("answer"),
        evidence=st.sampled_from(("claim", "document")), scope_kind=choice("scope_kind"), scope_id=SCOPE,
        answered_on=DATES, verified_role=TEXT, evidence_ref=TEXT, comment=TEXT, extra=EXTRA,
    )  # fmt: skip
    system = st.builds(
        System, system_id=st.just("S-1"), name=TEXT, host=ROLE, kind=choice("system_kind"), asset_ids=ids("D")
    )
    site = st.builds(
        Site, site_id=st.just("B-1"), party_id=PARTY_ID, name=TEXT, country=TEXT, kind=TEXT, visited_on=DATES
    )
    link = st.builds(
        Connection,
        connection_id=st.just("C-1"),
        start=PARTY_ID,
        end=PARTY_ID,
        kind=choice("connection_kind"),
        probability=SHARES,
    )
    request = st.builds(
        Request, party_id=PARTY_ID, form=PLAIN, version=PLAIN, sent_on=DATES, due_on=DATES, returned_on=DATES
    )
    return Submission(
        parties=tuple(parties), engagements=unfold(engagements)[0], assets=tuple(assets), systems=(draw(system),),
        sites=(draw(site),), accesses=(draw(access),), connections=(draw(link),), answers=(draw(answer),),
        requests=(draw(request),), decisions=(TableRow(cells={"案件": draw(PLAIN), "判定": draw(PLAIN)}),),
        settings=draw(st.builds(Settings, as_of=DATES, fiscal_year_start=st.integers(1, 12), owner=PARTY_ID)),
    )  # fmt: skip


@pytest.mark.parametrize("locale", LOCALES)
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # to shrink a whole register takes minutes
)
@given(submission=submissions())
def test_a_submission_comes_back_as_it_went_out(locale: str, submission: Submission) -> None:
    back = read_register([("out.xlsx", register_workbook(submission, locale))])
    assert facts(back) == facts(submission)
    assert not [problem for problem in back.problems if problem.code.startswith("cell.")]


@pytest.mark.parametrize("locale", LOCALES)
def test_a_blank_register_has_every_sheet_and_column_and_says_only_that_it_is_empty(locale: str) -> None:
    data = register_template(locale)
    book = load_workbook(io.BytesIO(data))
    assert book.sheetnames == [t(locale, "sheet.read_me"), *(kind.title(locale) for kind in SHEETS)]
    for kind in SHEETS:
        if kind.columns and kind.name != "settings":
            headers = [cell.value for cell in book[kind.title(locale)][1]]
            assert headers == [kind.header(column.name, locale) for column in kind.columns]
    told = {problem.code for problem in read_register([("blank.xlsx", data)]).problems}
    assert told == {"register.no_rows", "register.setting_default"}


@pytest.mark.parametrize("locale", LOCALES)
def test_every_choice_has_a_drop_down_and_the_sheet_prints_on_a4_landscape(locale: str) -> None:
    book = load_workbook(io.BytesIO(register_template(locale)))
    for kind in SHEETS:
        sheet = book[kind.title(locale)]
        offered = sum(1 for column in kind.columns if column.choice or column.kind.value in ("flag", "level"))
        is_table = bool(kind.columns) and kind.name != "settings"
        assert len(sheet.data_validations.dataValidation) == (offered + (kind.name == "answers") if is_table else 0)
        assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "9")
        assert sheet.freeze_panes


@pytest.mark.parametrize("name", ["=1+1", "+81-3", "-x", "@SUM(A1)", '=HYPERLINK("http://x")', "\x07bell"])
def test_text_that_looks_like_a_formula_stays_text(name: str) -> None:
    submission = Submission(parties=(Party(party_id="P-1", name=name, extra={"=色": name}),))
    data = register_workbook(submission, "ja")
    cells = [
        cell for row in load_workbook(io.BytesIO(data))["組織"].iter_rows() for cell in row if cell.value is not None
    ]
    assert {cell.data_type for cell in cells} == {"s"}
    (party,) = read_register([("a.xlsx", data)]).parties
    assert party.name == name.removeprefix("\x07")


def test_a_firm_called_none_does_not_take_the_place_of_nobody() -> None:
    parties = (Party(party_id="P-1", name="none"), Party(party_id="P-2", name="不明"))
    systems = (System(system_id="S-1", host=NONE_PARTY), System(system_id="S-2", host=UNKNOWN_PARTY))
    back = read_register([("a.xlsx", register_workbook(Submission(parties=parties, systems=systems), "ja"))])
    assert [system.host for system in back.systems] == [NONE_PARTY, UNKNOWN_PARTY]


def test_an_unfolded_engagement_is_one_row_with_its_parents_again() -> None:
    rows = (
        Engagement(engagement_id="E-1", consignor="P-1", consignee="P-2"),
        Engagement(engagement_id="E-2", consignor="P-1", consignee="P-2"),
        Engagement(engagement_id="E-3", consignor="P-2", consignee="P-3", parent_engagement="E-1、E-2"),
        Engagement(engagement_id="E-4", consignor="P-3", consignee="P-2", parent_engagement="E-3"),
    )
    written = written_rows(Submission(engagements=unfold(rows)[0]), "ja")["engagements"]
    assert [(row["engagement_id"], row["parent_engagement"]) for row in written] == [
        *(("E-1", ""), ("E-2", ""), ("E-3", "E-1、E-2"), ("E-4", "E-3")),
    ]
