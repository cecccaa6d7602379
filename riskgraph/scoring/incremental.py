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
from riskgraph.model.engagement import PEOPLE_RELATIONS, Engagement
from riskgraph.scoring.answer_index import AnswerKey
from riskgraph.scoring.changed_hops import are_felt_in_hops_only, below, laid_over, supervised, with_engagements
from riskgraph.scoring.changed_rows import answers_felt_afar, placed, profiles_of, score_rows, told, total_without
from riskgraph.scoring.channels import Scored, lay_rows
from riskgraph.scoring.csr import Index
from riskgraph.scoring.ground import Ground, lay_ground
from riskgraph.scoring.hosting import explanation
from riskgraph.scoring.latent import latent_tier
from riskgraph.scoring.leftover import LEFT_OVER, proof_of
from riskgraph.scoring.profiles import NO_ROLE
from riskgraph.scoring.rates import Strengths, factors_of
from riskgraph.scoring.rows import Row, as_rows
from riskgraph.scoring.strength import UNANSWERED, AnswerBook, Floats, Judged
from riskgraph.scoring.supervision import PEOPLE_CONTROLS, Supervision
from riskgraph.scoring.touched import BEHIND_HOPS, BEHIND_LATENT, OWN_SUPERVISION, Touched, is_own


@dataclass(frozen=True)
class Change:
    """What a change of answers and facts does to a scored register.

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
        self._far = answers_felt_afar(scored)
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
        book = told(self.ground.profiles.book, answers)
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
        used = sorted({p for row in rows for p in (*profiles_of(row), *row.tenants) if p != NO_ROLE})
        place = {profile: number for number, profile in enumerate(used)}
        known, columns = self.scored.strengths, self.scored.strengths.columns
        tables = (known.stated[used], known.filled[used])
        for table, patches in zip(tables, moved, strict=True):
            for (profile, control_id), ends in patches.items():
                if profile in place:
                    table[place[profile], columns[control_id]] = ends
        own = replace(ground, profiles=ground.profiles.told(ground.profiles.book, used))
        laid = as_rows([placed(row, place) for row in rows])
        part = score_rows(own, laid, Strengths(own, laid, stated=tables[0], filled=tables[1]))
        replaced = np.sort(self.touched.channels_of_event.of_all(events))
        return Change(
            replaced,
            part,
            eal=total_without(self._eal, self.scored.eal, replaced) + part.eal.sum(axis=0),
            rate=total_without(self._rate, self.scored.rate, replaced) + part.rate.sum(axis=0),
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
        part = score_rows(ground, laid, Strengths(ground, laid))
        return Change(np.arange(len(self.scored.ids)), part, part.eal.sum(axis=0), part.rate.sum(axis=0))
