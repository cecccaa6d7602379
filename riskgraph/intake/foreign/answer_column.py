"""Which of several answers beside one question is taken: the column that a person named, else the weaker current one.

The convention that bites: an answer of an earlier time is never taken, whatever it says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from riskgraph.intake.folding import fold
from riskgraph.model.answer import AnswerCode
from riskgraph.model.foreign import AskedItem, GivenAnswer

_EARLIER = re.compile(
    r"前回|前年|前期|昨年|去年|旧回答|過去|lastyear|lasttime|previous|prioryear|prioranswer|lastanswer|formeranswer"
)
_LATER = re.compile(r"次回|来年|来期|目標|改善後|対応後|予定日|target|nextyear|goal|future")
_YEAR = re.compile(r"(20\d\d)|(?:令和|(?<![a-z])r\.?)(\d{1,2})(?!\d)|(?<!\d)(\d\d)年度|fy(\d\d)(?!\d)")
_REIWA_0 = 2018
# From the answer that helps a party most to the one that helps it least; left open is as good as not known.
BEST_FIRST = (
    AnswerCode.YES,
    AnswerCode.PARTIAL,
    AnswerCode.NA,
    AnswerCode.BLANK,
    AnswerCode.UNKNOWN,
    AnswerCode.PLANNED,
    AnswerCode.NO,
)


def is_earlier(column: str) -> bool:
    """Say whether the header of a column says that it holds answers of an earlier time."""
    return bool(_EARLIER.search(fold(column)))


def current_answers(answers: Sequence[GivenAnswer]) -> tuple[GivenAnswer, ...]:
    """Return the answers of this time: no earlier ones, of columns that name years those of the latest.

    What is wanted for later is left out where something else is there.
    """
    now = [answer for answer in answers if not is_earlier(answer.column)]
    years = [year for year in (_year(answer.column) for answer in now) if year]
    if years:
        now = [answer for answer in now if _year(answer.column) in (0, max(years))]
    present = [answer for answer in now if not _LATER.search(fold(answer.column))]
    return tuple(present or now)


def _year(column: str) -> int:
    """Return the year that a header names, 0 for none."""
    match = _YEAR.search(fold(column))
    if match is None:
        return 0
    full, reiwa, short, fiscal = match.groups()
    if full:
        return int(full)
    return _REIWA_0 + int(reiwa) if reiwa else 2000 + int(short or fiscal)


def columns_of(items: Iterable[AskedItem]) -> tuple[str, ...]:
    """Return the headers of the answer columns that can be taken, each once."""
    return tuple(dict.fromkeys(a.column for item in items for a in current_answers(item.answers) if a.column))


def named(answers: Sequence[GivenAnswer], column: str) -> GivenAnswer | None:
    """Return the answer under a header; None where there is none, or it is one of an earlier time."""
    wanted = fold(column)
    if not wanted or is_earlier(column):
        return None
    return next((answer for answer in answers if fold(answer.column) == wanted), None)
