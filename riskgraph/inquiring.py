"""Which question to ask next: for every question what deciding after the answer would be worth, and what asking costs.

The convention that bites: an answer turns out good (what was said is there, seen by a reviewer) or bad (it is not there
at all). What it then comes to is always what the engine gives with such an answer; only whether a question is looked
into at all is screened, by the losses that rest on it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from riskgraph.analysis.inquiry import (
    DECISIONS,
    Floats,
    Ints,
    Knowing,
    Outlook,
    decided_together,
    knowing,
    most_worth,
    shared,
)
from riskgraph.analysis.whom_to_ask import contractors_above
from riskgraph.deciding_costs import Deciding
from riskgraph.model.answer import AnswerCode
from riskgraph.model.change import AnswerSet
from riskgraph.model.channel import HI, LO, PT
from riskgraph.model.control import Catalogue
from riskgraph.model.inquiry import Asked, Flip, Inquiries, Inquiry, Way, WhyAsk
from riskgraph.model.measure import CostEntry
from riskgraph.model.parameters import Parameters
from riskgraph.model.party import PartyKind
from riskgraph.model.quantities import Cell, Interval
from riskgraph.model.submission import Submission
from riskgraph.scoring.open_answers import OpenQuestion, open_questions
from riskgraph.what_if import Losses, WhatIf

MOST_LOOKED_INTO = 200
"""Questions whose worth is worked out: those that promise most for what asking costs."""
_SAME = 1e-9
_SEEN_ON_A_SCREEN = frozenset({"access", "detection", "devices", "system", "overseas_cloud"})
_SEEN_ON_SITE = frozenset({"premises"})
_WAYS = tuple(Way)


def inquiries(  # noqa: PLR0913 - what is asked of one register
    submission: Submission,
    parameters: Parameters,
    catalogue: Catalogue,
    *,
    as_of: date,
    most: int = 20,
    appetite_yen: float | None = None,
    costs: Sequence[CostEntry] = (),
) -> Inquiries:
    """Return the questions worth asking, the best worth for its cost first.

    Parameters
    ----------
    most
        How many to list at most; those that no decision hangs on come last, by how far they move the total.
    costs
        What the user knows better about what a remedy costs.
    """
    what_if = WhatIf(submission, parameters, catalogue, as_of=as_of, appetite_yen=appetite_yen)
    return Inquiring(what_if, costs).inquiries(most)


@dataclass(frozen=True)
class _Outcome:
    """The losses of one question by path, in one order of paths: now, if good, if bad, and with all of it fixed."""

    keys: tuple[str, ...]
    now: Floats
    good: Floats
    bad: Floats
    fixed: Floats


class Inquiring:
    """One register with its open questions, and the engine to try their answers."""

    def __init__(self, what_if: WhatIf, costs: Sequence[CostEntry] = ()) -> None:
        self.what_if = what_if
        self.scored, self.deciding = what_if.scored, Deciding(what_if, costs)
        self._via = contractors_above(what_if.submission)

    @cached_property
    def questions(self) -> tuple[OpenQuestion, ...]:
        """Return all that could be asked."""
        return open_questions(self.scored)

    def inquiries(self, most: int, told: Callable[[int, int], None] | None = None) -> Inquiries:
        """Return the best questions; of two to one party of which one holds the other, only the better.

        Parameters
        ----------
        told
            Called before each question is worked out, with how many are done, and of how many.
        """
        screened = sorted(self.questions, key=lambda q: (*self._promise(q), q.party_id, q.controls))
        found = []
        for done, question in enumerate(screened[:MOST_LOOKED_INTO]):
            if told is not None:
                told(done, min(len(screened), MOST_LOOKED_INTO))
            found.append(self.inquiry(question))
        ranked = sorted(
            (i for i in found if i is not None), key=lambda i: (-i.ratio, -swing_of(i), i.party_id, _controls(i))
        )
        return Inquiries(
            questions=tuple(_distinct(ranked))[:most],
            open_answers=len({(q.party_id, c) for q in self.questions for c in q.controls}),
            looked_into=min(len(screened), MOST_LOOKED_INTO),
            could_be_asked=len(screened),
            eal=_interval(self.what_if.now.eal),
        )

    def inquiry(self, question: OpenQuestion) -> Inquiry | None:
        """Return what one question is worth; None where the answer moves nothing."""
        good, bad = self.what_if.losses(_good(question)), self.what_if.losses(_bad(question))
        fixed = good if _good(question) == _fixed(question) else self.what_if.losses(_fixed(question))
        outcome = self._outcome(good, bad, fixed)
        if not outcome.keys:
            return None
        fix = self.deciding.fix_cost(question.party_id, question.controls)
        units = decided_together(outcome.keys, outcome.good[:, PT], outcome.bad[:, PT])
        point = self._outlook(question, outcome, fix).summed(units)
        known = knowing(point)
        worth, cost = float(known.worth.sum()), self.cost(question)
        order = np.argsort(-np.maximum(outcome.good, outcome.bad)[:, PT], kind="stable")
        return Inquiry(
            party_id=question.party_id,
            asked=tuple(self._asked(question)),
            way=self.way(question),
            worth_yen=worth,
            cost_yen=cost,
            ratio=worth / cost,
            p_good=question.p_good,
            eal_if_good=_interval(good.eal),
            eal_if_bad=_interval(bad.eal),
            width_before=_width(outcome.now),
            width_after=question.p_good * _width(outcome.good) + (1.0 - question.p_good) * _width(outcome.bad),
            path_keys=tuple(outcome.keys[n] for n in order),
            flips=tuple(_flips([outcome.keys[n] for n in order], units[order], point, known)),
            via=self._via.get(question.party_id, ()),
            fix_yen=fix if np.isfinite(fix) else None,
            refuse_yen=self.deciding.refuse_cost(question.party_id, outcome.keys),
        )

    def _outlook(self, question: OpenQuestion, outcome: _Outcome, fix: float) -> Outlook:
        """Return what every path comes to by decision, at the point."""
        good, bad, fixed = (side[:, PT] for side in (outcome.good, outcome.bad, outcome.fixed))
        weight = np.maximum(good, bad)
        return Outlook(
            question.p_good,
            good,
            bad,
            fixed + shared(fix, np.maximum(weight - fixed, 0.0)),
            self.deciding.refusals(question.party_id, outcome.keys, weight),
        )

    def _outcome(self, good: Losses, bad: Losses, fixed: Losses) -> _Outcome:
        """Return the paths whose loss hangs on the answer, in the order of their keys."""
        now = self.what_if.now
        sides = (now, good, bad, fixed)
        keys = sorted({key for side in sides for key in side.by_path})
        ends = [np.array([_of(side, key) for key in keys]).reshape(-1, 3) for side in sides]
        high = np.maximum.reduce([side[:, HI] for side in ends]) if keys else np.zeros(0)
        moves = (np.abs(ends[2] - ends[1]) > _SAME * np.maximum(high, 1.0)[:, None]).any(axis=1)
        kept = [key for key, is_moved in zip(keys, moves, strict=True) if is_moved]
        return _Outcome(tuple(kept), *(side[moves] for side in ends))

    def way(self, question: OpenQuestion) -> Way:
        """Return how one would find out: the dearest of what its parts need."""
        party = self.what_if.submission.party_by_id[question.party_id]
        if party.kind is PartyKind.CLOUD:
            return Way.DOCUMENT
        return max((self._way(a.control_id, a.why) for a in question.answers), key=_WAYS.index)

    def _way(self, control_id: str, why: WhyAsk) -> Way:
        if why in (WhyAsk.UNANSWERED, WhyAsk.OVERDUE):
            return Way.CALL
        if why in (WhyAsk.UNASKED, WhyAsk.STALE):
            return Way.FORM
        domain = self.what_if.catalogue.control(control_id).domain
        if domain in _SEEN_ON_SITE:
            return Way.ONSITE
        return Way.SCREEN if domain in _SEEN_ON_A_SCREEN else Way.DOCUMENT

    def cost(self, question: OpenQuestion) -> float:
        """Return what asking costs, yen; judgement."""
        return self.what_if.parameters.number(f"acting.ask.{self.way(question).value}")

    def _promise(self, question: OpenQuestion) -> tuple[float, float]:
        """Return about the most that knowing can be worth for its cost, negative; and so whatever a remedy costs.

        Where all that rests on the answers is less than any remedy costs, accepting stays cheapest.
        """
        least = self.deciding.least_cost(question.party_id, question.controls)
        spared = (1.0 - question.p_good) * max(question.at_stake - least, 0.0)
        most = most_worth(question.p_good, question.at_stake)
        return -min(most, spared) / self.cost(question), -most / self.cost(question)

    def _asked(self, question: OpenQuestion) -> Iterable[Asked]:
        for answer in question.answers:
            said = answer.judged.answer
            yield Asked(
                control_id=answer.control_id,
                standing=answer.judged.standing,
                why=answer.why,
                answer=said.answer.value if said else "",
                source=said.source if said else Cell(),
            )


def swing_of(inquiry: Inquiry) -> float:
    """Return how far the answer moves the total at the point, yen a year."""
    return abs(inquiry.eal_if_bad.pt - inquiry.eal_if_good.pt)


def _flips(keys: Sequence[str], units: Ints, point: Outlook, known: Knowing) -> Iterable[Flip]:
    """Give what is decided otherwise after the answer, by the largest path of each unit, the largest worth first."""
    for unit in np.argsort(-known.worth, kind="stable"):
        first, *others = (key for key, of in zip(keys, units, strict=True) if of == unit)
        if known.worth[unit] > _SAME * max(1.0, point.bad[unit]):
            yield Flip(
                path_key=first,
                together=tuple(others),
                now=DECISIONS[known.now[unit]],
                if_good=DECISIONS[known.if_good[unit]],
                if_bad=DECISIONS[known.if_bad[unit]],
                worth_yen=float(known.worth[unit]),
                good_yen=float(point.good[unit]),
                bad_yen=float(point.bad[unit]),
                remediated_yen=_finite(point.remediated[unit]),
                refused_yen=_finite(point.refused[unit]),
            )


def _finite(amount: float) -> float | None:
    return float(amount) if np.isfinite(amount) else None


def _distinct(ranked: Iterable[Inquiry]) -> Iterable[Inquiry]:
    """Give questions of which no better one to the same party asks all or part already."""
    given: dict[str, list[frozenset[str]]] = defaultdict(list)
    for inquiry in ranked:
        asked = frozenset(_controls(inquiry))
        if not any(asked <= known or asked >= known for known in given[inquiry.party_id]):
            given[inquiry.party_id].append(asked)
            yield inquiry


def _controls(inquiry: Inquiry) -> tuple[str, ...]:
    return tuple(asked.control_id for asked in inquiry.asked)


def _good(question: OpenQuestion) -> tuple[AnswerSet, ...]:
    return tuple(
        AnswerSet(party_id=question.party_id, control_id=a.control_id, answer=a.if_good) for a in question.answers
    )


def _bad(question: OpenQuestion) -> tuple[AnswerSet, ...]:
    return tuple(AnswerSet(party_id=question.party_id, control_id=c, answer=AnswerCode.NO) for c in question.controls)


def _fixed(question: OpenQuestion) -> tuple[AnswerSet, ...]:
    return tuple(AnswerSet(party_id=question.party_id, control_id=c) for c in question.controls)


def _of(side: Losses, key: str) -> Floats:
    return side.by_path[key] if key in side.by_path else np.zeros(3)


def _width(ends: Floats) -> float:
    return float((ends[:, HI] - ends[:, LO]).sum())


def _interval(eal: Floats) -> Interval:
    return Interval(*(float(end) for end in eal[:3]))
