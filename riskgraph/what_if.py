"""What a register comes to with some changes: totals, paths and grades, against the register as it is.

The convention that bites: every question starts from the register as it is. Answers of whole parties and facts of hops
are computed incrementally, equal to a full run to 1e-12; whatever changes who works for whom is scored in full.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from riskgraph.analysis.grades import grade_of
from riskgraph.analysis.paths import RankedPath
from riskgraph.change import apply, row_with
from riskgraph.errors import WrongUse
from riskgraph.model.answer import ScopeKind
from riskgraph.model.assessment import Grade
from riskgraph.model.change import AnswerSet, Change, FieldSet, RowsAdded, answer_of
from riskgraph.model.channel import Floats
from riskgraph.model.control import Catalogue
from riskgraph.model.engagement import Engagement
from riskgraph.model.parameters import Parameters
from riskgraph.model.submission import Submission
from riskgraph.model.what_if import WhatIfResult
from riskgraph.scoring.answer_index import AnswerKey
from riskgraph.scoring.changed_hops import TRIED_IN_PLACE
from riskgraph.scoring.channels import Scored, score
from riskgraph.scoring.csr import Csr, grouped
from riskgraph.scoring.incremental import Change as Part
from riskgraph.scoring.incremental import Incremental
from riskgraph.scoring.path_losses import route_key
from riskgraph.scoring.strength import Judged, judge
from riskgraph.what_if_moves import compared
from riskgraph.what_if_side import Side, whole, with_part

__all__ = ["Losses", "WhatIf", "route_key"]

_ENDS = 3


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

    def changed(self, changes: Sequence[Change]) -> Submission:
        """Return the register with these changes made."""
        unknown = self.parameters.ends("records.unknown")
        return apply(self.submission, changes, as_of=self.as_of, unknown_records=unknown)

    def after(self, changes: Sequence[Change]) -> Scored:
        """Return the register with these changes, scored in full."""
        parameters = self._incremental.ground.parameters
        return score(self.changed(changes), self.catalogue, parameters, as_of=self.as_of)

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
        part = self._part(changes)
        return _losses(self.after(changes)) if part is None else self._with_part(part)

    def _part(self, changes: Sequence[Change]) -> Part | None:
        """Return what is scored anew where every row stays in its place, else None."""
        if not all(map(_is_incremental, changes)):
            return None
        answers = self._judged([c for c in changes if isinstance(c, AnswerSet)])
        return self._incremental.changed(answers, self._engagements(changes))

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
        part = self._part(changes)
        after = whole(self.after(changes)) if part is None else with_part(self.before, part)
        return self.compared(changes, after, top=top)

    @cached_property
    def before(self) -> Side:
        """Return the side of the register as it is."""
        return whole(self.scored)

    def compared(self, changes: Sequence[Change], after: Side, *, top: int = 20) -> WhatIfResult:
        """Return before and after, where the side after was scored already; see `result`."""
        return compared(self.before, after, changes, top=top, appetite_yen=self.appetite_yen, grade=self._grade)

    def _grade(self, path: RankedPath, side: Side) -> Grade:
        return grade_of(
            path.eal_yen.pt,
            side.channels(path),
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
