"""The work of each command: files in; a text or a workbook out, with what is to be said about it.

The convention that bites: nothing here prints or exits. A command returns what it hands over, the lines for
standard error and the exit status; `riskgraph.__main__` does the rest. Only the copy of a register with results
is written here, because it goes beside the result.
"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Mapping
from functools import partial

from riskgraph.arguments import check_source
from riskgraph.ask_command import ask_command
from riskgraph.asking import request_for
from riskgraph.assess import assess
from riskgraph.calibrating import calibrated
from riskgraph.catalogue import load_catalogue
from riskgraph.catalogue.edited_parameters import content_of
from riskgraph.compare_command import compare_command
from riskgraph.errors import WrongUse
from riskgraph.exchange_commands import export_command, import_command
from riskgraph.files import read_files, read_one, write_whole
from riskgraph.findings_command import findings_command
from riskgraph.inputs import inputs_of, kept_of
from riskgraph.intake.incidents import read_incidents
from riskgraph.intake.joining import control_ids, day_of
from riskgraph.intake.questionnaire_writer import QuestionnaireRequest, write_questionnaire
from riskgraph.intake.register import read_register
from riskgraph.intake.template import register_template
from riskgraph.mapping_commands import map_command
from riskgraph.model.assessment import Assessment
from riskgraph.model.problem import has_errors
from riskgraph.outcome import DONE, INPUT_HAS_ERRORS, Outcome, errors_told, refused, status_of
from riskgraph.plan_command import plan_command
from riskgraph.receiving_commands import check_command, read_command, return_command
from riskgraph.report.calibration_rows import calibration_data, calibration_text
from riskgraph.report.document import document, problem_data, to_json
from riskgraph.report.problem_text import problem_line
from riskgraph.report.schema import schema
from riskgraph.report.tables import assessment_text
from riskgraph.results import with_results
from riskgraph.returned_files import MapRefused
from riskgraph.what_if_command import what_if_command


def assess_command(options: Namespace) -> Outcome:
    """Score a register with its answers; the ranked paths as a table or as JSON."""
    catalogue = load_catalogue()
    check_source(options)
    if options.write_back is not None and len(options.register) > 1:
        raise WrongUse("use.write_back_one_register")
    submission, parameters = inputs_of(options, catalogue)

    def assessed(top: int, *, is_full: bool = True) -> Assessment:
        return assess(
            submission,
            parameters,
            catalogue,
            as_of=options.as_of or day_of(submission.settings),
            top=top,
            asset_id=options.asset,
            appetite_yen=options.appetite,
            seed=options.seed,
            is_full=is_full,
        )

    assessment = assessed(options.top)
    if options.write_back is not None:
        own = read_one(options.register[0])
        every_path = assessed(assessment.paths_total, is_full=False)
        content = with_results(own.name, own.data, every_path, submission, catalogue, locale=options.locale)
        write_whole(options.write_back, content)
    if options.format == "json":
        result = to_json(document(assessment, submission, catalogue))
    else:
        result = assessment_text(assessment, submission, catalogue, options.locale)
    return Outcome(result, errors_told(assessment.problems, options.locale), status_of(assessment.problems))


def calibrate_command(options: Namespace) -> Outcome:
    """Update the base rates with the user's own incident counts; as a table or as JSON, and as a parameter file."""
    catalogue = load_catalogue()
    check_source(options)
    submission, parameters = inputs_of(options, catalogue)
    as_of = options.as_of or day_of(submission.settings)
    given = read_one(options.incidents)
    counts, wrong = read_incidents(given.name, given.data, catalogue, parties=submission.party_by_id, today=as_of)
    problems = (*submission.problems, *wrong)
    if has_errors(wrong):
        listed = {"problems": [problem_data(problem) for problem in problems]}
        result = to_json(listed) if options.format == "json" else ""
        return Outcome(result, tuple(problem_line(problem, options.locale) for problem in wrong), INPUT_HAS_ERRORS)
    found, updated = calibrated(submission, parameters, catalogue, counts, as_of=as_of)
    if options.parameters_out is not None:
        write_whole(options.parameters_out, content_of(updated))
    if options.format == "json":
        result = to_json({**calibration_data(found), "problems": [problem_data(problem) for problem in problems]})
    else:
        result = calibration_text(found, catalogue, options.locale)
    return Outcome(result, errors_told(problems, options.locale), status_of(problems))


def template_command(options: Namespace) -> Outcome:
    """Make a blank register, or a questionnaire, pre-filled where a register and a party are named."""
    if options.kind == "register":
        return Outcome(register_template(options.locale))
    has_source = bool(options.register) or options.store is not None
    if options.party and not has_source:
        raise WrongUse("use.party_needs_register")
    if has_source and not options.party:
        raise WrongUse("use.register_needs_party")
    catalogue = load_catalogue()
    if not options.party:
        return Outcome(
            write_questionnaire(QuestionnaireRequest(form_id=options.form), catalogue, locale=options.locale)
        )
    check_source(options)
    if options.store is None:
        submission = read_register(read_files(options.register), known_controls=control_ids(catalogue))
    else:
        submission, _ = kept_of(options, catalogue)
    if not submission.parties:
        return Outcome(b"", errors_told(submission.problems, options.locale), INPUT_HAS_ERRORS)
    request = request_for(options.party, options.form, submission, catalogue)
    return Outcome(write_questionnaire(request, catalogue, locale=options.locale))


def store_command(options: Namespace) -> Outcome:
    """Say where the store lies, copy it to a file, or put such a copy back."""
    from riskgraph.store_commands import handled

    return Outcome(*handled(options))


def schema_command(options: Namespace) -> Outcome:
    """Print the JSON Schema of what a command writes."""
    return Outcome(to_json(schema(options.name)))


def bench_command(options: Namespace) -> Outcome:
    """Measure the engine on this machine; the status is 1 where a limit is missed."""
    # Not before it is asked for: no other command needs what it makes up.
    from riskgraph.bench.running import bench

    result, messages, is_kept = bench(options)
    return Outcome(result, messages, DONE if is_kept else INPUT_HAS_ERRORS)


def _with_maps(command: Callable[[Namespace], Outcome], options: Namespace) -> Outcome:
    """Run a command; a map that cannot be used is told with all that is wrong with it, and nothing else is done."""
    try:
        return command(options)
    except MapRefused as error:
        return refused(error.problems, options.locale)


COMMANDS: Mapping[str, Callable[[Namespace], Outcome]] = {
    "assess": partial(_with_maps, assess_command),
    "calibrate": partial(_with_maps, calibrate_command),
    "check": partial(_with_maps, check_command),
    "read": partial(_with_maps, read_command),
    "map": partial(_with_maps, map_command),
    "return": partial(_with_maps, return_command),
    "template": template_command,
    "store": store_command,
    "schema": schema_command,
    "bench": bench_command,
    "export": partial(_with_maps, export_command),
    "import": import_command,
    "whatif": partial(_with_maps, what_if_command),
    "plan": partial(_with_maps, plan_command),
    "ask": partial(_with_maps, ask_command),
    "findings": partial(_with_maps, findings_command),
    "compare": partial(_with_maps, compare_command),
}
