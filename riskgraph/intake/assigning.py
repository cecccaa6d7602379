"""Whose a returned questionnaire is, and which request it answers: proposals, never decisions.

The convention that bites: nothing is merged silently. A party is proposed by the form's own identity, else by a
corporate number or a name that is exactly one party's; else nobody, and a person chooses. Of two forms of one party
both are kept. What is odd is told as a problem beside the form and changes nothing in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from riskgraph.intake.corporate_number import valid_number
from riskgraph.intake.naming import name_key, shown
from riskgraph.model.answer import Answer, ScopeKind
from riskgraph.model.form_map import MAPPED
from riskgraph.model.problem import Problem, Severity, problem_at
from riskgraph.model.quantities import Cell
from riskgraph.model.questionnaire import DeclaredTier, ReturnedForm
from riskgraph.model.records import QuestionnaireRecord, RequestRecord, ReviewState
from riskgraph.model.submission import Submission

_NUMBER = re.compile(r"\d{13}")


class FoundBy(StrEnum):
    """By what the party of a form was proposed."""

    IDENTITY = "identity"
    NUMBER = "number"
    NAME = "name"
    PERSON = "person"
    NOTHING = "nothing"


class TierState(StrEnum):
    """Where a next tier that a party declared stands in the register."""

    ENGAGED = "engaged"
    KNOWN_PARTY = "known_party"
    NEW = "new"


@dataclass(frozen=True)
class Known:
    """What the store holds of a register that a form is held against: rows, requests, what came back before.

    `dates` are the days on which earlier questionnaires were answered, by id.
    """

    submission: Submission
    requests: Sequence[RequestRecord] = ()
    records: Sequence[QuestionnaireRecord] = ()
    dates: Mapping[int, date] | None = None


@dataclass(frozen=True)
class Assigned:
    """One form with the party proposed ("" for none), by what, the request it answers, and what is odd about it.

    `saved_as` is the number of the questionnaire as which the very same file was saved before; 0 for none.
    """

    form: ReturnedForm
    party_id: str
    found_by: FoundBy
    request_id: int | None
    problems: tuple[Problem, ...] = ()
    saved_as: int = 0

    @property
    def can_be_saved(self) -> bool:
        """Say whether there is something to save: a form of ours, whose party is known, not saved before."""
        return self.form.is_known and bool(self.party_id) and not self.saved_as


def assigned(
    forms: Sequence[ReturnedForm], known: Known, *, chosen: Mapping[int, str] | None = None
) -> tuple[Assigned, ...]:
    """Return every form of an upload with its proposals, in the order given.

    Parameters
    ----------
    chosen
        The parties that a person chose, by the place of the form in the upload; they go before any proposal.
    """
    by_hand = chosen or {}
    found = [_assigned(form, known, by_hand.get(number, "")) for number, form in enumerate(forms)]
    return tuple(replace(one, problems=(*one.problems, *_beside(number, found))) for number, one in enumerate(found))


def _assigned(form: ReturnedForm, known: Known, chosen: str) -> Assigned:
    party_id, found_by = (chosen, FoundBy.PERSON) if chosen else party_of(form, known.submission)
    request = open_request(form, party_id, known.requests, known.records) if party_id else None
    same = _same_file(form, party_id, known.records)
    is_saved = same is not None and same.party_id == party_id
    return Assigned(
        form=form,
        party_id=party_id,
        found_by=found_by,
        request_id=request.request_id if request else None,
        problems=tuple(_oddities(form, party_id, known, request, same)) if form.is_known else (),
        saved_as=same.questionnaire_id if same is not None and is_saved else 0,
    )


def _same_file(form: ReturnedForm, party_id: str, records: Iterable[QuestionnaireRecord]) -> QuestionnaireRecord | None:
    """Return the questionnaire that was saved from the very same file, the party's own where there are several.

    One of several parties in a file of somebody else's making, or one read by another number of its map, is another.
    """
    saved = [r for r in records if r.sha256 == form.sha256 and r.deleted is None and form.sha256]
    if form.form_id.startswith(MAPPED):
        saved = [r for r in saved if (r.party_id, r.form_id, r.version) == (party_id, form.form_id, form.version)]
    return next((r for r in saved if r.party_id == party_id), saved[0] if saved else None)


def party_of(form: ReturnedForm, submission: Submission) -> tuple[str, FoundBy]:
    """Return the party that a form is proposed for, and by what; "" where none or several fit."""
    if not form.is_known:
        return "", FoundBy.NOTHING
    if form.party_id:
        # An identity that names a party which the register does not have is no reason to guess another one.
        is_there = form.party_id in submission.party_by_id
        return (form.party_id, FoundBy.IDENTITY) if is_there else ("", FoundBy.NOTHING)
    written = (form.corporate_number, *_NUMBER.findall(form.party_name))
    numbers = {valid_number(digits) for digits in written} - {""}
    by_number = [p.party_id for p in submission.parties if p.corporate_number and p.corporate_number in numbers]
    if len(set(by_number)) == 1:
        return by_number[0], FoundBy.NUMBER
    name = name_key(form.party_name)
    by_name = {p.party_id for p in submission.parties if name and name in {name_key(n) for n in (p.name, *p.aliases)}}
    return (by_name.pop(), FoundBy.NAME) if len(by_name) == 1 else ("", FoundBy.NOTHING)


def open_request(
    form: ReturnedForm, party_id: str, requests: Iterable[RequestRecord], records: Iterable[QuestionnaireRecord]
) -> RequestRecord | None:
    """Return the request that a form answers: of its party, form and scope the newest that waits, else the newest."""
    answered = {
        r.request_id for r in records if r.deleted is None and r.state is not ReviewState.RETURNED and r.request_id
    }
    asked = (form.form_id, form.scope_kind, form.scope_id)
    fitting = [
        r
        for r in requests
        if r.party_id == party_id and (r.form, r.scope_kind, r.scope_id) == asked and r.withdrawn is None
    ]
    return max(fitting, key=lambda r: (r.request_id not in answered, r.request_id), default=None)


def _oddities(
    form: ReturnedForm, party_id: str, known: Known, request: RequestRecord | None, same: QuestionnaireRecord | None
) -> Iterable[Problem]:
    """Give what does not fit between a form and what is known."""
    where = Cell(form.file)
    party = known.submission.party_by_id.get(party_id)
    if party is None:
        if form.party_id:
            yield problem_at(where, "receiving.party_unknown", party=shown(form.party_id))
        else:
            yield problem_at(where, "receiving.party_open", Severity.WARNING, name=shown(form.party_name) or "-")
        return
    names = {name_key(name) for name in (party.name, *party.aliases)}
    if form.party_name and name_key(form.party_name) not in names and not _NUMBER.search(form.party_name):
        fields = {"party": shown(party_id), "name": shown(party.name), "written": shown(form.party_name)}
        yield problem_at(where, "form.party_name_differs", Severity.WARNING, **fields)
    if form.party_id and form.party_id != party_id:
        fields = {"made_for": shown(form.party_id), "party": shown(party_id)}
        yield problem_at(where, "receiving.made_for_another", Severity.WARNING, **fields)
    if same is not None:
        code = "receiving.same_file" if same.party_id == party_id else "receiving.same_file_of_another"
        severity = Severity.INFO if same.party_id == party_id else Severity.WARNING
        fields = {"number": str(same.questionnaire_id), "party": shown(same.party_id)}
        yield problem_at(where, code, severity, **fields)
        return
    if request is None:
        yield problem_at(where, "receiving.not_asked", Severity.INFO)
    yield from _older(form, party_id, known)


def _older(form: ReturnedForm, party_id: str, known: Known) -> Iterable[Problem]:
    """Tell of an accepted form of the same kind that was answered later."""
    dates = known.dates or {}
    for record in known.records:
        is_like = (record.party_id, record.form_id, record.scope_kind, record.scope_id) == (
            party_id, form.form_id, form.scope_kind, form.scope_id,
        )  # fmt: skip
        if not is_like or record.state is not ReviewState.ACCEPTED or record.deleted is not None:
            continue
        then = dates.get(record.questionnaire_id, record.received_on)
        if form.answered_on is not None and form.answered_on < then:
            here = form.answered_on.isoformat()
            where, number = Cell(form.file), record.questionnaire_id
            yield problem_at(
                where, "receiving.older", Severity.WARNING, number=number, then=then.isoformat(), here=here
            )
            return


def _beside(number: int, found: Sequence[Assigned]) -> Iterable[Problem]:
    """Give what there is to say about a form beside the others of its upload."""
    this = found[number]
    if not (this.party_id and this.form.is_known):
        return
    for other_number, other in enumerate(found):
        if other_number == number or other.party_id != this.party_id or not other.form.is_known:
            continue
        where, name = Cell(this.form.file), shown(other.form.file)
        if this.form.sha256 and other.form.sha256 == this.form.sha256:
            if other_number < number:
                yield problem_at(where, "receiving.same_in_upload", Severity.INFO, other=name)
        elif _kind(this.form) == _kind(other.form):
            newer = _when(number, this.form) > _when(other_number, other.form)
            code = "receiving.newer_of_two" if newer else "receiving.older_of_two"
            yield problem_at(where, code, Severity.WARNING, other=name)


def _kind(form: ReturnedForm) -> tuple[str, str, str]:
    return (form.form_id, form.scope_kind.value, form.scope_id)


def _when(number: int, form: ReturnedForm) -> tuple[date, int]:
    return (form.answered_on or date.min, number)


def answers_in_force(submission: Submission, party_id: str, form: ReturnedForm) -> dict[str, Answer]:
    """Return the latest answer of a party to each control in the scope of a form."""
    scope = ("", ScopeKind.PARTY) if form.scope_kind is ScopeKind.PARTY else (form.scope_id, form.scope_kind)
    latest: dict[str, Answer] = {}
    for answer in submission.answers:
        kind = answer.scope_kind if answer.scope_id else ScopeKind.PARTY
        if answer.party_id != party_id or (answer.scope_id if kind is not ScopeKind.PARTY else "", kind) != scope:
            continue
        known = latest.get(answer.control_id)
        if known is None or _dated(answer) >= _dated(known):
            latest[answer.control_id] = answer
    return latest


def _dated(answer: Answer) -> date:
    return max(answer.answered_on or date.min, answer.verified_on or date.min)


def tier_state(tier: DeclaredTier, party_id: str, submission: Submission) -> TierState:
    """Return where a declared next tier stands in the register."""
    number, name = valid_number(tier.corporate_number), name_key(tier.name)
    parties = {
        p.party_id
        for p in submission.parties
        if (number and p.corporate_number == number) or (name and name in {name_key(n) for n in (p.name, *p.aliases)})
    }
    if not parties:
        return TierState.NEW
    engaged = {e.consignee for e in submission.engagements if e.consignor == party_id}
    return TierState.ENGAGED if parties & engaged else TierState.KNOWN_PARTY
