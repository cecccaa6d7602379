"""What passes through one party, system, agency or ownership group, and what falls away without it.

The convention that bites: the figures of several things are views of one total and are never added. Of each kind the
`MOST` through which most expected loss passes are told.
"""

from __future__ import annotations

import numpy as np

from riskgraph.model.channel import HI, LO, PT
from riskgraph.model.concentration import Concentration, Shared
from riskgraph.model.quantities import Interval
from riskgraph.scoring.channels import Scored
from riskgraph.scoring.event_table import events_of
from riskgraph.scoring.only_through import only_through
from riskgraph.scoring.removal import Removal
from riskgraph.scoring.rows import Ints
from riskgraph.scoring.shared_things import Register, Uses
from riskgraph.scoring.strength import Floats

MOST = 50


def concentration_of(scored: Scored, tail_shares: Floats | None) -> tuple[Concentration, ...]:
    """Return what many chains share: of each kind of thing the largest first, at most `MOST`.

    Parameters
    ----------
    tail_shares
        The part of TVaR 99 that each event of `events_of` bears, shape (events,), summing to 1; None where unknown.

    Notes
    -----
    Linear in channels for what passes through; what falls away is worked out for the things that are told, each linear
    in the rows of the events that it touches. A thing that is gone takes its rows with it; how many records a host
    holds, and how the rest is supervised, stays as it is. Source: docs/method.md, "Where a number comes from".
    """
    if not scored.ids:
        return ()
    register = Register(scored)
    uses = register.through()
    eal = np.stack([uses.sums(scored.eal[:, end]) for end in (LO, PT, HI)], axis=1)
    told = _largest(uses, eal[:, PT])
    needs = register.needs(tuple(uses.things[n] for n in told))
    removal = Removal(scored)
    dominated = only_through(scored.ground, [uses.things[n][1] for n in told if uses.things[n][0] is Shared.PARTY])
    paths, principals = uses.distinct(scored.path), uses.distinct(_owners(scored))
    tail = _tail(scored, uses, tail_shares)
    return tuple(
        Concentration(
            kind=uses.things[n][0],
            key=uses.things[n][1],
            eal_yen=Interval(*(float(value) for value in eal[n])),
            falls_away_yen=removal.falls_away(needs.of(place)),
            tail_share=None if tail is None else float(tail[n]),
            paths=int(paths[n]),
            principals=int(principals[n]),
            parties=dominated.get(uses.things[n][1], ()) if uses.things[n][0] is Shared.PARTY else (),
        )
        for place, n in enumerate(told)
    )


def _largest(uses: Uses, eal: Floats) -> list[int]:
    """Return the numbers of the things to tell, kind by kind, the largest first; names settle what ties."""
    order = sorted(range(len(uses.things)), key=lambda n: (-eal[n], uses.things[n]))
    return [n for kind in Shared for n in [m for m in order if uses.things[m][0] is kind][:MOST]]


def _owners(scored: Scored) -> Ints:
    """Return the owner of every channel's data as a number, shape (channels,)."""
    owners = [scored.routes[path].parties[0] for path in scored.path]
    number = {owner: n for n, owner in enumerate(sorted(set(owners)))}
    return np.array([number[owner] for owner in owners], dtype=np.int64)


def _tail(scored: Scored, uses: Uses, tail_shares: Floats | None) -> Floats | None:
    """Return of every thing its part of the worst years, 0 to 1; None where that is not known."""
    events = events_of(scored) if tail_shares is not None else None
    if tail_shares is None or events is None:
        return None
    return np.clip(uses.sums(tail_shares[events.channel_event] * events.channel_share), 0.0, 1.0)
