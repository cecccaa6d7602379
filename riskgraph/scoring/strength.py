"""Answers to strengths: how much a control can be relied on, as an interval from 0 (none) to 1 (full).

The convention that bites: arrays of strengths have a last axis of three ends in *risk order*: index 0 is
the safe end (the highest strength), 1 the point, 2 the unsafe end (the lowest strength).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from riskgraph.model.access import UNKNOWN_PARTY
from riskgraph.model.answer import Answer, AnswerCode, Evidence, Request, ScopeKind
from riskgraph.model.assessment import AnswerUsed, Standing
from riskgraph.model.control import Catalogue
from riskgraph.model.parameters import Parameters
from riskgraph.model.problem import Problem, Severity, problem_at
from riskgraph.model.quantities import Cell, Interval
from riskgraph.model.submission import Submission

Floats = NDArray[np.float64]
Ends = tuple[float, float, float]

NOTHING_KNOWN: Ends = (1.0, 0.0, 0.0)
DAYS_A_MONTH = 30.436875
UNANSWERED = frozenset({Standing.PENDING, Standing.NOT_ASKED, Standing.OVERDUE, Standing.UNKNOWN})
_WORTH = {AnswerCode.YES: 1.0, AnswerCode.NO: 0.0, AnswerCode.PLANNED: 0.0}
_SILENCE = (Standing.PENDING, Standing.OVERDUE, Standing.UNKNOWN)
ScopeKey = tuple[str, str]


@dataclass(frozen=True)
class Judged:
    """One control of one party in one scope: its standing, its three ends in risk order, its answer."""

    standing: Standing
    ends: Ends
    answer: Answer | None = None


def months_between(earlier: date, later: date) -> float:
    """Return the time between two dates in months of 30.44 days; negative if the order is turned."""
    return (later - earlier).days / DAYS_A_MONTH


def freshness(stated: date | None, as_of: date, parameters: Parameters) -> float:
    """Return delta = 2^(-max(0, t - grace) / half-life), 0 to 1, for a fact of that date.

    An undated fact counts as `age.undated_months` old, and so does one from the future (which is reported).
    """
    undated = parameters.number("age.undated_months")
    months = undated if stated is None or stated > as_of else months_between(stated, as_of)
    excess = max(0.0, months - parameters.number("age.grace_months"))
    return float(2.0 ** (-excess / parameters.number("age.half_life_months")))


def date_of(answer: Answer, as_of: date) -> date | None:
    """Return the date that an answer counts from: the later of answer and verification, never the future."""
    dates = [answer.answered_on, answer.verified_on if answer.evidence is Evidence.VERIFIED else None]
    known = [d for d in dates if d is not None and d <= as_of]
    return max(known, default=None)


def judge(answer: Answer, prior: float, as_of: date, parameters: Parameters) -> Judged:
    """Return the strength of one answer.

    Formula (a the worth of the answer, eps that of its evidence, delta its freshness, pi the prior):
    lo = a eps_lo delta; pt = a eps_pt delta + (1 - delta) min(pi, a eps_pt); hi = a + (1 - a)(1 - delta).
    An open contradiction sets lo to 0. Source: docs/method.md, "From an answer to a strength".
    """
    if answer.answer is AnswerCode.NA and answer.comment.strip():
        return Judged(Standing.NOT_APPLICABLE, (0.0, 0.0, 0.0), answer)
    if answer.answer in (AnswerCode.NA, AnswerCode.UNKNOWN, AnswerCode.BLANK):
        return Judged(Standing.UNKNOWN, NOTHING_KNOWN, answer)
    worth = parameters.number("answer.partial") if answer.answer is AnswerCode.PARTIAL else _WORTH[answer.answer]
    trust = parameters.ends(f"evidence.{answer.evidence.value}")
    delta = freshness(date_of(answer, as_of), as_of, parameters)
    lo = 0.0 if answer.is_flagged else worth * trust.lo * delta
    pt = worth * trust.pt * delta + (1.0 - delta) * min(prior, worth * trust.pt)
    hi = worth + (1.0 - worth) * (1.0 - delta)
    return Judged(Standing.ANSWERED, (hi, min(max(pt, lo), hi), lo), answer)


@dataclass(frozen=True)
class AnswerBook:
    """All that is known of every control of every party, by scope, on one date.

    `controls` gives the column of a control in strength arrays; `prior` is what firms in general have.
    """

    controls: Mapping[str, int]
    prior: Mapping[str, float]
    cap: float
    scoped: Mapping[tuple[str, ScopeKey], Mapping[str, Judged]]
    silent: Mapping[str, Mapping[str, Standing]]
    problems: tuple[Problem, ...]

    def judged(self, party_id: str, scopes: Sequence[ScopeKey], control_id: str) -> Judged:
        """Return the narrowest answer of a party, or what its silence is worth."""
        if party_id == UNKNOWN_PARTY:
            return Judged(Standing.UNKNOWN, NOTHING_KNOWN)
        for scope in (*scopes, _WHOLE):
            found = self.scoped.get((party_id, scope), {}).get(control_id)
            if found is not None:
                return found
        standing = self.silent.get(party_id, {}).get(control_id, Standing.NOT_ASKED)
        return Judged(standing, self.worth_of_silence(standing, control_id))

    def worth_of_silence(self, standing: Standing, control_id: str) -> Ends:
        """Return (1, min(prior, cap), 0) for what was never asked or is not due yet, else (1, 0, 0)."""
        if standing in (Standing.PENDING, Standing.NOT_ASKED):
            return (1.0, min(self.prior[control_id], self.cap), 0.0)
        return NOTHING_KNOWN

    def row(self, party_id: str, scopes: Sequence[ScopeKey]) -> Floats:
        """Return the strengths of all controls of a party in a scope, shape (controls, 3), risk order."""
        if party_id == UNKNOWN_PARTY:
            return np.tile(np.array(NOTHING_KNOWN), (len(self.controls), 1))
        ends = [self.worth_of_silence(Standing.NOT_ASKED, c) for c in self.controls]
        for control_id, standing in self.silent.get(party_id, {}).items():
            ends[self.controls[control_id]] = self.worth_of_silence(standing, control_id)
        for scope in reversed((*scopes, _WHOLE)):
            for control_id, judged in self.scoped.get((party_id, scope), {}).items():
                ends[self.controls[control_id]] = judged.ends
        return np.array(ends, dtype=np.float64)

    def unanswered(self, party_id: str, scopes: Sequence[ScopeKey]) -> NDArray[np.bool_]:
        """Return which controls have no answer that says anything, shape (controls,)."""
        open_ = np.ones(len(self.controls), dtype=np.bool_)
        for scope in reversed((*scopes, _WHOLE)):
            for control_id, judged in self.scoped.get((party_id, scope), {}).items():
                open_[self.controls[control_id]] = judged.standing in UNANSWERED
        return open_


_WHOLE: ScopeKey = (ScopeKind.PARTY.value, "")


def answer_book(submission: Submission, catalogue: Catalogue, parameters: Parameters, *, as_of: date) -> AnswerBook:
    """Return the answer book of a submission on a date."""
    controls = {control.control_id: column for column, control in enumerate(catalogue.controls)}
    prior = {control_id: parameters.number(f"prior.{control_id}") for control_id in controls}
    problems: list[Problem] = []
    scoped: dict[tuple[str, ScopeKey], dict[str, Judged]] = defaultdict(dict)
    for answer in submission.answers:
        if answer.control_id not in controls:
            continue
        place = scoped[(answer.party_id, scope_of(answer))]
        judged = judge(answer, prior[answer.control_id], as_of, parameters)
        place[answer.control_id] = _preferred(place.get(answer.control_id), judged, as_of, problems)
    return AnswerBook(
        controls=controls,
        prior=prior,
        cap=parameters.number("unasked.cap"),
        scoped=scoped,
        silent=_silent(submission.requests, catalogue, parameters, as_of),
        problems=tuple(problems),
    )


def scope_of(answer: Answer) -> ScopeKey:
    """Return the scope of an answer; one about the party itself has no id."""
    if answer.scope_kind is ScopeKind.PARTY or not answer.scope_id:
        return _WHOLE
    return (answer.scope_kind.value, answer.scope_id)


def _preferred(known: Judged | None, new: Judged, as_of: date, problems: list[Problem]) -> Judged:
    """Return the later of two answers to one control; of one date the worse, which is told."""
    if known is None or known.answer is None or new.answer is None:
        return new
    dates = [date_of(j.answer, as_of) or date.min for j in (known, new) if j.answer]
    if dates[0] != dates[1]:
        return new if dates[1] > dates[0] else known
    worse, better = sorted((known, new), key=_from_the_worst)
    assert worse.answer is not None and better.answer is not None
    if known.ends == new.ends and known.answer.answer is new.answer.answer:
        return worse
    problems.append(
        problem_at(
            worse.answer.source,
            "answer.two_of_one_date",
            Severity.WARNING,
            party=worse.answer.party_id,
            control=worse.answer.control_id,
            used=worse.answer.answer.value,
            left=better.answer.answer.value,
            other_file=better.answer.source.file,
            other_sheet=better.answer.source.sheet,
            other_cell=better.answer.source.cell,
        )
    )
    return worse


def _from_the_worst(judged: Judged) -> tuple[object, ...]:
    """Return what orders answers of one date, the worst first; the order of the rows plays no part."""
    assert judged.answer is not None
    answer, (safe, point, unsafe) = judged.answer, judged.ends
    cell = (answer.source.file, answer.source.sheet, answer.source.cell)
    return (point, unsafe, safe, judged.standing.value, answer.answer.value, answer.evidence.value, *cell)


def _silent(
    requests: Iterable[Request], catalogue: Catalogue, parameters: Parameters, as_of: date
) -> dict[str, dict[str, Standing]]:
    """Return what a missing answer is, by party and control.

    The newest request that asked decides; of two sent on one day the one whose silence says more. One that
    is not sent yet asks nothing.
    """
    silent: dict[str, dict[str, Standing]] = defaultdict(dict)
    judged = [(r, asked, _standing(r, parameters, as_of)) for r, asked in sent_requests(requests, catalogue, as_of)]
    for request, asked, standing in sorted(
        judged, key=lambda one: (one[0].sent_on or date.min, _SILENCE.index(one[2]))
    ):
        silent[request.party_id].update(dict.fromkeys(asked, standing))
    return silent


def sent_requests(
    requests: Iterable[Request], catalogue: Catalogue, as_of: date
) -> Iterable[tuple[Request, tuple[str, ...]]]:
    """Give the requests that are out on a date, each with the controls that its form asks."""
    known = {(form.form_id, form.version): form for form in catalogue.forms}
    newest = {form.form_id: catalogue.form(form.form_id) for form in catalogue.forms}
    for request in requests:
        if request.sent_on is None or request.sent_on <= as_of:
            form = known.get((request.form, request.version)) or newest.get(request.form)
            if form is not None:
                yield request, form.controls


def _standing(request: Request, parameters: Parameters, as_of: date) -> Standing:
    """Return what silence means on one request: left blank, overdue, or not due yet."""
    if request.returned_on is not None and request.returned_on <= as_of:
        return Standing.UNKNOWN
    if request.due_on is not None:
        is_due = request.due_on < as_of
    else:
        # Days since sending, not sending plus days: a date near the end of the calendar cannot be added to.
        is_due = request.sent_on is not None and (as_of - request.sent_on).days > int(parameters.number("pending.days"))
    return Standing.OVERDUE if is_due else Standing.PENDING


def used(judged: Judged, party_id: str, control_id: str) -> AnswerUsed:
    """Return an answer as the explanation shows it."""
    safe, point, unsafe = judged.ends
    answer = judged.answer
    return AnswerUsed(
        party_id=party_id,
        control_id=control_id,
        standing=judged.standing,
        answer=answer.answer.value if answer else "",
        evidence=answer.evidence.value if answer else "",
        answered_on=answer.answered_on if answer else None,
        strength=Interval(unsafe, point, safe),
        is_flagged=bool(answer and answer.is_flagged),
        source=answer.source if answer else Cell(),
    )
