"""Ids and names: what points nowhere, what stands twice, and which two rows may be one firm."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from riskgraph.intake.corporate_number import Fault, fault_of, valid_number
from riskgraph.intake.inspection import NO_REAL_PARTY, Inspection, Sourced, place
from riskgraph.intake.naming import name_key, shown
from riskgraph.model.answer import Answer, Request, ScopeKind
from riskgraph.model.party import Party
from riskgraph.model.problem import Problem, Severity, problem_at
from riskgraph.model.quantities import Cell

_JAPAN = frozenset({"", "jp", "jpn", "japan", "日本", "日本国"})


@dataclass(frozen=True)
class Reference:
    """A column that names a row of another sheet; `attribute` is blank where it is called like the column."""

    column: str
    kind: str
    attribute: str = ""
    code: str = ""
    is_role: bool = False


REFERENCES: Mapping[str, tuple[Reference, ...]] = {
    "parties": (Reference("succeeded_by", "party"),),
    "engagements": (
        Reference("consignor", "party"),
        Reference("consignee", "party"),
        Reference("parent_engagement", "engagement", code="register.unknown_parent"),
        Reference("asset_ids", "asset"),
        Reference("renewal_of", "engagement"),
    ),
    "assets": (Reference("owner", "party", code="register.unknown_owner"),),
    "systems": (Reference("host", "party", is_role=True), Reference("asset_ids", "asset")),
    "sites": (Reference("party_id", "party"),),
    "accesses": (
        Reference("engagement_id", "engagement"),
        Reference("asset_id", "asset"),
        Reference("employer", "party", is_role=True),
        Reference("directed_by", "party", is_role=True),
        Reference("host", "party", is_role=True),
        Reference("device_owner", "party", is_role=True),
        Reference("site_owner", "party", is_role=True),
        Reference("system", "system"),
        Reference("site", "site"),
    ),
    "connections": (
        Reference("from", "party_or_system", attribute="start"),
        Reference("to", "party_or_system", attribute="end"),
    ),
    "requests": (Reference("party_id", "party"),),
}
"""Every reference column of the workbook, by sheet; a role may also be `none` or `unknown`."""


def unknown_ids(inspection: Inspection) -> Iterator[Problem]:
    """Tell of every id that points nowhere, in every reference column."""
    known = _known_ids(inspection)
    for sheet, references in REFERENCES.items():
        for reference in references:
            ids = known[reference.kind] | NO_REAL_PARTY if reference.is_role else known[reference.kind]
            for row in getattr(inspection.submission, sheet):
                for value in _values(row, reference):
                    if value and value not in ids:
                        yield problem_at(
                            _cell(row, reference.column),
                            reference.code or f"register.unknown_{reference.kind}",
                            value=shown(value),
                        )


def unknown_ids_of_answers(inspection: Inspection) -> Iterator[Problem]:
    """Tell of answers whose party, scope or control is unknown, and of an unknown owner in the settings."""
    known = _known_ids(inspection)
    controls = inspection.known_controls
    for answer in inspection.submission.answers:
        kind = answer.scope_kind.value
        if answer.party_id not in known["party"]:
            yield problem_at(answer.source, "register.unknown_party", value=shown(answer.party_id))
        if answer.scope_kind is not ScopeKind.PARTY and answer.scope_id and answer.scope_id not in known[kind]:
            yield problem_at(answer.source, f"register.unknown_{kind}", value=shown(answer.scope_id))
        if controls is not None and answer.control_id not in controls:
            yield problem_at(answer.source, "register.unknown_control", value=shown(answer.control_id))
    owner = inspection.submission.settings.owner
    if owner and owner not in known["party"]:
        yield problem_at(Cell(), "register.unknown_owner", value=shown(owner))


def duplicate_ids(inspection: Inspection) -> Iterator[Problem]:
    """Tell of two rows with one id, at the later of them, naming the cell of the other."""
    s = inspection.submission
    yield from _twice(s.parties, "party_id", lambda row: row.party_id)
    yield from _twice(s.engagements, "engagement_id", lambda row: row.row_id)
    yield from _twice(s.assets, "asset_id", lambda row: row.asset_id)
    yield from _twice(s.systems, "system_id", lambda row: row.system_id)
    yield from _twice(s.sites, "site_id", lambda row: row.site_id)
    yield from _twice(s.accesses, "access_id", lambda row: row.access_id)
    yield from _twice(s.connections, "connection_id", lambda row: row.connection_id)


def corporate_numbers(inspection: Inspection) -> Iterator[Problem]:
    """Tell of corporate numbers that cannot be right; firms abroad have numbers of their own."""
    severities = {Fault.PLACEHOLDER: Severity.WARNING}
    for party in inspection.submission.parties:
        fault = fault_of(party.corporate_number)
        if fault is None or party.country.strip().casefold() not in _JAPAN:
            continue
        yield problem_at(
            party.source.at("corporate_number"),
            f"register.corporate_number_{fault.value}",
            severities.get(fault, Severity.ERROR),
            value=shown(party.corporate_number),
            name=shown(party.name),
            party=shown(party.party_id),
        )


def merge_proposals(inspection: Inspection) -> Iterator[Problem]:
    """Propose to look at two ids that may be one firm: one corporate number, or near-equal names."""
    by_number: dict[str, Party] = {}
    by_key: dict[str, Party] = {}
    counted = inspection.submission.party_by_id
    for party in inspection.submission.parties:
        if counted[party.party_id] is not party:
            continue  # a second row with the same id is told as such
        number = valid_number(party.corporate_number)
        first = by_number.setdefault(number, party) if number else party
        if first is not party:
            yield _proposal("register.same_corporate_number", "corporate_number", party, first)
        told = {first.party_id}
        for key in sorted({name_key(name) for name in (party.name, *party.aliases)} - {""}):
            other = by_key.setdefault(key, party)
            if other is not party and other.party_id not in told and _may_be_one(party, other):
                told.add(other.party_id)
                yield _proposal("register.similar_name", "name", party, other)


IDENTITY_CHECKS = (unknown_ids, unknown_ids_of_answers, duplicate_ids, corporate_numbers, merge_proposals)


def _known_ids(inspection: Inspection) -> Mapping[str, frozenset[str]]:
    s = inspection.submission
    parties, systems = frozenset(s.party_by_id), frozenset(s.system_by_id)
    return {
        "party": parties,
        "engagement": inspection.row_ids,
        "asset": frozenset(s.asset_by_id),
        "system": systems,
        "site": frozenset(s.site_by_id),
        "party_or_system": parties | systems,
    }


def _values(row: Sourced | Request, reference: Reference) -> tuple[str, ...]:
    value = getattr(row, reference.attribute or reference.column)
    return value if isinstance(value, tuple) else (value,)


def _cell(row: Sourced | Answer | Request, column: str) -> Cell:
    return row.source if isinstance(row.source, Cell) else row.source.at(column)


def _twice(rows: Iterable[Sourced], column: str, id_of: Callable[..., str]) -> Iterator[Problem]:
    """Tell of ids on more than one row of the workbook; copies unfolded from one row share its place."""
    first: dict[str, Sourced] = {}
    for row in rows:
        row_id = id_of(row)
        other = first.setdefault(row_id, row) if row_id else row
        here, there = row.source, other.source
        if other is row or (here.row and (here.file, here.sheet, here.row) == (there.file, there.sheet, there.row)):
            continue
        yield problem_at(
            here.at(column), "register.duplicate_id", value=shown(row_id), other=place(there, column, seen_from=here)
        )


def _may_be_one(party: Party, other: Party) -> bool:
    """Say whether nothing in the register tells the two apart: two valid numbers, or a succession."""
    numbers = {valid_number(party.corporate_number), valid_number(other.corporate_number)}
    is_succession = other.succeeded_by == party.party_id or party.succeeded_by == other.party_id
    return ("" in numbers or len(numbers) == 1) and not is_succession and not (party.is_person and other.is_person)


def _proposal(code: str, column: str, party: Party, other: Party) -> Problem:
    return problem_at(
        party.source.at(column),
        code,
        Severity.WARNING,
        name=shown(party.name),
        party=shown(party.party_id),
        other_name=shown(other.name),
        other=shown(other.party_id),
        place=place(other.source, column, seen_from=party.source),
    )
