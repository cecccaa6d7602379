"""Changes as people write them: short texts become changes, and the words of a cell the codes of the register.

The convention that bites: a cell is read as the register's reader would read it, in Japanese or English, and what it
cannot read is refused with what the column takes; an answer given without evidence is a claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from riskgraph.errors import WrongUse
from riskgraph.intake.cells import expected_words, read_cell
from riskgraph.intake.columns import ASSETS, SHEET_BY_NAME
from riskgraph.intake.folding import fold
from riskgraph.intake.header import kind_by_title
from riskgraph.intake.jo_levels import jo_levels
from riskgraph.intake.naming import shown
from riskgraph.intake.normalise import as_text, code_of, codes, word_of
from riskgraph.intake.references import ID_FIELDS
from riskgraph.intake.register import party_ids
from riskgraph.intake.rows import Row
from riskgraph.intake.sheet_kind import Column, Kind, SheetKind
from riskgraph.intake.workbook import RawCell
from riskgraph.model.access import NONE_PARTY, UNKNOWN_PARTY
from riskgraph.model.answer import AnswerCode, Evidence, ScopeKind
from riskgraph.model.asset import Asset
from riskgraph.model.change import AnswerSet, Change, EngagementMoved, FieldSet, RowsAdded, Scalar
from riskgraph.model.problem import Problem, Severity
from riskgraph.model.quantities import Interval, RowSource
from riskgraph.model.submission import Submission

CHANGEABLE = ("parties", "engagements", "assets", "systems", "sites", "access", "connections")
_ANSWER = re.compile(r"([^:=]+):([^:=@]+)(?:@([^:=]+):([^=]+))?=([^=:]+)(?::([^=:]+))?")
_FIELD = re.compile(r"([^:=]+):([^=]+):([^:=]+)=(.*)", re.DOTALL)
_MOVE = re.compile(r"([^=]+)=([^=]+)")
_EXAMPLES = {
    **dict.fromkeys((Kind.DATE, Kind.END), "2026-04-01"),
    **dict.fromkeys((Kind.NUMBER, Kind.HOURS), "0, 24, 1,000,000"),
    Kind.INTERVAL: "1200, 1000-2000",
    Kind.PROBABILITY: "30%, 0.2-0.5",
}
# Columns that name rows of another sheet, by the field of the submission that holds those rows.
_NAMING = {
    "parent_engagement": "engagements",
    "renewal_of": "engagements",
    "engagement_id": "engagements",
    "asset_ids": "assets",
    "asset_id": "assets",
    "system": "systems",
    "site": "sites",
}
_MOST_NAMED = 10
_LEVELS = ("distress", "economic", "identifiability", "my_number", "sensitive", "is_card")


def answer_change(text: str) -> AnswerSet:
    """Return the change of ``PARTY:CONTROL=ANSWER[:EVIDENCE]``; ``CONTROL@site:S-01`` is an answer about one site.

    Raises
    ------
    WrongUse
        ``change.answer_form``, or ``change.bad_value`` for words that are no answer, evidence or scope.
    """
    match = _ANSWER.fullmatch(_plain(text))
    if match is None:
        raise WrongUse("change.answer_form", {"value": shown(text)})
    party, control, scope, scope_id, said, evidence = (part.strip() if part else "" for part in match.groups())
    return AnswerSet(
        party_id=party,
        control_id=control.upper(),
        answer=AnswerCode(_code("answer", said, "answer")),
        evidence=Evidence(_code("evidence", evidence, "evidence")) if evidence else Evidence.CLAIM,
        scope_kind=ScopeKind(_code("scope_kind", scope, "scope_kind")) if scope else ScopeKind.PARTY,
        scope_id=scope_id,
    )


def field_change(text: str) -> FieldSet:
    """Return the change of ``SHEET:ID:COLUMN=VALUE``, sheet and column by their names in either language.

    Raises
    ------
    WrongUse
        ``change.field_form``, ``change.unknown_sheet`` or ``change.unknown_column``.
    """
    match = _FIELD.fullmatch(_plain(text))
    if match is None:
        raise WrongUse("change.field_form", {"value": shown(text)})
    sheet, row_id, column, value = (part.strip() for part in match.groups())
    kind = _kind(sheet)
    return FieldSet(sheet=kind.name, row_id=row_id, column=_column(kind, column).name, value=value)


def move_change(text: str) -> EngagementMoved:
    """Return the change of ``ENGAGEMENT=PARTY``; WrongUse ``change.move_form`` for anything else."""
    match = _MOVE.fullmatch(_plain(text))
    if match is None:
        raise WrongUse("change.move_form", {"value": shown(text)})
    return EngagementMoved(engagement_id=match[1].strip(), consignee=match[2].strip())


def resolved(submission: Submission, changes: Sequence[Change]) -> tuple[Change, ...]:
    """Return the changes with the words of their cells as codes, and parties named by name as ids.

    Raises
    ------
    WrongUse
        ``change.unknown_sheet``, ``change.unknown_column``, ``change.unknown_party`` or ``change.bad_value``.
    """
    ids = party_ids(submission.parties)
    found: list[Change] = []
    for change in changes:
        if isinstance(change, FieldSet):
            found.extend(_cell(submission, change))
        elif isinstance(change, AnswerSet):
            found.append(change.model_copy(update={"party_id": ids(change.party_id)}))
        elif isinstance(change, EngagementMoved) and change.consignee:
            found.append(change.model_copy(update={"consignee": ids(change.consignee)}))
        else:
            found.append(change)
        if isinstance(change, RowsAdded):
            submission = _with_rows(submission, change.rows)
            ids = party_ids(submission.parties)
    return tuple(found)


def _with_rows(submission: Submission, rows: Submission) -> Submission:
    """Return the register with rows that later changes may name."""
    both = {name: (*getattr(submission, name), *getattr(rows, name)) for name in ID_FIELDS}
    return submission.model_copy(update=both)


def columns_to_change(sheet: str) -> tuple[str, ...]:
    """Return the columns of a sheet that a change may name; the row's own id stays."""
    return tuple(column.name for column in _kind(sheet).columns[1:] if column.kind is not Kind.CERTIFICATES)


def words_of(sheet: str, column: str, locale: str) -> tuple[tuple[str, str], ...]:
    """Return code and word of what a column of choices takes; () where any value may stand."""
    found = _column(_kind(sheet), column)
    kind = "flag" if found.kind is Kind.FLAG else found.choice
    return tuple((code, word_of(kind, code, locale)) for code in codes(kind)) if kind else ()


def _plain(text: str) -> str:
    """Return a text with the marks that part it in their plain form."""
    return text.translate(str.maketrans("：＝＠", ":=@")).strip()


def _kind(sheet: str) -> SheetKind:
    kind = SHEET_BY_NAME.get(sheet) or kind_by_title(sheet)
    if kind is None or kind.name not in CHANGEABLE:
        choices = ", ".join(SHEET_BY_NAME[name].both_titles for name in CHANGEABLE)
        raise WrongUse("change.unknown_sheet", {"sheet": shown(sheet), "choices": choices})
    return kind


def _column(kind: SheetKind, column: str) -> Column:
    name = column if column in kind.by_name else kind.by_header.get(fold(column))
    if name is None:
        raise WrongUse("change.unknown_column", {"sheet": kind.name, "column": shown(column)})
    return kind.by_name[name]


def _code(kind: str, written: str, column: str) -> str:
    code = code_of(kind, written)
    if not code:
        raise WrongUse("change.bad_value", {"column": column, "value": shown(written), "allowed": expected_words(kind)})
    return code


def _cell(submission: Submission, change: FieldSet) -> Iterator[FieldSet]:
    """Give the change with the value that the register's reader makes of the cell, and what follows from it."""
    kind = _kind(change.sheet)
    column = _column(kind, change.column)
    if column.name not in columns_to_change(kind.name):
        raise WrongUse("change.fixed_column", {"sheet": kind.name, "column": column.name})
    value = _read(submission, change, kind, column)
    asset = submission.asset_by_id.get(change.row_id) if kind is ASSETS else None
    if asset is not None and value is None and column.kind in (Kind.LEVEL, Kind.FLAG):
        value = getattr(jo_levels(asset.categories), column.name)
    known = {"sheet": kind.name, "column": column.name}
    yield change.model_copy(update={**known, "value": _written(value)})
    if asset is not None and column.name == "categories":
        yield from _levels(asset, value)


def _read(submission: Submission, change: FieldSet, kind: SheetKind, column: Column) -> object:
    """Return the value of a cell, None for a blank; WrongUse where it cannot be read or names what is not there."""
    text = as_text(change.value)
    if not text:
        return None
    cell = RawCell(change.value if isinstance(change.value, float | int) else text, 1, 1)
    problems: list[Problem] = []
    value = read_cell(Row({column.name: cell}, {}, RowSource()), column, kind, problems)
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise _refused(kind, column, text, _allowed(column))
    if column.kind in (Kind.PARTY, Kind.ROLE) and value:
        return _party(submission, str(value), kind)
    if column.name == "parent_engagement" and isinstance(value, tuple) and len(value) > 1:
        raise _refused(kind, column, text, value[0])
    if column.name in _NAMING and value:
        _check_named(submission, kind, column, value)
    return value


def _party(submission: Submission, value: str, kind: SheetKind) -> str:
    """Return the id of a party (of a connection, of a system too) that is there, or that stands for none."""
    found = party_ids(submission.parties)(value)
    known = {NONE_PARTY, UNKNOWN_PARTY, *submission.party_by_id}
    if kind.name == "connections":
        known |= {system.system_id for system in submission.systems}
    if found not in known:
        raise WrongUse("change.unknown_party", {"party": shown(value)})
    return found


def _check_named(submission: Submission, kind: SheetKind, column: Column, value: object) -> None:
    """See that the rows that a cell names are there."""
    field = _NAMING[column.name]
    rows = getattr(submission, field)
    known = {getattr(row, ID_FIELDS[field]) for row in rows} | {getattr(row, "base_id", "") for row in rows}
    for one in value if isinstance(value, tuple) else (value,):
        if one not in known:
            listed = sorted(name for name in known if name)
            few = ", ".join(map(shown, listed[:_MOST_NAMED])) + (" ..." if len(listed) > _MOST_NAMED else "")
            raise _refused(kind, column, str(one), few)


def _refused(kind: SheetKind, column: Column, value: str, allowed: str) -> WrongUse:
    return WrongUse("change.bad_value", {"column": kind.label(column.name), "value": shown(value), "allowed": allowed})


def _allowed(column: Column) -> str:
    """Return what a column takes: its words, its levels, or an example."""
    if column.kind is Kind.CHOICE:
        return expected_words(column.choice)
    if column.kind is Kind.FLAG:
        return expected_words("flag")
    if column.kind is Kind.LEVEL:
        return ", ".join(map(str, column.levels))
    return _EXAMPLES.get(column.kind, "")


def _written(value: object) -> Scalar:
    """Return a value of the register as a change holds it: dates as text, ends and lists joined."""
    if value is None or value == ():
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Interval):
        return f"{value.lo!r}..{value.pt!r}..{value.hi!r}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return "、".join(str(part) for part in value)
    return float(value) if isinstance(value, float | int) else str(value)


def _levels(asset: Asset, categories: object) -> Iterator[FieldSet]:
    """Give the levels of data anew where they are those that its categories give."""
    before = jo_levels(asset.categories)
    if any(getattr(asset, name) != getattr(before, name) for name in _LEVELS):
        return
    after = jo_levels(categories if isinstance(categories, tuple) else ())
    for name in _LEVELS:
        value = getattr(after, name)
        if value != getattr(asset, name):
            yield FieldSet(sheet="assets", row_id=asset.asset_id, column=name, value=_written(value))
