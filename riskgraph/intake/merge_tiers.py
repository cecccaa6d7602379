"""Turns the next tiers that parties told on their forms into engagements, marked as told by a party.

The convention that bites: a firm is the register's own only by its corporate number or by exactly the same
name. A name that is merely near is proposed, and until somebody decides it is a firm of its own.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from riskgraph.intake.corporate_number import valid_number
from riskgraph.intake.folding import fold
from riskgraph.intake.naming import name_key, shown
from riskgraph.model.answer import ScopeKind
from riskgraph.model.chain import build_chain
from riskgraph.model.engagement import (
    ENDED_STATES,
    FUTURE_STATES,
    SCORED_RELATIONS,
    Consent,
    Declared,
    Engagement,
    Relation,
)
from riskgraph.model.party import Party, PartyKind
from riskgraph.model.problem import Problem, Severity, problem_at
from riskgraph.model.quantities import Cell, RowSource
from riskgraph.model.questionnaire import DeclaredTier, ReturnedForm
from riskgraph.model.submission import Submission

_LEGAL_FORMS = (("(株)", "株式会社"), ("(有)", "有限会社"), ("(同)", "合同会社"))
_NOBODY_IN_PARTICULAR = re.compile(
    r"(個人事業主|個人|フリーランス|内職|在宅ワーカー|freelancers?|individuals?)\W*\d*名?人?\W*"
)
# A tells B, B tells A: each pair stands once on a line, and no line grows without end.
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
        """Return the active engagements below the party within the scope of its form."""
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


def told_tiers(submission: Submission, forms: Sequence[ReturnedForm]) -> ToldTiers:
    """Return the register's engagements with those that the forms add below their parties."""
    told = [(form, tier) for form in forms for tier in form.declared]
    if not told:
        return ToldTiers((), submission.engagements, ())
    work = _Work(submission)
    matched = [(form, tier, work.consignee(form, tier)) for form, tier in told]
    for _ in range(_ROUNDS):
        added = [work.place(form, tier, party_id) for form, tier, party_id in matched]
        if not any(added):
            break
    for form, tier, party_id in matched:
        work.tell(form, tier, party_id)
    return ToldTiers(tuple(work.new_parties.values()), tuple(work.engagements.values()), tuple(work.problems))


class _Work:
    """The register while told tiers are added to it."""

    def __init__(self, submission: Submission) -> None:
        self.submission = submission
        self.engagements = {engagement.engagement_id: engagement for engagement in submission.engagements}
        self.new_parties: dict[str, Party] = {}
        self.problems: list[Problem] = []
        self._chain = build_chain(submission)
        self._by_number = {valid_number(p.corporate_number): p.party_id for p in submission.parties}
        self._by_name: dict[str, set[str]] = defaultdict(set)
        self._by_key: dict[str, set[str]] = defaultdict(set)
        for party in submission.parties:
            self._know(party)
        self._placed: dict[tuple[str, str, str], list[str]] = defaultdict(list)
        self._known: set[tuple[str, str, str]] = set()

    def _know(self, party: Party) -> None:
        for name in (party.name, *party.aliases):
            self._by_name[normal_name(name)].add(party.party_id)
            self._by_key[name_key(name)].add(party.party_id)

    def consignee(self, form: ReturnedForm, tier: DeclaredTier) -> str:
        """Return the party that a tier names, made anew where the register does not have it."""
        by_number = self._by_number.get(tier.corporate_number, "") if tier.corporate_number else ""
        is_nameless = bool(_NOBODY_IN_PARTICULAR.fullmatch(fold(tier.name)))
        by_name = set() if is_nameless else self._by_name.get(normal_name(tier.name), set())
        if by_number or len(by_name) == 1:
            return by_number or next(iter(by_name))
        whose = f"{form.party_id}|{tier.work}" if is_nameless else ""
        party_id = f"P-{_digest(tier.corporate_number or normal_name(tier.name), whose)}"
        if party_id not in self.new_parties:
            near = sorted(by_name | (set() if is_nameless else self._by_key.get(name_key(tier.name), set())))
            self._add_party(form, tier, party_id, near=near)
        return party_id

    def _add_party(self, form: ReturnedForm, tier: DeclaredTier, party_id: str, *, near: list[str]) -> None:
        is_person = bool(_NOBODY_IN_PARTICULAR.fullmatch(fold(tier.name)))
        kind = PartyKind.INDIVIDUAL_POOL if is_person else PartyKind.ORGANISATION
        party = Party(
            party_id=party_id,
            name=tier.name,
            kind=kind,
            corporate_number=tier.corporate_number,
            source=_source(form, tier, "name"),
        )
        self.new_parties[party_id] = party
        if not is_person:
            self._know(party)
        if near:
            where = Cell(form.file, tier.sheet, tier.cell)
            names = ", ".join(f"{shown(self._name(one))} ({shown(one)})" for one in near)
            self._tell(where, "finding.tier_name_near", name=shown(tier.name), near=names, new=party_id)

    def _name(self, party_id: str) -> str:
        party = self.submission.party_by_id.get(party_id) or self.new_parties.get(party_id)
        return party.name if party else party_id

    def place(self, form: ReturnedForm, tier: DeclaredTier, party_id: str) -> bool:
        """Add the engagements of one told tier that are not there yet; return whether there were any."""
        told = (form.file, tier.sheet, tier.cell)
        parents = self._parents(form, tier)
        if party_id == form.party_id or told in self._known or self._stands_already(parents, party_id, told):
            return False
        added = False
        for parent in parents:
            engagement_id = f"T-{_digest(parent.engagement_id, party_id)}"
            if engagement_id in self.engagements or self._repeats(parent, party_id):
                continue
            self.engagements[engagement_id] = _engagement(form, tier, parent, party_id, engagement_id)
            self._placed[told].append(engagement_id)
            added = True
        return added

    def _parents(self, form: ReturnedForm, tier: DeclaredTier) -> list[Engagement]:
        """Return the party's engagements that the tier may stand under; named data narrow them down."""
        own = [
            e
            for e in self.engagements.values()
            if e.consignee == form.party_id
            and e.relation in SCORED_RELATIONS
            and e.status not in ENDED_STATES
            and _is_in_scope(e, form)
        ]
        named = [e for e in own if self._handles(e, fold(tier.assets))] if tier.assets else []
        return named or own

    def _handles(self, engagement: Engagement, words: str) -> bool:
        """Say whether an engagement handles data of that name."""
        assets = (self.submission.asset_by_id.get(a) for a in self._chain.assets(engagement.engagement_id))
        names = (fold(name) for asset in assets if asset for name in (asset.name, asset.asset_id) if name)
        return any(name in words or words in name for name in names)

    def _stands_already(self, parents: Iterable[Engagement], party_id: str, told: tuple[str, str, str]) -> bool:
        """Say whether the register has the tier; a suspicion that is now told becomes the party's word."""
        above = {parent.engagement_id for parent in parents}
        known = [
            e
            for e in self.submission.engagements
            if e.consignee == party_id and e.parent_engagement in above and e.status not in ENDED_STATES
        ]
        for engagement in known:
            if engagement.declared is Declared.SUSPECTED:
                confirmed = engagement.model_copy(update={"declared": Declared.BY_PARTY, "probability": None})
                self.engagements[engagement.engagement_id] = confirmed
                where = Cell(*told)
                fields = {"engagement": shown(engagement.row_id), "name": shown(self._name(party_id))}
                self._tell(where, "finding.suspicion_confirmed", **fields)
        if known:
            self._known.add(told)
        return bool(known)

    def _repeats(self, parent: Engagement, party_id: str) -> bool:
        """Say whether the line above already has this consignor giving to this consignee."""
        return any((e.consignor, e.consignee) == (parent.consignee, party_id) for e in self._line(parent))

    def _line(self, engagement: Engagement) -> Iterator[Engagement]:
        seen: set[str] = set()
        above: Engagement | None = engagement
        while above is not None and above.engagement_id not in seen:
            seen.add(above.engagement_id)
            yield above
            above = self.engagements.get(above.parent_engagement)

    def tell(self, form: ReturnedForm, tier: DeclaredTier, party_id: str) -> None:
        """Tell what became of one told tier."""
        where = (form.file, tier.sheet, tier.cell)
        placed = self._placed.get(where, [])
        told_by = shown(self._name(form.party_id))
        fields = {"party": told_by, "name": shown(tier.name)}
        if placed:
            fields = {"name": shown(tier.name), "party": party_id, "told_by": told_by}
            self._tell(Cell(*where), "finding.tier_told_by_party", engagement=", ".join(placed[:_MOST_NAMED]), **fields)
        elif party_id == form.party_id:
            self._tell(Cell(*where), "form.tier_is_itself", **fields)
        elif where not in self._known and not self._parents(form, tier):
            self._tell(Cell(*where), "finding.tier_without_engagement", **fields)

    def _tell(self, where: Cell, code: str, **fields: str) -> None:
        self.problems.append(problem_at(where, code, Severity.WARNING, **fields))


def normal_name(name: str) -> str:
    """Return a firm's name as it is compared: folded, with the short legal forms written out."""
    key = fold(name)
    for short, long in _LEGAL_FORMS:
        key = key.replace(short, long)
    return key


def _engagement(
    form: ReturnedForm, tier: DeclaredTier, parent: Engagement, party_id: str, engagement_id: str
) -> Engagement:
    """Return the engagement that a party told; consent stays unknown until somebody finds the document."""
    return Engagement(
        engagement_id=engagement_id,
        consignor=form.party_id,
        consignee=party_id,
        parent_engagement=parent.engagement_id,
        relation=Relation.CONSIGN,
        work=tier.work,
        consent=Consent.UNKNOWN,
        consent_on=tier.consent_on,
        consent_no=tier.consent_no,
        declared=Declared.BY_PARTY,
        note=" / ".join(part for part in (tier.assets, tier.place) if part),
        source=_source(form, tier, "consignee"),
    )


def _source(form: ReturnedForm, tier: DeclaredTier, column: str) -> RowSource:
    row = re.sub(r"\D", "", tier.cell)
    return RowSource(form.file, tier.sheet, int(row) if row else 0, {column: tier.cell})


def _digest(*parts: str) -> str:
    """Return eight letters that are always the same for these parts."""
    return hashlib.sha256("|".join(parts).encode("utf-8", "replace")).hexdigest()[:8].upper()
