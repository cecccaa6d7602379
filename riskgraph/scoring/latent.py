"""The tier that nobody declared: with which probability somebody else does the work.

It states no fact. What is said of further re-consignment, and how well it is shown, sets the probability.
"""

from __future__ import annotations

from riskgraph.model.answer import AnswerCode, Evidence
from riskgraph.model.assessment import Standing
from riskgraph.model.engagement import Declared, Onward, Relation
from riskgraph.scoring.ground import Ground
from riskgraph.scoring.rows import NOTHING, rising
from riskgraph.scoring.strength import Ends, Judged, date_of, months_between

SAYS = ("CHN-01", "CHN-02", "CHN-05")


def latent_tier(ground: Ground, engagement_id: str) -> tuple[Ends, float]:
    """Return p (0 to 1, risk order) of an undeclared tier below an engagement, and p with open answers filled.

    Only below consignment and system use. A recorded suspicion below the same party never lowers it.
    """
    if not engagement_id:
        return NOTHING, 0.0
    engagement = ground.chain.engagements[engagement_id]
    if engagement.relation not in (Relation.CONSIGN, Relation.SYSTEM_USE):
        return NOTHING, 0.0
    profile = ground.profiles.index(engagement.consignee, engagements=ground.chain.line(engagement_id))
    answers = {c: ground.profiles.judged(profile, c) for c in (*SAYS, "HUM-01")}
    says = says_something(answers["CHN-02"]) or engagement.onward is not Onward.UNKNOWN
    says = says or has_declared_tier(ground, engagement_id)
    claimed = _claimed(ground, {c: answers[c].ends[1] for c in SAYS})
    filled = _claimed(
        ground, {c: max(answers[c].ends[1], ground.means[c] if _is_open(answers[c]) else 0.0) for c in SAYS}
    )
    if _is_verified(answers["CHN-02"], ground) and _is_verified(answers["HUM-01"], ground):
        p, p_filled = rising(ground.parameters.ends("latent.verified")), 0.0
    elif says:
        p, p_filled = claimed, filled[1]
    else:
        p, p_filled = rising(ground.parameters.ends("latent.silence")), filled[1]
    suspected = _suspected_below(ground, engagement_id)
    worst = (max(p[0], suspected[0]), max(p[1], suspected[1]), max(p[2], suspected[2]))
    return worst, max(p_filled, suspected[1])


def _claimed(ground: Ground, strengths: dict[str, float]) -> Ends:
    """Return (0, factor (1 - min strength), hi) for a denial or a list that is only claimed."""
    point = ground.parameters.number("latent.claimed_factor") * (1.0 - min(strengths.values()))
    return (0.0, point, max(point, ground.parameters.number("latent.claimed_hi")))


def _is_open(judged: Judged) -> bool:
    return judged.standing not in (Standing.ANSWERED, Standing.NOT_APPLICABLE)


def says_something(judged: Judged) -> bool:
    """Say whether the answer on the full list of tiers is a statement; a no or a plan is silence."""
    if judged.answer is None or _is_open(judged):
        return False
    return judged.answer.answer in (AnswerCode.YES, AnswerCode.PARTIAL, AnswerCode.NA)


def _is_verified(judged: Judged, ground: Ground) -> bool:
    """Say whether a yes was seen by a reviewer within the grace."""
    answer = judged.answer
    if answer is None or answer.answer is not AnswerCode.YES or answer.evidence is not Evidence.VERIFIED:
        return False
    stated = date_of(answer, ground.as_of)
    grace = ground.parameters.number("age.grace_months")
    return stated is not None and not answer.is_flagged and months_between(stated, ground.as_of) <= grace


def has_declared_tier(ground: Ground, engagement_id: str) -> bool:
    """Say whether a next tier under this engagement is on record: a list, though nobody called it complete."""
    return any(
        ground.chain.engagements[child].declared is not Declared.SUSPECTED
        and ground.chain.engagements[child].relation is Relation.CONSIGN
        for child in ground.chain.children(engagement_id)
    )


def _suspected_below(ground: Ground, engagement_id: str) -> Ends:
    """Return the highest probability of a suspected engagement directly below that has no rows of its own."""
    worst = NOTHING
    for child in ground.chain.children(engagement_id):
        engagement = ground.chain.engagements[child]
        if (
            engagement.declared is Declared.SUSPECTED
            and child not in ground.with_access
            and ground.chain.is_scored(child)
        ):
            p = rising(engagement.probability or ground.parameters.ends("link.suspected"))
            worst = (max(worst[0], p[0]), max(worst[1], p[1]), max(worst[2], p[2]))
    return worst
