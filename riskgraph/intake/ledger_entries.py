"""Rows of ledgers as entries: what each says, and who its parties are, before any of them is joined.

The convention that bites: one valid corporate number is one party however it is spelt; without a number
one spelling (width, case and spaces apart) is one party. Two spellings stay two parties, and the checks
propose to look at them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from riskgraph.intake.cells import read_cell
from riskgraph.intake.corporate_number import valid_number
from riskgraph.intake.ledger_sheet import LEDGER, LedgerSheet, register_columns
from riskgraph.intake.ledger_words import tier_of
from riskgraph.intake.naming import shown
from riskgraph.intake.normalise import as_text, fold, identifier, tidy
from riskgraph.intake.rows import Row
from riskgraph.model.engagement import Relation
from riskgraph.model.party import Party
from riskgraph.model.problem import Problem, Severity, problem_at
from riskgraph.model.quantities import Cell, RowSource

_ID_LENGTH = 80


@dataclass(frozen=True)
class Entry:
    """One row of a ledger: its values by column, its place, and the tier that it states.

    `number` is the ledger number as written, blank where there is none; `entry_id` is unique over all files.
    """

    entry_id: str
    number: str
    values: Mapping[str, Any]
    source: RowSource
    tier: int | None
    order: int
    extra: Mapping[str, str] = field(default_factory=dict)

    def text(self, column: str) -> str:
        """Return the text of a column, blank where there is none."""
        return str(self.values.get(column) or "")

    def at(self, column: str) -> Cell:
        """Return the cell of a column."""
        return self.source.at(column)


@dataclass(frozen=True)
class PartyIds:
    """Ids of parties by name and corporate number; the same in every file that writes them alike."""

    numbers: Mapping[str, frozenset[str]]
    known: Mapping[str, str]

    def of(self, name: str, number: str = "") -> str:
        """Return the id of the party with this name, and this corporate number where it is valid."""
        key, valid = fold(name), valid_number(number)
        if valid:
            return self.known.get(valid, valid)
        by_name = self.numbers.get(key, frozenset())
        if len(by_name) == 1:
            only = next(iter(by_name))
            return self.known.get(only, only)
        return self.known.get(key) or identifier(key)[:_ID_LENGTH]


def entries_of(sheets: Sequence[LedgerSheet], problems: list[Problem]) -> list[Entry]:
    """Return the rows of all sheets that name a consignee; the others are told."""
    named: list[tuple[Row, dict[str, Any]]] = []
    for sheet in sheets:
        for row in sheet.table.rows:
            values = _values(row, problems)
            if values.get("party_name"):
                named.append((row, values))
            else:
                problems.append(problem_at(row.where("party_name"), "ledger.name_blank"))
    files_of = _files_by_number(named)
    return [_entry(row, values, files_of, order, problems) for order, (row, values) in enumerate(named)]


def party_ids(entries: Iterable[Entry], known: Iterable[Party] = ()) -> PartyIds:
    """Return the ids of all parties that the entries name; parties of a register keep theirs."""
    numbers: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        if number := valid_number(entry.text("corporate_number")):
            numbers[fold(entry.text("party_name"))].add(number)
    by_name = {fold(name): party.party_id for party in known for name in (party.name, *party.aliases)}
    by_number = {valid_number(party.corporate_number): party.party_id for party in known}
    by_number.pop("", None)
    return PartyIds({name: frozenset(found) for name, found in numbers.items()}, {**by_name, **by_number})


def place_key(source: RowSource) -> str:
    """Return the id of a row that has none of its own: sheet and row, as the register's reader writes it."""
    return f"({source.sheet}#{source.row})"


def id_in_file(own_id: str, file: str) -> str:
    """Return the id of a row whose own id stands in several files."""
    return f"{own_id}({file.rsplit('.', 1)[0]})"


def _values(row: Row, problems: list[Problem]) -> dict[str, Any]:
    """Return the values of a row that are there; a relation may be written as a tier."""
    values: dict[str, Any] = {}
    for column in LEDGER.columns:
        found: list[Problem] = []
        value = read_cell(row, column, LEDGER, found)
        raw = as_text(row.value(column.name))
        if column.name == "relation" and value is None and "委託" in raw:
            value, found = Relation.CONSIGN.value, []
        elif column.name == "relation" and fold(raw) in ("接続", "常時接続", "network"):
            value, found = "connection", []
        problems.extend(found)
        if value not in (None, "", ()):
            values[column.name] = tidy(value) if isinstance(value, str) else value
    return values


def _files_by_number(named: Iterable[tuple[Row, Mapping[str, Any]]]) -> Mapping[str, set[str]]:
    """Return the files in which each ledger number stands: departments all begin with 1."""
    files: dict[str, set[str]] = defaultdict(set)
    for row, values in named:
        files[str(values.get("ledger_no", ""))].add(row.source.file)
    return files


def _entry(
    row: Row, values: Mapping[str, Any], files_of: Mapping[str, set[str]], order: int, problems: list[Problem]
) -> Entry:
    """Return one row as an entry with an id that is unique over the files."""
    number = str(values.get("ledger_no", ""))
    is_shared = len(files_of[number]) > 1
    own = number or place_key(row.source)
    entry_id = id_in_file(own, row.source.file) if is_shared else own
    source = RowSource(row.source.file, row.source.sheet, row.source.row, register_columns(dict(row.source.cells)))
    return Entry(entry_id, number, values, source, _tier(row, values, problems), order, row.extra)


def _tier(row: Row, values: Mapping[str, Any], problems: list[Problem]) -> int | None:
    """Return the tier that the row states, by its own column or by a relation such as 再委託."""
    written = str(values.get("tier", ""))
    tier = tier_of(written) if written else None
    if written and tier is None:
        problems.append(problem_at(row.where("tier"), "ledger.tier_unreadable", Severity.WARNING, value=shown(written)))
    relation = as_text(row.value("relation"))
    return tier or (tier_of(relation) if "再" in relation else None)
