"""Holds what was understood of a layout against what is true of it."""

from __future__ import annotations

import io
from dataclasses import dataclass, field

from riskgraph.intake.foreign.layout import understood
from riskgraph.intake.normalise import as_text
from riskgraph.intake.workbook import Workbook, open_workbook
from riskgraph.model.foreign import ForeignForm
from tests.layouts.grammar import Layout, layout


@dataclass
class Verdict:
    """How often a question was found, read right, left open, lost, and wrong."""

    questions: int = 0
    right: int = 0
    open: int = 0
    listed: int = 0
    lost: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    invented: list[str] = field(default_factory=list)
    blocks: list[str] = field(default_factory=list)


def judged(seed: int, verdict: Verdict) -> None:
    """Add the verdict on one layout."""
    made = layout(seed)
    out = io.BytesIO()
    made.book.save(out)
    opened = open_workbook("様式.xlsx", out.getvalue())
    form = understood(opened)
    _invented(form, opened, made, verdict)
    if len(form.blocks) != made.parties:
        verdict.blocks.append(f"{made.told}: {len(form.blocks)} of {made.parties} parties")
    for party in range(made.parties):
        items = form.blocks[party].items if party < len(form.blocks) else ()
        by_text = {item.text: item for item in items}
        for question, codes in made.truth.items():
            verdict.questions += 1
            item = by_text.get(question) or next((i for i in items if question in i.text), None)
            if item is None:
                _missing(question, form, made, verdict)
                continue
            codes_read = {answer.code.value if answer.code else None for answer in item.answers} - {None}
            truth = _sayable(made, codes[party])
            if not codes_read:
                verdict.right += truth is None
                verdict.open += truth is not None
            elif codes_read == {truth}:
                verdict.right += 1
            else:
                verdict.wrong.append(f"{made.told}: {question}: {codes_read} for {truth}")


def _sayable(made: Layout, code: str | None) -> str | None:
    """With a column for each choice there is none for "partial", so that nothing is marked."""
    return None if ": choices," in made.told and code == "partial" else code


def _missing(question: str, form: ForeignForm, made: Layout, verdict: Verdict) -> None:
    if any(entry.text and question.startswith(entry.text.rstrip("…")) for entry in form.passed_over):
        verdict.listed += 1
    else:
        verdict.lost.append(f"{made.told}: {question}")


def _invented(form: ForeignForm, opened: Workbook, made: Layout, verdict: Verdict) -> None:
    cells = {
        (s.title, cell.address): as_text(cell.value) for s in opened.sheets for row in s.rows for cell in row.cells
    }
    for block in form.blocks:
        for item in block.items:
            for answer in item.answers:
                if answer.code is not None and answer.raw not in cells.get((answer.sheet, answer.cell), ""):
                    verdict.invented.append(f"{made.told}: {item.text}: {answer.raw!r} at {answer.cell}")
