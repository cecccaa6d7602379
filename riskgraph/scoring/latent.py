"""The tier that nobody declared: with which probability somebody else does the work, and who that might be.

It states no fact. What is said of further re-consignment, and how well it is shown, sets the probability; a party that
is only suspected to do the work brings its own answers.
"""

from __future__ import annotations

from typing import NamedTuple

from riskgraph.model.answer import AnswerCode, Evidence
from riskgraph.model.assessment import Standing
from riskgraph.model.engagement import Declared, Onward, Relation
from riskgraph.scoring.ground import Ground
from riskgraph.scoring.rows import NOTHING, rising
from riskgraph.scoring.strength import Ends, Judged, date_of, months_between

SAYS = ("CHN-01", "CHN-02", "CHN-05")


class Latent(NamedTuple):
    """The tier below an engagement that nobody declared; ends in risk order, `_filled` with open answers filled.

    `p` is the probability that somebody else does the work. Of it `suspected` falls to the parties of the engagements
    `by`, whose own answers are known; in the rest of it nothing is known of who works.
    """

    p: Ends = NOTHING
    p_filled: float = 0.0
    suspected: Ends = NOTHING
    suspected_filled: float = 0.0
    by: tuple[str, ...] = ()


def latent_tier(ground: Ground, engagement_id: str) -> Latent:
    """Return the undeclared tier of an engagement; only below consignment and system use.

    p is the larger, end by end, of what silence or a claim is worth (p_0) and the probability of a suspected
    engagement below that has no rows of its own (p_1). Up to p_0 nothing is known of who works there, and only what
    p_1 exceeds it by, p - p_0, goes to the suspected party with its own answers. So a recorded suspicion never pays,
    however well the suspected party answers: what is written down before stays as it is, and the part that it adds
    takes work away from the declared people, whose answers are at least as good (the smaller of both is taken).
    Source: docs/method.md, "The tier that nobody declared".
    """
    if not engagement_id:
        return Latent()
    engagement = ground.chain.engagements[engagement_id]
    if engagement.relation not in (Relation.CONSIGN, Relation.SYSTEM_USE):
        return Latent()
    silent, filled = _of_silence(ground, engagement_id)
    children = suspected_below(ground, engagement_id)
    suspected = _probability(ground, children)
    p = (max(silent[0], suspected[0]), max(silent[1], suspected[1]), max(silent[2], suspected[2]))
    p_filled = max(filled, suspected[1])
    if not any(_answers_anything(ground, child) for child in children):
        return Latent(p, p_filled)
    more = (p[0] - silent[0], p[1] - silent[1], p[2] - silent[2])
    return Latent(p, p_filled, more, p_filled - filled, children)


def suspect_profile(ground: Ground, engagement_id: str) -> int:
    """Return the profile of the party that a suspected engagement names."""
    consignee = ground.chain.engagements[engagement_id].consignee
    return ground.profiles.index(consignee, engagements=ground.chain.line(engagement_id))


def _answers_anything(ground: Ground, engagement_id: str) -> bool:
    return not ground.profiles.is_silent(suspect_profile(ground, engagement_id))


def _of_silence(ground: Ground, engagement_id: str) -> tuple[Ends, float]:
    """Return the probability by what is said of further tiers, and its point with open answers filled."""
    engagement = ground.chain.engagements[engagement_id]
    profile = ground.profiles.index(engagement.consignee, engagements=ground.chain.line(engagement_id))
    answers = {c: ground.profiles.judged(profile, c) for c in (*SAYS, "HUM-01")}
    says = says_something(answers["CHN-02"]) or engagement.onward is not Onward.UNKNOWN
    says = says or has_declared_tier(ground, engagement_id)
    claimed = _claimed(ground, {c: answers[c].ends[1] for c in SAYS})
    filled = _claimed(
        ground, {c: max(answers[c].ends[1], ground.means[c] if _is_open(answers[c]) else 0.0) for c in SAYS}
    )
    if _is_verified(answers["CHN-02"], ground) and _is_verified(answers["HUM-01"], ground):
        return rising(ground.parameters.ends("latent.verified")), 0.0
    if says:
        return claimed, filled[1]
    return rising(ground.parameters.ends("latent.silence")), filled[1]


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


def suspected_below(ground: Ground, engagement_id: str) -> tuple[str, ...]:
    """Return the suspected engagements directly below that have no rows of their own."""
    return tuple(
        child
        for child in ground.chain.children(engagement_id)
        if ground.chain.engagements[child].declared is Declared.SUSPECTED
        and child not in ground.with_access
        and ground.chain.is_scored(child)
    )


def _probability(ground: Ground, suspected: tuple[str, ...]) -> Ends:
    """Return the highest probability of these engagements, end by end; 0 for none."""
    worst = NOTHING
    for child in suspected:
        p = rising(ground.chain.engagements[child].probability or ground.parameters.ends("link.suspected"))
        worst = (max(worst[0], p[0]), max(worst[1], p[1]), max(worst[2], p[2]))
    return worst
