"""From a cell beside a question to what was answered, with the rule that gave it.

The convention that bites: nothing is guessed. Where the words, the marks or the legend leave a doubt the code is None
and the rule says which doubt; what stands in the cell is always kept as it stands there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from riskgraph.intake.answer_reading import read_answer
from riskgraph.intake.folding import fold
from riskgraph.intake.foreign.choices import Marked, circled_one, marked_in, number_key, numbered_options
from riskgraph.intake.foreign.grid import Spot
from riskgraph.intake.foreign.layout_words import answer_said, folded
from riskgraph.intake.foreign.legend import looked_up, meaning_of, sign_key
from riskgraph.model.answer import AnswerCode
from riskgraph.model.foreign import GivenAnswer

_DOUBTFUL = frozenset({"ambiguous", "dash", "contradiction", "not_understood", "boxes"})


def rule_key(rule: str) -> str:
    """Return the key of the text that says by which rule an answer was read."""
    return f"foreign.rule.{rule}"


@dataclass(frozen=True)
class Code:
    """A code with its rule; `options` are the choices that the cell itself prints."""

    code: AnswerCode | None
    rule: str
    confidence: float = 0.0
    hedge: str = ""
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Explained:
    """What a form itself says about its answers: the legend by sign and the choices by number."""

    legend: Mapping[str, AnswerCode] = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)


def code_of(text: str, explained: Explained) -> Code:
    """Return what the text of an answer cell says."""
    if not text.strip():
        return Code(None, "blank")
    known = looked_up(explained.legend, text)
    if known is not None:
        return Code(known, "legend", 0.95)
    marked = marked_in(text)
    if marked is not None:
        return _of_marked(marked, explained)
    chosen = explained.options.get(number_key(text)) if len(text) <= 6 else None
    if chosen is not None:
        return _of_label(chosen, explained, "option", 0.9)
    printed = numbered_options(text)
    if len(printed) >= 2:
        return _of_printed(text, printed, explained)
    return _by_words(text, explained)


def _of_marked(marked: Marked, explained: Explained) -> Code:
    if not marked.chosen:
        return Code(None, marked.rule, options=marked.options)
    inner = _of_label(marked.chosen, explained, "box", 0.9)
    return Code(inner.code, inner.rule, inner.confidence, inner.hedge, marked.options)


def _of_printed(text: str, printed: Mapping[str, str], explained: Explained) -> Code:
    """Read numbered choices in the answer cell itself: one circled number among plain ones, else nobody can see."""
    options = tuple(printed.values())
    number = circled_one(text)
    if number not in printed:
        return Code(None, "no_mark", options=options)
    inner = _of_label(printed[number], explained, "option", 0.8)
    return Code(inner.code, inner.rule, inner.confidence, inner.hedge, options)


def _of_label(label: str, explained: Explained, rule: str, most: float) -> Code:
    """Return what a chosen label says."""
    known = looked_up(explained.legend, label)
    if known is not None:
        return Code(known, rule, most)
    reading = read_answer(label)
    if reading.rule not in _DOUBTFUL:
        return Code(reading.code, rule, min(most, reading.confidence), reading.hedge)
    meant = meaning_of(label) if len(label) <= 30 else None
    return Code(meant, rule, 0.6) if meant is not None else Code(None, "option_unread")


def _by_words(text: str, explained: Explained) -> Code:
    reading = read_answer(text)
    if reading.rule in _DOUBTFUL:
        return _by_explained_sign(text, explained) or Code(None, reading.rule)
    if reading.code is AnswerCode.BLANK:
        return Code(None, "no_mark")
    meant = _first_sign(text, explained) if reading.rule in ("sign", "first_word") else None
    if meant is not None and meant is not reading.code:
        return Code(meant, "legend", min(reading.confidence, 0.8), reading.hedge)
    return Code(reading.code, reading.rule, reading.confidence, reading.hedge)


def _by_explained_sign(text: str, explained: Explained) -> Code | None:
    """Return what the legend says of the sign in front: ``3 一部拠点のみ``, ``A（全社）``."""
    meant = _first_sign(text, explained)
    return Code(meant, "legend", 0.7) if meant is not None else None


def _first_sign(text: str, explained: Explained) -> AnswerCode | None:
    """Return the meaning of a sign that stands in front of other words."""
    head = fold(text[:3])[:1]
    rest = text.strip()[1:2]
    if not head or (head.isalnum() and rest not in " 　(（:：.．、,\n"):
        return None
    return explained.legend.get(sign_key(head)) if rest else None


def given(spot: Spot, column: str, explained: Explained, *, sheet: str) -> tuple[GivenAnswer, tuple[str, ...]]:
    """Return what an answer cell says and the choices that it prints."""
    read = code_of(spot.text, explained)
    if spot.is_struck and spot.text:
        read = Code(AnswerCode.UNKNOWN, "struck", 0.5, options=read.options)
    elif spot.is_unsaved:
        read = Code(None, "formula_unsaved")
    answer = GivenAnswer(
        column=column,
        raw=spot.text,
        code=read.code,
        rule=read.rule,
        confidence=read.confidence,
        hedge=read.hedge,
        sheet=sheet,
        cell=spot.address,
        is_hidden=spot.is_hidden,
    )
    return answer, read.options


def blank(address: str, column: str, *, sheet: str, is_hidden: bool = False) -> GivenAnswer:
    """Return an answer cell in which nothing stands."""
    return GivenAnswer(column=column, raw="", rule="blank", sheet=sheet, cell=address, is_hidden=is_hidden)


def chosen_column(
    marks: Sequence[tuple[str, Spot]], column: str, explained: Explained, *, sheet: str, empty: str
) -> list[GivenAnswer]:
    """Return what a group of columns says, one a choice, in which the chosen one is marked.

    Parameters
    ----------
    marks
        The label of each column in which something stands, with the cell.
    empty
        The address that is told where nothing is marked.
    """
    filled = [(label, spot) for label, spot in marks if fold(_mark(label, spot)) not in folded("marks", "not_chosen")]
    if len(filled) > 1:
        without = [(label, spot) for label, spot in filled if sign_key(_mark(label, spot)) != "×"]
        filled = without if len(without) == 1 else filled
    if not filled:
        return [blank(empty, column, sheet=sheet)]
    if len(filled) > 1:
        return [_marked_cell(spot, column, Code(None, "several_marks"), sheet) for _, spot in filled]
    label, spot = filled[0]
    return [_marked_cell(spot, column, _of_mark(label, spot, explained), sheet)]


def _marked_cell(spot: Spot, column: str, read: Code, sheet: str) -> GivenAnswer:
    if spot.is_struck:
        read = Code(AnswerCode.UNKNOWN, "struck", 0.5)
    elif spot.is_unsaved:
        read = Code(None, "formula_unsaved")
    return GivenAnswer(column=column, raw=spot.text, code=read.code, rule=read.rule, confidence=read.confidence,
                       sheet=sheet, cell=spot.address, is_hidden=spot.is_hidden)  # fmt: skip


def _mark(label: str, spot: Spot) -> str:
    """Return the mark of a choice; its label may stand in the same cell: ``■いいえ``."""
    text = spot.text.strip()
    return text[: -len(label)].strip() if text != label and text.endswith(label) else text


def _of_mark(label: str, spot: Spot, explained: Explained) -> Code:
    """Return what one marked column says; a cross or a lone 0 may mean that it was *not* chosen."""
    mark = _mark(label, spot)
    key = fold(mark)
    if key in folded("marks", "cross") or key in ("0", "o", "ο", "о"):
        return Code(None, "ambiguous")
    read = _of_label(label, explained, "choice_column", 0.95)
    if key in folded("marks", "chosen") or key in folded("marks", "latin_cross"):
        return read
    said = answer_said(mark)
    if said is read.code and said is not None:
        return read
    if said is not None:
        return Code(None, "contradiction")
    is_marked = key.startswith(folded("marks", "chosen")[:10])
    return Code(read.code, read.rule, min(read.confidence, 0.5)) if is_marked else Code(None, "not_understood")
