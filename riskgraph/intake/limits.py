"""What a file may cost before it is refused; every limit can be set, each has a careful default."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
from dataclasses import dataclass, fields

from riskgraph.errors import WrongUse

MEGABYTE = 1024 * 1024
VARIABLE = "RISKGRAPH_LIMIT_"
"""How the variables of the environment begin that set a limit; the rest is the field in capitals."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What the gate lets through, and what reading one file may take.

    Sizes in bytes, times in seconds. `ratio` is unpacked to packed; `depth` how many archives may lie in each other.
    `files_a_child` is how many files of a batch one child may read, one after the other: with 1 each has a child of
    its own; more are faster, and what follows a file over which a child was lost is read in another.
    """

    file_bytes: int = 20 * MEGABYTE
    unpacked_bytes: int = 256 * MEGABYTE
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
    files_a_child: int = 1


LIMITS = Limits()


def limits_from(environ: Mapping[str, str]) -> Limits:
    """Return the limits as the environment sets them, such as ``RISKGRAPH_LIMIT_ROWS=500000``; else the defaults.

    Raises
    ------
    WrongUse
        ``use.limit_unknown`` for a variable that names no limit, ``use.limit_value`` for a value that is no number
        above zero.
    """
    kinds = {VARIABLE + field.name.upper(): field for field in fields(Limits)}
    given: dict[str, float] = {}
    for variable, value in environ.items():
        if not variable.startswith(VARIABLE) or not value.strip():
            continue
        if variable not in kinds:
            known = ", ".join(sorted(kinds))
            raise WrongUse("use.limit_unknown", {"name": variable, "names": known})
        field = kinds[variable]
        given[field.name] = _number(variable, value.strip(), whole=isinstance(field.default, int))
    return Limits(**given)  # type: ignore[arg-type]


def in_force() -> Limits:
    """Return the limits as the environment of this process sets them. WrongUse as `limits_from`."""
    return limits_from(os.environ)


def _number(variable: str, value: str, *, whole: bool) -> float:
    """Return a limit that was set. WrongUse where it is no number above zero, or not a whole one where it must be."""
    try:
        number = int(value) if whole else float(value)
    except ValueError:
        number = 0
    if number <= 0 or not math.isfinite(number):
        raise WrongUse("use.limit_value", {"name": variable, "value": value[:40]})
    return number
