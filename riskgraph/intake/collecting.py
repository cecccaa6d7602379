"""A pause of the search for cycles while many lasting objects are made, which would be searched again and again.

The convention that bites: a pause inside another, or beside one in another thread, ends early at worst; the search
never stays off.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collecting() -> Iterator[None]:
    """Pause the search for cycles; whoever finds it paused leaves it so."""
    if not gc.isenabled():
        yield  # to pause it once more could be the last word, where the other one ends just now
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
