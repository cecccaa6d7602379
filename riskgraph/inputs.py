"""What a command scores: a register with its answers from files or from the store, and the parameters."""

from __future__ import annotations

from argparse import Namespace

from riskgraph.catalogue import load_parameters, parameters_from
from riskgraph.files import read_files, read_one
from riskgraph.intake.joining import control_ids, day_of, joined
from riskgraph.intake.register import read_register
from riskgraph.model.control import Catalogue
from riskgraph.model.parameters import Parameters
from riskgraph.model.problem import Problem, Severity
from riskgraph.model.questionnaire import ReturnedForm
from riskgraph.model.submission import Submission
from riskgraph.returned_files import came_back, forms_of, maps_of, understood, with_party


def inputs_of(options: Namespace, catalogue: Catalogue) -> tuple[Submission, Parameters]:
    """Return what is scored and with which parameters: from files, or from the store; own parameters go first."""
    if options.store is None:
        submission, parameters = submission_of(options, catalogue), load_parameters()
    else:
        submission, parameters = kept_of(options, catalogue)
    if options.parameters is not None:
        own = read_one(options.parameters)
        parameters = parameters_from(own.data, own.name)
    return submission, parameters


def kept_of(options: Namespace, catalogue: Catalogue) -> tuple[Submission, Parameters]:
    """Return a register of the store as it stands, and its parameters."""
    # Not before the store is asked for: loading what it needs takes as long as all the rest.
    from riskgraph.store_commands import from_store

    kept = from_store(options, catalogue)
    return kept.submission, kept.parameters


def submission_of(options: Namespace, catalogue: Catalogue) -> Submission:
    """Return the registers with the questionnaires merged in, and all problems."""
    maps = maps_of(options.map, catalogue)
    submission = read_register(read_files(options.register), as_of=options.as_of, known_controls=control_ids(catalogue))
    day = options.as_of or day_of(submission.settings)
    forms: list[ReturnedForm] = []
    for came in came_back(options, options.answers, today=day) if options.answers else ():
        for entry in came.entries:
            forms.extend(with_party(form, submission) for form in forms_of(understood(entry, maps, catalogue)))
    if options.answers and not forms:
        submission = submission.with_problems(Problem(code="answers.none_found", severity=Severity.WARNING))
    return joined(submission, forms, catalogue, as_of=day)
