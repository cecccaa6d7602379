"""The work of ``plan``: the measures of a register with their costs, the best set for an aim, the table of costs."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable
from datetime import date

from riskgraph.arguments import check_source
from riskgraph.catalogue import load_catalogue
from riskgraph.catalogue.measures import load_measures
from riskgraph.errors import WrongUse
from riskgraph.files import read_one, write_whole
from riskgraph.inputs import inputs_of
from riskgraph.intake.costs import CostLine, costs_workbook, known_measures, read_costs
from riskgraph.intake.joining import day_of
from riskgraph.model.measure import CostEntry, Measure
from riskgraph.model.parameters import Parameters
from riskgraph.model.plan import Aim, PlanAsk
from riskgraph.model.problem import Problem
from riskgraph.model.submission import Submission
from riskgraph.outcome import Outcome, errors_told, status_of
from riskgraph.planning import Planning
from riskgraph.report.document import to_json
from riskgraph.report.names import party_name
from riskgraph.report.numbers import day
from riskgraph.report.plan_document import plan_document
from riskgraph.report.plan_words import plan_text
from riskgraph.scoring.candidates import candidates
from riskgraph.text import t
from riskgraph.what_if import WhatIf


def plan_command(options: Namespace) -> Outcome:
    """Choose the best set of measures for an aim; as a text or as JSON, the table of costs beside it."""
    catalogue = load_catalogue()
    check_source(options)
    _one_aim(options)
    submission, parameters = inputs_of(options, catalogue)
    as_of = options.as_of or day_of(submission.settings)
    what_if = WhatIf(submission, parameters, catalogue, as_of=as_of, appetite_yen=options.appetite)
    ask = _ask(options, parameters, what_if.appetite_yen)
    entries, wrong = _entries(options, submission, as_of)
    offered = candidates(what_if.scored, load_measures(), entries)
    entries = _taken(entries, offered, options)
    if options.costs_out is not None:
        write_whole(options.costs_out, costs_workbook(_cost_lines(offered, submission, options.locale), options.locale))
    plan = Planning(what_if, entries, ask, seconds=options.seconds).plan()
    problems = (*submission.problems, *wrong)
    if options.format == "json":
        text = to_json(plan_document(plan, as_of.isoformat(), problems))
    else:
        templates = {template.template_id: template for template in load_measures()}
        title = t(options.locale, "plan.title", as_of=day(as_of, options.locale))
        text = plan_text(plan, submission, templates, options.locale, title=title)
    return Outcome(text, errors_told(problems, options.locale), status_of(problems))


def _one_aim(options: Namespace) -> None:
    if sum(getattr(options, aim.value) is not None for aim in Aim) > 1:
        raise WrongUse("use.one_aim")


def _ask(options: Namespace, parameters: Parameters, appetite_yen: float) -> PlanAsk:
    """Return the aim; without one, every path is to come under the accepted loss."""
    aim = next((aim for aim in Aim if getattr(options, aim.value) is not None), Aim.PATHS)
    stated = getattr(options, aim.value)
    return PlanAsk(
        aim=aim,
        limit_yen=appetite_yen if stated is None else stated,
        years=options.years or parameters.number("acting.years_of_use"),
        alternatives=options.alternatives,
    )


def _entries(
    options: Namespace, submission: Submission, today: date
) -> tuple[tuple[CostEntry, ...], tuple[Problem, ...]]:
    """Return what a file says about costs; of the store, what is kept there."""
    if options.costs is None:
        return (), ()
    given = read_one(options.costs)
    return read_costs(given.name, given.data, known_measures(submission, load_measures()), today=today)


def _taken(entries: Iterable[CostEntry], offered: Iterable[Measure], options: Namespace) -> tuple[CostEntry, ...]:
    """Return the entries with what the command line forces in and leaves out; WrongUse for an unknown measure."""
    known = {entry.measure_id: entry for entry in entries}
    ids = {measure.measure_id for measure in offered}
    for name, measures in (("is_forced", options.force), ("is_excluded", options.exclude)):
        for measure_id in measures:
            if measure_id not in ids:
                raise WrongUse("use.unknown_measure", {"measure": measure_id})
            entry = known.get(measure_id) or CostEntry(measure_id=measure_id)
            known[measure_id] = entry.model_copy(update={"is_forced": False, "is_excluded": False, name: True})
    return tuple(known.values())


def _cost_lines(offered: Iterable[Measure], submission: Submission, locale: str) -> list[CostLine]:
    templates = {template.template_id: template for template in load_measures()}
    return [
        CostLine(
            measure, templates[measure.template_id].title.said(locale), party_name(measure.acts, submission, locale)
        )
        for measure in offered
    ]
