"""The sum of a Poisson number of losses on a lattice, by the fast Fourier transform.

Source: docs/method.md, the loss of a year. The characteristic function of the sum is exp(rate (phi - 1)), phi that of
one loss. What would fall beyond the lattice comes round to its start; the caller chooses the lattice so that the
probability of it is below a bound.
"""

from __future__ import annotations

import numpy as np

from riskgraph.model.event_table import Floats


def compound_poisson(severity: Floats, rate: float) -> Floats:
    """Return the probabilities of the sum of a Poisson number of losses, shape of `severity`.

    Parameters
    ----------
    severity
        Probability of one loss by cell of the lattice. Where it sums to less than 1, the rest lies beyond the lattice
        and so do the sums that contain it: the result then sums to less than 1.
    rate
        Mean number of losses.
    """
    transformed = np.fft.rfft(severity)
    transformed -= 1.0
    transformed *= rate
    np.exp(transformed, out=transformed)
    found: Floats = np.fft.irfft(transformed, n=len(severity))
    return np.maximum(found, 0.0)  # below 0 in the last digit


def reach_of_sum(events: Floats, step: float, *, probability: float) -> float:
    """Return a loss that the sum exceeds with at most `probability`: a proven bound, not an estimate.

    Parameters
    ----------
    events
        Events a year by cell of a lattice that holds every loss.
    step
        Its width, yen.

    Notes
    -----
    Half of `probability` is spent on any single loss beyond a cut: at most the rate of such losses. The rest is
    Chernoff's bound on the sum of the others, P(S >= t) <= exp(sum of rate (e^(u x) - 1) - u t), best over a grid of u.
    """
    if not events.any():
        return step
    beyond = np.concatenate([np.cumsum(events[::-1])[::-1][1:], [0.0]])  # rate of losses above the cell
    cut = int(np.argmax(beyond <= probability / 2.0))
    loss = step * np.arange(cut + 1)
    rates = events[: cut + 1]
    exponents = np.geomspace(1e-5, 60.0, 64) / max(step * cut, step)
    left = np.log(2.0 / probability)
    growth = np.array([(rates * np.expm1(u * loss)).sum() for u in exponents])
    return float(np.min((growth + left) / exponents))
