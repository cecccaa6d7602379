"""Whom the house pays beside whom the register knows: by corporate number, else by a name that is near.

The convention that bites: only an equal number settles a match. A near name is shown to a person and never taken,
because two firms may well bear names that differ by one letter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from riskgraph.model.finding import Payee, PayeeMatch
from riskgraph.model.firm_name import name_key
from riskgraph.model.submission import Submission

SHORTEST_STEM = 4
"""A name that begins with another of so many letters is near it, such as a branch beside its firm."""
SHORTEST_TYPO = 6
"""Names of so many letters that differ by one are near."""


def matched(payees: Sequence[Payee], submission: Submission) -> tuple[PayeeMatch, ...]:
    """Return every payee with the party that it is, or may be.

    A match by number is settled. One whose name alone is near is not, and neither is a payee that has a number of its
    own while the party of that name has another: both have the party as `near_party_id`.

    Notes
    -----
    Linear in payees and parties: near names are found over indexes of beginnings and of keys with a letter left out.
    """
    known = _Known(submission)
    return tuple(known.match(payee) for payee in payees)


def together(payees: Sequence[Payee]) -> tuple[Payee, ...]:
    """Return each payee once: rows of one number, else of one name, with their amounts added up.

    Expenses and departments are listed each once; the place is that of the first row.
    """
    found: dict[str, list[Payee]] = defaultdict(list)
    for payee in payees:
        found[payee.corporate_number or f"name|{name_key(payee.name) or payee.name}"].append(payee)
    return tuple(_one(rows) for rows in found.values())


def _one(rows: Sequence[Payee]) -> Payee:
    """Return the rows of one payee as one."""
    amounts = [row.amount_yen for row in rows if row.amount_yen is not None]
    return rows[0].model_copy(
        update={
            "expense": ", ".join(dict.fromkeys(row.expense for row in rows if row.expense)),
            "department": ", ".join(dict.fromkeys(row.department for row in rows if row.department)),
            "amount_yen": sum(amounts) if amounts else None,
        }
    )


def strangers(matches: Sequence[PayeeMatch]) -> tuple[PayeeMatch, ...]:
    """Return the payees that the register does not have by number; those with a near name are among them."""
    return tuple(match for match in matches if not match.is_settled)


class _Known:
    """The parties of a register, to be found by number and by near names."""

    def __init__(self, submission: Submission) -> None:
        self._by_number: dict[str, str] = {}
        self._by_key: dict[str, str] = {}
        self._by_gap: dict[str, list[str]] = defaultdict(list)
        for party in submission.parties:
            if party.corporate_number:
                self._by_number.setdefault(party.corporate_number, party.party_id)
            for name in (party.name, *party.aliases):
                if key := name_key(name):
                    self._by_key.setdefault(key, party.party_id)
        self._stems: Mapping[str, str] = _stems(self._by_key)
        for key in self._by_key:
            for gap in _gaps(key):
                self._by_gap[gap].append(key)

    def match(self, payee: Payee) -> PayeeMatch:
        """Return one payee with its party."""
        party_id = self._by_number.get(payee.corporate_number, "") if payee.corporate_number else ""
        if party_id:
            return PayeeMatch(payee=payee, party_id=party_id, is_settled=True)
        return PayeeMatch(payee=payee, near_party_id=self._near(name_key(payee.name)))

    def _near(self, key: str) -> str:
        """Return the party of the nearest name: the same key, the same beginning, or one letter apart."""
        if not key:
            return ""
        if key in self._by_key:
            return self._by_key[key]
        for length in range(len(key) - 1, SHORTEST_STEM - 1, -1):
            if key[:length] in self._by_key:
                return self._by_key[key[:length]]
        if len(key) >= SHORTEST_STEM and key in self._stems:
            return self._stems[key]
        near = (other for gap in _gaps(key) for other in self._by_gap.get(gap, ()) if _one_apart(key, other))
        return next((self._by_key[other] for other in near), "")


def _stems(by_key: Mapping[str, str]) -> dict[str, str]:
    """Return the beginnings of names that belong to one party only."""
    found: dict[str, set[str]] = defaultdict(set)
    for key, party_id in by_key.items():
        for length in range(SHORTEST_STEM, len(key)):
            found[key[:length]].add(party_id)
    return {stem: next(iter(ids)) for stem, ids in found.items() if len(ids) == 1}


def _gaps(key: str) -> Iterator[str]:
    """Give a key itself and with each letter left out; nothing for a short one."""
    if len(key) >= SHORTEST_TYPO:
        yield key
        yield from (key[:i] + key[i + 1 :] for i in range(len(key)))


def _one_apart(first: str, second: str) -> bool:
    """Say whether one letter put in, left out or changed makes one key of the other."""
    if abs(len(first) - len(second)) > 1:
        return False
    if len(first) == len(second):
        return sum(a != b for a, b in zip(first, second, strict=True)) <= 1
    short, long = sorted((first, second), key=len)
    return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))
