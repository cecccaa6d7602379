"""What a child does to itself before it touches a stranger's bytes: limits, nothing open, nothing to write to.

The convention that bites: limits on memory count addresses, of which a forked child has all of its parent's from the
first moment; they are therefore set above what it already has.
"""

from __future__ import annotations

import gc
import math
import os
import signal
import sys

from riskgraph.intake.limits import Limits

if sys.platform != "win32":
    import resource

OUT_OF_MEMORY = 86  # the exit status that says so; there may be no memory left to say it otherwise
_SIZES = "/proc/self/statm"
_STANDARD = (0, 1, 2)
_MOST_OPEN = 65_536
_GRACE_SECONDS = 1


def limits_work() -> bool:
    """Say whether this system can bound the memory of a process."""
    return sys.platform.startswith("linux") and os.path.exists(_SIZES)  # noqa: PTH110 - see `_addresses`


def confined(kept: int, limits: Limits, *, works: int = 1) -> None:
    """Bound this process, which is to do so many works, and take all from it but one open end of a pipe."""
    # An interrupt from the keyboard is for the parent, which ends its children itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _close_all_but(kept)
    _bound(limits, works)
    if works == 1:
        # It ends soon: looking for garbage would only copy the parent's pages.
        gc.disable()


def allow_time(limits: Limits) -> None:
    """Give this process the processor time of one more work."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    wanted = math.ceil(used.ru_utime + used.ru_stime) + limits.cpu_seconds
    resource.setrlimit(resource.RLIMIT_CPU, (min(wanted, most), most))


def _bound(limits: Limits, works: int) -> None:
    """Set the limits of this process: memory, processor time, no dump of its memory, no file written."""
    if limits_work():
        _lower(resource.RLIMIT_AS, _addresses() + limits.memory_bytes, 0)
    _lower(resource.RLIMIT_CPU, limits.cpu_seconds, (works - 1) * (limits.cpu_seconds + 1) + _GRACE_SECONDS)
    _lower(resource.RLIMIT_CORE, 0, 0)
    _lower(resource.RLIMIT_FSIZE, 0, 0)


def _lower(kind: int, soft: int, more: int) -> None:
    """Lower one limit, never beyond what is allowed already; up to so much more can be allowed later."""
    _, most = resource.getrlimit(kind)
    hard = soft + more if most == resource.RLIM_INFINITY else min(soft + more, most)
    resource.setrlimit(kind, (min(soft, hard), hard))


def _addresses() -> int:
    """Return how many bytes of addresses this process has."""
    # Plain calls: each function that a child uses for the first time costs it a copy of the pages that it lies in.
    sizes = os.open(_SIZES, os.O_RDONLY)
    try:
        return int(os.read(sizes, 100).split()[0]) * os.sysconf("SC_PAGE_SIZE")
    finally:
        os.close(sizes)


def _close_all_but(kept: int) -> None:
    """Close every open file but one, and leave only nothing to read from and to print to."""
    os.closerange(len(_STANDARD), kept)
    os.closerange(kept + 1, _MOST_OPEN)
    # A parser that panics prints what it stumbled over, and that is text from the file.
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in _STANDARD:
        if number != kept:
            os.dup2(nowhere, number)
    os.close(nowhere)
