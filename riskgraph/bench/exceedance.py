"""The distribution of a year's loss of a made-up register, measured against one Fourier transform of its length."""

from __future__ import annotations

import numpy as np

from riskgraph.analysis.severity import Severities
from riskgraph.analysis.tail import lattice_of, tail_of
from riskgraph.bench.made_up import as_submission, made_up
from riskgraph.bench.ratio import Ratio
from riskgraph.bench.timing import medians
from riskgraph.bench.whole_road import scored
from riskgraph.catalogue import load_catalogue, load_parameters
from riskgraph.scoring.event_table import events_of

MOST_TIMES_FFT = 20.0
_ENDS = 3


def exceedance_ratios(accesses: int, *, runs: int) -> list[Ratio]:
    """Return what the loss of a year costs at one end beside one transform of as many cells.

    Three ends are worked out together, so that one costs a third. The yardstick with the limit is NumPy's `fft`; that
    of real numbers, which the work itself uses and which takes about half as long, is told beside it.
    """
    parameters = load_parameters()
    result = scored(as_submission(made_up(accesses, load_catalogue())))
    events = events_of(result)
    if events is None:
        return []
    cells = lattice_of([Severities(events, parameters, end) for end in range(_ENDS)])[1]
    signal = np.random.default_rng(2014).random(cells)
    ours, fft, rfft = medians(
        lambda: tail_of(events, parameters), lambda: np.fft.fft(signal), lambda: np.fft.rfft(signal), runs=runs
    )
    detail = f"{len(result.ids):,}; {events.count:,}; {cells:,}"
    return [
        Ratio("exceedance", ours / _ENDS / fft, MOST_TIMES_FFT, is_at_least=False, detail=detail),
        Ratio("exceedance_real", ours / _ENDS / rfft, np.inf, is_at_least=False, detail=detail),
    ]
