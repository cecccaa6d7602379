"""Small workbooks made in the test that needs them; no binary fixtures."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

Grid = Sequence[Sequence[object]]

PARTIES: Grid = (
    ("組織ID", "名称", "種別"),
    ("P-1", "みどり教育", "法人"),
    ("P-2", "青空システム", "法人"),
    ("P-3", "川上派遣", "派遣元"),
)
ENGAGEMENTS: Grid = (
    ("委託ID", "委託元ID", "委託先ID", "上位委託ID", "関係", "状態"),
    ("E-1", "P-1", "P-2", None, "委託", "稼働中"),
    ("E-2", "P-2", "P-3", "E-1", "派遣", "稼働中"),
)
ASSETS: Grid = (("データID", "名称", "所有者ID", "項目", "件数"), ("D-1", "会員", "P-1", "氏名、住所", 10000))


def book(sheets: Mapping[str, Grid], *, change: Callable[[Workbook], None] | None = None) -> bytes:
    """Return a workbook with these sheets; `change` may do what a grid cannot say."""
    made = Workbook()
    first = made.active
    assert isinstance(first, Worksheet)
    made.remove(first)
    for title, grid in sheets.items():
        sheet = made.create_sheet(title)
        for row in grid:
            sheet.append(list(row))
    if change:
        change(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def register(*, change: Callable[[Workbook], None] | None = None, **sheets: Grid) -> bytes:
    """Return the smallest register, some sheets replaced or added by their Japanese title."""
    return book({"組織": PARTIES, "委託": ENGAGEMENTS, "データ": ASSETS} | sheets, change=change)


def with_part(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return the package with one part changed, or added where it is not there."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            new.writestr(entry.filename, change(content) if entry.filename == name else content)
        if name not in old.namelist():
            new.writestr(name, change(b""))
    return out.getvalue()


def cell_of(data: bytes, title: str, address: str) -> object:
    """Return what a workbook holds in a cell."""
    return load_workbook(io.BytesIO(data))[title][address].value
