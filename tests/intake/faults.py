"""Registers with faults of every kind, for promises that hold whatever is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from riskgraph.model.party import Certificate
from riskgraph.model.quantities import Interval
from riskgraph.model.submission import Submission
from tests.intake.registers import edited, faultless, noun_at, people, source_of, with_row

FAULTS: Mapping[str, tuple[str, int, dict[str, Any]]] = {
    "dead successor": ("parties", 2, {"succeeded_by": "Z"}),
    "dead consignor": ("engagements", 0, {"consignor": "Z"}),
    "dead parent": ("engagements", 1, {"parent_engagement": "Z"}),
    "own parent": ("engagements", 1, {"parent_engagement": "E2"}),
    "no parent": ("engagements", 2, {"parent_engagement": ""}),
    "no owner above": ("engagements", 2, {"parent_engagement": "", "consignor": "P8"}),
    "dead assets": ("engagements", 0, {"asset_ids": ("A1", "Z")}),
    "no assets": ("engagements", 0, {"asset_ids": ()}),
    "another's asset": ("engagements", 1, {"asset_ids": ("A1", "A3")}),
    "uncovered asset": ("engagements", 2, {"asset_ids": ("A2",)}),
    "dead owner": ("assets", 0, {"owner": "Z"}),
    "dead host": ("systems", 0, {"host": "Z"}),
    "strange host": ("systems", 0, {"host": "P8"}),
    "dead system": ("accesses", 0, {"system": "Z"}),
    "dead site": ("accesses", 0, {"site": "Z"}),
    "dead end": ("connections", 0, {"end": "Z"}),
    "dead answer": ("answers", 0, {"party_id": "Z", "control_id": "Z-1", "scope_id": "Z"}),
    "dead scope": ("answers", 0, {"scope_kind": "site", "scope_id": "Z"}),
    "late answer": ("answers", 0, {"answered_on": date(2030, 1, 1), "comment": "佐藤さんに確認 t.sato@a.example"}),
    "stand-in number": ("parties", 1, {"corporate_number": "9999999999999"}),
    "short number": ("parties", 2, {"corporate_number": "123"}),
    "wrong number": ("parties", 3, {"corporate_number": "7000012050003"}),
    "same number": ("parties", 1, {"corporate_number": "7000012050002"}),
    "same name": ("parties", 2, {"name": "㈱北斗情報"}),
    "to itself": ("engagements", 2, {"consignee": "P3"}),
    "circle": ("engagements", 2, {"consignee": "P2"}),
    "wrong consignor": ("engagements", 2, {"consignor": "P1"}),
    "told by party": ("engagements", 1, {"declared": "by_party"}),
    "suspected": ("engagements", 1, {"declared": "suspected"}),
    "probable": ("engagements", 1, {"probability": Interval(0, 0.5, 1)}),
    "more than parent": ("engagements", 1, {"records": people(5000)}),
    "more than asset": ("engagements", 0, {"records": people(5000)}),
    "more access": ("accesses", 0, {"records": people(5000)}),
    "end first": ("engagements", 0, {"ends_on": date(2020, 1, 1)}),
    "dead renewal": ("engagements", 0, {"renewal_of": "Z"}),
    "renewed": ("engagements", 0, {"ends_on": date(2025, 1, 1), "auto_renew": "yes"}),
    "starts later": ("engagements", 1, {"starts_on": date(2030, 1, 1)}),
    "late consent": ("engagements", 1, {"consent_on": date(2024, 12, 1)}),
    "ended above": ("engagements", 0, {"status": "ended"}),
    "expired access": ("accesses", 1, {"expires_on": date(2020, 1, 1)}),
    "expired certificate": ("parties", 1, {"certificates": (Certificate(name="P", expires_on=date(2020, 1, 1)),)}),
    "no consent": ("engagements", 1, {"consent": "none"}),
    "pending consent": ("engagements", 1, {"consent": "requested"}),
    "refused consent": ("engagements", 1, {"consent": "refused"}),
    "consent not needed": ("engagements", 1, {"consent": "not_needed"}),
    "my number, blanket": ("engagements", 1, {"consent": "blanket", "consent_by": ""}),
    "my number, notice": ("engagements", 1, {"consent": "notice", "consent_by": "P2"}),
    "directed by another, ukeoi": ("accesses", 0, {"directed_by": "P2"}),
    "directed by another, jun-inin": ("accesses", 0, {"engagement_id": "E1", "employer": "P2", "directed_by": "P1"}),
    "individual directed": ("accesses", 0, {"directed_by": "P2", "employment": "individual"}),
    "dispatch directed by another": ("accesses", 1, {"directed_by": "P1"}),
    "double dispatch": ("accesses", 1, {"employer": "P2"}),
    "no heads": ("accesses", 0, {"heads": people(0)}),
    "one as many": ("parties", 3, {"kind": "individual", "headcount": people(4)}),
    "a person": ("parties", 1, {"contact": "営業部 佐藤 太郎"}),
    "out of order": ("requests", 0, {"due_on": date(2020, 1, 1)}),
}
"""One edit each, by name: sheet, row and fields."""


def with_faults(*names: str) -> Submission:
    """Return the faultless register with some more rows, My Number among its data, and these faults."""
    register = edited(faultless(), "assets", 0, my_number=True)
    register = with_row(register, "parties", noun_at("parties", 8, party_id="P8", name="雲海システム"))
    register = with_row(register, "assets", noun_at("assets", 4, asset_id="A3", name="顧客", owner="P2"))
    register = with_row(register, "assets", noun_at("assets", 3, asset_id="A2", name="採用", owner="P1"))
    again = register.sites[0].model_copy(update={"source": source_of("sites", 9)})
    register = with_row(register, "sites", again)
    for name in names:
        kind, number, fields = FAULTS[name]
        register = edited(register, kind, number, **fields)
    return register
