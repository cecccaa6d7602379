"""Flat ledgers as departments keep them, made for tests."""

from __future__ import annotations

import io
from collections.abc import Sequence

from openpyxl import Workbook as Book

from riskgraph.intake.workbook import Workbook, open_workbook

HEADER = (
    *("台帳番号", "上位", "委託先名", "法人番号", "階層", "関係種別", "契約形態", "所管部門", "業務内容"),
    *("データ区分", "件数", "保管場所", "指揮命令者", "要員数", "再委託可否", "承諾日", "備考", "独自列"),
)
Line = Sequence[object]
CHAIN: tuple[dict[str, object], ...] = (
    {
        "台帳番号": "T-1",
        "上位": "当社",
        "委託先名": "北斗情報株式会社",
        "法人番号": "7000012050002",
        "階層": "1次",
        "関係種別": "委託",
        "契約形態": "準委任",
        "所管部門": "情報システム部",
        "業務内容": "会員基盤の運用",
        "データ区分": "会員の氏名・住所・電話番号",
        "件数": "約30万件",
        "保管場所": "委託先データセンター",
        "独自列": "甲",
    },
    {
        "台帳番号": "T-2",
        "上位": "北斗情報株式会社",
        "委託先名": "南星開発合同会社",
        "階層": "2次",
        "関係種別": "再委託",
        "契約形態": "請負",
        "件数": "10万件",
        "保管場所": "委託元システム",
        "指揮命令者": "委託先",
        "要員数": 4,
        "再委託可否": "個別承諾",
        "承諾日": "2024/3/1",
    },
    {
        "台帳番号": "T-3",
        "上位": "T-2",
        "委託先名": "青空スタッフ株式会社",
        "階層": "3次",
        "関係種別": "派遣",
        "契約形態": "派遣",
        "保管場所": "派遣先に常駐",
        "指揮命令者": "派遣先",
        "要員数": "2〜3名",
    },
)


def ledger_bytes(
    *rows: dict[str, object],
    title: str = "みらい学習株式会社 委託先管理台帳(2025年度)",
    sheet: str = "台帳",
    header: Sequence[str] = HEADER,
) -> bytes:
    """Return a workbook with a title, a blank line, a header and these rows, given by header."""
    book = Book()
    page = book.active
    assert page is not None
    page.title = sheet
    page.append([title])
    page.append([])
    page.append(list(header))
    for row in rows:
        page.append([row.get(name) for name in header])
    return saved(book)


def saved(book: Book) -> bytes:
    """Return a workbook as bytes."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def ledger(
    *rows: dict[str, object],
    file: str = "ledger.xlsx",
    title: str = "みらい学習株式会社 委託先管理台帳(2025年度)",
    sheet: str = "台帳",
    header: Sequence[str] = HEADER,
) -> Workbook:
    """Return the same, opened."""
    return open_workbook(file, ledger_bytes(*rows, title=title, sheet=sheet, header=header))
