"""What the register shows today that somebody has to see to: one finding for each matter, each with a lasting key.

The convention that bites: a key names the matter and not the row, so that the same matter is found again in the next
version; and a finding says what the register shows, never that somebody broke a rule.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from riskgraph.analysis.duties import CHECK, CONSENT, DELETION, FLOW_DOWN, MY_NUMBER, OVERDUE, duties_of
from riskgraph.analysis.finding_checks import OnPaths, of_problems
from riskgraph.analysis.payees import matched, together
from riskgraph.analysis.report_lead import report_leads
from riskgraph.model.assessment import Assessment, Path
from riskgraph.model.chain import Chain, build_chain
from riskgraph.model.channel import Route
from riskgraph.model.finding import Finding, Payee, Weight
from riskgraph.model.plan import Duty
from riskgraph.model.star import Stars
from riskgraph.model.submission import Submission

REPORT_HOURS = 120.0
"""Five days: the longer end of what counts as prompt for a first report. Source: docs/findings.md."""
UNDECLARED = 0.5
"""Probability of a tier that nobody declared from which it is a finding."""


def findings(
    submission: Submission,
    assessment: Assessment,
    *,
    as_of: date,
    payees: Sequence[Payee] = (),
    stars: Stars | None = None,
) -> tuple[Finding, ...]:
    """Return everything that the register shows today, duties first, then by the riskiest path that it lies on.

    Parameters
    ----------
    payees
        The purchasing ledger; what it has and the register has not is a finding.
    stars
        What is asked and held of the SCS scheme; without it nothing is said of it.
    """
    chain = build_chain(submission)
    on = OnPaths(assessment.paths, chain)
    found: dict[str, Finding] = {}
    for finding in (
        *of_problems(assessment.problems, on, submission),
        *_of_duties(submission, chain, assessment.paths, on, as_of),
        *_of_reports(chain, submission, on),
        *_of_undeclared(assessment.paths, submission, on),
        *_of_stars(stars, submission, on),
        *_of_groups(submission, chain, on),
        *_of_payees(payees, submission),
    ):
        found.setdefault(finding.key, finding)
    order = list(Weight)
    rank = {path.key: path.rank for path in assessment.paths}
    far = len(assessment.paths) + 1
    return tuple(
        sorted(
            found.values(),
            key=lambda f: (order.index(f.weight), min((rank[k] for k in f.path_keys), default=far), f.key),
        )
    )


def _of_duties(
    submission: Submission, chain: Chain, paths: Sequence[Path], on: OnPaths, as_of: date
) -> Iterator[Finding]:
    """Give what law and contract ask for and no record shows; consents are told by the checks of the register."""
    routes = [(path.key, Route(path.parties, path.engagements)) for path in paths]
    for duty in duties_of(submission, chain, routes, as_of=as_of):
        if duty.code not in (CONSENT, MY_NUMBER):
            yield _of_duty(duty, submission, on)


def _name(party_id: str, submission: Submission) -> str:
    party = submission.party_by_id.get(party_id)
    return party.name if party else party_id


_COLUMNS: Mapping[str, str] = {
    FLOW_DOWN: "flow_down",
    CHECK: "audited_on",
    OVERDUE: "audited_on",
    DELETION: "deletion_proof",
}


def _of_duty(duty: Duty, submission: Submission, on: OnPaths) -> Finding:
    engagement = next(e for e in submission.engagements if e.row_id == duty.engagement_id)
    day = engagement.audited_on
    return Finding(
        key=f"{duty.code}|{duty.engagement_id}",
        code=duty.code,
        weight=Weight.DUTY,
        party_id=engagement.consignee,
        engagement_id=duty.engagement_id,
        acts=duty.party_id,
        fields={
            "engagement": duty.engagement_id,
            "name": _name(engagement.consignee, submission),
            "day": day.isoformat() if day else "-",
        },
        path_keys=on.engagement(duty.engagement_id),
        source=engagement.source.at(_COLUMNS[duty.code]),
    )


def _of_reports(chain: Chain, submission: Submission, on: OnPaths) -> Iterator[Finding]:
    """Give the parties whose report of an incident takes longer on its way up than the owner has."""
    for party_id, lead in sorted(report_leads(chain).items()):
        slow = [road for road in lead.chains if road.known_hours > REPORT_HOURS]
        if slow:
            worst = max(slow, key=lambda road: road.known_hours)
            yield Finding(
                key=f"report_too_slow|{party_id}",
                code="report_too_slow",
                weight=Weight.RISK,
                party_id=party_id,
                fields={
                    "name": _name(party_id, submission),
                    "hours": round(worst.known_hours),
                    "most": round(REPORT_HOURS),
                    "hops": len(worst.hops),
                },
                path_keys=on.party(party_id),
                source=max(worst.hops, key=lambda hop: hop.hours or 0.0).source,
            )


def _of_undeclared(paths: Sequence[Path], submission: Submission, on: OnPaths) -> Iterator[Finding]:
    """Give the parties below which a tier that nobody declared is more likely than not."""
    likely: dict[str, float] = defaultdict(float)
    for path in paths:
        for channel in path.channels:
            if channel.undeclared_p.pt >= UNDECLARED and channel.employer:
                likely[channel.employer] = max(likely[channel.employer], channel.undeclared_p.pt)
    for party_id, p in sorted(likely.items()):
        yield Finding(
            key=f"tier_not_told|{party_id}",
            code="tier_not_told",
            weight=Weight.RISK,
            party_id=party_id,
            acts=party_id,
            fields={"name": _name(party_id, submission), "percent": round(100 * p)},
            path_keys=on.party(party_id),
        )


def _of_stars(stars: Stars | None, submission: Submission, on: OnPaths) -> Iterator[Finding]:
    """Give the parties that hold fewer ★ than they were asked for; what the scheme only suggests is no finding."""
    for star in stars.parties if stars else ():
        if star.is_asked and star.is_short:
            yield Finding(
                key=f"star_short|{star.party_id}",
                code="star_short",
                weight=Weight.RISK,
                party_id=star.party_id,
                fields={"name": _name(star.party_id, submission), "required": star.required, "held": star.held},
                path_keys=on.party(star.party_id),
            )


def _of_groups(submission: Submission, chain: Chain, on: OnPaths) -> Iterator[Finding]:
    """Give the groups of firms that serve one owner side by side, as if they stood for themselves."""
    members: dict[str, set[str]] = defaultdict(set)
    working = {chain.engagements[e].consignee for e in chain.engagements if chain.is_scored(e)}
    owners = {asset.owner for asset in submission.assets}
    for party in submission.parties:
        if party.group and party.party_id in working and not party.is_person and party.party_id not in owners:
            members[party.group].add(party.party_id)
    of_owner = {submission.party_by_id[o].group for o in owners if o in submission.party_by_id}
    for group, ids in sorted(members.items()):
        if len(ids) > 1 and group not in of_owner:
            names = [submission.party_by_id[i].name for i in sorted(ids)]
            keys = tuple(dict.fromkeys(key for i in sorted(ids) for key in on.party(i)))
            yield Finding(
                key=f"one_owner|{group}",
                code="one_owner",
                weight=Weight.LOOK,
                fields={"group": group, "count": len(ids), "names": " / ".join(names)},
                path_keys=keys,
                source=submission.party_by_id[min(ids)].source.at("group"),
            )


def _of_payees(payees: Sequence[Payee], submission: Submission) -> Iterator[Finding]:
    """Give whom the house pays and the register does not know, or knows by a near name only."""
    for match in matched(together(payees), submission) if payees else ():
        if match.is_settled:
            continue
        payee, near = match.payee, submission.party_by_id.get(match.near_party_id)
        code = "payee_near" if near else "payee_unknown"
        yield Finding(
            key=f"{code}|{payee.corporate_number or payee.name}",
            code=code,
            weight=Weight.LOOK,
            party_id=near.party_id if near else "",
            fields={"payee": payee.name, "number": payee.corporate_number or "-", "near": near.name if near else "-"},
            source=payee.source,
        )
