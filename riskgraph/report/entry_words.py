"""The way of an intruder over connections in words: where he got in, and how he gets on to the data."""

from __future__ import annotations

from collections.abc import Sequence

from riskgraph.model.assessment import EntryStep
from riskgraph.model.asset import Connection
from riskgraph.model.submission import Submission
from riskgraph.report.names import kind_of_connection, party_name
from riskgraph.report.numbers import percent
from riskgraph.report.plain import plain
from riskgraph.text import t

EntryFact = tuple[str, str, str]  # name of the text, value in words, column of the register ("" where it is derived)


def connection_label(step: EntryStep, submission: Submission, locale: str) -> str:
    """Return one connection as an entry of a list."""
    return t(
        locale,
        "lateral.line",
        start=party_name(step.start, submission, locale),
        end=party_name(step.end, submission, locale),
        kind=kind_of_connection(step, locale),
    )


def connection_facts(step: EntryStep, submission: Submission, locale: str) -> Sequence[EntryFact]:
    """Return what the register says of one connection; what it does not say is said to be judgement."""
    connection = connection_of(step, submission)
    start, end = (party_name(party, submission, locale) for party in (step.start, step.end))
    return (
        ("connection", plain(step.connection_id), "connection_id"),
        ("start", _named(connection.start, start, submission, locale) if connection else start, "from"),
        ("end", _named(connection.end, end, submission, locale) if connection else end, "to"),
        ("kind", kind_of_connection(step, locale), "kind"),
        ("chance", _chance(connection, locale), "probability" if connection and connection.probability else ""),
        ("meaning", t(locale, "lateral.meaning", start=start, end=end), ""),
    )


def connection_of(step: EntryStep, submission: Submission) -> Connection | None:
    """Return the row of a step; of a duplicate id the first."""
    return next((c for c in submission.connections if c.connection_id == step.connection_id), None)


def _named(named: str, party: str, submission: Submission, locale: str) -> str:
    """Return an end: the party, or its system where the register names one."""
    system = submission.system_by_id.get(named)
    if named in submission.party_by_id or system is None:
        return party
    return t(locale, "lateral.ends_at_system", party=party, system=plain(system.name or named))


def _chance(connection: Connection | None, locale: str) -> str:
    p = connection.probability if connection else None
    if p is None:
        return t(locale, "lateral.chance.assumed")
    ends = {"point": percent(p.pt, locale), "lo": percent(p.lo, locale), "hi": percent(p.hi, locale)}
    return t(locale, "lateral.chance", **ends)
