"""Reads the rows of one table: its questions with their answers, and what is passed over.

The convention that bites: a row whose question is merged from above belongs to that question; a row of its own is
one question, however many are written in its cell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from riskgraph.intake.addresses import letters_of
from riskgraph.intake.folding import fold
from riskgraph.intake.foreign.answer_bands import AnswerBand
from riskgraph.intake.foreign.choices import marked_in, numbered_options
from riskgraph.intake.foreign.given_answers import Explained, blank, chosen_column, given
from riskgraph.intake.foreign.grid import Line, Spot
from riskgraph.intake.foreign.layout_words import Role, answer_said, is_number, leading_number
from riskgraph.intake.foreign.passing_over import row_passed
from riskgraph.intake.foreign.row_kinds import ITEM, RowParts, habits_of, kind_of, parts_of
from riskgraph.intake.foreign.table_plan import Plan
from riskgraph.model.answer import AnswerCode
from riskgraph.model.foreign import AskedItem, GivenAnswer, PassedOver

_LONGEST_TEXT = 4_000


@dataclass(frozen=True)
class Asked:
    """One question as it was read, with the answers by the firm that a column belongs to ("" for no firm)."""

    number: str
    text: str
    section: str
    sheet: str
    cell: str
    references: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    answers: Mapping[str, tuple[GivenAnswer, ...]] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)
    evidences: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def base_key(self) -> str:
        """Return what tells the question apart wherever it stands: number and text."""
        return f"{fold(self.number)}|{fold(self.text)}"


@dataclass(frozen=True)
class TableRead:
    """The questions of one table, the rows passed over, and rows whose question is a formula without a result."""

    asked: tuple[Asked, ...] = ()
    passed: tuple[PassedOver, ...] = ()
    unsaved: tuple[Spot, ...] = ()


def read_table(
    lines: Sequence[Line], plan: Plan, explained: Explained, *, sheet: str, known_texts: Mapping[str, str]
) -> TableRead:
    """Return what a table says.

    Parameters
    ----------
    known_texts
        The questions of other sheets by folded number, for rows whose own text is a formula without a result.
    """
    rows = [_joined(parts_of(line, plan), plan, known_texts) for line in lines]
    habits = habits_of(rows)
    asked: list[Asked] = []
    passed: list[PassedOver] = []
    unsaved: list[Spot] = []
    section = ""
    at: dict[str, int] = {}
    for row in rows:
        kind = kind_of(row, plan, habits)
        if kind == ITEM and row.leaf is not None and row.leaf.is_copy and row.leaf.address in at:
            place = at[row.leaf.address]
            asked[place] = _continued(asked[place], _asked(row, plan, explained, sheet, section))
            passed.append(row_passed("continued", row.line, sheet))
        elif kind == ITEM:
            assert row.leaf is not None
            at[row.leaf.address] = len(asked)
            asked.append(_asked(row, plan, explained, sheet, section))
        else:
            if kind == "section":
                section = (row.leaf or row.line.first).text
            if kind == "formula" and row.leaf is not None:
                unsaved.append(row.leaf)
            passed.append(row_passed(kind, row.line, sheet))
    return TableRead(tuple(_shared(asked)), tuple(passed), tuple(unsaved))


def _joined(row: RowParts, plan: Plan, known: Mapping[str, str]) -> RowParts:
    """Return a row with the question that another sheet has for its number, where its own is not there."""
    is_missing = not plan.has_texts if row.leaf is None else row.leaf.is_unsaved or row.leaf.text.startswith("#")
    text = known.get(fold(row.number)) if is_missing and row.number else None
    if text is None:
        return row
    where = row.leaf or row.line.first
    return replace(row, leaf=where._replace(text=text, is_unsaved=False, is_copy=False))


def _asked(row: RowParts, plan: Plan, explained: Explained, sheet: str, section: str) -> Asked:
    """Return one row as a question with its answers."""
    assert row.leaf is not None
    options = _options(row, plan)
    numbered = {**explained.options, **numbered_options(row.text), **_numbered(row, plan)}
    local = Explained(explained.legend, numbered)
    answers: dict[str, list[GivenAnswer]] = {}
    for answer in plan.answers:
        here = [spot for spot in row.answers if any(band.left <= spot.column <= band.right for band in answer.bands)]
        found, printed = _answer(here, answer, local, row, sheet)
        answers.setdefault(answer.party, []).extend(found)
        options = options or printed
    number = row.number if is_number(row.number) or row.number else ""
    return Asked(
        number=number or leading_number(row.text),
        text=row.text[:_LONGEST_TEXT],
        section=" / ".join(row.sections) or section,
        sheet=sheet,
        cell=row.leaf.address,
        references=_references(row, plan),
        options=options,
        answers={party: tuple(found) for party, found in answers.items()},
        comments=_said(row, plan, Role.COMMENT),
        evidences=_said(row, plan, Role.EVIDENCE),
    )


def _answer(
    here: Sequence[Spot], answer: AnswerBand, explained: Explained, row: RowParts, sheet: str
) -> tuple[list[GivenAnswer], tuple[str, ...]]:
    """Return what one answer column, or one group of choices, says in a row."""
    empty = f"{letters_of(answer.left)}{row.line.number}"
    if answer.is_choices:
        marks = [
            (band.head.label, spot) for spot in here for band in answer.bands if band.left <= spot.column <= band.right
        ]
        found = chosen_column(marks, answer.label, explained, sheet=sheet, empty=empty)
        return found, tuple(band.head.label for band in answer.bands)
    if not here:
        is_hidden = answer.bands[0].head.is_hidden or row.line.is_hidden
        return [blank(empty, answer.label, sheet=sheet, is_hidden=is_hidden)], ()
    if len(here) > 1:
        return _spread_answer(here, answer, explained, sheet)
    one, printed = given(here[0], answer.label, explained, sheet=sheet)
    return [one], printed


def _spread_answer(
    here: Sequence[Spot], answer: AnswerBand, explained: Explained, sheet: str
) -> tuple[list[GivenAnswer], tuple[str, ...]]:
    """Read an answer over several cells below one header: a box or a mark for each choice, or a word and a remark."""
    pairs = _mark_and_label(here)
    if pairs:
        empty = here[0].address
        return chosen_column(pairs, answer.label, explained, sheet=sheet, empty=empty), tuple(
            dict.fromkeys(_labels(here))
        )
    first, printed = given(here[0], answer.label, explained, sheet=sheet)
    return [first], printed


def _labels(here: Sequence[Spot]) -> list[str]:
    return [_label_of(spot) for spot in here if _label_of(spot)]


def _label_of(spot: Spot) -> str:
    """Return the choice that a cell prints: ``□はい`` and ``はい`` print はい."""
    marked = marked_in(spot.text)
    if marked is not None and len(marked.options) == 1:
        return marked.options[0]
    bare = spot.text.lstrip("■☑☒□☐▢✓✔レ● 　")
    return bare if len(bare) > 1 and answer_said(bare) is not None else ""


def _mark_and_label(here: Sequence[Spot]) -> list[tuple[str, Spot]]:
    """Return marks with the choice that each belongs to: in the same cell, or in the cell before it."""
    labels = [_label_of(spot) for spot in here]
    if len({answer_said(label) for label in labels if label} - {None}) < 2:
        return []
    boxed = [(label, spot) for label, spot in zip(labels, here, strict=True) if label and label != spot.text]
    if len(boxed) >= 2:
        return boxed
    return [(after, spot) for spot, label, after in zip(here, labels, labels[1:], strict=False) if not label and after]


def _options(row: RowParts, plan: Plan) -> tuple[str, ...]:
    """Return the choices that a column of the row prints."""
    for spot in row.others:
        band = plan.band_at(spot.column)
        if band is not None and band.role is Role.OPTIONS:
            marked = marked_in(spot.text)
            numbered = tuple(numbered_options(spot.text).values())
            parts = tuple(part.strip() for part in spot.text.replace("・", "/").replace("／", "/").split("/"))
            return marked.options if marked else numbered or parts
    return ()


def _numbered(row: RowParts, plan: Plan) -> Mapping[str, str]:
    for spot in row.others:
        band = plan.band_at(spot.column)
        if band is not None and band.role is Role.OPTIONS:
            return numbered_options(spot.text)
    return {}


def _references(row: RowParts, plan: Plan) -> tuple[str, ...]:
    found = []
    for spot in row.others:
        band = plan.band_at(spot.column)
        if band is not None and band.role is Role.REFERENCE:
            label = band.head.label
            found.append(spot.text if len(label) > 20 else f"{label} {spot.text}")
    return tuple(found)


def _said(row: RowParts, plan: Plan, role: Role) -> Mapping[str, str]:
    """Return remarks or evidence by firm."""
    found: dict[str, list[str]] = {}
    for spot in row.others:
        band = plan.band_at(spot.column)
        if band is not None and band.role is role:
            found.setdefault(band.party, []).append(spot.text)
    return {party: "\n".join(texts) for party, texts in found.items()}


def _continued(before: Asked, more: Asked) -> Asked:
    """Return a question with what a further row below it adds."""
    answers = {
        party: (*found, *(a for a in more.answers.get(party, ()) if a.raw and a.cell not in {b.cell for b in found}))
        for party, found in before.answers.items()
    }
    return replace(
        before,
        answers=answers,
        comments=_both(before.comments, more.comments),
        evidences=_both(before.evidences, more.evidences),
    )


def _both(first: Mapping[str, str], second: Mapping[str, str]) -> Mapping[str, str]:
    parties = dict.fromkeys((*first, *second))
    return {party: "\n".join(dict.fromkeys(filter(None, (first.get(party), second.get(party))))) for party in parties}


def _shared(asked: Iterable[Asked]) -> list[Asked]:
    """Return the questions, answers that several of them have from one merged cell marked as shared."""
    asked = list(asked)
    cells = Counter((a.column, a.cell) for one in asked for found in one.answers.values() for a in found if a.raw)
    many = {place for place, count in cells.items() if count > 1}
    if not many:
        return asked
    return [
        replace(
            one,
            answers={
                party: tuple(
                    a.model_copy(update={"is_shared": True}) if a.raw and (a.column, a.cell) in many else a
                    for a in found
                )
                for party, found in one.answers.items()
            },
        )
        for one in asked
    ]


def item_of(one: Asked, key: str, party: str) -> AskedItem:
    """Return a question with the answers of one firm; what stands in no firm's column belongs to all."""
    answers = one.answers.get(party, ()) + (one.answers.get("", ()) if party else ())
    return AskedItem(
        key=key,
        text=one.text,
        number=one.number,
        section=one.section,
        references=one.references,
        options=one.options,
        answers=answers,
        comment=one.comments.get(party) or one.comments.get("", ""),
        evidence=one.evidences.get(party) or one.evidences.get("", ""),
        sheet=one.sheet,
        cell=one.cell,
    )


def has_answer(one: Asked) -> bool:
    """Say whether anything was answered to a question."""
    return any(a.raw and a.code is not AnswerCode.BLANK for found in one.answers.values() for a in found)
