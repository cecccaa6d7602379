"""What the page of findings needs: what the register shows today beside what people have written down about it.

The convention that bites: looking writes nothing. New findings are taken up, and those that came back are opened
again, where somebody with a name asks for it; until then the page says how many wait.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import streamlit as st

from riskgraph.analysis.findings import findings
from riskgraph.analysis.payees import matched, together
from riskgraph.catalogue.stars import stars_of
from riskgraph.intake.payees import read_payees
from riskgraph.model.finding import Finding, FindingRecord, Payee, PayeeMatch
from riskgraph.model.problem import Problem
from riskgraph.model.submission import Submission
from riskgraph.report.finding_work import FindingRow, opens_again, rows_of
from riskgraph.store.findings import changed_finding, finding_records, seen
from riskgraph.store.payees import keep_payees, payees
from riskgraph.ui import keeping
from riskgraph.ui.actions import shown
from riskgraph.ui.actions.shown import HOUR, Shown


@dataclass(frozen=True)
class FindingDesk:
    """A register with its findings as of a day. `key` names what was looked at in all caches."""

    result: Shown
    today: date
    found: tuple[Finding, ...]
    records: tuple[FindingRecord, ...]
    payees: tuple[Payee, ...]
    rows: tuple[FindingRow, ...]
    key: str

    @property
    def submission(self) -> Submission:
        """Return the register that was assessed."""
        return self.result.submission

    @property
    def ranks(self) -> Mapping[str, int]:
        """Return the ranks of the listed paths by their keys."""
        return {path.key: path.rank for path in self.result.assessment.paths}

    @property
    def to_take_up(self) -> int:
        """Return how many findings nobody has taken up yet."""
        return sum(row.record is None for row in self.rows)

    @property
    def to_open_again(self) -> int:
        """Return how many settled ones came back, or have evidence or an acceptance that has ended."""
        return sum(opens_again(row, self.today) for row in self.rows)


def desk() -> FindingDesk | None:
    """Return the findings of the shown assessment; None where nothing was assessed."""
    result = shown.shown()
    if result is None:
        return None
    register_id = result.record.register_id
    listed = payees(keeping.store(), register_id)
    records = finding_records(keeping.store(), register_id)
    found = _found(result.key, _fingerprint(listed), _result=result, _payees=listed)
    ranks = {path.key: path.rank for path in result.assessment.paths}
    rows = rows_of(records, found, ranks)
    return FindingDesk(result, result.record.inputs.as_of, found, records, listed, rows, result.key)


@st.cache_resource(max_entries=6, ttl=HOUR, show_spinner=False)
def _found(key: str, of_payees: str, *, _result: Shown, _payees: tuple[Payee, ...]) -> tuple[Finding, ...]:
    as_of = _result.record.inputs.as_of
    stars = stars_of(_result.submission, as_of=as_of)
    return findings(_result.submission, _result.assessment, as_of=as_of, payees=_payees, stars=stars)


def _fingerprint(listed: tuple[Payee, ...]) -> str:
    """Return a short name of a list of payees."""
    return hashlib.sha256(repr(listed).encode()).hexdigest()[:16] if listed else ""


def take_up(this: FindingDesk) -> int:
    """Take up the findings that have no record, and open again what came back; return how many of both."""
    with keeping.writing() as writing:
        return len(seen(writing, this.result.record.register_id, this.found, this.today))


def change(record: FindingRecord, **changes: object) -> FindingRecord:
    """Write down what somebody does about a finding; the store says what is allowed."""
    with keeping.writing() as writing:
        return changed_finding(writing, record, changes, record.revision)


def matches(this: FindingDesk) -> tuple[PayeeMatch, ...]:
    """Return the payees, each once, beside the register."""
    return _matches(this.key, _fingerprint(this.payees), _payees=this.payees, _submission=this.submission)


@st.cache_resource(max_entries=6, ttl=HOUR, show_spinner=False)
def _matches(
    key: str, of_payees: str, *, _payees: tuple[Payee, ...], _submission: Submission
) -> tuple[PayeeMatch, ...]:
    return matched(together(_payees), _submission)


def import_payees(register_id: str, name: str, data: bytes) -> tuple[int, tuple[Problem, ...]]:
    """Read a list of payees and keep it in place of the last one; with an error in it nothing is kept.

    Returns
    -------
    tuple
        How many rows were kept, and all that is to be told.

    Raises
    ------
    InputRefused
        Where the file cannot be read at all.
    """
    found, problems = read_payees(name, data)
    if found:
        with keeping.writing() as writing:
            keep_payees(writing, register_id, found, hashlib.sha256(data).hexdigest())
    return len(found), problems
