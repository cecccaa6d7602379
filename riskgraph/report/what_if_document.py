"""A what-if as the JSON document ``riskgraph.whatif/1``; the same changes give the same bytes."""

from __future__ import annotations

from collections.abc import Sequence

from riskgraph.model.change import Change, RowsAdded
from riskgraph.model.problem import Problem
from riskgraph.model.quantities import Interval
from riskgraph.model.what_if import PathMove, WhatIfResult
from riskgraph.report.document import problem_data
from riskgraph.report.json_numbers import Json, interval, number

SCHEMA = "riskgraph.whatif/1"
_ROWS = ("parties", "engagements", "assets", "systems", "sites", "accesses", "connections", "answers")


def what_if_document(result: WhatIfResult, as_of: str, problems: Sequence[Problem]) -> Json:
    """Return the document of a what-if as plain data."""
    return {
        "schema": SCHEMA,
        "as_of": as_of,
        "changes": [change_data(change) for change in result.changes],
        "totals": {
            "eal_yen": _both(result.eal_before, result.eal_after),
            "rate_per_year": _both(result.rate_before, result.rate_after),
            "p_leak_1y": _both(result.p_leak_before, result.p_leak_after),
            "paths": {"before": result.paths_before, "after": result.paths_after},
        },
        "appetite_yen": number(result.appetite_yen),
        "moved": {
            "paths": result.paths_moved,
            "appear": result.paths_new,
            "go": result.paths_gone,
            "grades_better": result.grades_better,
            "grades_worse": result.grades_worse,
        },
        "paths": [_path(move) for move in result.paths],
        "unchanged": result.unchanged,
        "problems": [problem_data(problem) for problem in problems],
    }


def change_data(change: Change) -> Json:
    """Return a change as data; of rows that are added only how many of each kind."""
    if isinstance(change, RowsAdded):
        return {"kind": change.kind, "rows": {name: len(getattr(change.rows, name)) for name in _ROWS}}
    return change.model_dump(mode="json")


def _both(before: Interval, after: Interval) -> Json:
    return {"before": interval(before), "after": interval(after)}


def _path(move: PathMove) -> Json:
    return {
        "key": move.key,
        "parties": list(move.parties),
        "rank": {"before": move.rank_before, "after": move.rank_after},
        "eal_yen": {
            "before": interval(move.eal_before) if move.eal_before else None,
            "after": interval(move.eal_after) if move.eal_after else None,
        },
        "grade": {
            "before": move.grade_before.value if move.grade_before else None,
            "after": move.grade_after.value if move.grade_after else None,
        },
    }
