"""Fold what people type into forms that can be compared: width, case and spaces do not count.

The convention that bites: folded text is for keys and matching only; what is shown stays as written.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−ｰ﹣－", "-"))
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad\x00-\x08\x0b\x0c\x0e-\x1f]")
_KEPT = 4_096  # texts of which the key is kept: those of our own forms and registers many times over
_KEPT_LENGTH = 1_000


def fold(text: str) -> str:
    """Return a key: NFKC, case folded, without spaces and invisible characters; folding twice changes nothing."""
    return _kept(text) if len(text) <= _KEPT_LENGTH else _fold(text)


def _fold(text: str) -> str:
    if text.isascii():
        return "".join(_INVISIBLE.sub("", text).casefold().split())
    folded = ""
    while folded != text:
        # Case folding may undo a normal form; a few rounds settle even the oddest characters.
        folded, text = text, "".join(unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).casefold().split())
    return folded


_kept = lru_cache(maxsize=_KEPT)(_fold)


def tidy(text: str) -> str:
    """Return text as written, without invisible characters and without spaces around it."""
    if text.isprintable():  # which says that there is no line break and nothing invisible
        return text.strip()
    return _INVISIBLE.sub("", text).replace("\r\n", "\n").replace("\r", "\n").strip()


def plain(text: str) -> str:
    """Return text with width folded and runs of spaces made one; case is kept."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    return " ".join(unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).split())


def identifier(text: str) -> str:
    """Return an id as it is compared: NFKC, no spaces, every dash the same; case is kept."""
    if text.isascii():
        return "".join((text if text.isprintable() else _INVISIBLE.sub("", text)).split())
    found = ""
    while found != text:
        found, text = text, _identifier(text)
    return found


def _identifier(text: str) -> str:
    """Return one round of `identifier`."""
    joined = "".join(unicodedata.normalize("NFKC", _INVISIBLE.sub("", text.translate(_DASHES))).split())
    # A long vowel mark between Latin letters or digits was meant as a dash: K－０１２３, Kー0123.
    return re.sub(r"(?<=[A-Za-z0-9])[ー―−](?=[A-Za-z0-9])", "-", joined)
