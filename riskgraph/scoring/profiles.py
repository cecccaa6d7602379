"""Profiles: one row of strengths for each party in each combination of scopes that matters.

Channels refer to profiles by index; -1 stands for a role that does not exist in a channel.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from copy import copy

import numpy as np
from numpy.typing import NDArray

from riskgraph.model.access import NONE_PARTY
from riskgraph.model.answer import ScopeKind
from riskgraph.model.control import Catalogue, Combine
from riskgraph.model.parameters import Parameters
from riskgraph.scoring.strength import NOTHING_KNOWN, AnswerBook, Floats, Judged, ScopeKey

NO_ROLE = -1


def population_means(catalogue: Catalogue, parameters: Parameters) -> Mapping[str, float]:
    """Return the mean point strength of each control over the population (adoption times evidence)."""
    evidence = sum(
        parameters.number(f"population.evidence.{kind}") * parameters.ends(f"evidence.{kind}").pt
        for kind in ("claim", "document", "verified")
    )
    default = 0.6
    return {
        c.control_id: evidence
        * (
            parameters.number(f"adoption.{c.control_id}")
            if f"adoption.{c.control_id}" in parameters.by_key
            else default
        )
        for c in catalogue.controls
    }


class Profiles:
    """A growing list of profiles; `freeze` gives the arrays.

    The only object here that changes while it is built; nothing outside scoring sees it before it is
    frozen.
    """

    def __init__(self, book: AnswerBook) -> None:
        self.book = book
        self.keys: list[tuple[str, tuple[ScopeKey, ...]]] = []
        self._index: dict[tuple[str, tuple[ScopeKey, ...]], int] = {}
        self._blends: dict[tuple[int, tuple[int, ...]], int] = {}
        self._scopes_of: dict[str, set[ScopeKey]] = defaultdict(set)
        for party_id, scope in book.scoped:
            if scope[0] != ScopeKind.PARTY.value:
                self._scopes_of[party_id].add(scope)

    def index(self, party_id: str, *, engagements: Sequence[str] = (), system: str = "", site: str = "") -> int:
        """Return the profile of a party; `engagements` are the ids of the line, topmost first.

        The narrowest scope wins: engagement (the deepest first), system, site, party.
        """
        if party_id == NONE_PARTY:
            return NO_ROLE
        told = self._scopes_of.get(party_id)
        scopes: tuple[ScopeKey, ...] = ()
        if told:
            wanted = [(ScopeKind.ENGAGEMENT.value, e) for e in reversed(engagements)]
            wanted += [(ScopeKind.SYSTEM.value, system), (ScopeKind.SITE.value, site)]
            scopes = tuple(scope for scope in wanted if scope in told)
        key = (party_id, scopes)
        if key not in self._index:
            self._index[key] = len(self.keys)
            self.keys.append(key)
        return self._index[key]

    def judged(self, profile: int, control_id: str) -> Judged:
        """Return the answer that a profile rests on."""
        party_id, scopes = self.keys[profile]
        return self.book.judged(party_id, scopes, control_id)

    def blend(self, declared: int, others: tuple[int, ...]) -> int:
        """Return the number of a blend: what is left of a profile if one of the others may stand in its place."""
        return self._blends.setdefault((declared, others), len(self._blends))

    def blended(self) -> tuple[tuple[int, tuple[int, ...]], ...]:
        """Return by number of a blend the declared profile and those that may stand in its place."""
        return tuple(self._blends)

    def with_blends(self, strengths: Floats, answered: Floats) -> Floats:
        """Return a table of strengths with the blends behind it, shape (profiles + blends, controls, 3).

        Of each control a blend has the smaller of what is declared (`strengths`) and of what the others answered
        (`answered`, of equal shape), end by end; what one of the others did not answer is (0, 0, 1), not the worth of
        its silence.
        """
        result = np.concatenate([strengths, np.zeros((len(self._blends), *strengths.shape[1:]))])
        for (declared, others), number in self._blends.items():
            row = len(strengths) + number
            result[row] = strengths[declared]
            for other in others:
                is_open = self.book.unanswered(*self.keys[other])[:, None]
                result[row] = np.minimum(result[row], np.where(is_open, NOTHING_KNOWN, answered[other]))
        return result

    def is_silent(self, profile: int) -> bool:
        """Say whether a profile has no answer that says anything."""
        return bool(self.book.unanswered(*self.keys[profile]).all())

    def told(self, book: AnswerBook, chosen: Sequence[int] | None = None) -> Profiles:
        """Return these profiles with the answers of another book of equal scopes.

        All of them share their list with this object; those of `chosen` get one of their own, in that order.
        """
        other = copy(self)
        other.book = book
        if chosen is not None:
            other.keys = [self.keys[profile] for profile in chosen]
            other._index = {key: number for number, key in enumerate(other.keys)}
        return other

    def strengths(self) -> Floats:
        """Return all strengths, shape (profiles, controls, 3), ends in risk order."""
        rows = [self.book.row(party_id, scopes) for party_id, scopes in self.keys]
        return np.stack(rows) if rows else np.zeros((0, len(self.book.controls), 3))

    def filled(self, strengths: Floats, means: Mapping[str, float]) -> Floats:
        """Return a copy in which whatever is unanswered has at least the mean of the population."""
        filled = strengths.copy()
        mean = np.array([means[c] for c in self.book.controls])
        for row, (party_id, scopes) in enumerate(self.keys):
            is_open = self.book.unanswered(party_id, scopes)
            filled[row][is_open] = np.maximum(filled[row][is_open], mean[is_open, None])
        return filled


def gate(strengths: Floats, columns: Mapping[str, int], parts: Iterable[str], combine: Combine) -> Floats:
    """Return the strength of a gate for every profile, shape (profiles + 1, 3).

    AND-gates take the weakest of their parts, the others the strongest. The last row stands for a role
    that does not exist; it is masked where it is used.
    """
    chosen = strengths[:, [columns[part] for part in parts], :]
    joined = chosen.min(axis=1) if combine is Combine.MIN else chosen.max(axis=1)
    return np.concatenate([joined, np.zeros((1, 3))])


def exists(profiles: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return where a role exists."""
    there: NDArray[np.bool_] = np.not_equal(profiles, NO_ROLE)
    return there
