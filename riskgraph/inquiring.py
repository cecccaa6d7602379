"""Which question to ask next: for every question what deciding after the answer would be worth, and what asking costs.

The convention that bites: an answer turns out good (what was said is there, seen by a reviewer) or bad (it is not there
at all). What it then comes to is always what the engine gives with such an answer; only whether a question is looked
into at all is screened, by the losses that rest on it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np

from riskgraph.analysis.inquiry import DECISIONS, Floats, Outlook, knowing, most_worth, shared
from riskgraph.analysis.whom_to_ask import contractors_above, owner_of
from riskgraph.catalogue.measures import load_measures
from riskgraph.model.answer import AnswerCode
from riskgraph.model.change import AnswerSet
from riskgraph.model.channel import AVERAGE, HI, LO, PT, Route
from riskgraph.model.control import Catalogue
from riskgraph.model.inquiry import Asked, Flip, Inquiries, Inquiry, Way, WhyAsk
from riskgraph.model.measure import CostEntry
from riskgraph.model.parameters import Parameters
from riskgraph.model.party import PartyKind
from riskgraph.model.quantities import Cell, Interval
from riskgraph.model.submission import Submission
from riskgraph.scoring.candidates import candidates
from riskgraph.scoring.open_answers import OpenQuestion, open_questions
from riskgraph.what_if import Losses, WhatIf, route_key

MOST_LOOKED_INTO = 200
"""Questions whose worth is worked out: those on which most rests for what asking costs."""
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
        self.what_if, self._costs = what_if, costs
        self.scored, self.ground = what_if.scored, what_if.scored.ground
        self._via = contractors_above(what_if.submission)
        self._owner = owner_of(what_if.submission)

    @cached_property
    def questions(self) -> tuple[OpenQuestion, ...]:
        """Return all that could be asked."""
        return open_questions(self.scored)

    def inquiries(self, most: int) -> Inquiries:
        """Return the best questions; of two to one party of which one holds the other, only the better."""
        screened = sorted(self.questions, key=lambda q: (-self._promise(q), q.party_id, q.controls))
        found = [i for question in screened[:MOST_LOOKED_INTO] if (i := self.inquiry(question)) is not None]
        ranked = sorted(found, key=lambda i: (-i.ratio, -swing_of(i), i.party_id, _controls(i)))
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
        fix = self.fix_cost(question)
        point = Outlook(
            question.p_good,
            outcome.good[:, PT],
            outcome.bad[:, PT],
            outcome.fixed[:, PT] + shared(fix, np.maximum(outcome.bad - outcome.fixed, 0.0)[:, PT]),
            self.refusals(question, outcome.keys, outcome.bad[:, PT]),
        )
        known = knowing(point)
        worth, cost, way = float(known.worth.sum()), self.cost(question), self.way(question)
        order = np.argsort(-(outcome.bad - outcome.good)[:, PT], kind="stable")
        return Inquiry(
            party_id=question.party_id,
            asked=tuple(self._asked(question)),
            way=way,
            worth_yen=worth,
            cost_yen=cost,
            ratio=worth / cost,
            p_good=question.p_good,
            eal_if_good=_interval(good.eal),
            eal_if_bad=_interval(bad.eal),
            width_before=_width(outcome.now),
            width_after=question.p_good * _width(outcome.good) + (1.0 - question.p_good) * _width(outcome.bad),
            path_keys=tuple(outcome.keys[n] for n in order),
            flips=tuple(
                Flip(
                    path_key=outcome.keys[n],
                    now=DECISIONS[known.now[n]],
                    if_good=DECISIONS[known.if_good[n]],
                    if_bad=DECISIONS[known.if_bad[n]],
                )
                for n in order
                if known.worth[n] > _SAME * max(1.0, outcome.bad[n, PT])
            ),
            via=self._via.get(question.party_id, ()),
            fix_yen=fix if np.isfinite(fix) else None,
            refuse_yen=self._refuse_cost_of(question, outcome.keys),
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

    def _promise(self, question: OpenQuestion) -> float:
        return most_worth(question.p_good, question.at_stake) / self.cost(question)

    def fix_cost(self, question: OpenQuestion) -> float:
        """Return the cost of a year of the cheapest measures that put all that is asked in place; infinite for none."""
        offered = self._measures.get(question.party_id, ())
        asked = set(question.controls)
        whole = [cost for controls, _, cost in offered if controls >= asked]
        single: dict[str, float] = {}
        for control_id in sorted(asked):
            ways = [(cost, name) for controls, name, cost in offered if control_id in controls]
            if not ways:
                return min(whole, default=np.inf)
            cost, name = min(ways)
            single[name] = cost
        return min([*whole, sum(single.values())])

    @cached_property
    def _measures(self) -> Mapping[str, Sequence[tuple[frozenset[str], str, float]]]:
        """Return the measures of every party with their cost of a year where nothing is in place yet."""
        templates = [template for template in load_measures() if template.controls and not template.fields]
        of = {template.template_id: frozenset(template.controls) for template in templates}
        book = replace(self.ground.profiles.book, scoped={}, silent={})
        ground = replace(self.ground, profiles=self.ground.profiles.told(book))
        years = self.what_if.parameters.number("acting.years_of_use")
        found: dict[str, list[tuple[frozenset[str], str, float]]] = defaultdict(list)
        for measure in candidates(replace(self.scored, ground=ground), templates, self._costs):
            if not measure.is_excluded:
                cost = measure.cost.a_year(years).pt
                found[measure.acts].append((of[measure.template_id], measure.measure_id, cost))
        return found

    def refusals(self, question: OpenQuestion, keys: Sequence[str], weight: Floats) -> Floats:
        """Return what every path comes to where the work is given to an average firm; infinite where none was given.

        The cost of an engagement is shared among its paths by `weight`.
        """
        result = np.full(len(keys), np.inf)
        through: dict[str, list[int]] = defaultdict(list)
        for number, key in enumerate(keys):
            engagement_id = self._refused(question.party_id, key)
            if engagement_id:
                through[engagement_id].append(number)
        for engagement_id, numbers in through.items():
            average = np.array([self._average[keys[n]] for n in numbers])
            result[numbers] = average + shared(self.refusal_cost(engagement_id), weight[numbers])
        return result

    def _refuse_cost_of(self, question: OpenQuestion, keys: Collection[str]) -> float | None:
        refused = {e for key in keys if (e := self._refused(question.party_id, key))}
        return sum(self.refusal_cost(e) for e in sorted(refused)) if refused else None

    def _refused(self, party_id: str, key: str) -> str:
        """Return which engagement of a path would be ended: that of the party asked, else the first; "" for none."""
        route = self._routes.get(key)
        if route is None or not route.engagements:
            return ""
        steps = list(zip(route.parties[1:], route.engagements, strict=True))
        own = next((engagement for party, engagement in steps if party == party_id), None)
        return own or steps[0][1] or ""

    def refusal_cost(self, engagement_id: str) -> float:
        """Return the cost of a year of giving an engagement to somebody else, yen."""
        amount = self.ground.chain.engagements[engagement_id].amount_yen
        if amount is None:
            return self.what_if.parameters.number("acting.refuse.unknown")
        return amount * self.what_if.parameters.number("acting.refuse.share")

    @cached_property
    def _routes(self) -> Mapping[str, Route]:
        return {route_key(route): route for route in self.scored.routes}

    @cached_property
    def _average(self) -> Mapping[str, float]:
        """Return the loss of every path with the answers of average firms, yen a year."""
        count = len(self.scored.routes)
        sums = np.bincount(self.scored.path, weights=self.scored.eal[:, AVERAGE], minlength=count)
        return {route_key(route): float(sums[n]) for n, route in enumerate(self.scored.routes)}

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
