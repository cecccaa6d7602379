"""The work of ``whatif``: changes from the command line and from files, and the register before and after them."""

from __future__ import annotations

from argparse import Namespace
from datetime import date

from riskgraph.arguments import check_source
from riskgraph.catalogue import load_catalogue
from riskgraph.errors import WrongUse
from riskgraph.files import read_one
from riskgraph.inputs import inputs_of
from riskgraph.intake.added import added_rows
from riskgraph.intake.changes import answer_change, field_change, move_change, resolved
from riskgraph.intake.checks import check
from riskgraph.intake.joining import control_ids, day_of
from riskgraph.model.change import Change, EngagementDropped, EngagementMoved, RowsAdded
from riskgraph.model.control import Catalogue
from riskgraph.model.problem import Problem, Severity, has_errors
from riskgraph.model.submission import Submission
from riskgraph.outcome import Outcome, errors_told, refused, status_of
from riskgraph.report.document import to_json
from riskgraph.report.numbers import day
from riskgraph.report.what_if_document import what_if_document
from riskgraph.report.what_if_words import what_if_text
from riskgraph.text import t
from riskgraph.what_if import WhatIf


def what_if_command(options: Namespace) -> Outcome:
    """Score a register as it is and with changes; before and after, path by path."""
    catalogue = load_catalogue()
    check_source(options)
    added, wrong = _added(options, catalogue)
    if has_errors(wrong):
        return refused(wrong, options.locale)
    written = (*added, *_asked(options))
    if not written:
        raise WrongUse("use.no_changes")
    submission, parameters = inputs_of(options, catalogue)
    as_of = options.as_of or day_of(submission.settings)
    changes = resolved(submission, written)
    what_if = WhatIf(submission, parameters, catalogue, as_of=as_of, appetite_yen=options.appetite)
    result = what_if.result(changes, top=options.top)
    new = _brought_about(submission, what_if.changed(changes), catalogue, as_of)
    problems = (*submission.problems, *wrong, *new)
    if options.format == "json":
        text = to_json(what_if_document(result, as_of.isoformat(), problems))
    else:
        title = t(options.locale, "what_if.title", as_of=day(as_of, options.locale))
        names = what_if.named(changes)
        text = what_if_text(result, names, catalogue, options.locale, written=written, problems=new)
        text = f"{title}\n\n{text}"
    return Outcome(text, errors_told(problems, options.locale), status_of(problems))


def _asked(options: Namespace) -> tuple[Change, ...]:
    """Return the changes of the command line: facts first, then answers, then work that moves or ends."""
    return (
        *(field_change(text) for text in options.edit),
        *(answer_change(text) for text in options.set),
        *(move_change(text) for text in options.move),
        *(EngagementMoved(engagement_id=name.strip(), consignee="") for name in options.inhouse),
        *(EngagementDropped(engagement_id=name.strip()) for name in options.drop),
    )


def _added(options: Namespace, catalogue: Catalogue) -> tuple[tuple[RowsAdded, ...], tuple[Problem, ...]]:
    """Return the rows of files to add, and what could not be read of them."""
    changes: list[RowsAdded] = []
    wrong: list[Problem] = []
    for path in options.add:
        given = read_one(path)
        known = control_ids(catalogue)
        rows, unread = added_rows(given.name, given.data, as_of=options.as_of, known_controls=known)
        changes.append(rows)
        wrong += unread
    return tuple(changes), tuple(wrong)


def _brought_about(before: Submission, after: Submission, catalogue: Catalogue, as_of: date) -> tuple[Problem, ...]:
    """Return what the checks of a register say with the changes and did not say without them; no mere notes."""
    known = control_ids(catalogue)
    said = {_same(problem) for problem in check(before, as_of=as_of, known_controls=known)}
    found = check(after, as_of=as_of, known_controls=known)
    return tuple(p for p in found if p.severity is not Severity.INFO and _same(p) not in said)


def _same(problem: Problem) -> tuple[str, ...]:
    return (problem.code, problem.file, problem.sheet, problem.cell)
