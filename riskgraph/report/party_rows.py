"""Every party in one row: where it stands, how far it has answered, what hangs on it, how fast it can report.

The convention that bites: a person, or a pool of persons, has no weakness and no answered share; these cells stay
blank and are never filled from a neighbour.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from riskgraph.model.assessment import Assessment, RoleLosses
from riskgraph.model.chain import Chain
from riskgraph.model.exposure import BlastRadius, ReachRole, ReportLead
from riskgraph.model.party import Certificate, Party, PartyKind
from riskgraph.model.quantities import Interval
from riskgraph.model.submission import Submission
from riskgraph.report.lead_words import lead_short
from riskgraph.report.names import party_name
from riskgraph.report.numbers import day, rounded
from riskgraph.report.path_rows import folded
from riskgraph.report.plain import plain
from riskgraph.report.table_rows import YEN_A_UNIT, Columns
from riskgraph.text import t

SOON = timedelta(days=90)


class Expiry(StrEnum):
    """Where a certificate stands on a day."""

    EXPIRED = "expired"
    SOON = "soon"
    VALID = "valid"
    UNDATED = "undated"


@dataclass(frozen=True)
class PartyRow:
    """One party; `tier` is its highest place (None: on no chain), `answered` 0 to 1, losses in yen a year."""

    party: Party
    tiers: tuple[int, ...] = ()
    roles: tuple[ReachRole, ...] = ()
    departments: tuple[str, ...] = ()
    answered: float | None = None
    weakness: Interval | None = None
    chains: int = 0
    losses: RoleLosses = field(default_factory=RoleLosses)
    records: Interval = field(default_factory=lambda: Interval(0.0, 0.0, 0.0))
    lead: ReportLead | None = None
    expiry: Expiry | None = None

    @property
    def party_id(self) -> str:
        """Return the id of the party."""
        return self.party.party_id

    @property
    def tier(self) -> int | None:
        """Return the highest place of the party, 0 for the owner."""
        return min(self.tiers, default=None)


@dataclass(frozen=True)
class PartyFilter:
    """Which parties to list; all that is named must fit. `most_answered` is a share of 0 to 1."""

    text: str = ""
    tiers: tuple[int, ...] = ()
    kinds: tuple[PartyKind, ...] = ()
    roles: tuple[ReachRole, ...] = ()
    departments: tuple[str, ...] = ()
    most_answered: float = 1.0
    only_expiring: bool = False


def party_rows(
    assessment: Assessment,
    submission: Submission,
    chain: Chain,
    radii: Mapping[str, BlastRadius],
    leads: Mapping[str, ReportLead],
) -> tuple[PartyRow, ...]:
    """Return the rows of all parties of the register: those that most expected loss passes through first."""
    as_of = assessment.provenance.as_of
    departments = _departments(chain)
    rows = [
        PartyRow(
            party=party,
            tiers=result.tiers,
            roles=_roles(radii.get(party.party_id)),
            departments=departments.get(party.party_id, ()),
            answered=None if party.is_person else result.coverage,
            weakness=result.weakness,
            chains=result.chains,
            losses=result.eal_yen_as,
            records=radii[party.party_id].records if party.party_id in radii else Interval(0.0, 0.0, 0.0),
            lead=leads.get(party.party_id),
            expiry=nearest_expiry(party.certificates, as_of),
        )
        for result in assessment.parties
        if (party := submission.party_by_id.get(result.party_id)) is not None
    ]
    return tuple(sorted(rows, key=lambda row: (-at_stake(row), row.party_id)))


def at_stake(row: PartyRow) -> float:
    """Return the largest of a party's expected losses by role, yen a year; the views are never added."""
    return max(row.losses.host, row.losses.employer, row.losses.supervisor)


def nearest_expiry(certificates: Iterable[Certificate], as_of: date) -> Expiry | None:
    """Return the worst standing among certificates: expired, soon, undated, valid; None where there is none."""
    found = {expiry_of(certificate, as_of) for certificate in certificates}
    return next((e for e in (Expiry.EXPIRED, Expiry.SOON, Expiry.UNDATED, Expiry.VALID) if e in found), None)


def expiry_of(certificate: Certificate, as_of: date) -> Expiry:
    """Return where one certificate stands on a day; it is valid on its last day."""
    if certificate.expires_on is None:
        return Expiry.UNDATED
    if certificate.expires_on < as_of:
        return Expiry.EXPIRED
    return Expiry.SOON if certificate.expires_on - as_of <= SOON else Expiry.VALID


def _roles(radius: BlastRadius | None) -> tuple[ReachRole, ...]:
    played = {role for reach in radius.assets for role in reach.by_role} if radius else set()
    return tuple(role for role in ReachRole if role in played)


def _departments(chain: Chain) -> dict[str, tuple[str, ...]]:
    """Return the departments in charge of the chains that a party stands on."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for engagement_id in sorted(chain.engagements):
        line = chain.line(engagement_id)
        name = plain(chain.engagements[line[0]].owner_dept, longest=40) if line else ""
        if name:
            found[chain.engagements[engagement_id].consignee][name] = None
    return {party: tuple(names) for party, names in found.items()}


def fitting_parties(rows: Sequence[PartyRow], wanted: PartyFilter, submission: Submission) -> tuple[PartyRow, ...]:
    """Return the rows that a filter lets through, in their order; a person has no share to be filtered by."""
    text = folded(wanted.text)
    return tuple(row for row in rows if _fits(row, wanted) and text in _searched(row, submission))


def _fits(row: PartyRow, wanted: PartyFilter) -> bool:
    return (
        (not wanted.tiers or bool(set(wanted.tiers) & set(row.tiers)))
        and (not wanted.kinds or row.party.kind in wanted.kinds)
        and (not wanted.roles or bool(set(wanted.roles) & set(row.roles)))
        and (not wanted.departments or bool(set(wanted.departments) & set(row.departments)))
        and (wanted.most_answered >= 1.0 or (row.answered is not None and row.answered <= wanted.most_answered))
        and (not wanted.only_expiring or row.expiry in (Expiry.EXPIRED, Expiry.SOON))
    )


def _searched(row: PartyRow, submission: Submission) -> str:
    """Return what a search looks in: id, name as shown, other spellings; never the name of a person."""
    spellings = () if row.party.is_person else row.party.aliases
    return folded(" ".join((row.party_id, party_name(row.party_id, submission, "ja"), *spellings)))


def party_columns(rows: Sequence[PartyRow], submission: Submission, locale: str) -> Columns:
    """Return the table; losses in 万円 or millions of yen a year, `answered` in per cent, `reach` in persons."""
    unit = YEN_A_UNIT[locale]

    def money(value: float) -> float:
        return float(rounded(value / unit, 2))

    return {
        "party_name": [party_name(row.party_id, submission, locale) for row in rows],
        "party_tiers": [tiers_in_words(row.tiers, locale) for row in rows],
        "answered": [None if row.answered is None else round(100 * row.answered) for row in rows],  # type: ignore[misc]
        "weakness": [weakness_in_words(row.weakness, locale) for row in rows],
        "chains": [row.chains for row in rows],
        "reach": [float(rounded(row.records.pt, 2)) for row in rows],
        "reach_range": [range_in_words(row.records, locale) for row in rows],
        "lead": [lead_short(row.lead, locale) for row in rows],
        "eal_host": [money(row.losses.host) for row in rows],
        "eal_employer": [money(row.losses.employer) for row in rows],
        "eal_supervisor": [money(row.losses.supervisor) for row in rows],
        "certificates": [_certificates(row.party, row.expiry, locale) for row in rows],
        "reach_roles": [
            _joined((t(locale, f"parties.role.{role.value}") for role in row.roles), locale) for row in rows
        ],
        "party_department": [_joined(row.departments, locale) for row in rows],
        "party_kind": [t(locale, f"parties.kind.{row.party.kind.value}") for row in rows],
        "party_key": [plain(row.party_id, longest=40) for row in rows],
    }


def _joined(words: Iterable[str], locale: str) -> str:
    return t(locale, "why.comma").join(words)


def tiers_in_words(tiers: Sequence[int], locale: str) -> str:
    """Return the places of a party: 1次、3次; "" where it stands on no chain."""
    return _joined((t(locale, "picture.tier", tier=n) if n else t(locale, "picture.tier.owner") for n in tiers), locale)


def weakness_in_words(weakness: Interval | None, locale: str) -> str:
    """Return a weakness of 0 to 100 with its ends, "" where there is none."""
    if weakness is None:
        return ""
    ends = {"point": f"{weakness.pt:.0f}", "lo": f"{weakness.lo:.0f}", "hi": f"{weakness.hi:.0f}"}
    return t(locale, "parties.weakness", **ends)


def range_in_words(records: Interval, locale: str) -> str:
    """Return the ends of a number of persons, "" where both read the same."""
    lo, hi = (f"{float(rounded(end, 2)):,.0f}" for end in (records.lo, records.hi))
    return "" if lo == hi else t(locale, "parties.range", lo=lo, hi=hi)


def _certificates(party: Party, expiry: Expiry | None, locale: str) -> str:
    """Return how many certificates there are and where the worst of them stands."""
    if expiry is None:
        return ""
    return t(locale, f"parties.expiry.{expiry.value}", count=len(party.certificates))


def certificate_columns(party: Party, as_of: date, locale: str) -> Columns:
    """Return the certificates of a party with their scope and expiry; one that has expired says so."""
    listed = sorted(party.certificates, key=lambda c: (c.expires_on or date.max, c.name))
    return {
        "certificate": [plain(c.name) for c in listed],
        "cert_scope": [plain(c.scope) for c in listed],
        "cert_expires": [day(c.expires_on, locale) for c in listed],
        "cert_expiry": [t(locale, f"parties.expiry_one.{expiry_of(c, as_of).value}") for c in listed],
    }
