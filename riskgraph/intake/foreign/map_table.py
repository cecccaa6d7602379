"""A map of somebody else's form as an Excel table for people.

The convention that bites: people change control, direction and confirmation; what stands in the grey columns is only
shown. A row is known by its hidden key, so that rows may be sorted, filtered and left out; a row that is left out is
a question without an entry. Text from the form is written as text and never as a formula.
"""

from __future__ import annotations

import io
import json

from openpyxl import Workbook as Book
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from riskgraph.intake.questionnaire_style import header, line, printed, put, settle_page, to_fill
from riskgraph.model.answer import AnswerCode
from riskgraph.model.control import Catalogue
from riskgraph.model.form_map import MAP_SCHEMA, FormMap, MapEntry
from riskgraph.text import t

COLUMNS = ("number", "question", "controls", "titles", "direction", "confirmed", "rule", "confidence", "reason", "key")
_WIDTHS = (8, 60, 16, 40, 16, 8, 18, 8, 40, 10)
_TO_FILL = frozenset({"controls", "direction", "confirmed"})
SETTINGS = ("map_id", "number", "title", "fingerprint", "language", "answer_column", "confirmed_by")
_HEADER_ROW = 3
_LONGEST_CELL = 32_000


def map_table(form_map: FormMap, catalogue: Catalogue, *, locale: str) -> bytes:
    """Return a map as a workbook that people can edit and `read_map_table` reads back."""
    book = Book()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = t(locale, "map.table.sheet")
    line(sheet["A1"], t(locale, "map.table.how"))
    header(sheet, _HEADER_ROW, tuple(t(locale, f"map.table.{column}") for column in COLUMNS))
    for row, entry in enumerate(form_map.entries, start=_HEADER_ROW + 1):
        _write_entry(sheet, row, entry, catalogue, locale)
    _lay_out(sheet, len(form_map.entries), locale)
    _write_legend(book.create_sheet(t(locale, "map.table.legend_sheet")), form_map, locale)
    _write_settings(book.create_sheet(t(locale, "map.table.settings_sheet")), form_map)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write_entry(sheet: Worksheet, row: int, entry: MapEntry, catalogue: Catalogue, locale: str) -> None:
    known = (catalogue.control_by_id.get(control_id) for control_id in entry.control_ids)
    values = {
        "number": entry.number,
        "question": entry.text,
        "controls": ", ".join(entry.control_ids),
        "titles": " / ".join(control.title.said(locale) for control in known if control is not None),
        "direction": t(locale, "map.table.reversed" if entry.polarity < 0 else "map.table.as_is"),
        "confirmed": "○" if entry.is_confirmed else "",
        "rule": t(locale, f"map.rule.{entry.rule.value}"),
        "confidence": f"{100 * entry.confidence:.0f}%",
        "reason": entry.reason,
    }
    for column, (name, value) in enumerate(values.items(), start=1):
        if name in _TO_FILL:
            put(to_fill(sheet.cell(row, column), centred=True), value)
        else:
            printed(sheet.cell(row, column), value)
    hidden = sheet.cell(row, len(COLUMNS))
    hidden.value = json.dumps(_row_identity(entry), ensure_ascii=True)[:_LONGEST_CELL]


def _row_identity(entry: MapEntry) -> dict[str, object]:
    """Return what a row must not lose: the key, and what was proposed, so that a change by hand is seen."""
    return {
        "key": entry.key,
        "controls": list(entry.control_ids),
        "polarity": entry.polarity,
        "rule": entry.rule.value,
        "confidence": entry.confidence,
        "reason": entry.reason,
    }


def _lay_out(sheet: Worksheet, rows: int, locale: str) -> None:
    """Set widths, drop-downs and the header that stays; the keys are hidden."""
    for column, width in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.column_dimensions[get_column_letter(len(COLUMNS))].hidden = True
    last = _HEADER_ROW + max(rows, 1)
    choices = {
        "direction": (t(locale, "map.table.as_is"), t(locale, "map.table.reversed")),
        "confirmed": ("○",),
    }
    for name, words in choices.items():
        letter = get_column_letter(COLUMNS.index(name) + 1)
        rule = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True)
        rule.add(f"{letter}{_HEADER_ROW + 1}:{letter}{last}")
        sheet.add_data_validation(rule)
    sheet.freeze_panes = f"C{_HEADER_ROW + 1}"
    sheet.auto_filter.ref = f"A{_HEADER_ROW}:{get_column_letter(len(COLUMNS))}{last}"
    settle_page(sheet, header_row=_HEADER_ROW)


def _write_legend(sheet: Worksheet, form_map: FormMap, locale: str) -> None:
    header(sheet, 1, (t(locale, "map.table.word"), t(locale, "map.table.code")))
    for row, (word, code) in enumerate(form_map.legend.items(), start=2):
        put(sheet.cell(row, 1), word)
        put(sheet.cell(row, 2), code.value)
    sheet.column_dimensions["A"].width = 40
    line(sheet.cell(1, 4), t(locale, "map.table.legend_how", codes=", ".join(code.value for code in AnswerCode)))


def _write_settings(sheet: Worksheet, form_map: FormMap) -> None:
    put(sheet.cell(1, 1), MAP_SCHEMA)
    for row, name in enumerate(SETTINGS, start=2):
        put(sheet.cell(row, 1), name)
        put(sheet.cell(row, 2), str(getattr(form_map, name)))
    sheet.column_dimensions["A"].width = 20
    sheet.column_dimensions["B"].width = 70
