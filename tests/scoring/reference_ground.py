"""The ground of the reference: forest of engagements, strengths of answers, supervision, the undeclared tier.

Strengths are triples (lo, pt, hi); of a strength the *hi* is the safe end, of a risk the lo.
"""

from __future__ import annotations

from datetime import date, timedelta

import networkx as nx

from riskgraph.model.access import UNKNOWN_PARTY
from riskgraph.model.answer import Answer, AnswerCode, Evidence
from riskgraph.model.chain import build_chain
from riskgraph.model.control import Catalogue
from riskgraph.model.derivation import complete_access
from riskgraph.model.engagement import Consent, Declared, Engagement, Onward, Relation, Reviewed, Status
from riskgraph.model.parameters import Parameters
from riskgraph.model.party import Tri
from riskgraph.model.submission import Submission

LO, PT, HI = 0, 1, 2  # of a strength: hi is the safe end; of a risk: lo is
UNKNOWN_STRENGTH = (0.0, 0.0, 1.0)
PEOPLE = (Relation.DISPATCH, Relation.SECOND)
SCORED = (*PEOPLE, Relation.CONSIGN, Relation.SYSTEM_USE)
Triple = tuple[float, float, float]
Path = tuple[tuple[str, ...], tuple[str | None, ...]]


class Ground:
    """One register on one date."""

    def __init__(self, register: Submission, catalogue: Catalogue, parameters: Parameters, as_of: date) -> None:
        self.register, self.catalogue, self.parameters, self.as_of = register, catalogue, parameters, as_of
        self.assets = {a.asset_id: a for a in register.assets}
        self.engagements = {e.engagement_id: e for e in register.engagements}
        self.forest = nx.DiGraph()
        for e in register.engagements:
            self.forest.add_edge(e.parent_engagement or ("", e.consignor), e.engagement_id)
        unknown = parameters.ends("records.unknown")
        self.rows = complete_access(register, build_chain(register), unknown_records=unknown).rows

    # the forest of engagements

    def line(self, engagement_id: str) -> list[str]:
        """Return the engagements from the topmost down; [] where no owner of data stands at the top."""
        if engagement_id not in self.engagements:
            return []
        above = [n for n in nx.ancestors(self.forest, engagement_id) if isinstance(n, tuple)]
        owners = {("", a.owner) for a in self.assets.values()}
        roots = [root for root in above if root in owners]
        return nx.shortest_path(self.forest, roots[0], engagement_id)[1:] if roots else []

    def owner(self, engagement_id: str) -> str:
        return self.engagements[self.line(engagement_id)[0]].consignor

    def handles(self, engagement_id: str) -> list[str]:
        """Return the assets of an engagement: its own, else the parent's, else the owner's only one."""
        mine = [a.asset_id for a in self.assets.values() if a.owner == self.owner(engagement_id)]
        for step in reversed(self.line(engagement_id)):
            if self.engagements[step].asset_ids:
                return [a for a in self.engagements[step].asset_ids if a in mine]
        return mine if len(mine) == 1 else []

    def is_live_line(self, engagement_id: str) -> bool:
        line = [self.engagements[e] for e in self.line(engagement_id)]
        future = (Status.PLANNED, Status.IN_REVIEW)
        return bool(line) and all(e.relation in SCORED and e.status not in future for e in line)

    def is_ended(self, engagement_id: str) -> bool:
        over = (Status.ENDED, Status.DELETION_PENDING, Status.DELETION_CONFIRMED)
        return any(self.engagements[e].status in over for e in self.line(engagement_id))

    def is_deleted(self, engagement_id: str) -> bool:
        return self.engagements[engagement_id].status is Status.DELETION_CONFIRMED

    def path(self, engagement_id: str) -> Path:
        line = self.line(engagement_id)
        return (self.owner(engagement_id), *(self.engagements[e].consignee for e in line)), tuple(line)

    def existence(self, engagement_id: str) -> Triple:
        """Return the probability that the line exists."""
        product = [1.0, 1.0, 1.0]
        for step in self.line(engagement_id):
            e = self.engagements[step]
            if e.declared is Declared.SUSPECTED:
                p = e.probability or self.parameters.ends("link.suspected")
                product = [x * y for x, y in zip(product, (p.lo, p.pt, p.hi), strict=True)]
        return product[0], product[1], product[2]

    # answers

    def delta(self, stated: date | None) -> float:
        number = self.parameters.number
        age = number("age.undated_months")
        if stated is not None and stated <= self.as_of:
            age = (self.as_of - stated).days / 30.436875
        return 2.0 ** (-max(0.0, age - number("age.grace_months")) / number("age.half_life_months"))

    def stated_on(self, a: Answer) -> date | None:
        days = [d for d in (a.answered_on, a.verified_on if a.evidence is Evidence.VERIFIED else None) if d]
        return max((d for d in days if d <= self.as_of), default=None)

    def worth(self, a: Answer) -> Triple:
        """Return (lo, pt, hi) of one answer."""
        if a.answer is AnswerCode.NA and a.comment.strip():
            return 0.0, 0.0, 0.0
        if a.answer in (AnswerCode.NA, AnswerCode.UNKNOWN, AnswerCode.BLANK):
            return UNKNOWN_STRENGTH
        worth = {AnswerCode.YES: 1.0, AnswerCode.PARTIAL: self.parameters.number("answer.partial")}.get(a.answer, 0.0)
        trust = self.parameters.ends(f"evidence.{a.evidence.value}")
        delta, prior = self.delta(self.stated_on(a)), self.parameters.number(f"prior.{a.control_id}")
        lo = 0.0 if a.is_flagged else worth * trust.lo * delta
        pt = worth * trust.pt * delta + (1 - delta) * min(prior, worth * trust.pt)
        return lo, max(pt, lo), worth + (1 - worth) * (1 - delta)

    def in_force(self, party: str, control: str, scopes: list[tuple[str, str]]) -> Answer | None:
        """Return the answer that counts: the narrowest scope, then the latest date, then the worse."""
        for kind, scope_id in (*scopes, ("party", "")):
            told = [
                a
                for a in self.register.answers
                if a.party_id == party
                and a.control_id == control
                and (a.scope_kind.value if a.scope_id else "party", a.scope_id) == (kind, scope_id)
            ]
            if told:
                latest = max(self.stated_on(a) or date.min for a in told)
                same_day = [a for a in told if (self.stated_on(a) or date.min) == latest]
                return min(same_day, key=lambda a: (self.worth(a)[PT], self.worth(a)[LO], self.worth(a)[HI]))
        return None

    def says(self, a: Answer | None) -> bool:
        """Say whether an answer says anything."""
        if a is None or a.answer in (AnswerCode.UNKNOWN, AnswerCode.BLANK):
            return False
        return a.answer is not AnswerCode.NA or bool(a.comment.strip())

    def strength(self, party: str, control: str, scopes: list[tuple[str, str]]) -> Triple:
        if party == UNKNOWN_PARTY:
            return UNKNOWN_STRENGTH
        a = self.in_force(party, control, scopes)
        if a is not None:
            return self.worth(a)
        point = min(self.parameters.number(f"prior.{control}"), self.parameters.number("unasked.cap"))
        return UNKNOWN_STRENGTH if self.is_silence_over(party, control) else (0.0, point, 1.0)

    def is_silence_over(self, party: str, control: str) -> bool:
        """Say whether the newest request that asked is returned or past due."""
        asked = [r for r in self.register.requests if r.party_id == party and self.is_on_form(control, r.form)]
        if not asked:
            return False
        r = max(asked, key=lambda r: r.sent_on or date.min)
        if r.returned_on is not None and r.returned_on <= self.as_of:
            return True
        due = r.due_on or (r.sent_on and r.sent_on + timedelta(days=self.parameters.number("pending.days")))
        return bool(due and due < self.as_of)

    def is_on_form(self, control: str, form: str) -> bool:
        return any(f.form_id == form and control in f.controls for f in self.catalogue.forms)

    def scopes(self, engagement_id: str, system: str = "", site: str = "") -> list[tuple[str, str]]:
        """Return the scopes that apply, the narrowest first."""
        found = [("engagement", e) for e in reversed(self.line(engagement_id))]
        return [*found, *([("system", system)] if system else []), *([("site", site)] if site else [])]

    # supervision

    def q(self, engagement_id: str) -> Triple:
        e, scopes = self.engagements[engagement_id], self.scopes(engagement_id)
        if e.relation in PEOPLE:
            two = [self.strength(e.consignor, c, scopes) for c in ("HUM-01", "HUM-02")]
            return tuple(sum(x) / 2 for x in zip(*two, strict=True))  # type: ignore[return-value]

        def general(control: str) -> Triple:
            a = None if e.consignor == UNKNOWN_PARTY else self.in_force(e.consignor, control, scopes)
            return self.worth(a) if a is not None and self.says(a) else UNKNOWN_STRENGTH

        terms, check = self.terms(e, general("CHN-03")), self.check(e, general("CHN-05"))
        parts = (terms, check, self.follow_up(e, general("CHN-04")))
        ends = [sum(x) / 3 / 2 + min(x) / 2 for x in zip(*parts, strict=True)]
        return ends[0], ends[1], ends[2]

    def terms(self, e: Engagement, general: Triple) -> Triple:
        consent = e.consent
        if consent is None and (not e.parent_engagement or e.relation in PEOPLE):
            consent = Consent.NOT_NEEDED
        first = second = general
        if consent not in (None, Consent.UNKNOWN):
            numbered = "explicit_numbered" if consent is Consent.EXPLICIT and e.consent_no else consent.value
            first = (self.parameters.number(f"hop.consent.{numbered}"),) * 3
        if e.flow_down is not Tri.UNKNOWN:
            second = (0.85 if e.flow_down is Tri.YES else 0.0,) * 3
        return tuple(min(x) for x in zip(first, second, strict=True))  # type: ignore[return-value]

    def check(self, e: Engagement, general: Triple) -> Triple:
        if e.audit_method is None and e.audited_on is None:
            return general
        method = e.audit_method.value if e.audit_method else "paper"
        worth = {"onsite": 1.0, "screen": 0.85, "paper": 0.6, "none": 0.0}[method]
        return worth * self.delta(e.audited_on), worth * self.delta(e.audited_on), worth

    def follow_up(self, e: Engagement, general: Triple) -> Triple:
        worth = {Reviewed.YES: 0.85, Reviewed.PARTIAL: 0.5, Reviewed.NO: 0.0}
        found = worth.get(e.incident_reports_reviewed)
        return general if found is None else (found, found, found)

    def supervision(self, engagement_id: str, owner: str) -> Triple:
        """Return Q from the owner to an engagement; for the owner's own staff its ORG-05."""
        if not engagement_id:
            return self.strength(owner, "ORG-05", [])
        product = [1.0, 1.0, 1.0]
        for step in self.line(engagement_id):
            product = [x * y for x, y in zip(product, self.q(step), strict=True)]
        return product[0], product[1], product[2]

    # the tier that nobody declared

    def told(self, engagement_id: str, control: str) -> Triple:
        """Return what the consignee of an engagement answers itself; of what it does not answer nothing is known."""
        a = self.in_force(self.engagements[engagement_id].consignee, control, self.scopes(engagement_id))
        return self.worth(a) if a is not None and self.says(a) else UNKNOWN_STRENGTH

    def undeclared(self, engagement_id: str) -> dict[str, object]:
        """Return p, how much of it rests on what is said or not said, and the suspected engagements behind the rest."""
        e = self.engagements.get(engagement_id)
        if e is None or e.relation not in (Relation.CONSIGN, Relation.SYSTEM_USE):
            return {}
        scopes, below = self.scopes(engagement_id), self.register.engagements
        told = self.in_force(e.consignee, "CHN-02", scopes)
        positive = (AnswerCode.YES, AnswerCode.PARTIAL, AnswerCode.NA)
        children = [c for c in below if c.parent_engagement == engagement_id]
        is_said = (
            (self.says(told) and told is not None and told.answer in positive)
            or e.onward is not Onward.UNKNOWN
            or any(c.declared is not Declared.SUSPECTED and c.relation is Relation.CONSIGN for c in children)
        )
        if all(self.is_verified(self.in_force(e.consignee, c, scopes)) for c in ("CHN-02", "HUM-01")):
            p = list(self.parameters.by_key["latent.verified"].triple)
        elif is_said:
            weakest = min(self.strength(e.consignee, c, scopes)[PT] for c in ("CHN-01", "CHN-02", "CHN-05"))
            p = [0.0, 0.3 * (1 - weakest), 0.766]
        else:
            p = [0.0, 0.766, 1.0]
        worked = {row.engagement_id for row in self.rows}
        suspects = [
            c.engagement_id
            for c in children
            if c.declared is Declared.SUSPECTED and c.engagement_id not in worked and self.is_live_line(c.engagement_id)
        ]
        silent = tuple(p)
        for c in suspects:
            own = self.engagements[c].probability or self.parameters.ends("link.suspected")
            p = [max(x, y) for x, y in zip(p, (own.lo, own.pt, own.hi), strict=True)]
        return {"p": tuple(p), "silent": silent, "by": tuple(suspects)}

    def is_verified(self, a: Answer | None) -> bool:
        if a is None or a.answer is not AnswerCode.YES or a.evidence is not Evidence.VERIFIED or a.is_flagged:
            return False
        on = self.stated_on(a)
        return on is not None and (self.as_of - on).days / 30.436875 <= self.parameters.number("age.grace_months")
