"""Finds the questions and answers of a form that nobody told us about.

The convention that bites: every row that shows something is a question or is passed over with a reason; what is not
understood is named, and no answer is made up.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence

from riskgraph.intake.folding import fold
from riskgraph.intake.foreign.cover import Cover, cover_of
from riskgraph.intake.foreign.grid import Grid, grid_of
from riskgraph.intake.foreign.joined_texts import known_texts
from riskgraph.intake.foreign.layout_problems import form_problems, nothing_found
from riskgraph.intake.foreign.layout_words import folded
from riskgraph.intake.foreign.legend import legend_in
from riskgraph.intake.foreign.parties import Part, blocks_of, is_answered, parts_of_book
from riskgraph.intake.foreign.passing_over import sheet_passed
from riskgraph.intake.foreign.sheet_read import SheetRead, read_sheet
from riskgraph.intake.foreign.sheets_aside import aside_reason, later_reason
from riskgraph.intake.header import kind_by_content, kind_by_title
from riskgraph.intake.workbook import RawSheet, Workbook
from riskgraph.model.answer import AnswerCode
from riskgraph.model.foreign import ForeignForm, FormBlock, PassedOver

_JAPANESE = re.compile(r"[\u3041-\u30fa\u4e00-\u9fff]")
_TITLE = 100
_MOST_ROWS_NAMED = 500
_NEEDED = 2  # columns; with fewer a sheet of any kind may have them by chance


def understood(book: Workbook) -> ForeignForm:
    """Return the questions of a workbook with their answers, and everything that was passed over.

    Every row with text is an item or is passed over with a reason. Where there is no questionnaire, `blocks` is
    empty and a problem says why.
    """
    grids = [grid_of(sheet) for sheet in book.sheets]
    filled = [grid for grid in grids if grid.lines]
    registers = _registers(book)
    reads, passed = _reads(filled, registers)
    kept, more = _kept(reads)
    passed += more
    parts = parts_of_book(kept)
    blocks = blocks_of(parts, _cover(filled, kept))
    passed += [entry for read in kept for entry in read.passed]
    keys = sorted({item.key for block in blocks for item in block.items})
    common = {"file": book.file, "sha256": book.sha256, "title": _title(parts, filled)}
    if not keys:
        problems = nothing_found(book.file, filled, reads, registers)
        return ForeignForm(**common, passed_over=tuple(passed), problems=(*book.warnings, *problems))
    return ForeignForm(
        **common,
        language=_language(blocks),
        fingerprint=hashlib.sha256("\n".join(keys).encode()).hexdigest(),
        blocks=blocks,
        passed_over=tuple(passed),
        problems=(*book.warnings, *form_problems(book.file, blocks, kept, passed)),
    )


def _registers(book: Workbook) -> set[str]:
    """Return the sheets that are tables of a register: those of a clear kind, and beside them those of its titles."""
    found = {sheet.title for sheet in book.sheets if sheet.rows and _is_register(sheet)}
    return found | {sheet.title for sheet in book.sheets if found and kind_by_title(sheet.title) is not None}


def _is_register(sheet: RawSheet) -> bool:
    """Say whether a sheet has all needed columns of a kind that needs several and is about no answers."""
    found = kind_by_content(sheet)
    if found is None or found[0].name in ("answers", "requests"):
        return False
    return sum(column.is_required for column in found[0].columns) >= _NEEDED


def _reads(grids: Sequence[Grid], registers: set[str]) -> tuple[list[SheetRead], list[PassedOver]]:
    """Return the sheets that may hold questions as they were read, and those passed over by their title or kind."""
    passed: list[PassedOver] = []
    legend = _legend(grids)
    candidates = [grid for grid in grids if grid.title not in registers]
    read = [grid for grid in candidates if not aside_reason(grid.title)]
    texts = known_texts(grids)
    reads = [read_sheet(grid, texts, legend) for grid in read]
    aside = [grid for grid in candidates if aside_reason(grid.title)]
    if not any(one.asked for one in reads):
        # With nothing else to read, a sheet that is merely called an example is the form itself.
        reads += [read_sheet(grid, texts, legend) for grid in aside if aside_reason(grid.title) == "example_sheet"]
        aside = [grid for grid in aside if aside_reason(grid.title) != "example_sheet"]
    passed += [sheet_passed(aside_reason(grid.title), grid.title) for grid in aside]
    passed += [sheet_passed("register_sheet", grid.title) for grid in grids if grid.title in registers]
    return reads, passed


def _legend(grids: Iterable[Grid]) -> Mapping[str, AnswerCode]:
    """Return what sheets that hold nothing but explanations say about signs."""
    return legend_in(line for grid in grids if len(grid.lines) <= 60 for line in grid.lines if _explains(grid))


def _explains(grid: Grid) -> bool:
    return any(word in fold(grid.title) for word in folded("sheets", "explaining"))


def _kept(reads: Sequence[SheetRead]) -> tuple[list[SheetRead], list[PassedOver]]:
    """Return the sheets whose questions count; hidden ones and summaries do not where others ask the same."""
    asking = [read for read in reads if read.asked]
    passed: list[PassedOver] = []
    kept: list[SheetRead] = []
    for read in asking:
        others = [other for other in asking if other is not read and not other.is_hidden]
        reason = _reason(read, others)
        if reason:
            passed.append(sheet_passed(reason, read.title))
        else:
            kept.append(read)
    for read in reads:
        if not read.asked:
            reason = "hidden_sheet" if read.is_hidden else "no_table"
            passed.append(sheet_passed(reason, read.title))
            passed += read.passed[:_MOST_ROWS_NAMED] if not read.is_hidden else ()
    return kept, passed


def _reason(read: SheetRead, others: Sequence[SheetRead]) -> str:
    """Return why a sheet with questions does not count, "" where it does."""
    if read.is_hidden and others:
        return "hidden_sheet"
    if _only_asks(read) and any(2 * len(read.keys & o.keys) >= len(read.keys) and is_answered(o) for o in others):
        return "question_sheet"
    reason = later_reason(read.title)
    if not reason:
        return ""
    numbers = {fold(one.number) for one in read.asked if one.number}
    for other in (other for other in others if not later_reason(other.title)):
        numbered = numbers & {fold(one.number) for one in other.asked if one.number}
        is_numbered = bool(numbers) and 2 * len(numbered) >= len(read.keys)
        if 2 * len(read.keys & other.keys) >= len(read.keys) or (is_numbered and reason == "summary_sheet"):
            return reason
    return ""


def _only_asks(read: SheetRead) -> bool:
    """Say whether a sheet has no answers and no column for them."""
    return not is_answered(read) and not any(answer.label for plan in read.plans for answer in plan.answers)


def _cover(grids: Sequence[Grid], kept: Sequence[SheetRead]) -> Cover:
    """Return what sheets without questions say about who answered."""
    titles = {read.title for read in kept}
    covers = [cover_of(grid.lines) for grid in grids if grid.title not in titles and not grid.is_hidden]
    return Cover(
        next((cover.name for cover in covers if cover.name), ""),
        next((cover.corporate_number for cover in covers if cover.corporate_number), ""),
        next((cover.answered_on for cover in covers if cover.answered_on), None),
    )


def _title(parts: Sequence[Part], grids: Sequence[Grid]) -> str:
    """Return what the form calls itself."""
    sheets = [sheet for part in parts for sheet in part.sheets]
    covers = [g.lines[0].first.text for g in grids if not g.is_hidden and g.title not in {s.title for s in sheets}]
    headings = [*(sheet.heading for sheet in sheets if sheet.heading), *covers, *(sheet.title for sheet in sheets)]
    return next((text for text in headings if len(text) <= _TITLE), "")


def _language(blocks: Sequence[FormBlock]) -> str:
    """Return the language of most questions."""
    texts = [item.text for item in blocks[0].items]
    return "ja" if 2 * sum(bool(_JAPANESE.search(text)) for text in texts) >= len(texts) else "en"
