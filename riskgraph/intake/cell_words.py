"""What a row said, in the words of its sheet: titles of columns and words of choices in the user's language."""

from __future__ import annotations

from riskgraph.intake.columns import SHEET_BY_NAME
from riskgraph.intake.vocabulary import codes, word_of
from riskgraph.text import has_text, t


def cell_words(sheet: str, written: str, locale: str) -> str:
    """Return ``column: value; ...`` in words; what no column or choice knows stays as it is."""
    if sheet not in SHEET_BY_NAME:
        return written
    return t(locale, "account.cells").join(_cell(sheet, piece, locale) for piece in written.split("; "))


def _cell(sheet: str, piece: str, locale: str) -> str:
    name, colon, value = piece.partition(": ")
    column = next((c for c in SHEET_BY_NAME[sheet].columns if c.name == name), None)
    key = f"column.{sheet}.{name}"
    if not colon or column is None or not has_text(key):
        return piece
    if column.choice and value in codes(column.choice):
        value = word_of(column.choice, value, locale)
    return t(locale, "account.cell", column=t(locale, key), value=value)
