"""Two sides of a what-if laid beside each other: totals, and the paths that moved with their ranks and grades."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from riskgraph.analysis.paths import RankedPath, ends, p_leak
from riskgraph.model.assessment import Grade
from riskgraph.model.change import Change
from riskgraph.model.what_if import PathMove, WhatIfResult
from riskgraph.scoring.path_losses import route_key
from riskgraph.what_if_side import Side

GradeOf = Callable[[RankedPath, Side], Grade]
_SAME = 1e-9


def compared(
    before: Side, after: Side, changes: Sequence[Change], *, top: int, appetite_yen: float, grade: GradeOf
) -> WhatIfResult:
    """Return totals before and after, and the `top` paths that moved most with the first of either side.

    Parameters
    ----------
    grade
        Gives the grade of a path on a side; asked for where a loss moved and for the paths told only.
    """
    old, new = before.by_key, after.by_key
    keys = old.keys() | new.keys()
    lost = {key for key in keys if _has_other_loss(old.get(key), new.get(key))}
    moved = lost | {key for key in keys - lost if old[key].rank != new[key].rank}
    told = sorted(moved, key=lambda key: (-abs(_point(new.get(key)) - _point(old.get(key))), key))[:top]
    told += [route_key(side.paths[0].route) for side in (before, after) if side.paths]
    # Rank alone moves no grade, so that only these are looked at.
    moves = {key: _move(key, old.get(key), new.get(key)) for key in (*lost, *told)}
    for key, move in moves.items():
        was = grade(old[key], before) if key in old else None
        now = (grade(new[key], after) if key in new else None) if key in lost else was
        moves[key] = move.model_copy(update={"grade_before": was, "grade_after": now})
    better, worse = _grades_moved(moves.values())
    totals = [side.table.eal.sum(axis=0) for side in (before, after)]
    rates = [ends(side.table.rate.sum(axis=0)) for side in (before, after)]
    return WhatIfResult(
        changes=tuple(changes),
        eal_before=ends(totals[0]),
        eal_after=ends(totals[1]),
        rate_before=rates[0],
        rate_after=rates[1],
        p_leak_before=p_leak(rates[0]),
        p_leak_after=p_leak(rates[1]),
        appetite_yen=appetite_yen,
        paths=tuple(moves[key] for key in dict.fromkeys(told)),
        paths_before=len(old),
        paths_after=len(new),
        unchanged=len(keys) - len(moved),
        paths_moved=len(moved),
        paths_new=len(new.keys() - old.keys()),
        paths_gone=len(old.keys() - new.keys()),
        grades_better=better,
        grades_worse=worse,
    )


def _move(key: str, old: RankedPath | None, new: RankedPath | None) -> PathMove:
    """Return rank and loss of a path on both sides."""
    known = new or old
    assert known is not None
    return PathMove(
        key=key,
        parties=known.route.parties,
        rank_before=old.rank if old else None,
        rank_after=new.rank if new else None,
        eal_before=old.eal_yen if old else None,
        eal_after=new.eal_yen if new else None,
    )


def _point(path: RankedPath | None) -> float:
    return path.eal_yen.pt if path else 0.0


def _has_other_loss(old: RankedPath | None, new: RankedPath | None) -> bool:
    """Say whether any reading of a path's loss moved: what an answer confirms may show in none of the ends."""
    if old is None or new is None:
        return True
    return bool((np.abs(new.eal - old.eal) > _SAME * np.maximum(old.eal, 1.0)).any())


def _grades_moved(moves: Iterable[PathMove]) -> tuple[int, int]:
    """Return how many paths get a better grade, and how many a worse one; those on hold count in neither."""
    order: dict[Grade, int] = {grade: place for place, grade in enumerate(Grade) if grade is not Grade.ON_HOLD}
    pairs = [(order.get(m.grade_before), order.get(m.grade_after)) for m in moves if m.grade_before and m.grade_after]
    known = [(before, after) for before, after in pairs if before is not None and after is not None]
    return sum(after < before for before, after in known), sum(after > before for before, after in known)
