"""Members by group as two arrays (compressed sparse rows): 4 bytes a member, and a group is one slice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Index = NDArray[np.signedinteger[Any]]


@dataclass(frozen=True)
class Csr:
    """Group g has the members ``member[start[g]:start[g + 1]]``, in rising order where they were given so."""

    start: NDArray[np.int64]
    member: Index

    def of(self, group: int) -> Index:
        """Return the members of one group, a view."""
        return self.member[self.start[group] : self.start[group + 1]]

    def of_all(self, groups: Index) -> Index:
        """Return the members of several groups one after the other."""
        return self.member[spans(self.start[groups], self.start[groups + 1])]


def spans(start: Index, stop: Index) -> Index:
    """Return start[0] .. stop[0] - 1, start[1] .. stop[1] - 1 and so on; no span may be turned.

    Notes
    -----
    Linear in the result, without a loop.
    """
    sizes = stop - start
    ends = np.cumsum(sizes)
    total = int(ends[-1]) if len(ends) else 0
    result: Index = np.arange(total) + np.repeat(start - (ends - sizes), sizes)
    return result


def grouped(group: Index, groups: int, member: Index | None = None) -> Csr:
    """Return the members by group; without `member` they are the positions 0 .. n - 1.

    Parameters
    ----------
    group
        Group of each member, shape (n,); negative ones belong to no group.
    """
    order = np.argsort(group, kind="stable")
    left_out = int(np.searchsorted(group[order], 0))
    order = order[left_out:].astype(np.int32 if len(group) < 2**31 else np.int64)
    start = np.zeros(groups + 1, dtype=np.int64)
    np.cumsum(np.bincount(group[group >= 0] if left_out else group, minlength=groups), out=start[1:])
    return Csr(start, order if member is None else member[order])
