"""The ground that all rows are laid on: register, chain, completed access, profiles, supervision."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from riskgraph.model.access import Access
from riskgraph.model.chain import Chain, build_chain
from riskgraph.model.channel import Route
from riskgraph.model.control import Catalogue
from riskgraph.model.derivation import complete_access
from riskgraph.model.engagement import Declared
from riskgraph.model.parameters import Parameters
from riskgraph.model.problem import Problem
from riskgraph.model.submission import Submission
from riskgraph.scoring.open_chains import OpenChains, other_lines, place_open, told
from riskgraph.scoring.profiles import Profiles, population_means
from riskgraph.scoring.rows import FULL, rising
from riskgraph.scoring.strength import UNANSWERED, AnswerBook, Ends, answer_book
from riskgraph.scoring.supervision import Supervision, supervise


@dataclass(frozen=True)
class Ground:
    """Everything that the rows are made from, on one date."""

    submission: Submission
    catalogue: Catalogue
    parameters: Parameters
    as_of: date
    chain: Chain
    accesses: tuple[Access, ...]
    profiles: Profiles
    supervision: Supervision
    means: Mapping[str, float]
    problems: tuple[Problem, ...]
    open_chains: OpenChains | None = None

    @cached_property
    def with_access(self) -> frozenset[str]:
        """Return the engagements that have access rows, written or derived."""
        return frozenset(row.engagement_id for row in self.accesses)

    @cached_property
    def engagements_to(self) -> Mapping[str, tuple[str, ...]]:
        """Return the engagements that lead to an owner, by consignee."""
        found: dict[str, list[str]] = defaultdict(list)
        for engagement_id in sorted(self.chain.engagements):
            if self.chain.line(engagement_id):
                found[self.chain.engagements[engagement_id].consignee].append(engagement_id)
        return {party: tuple(ids) for party, ids in found.items()}

    @cached_property
    def engagements_holding(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """Return the engagements under which a party may still hold an asset, by consignee and asset."""
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for party, engagement_ids in self.engagements_to.items():
            for e in engagement_ids:
                if self.chain.is_scored(e) and not (self.chain.is_ended(e) and self.chain.is_deleted(e)):
                    for asset_id in self.chain.assets(e):
                        found[(party, asset_id)].append(e)
        return {key: tuple(ids) for key, ids in found.items()}

    def route(self, engagement_id: str) -> Route:
        """Return the path of an engagement, from the owner down."""
        return Route(self.chain.parties(engagement_id), self.chain.line(engagement_id))

    def own_supervision(self, owner: str) -> tuple[Ends, float]:
        """Return Q for the owner's own staff and systems: its yearly self-check or audit (ORG-05)."""
        judged = self.profiles.judged(self.profiles.index(owner), "ORG-05")
        is_open = judged.standing in UNANSWERED
        return judged.ends, max(judged.ends[1], self.means["ORG-05"] if is_open else 0.0)

    def supervised(self, engagement_id: str, owner: str) -> tuple[Ends, float]:
        """Return Q of an engagement and Q with its open answers at the mean of the population."""
        if not engagement_id:
            return self.own_supervision(owner)
        return self.supervision.product[engagement_id], self.supervision.product_filled[engagement_id]

    def other_lines(self, engagement_id: str) -> tuple[tuple[str, ...], ...]:
        """Return the other lines on which an open engagement may stand, riskiest first; () where its line is stated."""
        return other_lines(self.chain, self.open_chains, engagement_id) if self.open_chains else ()

    @cached_property
    def _weights(self) -> Mapping[str, Ends]:
        """Return the probability that any line of an open engagement exists, where its own is not certain."""
        from riskgraph.scoring.existence import any_line_exists  # it stands on the ground itself

        return {
            engagement_id: any_line_exists(self, (self.chain.line(engagement_id), *self.other_lines(engagement_id)))
            for engagement_id in self.chain.open
            if self.chain.declared(engagement_id) is Declared.SUSPECTED
        }

    def weight(self, engagement_id: str) -> Ends:
        """Return the probability that the line exists at all: the product over suspected engagements.

        Where the line is not stated, that any of those on which the engagement may stand exists.
        """
        if engagement_id in self.chain.open:
            return self._weights.get(engagement_id, FULL)
        weight = FULL
        for step in self.chain.line(engagement_id):
            engagement = self.chain.engagements[step]
            if engagement.declared is Declared.SUSPECTED:
                p = rising(engagement.probability or self.parameters.ends("link.suspected"))
                weight = (weight[0] * p[0], weight[1] * p[1], weight[2] * p[2])
        return weight


def lay_ground(
    submission: Submission,
    catalogue: Catalogue,
    parameters: Parameters,
    *,
    as_of: date,
    book: AnswerBook | None = None,
) -> Ground:
    """Return the ground of a submission on a date; it collects the problems met on the way.

    Parameters
    ----------
    book
        Answers that count in place of those of the submission.
    """
    chain = build_chain(submission)
    book = book or answer_book(submission, catalogue, parameters, as_of=as_of)
    profiles = Profiles(book)
    means = population_means(catalogue, parameters)
    supervision = supervise(chain, profiles, parameters, as_of=as_of, means=means)
    open_chains: OpenChains | None = None
    cut: tuple[Problem, ...] = ()
    if chain.open:
        chain, supervision, open_chains = place_open(submission, supervision)
        cut = tuple(told(chain, open_chains))
    completed = complete_access(submission, chain, unknown_records=parameters.ends("records.unknown"))
    return Ground(
        submission=submission,
        catalogue=catalogue,
        parameters=parameters,
        as_of=as_of,
        chain=chain,
        accesses=tuple(sorted(completed.rows, key=_place_of_row)),
        profiles=profiles,
        supervision=supervision,
        means=means,
        problems=(*completed.problems, *book.problems, *cut),
        open_chains=open_chains,
    )


def chain_of(submission: Submission, catalogue: Catalogue, parameters: Parameters, *, as_of: date) -> Chain:
    """Return the chains of a submission as they are scored, open engagements on their riskiest lines."""
    chain = build_chain(submission)
    return lay_ground(submission, catalogue, parameters, as_of=as_of).chain if chain.open else chain


def with_parameters(ground: Ground, parameters: Parameters) -> Ground:
    """Return the ground with other numbers behind records, heads and suspicions; answers and supervision stay."""
    completed = complete_access(ground.submission, ground.chain, unknown_records=parameters.ends("records.unknown"))
    return replace(ground, parameters=parameters, accesses=tuple(sorted(completed.rows, key=_place_of_row)))


def _place_of_row(row: Access) -> tuple[object, ...]:
    """Return what orders access rows, so that the order in which they were written plays no part."""
    cell = row.source.at()
    return (row.access_id, row.engagement_id, row.asset_id, cell.file, cell.sheet, row.source.row)
