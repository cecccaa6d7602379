"""The strengths of all profiles read again at the point under moved judgement, as arrays.

The convention that bites: what an answer is (its standing, its date, which of two counts) is settled once; only what
it is worth moves. Of two answers of one date the one that is worth less counts, under the moved numbers too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from math import inf
from typing import TypeVar

import numpy as np

from riskgraph.model.access import UNKNOWN_PARTY
from riskgraph.model.answer import Answer, AnswerCode, Request, ScopeKind
from riskgraph.model.assessment import Standing
from riskgraph.model.parameters import Parameters
from riskgraph.scoring.ground import Ground
from riskgraph.scoring.rows import Ints
from riskgraph.scoring.strength import Floats, ScopeKey, date_of, months_between, scope_of, sent_requests

_EVIDENCE = ("claim", "document", "verified")
_WHOLE: ScopeKey = (ScopeKind.PARTY.value, "")
NOTHING = 0
K = TypeVar("K")


class Ages:
    """Dates as months on one day, each kept once; -1 stands for a fact that does not age."""

    def __init__(self, as_of: date) -> None:
        self.as_of = as_of
        self._numbers: dict[float, int] = {}

    def number(self, stated: date | None) -> int:
        """Return the number of a date; one without a date, or from the future, counts as undated."""
        months = -inf if stated is None or stated > self.as_of else months_between(stated, self.as_of)
        return self._numbers.setdefault(months, len(self._numbers))

    def freshness(self, parameters: Parameters) -> Floats:
        """Return delta of every date by its number, and a 1 behind them for -1."""
        months = np.array(list(self._numbers), dtype=np.float64)
        months = np.where(np.isneginf(months), parameters.number("age.undated_months"), months)
        excess = np.maximum(0.0, months - parameters.number("age.grace_months"))
        delta: Floats = 2.0 ** (-excess / parameters.number("age.half_life_months"))
        return np.concatenate([delta, [1.0]])


class MovedAnswers:
    """Which worth each control of each profile has; `table` gives the strengths for a set of numbers.

    Worths are numbered: 0 is nothing, then one a control for what was never asked, then answers and silences.
    """

    def __init__(self, ground: Ground) -> None:
        book = ground.profiles.book
        self.ground = ground
        self.ages = Ages(ground.as_of)
        self.columns = book.controls
        self._count = len(self.columns) + 1
        self._silences: dict[tuple[int, float], int] = {}
        self._said: dict[tuple[int, bool, int, int], int] = {}
        self._least: dict[tuple[int, ...], int] = {}
        self._ties = dict(_tied(ground))
        self._waits = _waits(ground)

    @cached_property
    def worth(self) -> Ints:
        """Return the number of the worth of each control in each profile that anybody asked for until now."""
        rows = [self._row(party_id, scopes) for party_id, scopes in self.ground.profiles.keys]
        return np.array(rows, dtype=np.int64).reshape(len(rows), len(self.columns))

    def _row(self, party_id: str, scopes: tuple[ScopeKey, ...]) -> list[int]:
        """Return the numbers of the worths of all controls of a profile."""
        if party_id == UNKNOWN_PARTY:
            return [NOTHING] * len(self.columns)
        row = list(range(1, len(self.columns) + 1))
        book = self.ground.profiles.book
        for control_id, standing in book.silent.get(party_id, {}).items():
            column = self.columns[control_id]
            wait = self._waits.get((party_id, control_id))
            if wait is not None:
                row[column] = self._number(self._silences, (column, wait))
            elif standing not in (Standing.PENDING, Standing.NOT_ASKED):
                row[column] = NOTHING
        for scope in reversed((*scopes, _WHOLE)):
            for control_id, judged in book.scoped.get((party_id, scope), {}).items():
                tied = self._ties.get((party_id, scope, control_id)) or (judged.answer,)
                row[self.columns[control_id]] = self._of_all(tied, self.columns[control_id])
        return row

    def _of_all(self, answers: Iterable[Answer | None], column: int) -> int:
        """Return the number of what one answer is worth, or the least of several."""
        numbers = sorted({self._of(answer, column) for answer in answers})
        if len(numbers) == 1 or numbers[0] == NOTHING:
            return numbers[0]
        return self._number(self._least, tuple(numbers))

    def _of(self, answer: Answer | None, column: int) -> int:
        if answer is None or answer.answer not in (AnswerCode.YES, AnswerCode.PARTIAL):
            return NOTHING
        age = self.ages.number(date_of(answer, self.ground.as_of))
        is_partial = answer.answer is AnswerCode.PARTIAL
        return self._number(self._said, (column, is_partial, _EVIDENCE.index(answer.evidence.value), age))

    def _number(self, known: dict[K, int], key: K) -> int:
        if key not in known:
            known[key] = self._count
            self._count += 1
        return known[key]

    def table(self, parameters: Parameters) -> Floats:
        """Return the strengths at the point, shape (profiles, controls), each 0 to 1."""
        worth = self.worth  # first, because it numbers what `_worths` fills in
        return self._worths(parameters)[worth]

    def _worths(self, parameters: Parameters) -> Floats:
        """Return the worth of every number."""
        prior = np.array([parameters.number(f"prior.{c}") for c in self.columns])
        unasked = np.minimum(prior, parameters.number("unasked.cap"))
        worths = np.concatenate([[0.0], unasked, np.zeros(self._count - len(unasked) - 1)])
        self._judge(worths, prior, parameters)
        patience = int(parameters.number("pending.days"))
        for (column, wait), number in self._silences.items():
            worths[number] = 0.0 if wait > patience else unasked[column]
        for numbers, number in self._least.items():
            worths[number] = worths[list(numbers)].min()
        return worths

    def _judge(self, worths: Floats, prior: Floats, parameters: Parameters) -> None:
        """Fill in what the answers are worth: a eps delta + (1 - delta) min(pi, a eps)."""
        if not self._said:
            return
        number = np.array(list(self._said.values()), dtype=np.int64)
        column, is_partial, evidence, age = np.array(list(self._said), dtype=np.int64).T
        trust = np.array([parameters.number(f"evidence.{kind}") for kind in _EVIDENCE])[evidence]
        full = np.where(is_partial == 1, parameters.number("answer.partial"), 1.0) * trust
        delta = self.ages.freshness(parameters)[age]
        worths[number] = full * delta + (1.0 - delta) * np.minimum(prior[column], full)


def _tied(ground: Ground) -> Iterable[tuple[tuple[str, ScopeKey, str], tuple[Answer, ...]]]:
    """Give the answers of the latest date wherever two of one date differ, by party, scope and control."""
    told = {
        (str(problem.fields["party"]), str(problem.fields["control"]))
        for problem in ground.profiles.book.problems
        if problem.code == "answer.two_of_one_date"
    }
    said: dict[tuple[str, ScopeKey, str], list[Answer]] = defaultdict(list)
    for answer in ground.submission.answers:
        if (answer.party_id, answer.control_id) in told:
            said[(answer.party_id, scope_of(answer), answer.control_id)].append(answer)
    for key, answers in said.items():
        dates = [date_of(answer, ground.as_of) or date.min for answer in answers]
        yield key, tuple(a for a, stated in zip(answers, dates, strict=True) if stated == max(dates))


def _waits(ground: Ground) -> Mapping[tuple[str, str], float]:
    """Return after how many days a silence became overdue, where nothing but the patience decides it."""
    newest: dict[tuple[str, str], tuple[date, float]] = {}
    sent = sent_requests(ground.submission.requests, ground.catalogue, ground.as_of)
    for request, asked in sent:
        key = (request.sent_on or date.min, _days_out(request, ground.as_of))
        for control_id in asked:
            place = (request.party_id, control_id)
            newest[place] = max(newest.get(place, key), key)
    return {place: days for place, (_, days) in newest.items() if 0 <= days < inf}


def _days_out(request: Request, as_of: date) -> float:
    """Return for how many days a request has been out; infinite once it is answered or past due, else -1."""
    if request.returned_on is not None and request.returned_on <= as_of:
        return inf
    if request.due_on is not None:
        return inf if request.due_on < as_of else -1.0
    return -1.0 if request.sent_on is None else float((as_of - request.sent_on).days)
