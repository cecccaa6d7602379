"""What speaks against the answers of a form: the register, other forms, its own remarks. Told, never decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from riskgraph.model.answer import Answer
from riskgraph.model.problem import Problem
from riskgraph.model.questionnaire import ReturnedForm
from riskgraph.model.submission import Submission


@dataclass(frozen=True)
class Beside:
    """What a form is held against.

    `previous` are the answers of the party before, by control; `others` the forms of other parties that came back,
    by party id.
    """

    submission: Submission
    previous: Mapping[str, Answer]
    others: Sequence[tuple[str, ReturnedForm]] = ()


def contradictions(form: ReturnedForm, party_id: str, beside: Beside) -> tuple[Problem, ...]:
    """Return what contradicts the answers of a form, each with both cells; no code is changed by it."""
    raise NotImplementedError
