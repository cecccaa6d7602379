"""What speaks against the answers of a form: the register, other forms, its own remarks. Told, never decided.

The convention that bites: a contradiction names both cells and asks. No code is changed by it, neither here nor by
whoever shows it; which of the two is right is for the party to say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from riskgraph.intake.folding import fold
from riskgraph.intake.merge_tiers import SubEngagements
from riskgraph.intake.naming import shown
from riskgraph.intake.questionnaire_quality import CLOSED_BY_STATEMENT, UNIFORM_FROM
from riskgraph.model.access import Access
from riskgraph.model.answer import Answer, AnswerCode, Evidence
from riskgraph.model.engagement import AuditMethod, Consent, Engagement
from riskgraph.model.party import Tri
from riskgraph.model.problem import Problem, Severity, problem_at
from riskgraph.model.quantities import Cell
from riskgraph.model.questionnaire import ReturnedForm
from riskgraph.model.submission import Submission

_WORSE = (AnswerCode.NO, AnswerCode.PLANNED, AnswerCode.UNKNOWN)
# Where the register places a party, by the domain of the controls that work there.
_PLACES: Mapping[str, tuple[str, str]] = {
    "SYS": ("host", "host"),
    "MON": ("host", "host"),
    "IAM": ("host", "host"),
    "DEV": ("device_owner", "device"),
    "PHY": ("site_owner", "site"),
    "HUM": ("employer", "employer"),
}
# What a party says of those below it, and the answer of one below that does not fit.
_ABOVE_AND_BELOW = (
    ("CHN-05", "CHN-07"),
    ("CHN-03", "CHN-08"),
    ("CHN-02", "CHN-02"),
)
_MOST = 3
Sheet = frozenset[tuple[str, str, str, str]]


@dataclass(frozen=True)
class Beside:
    """What a form is held against.

    `previous` are the answers of the party before, by control; `others` the forms of other parties that came back,
    by party id.
    """

    submission: Submission
    previous: Mapping[str, Answer]
    others: Sequence[tuple[str, ReturnedForm]] = ()


class Ground:
    """A register and the forms that came back, laid out once for many forms that are held against them."""

    def __init__(self, submission: Submission, forms: Sequence[tuple[str, ReturnedForm]]) -> None:
        self.below = SubEngagements(submission)
        self.parties = submission.party_by_id
        self.above_of: dict[str, set[str]] = defaultdict(set)
        self.under: dict[str, set[str]] = defaultdict(set)
        for e in submission.engagements:
            self.above_of[e.consignee].add(e.consignor)
            self.under[e.consignor].add(e.consignee)
        self.forms: dict[str, list[ReturnedForm]] = defaultdict(list)
        self.alike: dict[Sheet, list[tuple[str, ReturnedForm]]] = defaultdict(list)
        for party_id, form in forms:
            self.forms[party_id].append(form)
            self.alike[_sheet(form.answers)].append((party_id, form))
        self.placed: dict[tuple[str, str], Access] = {}
        for row in submission.accesses:
            if row.revoked_on is None and not row.is_derived:
                for column, _ in _PLACES.values():
                    self.placed.setdefault((_placed(row, column, submission), column), row)


def contradictions(
    form: ReturnedForm, party_id: str, beside: Beside, *, ground: Ground | None = None
) -> tuple[Problem, ...]:
    """Return what contradicts the answers of a form, each with both cells; no code is changed by it.

    Parameters
    ----------
    ground
        Register and other forms laid out, where many forms are held against the same ones.
    """
    ground = ground or Ground(beside.submission, beside.others)
    answers = {answer.control_id: answer for answer in form.answers if answer.answer is not AnswerCode.BLANK}
    own = form if form.party_id == party_id else form.model_copy(update={"party_id": party_id})
    below = ground.below.of(own)
    return (
        *_denied(form, answers, below),
        *_not_kept(answers, below),
        *_not_applicable(answers, party_id, ground),
        *_between_tiers(answers, party_id, ground),
        *_improved(answers, beside.previous),
        *_copied(party_id, answers, ground),
    )


def _told(answer: Answer, code: str, other: Cell, **fields: str | int) -> Problem:
    """Return a contradiction between an answer and another cell."""
    question, said = answer.control_id, shown(answer.raw or answer.answer.value)
    return _of(answer.source, code, other, question=question, said=said, **fields)


def _of(where: Cell, code: str, other: Cell, **fields: str | int) -> Problem:
    there = {"other_file": shown(other.file), "other_sheet": shown(other.sheet), "other_cell": other.cell}
    return problem_at(where, f"contradiction.{code}", Severity.WARNING, **there, **fields)


def _denied(form: ReturnedForm, answers: Mapping[str, Answer], below: Sequence[Engagement]) -> Iterator[Problem]:
    """Tell of sub-contracting that is denied, or called not applicable, while the register shows some."""
    if not below:
        return
    listed, there = ", ".join(shown(e.row_id) for e in below[:_MOST]), below[0].source.at("consignor")
    if form.onward == "none":
        where = Cell(form.file, form.onward_sheet, form.onward_cell)
        yield _of(where, "onward", there, count=len(below), engagements=listed)
    for control_id in CLOSED_BY_STATEMENT:
        answer = answers.get(control_id)
        if answer is not None and answer.answer is AnswerCode.NA:
            yield _told(answer, "no_tiers", there, count=len(below), engagements=listed)


def _not_kept(answers: Mapping[str, Answer], below: Sequence[Engagement]) -> Iterator[Problem]:
    """Tell of what a party says that it does with those below it while the register shows none of it."""
    for control_id, column, is_missing in _DUTIES:
        answer = answers.get(control_id)
        without = [e for e in below if is_missing(e)]
        if answer is not None and answer.answer is AnswerCode.YES and without:
            listed = ", ".join(shown(e.row_id) for e in without[:_MOST])
            there = without[0].source.at(column)
            yield _told(answer, f"duty_{column}", there, count=len(without), engagements=listed)


_DUTIES: tuple[tuple[str, str, Callable[[Engagement], bool]], ...] = (
    ("CHN-01", "consent", lambda e: e.consent in (Consent.NONE, Consent.REFUSED)),
    ("CHN-03", "flow_down", lambda e: e.flow_down is Tri.NO),
    ("CHN-05", "audited_on", lambda e: e.audited_on is None and e.audit_method in (None, AuditMethod.NONE)),
)


def _not_applicable(answers: Mapping[str, Answer], party_id: str, ground: Ground) -> Iterator[Problem]:
    """Tell of "not applicable" for what the register places with the party."""
    for answer in answers.values():
        if answer.answer is not AnswerCode.NA or answer.control_id[:3] not in _PLACES:
            continue
        column, place = _PLACES[answer.control_id[:3]]
        there = ground.placed.get((party_id, column))
        if there is not None:
            yield _told(answer, "placed_here", there.source.at(column), access=shown(there.access_id), place=place)


def _placed(row: Access, column: str, register: Submission) -> str:
    """Return the party in a role of an access; a system or site that is named tells where none is written."""
    written = str(getattr(row, column))
    if written:
        return written
    if column == "host" and row.system in register.system_by_id:
        return register.system_by_id[row.system].host
    if column == "site_owner" and row.site in register.site_by_id:
        return register.site_by_id[row.site].party_id
    return ""


def _between_tiers(answers: Mapping[str, Answer], party_id: str, ground: Ground) -> Iterator[Problem]:
    """Tell of what a party says of those below it, or those above say of it, that the other's answer denies."""
    under = sorted((ground.under.get(party_id, set()) & ground.forms.keys()) - {party_id})
    above = sorted((ground.above_of.get(party_id, set()) & ground.forms.keys()) - {party_id})
    for upper, lower in _ABOVE_AND_BELOW:
        for other_id in under:
            yield from _opposed(answers.get(upper), _said(ground.forms[other_id], lower), other_id)
        for other_id in above:
            yield from _opposed(answers.get(lower), _said(ground.forms[other_id], upper), other_id, is_lower=True)


def _said(forms: Sequence[ReturnedForm], control_id: str) -> Answer | None:
    """Return the latest answer to a control in forms of one party."""
    found = [a for form in forms for a in form.answers if a.control_id == control_id]
    return next((a for a in reversed(found) if a.answer is not AnswerCode.BLANK), None)


def _opposed(mine: Answer | None, other: Answer | None, other_id: str, *, is_lower: bool = False) -> Iterator[Problem]:
    """Tell where the upper one says yes and the lower one no."""
    if mine is None or other is None:
        return
    upper, lower = (other, mine) if is_lower else (mine, other)
    if upper.answer is AnswerCode.YES and lower.answer is AnswerCode.NO:
        fields = {"party": shown(other_id), "other_question": other.control_id}
        yield _told(mine, "tiers", other.source, other_said=shown(other.raw or other.answer.value), **fields)


def _improved(answers: Mapping[str, Answer], previous: Mapping[str, Answer]) -> Iterator[Problem]:
    """Tell of answers that became better without anything that shows it."""
    for control_id, answer in answers.items():
        before = previous.get(control_id)
        is_bare = answer.evidence is Evidence.CLAIM and not answer.evidence_ref and not answer.comment
        if before is not None and is_bare and answer.answer is AnswerCode.YES and before.answer in _WORSE:
            yield _told(answer, "improved", before.source, before=shown(before.raw or before.answer.value))


def _copied(party_id: str, answers: Mapping[str, Answer], ground: Ground) -> Iterator[Problem]:
    """Tell of the first form of an unrelated party that agrees in every answer, remark and piece of evidence."""
    mine = _sheet(answers.values())
    if len(mine) < UNIFORM_FROM or not any(comment or evidence for _, _, comment, evidence in mine):
        return
    for other_id, other in sorted(ground.alike.get(mine, ()), key=lambda one: (one[0], one[1].file)):
        if other_id != party_id and not _is_related(other_id, party_id, ground):
            there = next(a.source for a in other.answers if a.answer is not AnswerCode.BLANK)
            where = next(iter(answers.values())).source
            yield _of(where, "alike", there, party=shown(other_id), count=len(mine))
            return


def _is_related(one: str, other: str, ground: Ground) -> bool:
    """Say whether two parties belong to one group of companies."""
    groups = [fold(ground.parties[party_id].group) if party_id in ground.parties else "" for party_id in (one, other)]
    return groups[0] != "" and groups[0] == groups[1]


def _sheet(answers: Iterable[Answer]) -> Sheet:
    """Return what a sheet says, whatever its order."""
    return frozenset(
        (a.control_id, a.answer.value, fold(a.comment), fold(a.evidence_ref))
        for a in answers
        if a.answer is not AnswerCode.BLANK
    )
