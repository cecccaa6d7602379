"""Rows become nouns: every column read by its kind, blanks filled with the careful default.

The convention that bites: a row is kept whatever is wrong with it. A missing id gets one that says where
the row stands, so that nothing else can point to it by accident.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from riskgraph.intake.cells import expected_words, read_cell
from riskgraph.intake.folding import fold
from riskgraph.intake.jo_levels import jo_levels
from riskgraph.intake.naming import shown
from riskgraph.intake.normalise import code_of
from riskgraph.intake.rows import Row, Table
from riskgraph.intake.sheet_kind import Column, Kind, SheetKind
from riskgraph.model.access import UNKNOWN_PARTY, Access
from riskgraph.model.answer import Answer, AnswerCode, Evidence, Request
from riskgraph.model.asset import Asset, Connection, Site, System
from riskgraph.model.engagement import Engagement
from riskgraph.model.noun import Noun
from riskgraph.model.party import Party
from riskgraph.model.problem import Problem, Severity, problem_at
from riskgraph.model.submission import TableRow

_SELF_WORDS = tuple(
    fold(word) for word in ("自己", "本人", "回答者", "当該委託先", "先方", "self", "respondent", "vendor itself")
)


@dataclass
class Gathered:
    """What has been read so far; grows row by row and is handed on as tuples.

    Until they are unfolded, engagements hold the whole list of their parents in `parent_engagement`.
    `named` are the columns (file, sheet, column) in which a party was given by its name.
    """

    parties: list[Party] = field(default_factory=list)
    engagements: list[Engagement] = field(default_factory=list)
    assets: list[Asset] = field(default_factory=list)
    systems: list[System] = field(default_factory=list)
    sites: list[Site] = field(default_factory=list)
    accesses: list[Access] = field(default_factory=list)
    connections: list[Connection] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    decisions: list[TableRow] = field(default_factory=list)
    findings: list[TableRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    named: set[tuple[str, str, str]] = field(default_factory=set)


PartyIds = Callable[[str], str]
KnownColumn = tuple[Column, dict[str, Any]]
_MOST_KNOWN = 20_000
LIST_MARK = "、"
SomeNoun = TypeVar("SomeNoun", bound=Noun)


def gather(table: Table, into: Gathered, party_id_of: PartyIds) -> None:
    """Read all rows of a table into `into`.

    Parameters
    ----------
    party_id_of
        Turns what a reference to a party says into its id: an id stays, an exact name becomes its id.
    """
    into.problems.extend(table.problems)
    there = set(table.header.columns.values())
    columns: list[KnownColumn] = [(column, {}) for column in table.kind.columns if column.name in there]
    for row in table.rows:
        if table.kind.name in ("decisions", "findings"):
            kept = TableRow(cells=row.extra, file=row.source.file, sheet=row.source.sheet, row=row.source.row)
            (into.decisions if table.kind.name == "decisions" else into.findings).append(kept)
            continue
        values = _values(row, table.kind, columns, into, party_id_of)
        _READERS[table.kind.name](values, row, into)


def _values(
    row: Row, kind: SheetKind, columns: Sequence[KnownColumn], into: Gathered, party_id_of: PartyIds
) -> dict[str, Any]:
    """Return the values of a row that are there; a blank in a required column is told."""
    values: dict[str, Any] = {}
    for column, known in columns:
        value = _value(row, column, kind, known, into.problems)
        if value not in (None, "", ()):
            is_party = column.kind in (Kind.PARTY, Kind.ROLE)
            values[column.name] = _party_id(value, row, column.name, into, party_id_of) if is_party else value
        elif column.is_required and column.name in row.source.cells:
            label = kind.label(column.name)
            into.problems.append(problem_at(row.where(column.name), "register.required_blank", column=label))
    return {**values, "extra": row.extra, "source": row.source}


def _value(row: Row, column: Column, kind: SheetKind, known: dict[str, Any], problems: list[Problem]) -> Any:
    """Return the value of a cell; a text that was read before without a word about it is not read again."""
    cell = row.cells.get(column.name)
    if cell is None:
        return None
    text = cell.value if type(cell.value) is str else None
    if text is not None and text in known:
        return known[text]
    told = len(problems)
    value = read_cell(row, column, kind, problems)
    if text is not None and len(problems) == told and len(known) < _MOST_KNOWN:
        known[text] = value
    return value


def _party_id(value: str, row: Row, column: str, into: Gathered, party_id_of: PartyIds) -> str:
    """Return the id of a party that may have been given by name, which is told once a column."""
    found = party_id_of(value)
    place = (row.source.file, row.source.sheet, column)
    if found != value and place not in into.named:
        into.named.add(place)
        fields = {"value": shown(value), "party": shown(found)}
        into.problems.append(problem_at(row.where(column), "register.party_by_name", Severity.INFO, **fields))
    return found


def _own_id(row: Row) -> str:
    """Return an id for a row without one, which nobody types by accident."""
    return f"({row.source.sheet}#{row.source.row})"


def _party(values: dict[str, Any], row: Row, into: Gathered) -> None:
    values.setdefault("party_id", _own_id(row))
    values.setdefault("name", values["party_id"])
    into.parties.append(Party(**values))


def _engagement(values: dict[str, Any], row: Row, into: Gathered) -> None:
    values.setdefault("engagement_id", "")  # given once all rows are read, by what the row says
    values.setdefault("consignor", "")
    values.setdefault("consignee", UNKNOWN_PARTY)
    values["parent_engagement"] = LIST_MARK.join(values.get("parent_engagement", ()))
    into.engagements.append(Engagement(**values))


def _asset(values: dict[str, Any], row: Row, into: Gathered) -> None:
    values.setdefault("asset_id", _own_id(row))
    values.setdefault("name", values["asset_id"])
    values.setdefault("owner", "")
    levels = jo_levels(values.get("categories", ()))
    if levels.unknown:
        where = row.where("categories")
        into.problems.append(
            problem_at(where, "register.unknown_category", Severity.INFO, value=shown("、".join(levels.unknown)))
        )
    for name in ("distress", "economic", "identifiability", "my_number", "sensitive"):
        values.setdefault(name, getattr(levels, name))
    into.assets.append(Asset(**values, is_card=levels.is_card))


def _system(values: dict[str, Any], row: Row, into: Gathered) -> None:
    values.setdefault("system_id", _own_id(row))
    into.systems.append(System(**values))


def _site(values: dict[str, Any], row: Row, into: Gathered) -> None:
    values.setdefault("site_id", _own_id(row))
    into.sites.append(Site(**values))


def _access(values: dict[str, Any], row: Row, into: Gathered) -> None:
    values.setdefault("access_id", _own_id(row))
    into.accesses.append(Access(**values))


def _connection(values: dict[str, Any], row: Row, into: Gathered) -> None:
    values.setdefault("connection_id", _own_id(row))
    into.connections.append(Connection(start=values.pop("from", ""), end=values.pop("to", ""), **values))


def _request(values: dict[str, Any], row: Row, into: Gathered) -> None:
    values["source"] = row.source.at("party_id")
    into.requests.append(Request(**{"party_id": "", "form": "", **values}))


def _answer(values: dict[str, Any], row: Row, into: Gathered) -> None:
    raw = str(values.pop("answer", ""))
    code, is_seen = _answer_code(raw, row, into.problems)
    evidence = Evidence.VERIFIED if is_seen else Evidence(values.pop("evidence", Evidence.CLAIM))
    values.pop("evidence", None)
    values["source"] = row.source.at("answer")
    answer = Answer(**{"party_id": "", "control_id": "", **values}, answer=code, evidence=evidence, raw=raw)
    into.answers.append(_believed(answer, row, into.problems))


def _answer_code(raw: str, row: Row, problems: list[Problem]) -> tuple[AnswerCode, bool]:
    """Return the code of an answer, and whether the answer itself says that somebody has seen it."""
    if not raw:
        return AnswerCode.BLANK, False
    code = code_of("answer", raw)
    if code:
        return AnswerCode(code), False
    if code_of("evidence", raw) == Evidence.VERIFIED:
        return AnswerCode.YES, True
    fields = {"value": shown(raw), "words": expected_words("answer")}
    problems.append(problem_at(row.where("answer"), "cell.answer_unreadable", Severity.ERROR, **fields))
    return AnswerCode.UNKNOWN, False


def _believed(answer: Answer, row: Row, problems: list[Problem]) -> Answer:
    """Lower `verified` to `document` where it lacks date, method or role, or where the party gave it itself."""
    if answer.evidence is not Evidence.VERIFIED:
        return answer
    stated = {name: getattr(answer, name) for name in ("verified_on", "verified_method", "verified_role")}
    missing = [name for name, value in stated.items() if not value]
    by_itself = (
        any(word in fold(answer.verified_role) for word in _SELF_WORDS) or answer.verified_role == answer.party_id
    )
    if not missing and not by_itself:
        return answer
    code = "answer.verified_incomplete" if missing else "answer.verified_by_itself"
    where = row.where("evidence" if "evidence" in row.source.cells else "answer")
    problems.append(
        problem_at(where, code, Severity.WARNING, control=shown(answer.control_id), party=shown(answer.party_id))
    )
    return answer.model_copy(update={"evidence": Evidence.DOCUMENT})


_READERS: Mapping[str, Callable[[dict[str, Any], Row, Gathered], None]] = {
    "parties": _party,
    "engagements": _engagement,
    "assets": _asset,
    "systems": _system,
    "sites": _site,
    "access": _access,
    "connections": _connection,
    "answers": _answer,
    "requests": _request,
}


def without_repeats(
    nouns: Sequence[SomeNoun], key: Callable[[SomeNoun], object]
) -> tuple[list[SomeNoun], list[SomeNoun]]:
    """Return the nouns without exact repeats, and the repeats; the source alone makes no difference.

    Two rows with one key and different facts both stay, for the checks to tell.
    """
    by_key: dict[object, list[SomeNoun]] = defaultdict(list)
    for noun in nouns:
        by_key[key(noun)].append(noun)
    repeats: set[int] = set()
    for group in by_key.values():
        seen: list[dict[str, Any]] = []
        for noun in group if len(group) > 1 else ():
            facts = noun.model_dump(exclude={"source"})
            if facts in seen:
                repeats.add(id(noun))
            seen.append(facts)
    return [noun for noun in nouns if id(noun) not in repeats], [noun for noun in nouns if id(noun) in repeats]
