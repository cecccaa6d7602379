"""The work of ``ask``: the questions that are worth asking first, as a text or as JSON."""

from __future__ import annotations

from argparse import Namespace

from riskgraph.arguments import check_source
from riskgraph.catalogue import load_catalogue
from riskgraph.catalogue.measures import load_measures
from riskgraph.files import read_one
from riskgraph.inputs import inputs_of
from riskgraph.inquiring import inquiries
from riskgraph.intake.costs import known_measures, read_costs
from riskgraph.intake.joining import day_of
from riskgraph.model.measure import CostEntry
from riskgraph.outcome import Outcome, errors_told, status_of
from riskgraph.report.document import to_json
from riskgraph.report.inquiry_document import inquiries_document
from riskgraph.report.inquiry_words import inquiries_text
from riskgraph.report.numbers import day
from riskgraph.text import t


def ask_command(options: Namespace) -> Outcome:
    """Say which question is worth asking first: whom, what, how, and which decision hangs on it."""
    catalogue = load_catalogue()
    check_source(options)
    submission, parameters = inputs_of(options, catalogue)
    as_of = options.as_of or day_of(submission.settings)
    problems = submission.problems
    costs: tuple[CostEntry, ...] = ()
    if options.costs is not None:
        given = read_one(options.costs)
        known = known_measures(submission, load_measures())
        costs, wrong = read_costs(given.name, given.data, known, today=as_of)
        problems = (*problems, *wrong)
    found = inquiries(
        submission,
        parameters,
        catalogue,
        as_of=as_of,
        most=options.top,
        appetite_yen=options.appetite,
        costs=costs,
    )
    if options.format == "json":
        text = to_json(inquiries_document(found, as_of.isoformat(), problems))
    else:
        title = t(options.locale, "inquiry.title", as_of=day(as_of, options.locale))
        text = inquiries_text(found, submission, catalogue, options.locale, title=title)
    return Outcome(text, errors_told(problems, options.locale), status_of(problems))
