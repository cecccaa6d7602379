"""Finds the firm that a party names as its next tier, or makes it known as a new one.

The convention that bites: a firm is the register's own only by its corporate number or by exactly the same
name. A name that is merely near is proposed, and until somebody decides it is a firm of its own.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict

from riskgraph.intake.corporate_number import valid_number
from riskgraph.intake.folding import fold
from riskgraph.intake.naming import name_key, shown
from riskgraph.model.party import Party, PartyKind
from riskgraph.model.problem import Problem, Severity, problem_at
from riskgraph.model.quantities import Cell, RowSource
from riskgraph.model.questionnaire import DeclaredTier, ReturnedForm
from riskgraph.model.submission import Submission

_LEGAL_FORMS = (("(株)", "株式会社"), ("(有)", "有限会社"), ("(同)", "合同会社"))
_NOBODY_IN_PARTICULAR = re.compile(
    r"(?:個人事業主|個人|フリーランス|内職|在宅ワーカー|freelancers?|individuals?|soleproprietors?)\W*\d*[名人]?\W*"
)


class Firms:
    """The firms of a register while told ones are matched with them and added to them."""

    def __init__(self, submission: Submission) -> None:
        self.new: dict[str, Party] = {}
        self.problems: list[Problem] = []
        self._known = dict(submission.party_by_id)
        self._by_number: dict[str, str] = {}
        self._by_name: dict[str, set[str]] = defaultdict(set)
        self._by_key: dict[str, set[str]] = defaultdict(set)
        for party in submission.parties:
            self._know(party)

    def name(self, party_id: str) -> str:
        """Return the name of a party as a message may show it."""
        party = self._known.get(party_id)
        return shown(party.name if party else party_id)

    def match(self, form: ReturnedForm, tier: DeclaredTier) -> str:
        """Return the id of the firm that a tier names; one that is not known is made known."""
        if is_nameless(tier):
            # Two parties that each write "freelancer" do not mean the same one.
            return self._added(form, tier, _digest("nobody in particular", form.party_id, tier.work), near=set())
        by_number = self._by_number.get(tier.corporate_number, "") if tier.corporate_number else ""
        by_name = self._by_name.get(normal_name(tier.name), set())
        if by_number or len(by_name) == 1:
            return by_number or next(iter(by_name))
        near = by_name | self._by_key.get(name_key(tier.name), set())
        return self._added(form, tier, _digest(tier.corporate_number or normal_name(tier.name)), near=near)

    def _know(self, party: Party) -> None:
        self._known[party.party_id] = party
        number = valid_number(party.corporate_number)
        if number:
            self._by_number.setdefault(number, party.party_id)
        for name in (party.name, *party.aliases):
            self._by_name[normal_name(name)].add(party.party_id)
            self._by_key[name_key(name)].add(party.party_id)

    def _added(self, form: ReturnedForm, tier: DeclaredTier, digest: str, *, near: set[str]) -> str:
        """Make a firm known under an id that is the same on every run; tell of near names."""
        party_id = f"P-{digest}"
        if party_id in self._known:
            return party_id
        if near:
            names = ", ".join(f"{self.name(one)} ({shown(one)})" for one in sorted(near))
            where = Cell(form.file, tier.sheet, tier.cell)
            fields = {"name": shown(tier.name), "near": names, "new": party_id}
            self.problems.append(problem_at(where, "finding.tier_name_near", Severity.WARNING, **fields))
        party = Party(
            party_id=party_id,
            name=tier.name,
            kind=PartyKind.INDIVIDUAL_POOL if is_nameless(tier) else PartyKind.ORGANISATION,
            corporate_number=tier.corporate_number,
            source=source_of(form, tier, "name"),
        )
        self.new[party_id] = party
        self._known[party_id] = party
        if not is_nameless(tier):
            self._know(party)
        return party_id


def is_nameless(tier: DeclaredTier) -> bool:
    """Say whether a tier is told as a kind of people and not as a firm."""
    return bool(_NOBODY_IN_PARTICULAR.fullmatch(fold(tier.name)))


def normal_name(name: str) -> str:
    """Return a firm's name as it is compared: folded, with the short legal forms written out."""
    key = fold(name)
    for short, long in _LEGAL_FORMS:
        key = key.replace(short, long)
    return key


def engagement_id_of(parent_id: str, party_id: str) -> str:
    """Return the id of a told engagement, the same on every run."""
    return f"T-{_digest(parent_id, party_id)}"


def source_of(form: ReturnedForm, tier: DeclaredTier, column: str) -> RowSource:
    """Return where a tier stands, as the source of a row."""
    row = re.sub(r"\D", "", tier.cell)
    return RowSource(form.file, tier.sheet, int(row) if row else 0, {column: tier.cell})


def _digest(*parts: str) -> str:
    """Return eight letters that are always the same for these parts."""
    return hashlib.sha256("|".join(parts).encode("utf-8", "replace")).hexdigest()[:8].upper()
