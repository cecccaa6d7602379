"""Which measures could be taken in a register: each kind at each party or engagement where it may move a loss.

The convention that bites: a control that is already answered costs less by what that answer is worth, because less is
left to do, plus a look that shows it; the measure brings every answer of the party on it, also in narrower scopes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from riskgraph.model.access import NONE_PARTY, UNKNOWN_PARTY
from riskgraph.model.answer import ScopeKind
from riskgraph.model.change import AnswerSet, Change, FieldSet
from riskgraph.model.engagement import PEOPLE_RELATIONS, Engagement
from riskgraph.model.measure import Cost, CostEntry, Measure, MeasureTemplate
from riskgraph.model.party import PartyKind, Tri
from riskgraph.model.quantities import Interval
from riskgraph.scoring.channels import Scored
from riskgraph.scoring.layer_sources import POINT
from riskgraph.scoring.strength import UNANSWERED
from riskgraph.scoring.touched import BEHIND_HOPS, BEHIND_LATENT, OWN_SUPERVISION, Touched

TODAY = "today"
_RESPONSE = "INC-03"


def candidates(
    scored: Scored, templates: Sequence[MeasureTemplate], costs: Sequence[CostEntry] = ()
) -> tuple[Measure, ...]:
    """Return the measures that could be taken, in the order of the templates, each with its cost and who pays.

    Parameters
    ----------
    costs
        What the user knows better, by `measure_id`.

    Notes
    -----
    Nothing is offered to nobody, and nothing to the provider of a public cloud, which sells what it sells.
    """
    known = {entry.measure_id: entry for entry in costs}
    place = _Places(scored)
    found: list[Measure] = []
    for template in templates:
        at = place.engagements(template) if template.fields else place.parties(template)
        found.extend(_stated(measure, known.get(measure.measure_id)) for measure in at)
    return tuple(found)


def _stated(measure: Measure, entry: CostEntry | None) -> Measure:
    """Return a measure with what the user knows better."""
    if entry is None:
        return measure
    return measure.model_copy(
        update={
            "cost": entry.cost or measure.cost,
            "is_default_cost": entry.cost is None or _rounded(entry.cost) == _rounded(measure.cost),
            "payer": entry.payer,
            "negotiated_on": entry.negotiated_on,
            "result": entry.result,
            "is_forced": entry.is_forced,
            "is_excluded": entry.is_excluded,
        }
    )


class _Places:
    """Where measures can be taken in one register."""

    def __init__(self, scored: Scored) -> None:
        self.scored, self.ground = scored, scored.ground
        self.touched = Touched(scored)
        look = self.ground.parameters.number("acting.ask.screen")
        self._look = Cost(one_off_yen=Interval(look, look, look))
        self._scopes: dict[tuple[str, str], list[tuple[ScopeKind, str]]] = defaultdict(list)
        for party, (kind, scope_id) in self.ground.profiles.book.scoped:
            for control_id in self.ground.profiles.book.scoped[party, (kind, scope_id)]:
                if scope_id:
                    self._scopes[party, control_id].append((ScopeKind(kind), scope_id))

    def parties(self, template: MeasureTemplate) -> Iterable[Measure]:
        """Give a measure at every party whose answers it may move to some effect."""
        for party in sorted(self.ground.submission.party_by_id):
            if self._can_act(party) and any(self._moves(party, control_id) for control_id in template.controls):
                yield Measure(
                    measure_id=f"{template.template_id}@{party}",
                    template_id=template.template_id,
                    acts=party,
                    changes=self._answers(party, template.controls),
                    cost=self._cost(template, party),
                )

    def engagements(self, template: MeasureTemplate) -> Iterable[Measure]:
        """Give a measure on every engagement whose facts it may better; copies under several parents are one."""
        seen: set[str] = set()
        for engagement_id in sorted(self.ground.chain.engagements):
            engagement = self.ground.chain.engagements[engagement_id]
            acts = engagement.consignee if template.controls else engagement.consignor
            if engagement.row_id in seen or not self._can_act(acts) or not self._fits(template, engagement):
                continue
            seen.add(engagement.row_id)
            better = self._bettered(template, engagement)
            if not better:
                continue
            fields = tuple(self._field(engagement, column, template.fields[column]) for column in better)
            yield Measure(
                measure_id=f"{template.template_id}@{engagement.row_id}",
                template_id=template.template_id,
                acts=acts,
                engagement_id=engagement.row_id,
                changes=(*self._answers(acts, template.controls), *fields),
                cost=self._cost(template, acts),
            )

    def _bettered(self, template: MeasureTemplate, engagement: Engagement) -> tuple[str, ...]:
        """Return the facts that a measure betters; what is as good already, or answered better, is left as it is."""
        parts = self.ground.supervision.parts.get(engagement.engagement_id, {})
        number = self.ground.parameters.number
        as_good: set[str] = set()
        if engagement.flow_down is Tri.YES:
            as_good.add("flow_down")
        if engagement.deletion_proof is Tri.YES:
            as_good.add("deletion_proof")
        method = template.fields.get("audit_method", "")
        if method and "check" in parts and parts["check"].ends[POINT] >= number(f"hop.check.{method}"):
            as_good.update(("audit_method", "audited_on"))
        reviewed = template.fields.get("incident_reports_reviewed", "")
        if reviewed and "follow_up" in parts and parts["follow_up"].ends[POINT] >= number(f"hop.review.{reviewed}"):
            as_good.add("incident_reports_reviewed")
        return tuple(column for column in template.fields if column not in as_good)

    def _field(self, engagement: Engagement, column: str, value: str) -> FieldSet:
        stated = self.ground.as_of.isoformat() if value == TODAY else value
        return FieldSet(sheet="engagements", row_id=engagement.row_id, column=column, value=stated)

    def _can_act(self, party_id: str) -> bool:
        party = self.ground.submission.party_by_id.get(party_id)
        is_nobody = party_id in (UNKNOWN_PARTY, NONE_PARTY)
        return party is not None and not is_nobody and party.kind is not PartyKind.CLOUD

    def _fits(self, template: MeasureTemplate, engagement: Engagement) -> bool:
        """Say whether the facts may move a loss here: proof of deletion after the end, else supervision of a firm."""
        rows = self.touched.rows_of_engagement.get(engagement.engagement_id, ())
        if "deletion_proof" in template.fields:
            return any(self.scored.rows.scenario[n] == "RES" and self.scored.rates.rate[n, POINT] > 0 for n in rows)
        if engagement.relation in PEOPLE_RELATIONS or engagement.engagement_id in self.ground.chain.open:
            return False
        return engagement.engagement_id in self._supervised

    @cached_property
    def _supervised(self) -> frozenset[str]:
        """Return the engagements on whose supervision a rate rests: those of rows, and all above them."""
        chain = self.ground.chain
        found: set[str] = set()
        for engagement_id, rows in self.touched.rows_of_engagement.items():
            if engagement_id and rows:
                found.update(chain.line(engagement_id))
        return frozenset(found)

    def _moves(self, party: str, control_id: str) -> bool:
        """Say whether an answer is not full yet and something rests on it."""
        profiles = [p for p in self.touched.profiles_of.get(party, ()) if self._is_open(p, control_id)]
        if not profiles:
            return False
        if any(len(self.touched.rows_of(p, control_id)) for p in profiles):
            return True
        if control_id == OWN_SUPERVISION:
            return bool(self.touched.own_rows.get(party))
        if control_id in BEHIND_LATENT and self.touched.worked_under.get(party):
            return True
        return control_id in BEHIND_HOPS and bool(self.touched.consigned_by.get(party))

    def _is_open(self, profile: int, control_id: str) -> bool:
        column = self.scored.strengths.columns[control_id]
        return bool(self.scored.strengths.stated[profile, column, POINT] < 1.0)

    def _answers(self, party: str, controls: Iterable[str]) -> tuple[Change, ...]:
        """Return the answers that a measure brings: of the party, and of each scope in which it said something."""
        changes: list[Change] = []
        for control_id in controls:
            changes.append(AnswerSet(party_id=party, control_id=control_id))
            for kind, scope_id in sorted(self._scopes.get((party, control_id), ())):
                changes.append(AnswerSet(party_id=party, control_id=control_id, scope_kind=kind, scope_id=scope_id))
        return tuple(changes)

    def _cost(self, template: MeasureTemplate, party: str) -> Cost:
        """Return the default cost: what is left to do, by heads where it goes by heads, and a look that shows it."""
        left = self._left(party, template.controls)
        heads = self._heads.get(party, Interval.exact(0.0))
        once = _sum(template.cost.one_off_yen, template.per_head.one_off_yen, heads, left)
        yearly = _sum(template.cost.yearly_yen, template.per_head.yearly_yen, heads, left)
        if left < 1.0:
            look = self._look.one_off_yen.pt
            once = Interval(once.lo + look, once.pt + look, once.hi + look)
        return Cost(one_off_yen=once, yearly_yen=yearly)

    def _left(self, party: str, controls: Sequence[str]) -> float:
        """Return which part of the work is left, 0 to 1: what the answers of the party say is not there."""
        if not controls:
            return 1.0
        book = self.ground.profiles.book
        judged = [book.judged(party, (), control_id) for control_id in controls]
        there = [one.ends[POINT] if one.standing not in UNANSWERED else 0.0 for one in judged]
        return 1.0 - sum(there) / len(there)

    @cached_property
    def _heads(self) -> Mapping[str, Interval]:
        """Return the people who handle data at each party, its own and those on its devices and sites."""
        groups: dict[str, dict[tuple[str, ...], tuple[float, float, float]]] = defaultdict(dict)
        for row in self.scored.rows.rows:
            if row.scenario != "ERR" or row.access is None:
                continue
            for party in {row.access.employer, row.access.device_owner, row.access.site_owner, row.access.host}:
                known = groups[party].get(row.event, (0.0, 0.0, 0.0))
                groups[party][row.event] = (
                    max(known[0], row.heads[0]),
                    max(known[1], row.heads[1]),
                    max(known[2], row.heads[2]),
                )
        return {
            party: Interval(*(sum(heads[end] for heads in of.values()) for end in range(3)))
            for party, of in groups.items()
        }


def _sum(base: Interval, per_head: Interval, heads: Interval, left: float) -> Interval:
    """Return (base + heads x per head) x what is left to do, end by end."""
    return Interval(
        left * (base.lo + heads.lo * per_head.lo),
        left * (base.pt + heads.pt * per_head.pt),
        left * (base.hi + heads.hi * per_head.hi),
    )


def _rounded(cost: Cost) -> tuple[int, ...]:
    """Return a cost in whole yen, in which it is written into a workbook."""
    ends = (cost.one_off_yen.lo, cost.one_off_yen.pt, cost.one_off_yen.hi)
    return tuple(round(end) for end in (*ends, cost.yearly_yen.lo, cost.yearly_yen.pt, cost.yearly_yen.hi))
