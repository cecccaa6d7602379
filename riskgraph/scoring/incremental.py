"""A scored register read again with a few answers or facts of hops changed: only what rests on them is computed anew.

The convention that bites: whole events are computed again, because the assets of one event share its rate and its
routes compete; and nothing is computed a second way, the touched events run through the functions of `score`.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from riskgraph.model.answer import ScopeKind
from riskgraph.model.engagement import PEOPLE_RELATIONS, Declared, Engagement
from riskgraph.scoring.answer_index import AnswerKey
from riskgraph.scoring.changed_hops import (
    are_felt_in_hops_only,
    below,
    laid_over,
    over,
    supervised,
    with_engagements,
)
from riskgraph.scoring.channels import Scored, lay_on_paths, lay_rows
from riskgraph.scoring.connections import SEGMENTATION, steps_of
from riskgraph.scoring.csr import Index
from riskgraph.scoring.events import join_events
from riskgraph.scoring.ground import Ground, lay_ground
from riskgraph.scoring.hosting import explanation
from riskgraph.scoring.latent import latent_tier
from riskgraph.scoring.leftover import LEFT_OVER, proof_of
from riskgraph.scoring.profiles import NO_ROLE
from riskgraph.scoring.rates import Strengths, factors_of, rate_rows
from riskgraph.scoring.rows import Row, Rows, as_rows
from riskgraph.scoring.strength import UNANSWERED, AnswerBook, Floats, Judged, ScopeKey
from riskgraph.scoring.supervision import PEOPLE_CONTROLS, Supervision
from riskgraph.scoring.touched import BEHIND_HOPS, BEHIND_LATENT, OWN_SUPERVISION, Touched, is_own

_WHOLE: ScopeKey = (ScopeKind.PARTY.value, "")
_ROLES = ("host", "device_owner", "site_owner", "employer", "asset_owner", "consignee")


@dataclass(frozen=True)
class Change:
    """What a change of answers does to a scored register.

    Attributes
    ----------
    replaced
        Channels of the register as it was that count no more, by number, rising, shape (channels,).
    part
        The channels that take their place: the touched events, scored; None where nothing is touched.
    eal, rate
        Sums over all channels after the change, yen and events a year, shape (readings,).
    """

    replaced: Index
    part: Scored | None
    eal: Floats
    rate: Floats


class _LaidAnew(Exception):
    """Raised where a change decides which answers count or on which chain an engagement stands: all is laid again."""


@dataclass(frozen=True)
class _Asked:
    """What is to change: what answers are worth, by party and control, and engagements as they would be, by id."""

    answers: Mapping[AnswerKey, Judged]
    engagements: Mapping[str, Engagement]


class Incremental:
    """A scored register, ready to be asked what other answers would do; each question starts from the register.

    Notes
    -----
    Building is linear in rows. A question costs what it touches: rows of the touched events times layers. These kinds
    of change are computed in full: supervision by which another engagement comes to explain a holding, where the host
    answers by engagement; supervision where engagements do not say under which other they stand; segmentation at the
    receiving end of a connection; and whatever concerns work that a suspected party with answers of its own may do.
    """

    def __init__(self, scored: Scored) -> None:
        # The population is drawn at most once: it rests on parameters, which do not change here.
        factors = dict(factors_of(scored.ground))
        parameters = scored.ground.parameters.model_copy(update={"population": factors})
        self.scored = scored
        self.ground = replace(scored.ground, parameters=parameters)
        self.touched = Touched(scored)
        self._far = _answers_felt_afar(scored)
        self._is_in_doubt = scored.rows.blends["employer"] != NO_ROLE
        self._eal, self._rate = scored.eal.sum(axis=0), scored.rate.sum(axis=0)

    def changed(
        self, answers: Mapping[AnswerKey, Judged], engagements: Mapping[str, Engagement] | None = None
    ) -> Change:
        """Return what the register comes to if parties answered so, as a whole party, and engagements were so.

        Parameters
        ----------
        answers
            What each answer is worth, by party and control. Answers in a narrower scope stay and win there.
        engagements
            Engagements as they would be, by id. Facts of the hop (consent, flow-down, check, follow-up) and the proof
            of deletion are computed incrementally, anything else in full.

        Raises
        ------
        KeyError
            For a control that the catalogue does not have.
        """
        asked = _Asked(answers, engagements or {})
        book = _told(self.ground.profiles.book, answers)
        if any(party in self._far and self._far[party] in ("", control_id) for party, control_id in answers):
            return self._in_full(book, asked)
        if not are_felt_in_hops_only(asked.engagements, self.ground.chain):
            return self._in_full(book, asked)
        profiles, chain = self.ground.profiles.told(book), with_engagements(self.ground.chain, asked.engagements)
        ground = self._with(profiles=profiles, chain=chain)
        anew: dict[int, Row] = {}
        try:
            ground = self._with(profiles=profiles, chain=chain, supervision=self._supervision(asked, ground))
            for number in self._moved_rows(asked, ground):
                anew[number] = self._row(self.scored.rows.rows[number], ground)
        except _LaidAnew:
            return self._in_full(book, asked)
        stated, filled = self._strengths(answers, ground)
        rested = [self.touched.rows_of(profile, control_id) for profile, control_id in stated]
        rows = np.concatenate([np.array(sorted(anew), dtype=np.int64), *rested])
        events = np.unique(self.scored.rows.event[rows])
        if len(events) == 0:
            return Change(np.empty(0, dtype=np.int64), None, self._eal, self._rate)
        if self._is_in_doubt[self.touched.rows_of_event.of_all(events)].any():
            return self._in_full(book, asked)
        return self._part(ground, events, anew, (stated, filled))

    def _with(self, **parts: object) -> Ground:
        """Return the ground with other parts; what hangs on access rows alone is taken along."""
        ground = replace(self.ground, **parts)  # type: ignore[arg-type]
        ground.__dict__.update(with_access=self.ground.with_access, engagements_to=self.ground.engagements_to)
        return ground

    def _strengths(
        self, answers: Mapping[AnswerKey, Judged], ground: Ground
    ) -> tuple[dict[tuple[int, str], Floats], dict[tuple[int, str], Floats]]:
        """Return the strengths that moved, as stated and with open answers filled, by profile and control."""
        stated: dict[tuple[int, str], Floats] = {}
        filled: dict[tuple[int, str], Floats] = {}
        known = self.scored.strengths
        for party, control_id in answers:
            column = known.columns[control_id]
            for profile in self.touched.profiles_of.get(party, ()):
                judged = ground.profiles.judged(profile, control_id)
                new = np.array(judged.ends)
                mean = ground.means[control_id] if judged.standing in UNANSWERED else 0.0
                new_filled = np.maximum(new, mean)
                is_same = (known.stated[profile, column] == new).all()
                if not is_same or not (known.filled[profile, column] == new_filled).all():
                    stated[profile, control_id], filled[profile, control_id] = new, new_filled
        return stated, filled

    def _supervision(self, asked: _Asked, ground: Ground) -> Supervision:
        """Return the supervision, the hops that rest on the change and all below them worked out again."""
        chain, old = ground.chain, ground.supervision
        hops = {e for e in asked.engagements if e in old.q}
        for party, control_id in asked.answers:
            if control_id in BEHIND_HOPS:
                for engagement_id in self.touched.consigned_by.get(party, ()):
                    is_people = chain.engagements[engagement_id].relation in PEOPLE_RELATIONS
                    if is_people is (control_id in PEOPLE_CONTROLS):
                        hops.add(engagement_id)
        if not hops:
            return old
        new = supervised(hops, ground)
        moved = {e for e in hops if new.q[e] != old.q[e] or new.q_filled[e] != old.q_filled[e]}
        if chain.open:
            if moved:
                raise _LaidAnew
            return old
        return laid_over(supervised(hops | below(moved, chain), ground), old)

    def _moved_rows(self, asked: _Asked, ground: Ground) -> Iterable[int]:
        """Give the rows whose supervision, proof or latent tier may have moved; a row may come twice."""
        new = ground.supervision
        if isinstance(new.product, ChainMap):
            old = self.ground.supervision
            for e, product in new.product.maps[0].items():
                if product != old.product[e] or new.product_filled[e] != old.product_filled[e]:
                    yield from self.touched.rows_of_engagement.get(e, ())
        for engagement_id, engagement in asked.engagements.items():
            if engagement.deletion_proof is not self.ground.chain.engagements[engagement_id].deletion_proof:
                rows = self.touched.rows_of_engagement.get(engagement_id, ())
                yield from (n for n in rows if self.scored.rows.rows[n].scenario == LEFT_OVER)
        for party, control_id in asked.answers:
            if control_id == OWN_SUPERVISION:
                yield from self.touched.own_rows.get(party, ())
            if control_id in BEHIND_LATENT:
                for engagement_id in self.touched.worked_under.get(party, ()):
                    if latent_tier(ground, engagement_id) != latent_tier(self.ground, engagement_id):
                        yield from self.touched.rows_of_engagement[engagement_id]

    def _row(self, row: Row, ground: Ground) -> Row:
        """Return a row with its supervision and its latent tier as they are now."""
        if row.explained_by:
            return self._explained(row, ground)
        if not row.engagement_id and not is_own(row):
            return row
        supervision, filled = ground.supervised(row.engagement_id, row.routes[0].parties[0])
        now = replace(row, supervision=supervision, supervision_filled=filled)
        if row.scenario == LEFT_OVER:
            proof, is_open = proof_of(row.engagement_id, ground)
            return replace(now, proof=proof, is_proof_open=is_open)
        if row.access is None:
            return now
        found = latent_tier(ground, row.engagement_id)
        return replace(now, latent=found.p, latent_filled=found.p_filled)

    def _explained(self, row: Row, ground: Ground) -> Row:
        """Return a row of intrusion, explained by what explains it now."""
        found = explanation(row.explained_by, row.asset_id, ground)
        routes = tuple(replace(ground.route(e), entry=row.routes[0].entry) for e in found.engagements)
        if routes != row.routes and any(
            scope[0] == ScopeKind.ENGAGEMENT.value and party == row.host_party
            for party, scope in self.ground.profiles.book.scoped
        ):
            raise _LaidAnew
        return replace(
            row,
            routes=routes,
            engagement_id=found.engagements[0],
            supervision=found.supervision,
            supervision_filled=found.filled,
        )

    def _part(
        self,
        ground: Ground,
        events: NDArray[np.int64],
        anew: Mapping[int, Row],
        moved: tuple[Mapping[tuple[int, str], Floats], Mapping[tuple[int, str], Floats]],
    ) -> Change:
        """Return the change, the touched events scored by themselves."""
        # In the order of the register, by which equal routes are told apart.
        numbers = np.sort(self.touched.rows_of_event.of_all(events))
        rows = [anew.get(int(n), self.scored.rows.rows[n]) for n in numbers]
        used = sorted({p for row in rows for p in (*_profiles(row), *row.tenants) if p != NO_ROLE})
        place = {profile: number for number, profile in enumerate(used)}
        known, columns = self.scored.strengths, self.scored.strengths.columns
        tables = (known.stated[used], known.filled[used])
        for table, patches in zip(tables, moved, strict=True):
            for (profile, control_id), ends in patches.items():
                if profile in place:
                    table[place[profile], columns[control_id]] = ends
        own = replace(ground, profiles=ground.profiles.told(ground.profiles.book, used))
        laid = as_rows([_placed(row, place) for row in rows])
        part = _score_rows(own, laid, Strengths(own, laid, stated=tables[0], filled=tables[1]))
        replaced = np.sort(self.touched.channels_of_event.of_all(events))
        return Change(
            replaced,
            part,
            eal=_total(self._eal, self.scored.eal, replaced) + part.eal.sum(axis=0),
            rate=_total(self._rate, self.scored.rate, replaced) + part.rate.sum(axis=0),
        )

    def _in_full(self, book: AnswerBook, asked: _Asked) -> Change:
        """Return the change with the ground and every row laid again."""
        known = self.ground
        submission = known.submission
        if asked.engagements:
            rows = tuple(asked.engagements.get(e.engagement_id, e) for e in submission.engagements)
            submission = submission.model_copy(update={"engagements": rows})
        ground = lay_ground(submission, known.catalogue, known.parameters, as_of=known.as_of, book=book)
        laid = lay_rows(ground)
        part = _score_rows(ground, laid, Strengths(ground, laid))
        return Change(np.arange(len(self.scored.ids)), part, part.eal.sum(axis=0), part.rate.sum(axis=0))


def _answers_felt_afar(scored: Scored) -> dict[str, str]:
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


def _score_rows(ground: Ground, rows: Rows, strengths: Strengths) -> Scored:
    """Return rows, scored."""
    rates = rate_rows(ground, rows, strengths)
    return lay_on_paths(ground, rows, strengths, rates, join_events(ground, rows, rates))


def _told(book: AnswerBook, answers: Mapping[AnswerKey, Judged]) -> AnswerBook:
    """Return the answer book with other answers of parties as a whole."""
    told: dict[tuple[str, ScopeKey], Mapping[str, Judged]] = {}
    for (party, control_id), judged in answers.items():
        if control_id not in book.controls:
            raise KeyError(control_id)
        place = (party, _WHOLE)
        told[place] = {**told.get(place, book.scoped.get(place, {})), control_id: judged}
    return replace(book, scoped=over(told, book.scoped))


def _profiles(row: Row) -> tuple[int, ...]:
    return (row.host, row.device_owner, row.site_owner, row.employer, row.asset_owner, row.consignee)


def _placed(row: Row, place: Mapping[int, int]) -> Row:
    """Return a row whose profiles have other numbers."""
    new = {role: place.get(p, NO_ROLE) for role, p in zip(_ROLES, _profiles(row), strict=True)}
    return replace(row, tenants=tuple(place[p] for p in row.tenants), **new)  # type: ignore[arg-type]


def _total(total: Floats, values: Floats, left_out: Index) -> Floats:
    """Return the sums of `values` without some of its rows, exact to the last digits whatever is left."""
    without = values[left_out].sum(axis=0)
    if (2.0 * without <= total).all():
        return np.asarray(total - without)
    # What is left is the smaller part: a difference would lose its digits.
    kept = np.ones(len(values), dtype=np.bool_)
    kept[left_out] = False
    return np.asarray(values[kept].sum(axis=0))
