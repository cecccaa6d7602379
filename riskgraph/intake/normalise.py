"""Everything that turns one raw cell into one plain value; the front door of the smaller modules.

The convention that bites: a function here never raises for what a user typed. It returns a `Reading`
whose code says what was not, or not quite, as expected, and the caller knows sheet and cell.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time

from riskgraph.intake.amounts import UNKNOWN_WORDS, hours, interval, number
from riskgraph.intake.corporate_number import digits_of, valid_number
from riskgraph.intake.dates import day
from riskgraph.intake.folding import fold, identifier, plain, tidy
from riskgraph.intake.reading import Reading
from riskgraph.intake.vocabulary import code_of, codes, vocabulary, word_of
from riskgraph.model.party import Certificate

__all__ = [
    "UNKNOWN_WORDS",
    "Reading",
    "as_text",
    "certificates",
    "choice",
    "code_of",
    "codes",
    "corporate_number",
    "corporate_number_is_valid",
    "day",
    "fold",
    "hours",
    "identifier",
    "identifiers",
    "interval",
    "is_ditto",
    "items",
    "names",
    "number",
    "plain",
    "tidy",
    "vocabulary",
    "word_of",
    "write_certificates",
]

_DITTO = frozenset(
    {"〃", "々", "同上", "同", "仝", "''", '"', "″", "”", "“", "上に同じ", "same", "sameasabove", "ditto", "do."}
)
_DITTO_STARTS = frozenset(word[0] for word in _DITTO)
_ID_MARKS = re.compile(r"[、,;；，/／・\n\r\t|｜]+")
_NAME_MARKS = re.compile(r"[、;；／\n\r\t]+|(?<!\w)/(?!\w)")
_ITEM_MARKS = re.compile(r"[、,;；，・／/\n\r\t]+")


def as_text(value: object) -> str:
    """Return a cell as text: whole floats without a point, dates as ISO 8601, truth as ``TRUE``."""
    if value is None:
        return ""
    if isinstance(value, str):
        return tidy(value)
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e16:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    return value.isoformat() if isinstance(value, date | time) else str(value)


def is_ditto(value: object) -> bool:
    """Say whether a cell says "as above": 〃, 同上, 々 and the like."""
    if not isinstance(value, str) or len(value) >= 20:
        return False
    # Ids and numbers, which most cells hold, are none by their first letter.
    if value.isascii() and value.isprintable() and value.lstrip()[:1].lower() not in _DITTO_STARTS:
        return False
    return fold(value) in _DITTO


def choice(kind: str, value: object) -> Reading[str]:
    """Return the code of a choice such as ``consent``; `riskgraph.intake.vocabulary` knows the words."""
    if isinstance(value, bool):
        value = "yes" if value else "no"
    text = as_text(value)
    code = code_of(kind, text)
    if code or not text:
        return Reading(code or None)
    return Reading(None, "" if fold(text) in UNKNOWN_WORDS else "cell.choice_unreadable")


def identifiers(value: object) -> tuple[str, ...]:
    """Return the ids of a list, each once: ``E-1、E-2``, ``E-1/E-2``, one a line."""
    found = (identifier(part) for part in _ID_MARKS.split(as_text(value)))
    return tuple(dict.fromkeys(part for part in found if part))


def names(value: object) -> tuple[str, ...]:
    """Return the names of a list, each once; a comma may belong to a name and parts nothing."""
    found = (tidy(part) for part in _NAME_MARKS.split(as_text(value)))
    return tuple(dict.fromkeys(part for part in found if part))


def items(value: object) -> tuple[str, ...]:
    """Return the items of a list of words, such as the categories of an asset: 氏名・住所、電話."""
    found = (tidy(part) for part in _ITEM_MARKS.split(as_text(value)))
    return tuple(dict.fromkeys(part for part in found if part))


def corporate_number(value: object) -> str:
    """Return a corporate number in plain digits where it is one, else the text as written."""
    text = as_text(value)
    return valid_number(text) or (digits_of(text) if digits_of(text).isdigit() else text)


def corporate_number_is_valid(written: str) -> bool:
    """Say whether these are thirteen digits with a right check digit."""
    return bool(valid_number(written))


def certificates(value: object) -> Reading[tuple[Certificate, ...]]:
    """Return the certificates of a cell, one a line or between semicolons.

    Each is ``name | scope | expiry``, or ``name(scope, expiry)`` as people write it.
    """
    found, codes_seen = [], []
    for part in re.split(r"[;；\n\r]+", as_text(value)):
        if tidy(part) and fold(part) not in UNKNOWN_WORDS | {"なし", "無", "none"}:
            certificate, code = _certificate(part)
            found.append(certificate)
            codes_seen.append(code)
    return Reading(tuple(found), next((code for code in codes_seen if code), ""))


def _certificate(part: str) -> tuple[Certificate, str]:
    """Return one certificate, and the code of a problem with its expiry."""
    bracketed = re.fullmatch(r"([^(（|｜]+)[(（](.*)[)）]\s*", part, re.DOTALL)
    pieces = [tidy(piece) for piece in re.split(r"[|｜]", part)]
    if len(pieces) == 1 and bracketed:
        pieces = [tidy(bracketed.group(1)), *(tidy(piece) for piece in re.split(r"[、,，]", bracketed.group(2)))]
    name, scope, expiry, code = pieces[0], [], None, ""
    for piece in pieces[1:]:
        said = re.sub(
            r"^(有効)?期限\s*[:：]?|^(まで|expires?|until)\s*[:：]?|まで$", "", piece, flags=re.IGNORECASE
        ).strip()
        reading = day(said, is_end=True)
        if reading.value is not None and expiry is None:
            expiry, code = reading.value, reading.code
        elif piece:
            scope.append(re.sub(r"^(範囲|適用範囲|scope)\s*[:：]\s*", "", piece, flags=re.IGNORECASE))
    return Certificate(name=name, scope="、".join(scope), expires_on=expiry), code


def write_certificates(certified: tuple[Certificate, ...]) -> str:
    """Return certificates as a cell that `certificates` reads back."""
    return "\n".join(
        " | ".join((c.name, c.scope, c.expires_on.isoformat() if c.expires_on else "")).rstrip("| ") for c in certified
    )
