"""Where nobody can show the consent to pass personal data on: at a case of the meeting and at the work below it.

The convention that bites: work that touches no personal data has no gap; a gap says that the record is missing.
"""

from __future__ import annotations

from collections.abc import Iterator

from riskgraph.analysis.duties import MY_NUMBER, consent_due
from riskgraph.model.chain import Chain
from riskgraph.model.deciding import ConsentGap
from riskgraph.model.engagement import HandlingPlace, Relation
from riskgraph.model.submission import Submission

_PASSING_ON = frozenset({Relation.CONSIGN, Relation.SYSTEM_USE})


def consent_gaps(row_id: str, submission: Submission, chain: Chain) -> tuple[ConsentGap, ...]:
    """Return the work at and below an engagement (by the id of its row) that hands personal data on without a record.

    Work that is only planned has gaps too; what is over has none. For My Number data only the explicit permission of
    the first principal counts; a blanket one does not.
    """
    found: dict[str, ConsentGap] = {}
    for engagement_id in _at_and_below(row_id, chain):
        code = consent_due(engagement_id, chain, submission) if _touches(engagement_id, chain) else None
        if code is not None:
            row = chain.engagements[engagement_id].row_id
            known = found.get(row, ConsentGap(row, is_running=False, is_my_number=False))
            found[row] = ConsentGap(
                row,
                is_running=known.is_running or not chain.is_future(engagement_id),
                is_my_number=known.is_my_number or code == MY_NUMBER,
            )
    return tuple(found[row] for row in sorted(found))


def _at_and_below(row_id: str, chain: Chain) -> Iterator[str]:
    waiting = list(chain.copies(row_id))
    seen = set()
    while waiting:
        engagement_id = waiting.pop()
        if engagement_id not in seen:
            seen.add(engagement_id)
            yield engagement_id
            waiting.extend(chain.children(engagement_id))


def _touches(engagement_id: str, chain: Chain) -> bool:
    engagement = chain.engagements[engagement_id]
    return (
        engagement.relation in _PASSING_ON
        and engagement.handling_place is not HandlingPlace.NONE
        and bool(chain.assets(engagement_id))
        and not chain.is_ended(engagement_id)
    )
