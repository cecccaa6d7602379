"""The table of Beta shares gives what the function itself gives."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import special

from riskgraph.analysis.beta_table import share_above
from riskgraph.analysis.levels import on_even_levels


@pytest.mark.parametrize("concentration", [1.0, 4.0, 20.0])
@pytest.mark.parametrize("count", [5, 2_000])
def test_the_table_is_the_incomplete_beta_function(concentration: float, count: int) -> None:
    """Few means have their own lines of the table; many lie between sixteen lines."""
    random = np.random.default_rng(3)
    means = random.uniform(0.35, 0.5, size=count)[random.integers(0, count, size=4_000)]
    cuts = np.concatenate([random.random(3_990), [0.0, 1.0, 1e-9, 1 - 1e-9, 1e-4, 0.5, 0.25, 0.75, 0.9, 0.99]])
    found = share_above(cuts, means, on_even_levels(means, count=16), concentration)
    known = special.betaincc(concentration * means, concentration * (1 - means), cuts)
    assert np.abs(found - known).max() < (1e-6 if concentration < 10 else 1e-5)
