"""The work of each command: files in; a text or a workbook out, with what is to be said about it.

The convention that bites: nothing here prints or exits. A command returns what it hands over, the lines for
standard error and the exit status; `riskgraph.__main__` does the rest. Only the copy of a register with results
is written here, because it goes beside the result.
"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from riskgraph.arguments import check_source
from riskgraph.asking import request_for
from riskgraph.assess import assess
from riskgraph.calibrating import calibrated
from riskgraph.catalogue import load_catalogue, load_parameters, parameters_from
from riskgraph.catalogue.edited_parameters import content_of
from riskgraph.errors import InputRefused, WrongUse
from riskgraph.files import GivenFile, read_files, read_one, write_whole
from riskgraph.intake.gate import refusal
from riskgraph.intake.incidents import read_incidents
from riskgraph.intake.joining import control_ids, day_of, joined
from riskgraph.intake.marked import marked, not_kept
from riskgraph.intake.questionnaire import read_questionnaire
from riskgraph.intake.questionnaire_writer import QuestionnaireRequest, write_questionnaire
from riskgraph.intake.register import read_register
from riskgraph.intake.template import register_template
from riskgraph.model.assessment import Assessment
from riskgraph.model.control import Catalogue
from riskgraph.model.parameters import Parameters
from riskgraph.model.problem import Problem, Severity, has_errors
from riskgraph.model.questionnaire import ReturnedForm
from riskgraph.model.submission import InputFile, Submission
from riskgraph.report.calibration_rows import calibration_data, calibration_text
from riskgraph.report.document import document, problem_data, to_json
from riskgraph.report.problem_text import problem_line
from riskgraph.report.question_list import comment, mends, question_list
from riskgraph.report.read_document import check_document, read_document
from riskgraph.report.schema import schema
from riskgraph.report.tables import assessment_text, forms_text, problem_counts, problem_list
from riskgraph.results import with_results
from riskgraph.text import t

DONE, INPUT_HAS_ERRORS = 0, 1


@dataclass(frozen=True)
class Outcome:
    """What a command hands over: the result, lines for standard error, and the exit status."""

    result: str | bytes
    messages: tuple[str, ...] = ()
    status: int = DONE


def assess_command(options: Namespace) -> Outcome:
    """Score a register with its answers; the ranked paths as a table or as JSON."""
    catalogue = load_catalogue()
    check_source(options)
    if options.write_back is not None and len(options.register) > 1:
        raise WrongUse("use.write_back_one_register")
    submission, parameters = _inputs(options, catalogue)

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
    return Outcome(result, _errors_told(assessment.problems, options.locale), _status(assessment.problems))


def calibrate_command(options: Namespace) -> Outcome:
    """Update the base rates with the user's own incident counts; as a table or as JSON, and as a parameter file."""
    catalogue = load_catalogue()
    check_source(options)
    submission, parameters = _inputs(options, catalogue)
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
    return Outcome(result, _errors_told(problems, options.locale), _status(problems))


def _inputs(options: Namespace, catalogue: Catalogue) -> tuple[Submission, Parameters]:
    """Return what is scored and with which parameters: from files, or from the store; own parameters go first."""
    if options.store is None:
        submission, parameters = _submission(options, catalogue), load_parameters()
    else:
        submission, parameters = _kept(options, catalogue)
    if options.parameters is not None:
        own = read_one(options.parameters)
        parameters = parameters_from(own.data, own.name)
    return submission, parameters


def _kept(options: Namespace, catalogue: Catalogue) -> tuple[Submission, Parameters]:
    """Return a register of the store as it stands, and its parameters."""
    # Not before the store is asked for: loading what it needs takes as long as all the rest.
    from riskgraph.store_commands import from_store

    kept = from_store(options, catalogue)
    return kept.submission, kept.parameters


def _submission(options: Namespace, catalogue: Catalogue) -> Submission:
    """Return the registers with the questionnaires merged in, and all problems."""
    returned = read_files(options.answers, are_folders_allowed=True)
    submission = read_register(read_files(options.register), as_of=options.as_of, known_controls=control_ids(catalogue))
    if options.answers and not returned:
        submission = submission.with_problems(Problem(code="answers.none_found", severity=Severity.WARNING))
    day = options.as_of or day_of(submission.settings)
    forms, refused = _forms(returned, catalogue, today=day)
    return joined(submission.with_problems(*refused), forms, catalogue, as_of=day)


def _forms(
    files: Iterable[GivenFile], catalogue: Catalogue, *, today: date | None = None
) -> tuple[tuple[ReturnedForm, ...], tuple[Problem, ...]]:
    """Return the questionnaires that could be read, and a problem for each file that was refused."""
    forms: list[ReturnedForm] = []
    refused: list[Problem] = []
    for file in files:
        try:
            forms.append(read_questionnaire(file.name, file.data, catalogue, today=today))
        except InputRefused as error:
            refused.append(refusal(error))
    return tuple(forms), tuple(refused)


def _errors_told(problems: Iterable[Problem], locale: str) -> tuple[str, ...]:
    """Return a line for each error, and what errors mean for the result; () where there is none."""
    listed = list(problems)
    if not has_errors(listed):
        return ()
    lines = [problem_line(problem, locale) for problem in listed if problem.severity is Severity.ERROR]
    return (*lines, problem_counts(listed, locale), t(locale, "cli.input_has_errors"))


def _status(problems: Iterable[Problem]) -> int:
    return INPUT_HAS_ERRORS if has_errors(problems) else DONE


def check_command(options: Namespace) -> Outcome:
    """List every problem of registers and questionnaires, each with sheet and cell."""
    files = read_files(options.files, are_folders_allowed=True)
    kinds, problems = _kinds_and_problems(files, load_catalogue(), as_of=options.as_of)
    if options.format == "json":
        return Outcome(to_json(check_document(kinds, problems)), (), _status(problems))
    return Outcome(problem_list(problems, options.locale), (), _status(problems))


def _kinds_and_problems(
    files: Iterable[GivenFile], catalogue: Catalogue, *, as_of: date | None
) -> tuple[list[InputFile], tuple[Problem, ...]]:
    """Return what each file was taken for, and all problems.

    What is no questionnaire of ours is read as a register; where it is none of either, both say so. The
    registers are read together and the questionnaires against them.
    """
    registers: list[GivenFile] = []
    known: list[ReturnedForm] = []
    foreign: dict[str, tuple[Problem, ...]] = {}
    kinds: list[InputFile] = []
    for file in files:
        forms, refused = _forms([file], catalogue)
        ours = [form for form in forms if form.is_known]
        known.extend(ours)
        if not ours:
            registers.append(file)
            foreign[file.name] = tuple(problem for form in forms for problem in form.problems)
        kind = "refused" if refused else "questionnaire" if ours else "register"
        kinds.append(InputFile(file=file.name, sha256=sha256(file.data).hexdigest(), kind=kind))
    problems = _problems(registers, tuple(known), catalogue, as_of=as_of)
    strangers = [foreign.get(p.file, ()) for p in problems if p.code == "register.no_known_sheet"]
    return kinds, (*problems, *(problem for told in strangers for problem in told))


def _problems(
    registers: Sequence[GivenFile], forms: tuple[ReturnedForm, ...], catalogue: Catalogue, *, as_of: date | None
) -> tuple[Problem, ...]:
    """Return the problems of registers with their questionnaires, or of questionnaires alone."""
    if not registers:
        return tuple(problem for form in forms for problem in form.problems)
    submission = read_register(registers, as_of=as_of, known_controls=control_ids(catalogue))
    return joined(submission, forms, catalogue, as_of=as_of or day_of(submission.settings)).problems


def read_command(options: Namespace) -> Outcome:
    """Show what was understood of questionnaires, row by row in JSON, in counts as text."""
    catalogue = load_catalogue()
    forms: list[ReturnedForm] = []
    for file in read_files(options.files, are_folders_allowed=True):
        read, refused = _forms([file], catalogue)
        # A refused file stays in the list with its problem, so that each file given has its entry.
        forms.extend(read or [ReturnedForm(file=file.name, problems=refused)])
    problems = [problem for form in forms for problem in form.problems]
    if options.format == "json":
        return Outcome(to_json(read_document(forms)), (), _status(problems))
    return Outcome(forms_text(forms, options.locale), (), _status(problems))


def return_command(options: Namespace) -> Outcome:
    """Mark in a questionnaire what is to be mended, each cell with a comment, and list it for standard error."""
    given = read_one(options.file)
    (read, refused) = _forms([given], load_catalogue())
    if refused or not read[0].is_known:
        problems = (*refused, *(problem for form in read for problem in form.problems))
        return Outcome(b"", tuple(problem_line(problem, options.locale) for problem in problems), INPUT_HAS_ERRORS)
    listed = mends(read[0])
    marks = {(mend.sheet, mend.cell): comment(mend, read[0].language) for mend in listed}
    told = tuple(problem_line(problem, options.locale) for problem in not_kept(given.name, given.data))
    questions = question_list(mends(read[0], options.locale), options.locale)
    return Outcome(marked(given.name, given.data, marks), (*told, *questions.splitlines()))


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
        submission, _ = _kept(options, catalogue)
    if not submission.parties:
        return Outcome(b"", _errors_told(submission.problems, options.locale), INPUT_HAS_ERRORS)
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


COMMANDS: Mapping[str, Callable[[Namespace], Outcome]] = {
    "assess": assess_command,
    "calibrate": calibrate_command,
    "check": check_command,
    "read": read_command,
    "return": return_command,
    "template": template_command,
    "store": store_command,
    "schema": schema_command,
    "bench": bench_command,
}
