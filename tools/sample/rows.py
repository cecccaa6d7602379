"""Rows of the made-up register, keyed by the English column names; values are what a person typed.

Codes of choice columns (``jun_inin``) stay codes here and become words of the language in `tools.sample.register`.
"""

from __future__ import annotations

from datetime import date

Value = str | int | float | date
Row = dict[str, Value]

OWNER = "P-001"
AS_OF = date(2026, 10, 1)


def d(year: int, month: int, day: int) -> date:
    """Return a date; short, because the tables are full of them."""
    return date(year, month, day)


def corporate_number(serial: int) -> str:
    """Return a 13-digit corporate number of the invented registry office 9900 with its check digit."""
    base = f"990001{serial:06d}"
    weighted = sum(int(digit) * (1 if place % 2 == 0 else 2) for place, digit in enumerate(reversed(base)))
    return f"{9 - weighted % 9}{base}"


def party(party_id: str, name: str, *, serial: int = 0, **cells: Value) -> Row:
    """Return a row of the sheet Parties; `serial` 0 leaves the corporate number blank."""
    number = {"corporate_number": corporate_number(serial)} if serial else {}
    return {"party_id": party_id, "name": name, "kind": "organisation", **number, **cells}


def engagement(ids: str, ends: str, work: str, **cells: Value) -> Row:
    """Return a row of the sheet Engagements from ``"K-0102 < K-0101"`` and ``"P-003 > P-010"``."""
    engagement_id, _, parent = (part.strip() for part in ids.partition("<"))
    consignor, _, consignee = (part.strip() for part in ends.partition(">"))
    return {
        "engagement_id": engagement_id,
        "consignor": consignor,
        "consignee": consignee,
        "parent_engagement": parent,
        "relation": "consign",
        "work": work,
        "status": "active",
        **cells,
    }


def consent(code: str, on: Value = "", number: str = "", by: str = "", scope: str = "") -> Row:
    """Return the five consent cells of an engagement."""
    return {"consent": code, "consent_on": on, "consent_no": number, "consent_by": by, "consent_scope": scope}


def term(starts_on: Value, ends_on: Value, auto_renew: str = "") -> Row:
    """Return the cells of the contract's term; `auto_renew` blank says nothing."""
    return {"starts_on": starts_on, "ends_on": ends_on, "auto_renew": auto_renew}


def check(on: Value, method: str, reports: str = "") -> Row:
    """Return when and how the consignor last looked, and whether incident reports were followed up."""
    return {"audited_on": on, "audit_method": method, "incident_reports_reviewed": reports}


def access(ids: str, asset_id: str, group: str, **cells: Value) -> Row:
    """Return a row of the sheet Access from ``"T-001 < K-0103"``; no engagement means the owner's staff."""
    access_id, _, engagement_id = (part.strip() for part in ids.partition("<"))
    return {"access_id": access_id, "engagement_id": engagement_id, "asset_id": asset_id, "group": group, **cells}
