"""Unfold engagements that name several parents into one engagement under each.

The convention that bites: a copy is called ``E-12@E-3`` (its row's id, then its parent's id), all copies
share `base_id`, and what stands below an unfolded engagement unfolds under each of its copies.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from riskgraph.intake.naming import shown
from riskgraph.intake.normalise import identifiers
from riskgraph.model.engagement import Engagement
from riskgraph.model.problem import Problem, problem_at

CAP = 10_000


@dataclass
class _Forest:
    """The copies made so far, by the id that the user wrote, and how many more may be made."""

    rows: Mapping[str, Engagement]
    copies: dict[str, list[Engagement]] = field(default_factory=dict)
    made: int = 0


def unfold(engagements: Sequence[Engagement]) -> tuple[tuple[Engagement, ...], tuple[Problem, ...]]:
    """Return one engagement under each parent, in the order of the rows.

    Parameters
    ----------
    engagements
        With the list of parents in `parent_engagement`, as it was written.

    Notes
    -----
    Chains of merges multiply. Once `CAP` extra copies are made, a row that would make more goes under its first
    parent only and is told as an error.
    """
    forest = _Forest({engagement.engagement_id: engagement for engagement in reversed(engagements)})
    problems: list[Problem] = []
    for engagement_id in forest.rows:
        for row_id in _upwards(engagement_id, forest):
            forest.copies[row_id] = list(_copied(forest.rows[row_id], forest, problems))
    found: list[Engagement] = []
    for engagement in engagements:
        is_first = forest.rows[engagement.engagement_id] is engagement
        # A second row with the same id is kept as it stands, for the checks to tell.
        found.extend(forest.copies[engagement.engagement_id] if is_first else [_under(engagement, _first(engagement))])
    return tuple(found), tuple(problems)


def _upwards(start: str, forest: _Forest) -> list[str]:
    """Return a row and those above it that have no copies yet, parents first; loops are cut."""
    if start in forest.copies:
        return []
    stack, seen, order = [(start, iter(_parents(forest.rows[start])))], {start}, []
    while stack:
        here, parents = stack[-1]
        above = next((p for p in parents if p in forest.rows and p not in seen and p not in forest.copies), None)
        if above is None:
            order.append(here)
            stack.pop()
        else:
            seen.add(above)
            stack.append((above, iter(_parents(forest.rows[above]))))
    return order


def _parents(engagement: Engagement) -> tuple[str, ...]:
    return identifiers(engagement.parent_engagement)


def _first(engagement: Engagement) -> str:
    return next(iter(_parents(engagement)), "")


def _copied(engagement: Engagement, forest: _Forest, problems: list[Problem]) -> Iterable[Engagement]:
    """Give the copies of one row: one under each copy of each of its parents."""
    above = [copy for parent in _parents(engagement) for copy in _ids(parent, forest)] or [""]
    if len(above) == 1:
        yield _under(engagement, above[0])
        return
    if forest.made + len(above) > CAP:
        where, name = engagement.source.at("parent_engagement"), shown(engagement.engagement_id)
        problems.append(problem_at(where, "register.too_many_copies", engagement=name, count=len(above), limit=CAP))
        yield _under(engagement, above[0])
        return
    forest.made += len(above)
    for parent in above:
        copy_id = f"{engagement.engagement_id}@{parent}"
        yield _under(engagement, parent).model_copy(
            update={"engagement_id": copy_id, "base_id": engagement.engagement_id}
        )


def _ids(parent: str, forest: _Forest) -> list[str]:
    """Return the ids of a parent's copies; an unknown parent, or one in a loop, stands for itself."""
    return [copy.engagement_id for copy in forest.copies.get(parent, ())] or [parent]


def _under(engagement: Engagement, parent: str) -> Engagement:
    """Return the engagement under one parent."""
    return (
        engagement
        if engagement.parent_engagement == parent
        else engagement.model_copy(update={"parent_engagement": parent})
    )
