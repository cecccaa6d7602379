"""The work of a staff group as it would be if a suspected party did it: with its own answers, and nobody supervising.

The convention that bites: nothing is computed a second way. The suspects' profiles stand in the place of those in
doubt, and the layers are read as of any declared party.
"""

from __future__ import annotations

from copy import copy
from dataclasses import replace

import numpy as np

from riskgraph.scoring.layer_sources import Strengths
from riskgraph.scoring.rows import Rows
from riskgraph.scoring.strength import Floats


def by_suspects(strengths: Strengths, *, answered: Strengths | None = None) -> Strengths | None:
    """Return the strengths of all rows if suspected parties did the work; None where no suspect answers anything.

    Of each control the employer, and the declared party's own host, devices and sites, keep the smaller of what was
    declared and of what the suspects answered, end by end; q of the hop to them is 0.

    Parameters
    ----------
    answered
        Where the suspects' own answers are read, where `strengths` are not the answers as they are.
    """
    rows = strengths.rows
    if not rows.suspected.any() and not rows.suspected_filled.any():
        return None
    told = answered or strengths
    profiles = strengths.ground.profiles
    other = copy(strengths)
    other.rows = _worked_by_suspects(rows, len(strengths.stated))
    other.stated = profiles.with_blends(strengths.stated, told.stated)
    other.filled = profiles.with_blends(strengths.filled, told.filled)
    return other


def _worked_by_suspects(rows: Rows, count: int) -> Rows:
    """Return the rows with the blends, numbered behind `count` profiles, in the places in doubt, and without q."""
    profiles = dict(rows.profiles)
    for role, blend in rows.blends.items():
        profiles[role] = np.where(blend >= 0, count + blend, profiles[role])
    return replace(
        rows,
        profiles=profiles,
        supervision=np.zeros_like(rows.supervision),
        supervision_filled=np.zeros_like(rows.supervision_filled),
    )


def suspected_part(rows: Rows, end: int, *, is_filled: bool) -> Floats:
    """Return the part of the latent tier that falls to suspects, 0 to 1, shape (rows,)."""
    return rows.suspected_filled if is_filled else rows.suspected[:, end]
