"""Ways to change a drawn register, each with a direction: what should be no worse, or exactly as risky."""

from __future__ import annotations

import json
from collections.abc import Callable
from random import Random
from typing import Any

from riskgraph.model.answer import Answer, AnswerCode, Evidence
from riskgraph.model.assessment import Assessment
from riskgraph.model.engagement import AuditMethod, Consent, Engagement, Reviewed
from riskgraph.model.party import Tri
from riskgraph.model.quantities import Interval
from riskgraph.model.submission import Submission
from tests.scoring.worlds import FRESH, assessed, channels

TIES = 1 + 1e-9


def risks(result: Assessment) -> list[float]:
    """Return EAL and P of a leak at all three ends."""
    totals = result.totals
    return [getattr(x, end) for x in (totals.eal_yen, totals.p_leak_1y) for end in ("lo", "pt", "hi")]


def is_no_riskier(better: Submission, worse: Submission, ends: tuple[int, ...] = (0, 1, 2)) -> bool:
    """Say whether neither EAL nor P of the first is above that of the second at these ends.

    A limit that the method has: of several ways of one group to one asset the one with the highest rate times
    loss counts, with its rate. Where another one takes its place, P may move against the EAL, so that P is
    compared only where nothing was to choose.
    """
    a, b = (risks(assessed(register, top=0)) for register in (better, worse))
    if any(a[n] > b[n] * TIES + 1e-9 for n in ends):
        return False
    if all(a[3 + n] <= b[3 + n] * TIES + 1e-15 for n in ends):
        return True
    return any(c.other_routes for register in (better, worse) for c in channels(assessed(register)))


def better_answer(told: Answer) -> Answer:
    """Return the next better answer of the same evidence, said the same day."""
    steps = {
        AnswerCode.NO: AnswerCode.PARTIAL,
        AnswerCode.PLANNED: AnswerCode.PARTIAL,
        AnswerCode.PARTIAL: AnswerCode.YES,
    }
    return told.model_copy(update={"answer": steps.get(told.answer, told.answer)})


def better_evidence(told: Answer) -> Answer:
    """Return the same answer with the next better evidence."""
    steps = {Evidence.CLAIM: Evidence.DOCUMENT, Evidence.DOCUMENT: Evidence.VERIFIED}
    return told.model_copy(update={"evidence": steps.get(told.evidence, told.evidence)})


def with_answers(register: Submission, random: Random, change: Callable[[Answer], Answer]) -> Submission:
    """Return the register with about half of its answers changed."""
    told = tuple(change(a) if random.random() < 0.5 else a for a in register.answers)
    return register.model_copy(update={"answers": told})


BEST: dict[str, Any] = {
    "consent": Consent.EXPLICIT,
    "consent_no": "K-9",
    "flow_down": Tri.YES,
    "audit_method": AuditMethod.ONSITE,
    "audited_on": FRESH,
    "incident_reports_reviewed": Reviewed.YES,
    "deletion_proof": Tri.YES,
}


def better_fact(engagement: Engagement, random: Random) -> Engagement:
    """Return an engagement with one of its facts at its best; a check goes with its date."""
    name = random.choice(sorted(BEST))
    names = {"consent": ("consent", "consent_no"), "audit_method": ("audit_method", "audited_on")}.get(name, (name,))
    return engagement.model_copy(update={n: BEST[n] for n in names})


def more(size: Interval | None, factor: float) -> Interval | None:
    """Return a number multiplied; an unknown one stays unknown."""
    return Interval(size.lo * factor, size.pt * factor, size.hi * factor) if size else None


def shuffled(register: Submission, random: Random) -> Submission:
    """Return the register with the rows of every sheet in another order."""
    names = ("parties", "engagements", "assets", "systems", "sites", "accesses", "answers", "requests", "connections")
    rows = {name: random.sample(getattr(register, name), len(getattr(register, name))) for name in names}
    return register.model_copy(update={name: tuple(values) for name, values in rows.items()})


def relabelled(register: Submission) -> tuple[Submission, dict[str, str]]:
    """Return the register with other ids, in another order of the alphabet, and the ids new to old."""
    ids = [p.party_id for p in register.parties]
    ids += [e.engagement_id for e in register.engagements] + [a.asset_id for a in register.assets]
    ids += [s.system_id for s in register.systems] + [s.site_id for s in register.sites]
    ids += [r.access_id for r in register.accesses] + [c.connection_id for c in register.connections]
    new = {old: f"z{len(ids) - n:03d}" for n, old in enumerate(ids)}
    text = register.model_dump(mode="json")
    return Submission.model_validate(_renamed(text, new)), {value: key for key, value in new.items()}


def _renamed(value: Any, new: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: item if key in ("control_id", "form") else _renamed(item, new) for key, item in value.items()}
    if isinstance(value, list):
        return [_renamed(item, new) for item in value]
    return new.get(value, value) if isinstance(value, str) else value


def as_text(result: Assessment) -> str:
    """Return what an assessment says of paths, parties and assets, in its own order."""
    said = result.model_dump(mode="json", exclude={"problems"})
    return json.dumps(said, ensure_ascii=False)
