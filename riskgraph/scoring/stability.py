"""Does the ranking hold when judgement moves: joint draws of all that is judgement, by half either way.

The convention that bites: ranks are those of the point; a draw moves every judgement by its own factor at once. How
many draws there are hangs on the size of the register alone, so that the same input and seed give the same result.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from riskgraph.model.channel import Route
from riskgraph.model.quantities import Interval
from riskgraph.model.stability import RankRange, RankStability
from riskgraph.scoring.channels import Scored
from riskgraph.scoring.moved import Moved
from riskgraph.scoring.moved_again import base_by_path, padded, reader_of
from riskgraph.scoring.moved_routes import key_of, order_of
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
    Source: docs/method.md, "How much hangs on judgement".
    """
    if not scored.routes:
        return None
    reader = reader_of(scored)
    parameters = scored.ground.parameters
    movable = movables(parameters, scored.ground.catalogue)
    rng = np.random.default_rng(seed)
    draws = draws_for(scored.rows.count) if isinstance(reader, Moved) else FEWEST_DRAWS
    after = [reader.eal_by_path(parameters.changed(drawn(movable, rng))) for _ in range(draws)]
    return compared(reader.paths, base_by_path(scored), after, seed=seed, parameters=len(movable))


def draws_for(rows: int) -> int:
    """Return how many draws a register of so many rows gets, 48 down to 16."""
    return int(min(MOST_DRAWS, max(FEWEST_DRAWS, _ROWS_READ // max(rows, 1))))


def compared(
    paths: Sequence[Route],
    base: Floats,
    after: Sequence[Floats],
    *,
    seed: int,
    parameters: int,
    top: int = TOP,
) -> RankStability:
    """Return what became of the ranks of `base` in the draws; `base` has the first of `paths`, those scored."""
    names = order_of(paths, len(base))
    before = padded(base, len(paths))
    losses = np.array([padded(one, len(paths)) for one in after])
    rank = places(before, names)
    moved_ranks = np.array([places(one, names) for one in losses])
    # Paths that only moved numbers lead to may be ranked too, but are never among more firsts than were scored.
    top = min(top, len(base))
    first = rank <= top
    correlations = []
    for one, now in zip(losses, moved_ranks, strict=True):
        either = first | (now <= top)
        correlations.append(rank_correlation(-before[either], -one[either]))
    return RankStability(
        draws=len(after),
        seed=seed,
        moved_by=MOVED_BY,
        top=top,
        correlation=_spread(correlations),
        kept=_spread([int((first & (now <= top)).sum()) for now in moved_ranks]),
        first_stays=float((moved_ranks[:, rank == 1] == 1).mean()),
        ranges=_ranges([key_of(path) for path in paths[: len(base)]], rank, moved_ranks),
        parameters=parameters,
    )


def _spread(values: list[float] | list[int]) -> Interval:
    return Interval(float(np.min(values)), float(np.median(values)), float(np.max(values)))


def _ranges(keys: Sequence[str], before: Ints, after: Ints) -> tuple[RankRange, ...]:
    """Return the ranks that each of the first paths took."""
    found = []
    for path in np.argsort(before)[: min(RANGED, len(keys))]:
        rank, taken = int(before[path]), after[:, path]
        lowest, highest = min(rank, int(taken.min())), max(rank, int(taken.max()))
        found.append(RankRange(key=keys[path], rank=rank, best=lowest, worst=highest))
    return tuple(found)
