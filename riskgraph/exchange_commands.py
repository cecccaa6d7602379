"""The work of ``export`` and ``import``: a register in the shape of the DORA templates and back, with a lint.

The convention that bites: the lint holds nothing back. What is wrong is told with its cell, and the file is written
all the same, so that it can be mended there.
"""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence

from riskgraph.analysis.dora import linted
from riskgraph.arguments import check_source
from riskgraph.assess import assess
from riskgraph.catalogue import load_catalogue
from riskgraph.errors import WrongUse
from riskgraph.files import read_one, write_whole
from riskgraph.inputs import inputs_of
from riskgraph.intake.dora import read_dora, submission_from
from riskgraph.intake.dora_workbook import Further, dora_workbook, dora_zip
from riskgraph.intake.joining import day_of
from riskgraph.intake.template import register_workbook
from riskgraph.model.dora import DoraRegister
from riskgraph.model.problem import Problem
from riskgraph.outcome import Outcome, errors_told, status_of
from riskgraph.report.document import problem_data, to_json
from riskgraph.report.dora import RiskLine, dora_document, dora_register, risk_lines
from riskgraph.report.dora_words import export_text, extra_sheets, import_text
from riskgraph.text import t

_ENDINGS = ("xlsx", "zip")
_IMPORTED = "riskgraph.imported/1"


def export_command(options: Namespace) -> Outcome:
    """Write a register as DORA templates with computed ranks and what the model says of each row; lint both."""
    catalogue = load_catalogue()
    check_source(options)
    if options.file is not None and _ending(options.file) not in _ENDINGS:
        raise WrongUse("use.dora_ending", {"name": options.file})
    submission, parameters = inputs_of(options, catalogue)
    register, left_out = dora_register(submission)
    as_of = options.as_of or day_of(submission.settings)
    scored = assess(
        submission, parameters, catalogue, as_of=as_of, top=sys.maxsize, appetite_yen=options.appetite, is_full=False
    )
    risks = risk_lines(register, scored, submission)
    problems = (*submission.problems, *left_out, *linted(register))
    if options.file is not None:
        write_whole(options.file, _content(options.file, register, risks, problems, options.locale))
    if options.format == "json":
        result = to_json(dora_document(register, risks, problems))
    else:
        result = export_text(register, risks, problems, options.locale)
    return Outcome(result, errors_told(problems, options.locale), status_of(problems))


def _content(
    name: str, register: DoraRegister, risks: Sequence[RiskLine], problems: Sequence[Problem], locale: str
) -> bytes:
    """Return the file to write, by the ending of its name."""
    if _ending(name) == "zip":
        return dora_zip(register)
    sheets = [Further(*sheet) for sheet in extra_sheets(risks, problems, locale)]
    return dora_workbook(register, sheets, locale)


def _ending(name: str) -> str:
    return name.lower().rpartition(".")[2]


def import_command(options: Namespace) -> Outcome:
    """Read DORA templates, lint them, and write them as a register."""
    given = read_one(options.file)
    register, unread = read_dora(given.name, given.data)
    submission, told = submission_from(
        register, owner=options.owner or t(options.locale, "dora.owner"), data=t(options.locale, "dora.data")
    )
    problems = (*unread, *linted(register), *told)
    if options.register_out is not None and register.chains:
        write_whole(options.register_out, register_workbook(submission, options.locale))
    if options.format == "json":
        counts = {"providers": len(register.providers), "chains": len(register.chains)}
        listed = [problem_data(problem) for problem in problems]
        engagements = len(submission.engagements)
        made = {"parties": len(submission.parties), "engagements": engagements}
        result = to_json({"schema": _IMPORTED, "read": counts, "made": made, "problems": listed})
    else:
        result = import_text(register, submission, problems, options.locale)
    return Outcome(result, errors_told(problems, options.locale), status_of(problems))
