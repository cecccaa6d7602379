"""Two assessments side by side: which paths moved, and which answers changed."""

from __future__ import annotations

from datetime import date

from riskgraph.model.answer import Answer
from riskgraph.model.assessment import AnswerChange, Assessment, Comparison, Path, PathChange
from riskgraph.model.submission import Submission

_Key = tuple[str, str, str, str]


def compare_assessments(before: Assessment, after: Assessment, *, old: Submission, new: Submission) -> Comparison:
    """Return what moved. Paths are those listed in either assessment, the largest change of EAL first."""
    of_before = {path.key: path for path in before.paths}
    of_after = {path.key: path for path in after.paths}
    changes = [_change(key, of_before.get(key), of_after.get(key)) for key in sorted({*of_before, *of_after})]
    changes.sort(key=lambda c: (-abs(_eal(c.eal_after) - _eal(c.eal_before)), c.key))
    return Comparison(
        eal_before=before.totals.eal_yen,
        eal_after=after.totals.eal_yen,
        paths=tuple(changes),
        answers=_answers(old, new),
    )


def _eal(interval: object) -> float:
    return float(getattr(interval, "pt", 0.0))


def _change(key: str, before: Path | None, after: Path | None) -> PathChange:
    known = after or before
    assert known is not None
    return PathChange(
        key=key,
        parties=known.parties,
        rank_before=before.rank if before else None,
        rank_after=after.rank if after else None,
        eal_before=before.eal_yen if before else None,
        eal_after=after.eal_yen if after else None,
    )


def _answers(old: Submission, new: Submission) -> tuple[AnswerChange, ...]:
    """Return the answers in force that differ, by party and control."""
    before, after = _in_force(old), _in_force(new)
    changed = [
        AnswerChange(
            party_id=key[0],
            control_id=key[3],
            before=before[key].answer.value if key in before else "",
            after=after[key].answer.value if key in after else "",
            evidence_before=before[key].evidence.value if key in before else "",
            evidence_after=after[key].evidence.value if key in after else "",
            source=(after.get(key) or before[key]).source,
        )
        for key in sorted({*before, *after})
        if _said(before.get(key)) != _said(after.get(key))
    ]
    return tuple(changed)


def _said(answer: Answer | None) -> tuple[str, str]:
    return (answer.answer.value, answer.evidence.value) if answer else ("", "")


def _in_force(submission: Submission) -> dict[_Key, Answer]:
    """Return the latest answer of every party, scope and control."""
    latest: dict[_Key, Answer] = {}
    for answer in submission.answers:
        key = (answer.party_id, answer.scope_kind.value, answer.scope_id, answer.control_id)
        known = latest.get(key)
        if known is None or (answer.answered_on or date.min) > (known.answered_on or date.min):
            latest[key] = answer
    return latest
