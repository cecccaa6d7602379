"""The flat ledger that departments keep: one sheet, one row an engagement, parties by name.

The convention that bites: a sheet is a ledger when it names who receives the work and either who gives it
or the tier, and its workbook is no register of riskgraph's own form.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from riskgraph.intake.columns import ASSETS, ENGAGEMENTS, PARTIES
from riskgraph.intake.header import Header, find_header, is_aside, kind_by_title
from riskgraph.intake.naming import has_legal_form
from riskgraph.intake.normalise import as_text, plain
from riskgraph.intake.rows import Table, read_table
from riskgraph.intake.sheet_kind import Column, Kind, SheetKind
from riskgraph.intake.workbook import RawRow, RawSheet, Workbook
from riskgraph.model.problem import Problem, Severity, problem_at
from riskgraph.model.quantities import Cell


def _column(name: str, kind: Kind, *aliases: str, choice: str = "") -> Column:
    return Column(name, kind, aliases, choice=choice)


LEDGER = SheetKind(
    "ledger",
    (
        _column("ledger_no", Kind.ID, "台帳No", "管理番号", "項番", "No", "番号", "ID", "委託番号", "ledger no"),
        _column(
            "upper",
            Kind.TEXT,
            *("上位ノード", "上位(委託元側)ノード", "上位委託先", "上位会社", "上位委託元", "上位の委託先"),
            *("委託元", "委託元名", "委託元会社名", "発注元", "発注者", "upstream", "upper tier"),
        ),
        _column(
            "party_name",
            Kind.TEXT,
            *("委託先", "委託先会社名", "委託先名称", "委託先事業者名", "会社名", "取引先名", "業者名", "再委託先名"),
            *("受託者", "受託者名", "事業者名", "vendor", "vendor name", "contractor", "contractor name"),
        ),
        _column("corporate_number", Kind.CORPORATE_NUMBER, "法人No", "法人番号13桁", "corporate number"),
        _column("tier", Kind.TEXT, "次数", "委託階層", "階層(次)", "委託次数", "段階", "level"),
        _column("relation", Kind.CHOICE, "関係", "区分", "委託区分", "契約区分", "種別", choice="relation"),
        _column("contract", Kind.TEXT, "契約名", "契約番号", "契約名称", "contract"),
        _column("contract_form", Kind.CHOICE, "契約種別", "contract form", choice="contract_form"),
        _column("period", Kind.TEXT, "期間", "委託期間", "開始/終了/自動更新", "contract period"),
        _column("starts_on", Kind.DATE, "開始", "開始年月日", "契約開始日", "契約開始", "start"),
        _column("ends_on", Kind.END, "終了", "終了年月日", "契約終了日", "契約終了", "満了日", "end"),
        _column("auto_renew", Kind.CHOICE, "自動更新の有無", "更新", choice="tri"),
        _column("status", Kind.CHOICE, "ステータス", "契約状態", "状況", choice="status"),
        _column("owner_dept", Kind.TEXT, "所管部門・責任者", "所管部署", "主管部門", "主管部署", "担当部署", "部門"),
        _column("work", Kind.TEXT, "業務", "委託業務", "委託業務内容", "業務名", "委託内容"),
        _column("data", Kind.TEXT, "データ", "取扱データ", "個人情報の種類", "取扱情報", "情報区分", "個人データ"),
        _column("records", Kind.INTERVAL, "件数(上限)", "取扱件数", "保有件数", "個人情報件数", "データ件数"),
        _column("means", Kind.TEXT, "アクセス方法", "媒体", "取扱方法", "受渡方法", "提供方法"),
        _column("place", Kind.TEXT, "保管場所・国", "保存場所", "データ保管場所", "取扱場所", "作業場所", "location"),
        _column("country", Kind.TEXT, "所在国", "国名"),
        _column("directed_by", Kind.TEXT, "指揮命令", "指示者", "指揮命令系統", "directed by"),
        _column("heads", Kind.INTERVAL, "人数", "取扱人数", "従事者数", "要員", "heads"),
        _column("consent", Kind.TEXT, "再委託承諾", "再委託可否・承諾日・承諾者", "再委託承認", "承諾", "承諾区分"),
        _column("consent_on", Kind.DATE, "承諾年月日", "再委託承諾日", "承認日"),
        _column("consent_by", Kind.TEXT, "再委託承諾者", "承認者"),
        _column("certificates", Kind.CERTIFICATES, "認証", "認証取得", "第三者認証", "取得認証", "認証・期限"),
        _column("audited_on", Kind.DATE, "最終確認日", "実地確認日", "監査日", "最終監査日"),
        _column("next_review_on", Kind.DATE, "次回審査日", "次回見直し日", "次回評価"),
        _column("last_decision", Kind.TEXT, "判定・条件・期限", "直近判定", "審査結果"),
        _column("deletion_proof", Kind.CHOICE, "返却・消去", "消去証明", "返却消去証明", choice="tri"),
        _column("note", Kind.TEXT, "備考欄", "摘要", "メモ", "コメント", "remarks"),
    ),
    ("委託先管理台帳", "台帳"),
)

_NAMED = {"consignee": "party_name", "name": "party_name", "parent_engagement": "upper", "consignor": "upper"} | {
    "engagement_id": "ledger_no",
    "asset_ids": "data",
    "handling_place": "place",
    "kind": "relation",
}
"""Ledger column in which the value of a register column stands."""

_TOLD_BY = frozenset({"relation", "work", "data", "records", "place", "directed_by", "heads", "contract_form"})
_LABELLED = re.compile(r"^(?:会社名|事業者名|法人名|委託元|作成会社|当社|自社)\s*[::]\s*(.{2,60})$")
_TITLED = re.compile(
    r"^(.{2,60}?)\s*(?:(?:個人情報|個人データ|外部|業務|の)*(?:委託先|委託|外注先)(?:管理)?(?:台帳|一覧|リスト))"
)


@dataclass(frozen=True)
class LedgerSheet:
    """One sheet of a ledger: its rows, and the company whose ledger its title says it is (blank: not said)."""

    table: Table
    company: str = ""
    company_cell: Cell = field(default_factory=Cell)


def looks_like_ledger(workbook: Workbook) -> bool:
    """Say whether a workbook is a flat ledger and no register of nouns."""
    sheets = [sheet.spread() for sheet in workbook.sheets if sheet.rows and not is_aside(sheet.title)]
    ledgers = [sheet for sheet in sheets if ledger_header(sheet) is not None]
    return bool(ledgers) and not any(_is_noun(sheet) for sheet in sheets if sheet not in ledgers)


def ledger_header(sheet: RawSheet) -> Header | None:
    """Return the header of a sheet (merges already spread) that is a ledger, else None."""
    header = find_header(sheet, LEDGER)
    names = set(header.columns.values()) if header else set()
    is_ledger = "party_name" in names and bool(names & {"upper", "tier"}) and bool(names & _TOLD_BY)
    return header if is_ledger and not _has_parent_ids(sheet) else None


def ledger_sheets(workbook: Workbook) -> tuple[tuple[LedgerSheet, ...], tuple[Problem, ...]]:
    """Return the ledger sheets of a workbook, and what was noticed: other sheets are left alone and told."""
    found: list[LedgerSheet] = []
    problems: list[Problem] = []
    for raw in workbook.sheets:
        sheet = raw.spread()
        header = ledger_header(sheet) if sheet.rows and not is_aside(sheet.title) else None
        where = Cell(workbook.file, sheet.title)
        if header is None:
            if sheet.rows:
                problems.append(problem_at(where, "ledger.sheet_ignored", Severity.INFO))
            continue
        table = read_table(workbook.file, sheet, LEDGER, header)
        problems.extend(table.problems)
        found.append(LedgerSheet(table, *_company(workbook.file, sheet, header)))
    return tuple(found), tuple(problems)


def register_columns(cells: dict[str, str]) -> dict[str, str]:
    """Return the addresses of a row also under the names that register columns have."""
    return cells | {name: cells[column] for name, column in _NAMED.items() if column in cells}


def _is_noun(sheet: RawSheet) -> bool:
    """Say whether a sheet holds the parties or assets of a register."""
    kind = kind_by_title(sheet.title)
    header = find_header(sheet, kind) if kind in (PARTIES, ASSETS) and kind is not None else None
    return header is not None and kind is not None and kind.columns[0].name in header.columns.values()


def _has_parent_ids(sheet: RawSheet) -> bool:
    """Say whether a sheet is the one of engagements: it points to parents by id."""
    header = find_header(sheet, ENGAGEMENTS)
    names = set(header.columns.values()) if header else set()
    return {"engagement_id", "parent_engagement", "consignor", "consignee"} <= names


def _company(file: str, sheet: RawSheet, header: Header) -> tuple[str, Cell]:
    """Return the company that the lines above the header name, and where; blank where they name none."""
    for row in _above(sheet, header):
        for cell in row.cells:
            text = plain(as_text(cell.value))
            labelled, titled = _LABELLED.match(text), _TITLED.match(text)
            name = labelled[1] if labelled else titled[1] if titled and has_legal_form(titled[1]) else ""
            if name.strip():
                return name.strip(), Cell(file, sheet.title, cell.address)
    return "", Cell()


def _above(sheet: RawSheet, header: Header) -> Sequence[RawRow]:
    """Return the lines above the last line of the header."""
    return [row for row in sheet.rows if row.number < header.last_row]
