"""Encrypted workbooks, opened in memory with a password that is kept nowhere."""

from __future__ import annotations

from collections.abc import Sequence

from riskgraph.intake.limits import LIMITS, Limits


def unlocked(name: str, data: bytes, passwords: Sequence[str], *, limits: Limits = LIMITS) -> bytes:
    """Return the workbook in an encrypted package.

    Raises
    ------
    InputRefused
        ``gate.encrypted`` where no password opens it.
    """
    raise NotImplementedError
