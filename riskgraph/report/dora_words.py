"""What export and import say in a terminal, and the sheets behind the templates: the model's figures and the lint."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from riskgraph.model.assessment import Grade
from riskgraph.model.dora import DoraRegister
from riskgraph.model.problem import Problem, Severity
from riskgraph.model.quantities import Cell
from riskgraph.model.submission import Submission
from riskgraph.report.dora import RiskLine
from riskgraph.report.grades import grade_mark
from riskgraph.report.names import cell_in_words
from riskgraph.report.numbers import probability, yen_interval
from riskgraph.report.plain import plain
from riskgraph.report.problem_text import ORDER, problem_line, said
from riskgraph.report.tables import aligned, problem_counts
from riskgraph.text import t

Row = Sequence[str | int | float | None]
_COLUMNS = ("contract", "rank", "name", "path_rank", "eal", "p_leak", "grade")
_RISK_COLUMNS = (
    *(("contract", 14, ""), ("code", 18, ""), ("name", 34, ""), ("rank", 8, "0"), ("engagement", 14, "")),
    *(("path_rank", 10, "0"), ("eal_lo", 18, "#,##0"), ("eal_pt", 18, "#,##0"), ("eal_hi", 18, "#,##0")),
    *(("p_leak", 14, "0.0%"), ("records", 14, "#,##0"), ("grade", 10, "")),
)
_LINT_COLUMNS = (("severity", 12), ("place", 34), ("message", 60), ("mend", 60))
_MOST_ROWS = 40
_MOST_OF_A_KIND = 3


def export_text(register: DoraRegister, risks: Sequence[RiskLine], problems: Sequence[Problem], locale: str) -> str:
    """Return what was exported: how many rows, the riskiest ones, and the lint."""
    head = t(locale, "dora.exported", providers=len(register.providers), chains=len(register.chains))
    first = sorted(risks, key=lambda line: (line.path_rank is None, line.path_rank or 0, line.rank))[:_MOST_ROWS]
    header = [t(locale, f"dora.risk.{column}") for column in _COLUMNS]
    rows = [_risk_row(line, locale) for line in first]
    table = aligned([header, *rows], to_right=[c in ("rank", "path_rank", "eal", "p_leak") for c in _COLUMNS])
    blocks = [head, table, *_lint(problems, locale), t(locale, "table.note")]
    return "\n\n".join(blocks) + "\n"


def import_text(register: DoraRegister, submission: Submission, problems: Sequence[Problem], locale: str) -> str:
    """Return what was read and made of it, and the lint."""
    head = t(
        locale,
        "dora.imported",
        providers=len(register.providers),
        chains=len(register.chains),
        parties=len(submission.parties),
        engagements=len(submission.engagements),
    )
    return "\n\n".join([head, *_lint(problems, locale)]) + "\n"


def _risk_row(line: RiskLine, locale: str) -> list[str]:
    return [
        plain(line.contract),
        str(line.rank),
        plain(line.name or line.code),
        t(locale, "dora.none") if line.path_rank is None else str(line.path_rank),
        yen_interval(line.eal_yen, locale) if line.eal_yen else t(locale, "dora.none"),
        probability(line.p_leak_1y, locale) if line.p_leak_1y is not None else t(locale, "dora.none"),
        _grade(line, locale),
    ]


def _grade(line: RiskLine, locale: str) -> str:
    """Return the grade of the riskiest path through a row, in words; "" where there is none."""
    return grade_mark(Grade(line.grade), locale) if line.grade else ""


def _lint(problems: Sequence[Problem], locale: str) -> list[str]:
    """Return the lint: how many there are, every error, and of each kind of warning the first ones."""
    lint = [p for p in problems if p.code.startswith("dora.")]
    if not lint:
        return [t(locale, "dora.lint.none")]
    kinds: dict[str, list[Problem]] = {}
    for problem in sorted(lint, key=lambda p: ORDER.index(p.severity)):
        if problem.severity is not Severity.INFO:
            kinds.setdefault(problem.code, []).append(problem)
    blocks = ["\n".join([t(locale, "dora.lint"), problem_counts(lint, locale)])]
    for found in kinds.values():
        shown = found if found[0].severity is Severity.ERROR else found[:_MOST_OF_A_KIND]
        lines = [problem_line(problem, locale) for problem in shown]
        if len(found) > len(shown):
            lines.append(t(locale, "dora.lint.more", count=len(found) - len(shown)))
        blocks.append("\n".join(lines))
    return blocks


class ExtraSheet(NamedTuple):
    """A sheet behind the templates: title, columns as heading, width and number format, and rows."""

    title: str
    columns: list[tuple[str, int, str]]
    rows: list[Row]


def extra_sheets(risks: Sequence[RiskLine], problems: Iterable[Problem], locale: str) -> list[ExtraSheet]:
    """Return the sheet with the model's figures, and the sheet with the lint."""
    figures: list[Row] = [
        (
            *(line.contract, line.code, line.name, line.rank, line.engagement_id, line.path_rank),
            *((line.eal_yen.lo, line.eal_yen.pt, line.eal_yen.hi) if line.eal_yen else (None, None, None)),
            *(line.p_leak_1y, line.records, _grade(line, locale)),
        )
        for line in risks
    ]
    lint = sorted((p for p in problems if p.code.startswith("dora.")), key=lambda p: ORDER.index(p.severity))
    lines: list[Row] = [
        (
            t(locale, f"problem_text.severity.{problem.severity.value}"),
            cell_in_words(Cell(problem.file, problem.sheet, problem.cell), locale),
            *said(problem, locale),
        )
        for problem in lint
    ]
    risk = [(t(locale, f"dora.risk.{name}"), width, form) for name, width, form in _RISK_COLUMNS]
    told = [(t(locale, f"dora.lint.{name}"), width, "") for name, width in _LINT_COLUMNS]
    return [
        ExtraSheet(t(locale, "dora.sheet.risk"), risk, figures),
        ExtraSheet(t(locale, "dora.sheet.lint"), told, lines),
    ]
