"""Reads one sheet: its tables, what stands around them, and who answered.

The convention that bites: rows that stand outside every table are passed over by name, none is dropped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from riskgraph.intake.foreign.choices import numbered_options
from riskgraph.intake.foreign.cover import Cover, cover_of
from riskgraph.intake.foreign.given_answers import Explained
from riskgraph.intake.foreign.grid import Grid, Line, Spot
from riskgraph.intake.foreign.header_rows import Head, Header, headers_in, side_by_side
from riskgraph.intake.foreign.headerless import headerless_plan
from riskgraph.intake.foreign.layout_words import Role, begins_with, folded
from riskgraph.intake.foreign.legend import by_key, is_legend, legend_in
from riskgraph.intake.foreign.passing_over import row_passed, spot_passed
from riskgraph.intake.foreign.stacked import read_stacked, stacked_rows
from riskgraph.intake.foreign.table_plan import LAST_COLUMN, Plan, plan_of
from riskgraph.intake.foreign.table_rows import Asked, read_table
from riskgraph.model.answer import AnswerCode
from riskgraph.model.foreign import PassedOver


@dataclass(frozen=True)
class Table:
    """One table of a sheet: the columns, its rows, and its header rows (several where it is repeated)."""

    plan: Plan
    lines: tuple[Line, ...]
    headings: tuple[Line, ...]


@dataclass(frozen=True)
class SheetRead:
    """What one sheet says."""

    title: str
    is_hidden: bool = False
    asked: tuple[Asked, ...] = ()
    passed: tuple[PassedOver, ...] = ()
    unsaved: tuple[Spot, ...] = ()
    plans: tuple[Plan, ...] = ()
    cover: Cover = field(default_factory=Cover)
    legend: Mapping[str, AnswerCode] = field(default_factory=dict)
    heading: str = ""

    @cached_property
    def keys(self) -> frozenset[str]:
        """Return what its questions are known by."""
        return frozenset(one.base_key for one in self.asked)


def read_sheet(grid: Grid, known_texts: Mapping[str, str], elsewhere: Mapping[str, AnswerCode]) -> SheetRead:
    """Return what a sheet says.

    Parameters
    ----------
    known_texts
        Questions of other sheets by number.
    elsewhere
        The legend of other sheets, for signs that this one does not explain itself.
    """
    headers = headers_in(grid.lines)
    tables = tables_of(grid.lines, headers)
    is_stacked = not tables and stacked_rows(grid.lines)
    if not tables and not is_stacked:
        plan = headerless_plan(grid.lines)
        tables = [Table(plan[0], tuple(grid.lines[plan[1] :]), ())] if plan else []
    inside = {line.number for table in tables for line in (*table.lines, *table.headings)}
    around = [line for line in grid.lines if line.number not in inside]
    labels = [band.head.label for table in tables for band in table.plan.bands]
    cover = cover_of(around)
    legend = legend_in([*around, *_notes(tables)], labels)
    options = _options(around, labels)
    explained = Explained({**by_key(elsewhere), **by_key(legend)}, options)
    if is_stacked:
        outside = [line for line in around if line.number in cover.rows]
        rest = [line for line in around if line.number not in cover.rows]
        found = [read_stacked(rest, explained, sheet=grid.title)]
    else:
        outside = around
        found = [
            read_table(table.lines, table.plan, explained, sheet=grid.title, known_texts=known_texts)
            for table in tables
        ]
    passed = [row_passed(_outside(line, grid.lines, cover), line, grid.title) for line in outside]
    headings = {line.number: line for table in tables for line in table.headings}
    passed += [row_passed("heading", line, grid.title) for line in headings.values()]
    passed += [entry for table in tables for entry in _columns_passed(table.plan, grid.title)]
    return SheetRead(
        grid.title,
        grid.is_hidden,
        tuple(one for read in found for one in read.asked),
        (*passed, *(entry for read in found for entry in read.passed)),
        tuple(spot for read in found for spot in read.unsaved),
        tuple(table.plan for table in tables),
        cover,
        {**elsewhere, **legend},
        _heading([line for line in around if line.number < min(inside, default=0)]),
    )


def tables_of(lines: Sequence[Line], headers: Sequence[Header]) -> list[Table]:
    """Return the tables below headers; a header that is repeated goes on with the same table."""
    by_shape: dict[object, list[tuple[Header, tuple[Line, ...]]]] = {}
    for place, header in enumerate(headers):
        end = headers[place + 1].first if place + 1 < len(headers) else len(lines)
        by_shape.setdefault(header.shape, []).append((header, tuple(lines[header.last + 1 : end])))
    tables = []
    for parts in by_shape.values():
        below = tuple(line for _, part in parts for line in part)
        headings = tuple(line for header, _ in parts for line in lines[header.first : header.last + 1])
        pieces = side_by_side(parts[0][0])
        for heads, rows in zip(pieces, _divided(below, pieces), strict=True):
            plan = plan_of(heads, rows)
            if plan is not None:
                tables.append(Table(plan, rows, headings))
    return sorted(tables, key=lambda table: table.headings[0].number)


def _divided(lines: tuple[Line, ...], pieces: Sequence[Sequence[Head]]) -> list[tuple[Line, ...]]:
    """Return the rows of tables that stand beside each other, each with its own columns."""
    if len(pieces) == 1:
        return [lines]
    starts = [0, *(piece[0].left for piece in pieces[1:]), LAST_COLUMN]
    return [
        tuple(part for line in lines if (part := _between(line, left, right)).own) for left, right in pairwise(starts)
    ]


def _between(line: Line, left: int, right: int) -> Line:
    return line._replace(spots=tuple(spot for spot in line.spots if left <= spot.column < right))


def _notes(tables: Sequence[Table]) -> list[Line]:
    """Return rows within tables that may explain signs: one text alone, or one that begins as a legend does."""
    words = (*folded("notes"), *folded("legend_heads"))
    lines = [line for table in tables for line in table.lines]
    return [line for line in lines if len(line.own) == 1 or begins_with(line.first.text, words)]


def _options(around: Sequence[Line], labels: Sequence[str]) -> Mapping[str, str]:
    """Return choices by number that stand above the table or in a header: ``回答（1.はい 2.いいえ）``."""
    texts = [*labels, *(spot.text for line in around for spot in line.own)]
    return next((found for text in texts if (found := numbered_options(text))), {})


def _outside(line: Line, lines: Sequence[Line], cover: Cover) -> str:
    """Return why a row outside every table is no question."""
    if line.number in cover.rows:
        return "cover"
    if is_legend(line):
        return "legend"
    return "title" if line is lines[0] and len(line.own) == 1 else "note"


def _heading(around: Sequence[Line]) -> str:
    return next((line.first.text for line in around if len(line.first.text) <= 100), "")


def _columns_passed(plan: Plan, sheet: str) -> list[PassedOver]:
    """Return the columns that hold points or the asking firm's judgement, by the names of their headers."""
    reasons = {Role.SCORE: "score_column", Role.REVIEWER: "reviewer_column"}
    found = []
    for band in plan.bands:
        if band.role in reasons:
            spot = Spot(band.head.label, 0, band.left, band.right, 0, band.head.address)
            found.append(spot_passed(reasons[band.role], spot, sheet))
    return found
