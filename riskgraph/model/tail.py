"""The loss of a whole year: quantiles, the mean beyond them, and the curve of exceedance.

The convention that bites: an interval here is made of three whole computations, one at each end of the register
(everything unknown at its good end, at the point, at its bad end); it is no confidence interval. What a simulation
adds by chance stands apart in `error_of_mean`.
"""

from __future__ import annotations

from enum import StrEnum

from riskgraph.model.noun import Noun
from riskgraph.model.quantities import Interval

LEVELS = ("0.95", "0.99", "0.995")


class TailMethod(StrEnum):
    """How the distribution of a year's loss was found."""

    FFT = "fft"
    MONTE_CARLO = "monte_carlo"


class ExceedancePoint(Noun):
    """P(loss of a year > `loss_yen`), 0 to 1, at the three ends."""

    loss_yen: float
    p: Interval


class Tail(Noun):
    """The distribution of the sum of all losses of one year, yen.

    `var_yen` and `tvar_yen` have one entry for each of `LEVELS`; VaR is the smallest loss that a year exceeds with at
    most 1 - level, TVaR the mean of the worst 1 - level of years. `mean_yen` is the mean of this very distribution,
    to be held against the expected loss of the assessment. `step_yen` is the width of a cell of the lattice (FFT),
    `years` the number of simulated years and `error_of_mean` the standard error of their mean over it (simulation);
    0 where it does not apply.
    """

    method: TailMethod
    mean_yen: Interval
    var_yen: dict[str, Interval]
    tvar_yen: dict[str, Interval]
    exceedance: tuple[ExceedancePoint, ...] = ()
    step_yen: float = 0.0
    years: int = 0
    error_of_mean: float = 0.0
