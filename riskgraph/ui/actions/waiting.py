"""What waits for somebody on the register's day, counted; quick enough for every page."""

from __future__ import annotations

from dataclasses import dataclass

from riskgraph.analysis.board import board
from riskgraph.model.board import BoardState
from riskgraph.store.questionnaires import questionnaires
from riskgraph.store.requests import requests
from riskgraph.store.verifications import verifications
from riskgraph.ui import keeping
from riskgraph.ui.actions import shown

_WAITING = (BoardState.OVERDUE, BoardState.DUE, BoardState.RECEIVED, BoardState.UNDER_REVIEW, BoardState.TO_SEND)


@dataclass(frozen=True)
class Waiting:
    """How many requests are in each state that waits for us, and how many verifications for a second person."""

    requests: dict[BoardState, int]
    to_confirm: int


def waiting() -> Waiting | None:
    """Return what waits in the register that is looked at; None where there is none."""
    standing = shown.now()
    if standing is None:
        return None
    store, register_id = keeping.store(), keeping.register_id()
    day = standing.inputs.as_of
    counts = board(requests(store, register_id), questionnaires(store, register_id), today=day).counts
    open_ones = [v for v in verifications(store, register_id) if v.confirmed is None and v.withdrawn is None]
    return Waiting({state: counts[state] for state in _WAITING}, len(open_ones))
