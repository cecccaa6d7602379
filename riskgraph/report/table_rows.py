"""The tables that screens show and people take away, as columns of plain values, and their CSV.

The convention that bites: column ids know no language and are the keys of `ui.column.*`; text is what a
workbook said, on one line, and must never be read as markup by whoever shows it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest

from riskgraph.model.assessment import AnswerUsed, Assessment, Path
from riskgraph.model.control import Catalogue
from riskgraph.model.problem import Problem
from riskgraph.model.quantities import Interval
from riskgraph.model.submission import Submission
from riskgraph.report.answer_words import AnswerLine, answer_line, hop_lines, worded
from riskgraph.report.grades import grade_mark
from riskgraph.report.names import asset_names, party_name, path_in_words
from riskgraph.report.numbers import END_FIGURES, decimal, percent, rounded, yen
from riskgraph.report.plain import plain
from riskgraph.report.problem_text import ORDER, said
from riskgraph.report.reasons import ReasonLine, reason_lines
from riskgraph.text import t

Columns = Mapping[str, Sequence[str | int | float]]
# A shape beside the letter, so that colour is never the only sign; filled means "first".
GRADE_SHAPE = {"A": "○", "B": "△", "C": "◇", "D": "□", "E": "■", "on_hold": "…"}
YEN_A_UNIT = {"ja": 1e4, "en": 1e6}
MOST_REASONS = 3
# What a spreadsheet program takes for the beginning of a formula; tab and return hide one from the eye.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def graded(path: Path, locale: str) -> str:
    """Return the grade of a path as shape and letter."""
    return f"{GRADE_SHAPE[path.grade.value]} {grade_mark(path.grade, locale)}"


def path_columns(assessment: Assessment, submission: Submission, catalogue: Catalogue, locale: str) -> Columns:
    """Return the ranked paths; `eal` is in 万円 or millions of yen, `leak` and `open` in per cent."""
    paths = assessment.paths
    return {
        "rank": [path.rank for path in paths],
        "path": [_below_the_owner(path_in_words(path, submission, locale)) for path in paths],
        "data": [asset_names(path.asset_ids, submission, locale) for path in paths],
        "eal": [float(rounded(path.eal_yen.pt / YEN_A_UNIT[locale], 3)) for path in paths],
        "interval": [ends_of(path.eal_yen, locale) for path in paths],
        "leak": [float(rounded(100 * path.p_leak_1y.pt, 2)) for path in paths],
        "grade": [graded(path, locale) for path in paths],
        "open": [round(100 * path.unconfirmed_share) for path in paths],
        "reason": [_main_reason(path, submission, catalogue, locale) for path in paths],
        "certainty": [t(locale, f"ui.certainty.{path.certainty.value}") for path in paths],
    }


def _below_the_owner(words: str) -> str:
    """Return a path in words without the data and owner that every path begins with."""
    _, arrow, rest = words.partition(" → ")
    return rest if arrow else words


def ends_of(interval: Interval, locale: str) -> str:
    """Return the ends of an amount."""
    ends = {end: yen(getattr(interval, end), locale, figures=END_FIGURES) for end in ("lo", "hi")}
    return t(locale, "ui.number.ends", **ends)


def _main_reason(path: Path, submission: Submission, catalogue: Catalogue, locale: str) -> str:
    """Return whose layer matters most on a path."""
    for line in reason_lines(path.model_copy(update={"reasons": path.reasons[:1]}), submission, catalogue, locale):
        return t(locale, "ui.reason.short", party=line.party, layer=line.layer, share=percent(line.share, locale))
    return ""


def first_reasons(lines: Iterable[ReasonLine], *, most: int = MOST_REASONS) -> tuple[ReasonLine, ...]:
    """Return the first reasons that name other answers than those before, supervision only if room is left."""
    told: list[ReasonLine] = []
    named: set[tuple[str, str]] = set()
    for line in sorted(lines, key=lambda line: line.is_supervision):
        here = {(line.party_id, answer.title) for answer in line.answers} or {(line.party_id, line.layer)}
        if not here <= named and len(told) < most:
            told.append(line)
            named |= here
    return tuple(told)


def answer_columns(path: Path, submission: Submission, catalogue: Catalogue, locale: str) -> Columns:
    """Return every layer of the path with every answer behind it, down to the cell; `share` is 0 to 100."""
    rows: list[tuple[str | float, ...]] = []
    lines = reason_lines(path, submission, catalogue, locale)
    for reason, line in zip(path.reasons, lines, strict=True):
        head = (line.party, line.layer, round(100 * line.share, 1), _standing(line, locale))
        tail = (line.role, line.scenario)
        answers = line.answers if line.is_supervision else _all_answers(reason.answers, catalogue, locale)
        told = [_answer(answer) for answer in answers] or [("",) * 7]
        rows += [(*head, *words, *tail) for words in told]
    ids = ("party", "layer", "share", "standing", "control", "answer", "evidence", "dated", "cell", "sheet", "file")
    return _turned((*ids, "role", "scenario"), rows)


def _standing(line: ReasonLine, locale: str) -> str:
    """Return in a word whether an answer confirms a reason."""
    return t(locale, "ui.confirmed" if line.is_confirmed else "ui.unconfirmed")


def _all_answers(answers: Iterable[AnswerUsed], catalogue: Catalogue, locale: str) -> tuple[AnswerLine, ...]:
    return tuple(answer_line(answer, catalogue, locale) for answer in answers)


def origin_in_words(answers: Iterable[AnswerLine], locale: str) -> str:
    """Return when answers were given, on what evidence, and in which cells they stand, each said once."""
    listed = list(answers)
    dates = dict.fromkeys(answer.dated for answer in listed if answer.dated)
    evidence = dict.fromkeys(answer.evidence for answer in listed if answer.evidence)
    cells: dict[tuple[str, str], list[str]] = {}
    for answer in listed:
        if answer.cell.cell:
            cells.setdefault((answer.cell.file, answer.cell.sheet), []).append(plain(answer.cell.cell))
    places = [
        t(locale, "ui.cells", file=plain(file), sheet=plain(sheet), cells=", ".join(dict.fromkeys(found)))
        for (file, sheet), found in cells.items()
    ]
    return t(locale, "ui.known.join").join([*evidence, *dates, *places])


def answers_in_words(answers: Iterable[AnswerLine], locale: str) -> str:
    """Return the answers alone, without their origin."""
    told = [t(locale, "ui.answer", title=a.title, answer=a.answer) for a in answers]
    return t(locale, "ui.answer.join").join(told)


def _answer(line: AnswerLine) -> tuple[str, ...]:
    place = (plain(line.cell.cell), plain(line.cell.sheet), plain(line.cell.file))
    return (line.title, line.answer, line.evidence, line.dated, *place)


def hop_columns(path: Path, submission: Submission, catalogue: Catalogue, locale: str) -> Columns:
    """Return every engagement of the path with the three parts of its supervision; strengths are 0 to 100."""
    rows: list[tuple[str | float, ...]] = []
    for hop in path.hops:
        ends = (party_name(hop.consignor, submission, locale), party_name(hop.consignee, submission, locale))
        relation = t(locale, f"picture.relation.{hop.relation.value}")
        known = t(locale, f"ui.certainty.{hop.certainty.value}")
        consent = t(locale, "picture.mark.consent") if hop.has_missing_consent else ""
        head = (*ends, relation, consent, round(100 * hop.q.pt))
        for part in hop.parts:
            (line,) = hop_lines(hop.model_copy(update={"parts": (part,)}), catalogue, locale)
            place = (plain(line.cell.cell), plain(line.cell.sheet), plain(line.cell.file))
            rows.append((*head, line.title, line.answer, round(100 * part.strength.pt), *place, known))
    ids = ("consignor", "consignee", "relation", "consent", "supervision", "part", "fact", "strength")
    return _turned((*ids, "cell", "sheet", "file", "certainty"), rows)


def problem_columns(problems: Iterable[Problem], locale: str) -> Columns:
    """Return the problems, errors first, in the order of the input within a severity."""
    ordered = sorted(problems, key=lambda problem: ORDER.index(problem.severity))
    rows = [
        (
            worded(locale, f"ui.severity.{problem.severity.value}", problem.severity.value),
            plain(problem.file),
            plain(problem.sheet),
            plain(problem.cell),
            *said(problem, locale),
            problem.code,
        )
        for problem in ordered
    ]
    return _turned(("severity", "file", "sheet", "cell", "message", "mend", "code"), rows)


def _turned(ids: Sequence[str], rows: Iterable[Sequence[str | int | float]]) -> Columns:
    """Return rows as columns."""
    listed = list(rows)
    return {name: [row[i] for row in listed] for i, name in enumerate(ids)}


def csv_bytes(columns: Columns, locale: str) -> bytes:
    """Return columns as CSV that Excel opens in the right encoding and takes no cell of for a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([harmless_cell(t(locale, f"ui.column.{name}")) for name in columns])
    writer.writerows([harmless_cell(value) for value in row] for row in zip_longest(*columns.values(), fillvalue=""))
    return text.getvalue().encode("utf-8-sig")


def harmless_cell(value: str | int | float) -> str:
    """Return a value as the text of a cell; what would begin a formula is preceded by an apostrophe."""
    if isinstance(value, int | float):
        return decimal(rounded(value, max(END_FIGURES, 6)), "en").replace(",", "")
    return f"'{value}" if value.lstrip(" \u3000").startswith(_FORMULA) or value.startswith(_FORMULA) else value
