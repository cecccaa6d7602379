"""What differs from last time in words, by cause: one sentence for paths, one for answers, and the rows behind them.

The convention that bites: the causes of a sentence are the main ones, one a path, so that they add up to the paths.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from riskgraph.model.assessment import Standing
from riskgraph.model.causes import AnswerCause, Cause, Causes, PathCause
from riskgraph.model.control import Catalogue
from riskgraph.model.submission import Submission
from riskgraph.report.answer_words import control_title, worded
from riskgraph.report.names import moved_path_in_words, party_name
from riskgraph.report.numbers import day
from riskgraph.report.plain import plain
from riskgraph.report.table_rows import Columns
from riskgraph.text import t

_SILENCES = frozenset(standing.value for standing in Standing)


def cause_word(cause: Cause, locale: str) -> str:
    """Return a cause as a heading: 実態の変化."""
    return t(locale, f"cause.{cause.value}")


def cause_meaning(cause: Cause, locale: str) -> str:
    """Return in one sentence what a cause means."""
    return t(locale, f"cause.{cause.value}.more")


def rose_sentence(causes: Causes, locale: str) -> str:
    """Return how many paths moved up since last time, with their main causes."""
    risen = [path for path in causes.paths if path.has_risen]
    if not risen:
        return t(locale, "cause.none_rose")
    return t(locale, "cause.rose", count=len(risen), causes=counted((p.cause for p in risen), locale))


def fell_sentence(causes: Causes, locale: str) -> str:
    """Return how many paths moved down since last time, with their main causes."""
    fallen = [path for path in causes.paths if path.has_fallen]
    if not fallen:
        return t(locale, "cause.none_fell")
    return t(locale, "cause.fell", count=len(fallen), causes=counted((p.cause for p in fallen), locale))


def answers_sentence(answers: Sequence[AnswerCause], locale: str) -> str:
    """Return how many answers differ from last time, by cause."""
    if not answers:
        return t(locale, "cause.no_answers")
    return t(locale, "cause.answers", count=len(answers), causes=counted((a.cause for a in answers), locale))


def counted(causes: Iterable[Cause], locale: str) -> str:
    """Return how many there are of each cause, the most frequent first."""
    found = Counter(causes)
    order = sorted(found, key=lambda cause: (-found[cause], list(Cause).index(cause)))
    told = [t(locale, "cause.count", cause=cause_word(cause, locale), count=found[cause]) for cause in order]
    return t(locale, "cause.comma").join(told)


def path_columns(paths: Sequence[PathCause], submission: Submission, locale: str) -> Columns:
    """Return the paths that moved: in words, how their rank changed, and all their causes."""
    return {
        "path": [moved_path_in_words(path.parties, path.key, submission, locale) for path in paths],
        "rank_change": [_rank(path, locale) for path in paths],
        "cause": [t(locale, "cause.comma").join(cause_word(c, locale) for c in path.causes) for path in paths],
    }


def _rank(path: PathCause, locale: str) -> str:
    if path.rank_before is None:
        return t(locale, "cause.path.new", after=path.rank_after or "-")
    if path.rank_after is None:
        return t(locale, "cause.path.gone", before=path.rank_before)
    return t(locale, "cause.path.rank", before=path.rank_before, after=path.rank_after)


def answer_columns(
    answers: Sequence[AnswerCause], submission: Submission, catalogue: Catalogue, locale: str
) -> Columns:
    """Return the answers that differ: whose, to which control, before and after, the cause, and where it stands."""
    return {
        "party": [party_name(a.party_id, submission, locale) for a in answers],
        "control": [control_title(a.control_id, catalogue, locale) for a in answers],
        "cause": [cause_word(a.cause, locale) for a in answers],
        "answer_before": [answer_said(a.before, a.evidence_before, locale) for a in answers],
        "dated_before": [day(a.answered_before, locale) if a.answered_before else "" for a in answers],
        "answer_after": [answer_said(a.after, a.evidence_after, locale) for a in answers],
        "dated": [day(a.answered_after, locale) if a.answered_after else "" for a in answers],
        "cell": [plain(a.source.cell) for a in answers],
        "sheet": [plain(a.source.sheet) for a in answers],
        "file": [plain(a.source.file) for a in answers],
    }


def answer_said(code: str, evidence: str, locale: str) -> str:
    """Return an answer with its evidence in brackets, or in which way nothing was said."""
    if not code:
        return t(locale, f"why.standing.{Standing.NOT_ASKED.value}")
    if code in _SILENCES and code != Standing.UNKNOWN.value:
        return t(locale, f"why.standing.{code}")
    words = worded(locale, f"why.answer.{code}", code)
    if not evidence or code in ("blank", "unknown"):
        return words
    return t(locale, "cause.said", answer=words, evidence=worded(locale, f"why.evidence.{evidence}", evidence))
