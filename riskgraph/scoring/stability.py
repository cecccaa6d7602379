"""Does the ranking hold when judgement moves: joint draws of all that is judgement, by half either way.

The convention that bites: ranks are those of the point; a draw moves every judgement by its own factor at once. How
many draws there are hangs on the size of the register alone, so that the same input and seed give the same result.
"""

from __future__ import annotations

import numpy as np

from riskgraph.model.channel import PT
from riskgraph.model.quantities import Interval
from riskgraph.model.stability import RankRange, RankStability
from riskgraph.scoring.channels import Scored
from riskgraph.scoring.moved import Moved
from riskgraph.scoring.moved_routes import key_of
from riskgraph.scoring.moves import MOVED_BY, drawn, movables
from riskgraph.scoring.ranks import places, rank_correlation
from riskgraph.scoring.rows import Ints
from riskgraph.scoring.strength import Floats

TOP = 10
RANGED = 100
MOST_DRAWS, FEWEST_DRAWS = 48, 16
_ROWS_READ = 200_000  # rows times draws; beyond it a register gets fewer draws


def rank_stability(scored: Scored, *, seed: int) -> RankStability | None:
    """Return how the first ranks fare when judgement moves by half either way; None where there are no paths.

    Parameters
    ----------
    seed
        Of the draws; each judgement is multiplied by a factor drawn evenly from 0.5 to 1.5, or from that part of it
        which leaves the number in its allowed range.

    Notes
    -----
    Linear in the rows of the register times the draws, of which there are 48 on a small register and at least 16.
    Source: docs/method.md, "Stability of the ranking".
    """
    if not scored.routes:
        return None
    moved = Moved(scored)
    parameters = scored.ground.parameters
    movable = movables(parameters, scored.ground.catalogue)
    base = base_by_path(moved)
    rng = np.random.default_rng(seed)
    draws = draws_for(scored.rows.count)
    after = np.array([moved.eal_by_path(parameters.changed(drawn(movable, rng))) for _ in range(draws)])
    return compared(moved, base, after, seed=seed, parameters=len(movable))


def draws_for(rows: int) -> int:
    """Return how many draws a register of so many rows gets, 48 down to 16."""
    return int(min(MOST_DRAWS, max(FEWEST_DRAWS, _ROWS_READ // max(rows, 1))))


def base_by_path(moved: Moved) -> Floats:
    """Return the expected loss of every path as scored, yen a year; 0 for one that only moved numbers lead to."""
    scored = moved.scored
    sums = np.bincount(scored.path, weights=scored.eal[:, PT], minlength=len(moved.routes.routes))
    return sums.astype(np.float64)


def compared(moved: Moved, base: Floats, after: Floats, *, seed: int, parameters: int, top: int = TOP) -> RankStability:
    """Return what became of the ranks of `base` (paths,) in `after` (draws, paths)."""
    names = moved.routes.names
    before = places(base, names)
    moved_places = np.array([places(losses, names) for losses in after])
    first = before <= top
    kept = [int((first & (now <= top)).sum()) for now in moved_places]
    correlations = []
    for losses, now in zip(after, moved_places, strict=True):
        either = first | (now <= top)
        correlations.append(rank_correlation(-base[either], -losses[either]))
    return RankStability(
        draws=len(after),
        seed=seed,
        moved_by=MOVED_BY,
        top=min(top, len(moved.scored.routes)),
        correlation=_spread(correlations),
        kept=_spread(kept),
        first_stays=float((moved_places[:, before == 1] == 1).mean()),
        ranges=_ranges(moved, before, moved_places),
        parameters=parameters,
    )


def _spread(values: list[float] | list[int]) -> Interval:
    return Interval(float(np.min(values)), float(np.median(values)), float(np.max(values)))


def _ranges(moved: Moved, before: Ints, after: Ints) -> tuple[RankRange, ...]:
    """Return the ranks that each of the first paths took."""
    found = []
    for path in np.argsort(before)[: min(RANGED, len(moved.scored.routes))]:
        rank, taken = int(before[path]), after[:, path]
        lowest, highest = min(rank, int(taken.min())), max(rank, int(taken.max()))
        found.append(RankRange(key=key_of(moved.routes.routes[path]), rank=rank, best=lowest, worst=highest))
    return tuple(found)
