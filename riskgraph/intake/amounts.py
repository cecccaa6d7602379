"""Numbers as offices write them: 約1万件, 1万〜5万, 1,000以上, 1.5億円, 随時.

The convention that bites: what is not exact becomes an interval by the rules of `interval`, which are
judgements and stand in one place here. A word that says that the number is not known gives None.
"""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import date, datetime, time, timedelta

from riskgraph.intake.folding import fold
from riskgraph.intake.reading import Reading
from riskgraph.model.quantities import Interval

ABOUT = (0.8, 1.0, 1.2)
"""約, 程度, 前後: a fifth to either side."""
AT_LEAST = (1.0, 2.0, 10.0)
"""以上, 超, 〜 without an end: up to ten times, twice as the point."""
SEVERAL = (2.0, 5.0, 9.0)
"""数千, 数万: two to nine of the unit, five as the point."""

UNKNOWN_WORDS = frozenset(
    fold(word)
    for word in (
        *("不明", "未定", "未確認", "確認中", "随時", "都度", "適宜", "不定", "変動", "未把握", "わからない", "不特定"),
        *("?", "-", "―", "–", "—", "unknown", "n/a", "na", "tbd", "varies", "as needed", "not known", "#n/a"),
        *("該当なし", "対象外", "記載なし", "定めなし", "規定なし", "なし(定めなし)"),
    )
)
_ZERO_WORDS = frozenset(fold(word) for word in ("なし", "無", "無し", "ゼロ", "零", "none", "zero", "nil", "触れない"))
_SCALES = {
    "千": 1e3, "百万": 1e6, "千万": 1e7, "万": 1e4, "十万": 1e5, "百": 1e2, "億": 1e8, "兆": 1e12,
    "k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "mn": 1e6, "bn": 1e9, "billion": 1e9, "%": 0.01,
}  # fmt: skip
_SCALE = "|".join(sorted((re.escape(word) for word in _SCALES), key=len, reverse=True))
_DIGITS = r"\d+(?:\.\d+)?"
# Every piece but the last must have a scale: digits next to digits could be parted in countless ways.
_AMOUNT = re.compile(rf"[+\-]?(?:{_DIGITS}(?:{_SCALE}))*(?:{_DIGITS})?")
_PIECE = re.compile(rf"({_DIGITS})({_SCALE})?")
_UNIT = (
    r"(?:件|人|名|円|時間|社|台|日|回|枚|通|部|冊|レコード|yen|jpy|persons?|people|records?|hours?|hrs?|h|名様|件分|以内に報告|"
    r"名分|人分|世帯|口座|アカウント|年|月)?"
)
_PROMPT = re.compile(
    "(?:直ち|遅滞な|速やか|すみやか|即時|即座|至急|判明次第|発覚次第|promptly|immediately|withoutdelay|asap)[にくな、,]*"
)
_LEAD = re.compile(
    r"^(?:約|およそ|凡そ|おおよそ|概ね|概算|推定|ほぼ|見込み?|最大で?|上限|最低|少なくとも|延べ|年間|月間|合計|計|常時|"
    r"approx\.?|approximately|about|around|circa|ca\.?|est\.?|upto|max\.?|maximum|atleast|min\.?|over|morethan|lessthan|under|~|>=|<=|>|<|≧|≦|±|¥|\\|jpy)+"
)
_TAIL = re.compile(
    r"(?:程度|前後|ほど|くらい|ぐらい|弱|強|以上|超|超え|以下|未満|以内|まで|見込み?|予定|規模|相当|ormore|orless|andover|\+|余り|余)+$"
)
_ABOUT = re.compile(
    r"約|およそ|凡そ|おおよそ|概ね|概算|推定|ほぼ|見込|程度|前後|ほど|くらい|ぐらい|弱|強|規模|approx|about|around|circa|ca\.?|est|^~|±"
)
_LARGEST = 1e18  # beyond it nothing is people or yen, and products of such numbers overflow
_AT_LEAST = re.compile(r"以上|超|最低|少なくとも|atleast|ormore|andover|morethan|over|min|\+$|余|>|≧")
_AT_MOST = re.compile(r"以下|未満|以内|まで|最大|上限|upto|orless|lessthan|under|max|<|≦")
_RANGE = re.compile(
    r"[~〜～–—]|(?<=\d)-(?=\d)|(?<=[千万億兆件人名])-(?=\d)|から|(?:以上|超)(?=\d)|(?<=[\d万億])to(?=\d)|(?<=\d),?ないし"
)
_REMARK = re.compile(r"[(\[【<〈《].*?[)\]】>〉》]|[※*].*$")
_EACH = re.compile(r"^[^\d]*?\d*[^\d]{1,4}?(?:あたり|当たり|当り|につき|ごとに?|毎に?)")
_ONE_NUMBER = re.compile(rf"(?<![\d.])\d+(?:\.\d+)?(?:{_SCALE})?")
_SEVERAL = re.compile(rf"^数({_SCALE}|十)?{_UNIT}$")


def interval(value: object) -> Reading[Interval]:
    """Return how many, with what is not exact as an interval; never negative.

    Rules [J]: about N is 0.8 to 1.2 N; N or more is N to 10 N with 2 N as the point; N or less is 0 to N
    with N, the careful end, as the point; A to B has the middle as the point; 数千 is 2,000 to 9,000 with
    5,000; A〜B〜C is low, point and high. A word for "not known" gives None without a problem.

    Examples
    --------
    >>> interval("約1万件").value
    Interval(lo=8000.0, pt=10000.0, hi=12000.0)
    >>> interval("1万〜5万").value
    Interval(lo=10000.0, pt=30000.0, hi=50000.0)
    >>> interval("随時")
    Reading(value=None, code='')
    """
    exact = _exact(value)
    if exact is not None:
        return Reading(Interval.exact(exact)) if exact >= 0 else Reading(code="cell.number_unreadable")
    text = _compact(value)
    if not text or text in UNKNOWN_WORDS:
        return Reading()
    if text in _ZERO_WORDS:
        return Reading(Interval.exact(0.0), "cell.zero_word")
    found = _worded(text) or _worded(_REMARK.sub("", text))
    if found is not None:
        return Reading(found)
    if _REMARK.sub("", text) in UNKNOWN_WORDS:
        return Reading()
    each = _worded(_EACH.sub("", _REMARK.sub("", text)))
    if each is not None:
        return Reading(each, "cell.number_in_words")
    return _lonely(_REMARK.sub("", text))


def hours(value: object) -> Reading[float]:
    """Return the hours until somebody must be told; None where no time is agreed.

    直ちに, 遅滞なく and 速やかに bind nobody to a time. Days count 24 hours, and of a span the later end
    counts, which is the careful one.

    Examples
    --------
    >>> hours("3日以内").value
    72.0
    >>> hours("直ちに")
    Reading(value=None, code='cell.no_time_agreed')
    """
    if isinstance(value, timedelta):
        return Reading(value.total_seconds() / 3600)
    text = _compact(value)
    if _PROMPT.search(text) and not re.search(r"\d", text):
        return Reading(None, "cell.no_time_agreed")
    text = re.sub(r"[()]", "", _PROMPT.sub("", text)) if _PROMPT.search(text) else text
    in_days = re.sub(r"営業日|businessdays?|days?|日間?", "", text)
    reading = interval(in_days if isinstance(value, str) else value)
    if reading.value is None:
        return Reading(None, reading.code)
    return Reading(reading.value.hi * (24.0 if in_days != text else 1.0), reading.code)


def number(value: object) -> Reading[float]:
    """Return one number; an interval is given by its point, with the code ``cell.number_rounded``.

    Examples
    --------
    >>> number("１，２００千円").value
    1200000.0
    """
    exact = _exact(value)
    if exact is not None:
        return Reading(exact)
    reading = interval(value)
    if reading.value is None:
        return Reading(None, reading.code)
    found = reading.value
    is_exact = found.lo == found.hi
    return Reading(found.pt, reading.code or ("" if is_exact else "cell.number_rounded"))


def _exact(value: object) -> float | None:
    """Return the number of a numeric cell; None for text, truth values, dates and what counts nothing real."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) and abs(number) < _LARGEST else None


def _compact(value: object) -> str:
    """Return text ready for the patterns: folded, without separators of thousands."""
    if isinstance(value, bool | date | datetime | time | timedelta) or value is None:
        # A date in a column of numbers is a slip; its text form would look like numbers.
        return "" if value is None else "!"
    text = str(value)[:200]
    # NFKC turns the wave dash ～ into ~ but leaves 〜; the patterns know both.
    text = re.sub(r"[\s_]", "", unicodedata.normalize("NFKC", text)).casefold()
    text = re.sub(r"(?<=\d)[,，、](?=\d{3}(?!\d))", "", text)
    # Offices write what is below nothing with triangles, a true minus sign, or in words.
    text = re.sub(r"^(?:[▲△▼\N{MINUS SIGN}]|マイナス|minus)(?=[¥\\$]?\d)", "-", text)
    return re.sub(r"^[¥\\$]", "", text)


def _amount(text: str) -> float | None:
    """Return 12,345, 1.2万, 3億5千万 as a number; None for anything else."""
    if not re.search(r"\d", text) or not _AMOUNT.fullmatch(text):
        return None
    pieces = [(float(digits), _SCALES.get(scale, 1.0)) for digits, scale in _PIECE.findall(text)]
    scales = [scale for _, scale in pieces]
    if len(pieces) > 1 and (sorted(scales, reverse=True) != scales or len(set(scales)) < len(scales)):
        return None
    total = sum(digits * scale for digits, scale in pieces)
    total = -total if text.startswith("-") else total
    return total if math.isfinite(total) and abs(total) < _LARGEST else None


def _worded(text: str) -> Interval | None:
    """Return the interval of a number with its words, or of two numbers with a range mark."""
    several = _SEVERAL.match(_LEAD.sub("", text))
    if several:
        unit = _SCALES.get(several.group(1) or "", 10.0 if several.group(1) == "十" else 1.0)
        low, point, high = SEVERAL
        return Interval(low * unit, point * unit, high * unit)
    single = _single(text)
    if single is not None:
        return single
    parts = _RANGE.split(text)
    if len(parts) == 3:
        return _three([_bare(part) for part in parts])
    if len(parts) != 2 or not parts[0]:
        return None
    return _between(*parts) if parts[1] else _scaled(_bare(parts[0]), AT_LEAST)


def _three(ends: list[float | None]) -> Interval | None:
    """Return the interval of low, point and high, as riskgraph itself writes it."""
    known = [end for end in ends if end is not None]
    is_ordered = len(known) == 3 and 0 <= known[0] <= known[1] <= known[2]
    return Interval(*known) if is_ordered else None


def _between(left: str, right: str) -> Interval | None:
    """Return the interval of two ends; 1〜5万 means that the scale of the second counts for both."""
    low, high = _bare(left), _bare(right)
    if low is None or high is None or low < 0 or high < 0:
        return None
    if low < high and not re.search(_SCALE, left):
        scale = re.search(rf"({_SCALE}){_UNIT}$", right)
        scaled = low * _SCALES[scale.group(1)] if scale else low
        low = scaled if scaled < high else low
    return Interval(low, (low + high) / 2, high) if low <= high else None


def _single(text: str) -> Interval | None:
    """Return the interval of one number and the words around it."""
    found = _bare(text)
    if found is None or found < 0:
        return None
    core = re.search(r"\d", text)
    words = text[: core.start() if core else 0] + "0" + re.sub(r"^[\d.]+", "", text[core.start() if core else 0 :])
    if _AT_LEAST.search(words):
        return _scaled(found, AT_LEAST)
    if _AT_MOST.search(words):
        return Interval(0.0, found, found)
    return _scaled(found, ABOUT) if _ABOUT.search(words) else Interval.exact(found)


def _bare(text: str) -> float | None:
    """Return the number inside its words and its unit."""
    inner = _TAIL.sub("", _LEAD.sub("", text))
    inner = re.sub(rf"{_UNIT}$", "", inner)
    return _amount(_TAIL.sub("", inner))


def _scaled(found: float | None, factors: tuple[float, float, float]) -> Interval | None:
    """Return the interval around a number."""
    if found is None or found < 0:
        return None
    low, point, high = factors
    return Interval(found * low, found * point, found * high)


def _lonely(text: str) -> Reading[Interval]:
    """Return the only number in a phrase, told as such; with none or several it is unreadable."""
    numbers = [found for match in _ONE_NUMBER.findall(text) if (found := _amount(match)) is not None]
    if len(numbers) != 1 or "-" in text or re.search(r"\d[/:]\d", text):
        return Reading(code="cell.number_unreadable")
    return Reading(_scaled(numbers[0], ABOUT), "cell.number_in_words")
