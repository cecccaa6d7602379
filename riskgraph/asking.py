"""What to ask a party, taken from the register: which modules, on whose behalf, until when, what it said last.

The convention that bites: a party learns who its own direct consignor is and nothing else of the chain, so
that a party with several consignors reads the name of none unless the register's owner is one of them.
"""

from __future__ import annotations

from datetime import date

from riskgraph.errors import WrongUse
from riskgraph.intake.questionnaire_request import QuestionnaireRequest
from riskgraph.model.answer import Answer, ScopeKind
from riskgraph.model.chain import build_chain
from riskgraph.model.control import Catalogue
from riskgraph.model.engagement import ENDED_STATES, Engagement, HandlingPlace
from riskgraph.model.submission import Submission

_HELD_BY_CONSIGNEE = frozenset({HandlingPlace.OWN_ENV, HandlingPlace.CLOUD, HandlingPlace.UNKNOWN})


def request_for(party_id: str, form_id: str, submission: Submission, catalogue: Catalogue) -> QuestionnaireRequest:
    """Return what a questionnaire for this party is made from.

    Raises
    ------
    WrongUse
        ``use.unknown_party`` where the register does not have the party.
    """
    party = submission.party_by_id.get(party_id)
    if party is None:
        raise WrongUse("use.unknown_party", {"party": party_id})
    work = [e for e in submission.engagements if e.consignee == party_id and e.status not in ENDED_STATES]
    return QuestionnaireRequest(
        form_id=form_id,
        modules=_modules(party_id, form_id, work, submission, catalogue),
        party_id=party_id,
        party_name=party.name,
        consignor_name=_consignor(work, submission),
        due_on=_due(party_id, form_id, submission),
        previous=_previous(party_id, submission),
    )


def _modules(
    party_id: str, form_id: str, work: list[Engagement], submission: Submission, catalogue: Catalogue
) -> tuple[str, ...]:
    """Return the modules that the register calls for; modules for a trade are for people to choose."""
    chain = build_chain(submission)
    assets = {asset_id for engagement in work for asset_id in chain.assets(engagement.engagement_id)}
    applies = {
        "hosting": _holds_data(party_id, work, submission),
        "my_number": any(submission.asset_by_id[asset_id].my_number for asset_id in assets),
    }
    try:
        form = catalogue.form(form_id)
    except KeyError:
        return ()  # the writer says which forms there are
    return tuple(module.module_id for module in form.modules if applies.get(module.applies, False))


def _holds_data(party_id: str, work: list[Engagement], submission: Submission) -> bool:
    """Say whether data lie with the party, as far as the register tells."""
    hosts = {system.host for system in submission.systems} | {access.host for access in submission.accesses}
    return party_id in hosts or any(engagement.handling_place in _HELD_BY_CONSIGNEE for engagement in work)


def _consignor(work: list[Engagement], submission: Submission) -> str:
    """Return the name of the one direct consignor, or of the owner where it is one of several; else blank."""
    consignors = list(dict.fromkeys(engagement.consignor for engagement in work))
    owner = submission.settings.owner
    chosen = owner if owner in consignors else consignors[0] if len(consignors) == 1 else ""
    party = submission.party_by_id.get(chosen)
    return party.name if party else ""


def _due(party_id: str, form_id: str, submission: Submission) -> date | None:
    """Return until when an open request for this form is due, the latest of several."""
    due = [
        request.due_on
        for request in submission.requests
        if request.party_id == party_id and request.form == form_id and request.due_on and not request.returned_on
    ]
    return max(due, default=None)


def _previous(party_id: str, submission: Submission) -> dict[str, Answer]:
    """Return the last answer of the party as a whole to each control."""
    own = [a for a in submission.answers if a.party_id == party_id and a.scope_kind is ScopeKind.PARTY]
    return {a.control_id: a for a in sorted(own, key=lambda a: a.answered_on or date.min)}
