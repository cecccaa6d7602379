"""Records, places, contract facts and answers for registers that have none: drawn, seeded, and true of nobody."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from riskgraph.catalogue import load_catalogue
from riskgraph.model.answer import Answer, AnswerCode, Evidence, Request
from riskgraph.model.engagement import AuditMethod, Consent, HandlingPlace, Onward, RecordsBasis, Relation, Reviewed
from riskgraph.model.party import Tri
from riskgraph.model.quantities import Interval

AS_OF = date(2026, 6, 30)
FORM = "short"
TRIS = (Tri.YES, Tri.NO, Tri.UNKNOWN)
PLACES = tuple(HandlingPlace)
RELATIONS = (Relation.CONSIGN, Relation.DISPATCH, Relation.SYSTEM_USE, Relation.JOINT_USE)


class Overlay:
    """Draws of one register; the same name and seed give the same draws in the same order of calls."""

    def __init__(self, name: str, *, seed: int) -> None:
        self._random = random.Random(f"{seed}:{name}")
        self.records = float(round(10 ** self._random.uniform(2, 7)))

    def asset(self) -> dict[str, Any]:
        """Return made-up facts about the data."""
        return {
            "distress": self._random.choice((1, 1, 2, 3)),
            "economic": self._random.choice((1, 1, 2, 3)),
            "sensitive": self._random.random() < 0.2,
            "my_number": self._random.random() < 0.05,
        }

    def contract(self, *, is_direct: bool) -> dict[str, Any]:
        """Return made-up facts about one contract."""
        draw = self._random
        most = draw.random() * self.records
        return {
            "relation": draw.choices(RELATIONS, weights=(85, 8, 5, 2))[0],
            "handling_place": draw.choice(PLACES),
            "records": Interval(0.0, most / 2, most) if draw.random() < 0.7 else None,
            "records_basis": draw.choice((*RecordsBasis, None)),
            "consent": Consent.NOT_NEEDED if is_direct else draw.choice(tuple(Consent)),
            "flow_down": draw.choice(TRIS),
            "onward": draw.choice(tuple(Onward)),
            "audit_method": draw.choice((*AuditMethod, None)),
            "audited_on": self._day() if draw.random() < 0.5 else None,
            "incident_reports_reviewed": draw.choice(tuple(Reviewed)),
            "deletion_proof": draw.choice(TRIS),
        }

    def requests(self, party_ids: Iterable[str]) -> tuple[Request, ...]:
        """Return a request for about three parties in four, some of them past due."""
        asked = [party_id for party_id in party_ids if self._random.random() < 0.75]
        return tuple(
            Request(party_id=party_id, form=FORM, sent_on=AS_OF - timedelta(days=self._random.randrange(10, 300)))
            for party_id in asked
        )

    def answers(self, party_ids: Sequence[str]) -> tuple[Answer, ...]:
        """Return answers to the short form from about half of the parties."""
        controls = load_catalogue().form(FORM).controls
        return tuple(
            self._answer(party_id, control_id)
            for party_id in party_ids
            if self._random.random() < 0.5
            for control_id in controls
            if self._random.random() < 0.9
        )

    def _answer(self, party_id: str, control_id: str) -> Answer:
        code = self._random.choices(tuple(AnswerCode), weights=(50, 15, 5, 15, 5, 5, 5))[0]
        return Answer(
            party_id=party_id,
            control_id=control_id,
            answer=code,
            evidence=self._random.choice(tuple(Evidence)),
            answered_on=self._day() if self._random.random() < 0.9 else None,
            comment="対象の業務がない" if code is AnswerCode.NA else "",
        )

    def _day(self) -> date:
        return AS_OF - timedelta(days=self._random.randrange(1500))
