"""The events of a scored register as arrays, for the analysis of whole years.

The convention that bites: an event is one number of people and one price a person, while its assets may have different
prices and rates; the price a person is therefore solved for, so that rate times mean loss is the event's expected loss.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from riskgraph.model.access import NONE_PARTY, UNKNOWN_PARTY
from riskgraph.model.channel import PT
from riskgraph.model.event_table import EventTable
from riskgraph.model.party import PartyKind
from riskgraph.scoring.channels import Scored
from riskgraph.scoring.events import is_grave
from riskgraph.scoring.ground import Ground
from riskgraph.scoring.loss import (
    SHARE_SCENARIOS,
    fixed_cost,
    mean_people,
    mean_people_share,
    people_exceed,
    share_shape,
    size_of,
)
from riskgraph.scoring.rows import Ints, Row
from riskgraph.scoring.strength import Floats

_ENDS = 3
_OF_THE_HOST = frozenset({"EXT", "RES"})
_NOBODY = frozenset({"", NONE_PARTY, UNKNOWN_PARTY})


def events_of(scored: Scored) -> EventTable | None:
    """Return the events of a scored register; None where it has none.

    Notes
    -----
    Source: docs/method.md, the loss of a year. With F(n) the fixed cost, `per_person` is (EAL / rate - E[F(n)]) / E[n]
    at each end; where nothing can happen, the mean price of the assets by their reach.
    """
    count = len(scored.rows.event_keys)
    if count == 0:
        return None
    rows = _row_of_each(scored)
    scenario = np.array([row.scenario for row in rows], dtype=np.str_)
    actors = tuple(_actor(row) for row in rows)
    sizes = _Sizes(scored, scenario)
    event = scored.rows.cell_event[scored.cell]
    return EventTable(
        keys=scored.rows.event_keys,
        scenario=scenario,
        actors=actors,
        causes=_causes(scored.ground, scored.rows.event_keys, rows, actors),
        rate=sizes.rate,
        reach=sizes.reach,
        share_a=sizes.share_a,
        share_b=sizes.share_b,
        loss_small=sizes.loss_small,
        loss_large=sizes.loss_large,
        per_person=sizes.per_person(),
        eal=sizes.eal,
        channel_event=event,
        channel_share=_parts(scored, event, count),
        channel_rate=scored.rate[:, :_ENDS].copy(),
    )


def _row_of_each(scored: Scored) -> list[Row]:
    """Return a row of each event: the one chosen at the point for the first of its assets."""
    _, first = np.unique(scored.rows.cell_event, return_index=True)
    return [scored.rows.rows[int(number)] for number in scored.cells.row[first, PT]]


def _actor(row: Row) -> str:
    """Return the party whose staff or system acts; "" where nobody is known.

    An intrusion is that of the host where the intruder got in, also where the data lie with another.
    """
    employer = row.access.employer if row.access else ""
    party = {"EXT": row.event[1], "RES": row.host_party}.get(row.scenario, employer)
    return "" if party in _NOBODY else party


class _Sizes:
    """What each event costs, joined over its assets; all arrays of shape (events, 3)."""

    def __init__(self, scored: Scored, scenario: np.ndarray[tuple[int], np.dtype[np.str_]]) -> None:
        self.scored = scored
        self.scenario = scenario
        self.parameters = scored.ground.parameters
        cells = scored.cells
        self.borne = self.parameters.number("liability.owner_share")
        self.rate = self._sum(cells.rate_shown)
        self.reach = self._sum(cells.reach)
        self.eal = self._sum(cells.eal)
        share = cells.reach / np.where(cells.event_reach > 0, cells.event_reach, 1.0)
        self.response = self._sum(cells.response * share)
        self.plain = self._plain(share)
        is_share = np.isin(scenario, list(SHARE_SCENARIOS))[:, None]
        a, b = share_shape(self.response, self.parameters)
        self.share_a, self.share_b = np.where(is_share, a, 1.0), np.where(is_share, b, 1.0)
        self.loss_small, self.loss_large = self._fixed(0.0), self._fixed(1.0)

    def _sum(self, values: Floats) -> Floats:
        """Return the sums over the assets of each event, at the three ends."""
        event = self.scored.rows.cell_event
        count = len(self.scenario)
        columns = [np.bincount(event, weights=values[:, end], minlength=count) for end in range(_ENDS)]
        return np.stack(columns, axis=1)

    def _plain(self, share: Floats) -> Floats:
        """Return the mean price of a person by reach, or that of the dearest asset where nothing is within reach."""
        price = self.scored.cells.per_person
        mean = self._sum(price[:, None] * share)
        dearest = np.zeros(len(self.scenario))
        np.maximum.at(dearest, self.scored.rows.cell_event, price)
        plain: Floats = self.borne * np.where(self.reach > 0, mean, dearest[:, None])
        return plain

    def _fixed(self, many: float) -> Floats:
        """Return what the owner bears of the fixed cost where the event concerns many (1) or few (0)."""
        assets = self.scored.ground.submission.asset_by_id
        grave = np.array([float(is_grave(assets[asset_id])) for asset_id in self.scored.rows.cell_assets])
        within = self.scored.cells.reach > 0  # what cannot be reached makes no event graver
        is_event_grave = (self._sum(np.where(within, grave[:, None], 0.0)) > 0).astype(np.float64)
        fixed = np.empty_like(is_event_grave)
        for name in np.unique(self.scenario):
            here = self.scenario == name
            likely = np.full_like(is_event_grave[here], many)
            fixed[here] = fixed_cost(str(name), likely, is_event_grave[here], self.parameters)
        return self.borne * fixed

    def per_person(self) -> Floats:
        """Return yen a person such that rate times E[F(n) + per_person n] is the expected loss, at each end."""
        people, many = np.zeros_like(self.rate), np.zeros_like(self.rate)
        for name in np.unique(self.scenario):
            here = self.scenario == name
            reach, response = self.reach[here], self.response[here]
            if str(name) in SHARE_SCENARIOS:
                people[here] = mean_people_share(self.share_a[here], self.share_b[here], reach)
            else:
                people[here] = mean_people(size_of(str(name), self.parameters), reach)
            threshold = np.full_like(reach, self.parameters.number("loss.many_threshold"))
            many[here] = people_exceed(str(name), threshold, reach, response, self.parameters)
        is_there = (self.rate > 0) & (people > 0)
        fixed = self.loss_small + (self.loss_large - self.loss_small) * many
        variable = self.eal / np.where(is_there, self.rate, 1.0) - fixed
        solved = np.maximum(variable / np.where(is_there, people, 1.0), 0.0)  # 0 but for the last digit
        result: Floats = np.where(is_there, solved, self.plain)
        return result


def _parts(scored: Scored, event: Ints, count: int) -> Floats:
    """Return each channel's part of its event's point loss; of its assets' weights where there is no loss."""
    of_channel = scored.eal[:, PT]
    weights = (of_channel, scored.cells.weight[scored.cell] * scored.fraction, scored.fraction)
    result = np.zeros(len(event))
    is_open = np.ones(len(event), dtype=np.bool_)
    for weight in weights:
        total = np.bincount(event, weights=weight, minlength=count)[event]
        here = is_open & (total > 0)
        result[here] = weight[here] / total[here]
        is_open &= ~here
    return result


def _causes(
    ground: Ground, keys: Sequence[tuple[str, ...]], rows: Sequence[Row], actors: Sequence[str]
) -> tuple[tuple[str, ...], ...]:
    """Return what can hit several events at once, by event; each of the three gives only what touches at least two."""
    found: list[list[str]] = [[] for _ in keys]
    for causes in (_clouds(ground, keys, actors), _agencies(ground, rows, actors), _groups(ground, actors)):
        for number, cause in causes.items():
            found[number].append(cause)
    return tuple(tuple(causes_of) for causes_of in found)


def _clouds(ground: Ground, keys: Sequence[tuple[str, ...]], actors: Sequence[str]) -> Mapping[int, str]:
    """Return the intrusions at clouds with several tenants in the register: the cloud fails for all at once."""
    at: dict[str, list[int]] = defaultdict(list)
    for number, (key, actor) in enumerate(zip(keys, actors, strict=True)):
        is_own = key[0] == "EXT" and len(key) == len(("EXT", "host", "tenant"))  # not one that came from elsewhere
        if is_own and _kind(ground, actor) is PartyKind.CLOUD:
            at[actor].append(number)
    shared = {cloud: numbers for cloud, numbers in at.items() if len({keys[n][2] for n in numbers}) > 1}
    return {number: f"cloud:{cloud}" for cloud, numbers in shared.items() for number in numbers}


def _agencies(ground: Ground, rows: Sequence[Row], actors: Sequence[str]) -> Mapping[int, str]:
    """Return the events of staff whom one agency sends into several engagements."""
    sent: dict[str, list[int]] = defaultdict(list)
    for number, (row, actor) in enumerate(zip(rows, actors, strict=True)):
        if row.scenario not in _OF_THE_HOST and _kind(ground, actor) is PartyKind.AGENCY:
            sent[actor].append(number)

    def places(numbers: Iterable[int]) -> set[str]:
        return {rows[n].event[1] for n in numbers}

    several = {agency: numbers for agency, numbers in sent.items() if len(places(numbers)) > 1}
    return {number: f"agency:{agency}" for agency, numbers in several.items() for number in numbers}


def _groups(ground: Ground, actors: Sequence[str]) -> Mapping[int, str]:
    """Return the events of actors that belong to one group of firms with another actor."""
    parties = ground.submission.party_by_id
    group_of = {actor: parties[actor].group for actor in set(actors) if actor in parties and parties[actor].group}
    firms = Counter(group_of.values())
    return {
        number: f"group:{group_of[actor]}"
        for number, actor in enumerate(actors)
        if actor in group_of and firms[group_of[actor]] > 1
    }


def _kind(ground: Ground, party_id: str) -> PartyKind | None:
    party = ground.submission.party_by_id.get(party_id)
    return party.kind if party else None
