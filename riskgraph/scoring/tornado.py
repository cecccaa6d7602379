"""Each judgement moved alone, by half either way: what becomes of the total and of the first ranks."""

from __future__ import annotations

from collections.abc import Callable

from riskgraph.model.stability import Swing, Tornado
from riskgraph.scoring.channels import Scored
from riskgraph.scoring.moved import Moved
from riskgraph.scoring.moved_again import Again, base_by_path, padded, reader_of
from riskgraph.scoring.moved_routes import order_of
from riskgraph.scoring.moves import MOVED_BY, Movable, Value, alone, movables
from riskgraph.scoring.ranks import places
from riskgraph.scoring.stability import TOP
from riskgraph.scoring.strength import Floats

Told = Callable[[int, int], None]


def tornado(scored: Scored, *, top: int = TOP, told: Told | None = None) -> Tornado:
    """Return the swing of each judgement, the widest first; of equal ones by key.

    Parameters
    ----------
    top
        How many of the first paths are watched.
    told
        Called with how many judgements are done, and of how many, after each.

    Notes
    -----
    Two passes over the register a judgement; linear in its rows. The total is the point, yen a year.
    """
    reader, base = reader_of(scored), base_by_path(scored)
    top = min(top, len(base))
    movable = movables(scored.ground.parameters, scored.ground.catalogue)
    swings = []
    for done, one in enumerate(movable, start=1):
        swings.append(_swing(reader, one, base, top))
        if told is not None:
            told(done, len(movable))
    swings.sort(key=lambda swing: (-abs(swing.high_yen - swing.low_yen), swing.parameter))
    return Tornado(base_yen=float(base.sum()), moved_by=MOVED_BY, top=top, swings=tuple(swings))


def _swing(reader: Moved | Again, movable: Movable, base: Floats, top: int) -> Swing:
    """Return what one judgement does at the low and at the high end of what it may be moved to."""
    low, high = (_losses(reader, movable, factor) for factor in (movable.low, movable.high))
    names = order_of(reader.paths, len(base))
    before, *after = (places(padded(losses, len(names)), names) for losses in (base, low, high))
    return Swing(
        parameter=movable.key,
        low_value=_point(movable.times(movable.low)),
        high_value=_point(movable.times(movable.high)),
        low_yen=float(low.sum()),
        high_yen=float(high.sum()),
        kept=min(int(((before <= top) & (now <= top)).sum()) for now in after),
        first_stays=all(bool((now[before == 1] == 1).all()) for now in after),
    )


def _point(value: Value) -> float:
    return value[1] if isinstance(value, tuple) else value


def _losses(reader: Moved | Again, movable: Movable, factor: float) -> Floats:
    parameters = reader.scored.ground.parameters
    return reader.eal_by_path(parameters.changed(alone(movable, factor, parameters)))
