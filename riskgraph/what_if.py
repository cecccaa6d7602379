"""What a register comes to with some changes: totals, paths and grades, against the register as it is.

The convention that bites: every question starts from the register as it is. Answers of whole parties and facts of hops
are computed incrementally, equal to a full run to 1e-12; whatever changes who works for whom is scored in full.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from riskgraph.analysis.grades import grade_of
from riskgraph.analysis.paths import RankedPath, ends, p_leak, rank_paths
from riskgraph.change import answer_of, apply, row_with
from riskgraph.errors import WrongUse
from riskgraph.model.answer import ScopeKind
from riskgraph.model.assessment import Grade
from riskgraph.model.change import AnswerSet, Change, FieldSet, RowsAdded
from riskgraph.model.channel import Floats, Route
from riskgraph.model.control import Catalogue
from riskgraph.model.engagement import Engagement
from riskgraph.model.parameters import Parameters
from riskgraph.model.quantities import Interval
from riskgraph.model.submission import Submission
from riskgraph.model.what_if import PathMove, WhatIfResult
from riskgraph.scoring.answer_index import AnswerKey
from riskgraph.scoring.changed_hops import TRIED_IN_PLACE
from riskgraph.scoring.channels import Scored, score
from riskgraph.scoring.csr import Csr, grouped
from riskgraph.scoring.explain import explain
from riskgraph.scoring.incremental import Change as Part
from riskgraph.scoring.incremental import Incremental
from riskgraph.scoring.strength import Judged, judge

_ENDS = 3
_SAME = 1e-9


def route_key(route: Route) -> str:
    """Return what names a path between two assessments; that of `Path.key`."""
    entry = "|" + ">".join(route.entry) if route.entry else ""
    return ">".join(route.parties) + "|" + ">".join(e or "?" for e in route.engagements) + entry


@dataclass(frozen=True)
class Losses:
    """Sums over all channels, shape (3,): lo, pt, hi. `eal` yen a year, `rate` events a year, `by_path` yen a year."""

    eal: Floats
    rate: Floats
    by_path: Mapping[str, Floats]


class WhatIf:
    """A scored register, ready to be asked what changes would do.

    Parameters
    ----------
    appetite_yen
        Accepted expected loss, yen a year and path; else that of the register, else the default parameter.
    """

    def __init__(
        self,
        submission: Submission,
        parameters: Parameters,
        catalogue: Catalogue,
        *,
        as_of: date,
        appetite_yen: float | None = None,
    ) -> None:
        self.submission, self.parameters, self.catalogue, self.as_of = submission, parameters, catalogue, as_of
        stated = appetite_yen or submission.settings.appetite_yen
        self.appetite_yen = stated or parameters.number("grade.appetite_yen")
        self.scored = score(submission, catalogue, parameters, as_of=as_of)

    @cached_property
    def now(self) -> Losses:
        """Return the losses of the register as it is."""
        return _losses(self.scored)

    @cached_property
    def _incremental(self) -> Incremental:
        return Incremental(self.scored)

    @cached_property
    def _keys(self) -> tuple[str, ...]:
        return tuple(route_key(route) for route in self.scored.routes)

    def after(self, changes: Sequence[Change]) -> Scored:
        """Return the register with these changes, scored in full."""
        changed = apply(
            self.submission,
            changes,
            as_of=self.as_of,
            unknown_records=self.parameters.ends("records.unknown"),
        )
        return score(changed, self.catalogue, self._incremental.ground.parameters, as_of=self.as_of)

    def losses(self, changes: Sequence[Change]) -> Losses:
        """Return what the register comes to with these changes.

        Raises
        ------
        WrongUse
            As `riskgraph.change.apply` does, and ``change.unknown_control``.
        """
        self._check_controls(changes)
        if not changes:
            return self.now
        if not all(map(_is_incremental, changes)):
            return _losses(self.after(changes))
        answers = self._judged([c for c in changes if isinstance(c, AnswerSet)])
        return self._with_part(self._incremental.changed(answers, self._engagements(changes)))

    def _check_controls(self, changes: Sequence[Change]) -> None:
        known = self.scored.ground.profiles.book.controls
        for change in changes:
            if isinstance(change, AnswerSet) and change.control_id not in known:
                raise WrongUse("change.unknown_control", {"control": change.control_id})

    def _judged(self, changes: Sequence[AnswerSet]) -> dict[AnswerKey, Judged]:
        """Return what answers of whole parties are worth, the last of each party and control."""
        prior = self.scored.ground.profiles.book.prior
        found = {}
        for change in changes:
            if change.party_id not in self.submission.party_by_id:
                raise WrongUse("change.unknown_party", {"party": change.party_id})
            answer = answer_of(change, self.as_of)
            found[change.party_id, change.control_id] = judge(
                answer, prior[change.control_id], self.as_of, self.parameters
            )
        return found

    def _engagements(self, changes: Sequence[Change]) -> dict[str, Engagement]:
        """Return the engagements whose facts change, as they would be, by id."""
        found: dict[str, Engagement] = {}
        for change in changes:
            if isinstance(change, FieldSet):
                copies = self._copies.get(change.row_id, ())
                if not copies:
                    raise WrongUse("change.unknown_row", {"sheet": change.sheet, "row": change.row_id})
                for engagement in copies:
                    here = found.get(engagement.engagement_id, engagement)
                    found[engagement.engagement_id] = row_with(here, change)
        return found

    @cached_property
    def _copies(self) -> Mapping[str, tuple[Engagement, ...]]:
        """Return the engagements that an id stands for, as written and as unfolded."""
        found: dict[str, list[Engagement]] = defaultdict(list)
        for engagement in self.submission.engagements:
            for name in {engagement.engagement_id, engagement.base_id} - {""}:
                found[name].append(engagement)
        return {name: tuple(copies) for name, copies in found.items()}

    def _with_part(self, found: Part) -> Losses:
        """Return the losses with the channels of a part in the place of those that they replace."""
        by_path = dict(self.now.by_path)
        scored = self.scored
        kept = np.ones(len(scored.ids), dtype=np.bool_)
        kept[found.replaced] = False
        for path in np.unique(scored.path[found.replaced]):
            left = self._channels_of_path.of(int(path))
            left = left[kept[left]]
            if len(left):
                by_path[self._keys[path]] = scored.eal[left, :_ENDS].sum(axis=0)
            else:
                del by_path[self._keys[path]]
        if found.part is not None:
            for key, eal in _by_path(found.part).items():
                by_path[key] = by_path[key] + eal if key in by_path else eal
        return Losses(found.eal[:_ENDS], found.rate[:_ENDS], by_path)

    @cached_property
    def _channels_of_path(self) -> Csr:
        return grouped(self.scored.path, len(self.scored.routes))

    def named(self, changes: Sequence[Change]) -> Submission:
        """Return the register as it is with the rows that changes add, which has the names of both sides."""
        return apply(self.submission, [c for c in changes if isinstance(c, RowsAdded)], as_of=self.as_of)

    def result(self, changes: Sequence[Change], *, top: int = 20) -> WhatIfResult:
        """Return before and after: totals, and the paths that moved with their ranks and grades.

        Parameters
        ----------
        top
            How many paths to tell of at most, besides the first of either list.
        """
        self._check_controls(changes)
        after = self.after(changes)
        old, new = rank_paths(self.scored.table), rank_paths(after.table)
        before_by, after_by = ({route_key(p.route): p for p in paths} for paths in (old, new))
        moves = {
            key: self._move(key, before_by.get(key), after_by.get(key), after)
            for key in before_by.keys() | after_by.keys()
            if _has_moved(before_by.get(key), after_by.get(key))
        }
        moved = sorted(moves, key=lambda key: (-abs(_point(after_by.get(key)) - _point(before_by.get(key))), key))
        firsts = [route_key(paths[0].route) for paths in (old, new) if paths]
        told = list(dict.fromkeys([*moved[:top], *firsts]))
        better, worse = _grades_moved(moves.values())
        eal, rate = after.eal.sum(axis=0), after.rate.sum(axis=0)
        now_eal, now_rate = self.scored.eal.sum(axis=0), self.scored.rate.sum(axis=0)
        return WhatIfResult(
            changes=tuple(changes),
            eal_before=ends(now_eal),
            eal_after=ends(eal),
            rate_before=ends(now_rate),
            rate_after=ends(rate),
            p_leak_before=p_leak(ends(now_rate)),
            p_leak_after=p_leak(ends(rate)),
            appetite_yen=self.appetite_yen,
            paths=tuple(
                moves.get(key) or self._move(key, before_by.get(key), after_by.get(key), after) for key in told
            ),
            paths_before=len(old),
            paths_after=len(new),
            unchanged=len(before_by.keys() | after_by.keys()) - len(moves),
            paths_moved=len(moves),
            paths_new=len(after_by.keys() - before_by.keys()),
            paths_gone=len(before_by.keys() - after_by.keys()),
            grades_better=better,
            grades_worse=worse,
        )

    def _move(self, key: str, old: RankedPath | None, new: RankedPath | None, after: Scored) -> PathMove:
        known = new or old
        assert known is not None
        grade_before = self._grade(old, self.scored)
        # Rank alone moves no grade.
        stays = old is not None and new is not None and not _has_other_loss(old, new)
        return PathMove(
            key=key,
            parties=known.route.parties,
            rank_before=old.rank if old else None,
            rank_after=new.rank if new else None,
            eal_before=_interval(old),
            eal_after=_interval(new),
            grade_before=grade_before,
            grade_after=grade_before if stays else self._grade(new, after),
        )

    def _grade(self, path: RankedPath | None, scored: Scored) -> Grade | None:
        if path is None:
            return None
        channels = explain(scored, list(path.channels))
        return grade_of(
            path.eal_yen.pt,
            channels,
            appetite_yen=self.appetite_yen,
            parameters=self.parameters,
            catalogue=self.catalogue,
        )


def _is_incremental(change: Change) -> bool:
    """Say whether a change leaves every row where it is: an answer of a whole party, or a fact of a hop."""
    if isinstance(change, AnswerSet):
        return change.scope_kind is ScopeKind.PARTY
    return isinstance(change, FieldSet) and change.sheet == "engagements" and change.column in TRIED_IN_PLACE


def _losses(scored: Scored) -> Losses:
    return Losses(scored.eal[:, :_ENDS].sum(axis=0), scored.rate[:, :_ENDS].sum(axis=0), _by_path(scored))


def _by_path(scored: Scored) -> dict[str, Floats]:
    """Return the expected loss of every path that has channels."""
    count = len(scored.routes)
    sums = np.stack([np.bincount(scored.path, weights=c, minlength=count) for c in scored.eal[:, :_ENDS].T], axis=1)
    there = np.bincount(scored.path, minlength=count) > 0
    return {route_key(route): sums[n] for n, route in enumerate(scored.routes) if there[n]}


def _interval(path: RankedPath | None) -> Interval | None:
    return path.eal_yen if path else None


def _point(path: RankedPath | None) -> float:
    return path.eal_yen.pt if path else 0.0


def _has_moved(old: RankedPath | None, new: RankedPath | None) -> bool:
    """Say whether a path's rank or any end of its loss moved."""
    return old is None or new is None or old.rank != new.rank or _has_other_loss(old, new)


def _has_other_loss(old: RankedPath, new: RankedPath) -> bool:
    return bool((np.abs(new.eal[:_ENDS] - old.eal[:_ENDS]) > _SAME * np.maximum(old.eal[:_ENDS], 1.0)).any())


def _grades_moved(moves: Iterable[PathMove]) -> tuple[int, int]:
    """Return how many paths get a better grade, and how many a worse one; those on hold count in neither."""
    order: dict[Grade, int] = {grade: place for place, grade in enumerate(Grade) if grade is not Grade.ON_HOLD}
    pairs = [(order.get(m.grade_before), order.get(m.grade_after)) for m in moves if m.grade_before and m.grade_after]
    known = [(before, after) for before, after in pairs if before is not None and after is not None]
    return sum(after < before for before, after in known), sum(after > before for before, after in known)
