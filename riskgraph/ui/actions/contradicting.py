"""What speaks against forms: the register, the party's earlier answers, and the forms of other parties."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from riskgraph.intake.assigning import answers_in_force
from riskgraph.intake.contradictions import Beside, Ground, contradictions
from riskgraph.model.answer import Answer
from riskgraph.model.problem import Problem
from riskgraph.model.questionnaire import ReturnedForm
from riskgraph.model.submission import Submission
from riskgraph.ui.actions.receiving_desk import Desk, forms

Owned = tuple[str, ReturnedForm]


def without_file(submission: Submission, file: str) -> Submission:
    """Return a register without the answers that were read from a file, the same one where there are none."""
    others = tuple(answer for answer in submission.answers if answer.source.file != file)
    # A copy has to index its rows anew, which takes long where it is done for hundreds of forms.
    is_same = len(others) == len(submission.answers)
    return submission if is_same else submission.model_copy(update={"answers": others})


def contradicted(given: Sequence[Owned], at: Desk) -> tuple[tuple[Problem, ...], ...]:
    """Return what contradicts each form, beside the others that are given and those that are kept.

    Parameters
    ----------
    given
        Party and form; a form without a party is held against nothing.
    """
    kept = forms(at.records)
    others = [(r.party_id, kept[r.questionnaire_id]) for r in at.records if r.questionnaire_id in kept]
    ground = Ground(at.submission, (*(one for one in given if one[0]), *others))
    return tuple(_of(form, party_id, ground, at) if party_id else () for party_id, form in given)


def _of(form: ReturnedForm, party_id: str, ground: Ground, at: Desk) -> tuple[Problem, ...]:
    before = without_file(at.submission, form.file)
    beside = Beside(before, answers_in_force(before, party_id, form))
    return contradictions(form, party_id, beside, ground=ground)


def in_force(form: ReturnedForm, party_id: str, at: Desk) -> dict[str, Answer]:
    """Return what a party answered before this form, by control."""
    return answers_in_force(without_file(at.submission, form.file), party_id, form) if party_id else {}


def together(*problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems, each once, in the order in which they come."""
    first: dict[str, Problem] = {}
    for group in problems:
        for problem in group:
            first.setdefault(problem.model_dump_json(), problem)
    return tuple(first.values())
