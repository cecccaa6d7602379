"""Supervision and the tier that nobody declared, read again at the point under moved judgement, as arrays.

The convention that bites: a fact of the register stays as it is; a blank stays a blank and goes on standing on the
consignor's own general answer where there is one.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from riskgraph.model.assessment import Standing
from riskgraph.model.engagement import PEOPLE_RELATIONS, Consent, Engagement, Reviewed
from riskgraph.model.parameters import Parameters
from riskgraph.model.party import Tri
from riskgraph.scoring.ground import Ground
from riskgraph.scoring.moved_answers import MovedAnswers
from riskgraph.scoring.rows import Ints
from riskgraph.scoring.strength import Floats
from riskgraph.scoring.supervision import PEOPLE_CONTROLS, STAND_IN, effective_consent

_SLOTS = ("consent", "flow_down", "check", "follow_up")
_STANDS_FOR = {
    "consent": STAND_IN["terms"],
    "flow_down": STAND_IN["terms"],
    "check": STAND_IN["check"],
    "follow_up": STAND_IN["follow_up"],
}
_NO_AGE = -1


class MovedHops:
    """q of every hop and Q of every line for a set of numbers.

    Each hop has four slots; a slot holds the place of an answer in the table of strengths (0 and up), or a parameter
    (below 0), the first of which is nothing at all.
    """

    def __init__(self, ground: Ground, answers: MovedAnswers) -> None:
        self.ground = ground
        self.answers = answers
        self._keys: list[str] = [""]
        ids = list(ground.supervision.q)
        self.number = {engagement_id: i for i, engagement_id in enumerate(ids)}
        engagements = [ground.chain.engagements[engagement_id] for engagement_id in ids]
        self.is_people = np.array([e.relation in PEOPLE_RELATIONS for e in engagements], dtype=np.bool_)
        slots = [self._slots(e) for e in engagements]
        self.slots = np.array(slots, dtype=np.int64).reshape(-1, len(_SLOTS))
        self.age = np.array([self._age(e) for e in engagements], dtype=np.int64)
        self.levels = _levels(ground, self.number)
        # A line that was chosen need not continue that of the engagement above; it is kept while numbers move.
        lines = ((e, ground.chain.line(e)) for e in ids if e in ground.chain.open)
        self.open_lines = [(self.number[e], np.array([self.number[s] for s in line])) for e, line in lines]

    def _slots(self, engagement: Engagement) -> list[int]:
        """Return what stands in each slot of a hop; two answers of the receiver for people."""
        line = self.ground.chain.stated_line(engagement.engagement_id)
        profile = self.ground.profiles.index(engagement.consignor, engagements=line)
        if engagement.relation in PEOPLE_RELATIONS:
            first, second = (self._answer(profile, control_id) for control_id in PEOPLE_CONTROLS)
            return [first, second, first, second]
        stated = _stated(engagement)
        return [
            self._parameter(stated[slot]) if stated[slot] else self._stand_in(profile, _STANDS_FOR[slot])
            for slot in _SLOTS
        ]

    def _age(self, engagement: Engagement) -> int:
        is_checked = _stated(engagement)["check"] and engagement.relation not in PEOPLE_RELATIONS
        return self.answers.ages.number(engagement.audited_on) if is_checked else _NO_AGE

    def _answer(self, profile: int, control_id: str) -> int:
        return profile * len(self.answers.columns) + self.answers.columns[control_id]

    def _stand_in(self, profile: int, control_id: str) -> int:
        judged = self.ground.profiles.judged(profile, control_id)
        is_said = judged.standing in (Standing.ANSWERED, Standing.NOT_APPLICABLE)
        return self._answer(profile, control_id) if is_said else self._parameter("")

    def _parameter(self, key: str) -> int:
        if key not in self._keys:
            self._keys.append(key)
        return -1 - self._keys.index(key)

    def product(self, table: Floats, parameters: Parameters) -> Floats:
        """Return Q of every line by the number of its last engagement, 0 to 1."""
        q = self._q(table, parameters)
        product = np.empty_like(q)
        for here, above in self.levels:
            product[here] = (product[above] if len(above) else 1.0) * q[here]
        for engagement, line in self.open_lines:
            product[engagement] = np.prod(q[line])
        return product

    def _q(self, table: Floats, parameters: Parameters) -> Floats:
        if len(self.slots) == 0:
            return np.zeros(0)
        worth = np.array([parameters.number(key) if key else 0.0 for key in self._keys])
        answered = table.reshape(-1)[np.maximum(self.slots, 0)]
        found = np.where(self.slots >= 0, answered, worth[np.maximum(-1 - self.slots, 0)])
        check = found[:, 2] * self.answers.ages.freshness(parameters)[self.age]
        parts = np.stack([np.minimum(found[:, 0], found[:, 1]), check, found[:, 3]])
        of_firms = 0.5 * parts.mean(axis=0) + 0.5 * parts.min(axis=0)
        of_people = np.stack([found[:, 0], found[:, 1]]).mean(axis=0)
        q: Floats = np.where(self.is_people, of_people, of_firms)
        return q


def _stated(engagement: Engagement) -> Mapping[str, str]:
    """Return the parameter that each stated fact of a hop is worth, "" where the fact is blank."""
    consent = effective_consent(engagement)
    has_number = consent is Consent.EXPLICIT and bool(engagement.consent_no)
    method = engagement.audit_method.value if engagement.audit_method else "paper"
    is_checked = engagement.audit_method is not None or engagement.audited_on is not None
    flow_down, reviewed = engagement.flow_down, engagement.incident_reports_reviewed
    name = "explicit_numbered" if has_number else consent.value
    return {
        "consent": "" if consent is Consent.UNKNOWN else f"hop.consent.{name}",
        "flow_down": "" if flow_down is Tri.UNKNOWN else f"hop.flow_down.{flow_down.value}",
        "check": f"hop.check.{method}" if is_checked else "",
        "follow_up": "" if reviewed is Reviewed.UNKNOWN else f"hop.review.{reviewed.value}",
    }


def _levels(ground: Ground, number: Mapping[str, int]) -> list[tuple[Ints, Ints]]:
    """Return the engagements by depth, with those above them (none at the top)."""
    depths: dict[int, list[str]] = {}
    for engagement_id in number:
        if engagement_id in ground.chain.open:
            continue
        depths.setdefault(len(ground.chain.line(engagement_id)), []).append(engagement_id)
    levels = []
    for depth in sorted(depths):
        above = [number[ground.chain.line(e)[-2]] for e in depths[depth]] if depth > 1 else []
        here = [number[e] for e in depths[depth]]
        levels.append((np.array(here, dtype=np.int64), np.array(above, dtype=np.int64)))
    return levels
