"""Answers by domain of the catalogue: of one party, and of all parties of a tier together.

The convention that bites: the mean is weighted as the weakness of a party is (decisive 3, contributing 2, other 1),
so that the domains of a party make up its weakness; persons are never among the parties.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from riskgraph.model.assessment import PartyResult, Standing
from riskgraph.model.control import Catalogue, Control
from riskgraph.model.exposure import STANDINGS, DomainScore, StrengthTable
from riskgraph.model.quantities import Interval

_NOT_APPLICABLE = STANDINGS.index(Standing.NOT_APPLICABLE)
_ANSWERED = STANDINGS.index(Standing.ANSWERED)


def domains_of(controls: Iterable[Control]) -> tuple[str, ...]:
    """Return the domains in the order of the catalogue."""
    return tuple(dict.fromkeys(control.domain for control in controls))


def domain_scores(
    table: StrengthTable, party_ids: Iterable[str], catalogue: Catalogue, *, has_my_number: bool
) -> tuple[DomainScore, ...]:
    """Return the scores of these parties together, one a domain in the order of the catalogue.

    Parameters
    ----------
    has_my_number
        Whether the register has My Number data; without them the controls made for these do not apply.

    Notes
    -----
    Linear in parties times controls, on arrays.
    """
    row = table.row
    rows = np.array([row[p] for p in party_ids if p in row], dtype=np.int64)
    ends, standing = table.ends[rows], table.standing[rows]
    known = catalogue.control_by_id
    columns: dict[str, list[int]] = defaultdict(list)
    for column, control_id in enumerate(table.control_ids):
        if has_my_number or not known[control_id].only_my_number:
            columns[known[control_id].domain].append(column)
    weights = np.array([known[c].weight for c in table.control_ids])
    return tuple(
        _score(domain, ends[:, columns[domain]], standing[:, columns[domain]], weights[columns[domain]])
        for domain in domains_of(catalogue.controls)
    )


def _score(
    domain: str,
    ends: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
    standing: np.ndarray[tuple[int, ...], np.dtype[np.int64]],
    weights: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
) -> DomainScore:
    applies = standing != _NOT_APPLICABLE
    asked = int(applies.sum())
    if not asked:
        return DomainScore(domain=domain)
    weight = weights[None, :] * applies
    lo, pt, hi = (float(end) for end in (ends * weight[:, :, None]).sum(axis=(0, 1)) / weight.sum())
    strength = Interval(min(lo, pt), pt, max(hi, pt))
    is_answered = standing == _ANSWERED
    points = ends[:, :, 1] * weight
    return DomainScore(
        domain=domain,
        strength=strength,
        answered=int(is_answered.sum()),
        asked=asked,
        answered_part=float(points[is_answered].sum() / points.sum()) if points.sum() > 0 else 0.0,
    )


def parties_by_tier(parties: Sequence[PartyResult]) -> Mapping[int, tuple[str, ...]]:
    """Return the scored parties on chains by their highest place (0: owner); persons have no score and no place."""
    found: dict[int, list[str]] = defaultdict(list)
    for party in parties:
        if party.tiers and party.weakness is not None:
            found[min(party.tiers)].append(party.party_id)
    return {tier: tuple(found[tier]) for tier in sorted(found)}


def scores_by_tier(
    table: StrengthTable, parties: Sequence[PartyResult], catalogue: Catalogue, *, has_my_number: bool
) -> Mapping[int, tuple[DomainScore, ...]]:
    """Return the scores of each tier, the owner's own (0) first."""
    return {
        tier: domain_scores(table, ids, catalogue, has_my_number=has_my_number)
        for tier, ids in parties_by_tier(parties).items()
    }
