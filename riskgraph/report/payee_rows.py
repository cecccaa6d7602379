"""Payees beside the register, as a sentence and as columns of a table.

The convention that bites: columns know no language and are the keys of `ui.column.*`. A payee that the register does
not have is something to look at; nothing is said about the firm.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum

from riskgraph.model.finding import PayeeMatch
from riskgraph.model.submission import Submission
from riskgraph.report.names import cell_in_words, party_name
from riskgraph.report.numbers import yen
from riskgraph.report.plain import plain
from riskgraph.report.table_rows import Columns
from riskgraph.text import t


class Standing(StrEnum):
    """How a payee stands beside the register, the one to look at first."""

    NONE = "none"
    NEAR = "near"
    SETTLED = "settled"


# A shape beside the word, so that colour is never the only sign.
STANDING_SIGN = {Standing.NONE: "□", Standing.NEAR: "△", Standing.SETTLED: "✓"}


def standing_of(match: PayeeMatch) -> Standing:
    """Return how a payee stands beside the register."""
    if match.is_settled:
        return Standing.SETTLED
    return Standing.NEAR if match.near_party_id else Standing.NONE


def payees_sentence(matches: Sequence[PayeeMatch], locale: str) -> str:
    """Return how many payees there are of each standing."""
    counts = Counter(standing_of(match) for match in matches)
    return t(
        locale,
        "payees.sentence",
        total=len(matches),
        settled=counts[Standing.SETTLED],
        near=counts[Standing.NEAR],
        none=counts[Standing.NONE],
    )


def fitting_payees(matches: Sequence[PayeeMatch], standings: Sequence[Standing], words: str) -> tuple[PayeeMatch, ...]:
    """Return the payees that a filter lets through, those to look at first and of these the largest amounts first."""
    wanted = words.casefold().split()
    found = [
        match
        for match in matches
        if (not standings or standing_of(match) in standings) and all(word in _searched(match) for word in wanted)
    ]
    order = list(Standing)
    return tuple(sorted(found, key=lambda m: (order.index(standing_of(m)), -(m.payee.amount_yen or 0.0), m.payee.name)))


def _searched(match: PayeeMatch) -> str:
    payee = match.payee
    return f"{payee.name} {payee.corporate_number} {payee.expense} {payee.department}".casefold()


def payee_columns(matches: Sequence[PayeeMatch], submission: Submission, locale: str) -> Columns:
    """Return payees with what they are in the register."""
    return {
        "payee_standing": [standing_words(standing_of(m), locale) for m in matches],
        "payee_name": [plain(m.payee.name) for m in matches],
        "payee_party": [_party(m, submission, locale) for m in matches],
        "payee_expense": [plain(m.payee.expense) for m in matches],
        "payee_department": [plain(m.payee.department) for m in matches],
        "payee_amount": [yen(m.payee.amount_yen, locale) if m.payee.amount_yen is not None else "" for m in matches],
        "payee_number": [m.payee.corporate_number for m in matches],
        "payee_cell": [cell_in_words(m.payee.source, locale) for m in matches],
    }


def standing_words(standing: Standing, locale: str) -> str:
    """Return a standing as shape and word."""
    return f"{STANDING_SIGN[standing]} {t(locale, f'payees.standing.{standing.value}')}"


def _party(match: PayeeMatch, submission: Submission, locale: str) -> str:
    """Return the party of a settled match; of a near one with the question that is open."""
    if match.party_id:
        return party_name(match.party_id, submission, locale)
    if match.near_party_id:
        return t(locale, "payees.near", name=party_name(match.near_party_id, submission, locale))
    return ""
