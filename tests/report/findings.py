"""Findings and their records made by hand, for tests of what is said about them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from riskgraph.model.finding import Finding, FindingRecord, FindingState, Weight
from riskgraph.model.party import Party
from riskgraph.model.records import Stamp
from riskgraph.model.submission import Submission
from riskgraph.report.finding_work import FindingRow

TODAY = date(2026, 10, 1)
MADE = Stamp(at=datetime(2026, 9, 1, tzinfo=UTC), actor="試験")
REGISTER = Submission(parties=(Party(party_id="A", name="ひばり運用"), Party(party_id="B", name="つばめ保守")))


def finding(key: str = "flow_down|K1", *, weight: Weight = Weight.DUTY, **fields: Any) -> Finding:
    return Finding(**{"key": key, "code": key.split("|")[0], "weight": weight, "party_id": "A", **fields})


def record(number: int = 1, key: str = "flow_down|K1", **fields: Any) -> FindingRecord:
    given = {"finding_id": number, "register_id": "R", "key": key, "code": key.split("|")[0], "party_id": "A"}
    return FindingRecord(**{**given, "first_seen": MADE, "last_seen_on": TODAY, **fields})


def a_row(number: int = 1, *, days: int | None = None, **fields: Any) -> FindingRow:
    """A row whose finding is still there and that is due in so many days."""
    key = f"flow_down|K{number}"
    due_on = None if days is None else TODAY + timedelta(days=days)
    return FindingRow(key, record(number, key, due_on=due_on, **fields), finding(key))


STATES = tuple(FindingState)
