"""What is reached within a circle (a strongly connected component) from the nodes that are hit from outside.

Buzacott's recursion: for nodes E hit from outside and E <= F,

    P(exactly F) = A(E, F) prod of (1 - p) over links F -> rest,   A(E, F) = 1 - sum over E <= G < F of A(E, G) prod of
    (1 - p) over links G -> F without G.

Source: Buzacott, A recursive algorithm for directed-graph reliability, Networks 13 (1983).
"""

from __future__ import annotations

import numpy as np

from riskgraph.graphs.links import Floats, Ints


def spread(p: Floats) -> Floats:
    """Return P(exactly F is reached | E is hit) as [E, F], shape (2^c, 2^c); sets are bits in the order of the nodes.

    Parameters
    ----------
    p
        P(link there) from node to node, shape (c, c).

    Notes
    -----
    O(6^c) products, 3^c of them of links; c = 9 takes some tens of milliseconds.
    """
    size = len(p)
    count = 1 << size
    # from_set[G, v]: no link from G to v is there.
    from_set = np.ones((count, size))
    for subset in range(1, count):
        low = (subset & -subset).bit_length() - 1
        from_set[subset] = from_set[subset & (subset - 1)] * (1.0 - p[low])
    covers = np.zeros((count, count))
    result = np.zeros((count, count))
    whole = np.arange(count)
    for large in range(count):
        inside = whole[(whole & large) == whole]
        smaller = inside[:-1]
        lost = covers[np.ix_(inside, smaller)] @ _none(from_set, smaller, large & ~smaller)
        # Rows that begin outside `smaller` or larger than G are 0 already: A(E, G) is filled for E <= G only.
        covers[inside, large] = np.maximum(1.0 - lost, 0.0)
    for subset in range(count):
        cut = _none(from_set, np.array([subset]), np.array([count - 1 & ~subset]))[0]
        result[:, subset] = covers[:, subset] * cut
    result[0] = 0.0
    result[0, 0] = 1.0
    return result


def _none(from_set: Floats, subsets: Ints, others: Ints) -> Floats:
    """Return P(no link leads from a set to any node of another), pair by pair."""
    product = np.ones(len(subsets))
    for node in range(from_set.shape[1]):
        product *= np.where(others >> node & 1, from_set[subsets, node], 1.0)
    return product
