"""An assessment, a list of problems and a reading of questionnaires as plain text for a terminal.

The convention that bites: columns are aligned by the width of East Asian characters, and the order is that
of the screens: the sentence, the next step, the table, the reasons, the totals; yen never stand alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from riskgraph.model.assessment import Assessment, Path
from riskgraph.model.control import Catalogue
from riskgraph.model.form_map import MAPPED
from riskgraph.model.problem import Problem, Severity
from riskgraph.model.questionnaire import ReturnedForm
from riskgraph.model.submission import Submission
from riskgraph.report.form_words import form_name
from riskgraph.report.grades import grade_mark, legend
from riskgraph.report.names import path_in_words
from riskgraph.report.numbers import day, frequency, percent, probability, times_short, yen_interval
from riskgraph.report.plain import padded, plain, width, wrapped
from riskgraph.report.problem_text import ORDER, problem_line
from riskgraph.report.read_document import counts
from riskgraph.report.sentences import first_sentence, next_step, why_sentences
from riskgraph.report.stability_rows import stability_line
from riskgraph.text import t

LINE = 100
COLUMNS = ("rank", "eal", "good", "average", "unconfirmed", "grade", "path")
_TO_RIGHT = frozenset({"rank", "eal", "good", "average", "unconfirmed"})


def assessment_text(assessment: Assessment, submission: Submission, catalogue: Catalogue, locale: str) -> str:
    """Return the whole result for a terminal."""
    blocks = [
        t(locale, "table.title", as_of=day(assessment.provenance.as_of, locale)),
        "\n".join(_first(assessment, submission, catalogue, locale)),
        ranked_paths(assessment, submission, locale),
        *_top_reasons(assessment, submission, catalogue, locale),
        totals(assessment, locale),
        "\n".join([problem_counts(assessment.problems, locale), *_legend(assessment, locale)]),
        t(locale, "table.note"),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def ranked_paths(assessment: Assessment, submission: Submission, locale: str) -> str:
    """Return the table of the paths listed, with a line for the rest."""
    if not assessment.paths:
        return ""
    header = [t(locale, f"table.column.{column}") for column in COLUMNS]
    rows = [_row(path, submission, locale) for path in assessment.paths]
    lines = [aligned([header, *rows], to_right=[column in _TO_RIGHT for column in COLUMNS])]
    rest = assessment.rest
    if rest.paths:
        lines.append(t(locale, "table.rest", paths=rest.paths, eal=yen_interval(rest.eal_yen, locale)))
    if assessment.stability is not None:
        lines.append(wrapped(stability_line(assessment.stability, locale), LINE))
    return "\n".join([*lines, wrapped(t(locale, "table.columns"), LINE)])


def totals(assessment: Assessment, locale: str) -> str:
    """Return the sums over all paths, with their intervals."""
    whole = assessment.totals
    return t(
        locale,
        "table.totals",
        paths=assessment.paths_total,
        eal=yen_interval(whole.eal_yen, locale),
        often=frequency(whole.rate_per_year.pt, locale),
        lo=probability(whole.p_leak_1y.lo, locale),
        pt=probability(whole.p_leak_1y.pt, locale),
        hi=probability(whole.p_leak_1y.hi, locale),
    )


def problem_counts(problems: Iterable[Problem], locale: str) -> str:
    """Return how many problems there are of each severity."""
    found = Counter(problem.severity for problem in problems)
    return t(locale, "table.problems", **{severity.value: found[severity] for severity in Severity})


def problem_list(problems: Iterable[Problem], locale: str) -> str:
    """Return one line a problem, errors first, in the order of the input within a severity; then the counts."""
    listed = list(problems)
    ordered = sorted(listed, key=lambda problem: ORDER.index(problem.severity))
    return "\n".join([*(problem_line(problem, locale) for problem in ordered), problem_counts(listed, locale)]) + "\n"


def forms_text(forms: Sequence[ReturnedForm], locale: str) -> str:
    """Return what was understood of each questionnaire: the form, the counts, its problems."""
    return "\n".join(_form(form, locale) for form in forms) + "\n"


def aligned(rows: Sequence[Sequence[str]], *, to_right: Sequence[bool]) -> str:
    """Return rows as columns of equal width, two spaces apart, with a rule under the first row."""
    widths = [max(width(row[i]) for row in rows) for i in range(len(to_right))]
    lines = [
        "  ".join(
            padded(cell, w, to_right=right) for cell, w, right in zip(row, widths, to_right, strict=True)
        ).rstrip()
        for row in rows
    ]
    return "\n".join([lines[0], "-" * min(LINE, max(width(line) for line in lines)), *lines[1:]])


def _row(path: Path, submission: Submission, locale: str) -> list[str]:
    return [
        str(path.rank),
        yen_interval(path.eal_yen, locale),
        times_short(path.times_good.pt, locale),
        times_short(path.times_average.pt, locale),
        percent(path.unconfirmed_share, locale),
        grade_mark(path.grade, locale),
        path_in_words(path, submission, locale),
    ]


def _first(assessment: Assessment, submission: Submission, catalogue: Catalogue, locale: str) -> list[str]:
    lines = [first_sentence(assessment, submission, locale)]
    step = next_step(assessment.paths[0], submission, catalogue, locale) if assessment.paths else ""
    if step:
        lines.append(t(locale, "table.next", step=step))
    return [wrapped(line, LINE) for line in lines]


def _top_reasons(assessment: Assessment, submission: Submission, catalogue: Catalogue, locale: str) -> list[str]:
    if not assessment.paths:
        return []
    told = why_sentences(assessment.paths[0], submission, catalogue, locale)
    bullets = [wrapped(t(locale, "table.bullet", sentence=sentence), LINE, indent="  ") for sentence in told]
    return ["\n".join([t(locale, "table.why"), *bullets])]


def _legend(assessment: Assessment, locale: str) -> list[str]:
    """Return the legend of the grades; a rank never stands without it."""
    rows = [f"{row['grade']}: {row[locale]}" for row in legend(assessment) if row["below_yen"] or row["from_yen"]]
    return [t(locale, "table.legend"), *(f"  {row}" for row in rows)] if assessment.paths else []


def _form(form: ReturnedForm, locale: str) -> str:
    known = {"file": plain(form.file), "form": plain(form.form_id), "version": plain(form.version)}
    if form.form_id.startswith(MAPPED):
        head = t(locale, "table.form.mapped", **{**known, "form": form_name(form.form_id, locale)})
    else:
        head = t(locale, "table.form.known" if form.is_known else "table.form.unknown", **known)
    party = [t(locale, "table.form.party", party=plain(form.party_id))] if form.party_id else []
    found = ", ".join(f"{code} {number}" for code, number in counts(form).items())
    has_rows = form.is_known or form.items
    read = [t(locale, "table.form.counts", rows=len(form.items), counts=found or "-")] if has_rows else []
    return "\n".join([head, *(f"  {line}" for line in (*party, *read)), *_indented(form.problems, locale)])


def _indented(problems: Iterable[Problem], locale: str) -> list[str]:
    return [f"  {problem_line(problem, locale)}" for problem in problems]
