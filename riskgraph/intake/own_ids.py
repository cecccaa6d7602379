"""Ids of engagements that nobody wrote: made of what the row says, so that they stay when rows move.

The convention that bites: such an id names consignor and consignee, ``(P1→P2)``; a second engagement between the same
two is ``(P1→P2)#2``, counted in the order of what the rows say and never of where they stand.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from riskgraph.intake.naming import shown
from riskgraph.model.access import Access
from riskgraph.model.chain import build_chain
from riskgraph.model.engagement import Engagement
from riskgraph.model.problem import Problem, Severity, problem_at
from riskgraph.model.submission import Submission

_MADE = re.compile(r"\(.*→.*\)(#\d+)?", re.DOTALL)


def is_own_id(engagement_id: str) -> bool:
    """Say whether an id has the form that is given to engagements without one."""
    return _MADE.fullmatch(engagement_id) is not None


def with_own_ids(engagements: Sequence[Engagement]) -> list[Engagement]:
    """Return the engagements in their order, those with a blank id with one of their own."""
    taken = {engagement.engagement_id for engagement in engagements}
    alike: dict[str, list[int]] = defaultdict(list)
    for place, engagement in enumerate(engagements):
        if not engagement.engagement_id:
            alike[f"({engagement.consignor}→{engagement.consignee})"].append(place)
    found = list(engagements)
    for base, places in alike.items():
        names = (name for n in itertools.count(1) if (name := base if n == 1 else f"{base}#{n}") not in taken)
        for place in sorted(places, key=lambda place: _said(engagements[place])) if len(places) > 1 else places:
            found[place] = engagements[place].model_copy(update={"engagement_id": next(names)})
    return found


def _said(engagement: Engagement) -> str:
    """Return all that a row says as one text."""
    return repr(sorted(engagement.model_dump(mode="json", exclude={"source"}).items()))


def with_access_joined(submission: Submission) -> Submission:
    """Return the register with access rows of employers under the only engagement without a written id that fits.

    A blank engagement means the owner's own staff. Where engagements have no ids nobody can write one, so that a row
    whose employer is the consignee of such an engagement on the data belongs to it; where several fit it is told.
    Registers with ids are not touched.
    """
    own = [e for e in submission.engagement_by_id.values() if is_own_id(e.row_id)]
    loose = [row for row in submission.accesses if not row.engagement_id and row.employer]
    if not own or not loose:
        return submission
    fitting = _fitting(submission, own)
    found: list[Access] = []
    joined: list[Access] = []
    problems: list[Problem] = []
    for row in submission.accesses:
        ids = () if row.engagement_id else fitting.get((row.employer, row.asset_id), ())
        if len(ids) == 1:
            joined.append(row)
        elif ids:
            problems.append(_told(row, "register.access_of_several", Severity.WARNING, len(ids)))
        found.append(row.model_copy(update={"engagement_id": ids[0]}) if len(ids) == 1 else row)
    if joined:
        problems.append(_told(joined[0], "register.access_by_employer", Severity.INFO, len(joined)))
    return submission.model_copy(update={"accesses": tuple(found)}).with_problems(*problems)


def _told(row: Access, code: str, severity: Severity, count: int) -> Problem:
    where = row.source.at("employer")
    return problem_at(where, code, severity, access=shown(row.access_id), employer=shown(row.employer), count=count)


def _fitting(submission: Submission, own: Sequence[Engagement]) -> Mapping[tuple[str, str], Sequence[str]]:
    """Return by employer and asset ("" for none) the engagements that an access row may belong to."""
    chain = build_chain(submission)
    fitting: dict[tuple[str, str], list[str]] = defaultdict(list)
    for engagement in own:
        handled = chain.handled(engagement.engagement_id)
        own_data = {a for a in handled if submission.asset_by_id[a].owner == engagement.consignee}
        for asset_id in ("", *(a for a in handled if a not in own_data)):
            if handled:
                fitting[engagement.consignee, asset_id].append(engagement.row_id)
    return {key: tuple(dict.fromkeys(ids)) for key, ids in fitting.items()}
