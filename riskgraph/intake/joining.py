"""A register and its returned questionnaires as one submission, checked as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from riskgraph.intake.checks import check
from riskgraph.intake.merge import with_questionnaires
from riskgraph.model.control import Catalogue
from riskgraph.model.problem import Problem
from riskgraph.model.questionnaire import ReturnedForm
from riskgraph.model.submission import Settings, Submission

DEFAULT_ZONE = "Asia/Tokyo"


def joined(submission: Submission, forms: Sequence[ReturnedForm], catalogue: Catalogue, *, as_of: date) -> Submission:
    """Return a register with its questionnaires, checked once more where they change it.

    What the register alone already showed is not told twice.
    """
    if not forms:
        return submission
    merged = with_questionnaires(submission, forms, catalogue, as_of=as_of)
    told = {(p.code, p.file, p.sheet, p.cell) for p in merged.problems}
    new: list[Problem] = []
    for problem in check(merged, as_of=as_of, known_controls=control_ids(catalogue)):
        # One cell can stand for several engagements, as a tier that is told once for all work of a party.
        place = (problem.code, problem.file, problem.sheet, problem.cell)
        if place not in told:
            told.add(place)
            new.append(problem)
    return merged.with_problems(*new)


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
