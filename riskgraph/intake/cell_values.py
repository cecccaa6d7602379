"""One form for the values of cells, whichever library read them.

The convention that bites: a whole number is an int however the file writes it, a date is always a datetime, and text
has no white space around it and ``\\n`` for every line end; a cell of white space alone is blank.
"""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time, timedelta

CellValue = str | int | float | bool | datetime | date | time | timedelta | None

EXACT = 2**53
"""Up to here a workbook's numbers tell whole numbers apart."""

NOT_A_NUMBER = "#NUM!"
_ESCAPED = re.compile("_x((?![Dd][89A-Fa-f])[0-9A-Fa-f]{4})_")  # halves of a character are none


def uniform(value: CellValue) -> CellValue:
    """Return a value in the one form; None for a blank one."""
    if isinstance(value, str):
        return uniform_text(value) or None
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return uniform_number(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day)
    return value


def uniform_text(text: str) -> str:
    """Return text without white space around it and with one kind of line end."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.strip()


def uniform_number(number: float) -> int | float | str:
    """Return a whole number as an int; what is no number at all is the error that Excel would show."""
    if isinstance(number, int):
        return number if abs(number) < EXACT else float(number)
    if not math.isfinite(number):
        return NOT_A_NUMBER
    return int(number) if number.is_integer() and abs(number) < EXACT else number


def unescaped(text: str) -> str:
    """Return text with the characters that a workbook writes as ``_x000D_``."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text
