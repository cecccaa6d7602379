"""What people write in the columns of a ledger: tiers, places, consent, periods, who directs.

The convention that bites: these are guesses from words. Whoever uses one tells it as a problem with the cell.
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from riskgraph.intake.normalise import as_text, code_of, day, fold, plain, tidy
from riskgraph.model.access import Privilege
from riskgraph.model.engagement import Consent, HandlingPlace, Relation
from riskgraph.model.party import Tri

OWN_WORDS = frozenset(
    map(
        fold,
        (
            "当社",
            "自社",
            "弊社",
            "本社",
            "当会",
            "当機構",
            "本学",
            "当学",
            "当行",
            "当組合",
            "we",
            "us",
            "our company",
            "own",
        ),
    )
)
_DEPARTMENT = re.compile(r"(?:部|課|室|本部|事業部|支社|支店|営業所|局|センター|グループ|チーム)$")
_TIER_WORDS = (
    ("再々々委託", 4),
    ("再再々委託", 4),
    ("再々委託", 3),
    ("再再委託", 3),
    ("孫請", 3),
    ("再委託", 2),
    ("下請", 2),
)
_TIER_FIRST = frozenset(map(fold, ("直接", "直接委託", "委託", "委託先", "元請", "direct", "一次委託")))
_KANJI_DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8}
_NO_DATA = re.compile(
    r"^(?:なし|無し?|対象外|(?:個人情報|個人データ)(?:の取扱い?)?(?:は|を)?(?:なし|無し?|含まない)|営業秘密(?:のみ)?|n/?a|none)$"
)
_PLACES: tuple[tuple[str, HandlingPlace], ...] = (
    (r"触れない|取扱い?なし|アクセスなし|^なし$|^無$", HandlingPlace.NONE),
    (r"(?:当社|自社|弊社|本社).*(?:システム|サーバ|db|データベース|基盤|クラウド|環境)", HandlingPlace.OWNER_SYSTEM),
    (r"(?:当社|自社|弊社|本社)", HandlingPlace.OWNER_SITE),
    (r"(?:委託元|上位|元請).*(?:システム|サーバ|db|データベース|基盤)", HandlingPlace.CONSIGNOR_SYSTEM),
    (r"常駐|客先|委託元|上位|元請", HandlingPlace.CONSIGNOR_SITE),
    (r"クラウド|saas|aws|azure|gcp|google|salesforce|s3|データセンター事業者", HandlingPlace.CLOUD),
    (r"(?<!別)紙|媒体|usb|dvd|倉庫|キャビネット|書庫|郵送", HandlingPlace.PAPER),
    (r"委託先|先方|社内|工場|事業所|センター|サーバ|オフィス|拠点|自社環境", HandlingPlace.OWN_ENV),
)
_DATE_PART = re.compile(
    r"(?:(?:令和|平成|[rh])\s*\d{1,2}|\d{4})\s*[./年-]\s*\d{1,2}(?:\s*[./月-]\s*\d{1,2}日?|月)?", re.IGNORECASE
)
_RECEIVER = frozenset(map(fold, ("派遣先", "委託元", "上位", "上位会社", "受入先", "客先", "発注者", "元請")))
_SENDER = frozenset(
    map(fold, ("委託先", "先方", "派遣元", "受託者", "委託先責任者", "現場責任者", "業務責任者", "出向元"))
)


class Period(NamedTuple):
    """A contract's period as one cell says it."""

    starts_on: date | None = None
    ends_on: date | None = None
    auto_renew: Tri = Tri.UNKNOWN


class ConsentSaid(NamedTuple):
    """Consent as one cell says it: what, when, by whom."""

    consent: Consent | None = None
    on: date | None = None
    by: str = ""


def is_own(name: str) -> bool:
    """Say whether a name stands for the company that keeps the ledger: 当社, 自社 and the like."""
    return fold(name) in OWN_WORDS


def is_department(name: str) -> bool:
    """Say whether a name looks like a department of one's own and not like a firm."""
    return bool(_DEPARTMENT.search(plain(name)))


def tier_of(written: str) -> int | None:
    """Return the tier that a cell says, 1 for the direct one; None where it says none."""
    text = fold(written)
    for word, tier in _TIER_WORDS:
        if fold(word) in text:
            return tier
    if text in _TIER_FIRST:
        return 1
    if found := re.search(r"\d{1,2}", text):
        return int(found[0]) or None
    return next((number for kanji, number in _KANJI_DIGITS.items() if text.startswith(kanji)), None)


def has_no_personal_data(written: str) -> bool:
    """Say whether a cell of the data column says that no personal data are handled."""
    return bool(_NO_DATA.match(fold(written)))


def place_of(written: str) -> HandlingPlace:
    """Return the handling place that a text suggests; unknown where it suggests none."""
    if code := code_of("handling_place", written):
        return HandlingPlace(code)
    text = fold(written)
    return next((place for pattern, place in _PLACES if re.search(pattern, text)), HandlingPlace.UNKNOWN)


def privilege_of(written: str) -> Privilege:
    """Return the strongest right that a text about the way of access suggests."""
    text = fold(written)
    if re.search(r"ダウンロード|(?<![a-z])dl(?![a-z])|一括|csv|抽出|エクスポート|ファイル転送", text):
        return Privilege.BULK
    return Privilege.READ if re.search(r"閲覧|参照|照会|アクセス", text) else Privilege.UNKNOWN


def relation_of_tier(written: str) -> Relation | None:
    """Return consign for a relation written as a tier (再々々委託), else None."""
    return Relation.CONSIGN if "委託" in written else None


def period_of(written: str) -> Period:
    """Return start, end and renewal from one cell, such as ``2024/4/1〜2025/3/31(自動更新)``."""
    text = plain(written)
    dates = [day(found[0], is_end=n == 1).value for n, found in enumerate(_DATE_PART.finditer(text))]
    renews = Tri.UNKNOWN
    if "自動更新" in text:
        renews = Tri.NO if re.search(r"自動更新\s*[::]?\s*(?:なし|無|×)", text) else Tri.YES
    return Period(dates[0] if dates else None, dates[1] if len(dates) > 1 else None, renews)


def consent_of(written: str) -> ConsentSaid:
    """Return consent, its date and who gave it from one cell, such as ``個別承諾 2024/3/1 みらい学習``."""
    text = plain(as_text(written))
    found = _DATE_PART.search(text)
    on = day(found[0]).value if found else None
    rest = [tidy(part) for part in re.split(r"[、,/・;\s()]+", _DATE_PART.sub(" ", text)) if tidy(part)]
    codes = [code_of("consent", part) for part in rest]
    # "可" says what the contract allows, not what was granted.
    said = next(
        (Consent(code) for part, code in zip(rest, codes, strict=True) if code and part not in ("可", "否")), None
    )
    by = " ".join(
        part for part, code in zip(rest, codes, strict=True) if not code and part not in ("可", "不可", "否", "条件付")
    )
    return ConsentSaid(said or (Consent.EXPLICIT if on else None), on, by if on or said else "")


def forbids_onward(written: str) -> bool:
    """Say whether a cell about re-consignment says that none is allowed."""
    return fold(written) in {fold(word) for word in ("不可", "禁止", "否", "再委託不可", "再委託禁止", "認めない")}


def directs_from(written: str) -> str:
    """Return who directs by a word for a role: ``own``, ``receiver``, ``sender``, or "" for anything else."""
    text = fold(written)
    if text in OWN_WORDS or any(text.startswith(word) for word in map(fold, ("当社", "弊社", "自社"))):
        return "own"
    return "receiver" if text in _RECEIVER else "sender" if text in _SENDER else ""
