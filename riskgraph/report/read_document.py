"""What was read of questionnaires and registers as JSON documents: ``read`` and ``riskgraph.check/1``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from riskgraph.model.form_map import FormMap
from riskgraph.model.problem import Problem, Severity
from riskgraph.model.questionnaire import ReadItem, ReturnedForm
from riskgraph.model.read_file import ReadFile
from riskgraph.model.submission import InputFile
from riskgraph.report.document import problem_data
from riskgraph.report.foreign_document import foreign_data
from riskgraph.report.json_numbers import Json, number

CHECK_SCHEMA = "riskgraph.check/1"


@dataclass(frozen=True)
class Understood:
    """One file that was read, the questionnaires that it gave, and the map that they were read by or a proposal."""

    file: ReadFile
    forms: tuple[ReturnedForm, ...] = ()
    form_map: FormMap | None = None
    proposal: FormMap | None = None


def read_document(found: Iterable[Understood]) -> Json:
    """Return what was understood of each file, row by row, in the order given; a file has an entry for each party."""
    return {"files": [entry for one in found for entry in _entries(one)]}


def _entries(found: Understood) -> list[Json]:
    """Return the entries of a file; what somebody else's form looks like stands in the first."""
    file = found.file
    forms = found.forms or (ReturnedForm(file=file.file, problems=file.problems),)
    foreign = None
    if file.foreign is not None and file.foreign.blocks:
        foreign = foreign_data(file.foreign, found.form_map or found.proposal, is_applied=found.form_map is not None)
    entries = [
        {**_form(form), "archive": file.archive, "needs_password": file.needs_password, "foreign": None}
        for form in forms
    ]
    return [{**entries[0], "foreign": foreign}, *entries[1:]]


def check_document(files: Sequence[InputFile], problems: Sequence[Problem]) -> Json:
    """Return all problems of the files given, with their number by severity."""
    found = Counter(problem.severity for problem in problems)
    return {
        "schema": CHECK_SCHEMA,
        "files": [{"file": f.file, "kind": f.kind, "sha256": f.sha256} for f in files],
        "counts": {severity.value: found[severity] for severity in Severity},
        "problems": [problem_data(problem) for problem in problems],
    }


def counts(form: ReturnedForm) -> dict[str, int]:
    """Return how many rows of a form have each answer code, by code; rows without one are not counted."""
    found = Counter(item.code for item in form.items if item.code)
    return dict(sorted(found.items()))


def _form(form: ReturnedForm) -> Json:
    return {
        "file": form.file,
        "form": {"id": form.form_id, "version": form.version, "known": form.is_known},
        "items": [_item(item) for item in form.items],
        "counts": counts(form),
        "problems": [problem_data(problem) for problem in form.problems],
    }


def _item(item: ReadItem) -> Json:
    return {
        "id": item.item_id,
        "text": item.text,
        "raw": item.raw,
        "code": item.code,
        "comment": item.comment,
        "control_id": item.control_id,
        "rule": item.rule,
        "confidence": number(item.confidence),
        "sheet": item.sheet,
        "cell": item.cell,
    }
