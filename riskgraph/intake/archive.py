"""The files in a zip: names decoded, counted and bounded, nothing written anywhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from riskgraph.intake.given import Given
from riskgraph.intake.limits import LIMITS, Limits


def members(name: str, data: bytes, *, limits: Limits = LIMITS, passwords: Sequence[str] = ()) -> Iterator[Given]:
    """Give the files of an archive, those of archives in it included; what systems leave behind is passed over.

    Raises
    ------
    InputRefused
        With a ``gate.`` code; ``gate.encrypted`` where no password opens it.
    """
    raise NotImplementedError
