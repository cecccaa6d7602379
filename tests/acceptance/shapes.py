"""The shape of 2014 as a register: three tiers, the worker of the last in the first's office with its PC."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date
from statistics import NormalDist
from typing import Any

from riskgraph.catalogue import load_parameters
from tests.acceptance.workbooks import FRESH, answer, answers, gate_controls

CHAIN = ("P-0", "P-1", "P-2", "P-3")
MEDIA = ("DEV-01", "DEV-02", "MON-05")
ALERT = ("MON-01", "MON-02")
REVIEW = ("MON-03",)
PHONE = ("PHY-02",)
PEOPLE = ("HUM-02", "HUM-04")
RECORDS = 28_950_000

GOOD_HOP = {
    "consent": "explicit", "consent_no": "N-1", "flow_down": "yes", "audited_on": FRESH,
    "audit_method": "onsite", "incident_reports_reviewed": "yes",
}  # fmt: skip
HOPS: tuple[dict[str, Any], ...] = (
    {"flow_down": "yes", "audited_on": FRESH, "audit_method": "paper", "incident_reports_reviewed": "partial"},
    {"consent": "blanket", "flow_down": "yes", "audited_on": FRESH, "audit_method": "paper",
     "incident_reports_reviewed": "no"},
    {"consent": "none", "flow_down": "no", "audit_method": "none", "incident_reports_reviewed": "no"},
)  # fmt: skip


def verified(*controls: str) -> dict[str, tuple[str, str]]:
    """Return answers yes, verified, to these controls."""
    return dict.fromkeys(controls, ("yes", "verified"))


def shape(
    *,
    host: Mapping[str, tuple[str, str]] | None = None,
    last: Mapping[str, tuple[str, str]] | None = None,
    is_supervised: bool = False,
    is_naive: bool = False,
) -> dict[str, list[dict[str, Any]]]:
    """Return the sheets of the shape; `host` and `last` change answers of the first and the third tier."""
    weak = {} if is_naive else dict.fromkeys((*MEDIA[:2], *ALERT, *REVIEW, *PHONE), ("no", "claim"))
    own = {} if is_naive else dict.fromkeys(("CHN-09", "SYS-04"), ("no", "claim"))
    hops = [dict(GOOD_HOP) for _ in HOPS] if is_supervised else [dict(hop) for hop in HOPS]
    if is_supervised:
        hops[0] |= {"consent": "not_needed"}
    return {
        "Parties": [{"party_id": p, "name": f"Firm {p}", "kind": "organisation"} for p in CHAIN],
        "Assets": [{"asset_id": "A", "name": "Customers", "owner": "P-0", "categories": "name, address",
                    "records": RECORDS}],
        "Engagements": [
            {"engagement_id": f"E-{n}", "consignor": CHAIN[n - 1], "consignee": CHAIN[n], "asset_ids": "A",
             "parent_engagement": f"E-{n - 1}" if n > 1 else None, "relation": "consign", "status": "active",
             "handling_place": "own_env" if n == 1 else "consignor_site", **hops[n - 1]}
            for n in (1, 2, 3)
        ],
        "Systems": [{"system_id": "S", "name": "Customer DB", "host": "P-1", "kind": "db", "asset_ids": "A"}],
        "Access": [{"access_id": "X", "engagement_id": "E-3", "asset_id": "A", "group": "Engineers",
                    "employer": "P-3", "employment": "on_site", "heads": 5, "system": "S", "host": "P-1",
                    "device_owner": "P-1", "site_owner": "P-1", "privilege": "bulk", "records": RECORDS}],
        "Answers": [
            *answers("P-0", own), *answers("P-1", {**weak, **(host or {})}), *answers("P-2", {}),
            *answers("P-3", last or {}),
        ],
    }  # fmt: skip


class Population:
    """Firms drawn from the population of the model: correlated adoption, mixed evidence."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.parameters = load_parameters()

    def firm(self, party: str) -> list[dict[str, Any]]:
        """Return the answers of one drawn firm to all controls that move a number."""
        common = self.random.gauss(0.0, 1.0)
        return [answer(party, control, *self._drawn(control, common)) for control in gate_controls()]

    def _drawn(self, control: str, common: float) -> tuple[str, str]:
        key = f"adoption.{control}"
        adoption = self.parameters.number(key) if key in self.parameters.by_key else 0.6
        rho = self.parameters.number("population.rho")
        latent = rho**0.5 * common + (1 - rho) ** 0.5 * self.random.gauss(0.0, 1.0)
        kind = self.random.choices(("claim", "document", "verified"), (0.3, 0.5, 0.2))[0]
        return (
            ("yes", kind) if latent < NormalDist().inv_cdf(adoption) else ("no", kind.replace("verified", "document"))
        )


# Ordinary work, as in the plausibility table of docs/method.md: heads, right, records.
ORDINARY = ((10, "bulk", 10_000), (10, "bulk", 1_000_000), (200, "screen", 1_000_000))


def siblings(seed: int, count: int = 30) -> dict[str, list[dict[str, Any]]]:
    """Return sheets of ordinary chains of one to three tiers below the same owner, answers drawn."""
    drawn = Population(seed)
    sheets: dict[str, list[dict[str, Any]]] = {
        name: [] for name in ("Parties", "Assets", "Engagements", "Access", "Answers")
    }
    for number in range(count):
        heads, privilege, records = drawn.random.choice(ORDINARY)
        asset, above, parent = f"B-{number}", "P-0", None
        sheets["Assets"].append(
            {"asset_id": asset, "name": f"List {number}", "owner": "P-0", "categories": "name, address",
             "records": records}
        )  # fmt: skip
        for tier in range(1, drawn.random.randint(1, 3) + 1):
            party, engagement = f"V-{number}-{tier}", f"F-{number}-{tier}"
            sheets["Parties"].append({"party_id": party, "name": f"Ordinary {number}-{tier}", "kind": "organisation"})
            sheets["Engagements"].append(ordinary_engagement(engagement, above, party, parent, asset))
            sheets["Answers"] += drawn.firm(party)
            above, parent = party, engagement
        sheets["Access"].append(ordinary_access(f"Y-{number}", parent, above, asset, heads, privilege, records))
    return sheets


def ordinary_engagement(
    engagement: str, consignor: str, consignee: str, parent: str | None, asset: str
) -> dict[str, Any]:
    """Return an engagement supervised about as in the population (q about .4), onward denied by claim."""
    return {
        "engagement_id": engagement, "consignor": consignor, "consignee": consignee, "parent_engagement": parent,
        "relation": "consign", "asset_ids": asset, "status": "active", "handling_place": "own_env",
        "consent": "explicit" if parent else "not_needed", "consent_no": "N-9", "flow_down": "yes",
        "audited_on": date(2023, 3, 31), "audit_method": "paper", "incident_reports_reviewed": "partial",
        "onward": "none",
    }  # fmt: skip


def ordinary_access(
    access: str, engagement: str | None, party: str, asset: str, heads: int, privilege: str, records: int
) -> dict[str, Any]:
    """Return work done wholly in the consignee's own place."""
    return {
        "access_id": access, "engagement_id": engagement, "asset_id": asset, "group": f"Team {access}",
        "employer": party, "heads": heads, "host": party, "device_owner": party, "site_owner": party,
        "privilege": privilege, "records": records,
    }  # fmt: skip


def joined(*registers: Mapping[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """Return one register with the rows of all."""
    sheets: dict[str, list[dict[str, Any]]] = {}
    for register in registers:
        for name, rows in register.items():
            sheets.setdefault(name, []).extend(rows)
    return sheets
