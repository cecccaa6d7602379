"""The Japanese corporate number (法人番号): thirteen digits, the first of which checks the other twelve.

The convention that bites: a value is judged as the user wrote it after folding full-width digits; the
leading T of an invoice registration number and hyphens are not held against it.
"""

from __future__ import annotations

import re
import unicodedata
from enum import Enum

LENGTH = 13
_NOISE = re.compile(r"[\s\-‐‑–—―−ー]")
_SERIAL = frozenset({"1234567890123", "0123456789012"})


class Fault(Enum):
    """What is wrong with a number that somebody wrote."""

    PLACEHOLDER = "placeholder"
    LENGTH = "length"
    CHECK_DIGIT = "check_digit"


def digits_of(written: str) -> str:
    """Return the number without spaces, hyphens and a leading T, in ASCII digits."""
    plain = _NOISE.sub("", unicodedata.normalize("NFKC", written))
    return plain[1:] if plain[:1] in ("T", "t") else plain


def check_digit(base: str) -> int:
    """Return the first digit that belongs to the twelve digits `base`.

    References
    ----------
    The ministerial ordinance on corporate numbers: 9 minus the remainder by 9 of the digits, counted
    from the last, weighted 1 and 2 in turn.
    """
    weighted = sum(int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(base)))
    return 9 - weighted % 9


def fault_of(written: str) -> Fault | None:
    """Return what is wrong with a number as written; None for a valid or a blank one."""
    digits = digits_of(written)
    if not digits:
        return None
    if not re.search(r"[0-9]", digits) or digits in _SERIAL or (len(digits) > 1 and len(set(digits)) == 1):
        return Fault.PLACEHOLDER
    if len(digits) != LENGTH or not digits.isascii() or not digits.isdigit():
        return Fault.LENGTH
    return None if int(digits[0]) == check_digit(digits[1:]) else Fault.CHECK_DIGIT


def valid_number(written: str) -> str:
    """Return the thirteen digits of a valid number, else ""."""
    digits = digits_of(written)
    return digits if digits and fault_of(written) is None else ""
