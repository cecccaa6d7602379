"""What the decisions on a path cost: putting in place what is asked about, and giving the work to somebody else.

The convention that bites: costs are of a year, and one that serves several paths is shared among them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np

from riskgraph.analysis.inquiry import Floats, shared
from riskgraph.catalogue.measures import load_measures
from riskgraph.model.channel import AVERAGE, Route
from riskgraph.model.measure import CostEntry
from riskgraph.scoring.candidates import candidates
from riskgraph.what_if import WhatIf, route_key


class Deciding:
    """The costs of remedies and refusals in one scored register."""

    def __init__(self, what_if: WhatIf, costs: Sequence[CostEntry]) -> None:
        self.what_if, self._costs = what_if, costs
        self.scored, self.ground = what_if.scored, what_if.scored.ground

    def least_cost(self, party_id: str, controls: Collection[str]) -> float:
        """Return the cost of a year of the cheapest way not to accept: all in place, or other hands for own work."""
        return min([self.fix_cost(party_id, controls), *(self.refusal_cost(e) for e in self._own.get(party_id, ()))])

    @cached_property
    def _own(self) -> Mapping[str, Sequence[str]]:
        """Return the engagements that each party was given, by party."""
        found: dict[str, list[str]] = defaultdict(list)
        for route in self.scored.routes:
            for party, engagement in zip(route.parties[1:], route.engagements, strict=False):
                if engagement and engagement not in found[party]:
                    found[party].append(engagement)
        return found

    def fix_cost(self, party_id: str, controls: Collection[str]) -> float:
        """Return the cost of a year of the cheapest measures that put all that is asked in place; infinite for none."""
        offered = self._measures.get(party_id, ())
        asked = set(controls)
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

    def refusals(self, party_id: str, keys: Sequence[str], weight: Floats) -> Floats:
        """Return what every path comes to where the work is given to an average firm; infinite where none was given.

        The cost of an engagement is shared among its paths by `weight`.
        """
        result = np.full(len(keys), np.inf)
        through: dict[str, list[int]] = defaultdict(list)
        for number, key in enumerate(keys):
            engagement_id = self._refused(party_id, key)
            if engagement_id:
                through[engagement_id].append(number)
        for engagement_id, numbers in through.items():
            average = np.array([self._average[keys[n]] for n in numbers])
            result[numbers] = average + shared(self.refusal_cost(engagement_id), weight[numbers])
        return result

    def refuse_cost(self, party_id: str, keys: Collection[str]) -> float | None:
        """Return the cost of a year of giving away all work of these paths; None where none was given to anybody."""
        refused = {e for key in keys if (e := self._refused(party_id, key))}
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
