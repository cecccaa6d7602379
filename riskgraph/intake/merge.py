"""Puts returned questionnaires into a submission: their answers, and the next tiers that parties told.

The convention that bites: the register's own rows stay as they are. What a party says comes in beside them,
marked as its word, and where the two disagree that is told and both stay.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from riskgraph.intake.merge_tiers import SubEngagements, told_tiers
from riskgraph.intake.naming import name_key, shown
from riskgraph.intake.questionnaire_quality import CLOSED_BY_STATEMENT, UNIFORM_FROM
from riskgraph.model.answer import Answer, AnswerCode, Request, ScopeKind
from riskgraph.model.control import Catalogue
from riskgraph.model.engagement import Engagement
from riskgraph.model.form_map import MAPPED
from riskgraph.model.problem import Problem, Severity, problem_at
from riskgraph.model.quantities import Cell
from riskgraph.model.questionnaire import ReturnedForm
from riskgraph.model.submission import InputFile, Submission

_MOST_NAMED = 5


def with_questionnaires(
    submission: Submission, forms: Sequence[ReturnedForm], catalogue: Catalogue, *, as_of: date | None = None
) -> Submission:
    """Return the submission with the answers of these questionnaires and all that they bring to light.

    Answers of a party that the register does not have are left out and counted. Of two questionnaires of one
    party both stay; scoring takes the newer answer. Every problem of the forms is listed, too.

    Parameters
    ----------
    as_of
        Answers dated later are told and count as undated; without it the register's own day is taken.
    """
    problems = [problem for form in forms for problem in form.problems]
    admitted = _admitted(forms, submission, problems)
    day = as_of or submission.settings.as_of
    answers = {id(form): _answers(form, submission, catalogue, day=day, problems=problems) for form in admitted}
    below = SubEngagements(submission)
    for form in admitted:
        party = shown(submission.party_by_id[form.party_id].name)
        answers[id(form)] = _against_register(form, answers[id(form)], below.of(form), party, problems)
    for form in _copied(admitted, problems):
        answers[id(form)] = [_flagged(a, ()) for a in answers[id(form)]]
    told = told_tiers(submission, admitted)
    return submission.model_copy(
        update={
            "parties": (*submission.parties, *told.parties),
            "engagements": told.engagements,
            "answers": (*submission.answers, *(answer for form in admitted for answer in answers[id(form)])),
            "requests": _requests(submission.requests, admitted, answers),
            "files": (*submission.files, *map(_file, admitted)),
            "problems": (*submission.problems, *problems, *told.problems),
        }
    )


def _admitted(forms: Sequence[ReturnedForm], submission: Submission, problems: list[Problem]) -> list[ReturnedForm]:
    """Return the forms whose party the register has, each file once; tell of the others."""
    admitted: list[ReturnedForm] = []
    seen: dict[tuple[str, str], str] = {}
    for form in (form for form in forms if form.is_known):
        where, count = Cell(form.file), sum(a.answer is not AnswerCode.BLANK for a in form.answers)
        # A file of somebody else's making may hold several parties; one of ours is made for one.
        file = (form.sha256, form.party_id if form.form_id.startswith(MAPPED) else "")
        if form.sha256 and file in seen:
            problems.append(problem_at(where, "form.same_file", Severity.INFO, other=shown(seen[file])))
        elif not form.party_id:
            problems.append(problem_at(where, "form.party_missing", count=count, name=shown(form.party_name) or "-"))
        elif form.party_id not in submission.party_by_id:
            problems.append(problem_at(where, "form.party_unknown", party=shown(form.party_id), count=count))
        else:
            seen[file] = form.file
            admitted.append(form)
            problems.extend(_doubts(form, submission))
    return admitted


def _doubts(form: ReturnedForm, submission: Submission) -> Iterable[Problem]:
    """Give what does not fit between a form and the register: another name, a scope that is not there."""
    party, where = submission.party_by_id[form.party_id], Cell(form.file)
    names = {name_key(name) for name in (party.name, *party.aliases)}
    if form.party_name and name_key(form.party_name) not in names:
        fields = {"party": shown(form.party_id), "name": shown(party.name), "written": shown(form.party_name)}
        yield problem_at(where, "form.party_name_differs", Severity.WARNING, **fields)
    known = {
        ScopeKind.ENGAGEMENT: {e.row_id for e in submission.engagements} | submission.engagement_by_id.keys(),
        ScopeKind.SYSTEM: submission.system_by_id.keys(),
        ScopeKind.SITE: submission.site_by_id.keys(),
    }
    if form.scope_kind in known and form.scope_id not in known[form.scope_kind]:
        yield problem_at(where, "form.scope_unknown", Severity.WARNING, scope=shown(form.scope_id))


def _answers(
    form: ReturnedForm, submission: Submission, catalogue: Catalogue, *, day: date | None, problems: list[Problem]
) -> list[Answer]:
    """Return the answers of a form; a form without a date of its own takes the day on which it came back."""
    returned = [
        request.returned_on
        for request in submission.requests
        if request.party_id == form.party_id and request.form == form.form_id and request.returned_on
    ]
    back_on = max(returned, default=None) if form.answered_on is None else None
    answers = [answer for answer in form.answers if answer.control_id in catalogue.control_by_id]
    if back_on is not None:
        answers = [a if a.answered_on else a.model_copy(update={"answered_on": back_on}) for a in answers]
    ahead = [a for a in answers if day is not None and a.answered_on is not None and a.answered_on > day]
    if not ahead or day is None:
        return answers
    latest = max(a.answered_on for a in ahead if a.answered_on)
    fields = {"date": latest.isoformat(), "day": day.isoformat()}
    problems.append(problem_at(ahead[0].source, "form.answers_ahead", Severity.WARNING, count=len(ahead), **fields))
    places = {a.source for a in ahead}
    return [a.model_copy(update={"answered_on": None}) if a.source in places else a for a in answers]


def _against_register(
    form: ReturnedForm, answers: list[Answer], known: list[Engagement], party: str, problems: list[Problem]
) -> list[Answer]:
    """Return the answers in the light of the further tiers that the register shows; tell of what does not fit."""
    where = Cell(form.file, form.onward_sheet, form.onward_cell)
    if form.onward == "listed" and not form.declared and not known:
        problems.append(problem_at(where, "finding.tier_list_missing", Severity.WARNING, party=party))
    if not known:
        return answers
    listed = ", ".join(shown(e.row_id) for e in known[:_MOST_NAMED])
    if form.onward == "none":
        fields = {"party": party, "engagements": listed}
        code = "finding.contradiction_onward"
        problems.append(problem_at(where, code, Severity.WARNING, count=len(known), **fields))
        return [_flagged(answer, CLOSED_BY_STATEMENT) for answer in answers]
    return [_not_applicable(answer, listed, problems) for answer in answers]


def _not_applicable(answer: Answer, engagements: str, problems: list[Problem]) -> Answer:
    """Return `unknown` for a "not applicable" about further tiers that the register has: it contradicts it."""
    if answer.control_id not in CLOSED_BY_STATEMENT or answer.answer is not AnswerCode.NA:
        return answer
    fields = {"question": answer.control_id, "engagements": engagements}
    problems.append(problem_at(answer.source, "finding.na_contradicted", Severity.WARNING, **fields))
    return answer.model_copy(update={"answer": AnswerCode.UNKNOWN})


def _flagged(answer: Answer, controls: Sequence[str]) -> Answer:
    """Return an answer under an open doubt; without controls every answer that says something."""
    if answer.answer is AnswerCode.BLANK or (controls and answer.control_id not in controls):
        return answer
    return answer.model_copy(update={"is_flagged": True})


def _copied(forms: Sequence[ReturnedForm], problems: list[Problem]) -> list[ReturnedForm]:
    """Return forms of different parties that agree in every answer, remark and piece of evidence."""
    alike: dict[frozenset[tuple[str, str, str, str]], list[ReturnedForm]] = defaultdict(list)
    for form in forms:
        said = [a for a in form.answers if a.answer is not AnswerCode.BLANK]
        if len(said) >= UNIFORM_FROM and any(a.comment or a.evidence_ref for a in said):
            alike[frozenset((a.control_id, a.answer.value, a.comment, a.evidence_ref) for a in said)].append(form)
    copied = [group for group in alike.values() if len({form.party_id for form in group}) > 1]
    for group in copied:
        for form, other in zip(group, (*group[1:], group[0]), strict=True):
            where = Cell(form.file)
            problems.append(problem_at(where, "form.same_as_other", Severity.WARNING, other=shown(other.file)))
    return [form for group in copied for form in group]


def _requests(
    requests: Sequence[Request], forms: Sequence[ReturnedForm], answers: dict[int, list[Answer]]
) -> tuple[Request, ...]:
    """Return the requests with the day of return of every form that came back, asked for or not."""
    kept = list(requests)
    for form in forms:
        dates = [a.answered_on for a in answers[id(form)] if a.answered_on] + [form.answered_on or date.min]
        back_on = max(dates) if max(dates) > date.min else None
        own = [i for i, r in enumerate(kept) if (r.party_id, r.form) == (form.party_id, form.form_id)]
        for i in own:
            # Answers older than the request are those of an earlier round.
            is_open = kept[i].returned_on is None and back_on is not None
            if is_open and back_on is not None and (kept[i].sent_on or date.min) <= back_on:
                kept[i] = kept[i].model_copy(update={"returned_on": back_on})
        if not own:
            kept.append(_request(form, back_on))
    return tuple(kept)


def _request(form: ReturnedForm, back_on: date | None) -> Request:
    return Request(
        party_id=form.party_id,
        form=form.form_id,
        version=form.version,
        due_on=form.due_on,
        returned_on=back_on,
        source=Cell(form.file),
    )


def _file(form: ReturnedForm) -> InputFile:
    return InputFile(file=form.file, sha256=form.sha256, kind="questionnaire", party_id=form.party_id)
