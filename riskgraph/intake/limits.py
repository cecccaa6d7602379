"""What a file may cost before it is refused; every limit can be set, each has a careful default."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What the gate lets through, and what reading one file may take.

    Sizes in bytes, times in seconds. `ratio` is unpacked to packed; `depth` how many archives may lie in each other.
    """

    file_bytes: int = 20 * MEGABYTE
    unpacked_bytes: int = 100 * MEGABYTE
    entries: int = 2_000
    rows: int = 200_000
    columns: int = 500
    cells: int = 4_000_000
    depth: int = 2
    pages: int = 100
    ratio: float = 500.0
    wall_seconds: float = 60.0
    cpu_seconds: int = 60
    memory_bytes: int = 2048 * MEGABYTE


LIMITS = Limits()
