"""P(reached) counted in simulated worlds, 64 of them to a machine word.

The convention that bites: the worlds of a link come from a stream of its own (Philox, keyed by seed, link and block),
so that neither the order of blocks nor the number of threads can move a result.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from riskgraph.graphs.links import Floats, Ints, Links

WORDS_A_BLOCK = 1_024
Z_95 = 1.959963984540054
_DIGITS = 48
Words = NDArray[np.uint64]


def worlds_up(p: float, words: int, *, seed: int, stream: int, block: int) -> Words:
    """Return `words` x 64 worlds, a bit each, set with probability p (to 2^-48).

    In every world the binary digits of a random number are compared with those of p, the first one first, until they
    differ; about twenty digits settle all worlds of a block.
    """
    if p <= 0.0:
        return np.zeros(words, dtype=np.uint64)
    digits = round(p * (1 << _DIGITS))
    if digits >= 1 << _DIGITS:
        return np.full(words, ~np.uint64(0))
    random = np.random.Philox(key=seed, counter=[0, 0, stream, block])
    result, is_open = np.zeros(words, dtype=np.uint64), np.full(words, ~np.uint64(0))
    for digit in range(_DIGITS - 1, -1, -1):
        drawn = random.random_raw(words)
        if digits >> digit & 1:
            result |= is_open & ~drawn
            is_open &= drawn
        else:
            is_open &= ~drawn
        if not is_open.any():
            break
    return result


def counted(links: Links, source: int, *, seed: int, worlds: int) -> tuple[Ints, int]:
    """Return in how many worlds each node is reached, shape (n,), and how many worlds there were.

    Parameters
    ----------
    worlds
        How many at least; they are taken in whole blocks of 65,536.
    """
    blocks = max(1, -(-worlds // (64 * WORDS_A_BLOCK)))
    order = np.argsort(links.groups[links.tail], kind="stable")
    circles = not links.is_acyclic
    count = np.zeros(links.nodes, dtype=np.int64)
    for block in range(blocks):
        up = {int(e): worlds_up(float(links.p[e]), WORDS_A_BLOCK, seed=seed, stream=int(e), block=block) for e in order}
        count += np.bitwise_count(_spread(links, source, order, up, circles=circles)).sum(axis=1, dtype=np.int64)
    return count, blocks * 64 * WORDS_A_BLOCK


def _spread(links: Links, source: int, order: Ints, up: dict[int, Words], *, circles: bool) -> Words:
    """Return the worlds in which each node is reached, shape (n, words)."""
    reached = np.zeros((links.nodes, WORDS_A_BLOCK), dtype=np.uint64)
    reached[source] = ~np.uint64(0)
    while True:
        has_grown = False
        for link in order:
            tail, head = int(links.tail[link]), int(links.head[link])
            new = reached[tail] & up[int(link)] & ~reached[head]
            if new.any():
                reached[head] |= new
                has_grown = True
        if not (has_grown and circles):
            return reached


def wilson(count: Ints, worlds: int) -> Floats:
    """Return Wilson's 95 % interval of a share, shape (n, 2). Source: Wilson, JASA 22 (1927)."""
    share = count / worlds
    spread = Z_95**2 / worlds
    middle = (share + spread / 2) / (1 + spread)
    half = Z_95 / (1 + spread) * np.sqrt(share * (1 - share) / worlds + spread / (4 * worlds))
    return np.stack([np.clip(middle - half, 0.0, 1.0), np.clip(middle + half, 0.0, 1.0)], axis=1)


def worlds_needed(p: float, error: float) -> int:
    """Return how many worlds give a relative error of at most `error` (95 %): z^2 (1 - p) / (p error^2)."""
    return int(Z_95**2 * (1 - p) / (p * error**2)) + 1
