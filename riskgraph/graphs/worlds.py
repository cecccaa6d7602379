"""P(reached) counted in simulated worlds, 64 of them to a machine word.

The convention that bites: the worlds of a link come from a stream of its own (Philox, keyed by seed, link and block),
so that neither the order of blocks nor the number of threads can move a result.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from riskgraph.graphs.links import Floats, Ints, Links
from riskgraph.graphs.relation import Words

Z_95 = 1.959963984540054
_DIGITS = 48
_DIGITS_AT_ONCE, _DIGITS_MORE = 8, 4
_WORDS_A_BLOCK, _FEWEST_WORDS, _WORDS_HELD = 4_096, 16, 1 << 25
_ALL = ~np.uint64(0)


def worlds_up(p: float, words: int, *, seed: int, stream: int, block: int) -> Words:
    """Return `words` x 64 worlds, a bit each, set with probability p (to 2^-48).

    In every world the binary digits of a random number are compared with those of p, the first one first, until they
    differ. After eight digits all 64 worlds of most words are settled, and only the others are drawn for.
    """
    digits = round(p * (1 << _DIGITS))
    if digits <= 0 or digits >= 1 << _DIGITS:
        return np.full(words, _ALL if digits > 0 else 0, dtype=np.uint64)
    random = np.random.Philox(key=seed, counter=[0, 0, stream, block])
    result = np.zeros(words, dtype=np.uint64)
    # Where only zeros are left in p, no open world can fall below it any more.
    last = (digits & -digits).bit_length() - 1
    place, at = _DIGITS, np.arange(words)
    part, is_open = result, np.full(words, _ALL)
    while len(at) and place > last:
        begin = place
        place = max(last, begin - (_DIGITS_AT_ONCE if begin == _DIGITS else _DIGITS_MORE))
        _compare(digits, range(begin - 1, place - 1, -1), random, part, is_open)
        result[at] = part
        rest = np.flatnonzero(is_open)
        at, part, is_open = at[rest], part[rest], is_open[rest]
    return result


def _compare(digits: int, places: Iterable[int], random: np.random.Philox, part: Words, is_open: Words) -> None:
    """Set the worlds that fall below p at one of these digits; keep open those that are equal so far."""
    for place in places:
        drawn = random.random_raw(len(part))
        if digits >> place & 1:
            part |= is_open & ~drawn
            is_open &= drawn
        else:
            is_open &= ~drawn


def counted(links: Links, source: int, *, seed: int, worlds: int) -> tuple[Ints, int]:
    """Return in how many worlds each node is reached, shape (n,), and how many worlds there were.

    Parameters
    ----------
    worlds
        How many at least; they are taken in whole blocks: of 262,144, of a smaller power of two where that is enough
        or where there are more than some 8,000 nodes.

    Notes
    -----
    One word operation for each link and 64 worlds; links within circles are gone round until nothing is added. Not
    more than 256 MiB are held at a time.
    """
    groups = links.groups
    useful = np.flatnonzero((links.head != source) & (links.tail != links.head))
    order = useful[np.lexsort((useful, groups[links.head[useful]]))]
    ends = np.flatnonzero(np.diff(groups[links.head[order]], prepend=-1, append=-1))
    spans = [order[begin:end] for begin, end in zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True)]
    in_circles = int((groups[links.tail] == groups[links.head]).sum())
    words = _WORDS_A_BLOCK
    while words > _FEWEST_WORDS and (words * (links.nodes + in_circles) > _WORDS_HELD or words * 32 >= worlds):
        words //= 2
    blocks = max(1, -(-worlds // (64 * words)))
    count = np.zeros(links.nodes, dtype=np.int64)
    for block in range(blocks):
        reached = np.zeros((links.nodes, words), dtype=np.uint64)
        reached[source] = _ALL
        for span in spans:
            _enter(links, span, reached, seed=seed, block=block)
        for node in range(links.nodes):  # a node at a time: the counts of bits would take more room than the bits
            count[node] += int(np.bitwise_count(reached[node]).sum(dtype=np.int64))
    return count, blocks * 64 * words


def _enter(links: Links, span: Ints, reached: Words, *, seed: int, block: int) -> None:
    """Fill in the nodes of a component from the links into it; those within it are gone round until all is still."""
    inner: dict[int, list[tuple[int, Words]]] = {}
    for link in span.tolist():
        tail, head = int(links.tail[link]), int(links.head[link])
        up = worlds_up(float(links.p[link]), reached.shape[1], seed=seed, stream=link, block=block)
        if links.groups[tail] == links.groups[head]:
            inner.setdefault(tail, []).append((head, up))
        else:
            reached[head] |= reached[tail] & up
    waiting = dict.fromkeys(inner)
    while waiting:
        tail = next(iter(waiting))
        del waiting[tail]
        for head, up in inner[tail]:
            new = reached[tail] & up & ~reached[head]
            if new.any():
                reached[head] |= new
                if head in inner:
                    waiting[head] = None


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
