"""Small registers as values: a chain in one line, its answers in a few words, and drawn ones for promises.

An answer is written ``yes``, ``no/document`` or ``yes/verified``; without a slash it is a claim. All are
fresh on `AS_OF` unless a test says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from hypothesis import HealthCheck, settings

from riskgraph.assess import assess
from riskgraph.catalogue import load_catalogue, load_parameters
from riskgraph.model.access import Access, Privilege
from riskgraph.model.answer import Answer, AnswerCode, Evidence, ScopeKind
from riskgraph.model.assessment import Assessment, Channel
from riskgraph.model.asset import Asset, System
from riskgraph.model.engagement import AuditMethod, Consent, Engagement, HandlingPlace, Reviewed
from riskgraph.model.party import Party, PartyKind, Tri
from riskgraph.model.quantities import Interval
from riskgraph.model.submission import Submission

AS_OF = date(2025, 10, 1)
FRESH = date(2025, 4, 1)
Said = Mapping[str, str]


def promise(examples: int) -> settings:
    """Return how a general promise is tried: always the same examples, without a limit of time."""
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large]
    return settings(max_examples=examples, deadline=None, derandomize=True, suppress_health_check=slow)


GOOD_HOP: dict[str, Any] = {
    "consent": Consent.EXPLICIT,
    "consent_no": "K-1",
    "flow_down": Tri.YES,
    "audit_method": AuditMethod.ONSITE,
    "audited_on": FRESH,
    "incident_reports_reviewed": Reviewed.YES,
}
BAD_HOP: dict[str, Any] = {
    "consent": Consent.NONE,
    "flow_down": Tri.NO,
    "audit_method": AuditMethod.NONE,
    "incident_reports_reviewed": Reviewed.NO,
}


def number(value: float | tuple[float, float, float] | None) -> Interval | None:
    """Return a number as an interval; None stays unknown."""
    if value is None:
        return None
    return Interval(*value) if isinstance(value, tuple) else Interval.exact(float(value))


def answer(party: str, control: str, said: str = "yes", /, **fields: Any) -> Answer:
    """Return one answer; `fields` are those of the noun."""
    code, _, evidence = said.partition("/")
    fields = {"answered_on": FRESH, **fields}
    return Answer(
        party_id=party,
        control_id=control,
        answer=AnswerCode(code),
        evidence=Evidence(evidence) if evidence else Evidence.CLAIM,
        **fields,
    )


def scoped(party: str, control: str, said: str, kind: str, scope_id: str, /, **fields: Any) -> Answer:
    """Return one answer about a system, a site or an engagement."""
    return answer(party, control, said, scope_kind=ScopeKind(kind), scope_id=scope_id, **fields)


def everything(said: str) -> dict[str, str]:
    """Return the same answer to every control of the catalogue."""
    return {control.control_id: said for control in load_catalogue().controls}


def answers(said: Mapping[str, Said]) -> tuple[Answer, ...]:
    """Return the answers of several parties, each a mapping of controls to what is said."""
    return tuple(answer(party, control, code) for party, of in said.items() for control, code in of.items())


def party(party_id: str, **fields: Any) -> Party:
    """Return a party; ids that begin with K are clouds."""
    kind = PartyKind.CLOUD if party_id.startswith("K") else PartyKind.ORGANISATION
    return Party(**{"party_id": party_id, "name": f"Firm {party_id}", "kind": kind, **fields})


def engagements(line: str, facts: Mapping[str, Mapping[str, Any]]) -> tuple[Engagement, ...]:
    """Return the engagements of ``O > A > B``: ids ``A``, ``A>B``, facts by consignee, work in the own place."""
    names = [name.strip() for name in line.split(">")]
    found = []
    for depth in range(1, len(names)):
        stated = {
            "engagement_id": ">".join(names[1 : depth + 1]),
            "consignor": names[depth - 1],
            "consignee": names[depth],
            "parent_engagement": ">".join(names[1:depth]),
            "handling_place": HandlingPlace.OWN_ENV,
        }
        found.append(Engagement(**{**stated, **facts.get(names[depth], {})}))
    return tuple(found)


def access(access_id: str, engagement_id: str, asset_id: str, employer: str, /, **fields: Any) -> Access:
    """Return a row whose places are the employer's unless it says otherwise; numbers may be plain."""
    places = {"host": employer, "device_owner": employer, "site_owner": employer}
    plain = {key: number(fields.pop(key)) for key in ("heads", "records") if key in fields}
    row = {"access_id": access_id, "engagement_id": engagement_id, "asset_id": asset_id, "employer": employer}
    return Access(**{**row, **places, "group": "staff", **plain, **fields})


def world(
    *lines: str,
    heads: float | tuple[float, float, float] | None = 5,
    records: float | tuple[float, float, float] | None = 10_000,
    privilege: str = "bulk",
    said: Mapping[str, Said] | None = None,
    hops: Mapping[str, Mapping[str, Any]] | None = None,
    rows: Iterable[Access] | None = None,
    row: Mapping[str, Any] | None = None,
    asset: Mapping[str, Any] | None = None,
    systems: Iterable[System] = (),
    more: Mapping[str, Any] | None = None,
) -> Submission:
    """Return a register of chains below one owner and one asset ``D``.

    Parameters
    ----------
    lines
        ``O > A > B``: the first is the owner; engagement ids are as `engagements` gives them.
    said
        Answers by party.
    hops
        Facts of engagements by consignee.
    rows
        The access rows; by default one a line, at its last party.
    row
        Other fields of the default rows.
    more
        Other fields of the submission, for example ``requests``.
    """
    owner = lines[0].split(">")[0].strip()
    found = {e.engagement_id: e for line in lines for e in engagements(line, hops or {})}
    fields = {"heads": heads, "records": records, "privilege": Privilege(privilege), **(row or {})}
    if rows is None:
        ends = [">".join(name.strip() for name in line.split(">")[1:]) for line in lines]
        rows = [access(f"X-{e}", e, "D", e.split(">")[-1], **fields) for e in ends]
    names = dict.fromkeys(name.strip() for line in lines for name in line.split(">"))
    stated = {"asset_id": "D", "name": "Customers", "owner": owner, "records": number(records)}
    return Submission(
        **{
            "parties": tuple(party(name) for name in names),
            "engagements": tuple(found.values()),
            "assets": (Asset(**{**stated, **(asset or {})}),),
            "systems": tuple(systems),
            "accesses": tuple(rows),
            "answers": answers(said or {}),
            **(more or {}),
        }
    )


def assessed(submission: Submission, **options: Any) -> Assessment:
    """Return the assessment with the shipped catalogue and, unless others are given, parameters.

    What is told of a register as a whole (``is_full``) is left out: it moves no path.
    """
    parameters = options.pop("parameters", None) or load_parameters()
    return assess(
        submission, parameters, load_catalogue(), **{"as_of": AS_OF, "top": 1000, "is_full": False, **options}
    )


def channels(result: Assessment, scenario: str = "") -> list[Channel]:
    """Return all channels of the listed paths, or those of one scenario."""
    return [c for path in result.paths for c in path.channels if scenario in ("", c.scenario)]


def only(result: Assessment, scenario: str) -> Channel:
    """Return the only channel of a scenario."""
    (channel,) = channels(result, scenario)
    return channel
