"""Shapley's value: what each of several causes bears of what all of them bring about together.

The convention that bites: a player here *takes away*. Bit j of a set's number says that player j is mended, and what
is shared out is the value with nobody mended less the value with everybody mended.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import factorial

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
MOST_PLAYERS = 16


def weight(before: int, players: int) -> float:
    """Return the share of orders in which exactly `before` given ones come before a player: s! (n - s - 1)! / n!."""
    return factorial(before) * factorial(players - before - 1) / factorial(players)


@cache
def coefficients(players: int, *, others_before: int = 0, others: int = 0) -> Floats:
    """Return the matrix that turns the values of all sets into shares, shape (players, 2^players).

    Parameters
    ----------
    players
        1 to 16.
    others
        Players beside these that take part in the game.
    others_before
        How many of those come before; the shares are then those of such orders alone.

    Notes
    -----
    share_j = sum over sets S without j of weight(|S|) (v(S) - v(S + j)). Source: L. S. Shapley, A value for n-person
    games, 1953; docs/method.md, "Where a number comes from".
    """
    if not 1 <= players <= MOST_PLAYERS:
        raise ValueError(f"1 to {MOST_PLAYERS} players, got {players}")
    sets = np.arange(1 << players)
    sizes = np.bitwise_count(sets)
    by_size = np.array([weight(size + others_before, players + others) for size in range(players)])
    matrix = np.zeros((players, 1 << players))
    for player in range(players):
        without = sets[(sets >> player) & 1 == 0]
        matrix[player, without] = by_size[sizes[without]]
        matrix[player, without | (1 << player)] = -by_size[sizes[without]]
    matrix.setflags(write=False)
    return matrix


@cache
def weights_of_last(players: int) -> Floats:
    """Return the weight of every set of `players` coming before one player more, shape (2^players,), summing to 1."""
    by_size = np.array([weight(size, players + 1) for size in range(players + 1)])
    found: Floats = by_size[np.bitwise_count(np.arange(1 << players))]
    found.setflags(write=False)
    return found


def products(plain: Sequence[Floats], mended: Sequence[Floats]) -> Floats:
    """Return the product of factors for every set of mended ones, shape (2^players, n)."""
    table = np.ones((1, len(plain[0]) if plain else 1))
    for here, there in zip(plain, mended, strict=True):
        table = np.concatenate([table * here, table * there])
    return table


def minima(plain: Sequence[Floats], mended: Sequence[Floats]) -> Floats:
    """Return the smallest of 1 and the factors for every set of mended ones, shape (2^players, n)."""
    table = np.ones((1, len(plain[0]) if plain else 1))
    for here, there in zip(plain, mended, strict=True):
        table = np.concatenate([np.minimum(table, here), np.minimum(table, there)])
    return table


def gains_of_min(strengths: Floats) -> Floats:
    """Return what each part of an AND-gate bears of 1 - min, shape (n, parts); they sum to it.

    Formula: with x_1 <= ... <= x_k <= x_(k+1) = 1 the gate rises to x_(i+1) once the i weakest are mended, so that each
    of these bears (x_(i+1) - x_i) / i. Source: docs/method.md, "Where a number comes from".
    """
    order = np.argsort(strengths, axis=1, kind="stable")
    rising = np.take_along_axis(strengths, order, axis=1)
    steps = np.diff(rising, axis=1, append=1.0) / np.arange(1, strengths.shape[1] + 1)
    gains = np.empty_like(rising)
    np.put_along_axis(gains, order, np.cumsum(steps[:, ::-1], axis=1)[:, ::-1], axis=1)
    return gains


def gains_of_max(strengths: Floats) -> Floats:
    """Return what each part of an OR-gate bears of 1 - max: all alike, since any one of them is enough."""
    parts = strengths.shape[1]
    return np.repeat((1.0 - strengths.max(axis=1, keepdims=True)) / parts, parts, axis=1)


def gains_of_mean(strengths: Floats) -> Floats:
    """Return what each part of a mean bears of 1 - mean."""
    result: Floats = (1.0 - strengths) / strengths.shape[1]
    return result


def gains_of_product(first: Floats, second: Floats) -> tuple[Floats, Floats]:
    """Return what each of two factors of 0 to 1 bears of 1 - first x second."""
    return (1.0 - first) * (1.0 + second) / 2.0, (1.0 - second) * (1.0 + first) / 2.0


def as_shares(gains: Floats) -> Floats:
    """Return gains as parts of their sum, shape (n, parts), in equal parts where there is nothing to gain."""
    total = gains.sum(axis=1, keepdims=True)
    parts = gains.shape[1]
    return np.where(total > 0, gains / np.where(total > 0, total, 1.0), 1.0 / parts)
