"""The down pass: how well each hop supervises (q) and what of it reaches each engagement (Q = prod q).

q rests on the consignor's side and on contract facts, never on what the consignee says of itself. Ends are
in risk order: index 0 the safe one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from riskgraph.model.assessment import AnswerUsed, Certainty, Hop, HopPart, Standing
from riskgraph.model.chain import Chain
from riskgraph.model.engagement import PEOPLE_RELATIONS, Consent, Engagement, Reviewed
from riskgraph.model.parameters import Parameters
from riskgraph.model.party import Tri
from riskgraph.model.quantities import Interval
from riskgraph.scoring.profiles import Profiles
from riskgraph.scoring.strength import NOTHING_KNOWN, Ends, Floats, freshness, used

PARTS = ("terms", "check", "follow_up")
STAND_IN = {"terms": "CHN-03", "check": "CHN-05", "follow_up": "CHN-04"}
PEOPLE_CONTROLS = ("HUM-01", "HUM-02")


@dataclass(frozen=True)
class Part:
    """One part of a hop: its ends, whether the contract states it, and what stands in where it does not."""

    ends: Ends
    fact: str = ""
    column: str = ""
    is_stated: bool = True
    answers: tuple[AnswerUsed, ...] = ()
    open_controls: tuple[str, ...] = ()


@dataclass(frozen=True)
class Supervision:
    """q of every hop and Q of every line, by engagement id; ends in risk order."""

    parts: Mapping[str, Mapping[str, Part]]
    q: Mapping[str, Ends]
    product: Mapping[str, Ends]
    q_filled: Mapping[str, float]
    product_filled: Mapping[str, float]


def effective_consent(engagement: Engagement) -> Consent:
    """Return the consent of an engagement; direct engagements and people need none unless it is stated."""
    if engagement.consent is not None:
        return engagement.consent
    is_direct = not engagement.parent_engagement
    return Consent.NOT_NEEDED if is_direct or engagement.relation in PEOPLE_RELATIONS else Consent.UNKNOWN


def hop_strength(parts: Mapping[str, Ends]) -> Ends:
    """Return q: half the mean plus half the minimum of the three parts, end by end."""
    table = np.array([parts[p] for p in PARTS])
    q = 0.5 * table.mean(axis=0) + 0.5 * table.min(axis=0)
    return (float(q[0]), float(q[1]), float(q[2]))


def supervise(
    chain: Chain, profiles: Profiles, parameters: Parameters, *, as_of: date, means: Mapping[str, float]
) -> Supervision:
    """Return the supervision of every engagement that leads to an owner, one topological sweep.

    Of engagements whose line is not stated only the hop itself: their product is that of the line that is chosen.
    """
    parts: dict[str, Mapping[str, Part]] = {}
    q: dict[str, Ends] = {}
    product: dict[str, Ends] = {}
    q_filled: dict[str, float] = {}
    product_filled: dict[str, float] = {}
    for engagement_id in sorted(chain.engagements, key=lambda e: len(chain.line(e))):
        line, steps = chain.line(engagement_id), chain.stated_line(engagement_id)
        if not steps:
            continue
        engagement = chain.engagements[engagement_id]
        # Answers about an engagement count for what is stated to stand below it: which line is chosen moves no q.
        found = _parts(engagement, steps, profiles, parameters, as_of)
        parts[engagement_id] = found
        q[engagement_id] = _q(engagement, found)
        q_filled[engagement_id] = _q_filled(engagement, found, means)
        if not line or engagement_id in chain.open:
            continue
        above = product[line[-2]] if len(line) > 1 else (1.0, 1.0, 1.0)
        here = q[engagement_id]
        product[engagement_id] = (above[0] * here[0], above[1] * here[1], above[2] * here[2])
        product_filled[engagement_id] = q_filled[engagement_id] * (product_filled[line[-2]] if len(line) > 1 else 1.0)
    return Supervision(parts, q, product, q_filled, product_filled)


def _parts(
    engagement: Engagement, line: tuple[str, ...], profiles: Profiles, parameters: Parameters, as_of: date
) -> Mapping[str, Part]:
    """Return the parts of a hop: two answers of the receiver for people, three contract facts else."""
    profile = profiles.index(engagement.consignor, engagements=line)
    if engagement.relation in PEOPLE_RELATIONS:
        return {c: _answered(profiles, profile, c) for c in PEOPLE_CONTROLS}
    return {
        "terms": _terms(engagement, profiles, profile, parameters),
        "check": _check(engagement, profiles, profile, parameters, as_of=as_of),
        "follow_up": _follow_up(engagement, profiles, profile, parameters),
    }


def _answered(profiles: Profiles, profile: int, control_id: str) -> Part:
    """Return a part that rests on one answer of the receiver of people, silence at its usual worth."""
    judged = profiles.judged(profile, control_id)
    answer = used(judged, profiles.keys[profile][0], control_id)
    is_open = judged.standing not in (Standing.ANSWERED, Standing.NOT_APPLICABLE)
    return Part(judged.ends, is_stated=not is_open, answers=(answer,), open_controls=(control_id,) if is_open else ())


def _stand_in(profiles: Profiles, profile: int, part: str, column: str) -> Part:
    """Return the consignor's own general answer where a fact is blank; without one a blank is worth its no."""
    control_id = STAND_IN[part]
    judged = profiles.judged(profile, control_id)
    answer = used(judged, profiles.keys[profile][0], control_id)
    if judged.standing in (Standing.ANSWERED, Standing.NOT_APPLICABLE):
        return Part(judged.ends, column=column, is_stated=False, answers=(answer,))
    return Part(NOTHING_KNOWN, column=column, is_stated=False, answers=(answer,), open_controls=(control_id,))


def _exact(value: float) -> Ends:
    return (value, value, value)


def _terms(engagement: Engagement, profiles: Profiles, profile: int, parameters: Parameters) -> Part:
    """Return the smaller of consent and flow-down."""
    consent = effective_consent(engagement)
    if consent is Consent.UNKNOWN:
        first = _stand_in(profiles, profile, "terms", "consent")
    else:
        name = "explicit_numbered" if consent is Consent.EXPLICIT and engagement.consent_no else consent.value
        first = Part(_exact(parameters.number(f"hop.consent.{name}")), consent.value, "consent")
    if engagement.flow_down is Tri.UNKNOWN:
        second = _stand_in(profiles, profile, "terms", "flow_down")
    else:
        worth = parameters.number(f"hop.flow_down.{engagement.flow_down.value}")
        second = Part(_exact(worth), engagement.flow_down.value, "flow_down")
    weaker = first if first.ends[1] <= second.ends[1] else second
    ends = (
        min(first.ends[0], second.ends[0]),
        min(first.ends[1], second.ends[1]),
        min(first.ends[2], second.ends[2]),
    )
    return Part(ends, weaker.fact, weaker.column, weaker.is_stated, weaker.answers, weaker.open_controls)


def _check(engagement: Engagement, profiles: Profiles, profile: int, parameters: Parameters, *, as_of: date) -> Part:
    """Return how the consignee was last checked, aged; a date alone is paper, a method alone is old."""
    if engagement.audit_method is None and engagement.audited_on is None:
        return _stand_in(profiles, profile, "check", "audit_method")
    method = engagement.audit_method.value if engagement.audit_method else "paper"
    worth = parameters.number(f"hop.check.{method}")
    aged = worth * freshness(engagement.audited_on, as_of, parameters)
    return Part((worth, aged, aged), method, "audited_on" if engagement.audited_on else "audit_method")


def _follow_up(engagement: Engagement, profiles: Profiles, profile: int, parameters: Parameters) -> Part:
    """Return whether incident reports are read and followed up."""
    reviewed = engagement.incident_reports_reviewed
    if reviewed is Reviewed.UNKNOWN:
        return _stand_in(profiles, profile, "follow_up", "incident_reports_reviewed")
    worth = parameters.number(f"hop.review.{reviewed.value}")
    return Part(_exact(worth), reviewed.value, "incident_reports_reviewed")


def _q(engagement: Engagement, parts: Mapping[str, Part]) -> Ends:
    if engagement.relation in PEOPLE_RELATIONS:
        table = np.array([part.ends for part in parts.values()]).mean(axis=0)
        return (float(table[0]), float(table[1]), float(table[2]))
    return hop_strength({name: part.ends for name, part in parts.items()})


def open_controls(engagement: Engagement) -> tuple[str, ...]:
    """Return the consignor's own answers that a hop rests on: of people two, else those for facts that are blank."""
    if engagement.relation in PEOPLE_RELATIONS:
        return PEOPLE_CONTROLS
    blank = {
        "terms": effective_consent(engagement) is Consent.UNKNOWN or engagement.flow_down is Tri.UNKNOWN,
        "check": engagement.audit_method is None and engagement.audited_on is None,
        "follow_up": engagement.incident_reports_reviewed is Reviewed.UNKNOWN,
    }
    return tuple(STAND_IN[part] for part in PARTS if blank[part])


def hop_q(
    engagement: Engagement, line: tuple[str, ...], profiles: Profiles, parameters: Parameters, *, as_of: date
) -> Ends:
    """Return q of one hop by itself, ends in risk order; `line` is what is stated to stand above it and itself."""
    return _q(engagement, _parts(engagement, line, profiles, parameters, as_of))


def _q_filled(engagement: Engagement, parts: Mapping[str, Part], means: Mapping[str, float]) -> float:
    """Return q at the point if every open answer behind it had the mean of the population."""

    def point(part: Part) -> float:
        return max([part.ends[1], *(means[c] for c in part.open_controls)])

    if engagement.relation in PEOPLE_RELATIONS:
        return float(np.mean([point(part) for part in parts.values()]))
    filled = {name: _exact(point(part)) for name, part in parts.items()}
    return hop_strength(filled)[1]


def interval_of(ends: Ends) -> Interval:
    """Return a strength in risk order as an interval ordered by size."""
    return Interval(ends[2], ends[1], ends[0])


def hop(engagement_id: str, chain: Chain, supervision: Supervision) -> Hop:
    """Return one hop as people read it, with the cells of its facts."""
    engagement = chain.engagements[engagement_id]
    consent = effective_consent(engagement)
    return Hop(
        engagement_id=engagement_id,
        consignor=engagement.consignor,
        consignee=engagement.consignee,
        relation=engagement.relation,
        certainty=Certainty(engagement.declared.value),
        q=interval_of(supervision.q[engagement_id]),
        parts=tuple(
            HopPart(
                part=name,
                strength=interval_of(part.ends),
                fact=part.fact,
                is_stated=part.is_stated,
                answers=part.answers,
                source=engagement.source.at(part.column),
            )
            for name, part in supervision.parts[engagement_id].items()
        ),
        has_missing_consent=consent in (Consent.NONE, Consent.REFUSED, Consent.REQUESTED, Consent.UNKNOWN),
    )


def as_array(product: Mapping[str, Ends], engagement_ids: list[str]) -> Floats:
    """Return Q of these engagements, shape (n, 3)."""
    return np.array([product[e] for e in engagement_ids], dtype=np.float64).reshape(-1, 3)
