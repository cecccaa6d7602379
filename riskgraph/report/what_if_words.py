"""A what-if in words: the changes, the sentence, before and after in all and path by path.

The convention that bites: a path that is there on one side only shows a dash on the other; amounts of change bear a
sign, and "better" is told of grades only, never of parties.
"""

from __future__ import annotations

from collections.abc import Sequence

from riskgraph.model.answer import ScopeKind
from riskgraph.model.change import AnswerSet, Change, EngagementDropped, EngagementMoved, FieldSet
from riskgraph.model.control import Catalogue
from riskgraph.model.engagement import Engagement
from riskgraph.model.problem import Problem
from riskgraph.model.quantities import Interval
from riskgraph.model.submission import Submission
from riskgraph.model.what_if import PathMove, WhatIfResult
from riskgraph.report.answer_words import control_title
from riskgraph.report.grades import grade_mark
from riskgraph.report.names import moved_path_in_words, party_name
from riskgraph.report.numbers import frequency, percent, probability_interval, yen, yen_interval
from riskgraph.report.plain import plain, wrapped
from riskgraph.report.problem_text import problem_line
from riskgraph.report.tables import LINE, aligned
from riskgraph.text import has_text, t

PATH_COLUMNS = ("rank", "eal", "change", "grade", "path")
_SAME = 1e-9
_MOST_PROBLEMS = 10


def what_if_text(
    result: WhatIfResult,
    submission: Submission,
    catalogue: Catalogue,
    locale: str,
    *,
    written: Sequence[Change] = (),
    problems: Sequence[Problem] = (),
) -> str:
    """Return a what-if for a terminal.

    Parameters
    ----------
    submission
        The register as it is, with the rows that changes add, for the names.
    written
        The changes in the words in which they were asked for; else those of the result.
    problems
        What the checks say of the register with the changes only.
    """
    changes = [change_sentence(c, submission, catalogue, locale) for c in written or result.changes]
    bullets = [wrapped(t(locale, "table.bullet", sentence=line), LINE, indent="  ") for line in changes]
    blocks = [
        "\n".join([t(locale, "what_if.changes"), *bullets]),
        "\n".join(wrapped(line, LINE) for line in sentences(result, locale)),
        _totals(result, locale),
        _paths(result, submission, locale),
        _to_look_at(problems, locale),
        "\n".join(wrapped(t(locale, key), LINE) for key in ("what_if.note", "table.note")),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def change_sentence(change: Change, submission: Submission, catalogue: Catalogue, locale: str) -> str:
    """Return what one change tries."""
    if isinstance(change, AnswerSet):
        return _answer(change, submission, catalogue, locale)
    if isinstance(change, FieldSet):
        return _field(change, submission, locale)
    if isinstance(change, EngagementDropped):
        work = _engagement(change.engagement_id, submission, locale)
        return t(locale, "what_if.change.drop", engagement=plain(change.engagement_id), what=work)
    if isinstance(change, EngagementMoved):
        return _moved(change, submission, locale)
    rows = change.rows
    names = ("parties", "engagements", "accesses", "answers")
    return t(locale, "what_if.change.add", **{name: len(getattr(rows, name)) for name in names})


def sentences(result: WhatIfResult, locale: str) -> tuple[str, ...]:
    """Return what a what-if comes to: the total, then grades and paths that appear or go, where any do."""
    before, after = result.eal_before.pt, result.eal_after.pt
    known = {"before": yen(before, locale), "after": yen(after, locale), "change": yen(abs(after - before), locale)}
    is_same = abs(after - before) <= _SAME * max(before, after)
    share = percent(abs(after - before) / before, locale) if before > 0 else t(locale, "what_if.none")
    direction = "same" if is_same else "fell" if after < before else "rose"
    found = [t(locale, f"what_if.sentence.{direction}", **known, share=share)]
    if result.grades_better or result.grades_worse:
        moved = {"better": result.grades_better, "worse": result.grades_worse}
        found.append(t(locale, "what_if.sentence.grade", **moved))
    if result.paths_new or result.paths_gone:
        found.append(t(locale, "what_if.sentence.new", new=result.paths_new, gone=result.paths_gone))
    return tuple(found)


def total_rows(result: WhatIfResult, locale: str) -> tuple[tuple[str, str, str], ...]:
    """Return the totals as label, before, after."""
    return (
        (t(locale, "what_if.row.eal"), yen_interval(result.eal_before, locale), yen_interval(result.eal_after, locale)),
        (
            t(locale, "what_if.row.often"),
            frequency(result.rate_before.pt, locale),
            frequency(result.rate_after.pt, locale),
        ),
        (
            t(locale, "what_if.row.p_leak"),
            probability_interval(result.p_leak_before, locale),
            probability_interval(result.p_leak_after, locale),
        ),
        (t(locale, "what_if.row.paths"), str(result.paths_before), str(result.paths_after)),
    )


def path_row(move: PathMove, submission: Submission, locale: str) -> tuple[str, ...]:
    """Return rank, loss, change, grade and path of one path, in the order of `PATH_COLUMNS`."""
    ranks = [str(rank) if rank else None for rank in (move.rank_before, move.rank_after)]
    losses = [yen(eal.pt, locale) if eal else None for eal in (move.eal_before, move.eal_after)]
    grades = [grade_mark(grade, locale) if grade else None for grade in (move.grade_before, move.grade_after)]
    return (
        _from_to(ranks, locale),
        _from_to(losses, locale, always=True),
        signed_yen(_point(move.eal_after) - _point(move.eal_before), locale),
        _from_to(grades, locale),
        path_in_words(move, submission, locale),
    )


def path_in_words(move: PathMove, submission: Submission, locale: str) -> str:
    """Return the chain of a path, and where no engagement explains that its last party holds the data, that."""
    chain = moved_path_in_words(move.parties, move.key, submission, locale)
    engagements = move.key.removeprefix(">".join(move.parties) + "|").partition("|")[0]
    return chain + t(locale, "what_if.unexplained") if "?" in engagements.split(">") else chain


def signed_yen(amount: float, locale: str) -> str:
    """Return an amount of change with its sign; a dash for none."""
    if abs(amount) < 1.0:
        return t(locale, "what_if.none")
    return t(locale, "what_if.plus" if amount > 0 else "what_if.minus", amount=yen(abs(amount), locale))


def _point(eal: Interval | None) -> float:
    return eal.pt if eal else 0.0


def _from_to(both: Sequence[str | None], locale: str, *, always: bool = False) -> str:
    """Return before and after; one word where both are the same and nothing else is asked for."""
    before, after = (word or t(locale, "what_if.none") for word in both)
    return before if before == after and not always else t(locale, "what_if.from_to", before=before, after=after)


def _totals(result: WhatIfResult, locale: str) -> str:
    header = [t(locale, f"what_if.column.{name}") for name in ("what", "before", "after")]
    return aligned([header, *total_rows(result, locale)], to_right=[False, False, False])


def _paths(result: WhatIfResult, submission: Submission, locale: str) -> str:
    moves = [move for move in result.paths if not _stays(move)]
    rest = t(locale, "what_if.unchanged", count=result.unchanged)
    if not moves:
        return "\n".join([t(locale, "what_if.no_paths"), rest])
    header = [t(locale, f"what_if.column.{name}") for name in PATH_COLUMNS]
    rows = [path_row(move, submission, locale) for move in moves]
    table = aligned([header, *rows], to_right=[name in ("rank", "eal", "change") for name in PATH_COLUMNS])
    more = max(0, result.paths_moved - len(moves))
    return "\n".join([table, *([t(locale, "what_if.more", more=more)] if more else []), rest])


def _to_look_at(problems: Sequence[Problem], locale: str) -> str:
    """Return what the changes bring about that somebody has to look at; the first of many."""
    if not problems:
        return ""
    lines = [problem_line(problem, locale) for problem in problems[:_MOST_PROBLEMS]]
    more = len(problems) - len(lines)
    rest = [t(locale, "what_if.problems.more", more=more)] if more else []
    return "\n".join([t(locale, "what_if.problems"), *lines, *rest])


def _stays(move: PathMove) -> bool:
    """Say whether a path keeps its loss and its grade, whatever its rank."""
    before, after = move.eal_before, move.eal_after
    if before is None or after is None or move.grade_before != move.grade_after:
        return False
    ends = ((before.lo, after.lo), (before.pt, after.pt), (before.hi, after.hi))
    return all(abs(new - old) <= _SAME * max(old, 1.0) for old, new in ends)


def _answer(change: AnswerSet, submission: Submission, catalogue: Catalogue, locale: str) -> str:
    scope = ""
    if change.scope_kind is not ScopeKind.PARTY:
        kind = t(locale, f"what_if.scope.{change.scope_kind.value}")
        scope = t(locale, "what_if.change.scope", kind=kind, id=plain(change.scope_id))
    return t(
        locale,
        "what_if.change.answer",
        party=party_name(change.party_id, submission, locale),
        control=control_title(change.control_id, catalogue, locale),
        control_id=plain(change.control_id),
        scope=scope,
        answer=t(locale, f"why.answer.{change.answer.value}"),
        evidence=t(locale, f"why.evidence.{change.evidence.value}"),
    )


def _field(change: FieldSet, submission: Submission, locale: str) -> str:
    header = f"column.{change.sheet}.{change.column}"
    what = _engagement(change.row_id, submission, locale) if change.sheet == "engagements" else ""
    known = {
        "sheet": t(locale, f"sheet.{change.sheet}"),
        "row": plain(change.row_id),
        "what": t(locale, "what_if.change.what", what=what) if what else "",
        "column": t(locale, header) if has_text(header) else plain(change.column),
    }
    if change.value in (None, ""):
        return t(locale, "what_if.change.field_blank", **known)
    value = f"{change.value:,.15g}" if isinstance(change.value, float) else plain(str(change.value))
    return t(locale, "what_if.change.field", **known, value=value)


def _moved(change: EngagementMoved, submission: Submission, locale: str) -> str:
    engagements = _named(change.engagement_id, submission)
    to = change.consignee or (engagements[0].consignor if engagements else "")
    return t(
        locale,
        "what_if.change.move" if change.consignee else "what_if.change.inhouse",
        engagement=plain(change.engagement_id),
        what=_engagement(change.engagement_id, submission, locale),
        party=party_name(to, submission, locale),
    )


def _named(engagement_id: str, submission: Submission) -> list[Engagement]:
    return [e for e in submission.engagements if engagement_id in (e.engagement_id, e.row_id)]


def _engagement(engagement_id: str, submission: Submission, locale: str) -> str:
    """Return the two ends of an engagement; "" for one that is not there."""
    found = _named(engagement_id, submission)
    if not found:
        return ""
    return " → ".join(party_name(party, submission, locale) for party in (found[0].consignor, found[0].consignee))
