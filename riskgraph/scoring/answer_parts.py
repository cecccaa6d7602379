"""The parts of layers told apart down to whose answer they rest on.

The convention that bites: everything is split from one table, so that what stands under a party is the sum of what
stands under its answers, and nothing is split twice in two ways.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from riskgraph.model.control import Combine, Layer, Role
from riskgraph.scoring.channels import Scored
from riskgraph.scoring.hop_parts import PERSON, Bearers, Cause
from riskgraph.scoring.layer_parts import UNDECLARED
from riskgraph.scoring.profiles import NO_ROLE
from riskgraph.scoring.rates import POINT
from riskgraph.scoring.rows import BULK, Ints
from riskgraph.scoring.shapley import as_shares, gains_of_max, gains_of_min, gains_of_product
from riskgraph.scoring.strength import Floats

RESPONSE_CONTROL = "INC-03"
DELETION_PROOF = "deletion_proof"
Told = dict[tuple[str, Cause], float]  # yen a year by role and cause


class AnswerParts:
    """How the parts of one layer after the other fall on roles, parties and answers."""

    def __init__(self, scored: Scored, bearers: Bearers) -> None:
        self.scored = scored
        self.rows = scored.rows
        self.bearers = bearers
        self.strengths = scored.strengths.stated[:, :, POINT]
        self.columns = scored.strengths.columns
        self.r0 = scored.strengths.r0
        keys = scored.ground.profiles.keys
        self.party = [party_id for party_id, _ in keys]
        self.has_person = np.array([bearers.is_person(party_id) for party_id in self.party] + [False])
        book = scored.ground.profiles.book
        is_open = [book.unanswered(party, scopes) for party, scopes in keys]
        self.is_open = np.array(is_open, dtype=np.bool_).reshape(len(keys), len(book.controls))
        self._shares: dict[tuple[tuple[str, ...], Combine], Floats] = {}

    def split(self, layer: Layer, chosen: Ints, yen: Floats, told: Told) -> Floats:
        """Add what a layer of the rows `chosen` bears to `told`; return what of it falls on supervision, shape (n,)."""
        if layer.role is Role.SUPERVISION:
            return yen
        if layer.role is Role.TENANT:
            self._tenants(layer, chosen, yen, told)
        elif layer.has_deletion_proof:
            self._deletion(layer, chosen, yen, told)
        elif layer.role is Role.EMPLOYER:
            return self._employer(layer, chosen, yen, told)
        else:
            self._role(layer.role, layer, chosen, yen, told)
        return np.zeros(len(chosen))

    def response(self, chosen: Ints, yen: Floats, told: Told) -> None:
        """Add what the host bears for how it responds."""
        self._gate(Role.HOST, (RESPONSE_CONTROL,), Combine.MIN, chosen, yen, told)

    def undeclared(self, chosen: Ints, yen: Floats, told: Told) -> None:
        """Add what the assumed tier bears, under the last declared party."""
        for row, amount in zip(chosen, yen, strict=True):
            if amount:
                route = self.rows.rows[row].routes[0]
                party = self.bearers.of(route.parties[-1], route)
                told[(UNDECLARED, Cause(party, "", UNDECLARED, is_confirmed=False))] += float(amount)

    def _employer(self, layer: Layer, chosen: Ints, yen: Floats, told: Told) -> Floats:
        """Split x (r0 + (1 - r0) Q) between answer and supervision, and the smaller of it and the host's part."""
        own = self._strength(Role.EMPLOYER, layer.parts, chosen)
        carried = self.r0 + (1.0 - self.r0) * self.rows.supervision[chosen, POINT]
        mine = yen
        if layer.host_parts:
            host = self.rows.profiles[Role.HOST.value][chosen]
            sides = np.stack([own * carried, self._strength(Role.HOST, layer.host_parts, chosen)], axis=1)
            shares = np.where((host == NO_ROLE)[:, None], [[1.0, 0.0]], as_shares(gains_of_min(sides)))
            mine = yen * shares[:, 0]
            self._gate(Role.HOST, layer.host_parts, Combine.MIN, chosen, yen * shares[:, 1], told)
        by_answer, by_supervision = gains_of_product(own, carried)
        shares = as_shares(np.stack([by_answer, by_supervision], axis=1))
        self._role(Role.EMPLOYER, layer, chosen, mine * shares[:, 0], told)
        result: Floats = mine * shares[:, 1]
        return result

    def _strength(self, role: Role, parts: tuple[str, ...], chosen: Ints) -> Floats:
        """Return the strength of an AND-gate of one role; 0 where the role does not exist."""
        profile = self.rows.profiles[role.value][chosen]
        of_all = self.strengths[:, [self.columns[part] for part in parts]].min(axis=1)
        return np.where(profile == NO_ROLE, 0.0, of_all[profile])

    def _role(self, role: Role, layer: Layer, chosen: Ints, yen: Floats, told: Told) -> None:
        """Split a plain gate, with its further parts where the right is bulk."""
        if not layer.bulk_parts:
            self._gate(role, layer.parts, layer.combine, chosen, yen, told)
            return
        is_bulk = self.rows.privilege[chosen, POINT] == BULK
        for here, parts in ((~is_bulk, layer.parts), (is_bulk, (*layer.parts, *layer.bulk_parts))):
            self._gate(role, parts, layer.combine, chosen[here], yen[here], told)

    def _gate(  # the parts of a gate of one role, summed over rows of one profile
        self, role: Role, parts: tuple[str, ...], combine: Combine, chosen: Ints, yen: Floats, told: Told
    ) -> None:
        profile = self.rows.profiles[role.value][chosen]
        is_person = self.has_person[profile]
        for row, number, amount in zip(chosen[is_person], profile[is_person], yen[is_person], strict=True):
            party = self.bearers.of(self.party[number], self.rows.rows[row].routes[0])
            self._profile(role, parts, combine, (number, party), float(amount), told)
        firm = ~is_person
        total = np.bincount(profile[firm] + 1, yen[firm], minlength=1)
        for place in np.flatnonzero(total):
            number = int(place) - 1
            party = self.party[number] if number != NO_ROLE else ""
            self._profile(role, parts, combine, (number, party), float(total[place]), told)

    def _profile(
        self, role: Role, parts: tuple[str, ...], combine: Combine, whose: tuple[int, str], yen: float, told: Told
    ) -> None:
        """Add what the parts of one profile's gate bear, under `party`."""
        profile, party = whose
        shares = self._of_parts(parts, combine)[profile]
        is_person = bool(self.has_person[profile])
        for part, share in zip(parts, shares, strict=True):
            if share:
                is_said = profile != NO_ROLE and not self.is_open[profile, self.columns[part]]
                cause = Cause(party, "", PERSON, is_said) if is_person else Cause(party, part, "", is_said)
                told[(role.value, cause)] += yen * float(share)

    def _of_parts(self, parts: tuple[str, ...], combine: Combine) -> Floats:
        """Return the shares of the parts of a gate for every profile; the last row is for a role that is not there."""
        if (parts, combine) not in self._shares:
            table = self.strengths[:, [self.columns[part] for part in parts]]
            gains = gains_of_min(table) if combine is Combine.MIN else gains_of_max(table)
            alike = np.full((1, len(parts)), 1.0 / len(parts))
            self._shares[(parts, combine)] = np.concatenate([as_shares(gains), alike])
        return self._shares[(parts, combine)]

    def _tenants(self, layer: Layer, chosen: Ints, yen: Floats, told: Told) -> None:
        """Give the layer to whoever among those who share the account is weakest, alike where several are."""
        by_account: dict[tuple[int, ...], float] = defaultdict(float)
        route_of: dict[tuple[int, ...], int] = {}
        for row, amount in zip(chosen, yen, strict=True):
            if amount:
                by_account[self.rows.rows[row].tenants] += float(amount)
                route_of.setdefault(self.rows.rows[row].tenants, int(row))
        columns = [self.columns[part] for part in layer.parts]
        for tenants, amount in by_account.items():
            strengths = self.strengths[np.ix_(tenants, columns)].min(axis=1)
            weakest = [t for t, strength in zip(tenants, strengths, strict=True) if strength == strengths.min()]
            for number in weakest:
                party = self.bearers.of(self.party[number], self.rows.rows[route_of[tenants]].routes[0])
                self._profile(layer.role, layer.parts, layer.combine, (number, party), amount / len(weakest), told)

    def _deletion(self, layer: Layer, chosen: Ints, yen: Floats, told: Told) -> None:
        """Split an AND-gate that has the engagement's own proof of deletion as one more part."""
        columns = [self.columns[part] for part in layer.parts]
        for row, amount in zip(chosen, yen, strict=True):
            if not amount:
                continue
            profile = int(self.rows.profiles[layer.role.value][row])
            proof = self.rows.proof[row, POINT]
            shares = as_shares(gains_of_min(np.append(self.strengths[profile, columns], proof)[None]))[0]
            party = self.bearers.of(self.party[profile], self.rows.rows[row].routes[0])
            proven = Cause(party, "", DELETION_PROOF, not bool(self.rows.proof_open[row]))
            told[(layer.role.value, proven)] += float(amount * shares[-1])
            for part, share in zip(layer.parts, shares, strict=False):
                is_said = not self.is_open[profile, self.columns[part]]
                is_person = bool(self.has_person[profile])
                cause = Cause(party, "", PERSON, is_said) if is_person else Cause(party, part, "", is_said)
                told[(layer.role.value, cause)] += float(amount * share)
