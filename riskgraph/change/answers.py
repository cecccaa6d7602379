"""Answers that are tried out, in the place of whatever was said in that scope."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from riskgraph.change.cells import ROWS
from riskgraph.errors import WrongUse
from riskgraph.model.answer import Answer, ScopeKind
from riskgraph.model.change import AnswerSet, answer_of
from riskgraph.model.submission import Submission


def answered(submission: Submission, changes: Iterable[AnswerSet], as_of: date) -> Submission:
    """Return the register with answers in the place of whatever was said in their scopes; the last of equals counts.

    Linear in the answers of the register and the changes together.
    """
    new: dict[tuple[str, ...], Answer] = {}
    for change in changes:
        if change.party_id not in submission.party_by_id:
            raise WrongUse("change.unknown_party", {"party": change.party_id})
        _check_scope(submission, change)
        answer = answer_of(change, as_of)
        place = place_of(answer)
        new.pop(place, None)  # so that it stands where the last of equals does
        new[place] = answer
    kept = tuple(a for a in submission.answers if place_of(a) not in new)
    return submission.model_copy(update={"answers": (*kept, *new.values())})


def _check_scope(submission: Submission, change: AnswerSet) -> None:
    """See that the engagement, system or site that an answer is about is there."""
    if change.scope_kind is ScopeKind.PARTY:
        return
    sheet = f"{change.scope_kind.value}s"
    field, key = ROWS[sheet]
    if all(change.scope_id not in (getattr(r, key), getattr(r, "base_id", "")) for r in getattr(submission, field)):
        raise WrongUse("change.unknown_row", {"sheet": sheet, "row": change.scope_id})


def place_of(answer: Answer) -> tuple[str, ...]:
    """Return whose answer it is, to what and in which scope; one without a scope is about the whole party."""
    is_whole = answer.scope_kind is ScopeKind.PARTY or not answer.scope_id
    scope = ("", "") if is_whole else (answer.scope_kind.value, answer.scope_id)
    return (answer.party_id, answer.control_id, *scope)
