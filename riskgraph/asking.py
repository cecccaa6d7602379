"""What to ask a party, taken from the register: which modules, on whose behalf, until when, what it said last.

The convention that bites: a party learns who its own direct consignor is and nothing else of the chain, so
that a party with several consignors reads the name of none unless the register's owner is one of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from riskgraph.analysis.whom_to_ask import modules_for, owner_of
from riskgraph.errors import WrongUse
from riskgraph.intake.questionnaire_request import QuestionnaireRequest
from riskgraph.intake.questionnaire_writer import write_questionnaire
from riskgraph.model.answer import Answer, AnswerCode, ScopeKind
from riskgraph.model.control import Catalogue
from riskgraph.model.engagement import ENDED_STATES, Engagement
from riskgraph.model.problem import Severity
from riskgraph.model.questionnaire import ReturnedForm
from riskgraph.model.records import RequestRecord
from riskgraph.model.submission import Submission
from riskgraph.report.letters import LetterFacts, LetterKind, letter
from riskgraph.report.mailing import Mailed
from riskgraph.report.names import party_name

Step = Callable[[int, int, str], None]


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
    work = _work(party_id, submission)
    return QuestionnaireRequest(
        form_id=form_id,
        modules=modules_for(party_id, form_id, work, submission, catalogue),
        party_id=party_id,
        party_name=party.name,
        consignor_name=_consignor(work, submission),
        due_on=_due(party_id, form_id, submission),
        previous=last_answers(party_id, submission),
    )


def questionnaire_for(
    record: RequestRecord, submission: Submission, *, contact: str = "", given: ReturnedForm | None = None
) -> QuestionnaireRequest:
    """Return what the questionnaire of a kept request is made from; the same one is made again at any time.

    Parameters
    ----------
    contact
        Whom the party can ask: a department and a shared address.
    given
        What came back, where it is sent back: only its open questions are asked once more.

    Raises
    ------
    WrongUse
        ``use.unknown_party`` where the register no longer has the party.
    """
    party = submission.party_by_id.get(record.party_id)
    if party is None:
        raise WrongUse("use.unknown_party", {"party": record.party_id})
    return QuestionnaireRequest(
        form_id=record.form,
        version=record.version,
        modules=record.modules,
        party_id=record.party_id,
        party_name=party.name,
        consignor_name=_consignor(_work(record.party_id, submission), submission),
        scope_kind=record.scope_kind,
        scope_id=record.scope_id,
        scope_words=_scope_words(record, submission),
        due_on=record.due_on,
        contact=contact,
        previous=last_answers(record.party_id, submission, scope_kind=record.scope_kind, scope_id=record.scope_id),
        given=given,
        still_open=open_questions(given) if given is not None else (),
    )


def open_questions(form: ReturnedForm) -> tuple[str, ...]:
    """Return the controls that a form which came back leaves open: blank, or with a doubt at their row."""
    doubted = {
        (p.sheet, _row(p.cell)) for p in form.problems if p.severity in (Severity.ERROR, Severity.WARNING) and p.cell
    }
    open_ = [
        a.control_id
        for a in form.answers
        if a.answer is AnswerCode.BLANK or (a.source.sheet, _row(a.source.cell)) in doubted
    ]
    return tuple(dict.fromkeys(open_))


def _row(cell: str) -> str:
    return cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ$")


def workbooks(
    records: Sequence[RequestRecord],
    submission: Submission,
    catalogue: Catalogue,
    *,
    contact: str = "",
    given: Mapping[int, ReturnedForm] | None = None,
    step: Step | None = None,
) -> dict[int, bytes]:
    """Return the questionnaires of requests as workbooks, by id of the request.

    Parameters
    ----------
    given
        What came back for requests that are sent back, by id.
    step
        Is called before each workbook with how many are done, of how many, and the name of the party.

    Raises
    ------
    WrongUse
        Where the register no longer has a party, or the catalogue no longer has a form.
    """
    made: dict[int, bytes] = {}
    for number, record in enumerate(records):
        asked = questionnaire_for(record, submission, contact=contact, given=(given or {}).get(record.request_id))
        if step is not None:
            step(number, len(records), asked.party_name)
        made[record.request_id] = write_questionnaire(asked, catalogue, locale=record.locale)
    return made


def mailed(  # noqa: PLR0913 - a letter says all of this
    record: RequestRecord,
    kind: LetterKind,
    submission: Submission,
    catalogue: Catalogue,
    *,
    via: Sequence[str] = (),
    contact: str = "",
    content: bytes = b"",
    given: ReturnedForm | None = None,
) -> Mailed:
    """Return a request with its letter of one kind, and its workbook where one goes with it.

    Parameters
    ----------
    via
        The direct contractors through whom the form goes, as party ids; the letter is to the first.
    """
    locale, owner = record.locale, owner_of(submission)
    through = tuple(party_name(party_id, submission, locale) for party_id in via)
    told = submission.party_by_id.get(via[0] if via else record.party_id)
    facts = LetterFacts(
        request_id=record.request_id,
        fiscal_year=record.fiscal_year,
        party=party_name(record.party_id, submission, locale),
        form_title=catalogue.form(record.form, record.version).title.said(locale),
        due_on=record.due_on,
        company=party_name(owner, submission, locale) if owner in submission.party_by_id else "",
        department=record.department,
        contact=contact,
        via=through[0] if through else "",
        questions=_asked_again(given, catalogue, locale) if given is not None else (),
        is_own=record.party_id == owner,
    )
    return Mailed(
        request_id=record.request_id,
        party=facts.party,
        form_id=record.form,
        due_on=record.due_on,
        letter=letter(kind, facts, locale),
        content=content,
        department=record.department,
        mail_to=told.contact if told is not None else "",
        via=through,
        sent_on=record.sent_on,
    )


def _asked_again(given: ReturnedForm, catalogue: Catalogue, locale: str) -> tuple[str, ...]:
    known = [catalogue.control_by_id.get(control_id) for control_id in open_questions(given)]
    return tuple(f"{c.control_id} {c.question.said(locale)}" for c in known if c is not None)


def _work(party_id: str, submission: Submission) -> list[Engagement]:
    """Return the work of a party that has not ended."""
    return [e for e in submission.engagements if e.consignee == party_id and e.status not in ENDED_STATES]


def _scope_words(record: RequestRecord, submission: Submission) -> str:
    """Return what the answers are about in the register's own words; "" for all work of the party."""
    if record.scope_kind is ScopeKind.ENGAGEMENT:
        engagement = submission.engagement_by_id.get(record.scope_id)
        return engagement.work if engagement else ""
    if record.scope_kind is ScopeKind.SYSTEM:
        system = submission.system_by_id.get(record.scope_id)
        return system.name if system else ""
    if record.scope_kind is ScopeKind.SITE:
        site = submission.site_by_id.get(record.scope_id)
        return site.name if site else ""
    return ""


def _consignor(work: list[Engagement], submission: Submission) -> str:
    """Return the name of the one direct consignor, or of the owner where it is one of several; else blank."""
    consignors = list(dict.fromkeys(engagement.consignor for engagement in work))
    owner = owner_of(submission)
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


def last_answers(
    party_id: str, submission: Submission, *, scope_kind: ScopeKind = ScopeKind.PARTY, scope_id: str = ""
) -> dict[str, Answer]:
    """Return the last answer of a party to each control in one scope, by default as a whole."""
    own = [
        a
        for a in submission.answers
        if a.party_id == party_id and a.scope_kind is scope_kind and a.scope_id == scope_id
    ]
    return {a.control_id: a for a in sorted(own, key=lambda a: a.answered_on or date.min)}
