"""What strengths, hops, supervision and the undeclared tier come to with measures, read by the functions that score.

The convention that bites: levels are those of the point, and a change counts as it would if the register had it: an
answer in a narrower scope wins, and a fact of a hop stands before the consignor's general answer.
"""

from __future__ import annotations

from collections import ChainMap, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import cast

from riskgraph.model.answer import Answer
from riskgraph.model.change import AnswerSet, FieldSet, answer_of
from riskgraph.model.control import Combine
from riskgraph.model.engagement import PEOPLE_RELATIONS, Engagement
from riskgraph.model.measure import Measure
from riskgraph.scoring.channels import Scored
from riskgraph.scoring.ground import Ground
from riskgraph.scoring.hosting import surest
from riskgraph.scoring.latent import SAYS, latent_tier, suspected_below
from riskgraph.scoring.layer_sources import POINT
from riskgraph.scoring.levels import Levels, Needs, fixed, joined, tried
from riskgraph.scoring.profiles import Profiles
from riskgraph.scoring.rows import Row
from riskgraph.scoring.strength import UNANSWERED, Judged, ScopeKey, judge, scope_of
from riskgraph.scoring.supervision import hop_q, open_controls
from riskgraph.scoring.touched import OWN_SUPERVISION, is_own

_SAME = 1e-9
_TIER = (*SAYS, "HUM-01")
Place = tuple[str, ScopeKey]


class MeasureLevels:
    """The levels of everything that a factor rests on, each worked out once.

    Notes
    -----
    Each look-up tries the combinations of the few measures that touch one fact; supervision joins hops by product.
    """

    def __init__(self, scored: Scored, measures: Sequence[Measure]) -> None:
        self.ground = scored.ground
        self._stated = scored.strengths.stated
        self._columns = scored.strengths.columns
        self._places: dict[Place, dict[str, dict[int, Judged]]] = defaultdict(lambda: defaultdict(dict))
        self._fields: dict[str, list[tuple[int, FieldSet]]] = defaultdict(list)
        self._known: dict[tuple[object, ...], Levels] = {}
        of_row: dict[str, list[str]] = defaultdict(list)
        for engagement_id, engagement in self.ground.chain.engagements.items():
            for name in {engagement_id, engagement.row_id}:
                of_row[name].append(engagement_id)
        for number, measure in enumerate(measures):
            for change in measure.changes:
                if isinstance(change, AnswerSet):
                    answer = answer_of(change, self.ground.as_of)
                    judged = self._judged(answer)
                    self._places[change.party_id, scope_of(answer)][change.control_id][number] = judged
                elif isinstance(change, FieldSet) and change.sheet == "engagements":
                    for engagement_id in of_row.get(change.row_id, ()):
                        self._fields[engagement_id].append((number, change))

    def _judged(self, answer: Answer) -> Judged:
        prior = self.ground.profiles.book.prior[answer.control_id]
        return judge(answer, prior, self.ground.as_of, self.ground.parameters)

    def control(self, profile: int, control_id: str) -> Levels:
        """Return the levels of one control of a profile."""
        key = ("control", profile, control_id)
        if key not in self._known:
            self._known[key] = self._control(profile, control_id)
        return self._known[key]

    def _control(self, profile: int, control_id: str) -> Levels:
        now = float(self._stated[profile, self._columns[control_id], POINT])
        touching = self._touching(profile, (control_id,))
        return tried(touching, lambda some: self._strength(profile, control_id, some, now)) if touching else fixed(now)

    def _scopes(self, profile: int) -> tuple[Place, ...]:
        party, scopes = self.ground.profiles.keys[profile]
        return (*((party, scope) for scope in scopes), (party, ("party", "")))

    def _touching(self, profile: int, controls: Iterable[str]) -> frozenset[int]:
        """Return the measures that answer one of these controls in a scope of a profile."""
        told = [self._places[place] for place in self._scopes(profile) if place in self._places]
        return frozenset(number for control_id in controls for said in told for number in said.get(control_id, ()))

    def _strength(self, profile: int, control_id: str, some: Needs, now: float) -> float:
        """Return a strength with some measures carried out: the narrowest scope that says anything counts."""
        scoped = self.ground.profiles.book.scoped
        for place in self._scopes(profile):
            told = self._places.get(place, {}).get(control_id, {})
            worth = [judged.ends[POINT] for number, judged in told.items() if number in some]
            if worth:
                return max(worth)
            if control_id in scoped.get(place, {}):
                return now
        return now

    def gate(self, profile: int, parts: Sequence[str], combine: Combine) -> Levels:
        """Return the levels of a gate of a profile: the weakest of its parts, or the strongest."""
        key = ("gate", profile, tuple(parts), combine)
        if key not in self._known:
            join = min if combine is Combine.MIN else max
            self._known[key] = joined([self.control(profile, part) for part in parts], join)
        return self._known[key]

    def blend(self, number: int, parts: Sequence[str], combine: Combine) -> Levels:
        """Return the levels of a gate where suspected parties may stand in the place of the declared one."""
        declared, others = self.ground.profiles.blended()[number]
        controls = [
            joined([self.control(declared, part), *(self._answered(other, part) for other in others)], min)
            for part in parts
        ]
        return joined(controls, min if combine is Combine.MIN else max)

    def _answered(self, profile: int, control_id: str) -> Levels:
        """Return the levels of what a suspected party answers itself; its silence is worth nothing."""
        levels = self.control(profile, control_id)
        if self.ground.profiles.judged(profile, control_id).standing not in UNANSWERED:
            return levels
        return ((0.0, levels[0][1]), *levels[1:])

    def hop(self, engagement_id: str) -> Levels:
        """Return the levels of q of one hop."""
        key = ("hop", engagement_id)
        if key not in self._known:
            engagement = self.ground.chain.engagements[engagement_id]
            steps = self.ground.chain.stated_line(engagement_id)
            profile = self.ground.profiles.index(engagement.consignor, engagements=steps)
            controls = open_controls(engagement)
            touching = self._touching(profile, controls)
            if engagement.relation not in PEOPLE_RELATIONS:
                touching |= {n for n, _ in self._fields.get(engagement_id, ())}

            def q(some: Needs) -> float:
                changed = self._with_fields(engagement, some)
                profiles = self._told(profile, controls, some)
                ground = self.ground
                return hop_q(changed, steps, profiles, ground.parameters, as_of=ground.as_of)[POINT]

            now = self.ground.supervision.q[engagement_id][POINT]
            self._known[key] = tried(touching, q) if touching else fixed(now)
        return self._known[key]

    def _with_fields(self, engagement: Engagement, some: Needs) -> Engagement:
        """Return an engagement with the facts that some measures state."""
        told = {
            change.column: change.value
            for number, change in self._fields.get(engagement.engagement_id, ())
            if number in some
        }
        if not told:
            return engagement
        known = {name: getattr(engagement, name) for name in type(engagement).model_fields}
        return type(engagement).model_validate({**known, **told})

    def _told(self, profile: int, controls: Iterable[str], some: Needs) -> Profiles:
        """Return the profiles with the answers that some measures bring to these controls of one of them."""
        profiles = self.ground.profiles
        wanted = frozenset(controls)
        laid: dict[Place, Mapping[str, Judged]] = {}
        for place in self._scopes(profile):
            new: dict[str, Judged] = {}
            for control_id, told in self._places.get(place, {}).items():
                brought = [judged for number, judged in told.items() if number in some]
                if brought and control_id in wanted:
                    new[control_id] = max(brought, key=lambda judged: judged.ends[POINT])
            if new:
                laid[place] = {**profiles.book.scoped.get(place, {}), **new}
        if not laid:
            return profiles
        scoped = ChainMap(laid, cast(dict[Place, Mapping[str, Judged]], profiles.book.scoped))
        return profiles.told(replace(profiles.book, scoped=scoped))

    def supervision(self, row: Row) -> Levels:
        """Return the levels of Q of a row; what measures cannot move, or what stands on no stated line, is fixed."""
        now = fixed(row.supervision[POINT])
        found = now
        if row.explained_by:
            known = surest(row.explained_by, self.ground)
            found = joined([self.line(e) for e in known], min)
        elif row.engagement_id:
            found = self.line(row.engagement_id)
        elif is_own(row):
            found = self.control(self.ground.profiles.index(row.routes[0].parties[0]), OWN_SUPERVISION)
        return found if abs(found[0][0] - now[0][0]) <= _SAME else now

    def line(self, engagement_id: str) -> Levels:
        """Return the levels of Q of an engagement: the product of the hops from the owner down."""
        key = ("line", engagement_id)
        if key not in self._known:
            chain = self.ground.chain
            if engagement_id in chain.open or not chain.line(engagement_id):
                self._known[key] = fixed(self.ground.supervision.product[engagement_id][POINT])
            else:
                self._known[key] = joined([self.hop(e) for e in chain.line(engagement_id)], lambda a, b: a * b)
        return self._known[key]

    def tier(self, engagement_id: str) -> Levels:
        """Return the levels of the undeclared tier's probability, negative so that they rise, without suspects."""
        key = ("tier", engagement_id)
        if key not in self._known:
            chain = self.ground.chain
            consignee = chain.engagements[engagement_id].consignee
            profile = self.ground.profiles.index(consignee, engagements=chain.line(engagement_id))

            def silence(some: Needs) -> float:
                found = latent_tier(self._with(self._told(profile, _TIER, some)), engagement_id)
                return found.suspected[POINT] - found.p[POINT]

            # Beside a suspicion an answer can also turn the suspect into one that says something: left as it is.
            is_plain = not suspected_below(self.ground, engagement_id)
            touching = self._touching(profile, _TIER) if is_plain else frozenset()
            self._known[key] = tried(touching, silence) if touching else fixed(silence(frozenset()))
        return self._known[key]

    def _with(self, profiles: Profiles) -> Ground:
        ground = replace(self.ground, profiles=profiles)
        ground.__dict__.update(with_access=self.ground.with_access)
        return ground

    def proof(self, row: Row) -> Levels:
        """Return the levels of the proof of deletion of an ended engagement."""
        now = float(row.proof[POINT])
        told = [n for n, change in self._fields.get(row.engagement_id, ()) if change.column == "deletion_proof"]
        proven = self.ground.parameters.number("deletion_proof.yes")
        return tried(told, lambda some: proven if some else now) if told else fixed(now)

    def response(self, profile: int) -> Levels:
        """Return the levels of how well a host responds."""
        return self.control(profile, "INC-03")
