"""Memory of work done in a process of its own, so that nothing else that was in memory counts.

The convention that bites: what is told is above the empty process, which has loaded the same libraries.
"""

from __future__ import annotations

import gc
import math
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from riskgraph.intake.processes import Spawning

_STATUS = Path("/proc/self/status")


@dataclass(frozen=True)
class Memory:
    """Bytes above the empty process: what is held at the end, and the most that was in between."""

    held: float
    peak: float
    count: int


def measured(work: Callable[[int], tuple[object, int]], size: int) -> Memory:
    """Return the memory of ``work(size)``, run in a process of its own.

    Parameters
    ----------
    work
        A function of a module; it returns what is to be held while it is measured, and how many things that are.

    Notes
    -----
    Where the system does not tell (neither ``/proc`` nor `resource`), the figures are not a number.
    """
    with Spawning().Pool(1) as pool:
        return pool.apply(_in_child, (work, size))


def _in_child(work: Callable[[int], tuple[object, int]], size: int) -> Memory:
    """Do the work and say what it holds."""
    work(1)  # libraries and tables that every size needs
    gc.collect()
    before, peak_before = _resident("VmRSS"), _resident("VmHWM")
    held, count = work(size)
    gc.collect()
    after, peak = _resident("VmRSS"), _resident("VmHWM")
    del held
    return Memory(after - before, max(peak, peak_before) - before, count)


def _resident(name: str) -> float:
    """Return resident memory of this process in bytes, now (``VmRSS``) or at most so far (``VmHWM``)."""
    if _STATUS.exists():
        line = next(line for line in _STATUS.read_text(encoding="ascii").splitlines() if line.startswith(name))
        return 1024.0 * int(line.split()[1])
    try:
        import resource
    except ImportError:
        return math.nan
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return float(most) if sys.platform == "darwin" else 1024.0 * most
