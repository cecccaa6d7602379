"""Whom to ask for answers: every party that works for the owner, what it last said, which form fits it.

The convention that bites: a form for a deeper tier goes through the owner's direct contractor, because there
is no contract with that party. Persons are never asked, and a party that is only suspected is not there to ask.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from riskgraph.analysis.board import board
from riskgraph.model.board import OPEN_STATES, BoardState, Candidate, WhyForm, WhyNot
from riskgraph.model.chain import Chain, build_chain
from riskgraph.model.control import Catalogue
from riskgraph.model.engagement import SCORED_RELATIONS, Declared, Engagement, HandlingPlace
from riskgraph.model.party import AssessmentBasis, Party, PartyKind
from riskgraph.model.quantities import Interval
from riskgraph.model.records import QuestionnaireRecord, RequestRecord, ReviewState
from riskgraph.model.submission import Submission

LARGE_HOLDING = 100_000
"""Persons from which a holding calls for the full form."""
VALID_FOR = timedelta(days=365)
_HELD_BY_CONSIGNEE = frozenset({HandlingPlace.OWN_ENV, HandlingPlace.CLOUD, HandlingPlace.UNKNOWN})
_WITH_THE_PARTY = frozenset({*OPEN_STATES, BoardState.RECEIVED, BoardState.UNDER_REVIEW})
_HAS_A_BASIS = frozenset(
    {
        AssessmentBasis.THIRD_PARTY_REPORT,
        AssessmentBasis.PUBLIC_DOCUMENTS,
        AssessmentBasis.CONTRACT_CHECK,
        AssessmentBasis.OUT_OF_SCOPE,
    }
)


@dataclass(frozen=True)
class _Known:
    """What is looked up for every party: its last answers, and who has a request open."""

    last: Mapping[str, tuple[date, str]]
    asked: Collection[str]
    poor: Collection[str]
    hosts: Collection[str]


def candidates(
    submission: Submission,
    requests: Iterable[RequestRecord],
    questionnaires: Iterable[QuestionnaireRecord],
    catalogue: Catalogue,
    *,
    today: date,
    poor: Collection[str] = (),
) -> tuple[Candidate, ...]:
    """Return the parties that may be asked, the owner with its own form first, then by tier and id.

    Parameters
    ----------
    poor
        Parties that lie on paths of a poor grade; the full form is suggested for them.
    """
    chain, back = build_chain(submission), tuple(questionnaires)
    known = _Known(_last_answers(submission, back), _asked(submission, requests, back, today), poor, _hosts(submission))
    found = [
        _candidate(submission.party_by_id[party_id], work, chain, submission, catalogue, known, today)
        for party_id, work in _work_of(submission, chain).items()
    ]
    owner = _owner(submission, catalogue, known, today)
    return (*owner, *sorted(found, key=lambda c: (c.tiers[:1] or (0,), c.party_id)))


def owner_of(submission: Submission) -> str:
    """Return whose register this is: who the settings name, else the only owner of data; "" where neither says."""
    if submission.settings.owner:
        return submission.settings.owner
    owners = {asset.owner for asset in submission.assets if asset.owner}
    return owners.pop() if len(owners) == 1 else ""


def _work_of(submission: Submission, chain: Chain) -> Mapping[str, list[Engagement]]:
    """Return the running work of every party that can be asked."""
    owner = owner_of(submission)
    work: dict[str, list[Engagement]] = defaultdict(list)
    for engagement in submission.engagement_by_id.values():
        party = submission.party_by_id.get(engagement.consignee)
        is_asked = party is not None and not party.is_person and not party.succeeded_by
        if is_asked and engagement.consignee != owner and _is_running(engagement, chain):
            work[engagement.consignee].append(engagement)
    return work


def _is_running(engagement: Engagement, chain: Chain) -> bool:
    return (
        engagement.relation in SCORED_RELATIONS
        and engagement.declared is not Declared.SUSPECTED
        and not chain.is_ended(engagement.engagement_id)
        and bool(chain.line(engagement.engagement_id))
    )


def _candidate(  # noqa: PLR0913 - one line a party, made in one place
    party: Party,
    work: Sequence[Engagement],
    chain: Chain,
    submission: Submission,
    catalogue: Catalogue,
    known: _Known,
    today: date,
) -> Candidate:
    records = _most_records(work, chain, submission)
    is_large = _holds(party.party_id, work, known.hosts) and records is not None and records.pt >= LARGE_HOLDING
    why = WhyForm.LARGE_HOLDING if is_large else WhyForm.POOR_GRADE if party.party_id in known.poor else WhyForm.SHORT
    form = "short" if why is WhyForm.SHORT else "full"
    last_on, last_form = known.last.get(party.party_id, (None, ""))
    return Candidate(
        party_id=party.party_id,
        departments=_departments(work, chain),
        via=_via(party.party_id, work, chain),
        tiers=tuple(sorted({len(chain.line(e.engagement_id)) for e in work})),
        records=records,
        last_answered_on=last_on,
        last_form=last_form,
        has_open_request=party.party_id in known.asked,
        form=form,
        why_form=why,
        modules=modules_for(party.party_id, form, work, submission, catalogue, chain=chain),
        why_not=_why_not(party, known, last_on, today),
    )


def _owner(submission: Submission, catalogue: Catalogue, known: _Known, today: date) -> tuple[Candidate, ...]:
    """Return the register's owner with its own form; () where nobody can be said to be the owner."""
    party = submission.party_by_id.get(owner_of(submission))
    if party is None or party.is_person:
        return ()
    last_on, last_form = known.last.get(party.party_id, (None, ""))
    return (
        Candidate(
            party_id=party.party_id,
            last_answered_on=last_on,
            last_form=last_form,
            has_open_request=party.party_id in known.asked,
            form="own",
            why_form=WhyForm.OWNER,
            modules=modules_for(party.party_id, "own", (), submission, catalogue),
            why_not=_why_not(party, known, last_on, today),
        ),
    )


def _why_not(party: Party, known: _Known, last_on: date | None, today: date) -> WhyNot | None:
    """Return why a party is not asked now unless somebody chooses it."""
    if party.party_id in known.asked:
        return WhyNot.OPEN_REQUEST
    if last_on is not None and today - last_on <= VALID_FOR:
        return WhyNot.ANSWERED_LATELY
    if party.assessment_basis in _HAS_A_BASIS:
        return WhyNot.OTHER_BASIS
    return WhyNot.CLOUD if party.kind is PartyKind.CLOUD else None


def _last_answers(
    submission: Submission, questionnaires: Iterable[QuestionnaireRecord]
) -> Mapping[str, tuple[date, str]]:
    """Return when each party last answered and on which form."""
    found: dict[str, tuple[date, str]] = {}
    dated = [(a.party_id, a.answered_on, a.form) for a in submission.answers if a.answered_on is not None]
    dated += [
        (q.party_id, q.received_on, f"{q.form_id}/{q.version}")
        for q in questionnaires
        if q.state is ReviewState.ACCEPTED and q.deleted is None
    ]
    for party_id, day, form in dated:
        if (day, form) > found.get(party_id, (date.min, "")):
            found[party_id] = (day, form)
    return found


def _asked(
    submission: Submission,
    requests: Iterable[RequestRecord],
    questionnaires: Sequence[QuestionnaireRecord],
    today: date,
) -> frozenset[str]:
    """Return the parties that have a request open: in the store, or on the register's own sheet."""
    rows = board(requests, questionnaires, today=today).rows
    asked = {row.request.party_id for row in rows if row.state in _WITH_THE_PARTY}
    settled = {row.request.party_id for row in rows} - asked
    on_sheet = {r.party_id for r in submission.requests if r.sent_on is not None and r.returned_on is None}
    return frozenset(asked | (on_sheet - settled))


def _departments(work: Sequence[Engagement], chain: Chain) -> tuple[str, ...]:
    """Return who has charge of the work: the department of the nearest engagement upwards that names one."""
    found = []
    for engagement in work:
        line = reversed(chain.line(engagement.engagement_id))
        found.append(next((d for e in line if (d := chain.engagements[e].owner_dept)), ""))
    return tuple(dict.fromkeys(department for department in found if department))


def contractors_above(submission: Submission) -> Mapping[str, tuple[str, ...]]:
    """Return the direct contractors through whom a form goes, by the party that it is for; () for a direct one."""
    chain = build_chain(submission)
    return {party_id: _via(party_id, work, chain) for party_id, work in _work_of(submission, chain).items()}


def _via(party_id: str, work: Sequence[Engagement], chain: Chain) -> tuple[str, ...]:
    """Return the direct contractors above a party; () where it has a contract with the owner itself."""
    lines = [chain.line(engagement.engagement_id) for engagement in work]
    if any(len(line) == 1 for line in lines):
        return ()
    return tuple(dict.fromkeys(c for line in lines if (c := chain.engagements[line[0]].consignee) != party_id))


def _most_records(work: Sequence[Engagement], chain: Chain, submission: Submission) -> Interval | None:
    """Return the most persons whose data any of the work handles; None where nobody says."""
    found = [r for e in work if (r := _records(e, chain, submission)) is not None]
    return max(found, key=lambda records: records.pt, default=None)


def _records(engagement: Engagement, chain: Chain, submission: Submission) -> Interval | None:
    """Return the records of one engagement, else those of its data."""
    if engagement.records is not None:
        return engagement.records
    assets = [submission.asset_by_id[asset_id].records for asset_id in chain.handled(engagement.engagement_id)]
    known = [records for records in assets if records is not None]
    return max(known, key=lambda records: records.pt, default=None)


def _hosts(submission: Submission) -> frozenset[str]:
    return frozenset({s.host for s in submission.systems} | {a.host for a in submission.accesses})


def _holds(party_id: str, work: Sequence[Engagement], hosts: Collection[str]) -> bool:
    """Say whether data lie with the party, as far as the register tells."""
    return party_id in hosts or any(engagement.handling_place in _HELD_BY_CONSIGNEE for engagement in work)


def modules_for(
    party_id: str,
    form_id: str,
    work: Sequence[Engagement],
    submission: Submission,
    catalogue: Catalogue,
    *,
    chain: Chain | None = None,
) -> tuple[str, ...]:
    """Return the modules that the register calls for; modules for a trade are for people to choose."""
    try:
        form = catalogue.form(form_id)
    except KeyError:
        return ()  # the writer says which forms there are
    lines = chain or build_chain(submission)
    assets = {asset_id for engagement in work for asset_id in lines.handled(engagement.engagement_id)}
    applies = {
        "hosting": _holds(party_id, work, _hosts(submission)),
        "my_number": any(submission.asset_by_id[asset_id].my_number for asset_id in assets),
    }
    return tuple(module.module_id for module in form.modules if applies.get(module.applies, False))
