"""The method a second time, in plain Python: one scalar at a time, written from its text and not from the code.

It shares with the code only the nouns, the catalogue, the table of parameters (with the stored factors of the
population) and the filling-in of access rows, which has tests of its own. The judge of `test_reference.py`.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any, NamedTuple

from riskgraph.model.access import NONE_PARTY, Access
from riskgraph.model.control import Catalogue, Layer
from riskgraph.model.engagement import Engagement
from riskgraph.model.parameters import Parameters
from riskgraph.model.party import Tri
from riskgraph.model.quantities import Interval
from riskgraph.model.submission import Submission
from tests.scoring.reference_ground import HI, LO, PEOPLE, PT, UNKNOWN_STRENGTH, Ground, Path, Triple
from tests.scoring.reference_hosts import of_hosts
from tests.scoring.reference_lateral import over_connections
from tests.scoring.reference_loss import event_losses

UNKNOWN_RIGHT = ("screen", "read", "bulk")
Facts = dict[str, Any]


class Found(NamedTuple):
    """One (event, asset) of the reference: risk triples (lo, pt, hi) and the paths that share it equally."""

    paths: frozenset[Path]
    eal: Triple
    rate: Triple
    phi: float


class Way(NamedTuple):
    """One way to an event: its rate, reach and the like at each end of the risk."""

    asset_id: str
    paths: frozenset[Path]
    rate: Triple
    reach: Triple
    right: tuple[str, str, str]
    response: Triple
    phi: float
    name: str


class Reference(Ground):
    """One register on one date."""

    # layers and rates

    def layer(self, layer: Layer, way: Facts, end: int, right: str, *, is_hidden: bool) -> float | None:
        """Return the strength of a layer at one end of the *risk*, None where it does not exist."""
        of = HI - end  # the safe end of a risk takes the high end of a strength
        scopes, role = way["scopes"], layer.role.value
        if layer.needs and not way[layer.needs]:
            return None
        if role == "supervision":
            return 0.0 if is_hidden else way["Q"][of]
        if role == "tenant":
            sharing = way["tenants"]
            return min(self.strength(p, c, [])[of] for p in sharing for c in layer.parts) if sharing else 0.0
        party = way.get(role)
        if party in (None, NONE_PARTY):
            return None

        def gate(who: str, where: str, parts: tuple[str, ...]) -> float:
            own = scopes if where != "asset_owner" else way["owner_scopes"]
            found = [self.strength(who, c, own)[of] for c in parts]
            is_in_doubt = where == "employer" or (where != "asset_owner" and who == way.get("declared"))
            if is_hidden and is_in_doubt:
                found = [min(x, *others) for x, others in zip(found, self.others(way, parts, of), strict=True)]
            return max(found) if layer.combine.value == "max" else min(found)

        x = gate(str(party), role, (*layer.parts, *(layer.bulk_parts if right == "bulk" else ())))
        if role == "employer":
            r0 = self.parameters.number("supervision.r0")
            x *= r0 + (1 - r0) * (0.0 if is_hidden else way["Q"][of])
        if layer.host_parts and way.get("host") not in (None, NONE_PARTY):
            x = min(x, gate(str(way["host"]), "host", layer.host_parts))
        return min(x, way["proof"][of]) if layer.has_deletion_proof else x

    def others(self, way: Facts, controls: tuple[str, ...], end: int) -> list[list[float]]:
        """Return what those who may do the work instead say of each control; of nobody, nothing is known."""
        if not way["suspects"]:
            return [[UNKNOWN_STRENGTH[end]] for _ in controls]
        return [[self.told(e, c)[end] for e in way["suspects"]] for c in controls]

    def phi(self, scenario: str, way: Facts, end: int, right: str, *, is_hidden: bool = False) -> float:
        product = least = 1.0
        for layer in next(s for s in self.catalogue.scenarios if s.scenario_id == scenario).layers:
            x = self.layer(layer, way, end, right, is_hidden=is_hidden)
            if x is not None:
                f = 1 - self.parameters.number(f"efficacy.{scenario}.{layer.key}") * x
                product, least = product * f, min(least, f)
        beta = self.parameters.number("beta")
        return (1 - beta) * product + beta * least

    def average(self, scenario: str, way: Facts, right: str) -> float:
        """Return the stored factor of the population for the roles that exist."""
        layers = next(s for s in self.catalogue.scenarios if s.scenario_id == scenario).layers
        roles = [r for r in ("host", "device_owner", "site_owner") if any(x.role.value == r for x in layers)]
        key = [scenario, *(r for r in roles if way.get(r) not in (None, NONE_PARTY))]
        key += ["bulk"] if right == "bulk" and any(x.bulk_parts for x in layers) else []
        key += [c for c in ("cloud", "web") if way[c] and any(x.needs == c for x in layers)]
        return self.parameters.population["|".join(key)]

    def rate(self, scenario: str, way: Facts, end: int) -> float:
        number, right = self.parameters.number, way["rights"][end]
        base = {"LVR": number("rate.INS") * number("rate.LVR_of_INS")}.get(scenario) or number(f"rate.{scenario}")
        if scenario in ("ERR", "MED"):
            base /= number("rate.handlers_per_holder")
        if scenario in ("INS", "LVR"):
            base *= number(f"privilege.{right}")
        average = self.average(scenario, way, right)
        declared = self.phi(scenario, way, end, right) / average
        hidden = self.phi(scenario, way, end, right, is_hidden=True) / average
        suspect = self.phi(scenario, way | {"suspects": way["by"]}, end, right, is_hidden=True) / average
        silent, p = way["silent"][end], way["p"][end]
        exposure = base * way["heads"][end] * way["weight"][end]
        mixed = (1 - p) * declared + silent * hidden + (p - silent) * suspect
        return exposure * mixed if way["records"][end] > 0 else 0.0

    # from rows to channels

    def way(self, scenario: str, way: Facts, asset_id: str, paths: frozenset[Path], name: str) -> Way:
        rights: tuple[str, str, str] = way["rights"]
        host = way.get("host")
        response = (0.0, 0.0, 0.0)
        if scenario in ("INS", "LVR") and host not in (None, NONE_PARTY):
            x = self.strength(str(host), "INC-03", way["scopes"])
            response = (x[HI], x[PT], x[LO])
        rate = (self.rate(scenario, way, LO), self.rate(scenario, way, PT), self.rate(scenario, way, HI))
        phi = self.phi(scenario, way, PT, rights[PT])
        return Way(asset_id, paths, rate, way["records"], rights, response, phi, name)

    def plain(self, engagement_id: str, owner: str) -> Facts:
        """Return what all ways have in common."""
        return {
            "scopes": self.scopes(engagement_id),
            "owner_scopes": self.scopes(engagement_id),
            "asset_owner": owner,
            "Q": self.supervision(engagement_id, owner),
            "rights": ("bulk",) * 3,
            "heads": (1.0, 1.0, 1.0),
            "p": (0.0, 0.0, 0.0),
            "silent": (0.0, 0.0, 0.0),
            "suspects": (),
            "by": (),
            "tenants": (),
            "web": False,
            "cloud": False,
        }

    def of_people(self) -> dict[tuple[str, ...], list[Way]]:
        """Return the ways of insiders, leavers, errors and lost media, by event."""
        events: dict[tuple[str, ...], list[Way]] = defaultdict(list)
        for row in self.rows:
            e = self.engagements.get(row.engagement_id)
            if row.is_holding or self.is_revoked(row):
                continue
            if e and (not self.is_live_line(row.engagement_id) or self.is_ended(row.engagement_id)):
                continue
            owner = self.assets[row.asset_id].owner
            way = self.plain(row.engagement_id, owner)
            way |= {
                "scopes": self.scopes(row.engagement_id, row.system, row.site),
                "declared": e.consignee if e else None,
                **self.undeclared(row.engagement_id),
                "heads": _rising(row.heads or self.parameters.ends("heads.unknown")),
                "weight": self.existence(row.engagement_id),
                "records": _rising(row.records),
                "rights": UNKNOWN_RIGHT if row.privilege.value == "unknown" else (row.privilege.value,) * 3,
                "host": row.host,
                "device_owner": row.device_owner,
                "site_owner": row.site_owner,
                "employer": row.employer,
            }
            path = self.path(row.engagement_id) if e else ((owner,), ())
            only_paper = row.is_paper or row.host == NONE_PARTY
            for scenario in ("ERR", "MED") if only_paper else ("INS", "LVR", "ERR", "MED"):
                key = (scenario, e.row_id if e else f"@{owner}", row.employer, row.group)
                events[key].append(self.way(scenario, way, row.asset_id, frozenset([path]), row.access_id))
        return events

    def is_revoked(self, row: Access) -> bool:
        return row.revoked_on is not None and row.revoked_on <= self.as_of

    def of_left_data(self) -> dict[tuple[str, ...], list[Way]]:
        """Return the ways of data left behind, by ended engagement."""
        events: dict[tuple[str, ...], list[Way]] = defaultdict(list)
        for e in self.register.engagements:
            mine = [row for row in self.rows if row.engagement_id == e.engagement_id]
            if not self.is_live_line(e.engagement_id) or not self.is_ended(e.engagement_id):
                continue
            if self.is_deleted(e.engagement_id) or e.relation in PEOPLE:
                continue
            own_place = e.handling_place.value in ("own_env", "cloud", "paper", "unknown")
            held = any(e.consignee in (r.host, r.device_owner) or r.is_paper for r in mine) if mine else own_place
            for asset_id in self.handles(e.engagement_id) if held else ():
                way = self.plain(e.engagement_id, self.owner(e.engagement_id))
                proof = {Tri.YES: (1.0,) * 3, Tri.NO: (0.0,) * 3}.get(e.deletion_proof, UNKNOWN_STRENGTH)
                way |= {"consignee": e.consignee, "proof": proof, "weight": self.existence(e.engagement_id)}
                way["records"] = self.left(e, asset_id, mine)
                paths = frozenset([self.path(e.engagement_id)])
                events[("RES", e.row_id)].append(self.way("RES", way, asset_id, paths, e.engagement_id))
        return events

    def left(self, e: Engagement, asset_id: str, mine: list[Access]) -> Triple:
        held = [_rising(r.records) for r in mine if r.asset_id == asset_id]
        if held:
            return tuple(max(x) for x in zip(*held, strict=True))  # type: ignore[return-value]
        whole = _rising(self.assets[asset_id].records or self.parameters.ends("records.unknown"))
        said = _rising(e.records) if e.records else (0.0, whole[PT], whole[HI])
        return tuple(min(x) for x in zip(said, whole, strict=True))  # type: ignore[return-value]


def priced(
    register: Submission, catalogue: Catalogue, parameters: Parameters, as_of: date
) -> dict[tuple[tuple[str, ...], str], Found]:
    """Return every (event, asset) of a register."""
    ref = Reference(register, catalogue, parameters, as_of)
    found: dict[tuple[tuple[str, ...], str], Found] = {}
    for events in (ref.of_people(), of_hosts(ref), ref.of_left_data(), over_connections(ref)):
        for key, ways in events.items():
            for asset_id, numbers in event_losses(key[0], ways, ref.assets, parameters).items():
                found[(key, asset_id)] = Found(*numbers)
    return found


def _rising(interval: Interval | None) -> Triple:
    return (interval.lo, interval.pt, interval.hi) if interval else (0.0, 0.0, 0.0)
