"""Made-up programmes: gates with single, joint and stepwise needs, cells of one or more terms."""

from __future__ import annotations

import numpy as np

from riskgraph.model.programme import Gate, Programme


def made(seed: int, *, measures: int, gates: int, terms: int, paths: int = 3) -> Programme:
    """Return a programme of this size, the same for the same seed."""
    rng = np.random.default_rng(seed)
    drawn = tuple(_gate(rng, measures) for _ in range(gates))
    layers, outer = [], []
    for _ in range(terms):
        count = int(rng.integers(1, min(5, gates + 1)))
        layers.append(tuple(sorted(int(g) for g in rng.choice(gates, size=count, replace=False))))
        outer.append((int(rng.integers(gates)),) if rng.random() < 0.2 else ())
    cell = np.cumsum(np.append(0, rng.random(terms - 1) < 0.8))
    return Programme(
        measures=tuple(f"M{number:03}" for number in range(measures)),
        cost=rng.uniform(0.1, 1.0, measures).round(2) * 1e6,
        gates=drawn,
        scale=rng.lognormal(14, 1.5, terms),
        beta=0.1,
        term_gates=tuple(layers),
        term_outer=tuple(outer),
        constant=np.stack([rng.uniform(0.3, 1, terms), rng.uniform(0.6, 1, terms)], axis=1),
        cell=cell,
        path=rng.integers(0, paths, size=int(cell[-1]) + 1),
        fixed=rng.uniform(0, 1e5, paths),
        path_keys=tuple(f"path {number}" for number in range(paths)),
    )


def _gate(rng: np.random.Generator, measures: int) -> Gate:
    base, kind = rng.uniform(0.5, 1.0), int(rng.integers(3))
    those = [int(m) for m in rng.choice(measures, size=min(measures, int(rng.integers(1, 4))), replace=False)]
    if kind == 0:  # an AND-gate: nothing without all of its parts
        return Gate((base, base * rng.uniform(0.2, 0.8)), (frozenset(), frozenset(those)))
    if kind == 1:  # one part helps, all of them help more
        factors = (base, base * rng.uniform(0.6, 0.9), base * rng.uniform(0.2, 0.5))
        return Gate(factors, (frozenset(), frozenset(those[:1]), frozenset(those)))
    return Gate((base, 0.5 * base), (frozenset(), frozenset(those[:1])))
