"""Names of firms as departments write them: one key for near-equal spellings.

The convention that bites: an equal key only *proposes* that two names are one firm. Nothing is ever
merged by it, so that the key may be generous.
"""

from __future__ import annotations

import re
import unicodedata

_LEGAL_FORMS = re.compile(
    r"\((?:株|有|同|名|資|社|財|学|医|福|独)\)|株式会社|有限会社|合同会社|合資会社|合名会社|相互会社"
    r"|(?:公益|一般)?(?:社団|財団)法人|特定非営利活動法人|npo法人|学校法人|医療法人|社会福祉法人|独立行政法人"
)
_LATIN_FORMS = re.compile(
    r"\b(?:co\.?,?\s*ltd|k\.k|inc|corp|corporation|company|limited|ltd|llc|gk|kk|plc|gmbh)\b\.?", re.IGNORECASE
)
_LATIN = re.compile(r"[a-z]")
_NOISE = re.compile(r"[\s・･.,,、。'’`\"“”\-‐‑–—―−ー_/&＆()\[\]「」]+")
_SMALL_TO_LARGE = str.maketrans("ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ")
_OLD_KANJI = str.maketrans("髙﨑嵜齋齊斉邊邉澤國廣嶋濱櫻瀨眞龍", "高崎崎斎斎斎辺辺沢国広島浜桜瀬真竜")


def name_key(name: str) -> str:
    """Return the key that near-equal spellings of one firm's name share; "" where nothing is left.

    Width, case, legal form, spaces, hyphens, long-vowel marks, small kana and old kanji do not count.
    """
    plain = unicodedata.normalize("NFKC", name).casefold()
    plain = _LEGAL_FORMS.sub(" ", plain)
    if _LATIN.search(plain):
        plain = _LATIN_FORMS.sub(" ", plain)
    return _NOISE.sub("", plain).translate(_SMALL_TO_LARGE).translate(_OLD_KANJI)


def has_legal_form(name: str) -> bool:
    """Say whether a name carries the legal form of an organisation, such as 株式会社 or Inc."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return bool(_LEGAL_FORMS.search(plain) or _LATIN_FORMS.search(plain))
