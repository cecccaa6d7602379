"""Events to losses: choose the riskiest route, join the assets that one event takes, and price it.

An event has one rate for its fixed cost, the largest of its assets'; each asset's variable loss has its own:
EAL_a = w_a lambda_max F + lambda_a V_a, with w_a the asset's share of the variable loss at the point.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from riskgraph.model.asset import Asset
from riskgraph.model.channel import PT
from riskgraph.scoring.ground import Ground
from riskgraph.scoring.loss import (
    SHARE_SCENARIOS,
    fixed_cost,
    mean_people,
    mean_people_share,
    people_exceed,
    share_shape,
    size_of,
    yen_per_person,
)
from riskgraph.scoring.rates import READINGS, Rates, Reading
from riskgraph.scoring.rows import READ, SCREEN, Ints, Mask, Rows
from riskgraph.scoring.strength import Floats


@dataclass(frozen=True)
class Cells:
    """One (event, asset) a cell, with the route chosen; arrays of shape (cells, readings) unless said.

    `row` is the row chosen at each reading (int), `rate` the cell's own lambda_a, `rate_shown` w lambda_max
    (which adds up), `eal` yen a year, `fixed` and `variable` the two parts of the loss of one event (yen: F of the
    whole event, V_a of the cell), `reach` persons after the cap of rights, `weight` w_a (shape (cells,)),
    `per_person` yen (cells,).
    """

    row: Ints
    rate: Floats
    rate_shown: Floats
    eal: Floats
    fixed: Floats
    variable: Floats
    reach: Floats
    event_reach: Floats
    response: Floats
    weight: Floats
    per_person: Floats
    is_grave: Floats


def is_grave(asset: Asset) -> bool:
    """Say whether one misdirected record already costs more: sensitive, card or My Number data."""
    return asset.sensitive or asset.is_card or asset.my_number or max(asset.distress, asset.economic) == 3


@dataclass(frozen=True)
class Exposed:
    """Cells that are to be priced together, whole events at a time; n cells.

    `event` (n,) numbers their events from 0; `per_person` (n,) yen; `grave` (n,) 1 or 0. Events do not know of each
    other, so that any selection of whole events is priced as it is within all of them.
    """

    event: Ints
    per_person: Floats
    grave: Floats


def exposed(ground: Ground, rows: Rows) -> Exposed:
    """Return all cells of a register."""
    return Exposed(rows.cell_event, *_of_assets(ground, rows))


def join_events(ground: Ground, rows: Rows, rates: Rates, *, readings: Sequence[Reading] = READINGS) -> Cells:
    """Return the cells of all events, priced; one column a reading, of which the point may be the only one."""
    cells = exposed(ground, rows)
    chosen = _choose(ground, rows, rates, (cells.per_person, cells.grave), readings)
    return price(ground, rows, rates, cells, chosen, readings=readings)


def price(
    ground: Ground, rows: Rows, rates: Rates, cells: Exposed, chosen: Ints, *, readings: Sequence[Reading]
) -> Cells:
    """Return these cells with these rows chosen, shape (cells, readings), priced; `rates` has a column a reading."""
    point = PT if len(readings) > 1 else 0
    rate = _take(rates.rate, chosen)
    response = _take(rates.response, chosen)
    event = cells.event
    reach = _reach(ground, rows, event, chosen, readings)
    scenario = rows.scenario[chosen[:, point]]
    rate = np.where(reach > 0, rate, 0.0)
    total = _sum_by(event, reach)[event]
    people, many = _people(ground, scenario, reach, total, response, event)
    variable = people * cells.per_person[:, None]
    weight = _weights(event, variable, point)
    fixed = np.empty_like(rate)
    # What cannot be reached makes no event graver.
    event_grave = _max_by(event, np.where(reach > 0, cells.grave[:, None], 0.0))[event]
    for name in np.unique(scenario):
        here = scenario == name
        fixed[here] = fixed_cost(str(name), many[here], event_grave[here], ground.parameters)
    top = _max_by(event, rate)[event]
    shown = weight[:, None] * top
    borne_by_owner = ground.parameters.number("liability.owner_share")
    return Cells(
        row=chosen,
        rate=rate,
        rate_shown=shown,
        eal=borne_by_owner * (shown * fixed + rate * variable),
        fixed=fixed,
        variable=variable,
        reach=reach,
        event_reach=total,
        response=response,
        weight=weight,
        per_person=cells.per_person,
        is_grave=event_grave[:, point],
    )


def _of_assets(ground: Ground, rows: Rows) -> tuple[Floats, Floats]:
    """Return the yen a person and whether the data are grave, by cell."""
    assets = [ground.submission.asset_by_id[asset_id] for asset_id in rows.cell_assets]
    distress = np.array([asset.distress for asset in assets], dtype=np.float64)
    economic = np.array([asset.economic for asset in assets], dtype=np.float64)
    grave = np.array([float(is_grave(asset)) for asset in assets])
    return yen_per_person(distress, economic, ground.parameters), grave


def _choose(
    ground: Ground, rows: Rows, rates: Rates, of_cells: tuple[Floats, Floats], readings: Sequence[Reading]
) -> Ints:
    """Return the row of each cell with the highest rate times loss, at each end; the point's for the rest."""
    cells = len(rows.cell_assets)
    chosen = np.empty((cells, len(readings)), dtype=np.int64)
    order_of_names = np.arange(rows.count)
    for number, reading in enumerate(readings):
        if number > 2:
            chosen[:, number] = chosen[:, PT]
            continue
        value = worth(ground, rows, rates, of_cells, reading, number=number)
        order = np.lexsort((-order_of_names, value, rows.cell))
        last = np.searchsorted(rows.cell[order], np.arange(cells), side="right") - 1
        chosen[:, number] = order[last]
        assert reading.assume == ""
    return chosen


def worth(
    ground: Ground, rows: Rows, rates: Rates, of_cells: tuple[Floats, Floats], reading: Reading, *, number: int
) -> Floats:
    """Return rate times loss of every row at one reading, by which the row that counts in a cell is chosen."""
    reach = np.minimum(rows.records[:, reading.exposure_end], _caps(ground)[rows.privilege[:, reading.exposure_end]])
    value: Floats = rates.rate[:, number] * _alone(ground, rows, reach, rates.response[:, number], of_cells)
    return value


def _alone(ground: Ground, rows: Rows, reach: Floats, response: Floats, of_cells: tuple[Floats, Floats]) -> Floats:
    """Return E[L] of every row if it were the only asset of its event."""
    per_person, grave = (values[rows.cell] for values in of_cells)
    loss = np.zeros(rows.count)
    for name in np.unique(rows.scenario):
        here = rows.scenario == name
        people, many = _size(ground, str(name), reach[here], response[here])
        loss[here] = fixed_cost(str(name), many, grave[here], ground.parameters) + people * per_person[here]
    return np.where(reach > 0, loss, 0.0)


def _size(ground: Ground, scenario: str, reach: Floats, response: Floats) -> tuple[Floats, Floats]:
    """Return E[n] and P(n > threshold) of one event with this reach."""
    threshold = ground.parameters.number("loss.many_threshold")
    if scenario in SHARE_SCENARIOS:
        a, b = share_shape(response, ground.parameters)
        people = mean_people_share(a, b, reach)
    else:
        people = mean_people(size_of(scenario, ground.parameters), reach)
    many = people_exceed(scenario, np.full_like(reach, threshold), reach, response, ground.parameters)
    return people, many


def _take(table: Floats, chosen: Ints) -> Floats:
    """Return the entries of `table` (rows, readings) at the chosen rows, shape (cells, readings)."""
    taken: Floats = table[chosen, np.arange(table.shape[1])[None, :]]
    return taken


def _caps(ground: Ground) -> Floats:
    """Return the cap of reach by right: screen, read, bulk (none)."""
    return np.array(
        [ground.parameters.number("reach.screen"), ground.parameters.number("reach.read"), np.inf], dtype=np.float64
    )


def _reach(ground: Ground, rows: Rows, event: Ints, chosen: Ints, readings: Sequence[Reading]) -> Floats:
    """Return the persons reachable in each cell; rights cap what one event of an insider takes over all assets."""
    ends = np.array([reading.exposure_end for reading in readings])
    reach: Floats = rows.records[chosen, ends[None, :]]
    privilege = rows.privilege[chosen, ends[None, :]]
    is_share = np.isin(rows.scenario[chosen[:, 0]], list(SHARE_SCENARIOS))
    caps = _caps(ground)
    for right in (SCREEN, READ):
        here = is_share[:, None] & (privilege == right)
        total = _sum_by(event, np.where(here, reach, 0.0))[event]
        scale = np.minimum(1.0, caps[right] / np.where(total > 0, total, 1.0))
        reach = np.where(here, reach * scale, reach)
    return reach


def _people(
    ground: Ground,
    scenario: np.ndarray[tuple[int], np.dtype[np.str_]],
    reach: Floats,
    total: Floats,
    response: Floats,
    event: Ints,
) -> tuple[Floats, Floats]:
    """Return E[n_a] of each cell and P(n > threshold) of its event."""
    share = reach / np.where(total > 0, total, 1.0)
    mean_response = _sum_by(event, response * share)[event]
    people = np.zeros_like(reach)
    many = np.zeros_like(reach)
    for name in np.unique(scenario):
        here: Mask = scenario == name
        own, _ = _size(ground, str(name), total[here], response[here])
        _, above = _size(ground, str(name), total[here], mean_response[here])
        people[here] = own * share[here]
        many[here] = above
    return people, many


def _weights(event: Ints, variable: Floats, point: int) -> Floats:
    """Return w_a at the point; where nothing is reachable at the point, at the high end if it is read."""
    high = variable[:, min(2, variable.shape[1] - 1)]
    here = np.where(_sum_by(event, variable[:, point : point + 1])[event][:, 0] > 0, variable[:, point], high)
    total = _sum_by(event, here[:, None])[event][:, 0]
    return here / np.where(total > 0, total, 1.0)


def _sum_by(group: Ints, values: Floats) -> Floats:
    """Return the sums of the rows of `values` by group, shape (groups, columns)."""
    groups = int(group.max()) + 1 if len(group) else 0
    return np.stack([np.bincount(group, weights=column, minlength=groups) for column in values.T], axis=1)


def _max_by(group: Ints, values: Floats) -> Floats:
    """Return the maxima of the rows of `values` (not negative) by group."""
    groups = int(group.max()) + 1 if len(group) else 0
    result = np.zeros((groups, values.shape[1]))
    np.maximum.at(result, group, values)
    return result
