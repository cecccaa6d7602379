"""Rows that are read again: which answers reach far, on whose profiles they stand, sums without what is replaced."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from riskgraph.model.answer import ScopeKind
from riskgraph.model.engagement import Declared
from riskgraph.scoring.answer_index import AnswerKey
from riskgraph.scoring.changed_hops import over
from riskgraph.scoring.channels import Scored, lay_on_paths
from riskgraph.scoring.connections import SEGMENTATION, steps_of
from riskgraph.scoring.csr import Index
from riskgraph.scoring.events import join_events
from riskgraph.scoring.ground import Ground
from riskgraph.scoring.profiles import NO_ROLE
from riskgraph.scoring.rates import Strengths, rate_rows
from riskgraph.scoring.rows import Row, Rows
from riskgraph.scoring.strength import AnswerBook, Floats, Judged, ScopeKey

_WHOLE: ScopeKey = (ScopeKind.PARTY.value, "")
_ROLES = ("host", "device_owner", "site_owner", "employer", "asset_owner", "consignee")


def answers_felt_afar(scored: Scored) -> dict[str, str]:
    """Return the parties whose answers move rows that none of their profiles stands in, and to which control.

    Segmentation at the receiving end of a connection, and any answer ("") of a party that is suspected to do the work
    of others: both are rare, and everything is laid anew for them.
    """
    receivers = {step.end.party: SEGMENTATION for step in steps_of(scored.ground)}
    # Those that said nothing so far too: their first answer is one of their own.
    suspects = {
        engagement.consignee
        for engagement_id, engagement in scored.ground.chain.engagements.items()
        if engagement.declared is Declared.SUSPECTED and engagement_id not in scored.ground.with_access
    }
    return receivers | dict.fromkeys(suspects, "")


def score_rows(ground: Ground, rows: Rows, strengths: Strengths) -> Scored:
    """Return rows, scored."""
    rates = rate_rows(ground, rows, strengths)
    return lay_on_paths(ground, rows, strengths, rates, join_events(ground, rows, rates))


def told(book: AnswerBook, answers: Mapping[AnswerKey, Judged]) -> AnswerBook:
    """Return the answer book with other answers of parties as a whole."""
    told: dict[tuple[str, ScopeKey], Mapping[str, Judged]] = {}
    for (party, control_id), judged in answers.items():
        if control_id not in book.controls:
            raise KeyError(control_id)
        place = (party, _WHOLE)
        told[place] = {**told.get(place, book.scoped.get(place, {})), control_id: judged}
    return replace(book, scoped=over(told, book.scoped))


def profiles_of(row: Row) -> tuple[int, ...]:
    """Return the profiles of a row, in the order of its roles."""
    return (row.host, row.device_owner, row.site_owner, row.employer, row.asset_owner, row.consignee)


def placed(row: Row, place: Mapping[int, int]) -> Row:
    """Return a row whose profiles have other numbers."""
    new = {role: place.get(p, NO_ROLE) for role, p in zip(_ROLES, profiles_of(row), strict=True)}
    return replace(row, tenants=tuple(place[p] for p in row.tenants), **new)  # type: ignore[arg-type]


def total_without(total: Floats, values: Floats, left_out: Index) -> Floats:
    """Return the sums of `values` without some of its rows, exact to the last digits whatever is left."""
    without = values[left_out].sum(axis=0)
    if (2.0 * without <= total).all():
        return np.asarray(total - without)
    # What is left is the smaller part: a difference would lose its digits.
    kept = np.ones(len(values), dtype=np.bool_)
    kept[left_out] = False
    return np.asarray(values[kept].sum(axis=0))
