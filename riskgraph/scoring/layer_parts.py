"""The expected loss of every cell told apart by layers: Shapley's value of the excess over the same work done well.

The convention that bites: the loss of an event has two parts that are told apart on their own. `variable` is a cell's
own; `fixed` is the event's whole fixed cost, borne by the cells whose rate is the largest, of which a channel then
carries its weight.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from riskgraph.model.channel import GOOD, PT
from riskgraph.scoring.channels import Scored
from riskgraph.scoring.layers import LayerTable, layer_tables
from riskgraph.scoring.rates import POINT, READINGS, Strengths
from riskgraph.scoring.rows import Ints
from riskgraph.scoring.shapley import coefficients, minima, products, weights_of_last
from riskgraph.scoring.strength import Floats
from riskgraph.scoring.suspects import by_suspects

UNDECLARED, RESPONSE = "undeclared", "response"
_CHUNK = 2048


@dataclass(frozen=True)
class LayerParts:
    """One scenario: `cells` (n,), the layers that exist in it, and yen a year by cell and player.

    The players are the layers in the order of the catalogue, then the tier that nobody declared, then how the host
    responds; `fixed` and `variable` have shape (n, layers + 2) and what the owner bears.
    """

    table: LayerTable
    cells: Ints
    fixed: Floats
    variable: Floats

    @property
    def players(self) -> tuple[str, ...]:
        """Return the names of the players."""
        return (*(layer.key for layer in self.table.layers), UNDECLARED, RESPONSE)


def layer_parts(scored: Scored) -> tuple[LayerParts, ...]:
    """Return the parts of all cells, scenario by scenario.

    Formula: the value of a set of layers is the cell's loss at the point with these at full strength, its chosen row,
    its weight and all else as they are. The assumed tier leaves with probability p; response acts on the size of what
    an insider takes. With everybody mended it is the reading "good" of the assessment. Source: docs/method.md, "Where
    a number comes from".

    Notes
    -----
    2^(layers + 1) evaluations a cell, the response and the two parts of the loss being linear in them; chunks of
    2,048 cells.
    """
    found = []
    game = _Game(scored)
    scenario = scored.rows.scenario[scored.cells.row[:, PT]]
    for name, table in layer_tables(scored.ground.catalogue, scored.ground.parameters).items():
        cells = np.flatnonzero(scenario == name)
        if len(cells):
            found.append(game.play(table, cells))
    return tuple(found)


class _Game:
    """The losses of a register as a game of its layers."""

    def __init__(self, scored: Scored) -> None:
        self.scored = scored
        self.strengths = scored.strengths
        # What nameless people would have at best: whatever is not theirs, at full strength.
        full = np.ones_like(scored.strengths.stated)
        self.best = Strengths(scored.ground, scored.rows, stated=full, filled=full)
        self.suspects = by_suspects(scored.strengths)
        self.best_suspects = by_suspects(self.best, answered=scored.strengths)
        self.beta = scored.ground.parameters.number("beta")
        self.borne = scored.ground.parameters.number("liability.owner_share")
        self.event = scored.rows.cell_event
        self.assets = np.bincount(self.event)[self.event]

    def play(self, table: LayerTable, cells: Ints) -> LayerParts:
        """Return the parts of the cells of one scenario."""
        players = len(table.layers) + 2
        fixed, variable = np.zeros((len(cells), players)), np.zeros((len(cells), players))
        for here, is_shared in self._chunks(cells):
            chunk = cells[here]
            rate = self.rates(table, chunk)
            own = _shares(rate, table)
            variable[here] = self._priced(own, self.scored.cells.variable[chunk])
            event = self._shared(rate, table, chunk) if is_shared else own
            fixed[here] = self._priced(event, self.scored.cells.fixed[chunk])
            if is_shared:
                fixed[here, -1] = self._response_of_event(rate, chunk)
        return LayerParts(table, cells, self.borne * fixed, self.borne * variable)

    def _chunks(self, cells: Ints) -> Iterator[tuple[Ints, bool]]:
        """Give places in `cells`, events of one asset and events of several apart, an event never parted."""
        several = self.assets[cells] > 1
        alone = np.flatnonzero(~several)
        for start in range(0, len(alone), _CHUNK):
            yield alone[start : start + _CHUNK], False
        shared = np.flatnonzero(several)
        if len(shared):
            event = self.event[cells[shared]]
            starts = np.flatnonzero(np.diff(event, prepend=-1))
            cut = [0]
            for start, end in zip(starts.tolist(), [*starts[1:].tolist(), len(shared)], strict=True):
                if end - cut[-1] > _CHUNK and start > cut[-1]:
                    cut.append(start)
            for start, end in zip(cut, [*cut[1:], len(shared)], strict=True):
                yield shared[start:end], True

    def rates(self, table: LayerTable, cells: Ints) -> Floats:
        """Return the rate of every cell for every set of mended layers, events a year, shape (sets, cells).

        The last player is the tier that nobody declared; without one its half of the sets is left out.
        """
        chosen = self.scored.cells.row[cells, PT]
        p = self.scored.rows.latent[chosen, POINT]
        good = [np.ones(len(cells)) for _ in table.layers]
        declared = self._phi(table, chosen, self._layers(self.strengths, table, chosen, is_latent=False), good)
        mixed = declared
        if p.any():
            hidden = self._layers(self.strengths, table, chosen, is_latent=True)
            best = self._layers(self.best, table, chosen, is_latent=True)
            latent = self._phi(table, chosen, hidden, best)
            mixed = (1.0 - p) * declared + p * latent + self._by_suspects(table, chosen, latent)
        scale = self.scored.cells.rate[cells, PT] / np.where(mixed[0] > 0, mixed[0], 1.0)
        result: Floats = scale * (np.concatenate([mixed, declared]) if p.any() else mixed)
        return result

    def _by_suspects(self, table: LayerTable, chosen: Ints, latent: Floats) -> Floats:
        """Return what it changes that a part of the assumed tier is worked by suspects with answers of their own."""
        own = self.scored.rows.suspected[chosen, POINT]
        if self.suspects is None or self.best_suspects is None or not own.any():
            return np.zeros_like(latent)
        known = self._layers(self.suspects, table, chosen, is_latent=False)
        best = self._layers(self.best_suspects, table, chosen, is_latent=False)
        result: Floats = own * (self._phi(table, chosen, known, best) - latent)
        return result

    def _layers(self, strengths: Strengths, table: LayerTable, chosen: Ints, *, is_latent: bool) -> list[Floats]:
        return [strengths.layer(layer, chosen, READINGS[PT], is_latent=is_latent) for layer in table.layers]

    def _phi(self, table: LayerTable, chosen: Ints, plain: list[Floats], mended: list[Floats]) -> Floats:
        """Return Phi for every set of mended layers; a layer that a row does not have is none."""
        efficacy = [
            np.where(self.strengths.present(layer, chosen), e, 0.0)
            for layer, e in zip(table.layers, table.efficacy, strict=True)
        ]
        before = [1.0 - e * x for e, x in zip(efficacy, plain, strict=True)]
        after = [1.0 - e * x for e, x in zip(efficacy, mended, strict=True)]
        result: Floats = (1.0 - self.beta) * products(before, after) + self.beta * minima(before, after)
        return result

    def _priced(self, shares: tuple[Floats, Floats, Floats], loss: Floats) -> Floats:
        """Return yen by player from shares of rates, shape (n, players): the loss as it is, and as it would be."""
        with_plain, with_mended, of_last = shares
        plain, mended = loss[:, PT], loss[:, GOOD]
        return np.concatenate([with_plain * plain + with_mended * mended, (of_last * (plain - mended))[None]]).T

    def _shared(self, rate: Floats, table: LayerTable, cells: Ints) -> tuple[Floats, Floats, Floats]:
        """Return the shares of the largest rate of each event, each borne by the cells that have it."""
        starts = np.flatnonzero(np.diff(self.event[cells], prepend=-1))
        number = np.repeat(np.arange(len(starts)), np.diff([*starts, len(cells)]))
        top = np.maximum.reduceat(rate, starts, axis=1)[:, number]
        has_it = rate == top
        borne = has_it / np.add.reduceat(has_it, starts, axis=1, dtype=np.int64)[:, number]
        players = len(table.layers) + 1
        sets = np.arange(len(rate))
        result = np.zeros((2, players, len(cells)))
        for player in range(int(np.log2(len(rate)))):
            without = sets[(sets >> player) & 1 == 0]
            drop = (top[without] - top[without | (1 << player)]) * borne[without]
            for side, matrix in enumerate(_sides(int(np.log2(len(rate))))):
                result[side, player] = matrix[player, without] @ drop
        return result[0], result[1], weights_of_last(int(np.log2(len(rate)))) @ top

    def _response_of_event(self, rate: Floats, cells: Ints) -> Floats:
        """Return what response bears of the fixed cost of an event, by the cells that fall short of it."""
        starts = np.flatnonzero(np.diff(self.event[cells], prepend=-1))
        number = np.repeat(np.arange(len(starts)), np.diff([*starts, len(cells)]))
        top = np.maximum.reduceat(rate, starts, axis=1)
        fixed = self.scored.cells.fixed[cells]
        event = (weights_of_last(int(np.log2(len(rate)))) @ top)[number] * (fixed[:, PT] - fixed[:, GOOD])
        short = self.scored.cells.reach[cells, PT] * (1.0 - self.scored.cells.response[cells, PT])
        total = np.add.reduceat(short, starts)[number]
        count = np.diff([*starts, len(cells)])[number]
        result: Floats = event * np.where(total > 0, short / np.where(total > 0, total, 1.0), 1.0 / count)
        return result


def _sides(players: int) -> tuple[Floats, Floats]:
    """Return the coefficients of orders in which response comes later, and of those in which it came before."""
    return coefficients(players, others=1), coefficients(players, others=1, others_before=1)


def _shares(rate: Floats, table: LayerTable) -> tuple[Floats, Floats, Floats]:
    """Return the shares of each rate by player, shape (layers + 1, n), and the mean rate that response meets."""
    players = int(np.log2(len(rate)))
    result = np.zeros((2, len(table.layers) + 1, rate.shape[1]))
    for side, matrix in enumerate(_sides(players)):
        result[side, :players] = matrix @ rate
    return result[0], result[1], weights_of_last(players) @ rate
