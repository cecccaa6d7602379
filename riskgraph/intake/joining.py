"""A register and its returned questionnaires as one submission, checked as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from riskgraph.intake.assigning import answers_in_force
from riskgraph.intake.checks import check
from riskgraph.intake.contradictions import Beside, Ground, contradictions
from riskgraph.intake.merge import with_questionnaires
from riskgraph.model.control import Catalogue
from riskgraph.model.problem import Problem
from riskgraph.model.questionnaire import ReturnedForm
from riskgraph.model.submission import Settings, Submission

DEFAULT_ZONE = "Asia/Tokyo"
_TOLD_BY_MERGING = frozenset({"contradiction.onward", "contradiction.no_tiers", "contradiction.alike"})


def joined(submission: Submission, forms: Sequence[ReturnedForm], catalogue: Catalogue, *, as_of: date) -> Submission:
    """Return a register with its questionnaires, checked once more where they change it.

    What the register alone already showed is not told twice.
    """
    if not forms:
        return submission
    merged = with_questionnaires(submission, forms, catalogue, as_of=as_of)
    told = {(p.code, p.file, p.sheet, p.cell) for p in merged.problems}
    new: list[Problem] = []
    for problem in _against_each_other(submission, forms):
        told.add((problem.code, problem.file, problem.sheet, problem.cell))
        new.append(problem)
    for problem in check(merged, as_of=as_of, known_controls=control_ids(catalogue)):
        # One cell can stand for several engagements, as a tier that is told once for all work of a party.
        place = (problem.code, problem.file, problem.sheet, problem.cell)
        if place not in told:
            told.add(place)
            new.append(problem)
    return merged.with_problems(*new)


def _against_each_other(submission: Submission, forms: Sequence[ReturnedForm]) -> Iterator[Problem]:
    """Give what contradicts the answers of forms, without what the merging of them tells with its consequences."""
    known = [(form.party_id, form) for form in forms if form.is_known and form.party_id in submission.party_by_id]
    ground = Ground(submission, known)
    for party_id, form in known:
        beside = Beside(submission, answers_in_force(submission, party_id, form), known)
        for problem in contradictions(form, party_id, beside, ground=ground):
            if problem.code not in _TOLD_BY_MERGING:
                yield problem


def control_ids(catalogue: Catalogue) -> frozenset[str]:
    """Return the ids of all controls, so that the checks know an unknown one."""
    return frozenset(control.control_id for control in catalogue.controls)


def day_of(settings: Settings) -> date:
    """Return the day that the register states, else today where the register is kept."""
    if settings.as_of is not None:
        return settings.as_of
    try:
        zone = ZoneInfo(settings.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        zone = ZoneInfo(DEFAULT_ZONE)
    return datetime.now(zone).date()
