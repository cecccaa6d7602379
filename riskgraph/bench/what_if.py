"""What-if, measured: one answer and one fact of a hop tried out on a large register, against scoring it in full."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np

from riskgraph.bench.made_up import AS_OF, as_submission, made_up
from riskgraph.bench.ratio import Ratio
from riskgraph.bench.timing import seconds
from riskgraph.catalogue import load_catalogue, load_parameters
from riskgraph.model.change import AnswerSet, Change, FieldSet
from riskgraph.model.submission import Submission
from riskgraph.what_if import WhatIf

SIZE, QUICK_SIZE = 38_000, 300
"""Access rows; the larger has a little more than 5,000 parties."""
MOST = 0.05
_QUESTIONS = 60
Row = TypeVar("Row")


def what_if_ratios(size: int) -> list[Ratio]:
    """Return the part of a full rescoring that one answer and one fact cost, and how well both agree with it.

    Only questions that move something count: the others cost next to nothing.
    """
    catalogue, parameters = load_catalogue(), load_parameters()
    submission = as_submission(made_up(size, catalogue))
    what_if = WhatIf(submission, parameters, catalogue, as_of=AS_OF)
    answers, facts = _answers(submission), _facts(submission)
    # What is built once for all questions is no part of one.
    what_if.losses(answers[:1])
    full = seconds(lambda: what_if.after(answers[:1]))
    found = []
    asked: list[Change] = []
    for name, changes in (("what_if_answer", answers), ("what_if_fact", facts)):
        moving = [change for change in changes if (what_if.losses([change]).eal != what_if.now.eal).any()]
        spent = [seconds(lambda: what_if.losses([change])) for change in moving]  # noqa: B023 - run at once
        if not spent:
            continue
        asked.append(moving[-1])
        counted = f"{len(submission.parties):,}; {len(what_if.scored.ids):,}; {len(spent)} x"
        detail = f"{counted}, <= {max(spent) / full:.2g}"
        found.append(Ratio(name, float(np.median(spent)) / full, MOST, is_at_least=False, detail=detail))
    if asked:
        found.append(Ratio("what_if_exact", _mistake(what_if, asked), 1e-12, is_at_least=False, detail="1 x"))
    return found


def _answers(submission: Submission) -> list[Change]:
    return [AnswerSet(party_id=a.party_id, control_id=a.control_id) for a in _spread(submission.answers)]


def _facts(submission: Submission) -> list[Change]:
    rows = _spread(submission.engagements)
    return [FieldSet(sheet="engagements", row_id=e.engagement_id, column="consent", value="explicit") for e in rows]


def _spread(rows: Sequence[Row]) -> Sequence[Row]:
    """Return some of the rows, evenly over the register."""
    return rows[:: max(1, len(rows) // _QUESTIONS)]


def _mistake(what_if: WhatIf, changes: Sequence[Change]) -> float:
    """Return by how much of itself the EAL after a change differs from that of the register scored anew."""
    quick, full = what_if.losses(changes).eal, what_if.after(changes).eal[:, :3].sum(axis=0)
    return float(np.abs(quick / full - 1.0).max())
