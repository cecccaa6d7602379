"""Turns the next tiers that parties told on their forms into engagements, marked as told by a party.

The convention that bites: a told tier stands under every running engagement of the party that its form is
about and that handles personal data, unless the register has it under any of them already.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from riskgraph.intake.folding import fold
from riskgraph.intake.merge_firms import Firms, engagement_id_of, source_of
from riskgraph.intake.naming import shown
from riskgraph.model.answer import ScopeKind
from riskgraph.model.chain import build_chain
from riskgraph.model.engagement import (
    ENDED_STATES,
    FUTURE_STATES,
    SCORED_RELATIONS,
    Consent,
    Declared,
    Engagement,
    HandlingPlace,
    Relation,
)
from riskgraph.model.party import Party
from riskgraph.model.problem import Problem, Severity, problem_at
from riskgraph.model.quantities import Cell
from riskgraph.model.questionnaire import DeclaredTier, ReturnedForm
from riskgraph.model.submission import Submission

# A tier told by a told tier needs one more round; each pair stands once on a line, so that a circle ends.
_ROUNDS = 12
_MOST_NAMED = 5


class ToldTiers(NamedTuple):
    """New parties, all engagements (the register's and the told ones), and what is to be told of them."""

    parties: tuple[Party, ...]
    engagements: tuple[Engagement, ...]
    problems: tuple[Problem, ...]


class SubEngagements:
    """What the register knows below a party: engagements that the party itself gave on."""

    def __init__(self, submission: Submission) -> None:
        self._above = submission.engagement_by_id
        self._given: dict[str, list[Engagement]] = defaultdict(list)
        for engagement in submission.engagements:
            self._given[engagement.consignor].append(engagement)

    def of(self, form: ReturnedForm) -> list[Engagement]:
        """Return the running engagements below the party within the scope of its form."""
        return [
            e
            for e in self._given[form.party_id]
            if e.relation is Relation.CONSIGN
            and e.declared is not Declared.SUSPECTED
            and e.status not in ENDED_STATES | FUTURE_STATES
            and e.parent_engagement in self._above
            and _is_in_scope(self._above[e.parent_engagement], form)
        ]


def _is_in_scope(engagement: Engagement, form: ReturnedForm) -> bool:
    """Say whether a form is about an engagement; only one about another engagement is not."""
    own = (engagement.engagement_id, engagement.row_id)
    return form.scope_kind is not ScopeKind.ENGAGEMENT or form.scope_id in own


class _Told(NamedTuple):
    """One line of a list with the firm that it names."""

    form: ReturnedForm
    tier: DeclaredTier
    party_id: str

    @property
    def where(self) -> Cell:
        return Cell(self.form.file, self.tier.sheet, self.tier.cell)


def told_tiers(submission: Submission, forms: Sequence[ReturnedForm]) -> ToldTiers:
    """Return the register's engagements with those that the forms add below their parties.

    Notes
    -----
    A suspected engagement that is now told stays the same row, told by the party.
    """
    firms = Firms(submission)
    told = [_Told(form, tier, firms.match(form, tier)) for form in forms for tier in form.declared]
    if not told:
        return ToldTiers((), submission.engagements, ())
    placing = _Placing(submission, firms)
    is_known = {one.where: placing.stands_already(one) for one in told}
    new = [one for one in told if not is_known[one.where] and one.party_id != one.form.party_id]
    for _ in range(_ROUNDS):
        added = [placing.place(one) for one in new]
        if not any(added):
            break
    for one in told:
        if not is_known[one.where]:
            placing.tell(one)
    problems = (*firms.problems, *placing.problems)
    return ToldTiers(tuple(firms.new.values()), tuple(placing.engagements.values()), problems)


class _Placing:
    """The engagements while told ones are added below their parents."""

    def __init__(self, submission: Submission, firms: Firms) -> None:
        self.engagements = {engagement.engagement_id: engagement for engagement in submission.engagements}
        self.problems: list[Problem] = []
        self._firms = firms
        self._assets = submission.asset_by_id
        self._chain = build_chain(submission)
        self._placed: dict[Cell, list[str]] = defaultdict(list)

    def stands_already(self, told: _Told) -> bool:
        """Say whether the register has the tier; a suspicion that is now told becomes the party's word."""
        above = {parent.engagement_id for parent in self._parents(told)}
        known = [
            e
            for e in self.engagements.values()
            if e.consignee == told.party_id and e.parent_engagement in above and e.status not in ENDED_STATES
        ]
        for engagement in known:
            if engagement.declared is Declared.SUSPECTED:
                confirmed = engagement.model_copy(update={"declared": Declared.BY_PARTY, "probability": None})
                self.engagements[engagement.engagement_id] = confirmed
                fields = {"engagement": shown(engagement.row_id), "name": self._firms.name(told.party_id)}
                code = "finding.suspicion_confirmed"
                self.problems.append(problem_at(told.where, code, Severity.WARNING, **fields))
        return bool(known)

    def place(self, told: _Told) -> bool:
        """Add the engagements of one told tier that are not there yet; return whether there were any."""
        added = False
        for parent in self._parents(told):
            engagement_id = engagement_id_of(parent.engagement_id, told.party_id)
            if engagement_id not in self.engagements and not self._repeats(parent, told.party_id):
                self.engagements[engagement_id] = _engagement(told, parent, engagement_id)
                self._placed[told.where].append(engagement_id)
                added = True
        return added

    def _parents(self, told: _Told) -> list[Engagement]:
        """Return the party's engagements that the tier may stand under; named data narrow them down."""
        own = [
            e
            for e in self.engagements.values()
            if e.consignee == told.form.party_id
            and e.relation in SCORED_RELATIONS
            and e.status not in ENDED_STATES
            and _is_in_scope(e, told.form)
        ]
        own = [e for e in own if e.handling_place is not HandlingPlace.NONE] or own
        words = fold(told.tier.assets)
        return [e for e in own if words and self._handles(e, words)] or own

    def _handles(self, engagement: Engagement, words: str) -> bool:
        """Say whether an engagement handles data of that name."""
        assets = (self._assets.get(asset_id) for asset_id in self._chain.assets(engagement.engagement_id))
        names = (fold(name) for asset in assets if asset for name in (asset.name, asset.asset_id) if name)
        return any(name in words or words in name for name in names)

    def _repeats(self, parent: Engagement, party_id: str) -> bool:
        """Say whether the line above already has this consignor giving to this consignee."""
        return any((e.consignor, e.consignee) == (parent.consignee, party_id) for e in self._line(parent))

    def _line(self, engagement: Engagement) -> Iterator[Engagement]:
        """Give an engagement and those above it; a circle of parents ends where it began."""
        seen: set[str] = set()
        above: Engagement | None = engagement
        while above is not None and above.engagement_id not in seen:
            seen.add(above.engagement_id)
            yield above
            above = self.engagements.get(above.parent_engagement)

    def tell(self, told: _Told) -> None:
        """Tell what became of one told tier that the register does not have."""
        placed, name = self._placed.get(told.where, []), shown(told.tier.name)
        party = self._firms.name(told.form.party_id)
        fields = {"party": party, "name": name}
        if placed:
            ids = ", ".join(placed[:_MOST_NAMED])
            fields = {"name": name, "party": told.party_id, "engagement": ids, "told_by": party}
            self.problems.append(problem_at(told.where, "finding.tier_told_by_party", Severity.WARNING, **fields))
        elif told.party_id == told.form.party_id:
            self.problems.append(problem_at(told.where, "form.tier_is_itself", Severity.WARNING, **fields))
        elif not self._parents(told):
            self.problems.append(problem_at(told.where, "finding.tier_without_engagement", Severity.WARNING, **fields))


def _engagement(told: _Told, parent: Engagement, engagement_id: str) -> Engagement:
    """Return the engagement that a party told; consent stays unknown until somebody finds the document."""
    tier = told.tier
    return Engagement(
        engagement_id=engagement_id,
        consignor=told.form.party_id,
        consignee=told.party_id,
        parent_engagement=parent.engagement_id,
        relation=Relation.CONSIGN,
        work=tier.work,
        consent=Consent.UNKNOWN,
        consent_on=tier.consent_on,
        consent_no=tier.consent_no,
        declared=Declared.BY_PARTY,
        note=" / ".join(part for part in (tier.assets, tier.place) if part),
        source=source_of(told.form, tier, "consignee"),
    )
