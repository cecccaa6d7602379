"""The probability of an undeclared tier, read again at the point under moved judgement, as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

import numpy as np

from riskgraph.model.answer import AnswerCode, Evidence
from riskgraph.model.engagement import Declared, Onward, Relation
from riskgraph.model.parameters import Parameters
from riskgraph.scoring.ground import Ground
from riskgraph.scoring.latent import SAYS, has_declared_tier, says_something
from riskgraph.scoring.moved_answers import MovedAnswers
from riskgraph.scoring.strength import Floats, Judged, date_of, months_between


class MovedLatent:
    """p of the engagements that work is done under, by their number; the last number stands for none."""

    def __init__(self, ground: Ground, answers: MovedAnswers, engagement_ids: Sequence[str]) -> None:
        self.ground = ground
        self.number = {engagement_id: i for i, engagement_id in enumerate(engagement_ids)}
        width = len(answers.columns)
        says, verified, places, stated, doubts, is_asked = [], [], [], [], [], []
        for engagement_id in engagement_ids:
            engagement = ground.chain.engagements[engagement_id]
            profile = ground.profiles.index(engagement.consignee, engagements=ground.chain.line(engagement_id))
            judged = {c: ground.profiles.judged(profile, c) for c in (*SAYS, "HUM-01")}
            is_said = says_something(judged["CHN-02"]) or engagement.onward is not Onward.UNKNOWN
            says.append(is_said or has_declared_tier(ground, engagement_id))
            verified.append(max(_months(judged["CHN-02"], ground), _months(judged["HUM-01"], ground)))
            places.append([profile * width + answers.columns[c] for c in SAYS])
            of_children = _suspicions(ground, engagement_id)
            stated.append(max((p for p in of_children if p is not None), default=0.0))
            doubts.append(None in of_children)
            is_asked.append(engagement.relation in (Relation.CONSIGN, Relation.SYSTEM_USE))
        self.says = np.array(says, dtype=np.bool_)
        self.verified_months = np.array(verified, dtype=np.float64)
        self.places = np.array(places, dtype=np.int64).reshape(-1, len(SAYS))
        self.stated = np.array(stated, dtype=np.float64)
        self.has_doubt = np.array(doubts, dtype=np.bool_)
        self.is_asked = np.array(is_asked, dtype=np.bool_)

    def p(self, table: Floats, parameters: Parameters) -> tuple[Floats, Floats]:
        """Return p at the point, 0 to 1, by number, and how far a suspicion exceeds silence; 0 behind them for none."""
        if len(self.places) == 0:
            return np.zeros(1), np.zeros(1)
        least = table.reshape(-1)[self.places].min(axis=1)
        claimed = parameters.number("latent.claimed_factor") * (1.0 - least)
        p = np.where(self.says, claimed, parameters.number("latent.silence"))
        is_verified = self.verified_months <= parameters.number("age.grace_months")
        p = np.where(is_verified, parameters.number("latent.verified"), p)
        suspected = np.maximum(self.stated, np.where(self.has_doubt, parameters.number("link.suspected"), 0.0))
        more = np.where(self.is_asked, np.maximum(suspected - p, 0.0), 0.0)
        return np.concatenate([np.where(self.is_asked, p, 0.0) + more, [0.0]]), np.concatenate([more, [0.0]])


def _months(judged: Judged, ground: Ground) -> float:
    """Return how old a verified yes is, infinite for any other answer."""
    answer = judged.answer
    if answer is None or answer.answer is not AnswerCode.YES or answer.evidence is not Evidence.VERIFIED:
        return inf
    stated = date_of(answer, ground.as_of)
    return inf if stated is None or answer.is_flagged else months_between(stated, ground.as_of)


def _suspicions(ground: Ground, engagement_id: str) -> list[float | None]:
    """Return the stated probabilities of suspected engagements directly below without rows; None where not stated."""
    found: list[float | None] = []
    for child in ground.chain.children(engagement_id):
        engagement = ground.chain.engagements[child]
        is_suspected = engagement.declared is Declared.SUSPECTED
        if is_suspected and child not in ground.with_access and ground.chain.is_scored(child):
            found.append(engagement.probability.pt if engagement.probability else None)
    return found
