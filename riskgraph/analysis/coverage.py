"""How far the questionnaires have come, tier by tier: asked, returned, accepted, answered.

The convention that bites: these are steps, so that whoever returned was asked, and whoever was accepted returned; a
form that came back unasked counts as asked. The owner (tier 0) answers for itself and is not among the asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from riskgraph.analysis.domains import parties_by_tier
from riskgraph.model.assessment import PartyResult
from riskgraph.model.exposure import TierCoverage
from riskgraph.model.records import QuestionnaireRecord, RequestRecord, ReviewState
from riskgraph.model.submission import Submission


def coverage_by_tier(
    parties: Sequence[PartyResult],
    submission: Submission,
    requests: Iterable[RequestRecord],
    questionnaires: Iterable[QuestionnaireRecord],
) -> tuple[TierCoverage, ...]:
    """Return the steps of each tier below the owner, the first tier first.

    Rows of the register count as the store's records do: a request that is on the sheet was sent, and answers on the
    sheet were returned and accepted.
    """
    live = [q for q in questionnaires if q.deleted is None]
    accepted = {q.party_id for q in live if q.state is ReviewState.ACCEPTED}
    accepted |= {answer.party_id for answer in submission.answers}
    returned = accepted | {q.party_id for q in live}
    returned |= {request.party_id for request in submission.requests if request.returned_on is not None}
    asked = returned | {request.party_id for request in submission.requests if request.sent_on is not None}
    asked |= {r.party_id for r in requests if r.sent_on is not None and r.withdrawn is None}
    share = {party.party_id: party.coverage for party in parties}
    return tuple(
        TierCoverage(
            tier=tier,
            parties=len(ids),
            asked=len(asked.intersection(ids)),
            returned=len(returned.intersection(ids)),
            accepted=len(accepted.intersection(ids)),
            answered=sum(share[i] for i in ids) / len(ids),
        )
        for tier, ids in parties_by_tier(parties).items()
        if tier > 0
    )
