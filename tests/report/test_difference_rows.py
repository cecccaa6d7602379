"""A difference in words: headers and sheets in the language, a line a changed cell, and nothing read as markup."""

from __future__ import annotations

import pytest

from riskgraph.model.difference import CellChange, RegisterDifference, RowChange, RowFate
from riskgraph.model.quantities import Cell
from riskgraph.report.difference_rows import (
    column_title,
    difference_columns,
    difference_sentence,
    row_columns,
    sheet_sentence,
    sheets_of,
)
from riskgraph.report.table_rows import csv_bytes
from riskgraph.text import LOCALES, t

CHANGED = RowChange(
    sheet="parties",
    row_id="P-1",
    label="北斗情報",
    fate=RowFate.CHANGED,
    cells=(
        CellChange(column="name", before="北斗", after="=1+1"),
        CellChange(column="社内メモ", before="", after="甲"),
    ),
    source=Cell("a.xlsx", "組織", "A2"),
)
GONE = RowChange(
    sheet="sites", row_id="L1", label="第二室", fate=RowFate.REMOVED,
    cells=(CellChange(column="site_id", before="L1", after=""), CellChange(column="name", before="第二室", after="")),
)  # fmt: skip
BOTH = RegisterDifference(rows=(CHANGED, GONE))


@pytest.mark.parametrize("locale", LOCALES)
def test_the_sentence_counts_what_comes_changes_and_goes(locale: str) -> None:
    assert difference_sentence(BOTH, locale) == t(locale, "register.difference", added=0, changed=1, removed=1)
    assert difference_sentence(RegisterDifference(), locale) == t(locale, "register.difference.none")


def test_a_sheet_tells_only_what_happens_in_it() -> None:
    assert sheets_of(BOTH) == ("parties", "sites")
    assert [sheet_sentence(BOTH, sheet, "ja") for sheet in sheets_of(BOTH)] == ["組織:変更 1行", "拠点:削除 1行"]


def test_every_changed_cell_has_a_line_and_a_removed_row_one_with_all_its_cells() -> None:
    columns = difference_columns(BOTH.rows, "ja")
    lines = list(zip(*(columns[f"change_{n}"] for n in ("fate", "id", "column", "before", "after")), strict=True))
    assert lines == [
        ("− 削除", "L1", "(行全体)", "拠点ID:L1、名称:第二室", ""),
        ("△ 変更", "P-1", "名称", "北斗", "=1+1"),
        ("△ 変更", "P-1", "社内メモ", "", "甲"),
    ]
    assert columns["cell"] == ["", "A2", "A2"]


def test_the_file_of_a_difference_holds_no_formula() -> None:
    assert "'=1+1" in csv_bytes(difference_columns(BOTH.rows, "ja"), "ja").decode("utf-8-sig")


def test_headers_are_said_in_the_language_and_own_labels_as_they_are() -> None:
    assert [column_title("parties", "name", locale) for locale in LOCALES] == ["名称", "name"]
    assert column_title("parties", "社内メモ", "en") == "社内メモ"


def test_columns_of_one_title_stay_apart() -> None:
    columns = row_columns("parties", [{"name": "甲", "名称": "乙"}], ["name", "名称"], "ja")
    assert [list(values) for values in columns.values()] == [["甲"], ["乙"]]
