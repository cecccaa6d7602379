"""The whole road, measured: from a register of objects to scored channels, its growth, and one changed answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from riskgraph.bench.made_up import ANSWERED, AS_OF, as_submission, made_up
from riskgraph.bench.ratio import Ratio
from riskgraph.bench.timing import medians, seconds
from riskgraph.catalogue import load_catalogue, load_parameters
from riskgraph.model.answer import Answer, AnswerCode, Evidence
from riskgraph.model.submission import Submission
from riskgraph.scoring.channels import Scored, score
from riskgraph.scoring.incremental import Incremental
from riskgraph.scoring.strength import judge

SIZES = (1_000, 10_000)
LARGE = 100_000
QUESTIONS = 20
MOST_TOUCHED = 100


def scored(submission: Submission) -> Scored:
    """Return a made-up register, scored."""
    return score(submission, load_catalogue(), load_parameters(), as_of=AS_OF)


def road_ratios(sizes: Sequence[int], *, runs: int, say: Callable[[str], None]) -> list[Ratio]:
    """Return growth of the time an access from size to size, and changes against scoring, of the whole road."""
    found: list[Ratio] = []
    below: Submission | None = None
    for size in sizes:
        say("whole_road")
        submission = as_submission(made_up(size, load_catalogue()))
        if below is not None:
            small, large = below, submission
            few, many = medians(lambda: scored(small), lambda: scored(large), runs=runs)  # noqa: B023 - run at once
            counts = len(small.accesses), len(large.accesses)
            each = (many / counts[1]) / (few / counts[0])
            detail = f"{counts[0]:,} -> {counts[1]:,}"
            found.append(Ratio("road_growth", each, np.inf, is_at_least=False, detail=detail))
        below = submission
    assert below is not None
    say("road_change")
    return [*found, *changes_of(below, prefix="road")]


def changes_of(submission: Submission, *, prefix: str) -> list[Ratio]:
    """Return what a changed answer costs beside scoring all, and how well the two agree, named by a prefix."""
    before = scored(submission)
    full = seconds(lambda: scored(submission))
    evaluator = Incremental(before)
    parameters = load_parameters()
    times, touched = [], []
    last: Answer | None = None
    for answer in submission.answers[:: max(1, len(submission.answers) // (10 * QUESTIONS))]:
        new = Answer(
            party_id=answer.party_id,
            control_id=answer.control_id,
            answer=AnswerCode.YES,
            evidence=Evidence.VERIFIED,
            answered_on=ANSWERED,
        )
        judged = judge(new, parameters.number(f"prior.{new.control_id}"), AS_OF, parameters)
        taken: list[int] = []
        key = (new.party_id, new.control_id)
        spent = seconds(lambda: taken.append(len(evaluator.changed({key: judged}).replaced)))  # noqa: B023 - at once
        if 0 < taken[0] <= MOST_TOUCHED:
            times.append(spent)
            touched.append(taken[0])
            last = new
        if len(times) == QUESTIONS:
            break
    if last is None:
        return []
    detail = f"{len(before.ids):,}; {len(times)} x, {min(touched)}-{max(touched)} ({np.mean(touched):.1f})"
    value = full / float(np.median(times))
    return [
        Ratio(f"{prefix}_change", value, 0.0, is_at_least=True, detail=detail),
        Ratio(f"{prefix}_exact", _mistake(submission, evaluator, last), 1e-12, is_at_least=False, detail="1 x"),
    ]


def _mistake(submission: Submission, evaluator: Incremental, new: Answer) -> float:
    """Return by how much of itself the EAL after a change differs from that of the register scored anew."""
    parameters = load_parameters()
    judged = judge(new, parameters.number(f"prior.{new.control_id}"), AS_OF, parameters)
    changed = evaluator.changed({(new.party_id, new.control_id): judged}).eal
    key = (new.party_id, new.control_id)
    kept = (a for a in submission.answers if (a.party_id, a.control_id) != key)
    full = scored(submission.model_copy(update={"answers": (*kept, new)})).eal.sum(axis=0)
    return float(np.abs(changed / full - 1.0).max())
