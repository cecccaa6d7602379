"""What could be asked: the answers of every party that are open and that some loss rests on, bundled into questions.

The convention that bites: the parts of one AND-gate that are open make one question, because one of them alone moves
nothing; the standing is that of the answer about the party as a whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from riskgraph.model.access import NONE_PARTY, UNKNOWN_PARTY
from riskgraph.model.answer import AnswerCode, Evidence
from riskgraph.model.assessment import Standing
from riskgraph.model.channel import HI
from riskgraph.model.control import Catalogue, Combine
from riskgraph.model.inquiry import WhyAsk
from riskgraph.model.parameters import Parameters
from riskgraph.scoring.channels import Scored
from riskgraph.scoring.strength import Judged, date_of, freshness
from riskgraph.scoring.touched import BEHIND_HOPS, BEHIND_LATENT, OWN_SUPERVISION, Touched

_SILENCE = {
    Standing.NOT_ASKED: WhyAsk.UNASKED,
    Standing.PENDING: WhyAsk.UNANSWERED,
    Standing.UNKNOWN: WhyAsk.UNANSWERED,
    Standing.OVERDUE: WhyAsk.OVERDUE,
}
_WHO_WORKS = ("CHN-02", "HUM-01")
"""Seen together, these two say that nobody undeclared works there."""
_WORTHLESS = (AnswerCode.NO, AnswerCode.PLANNED)


@dataclass(frozen=True)
class OpenAnswer:
    """One open answer: why it is open, what is known of it, and the probability (0 to 1) that it turns out good."""

    control_id: str
    why: WhyAsk
    judged: Judged
    p_good: float

    @property
    def if_good(self) -> AnswerCode:
        """Return what the party has if it turns out good: what it said, else yes."""
        stated = self.judged.answer
        is_partial = self.judged.standing is Standing.ANSWERED and stated and stated.answer is AnswerCode.PARTIAL
        return AnswerCode.PARTIAL if is_partial else AnswerCode.YES


@dataclass(frozen=True)
class OpenQuestion:
    """Open answers of one party that only together move anything, and the most that rests on them, yen a year."""

    party_id: str
    answers: tuple[OpenAnswer, ...]
    at_stake: float

    @property
    def controls(self) -> tuple[str, ...]:
        """Return what is asked."""
        return tuple(answer.control_id for answer in self.answers)

    @property
    def p_good(self) -> float:
        """Return the probability that all of it turns out good: as an AND-gate, that of its weakest part."""
        return min(answer.p_good for answer in self.answers)


def open_questions(scored: Scored) -> tuple[OpenQuestion, ...]:
    """Return all questions that could be asked, by party and controls.

    Nobody is asked who is nobody, and no natural person.
    """
    return tuple(_Open(scored).questions())


class _Open:
    def __init__(self, scored: Scored) -> None:
        self.scored, self.ground = scored, scored.ground
        self.touched = Touched(scored)
        self._bundles = bundles(self.ground.catalogue)

    def questions(self) -> Iterator[OpenQuestion]:
        for party_id in sorted(self.ground.submission.party_by_id):
            party = self.ground.submission.party_by_id[party_id]
            if party_id in (UNKNOWN_PARTY, NONE_PARTY) or party.is_person or party.succeeded_by:
                continue
            if party_id in self.touched.profiles_of:
                yield from self._of(party_id)

    def _of(self, party_id: str) -> Iterator[OpenQuestion]:
        open_ = {a.control_id: a for c in self.ground.profiles.book.controls if (a := self._open(party_id, c))}
        found: dict[tuple[str, ...], None] = {}
        for bundle in self._bundles:
            asked = tuple(c for c in bundle if c in open_)
            if asked:
                found.setdefault(asked)
        for asked in found:
            at_stake = self._at_stake(party_id, asked)
            if at_stake > 0.0:
                yield OpenQuestion(party_id, tuple(open_[c] for c in asked), at_stake)

    def _open(self, party_id: str, control_id: str) -> OpenAnswer | None:
        """Return an answer where it is open, else None."""
        book = self.ground.profiles.book
        judged = book.judged(party_id, (), control_id)
        prior = book.prior[control_id]
        if judged.standing in _SILENCE:
            return OpenAnswer(control_id, _SILENCE[judged.standing], judged, prior)
        why = why_open(judged, self.ground.as_of, self.ground.parameters)
        return None if why is None else OpenAnswer(control_id, why, judged, self._believed(judged, prior))

    def _believed(self, judged: Judged, prior: float) -> float:
        """Return how far an answer is believed; an old no may have become a yes in the time that it is stale."""
        assert judged.answer is not None
        safe, point, _ = judged.ends
        if judged.answer.answer in _WORTHLESS:
            return safe * prior
        is_partial = judged.answer.answer is AnswerCode.PARTIAL
        worth = self.ground.parameters.number("answer.partial") if is_partial else 1.0
        return min(point / worth, 1.0) if worth > 0.0 else prior

    def _at_stake(self, party_id: str, asked: Iterable[str]) -> float:
        """Return the high end of the losses in which any of these answers plays a part."""
        rows: set[int] = set()
        for control_id in asked:
            rows.update(self._rows(party_id, control_id))
        if not rows:
            return 0.0
        events = np.unique(self.scored.rows.event[sorted(rows)])
        channels = np.unique(np.concatenate([self.touched.channels_of_event.of(int(event)) for event in events]))
        return float(self.scored.eal[channels, HI].sum())

    def _rows(self, party_id: str, control_id: str) -> Iterator[int]:
        for profile in self.touched.profiles_of.get(party_id, ()):
            yield from self.touched.rows_of(profile, control_id).tolist()
        if control_id == OWN_SUPERVISION:
            yield from self.touched.own_rows.get(party_id, ())
        engagements: set[str] = set()
        if control_id in BEHIND_LATENT:
            engagements.update(self.touched.worked_under.get(party_id, ()))
        if control_id in BEHIND_HOPS:
            engagements.update(self._below.get(party_id, ()))
        for engagement_id in engagements:
            yield from self.touched.rows_of_engagement.get(engagement_id, ())

    @cached_property
    def _below(self) -> Mapping[str, set[str]]:
        """Return the engagements that stand under any hop that a party consigned, by that party."""
        chain = self.ground.chain
        found: dict[str, set[str]] = defaultdict(set)
        for engagement_id in self.touched.rows_of_engagement:
            for hop in chain.line(engagement_id) if engagement_id else ():
                found[chain.engagements[hop].consignor].add(engagement_id)
        return found


def why_open(judged: Judged, as_of: date, parameters: Parameters) -> WhyAsk | None:
    """Return why an answer that was given should be asked again: too old, or nothing but a word; else None."""
    if judged.standing is not Standing.ANSWERED or judged.answer is None:
        return None
    if freshness(date_of(judged.answer, as_of), as_of, parameters) < 1.0:
        return WhyAsk.STALE
    is_claim = judged.answer.evidence is Evidence.CLAIM and judged.answer.answer not in _WORTHLESS
    return WhyAsk.CLAIM_ONLY if is_claim else None


def bundles(catalogue: Catalogue) -> tuple[tuple[str, ...], ...]:
    """Return which controls are asked together: the parts of each AND-gate, and every other control by itself."""
    found: dict[tuple[str, ...], None] = {}
    for scenario in catalogue.scenarios:
        for layer in scenario.layers:
            if layer.combine is Combine.MIN and layer.parts:
                found.setdefault((*layer.parts, *layer.bulk_parts))
    joined = {control_id for bundle in found for control_id in bundle}
    alone = ((control.control_id,) for control in catalogue.controls if control.control_id not in joined)
    return tuple(dict.fromkeys((*found, _WHO_WORKS, *alone)))
