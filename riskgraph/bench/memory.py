"""Memory of work done in a process of its own, so that nothing else that was in memory counts.

The convention that bites: what is told is above the empty process, which has loaded the same libraries.
"""

from __future__ import annotations

import gc
import json
import math
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path

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
    # Not `multiprocessing`: it loads the main module of its parent anew, which is not ours to load.
    command = [sys.executable, "-m", "riskgraph.bench.memory", work.__module__, work.__qualname__, str(size)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE)  # noqa: S603 - our own module
    return Memory(**json.loads(done.stdout))


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


if __name__ == "__main__":
    module, name, given = sys.argv[1:]
    json.dump(asdict(_in_child(getattr(import_module(module), name), int(given))), sys.stdout)
