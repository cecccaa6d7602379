"""What changed between two assessments, in sentences: the total, the answers, the paths that moved."""

from __future__ import annotations

from riskgraph.model.assessment import Comparison, PathChange
from riskgraph.model.control import Catalogue
from riskgraph.model.submission import Submission
from riskgraph.report.answer_words import control_title, worded
from riskgraph.report.names import moved_path_in_words, party_name
from riskgraph.report.numbers import yen, yen_interval
from riskgraph.text import t


def comparison_sentences(
    comparison: Comparison, submission: Submission, catalogue: Catalogue, locale: str
) -> tuple[str, ...]:
    """Return what changed between two assessments: the total, the answers, and the paths that moved."""
    total = t(
        locale,
        f"why.change.{_direction(comparison.eal_before.pt, comparison.eal_after.pt)}",
        before=yen_interval(comparison.eal_before, locale),
        after=yen_interval(comparison.eal_after, locale),
    )
    answers = [
        t(
            locale,
            "why.change.answer",
            party=party_name(change.party_id, submission, locale),
            control=control_title(change.control_id, catalogue, locale),
            before=_said(change.before, change.evidence_before, locale),
            after=_said(change.after, change.evidence_after, locale),
        )
        for change in comparison.answers
    ]
    moved = [_moved(change, submission, locale) for change in comparison.paths]
    return (total, *answers, *(sentence for sentence in moved if sentence))


def _direction(before: float, after: float) -> str:
    if abs(after - before) <= 1e-9 * max(abs(before), abs(after)):
        return "unchanged"
    return "fell" if after < before else "rose"


def _said(answer: str, evidence: str, locale: str) -> str:
    """Return an answer with its evidence, or that there was none."""
    words = worded(locale, f"why.answer.{answer}", answer) if answer else t(locale, "why.standing.not_asked")
    if not evidence:
        return words
    return t(
        locale, "why.change.with_evidence", answer=words, evidence=worded(locale, f"why.evidence.{evidence}", evidence)
    )


def _moved(change: PathChange, submission: Submission, locale: str) -> str:
    """Return how one path moved; "" where neither its rank nor its loss did."""
    path = moved_path_in_words(change.parties, change.key, submission, locale)
    before, after = change.eal_before, change.eal_after
    if before is None and after is None:
        return ""
    if before is None or change.rank_before is None:
        assert after is not None
        return t(locale, "why.change.new", path=path, rank=change.rank_after or "-", after=yen(after.pt, locale))
    if after is None or change.rank_after is None:
        return t(locale, "why.change.gone", path=path, rank=change.rank_before, before=yen(before.pt, locale))
    if change.rank_before == change.rank_after and _direction(before.pt, after.pt) == "unchanged":
        return ""
    shape = "why.change.kept" if change.rank_before == change.rank_after else "why.change.moved"
    return t(
        locale,
        shape,
        path=path,
        rank_before=change.rank_before,
        rank_after=change.rank_after,
        before=yen(before.pt, locale),
        after=yen(after.pt, locale),
    )
