"""Running the app without a browser, and workbooks to give it."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[2]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CORRECTED = ROOT / "questionnaires" / "corrected" / "P-003_corrected.xlsx"
SECONDS = 120
Upload = tuple[str, bytes, str]


def started(locale: str = "") -> AppTest:
    """Return the app after its first run, switched to a language where one is named."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=SECONDS).run()
    return app if locale in ("", "ja") else in_language(app, locale)


def in_language(app: AppTest, locale: str) -> AppTest:
    """Switch the language as a user does."""
    return app.get_by_key("language").set_value(locale).run()


def with_sample(locale: str = "") -> AppTest:
    """Return the app with the sample loaded."""
    return started(locale).get_by_key("sample").click().run()


def uploaded(app: AppTest, *registers: Upload, forms: tuple[Upload, ...] = ()) -> AppTest:
    """Give the app own files and have them read."""
    app.get_by_key("registers").set_value(list(registers))
    if forms:
        app.get_by_key("forms").set_value(list(forms))
    return submit(app, "assess_own")


def submit(app: AppTest, key: str) -> AppTest:
    """Press the button of a form."""
    return app.get_by_key(key).click().run()


def upload(name: str, data: bytes) -> Upload:
    """Return a file as the uploader takes it."""
    return name, data, XLSX


def register_bytes(*, owner: str = "当社株式会社", vendor: str = "ひばり運用", asset: str = "会員名簿") -> bytes:
    """Return a register of one owner, two vendors and one asset."""
    sheets: dict[str, list[list[Any]]] = {
        "組織": [["組織ID", "名称"], ["P", owner], ["A", vendor], ["B", "つばめ保守"]],
        "委託": [
            ["委託ID", "委託元ID", "委託先ID", "上位委託ID", "関係", "取扱形態", "データID", "状態"],
            ["K1", "P", "A", "", "委託", "委託先の環境", "D1", "有効"],
            ["K2", "A", "B", "K1", "委託", "委託先の環境", "", "有効"],
        ],
        "データ": [["データID", "名称", "所有者ID", "件数"], ["D1", asset, "P", 120000]],
    }
    return workbook(sheets)


def workbook(sheets: dict[str, list[list[Any]]]) -> bytes:
    """Return a workbook; a text that begins with = stays text, as it would in a file made by hand."""
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        for cell in (cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)):
            cell.data_type = "s"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def texts(app: AppTest) -> str:
    """Return all that the page says outside its tables."""
    parts = [*app.title, *app.header, *app.subheader, *app.markdown, *app.caption, *app.error, *app.warning, *app.info]
    return "\n".join(str(part.value) for part in parts)
