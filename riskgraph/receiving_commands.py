"""The work of the commands about what came back: show it, list its problems, mark what is to be mended.

The convention that bites: nothing here prints or exits, and no file is written; `riskgraph.__main__` does that.
"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256

from riskgraph.catalogue import load_catalogue
from riskgraph.files import read_one
from riskgraph.intake.file_kind import FileKind, is_zip, unpacked_kind
from riskgraph.intake.foreign.suggest import proposed
from riskgraph.intake.given import Given
from riskgraph.intake.joining import control_ids, day_of, joined
from riskgraph.intake.marked import marked, not_kept
from riskgraph.intake.register import read_register
from riskgraph.intake.unlocking import unlocked
from riskgraph.model.control import Catalogue
from riskgraph.model.form_map import FormMap
from riskgraph.model.mending import Mend
from riskgraph.model.problem import Problem, Severity
from riskgraph.model.questionnaire import ReturnedForm
from riskgraph.model.read_file import ReadFile
from riskgraph.model.submission import InputFile
from riskgraph.outcome import Outcome, refused, status_of
from riskgraph.report.document import to_json
from riskgraph.report.foreign_text import foreign_text
from riskgraph.report.problem_text import problem_line
from riskgraph.report.question_list import comment, mends, question_list
from riskgraph.report.read_document import Understood, check_document, read_document
from riskgraph.report.tables import forms_text, problem_list
from riskgraph.returned_files import Came, came_back, forms_of, maps_of, passwords_of, understood, with_party
from riskgraph.text import t


@dataclass
class _Sorted:
    """What the files of one command were taken for, filled as they are read."""

    kinds: list[InputFile] = field(default_factory=list)
    registers: list[Given] = field(default_factory=list)
    forms: list[ReturnedForm] = field(default_factory=list)
    strangers: dict[str, tuple[Problem, ...]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_command(options: Namespace) -> Outcome:
    """Show what was understood of files that came back, row by row in JSON, in counts and a list as text."""
    catalogue = load_catalogue()
    maps = maps_of(options.map, catalogue)
    read = (understood(entry, maps, catalogue) for came in came_back(options, options.files) for entry in came.entries)
    found = _with_proposals(read, maps, catalogue)
    problems = [problem for one in found for form in forms_of(one) for problem in form.problems]
    if options.format == "json":
        return Outcome(to_json(read_document(found)), (), status_of(problems))
    blocks = [_as_text(one, catalogue, options.locale) for one in found]
    return Outcome("\n".join(blocks), (), status_of(problems))


def _with_proposals(read: Iterable[Understood], maps: Sequence[FormMap], catalogue: Catalogue) -> list[Understood]:
    """Return files with what is proposed for forms without a map, worked out once for all that are alike."""
    made: dict[str, FormMap] = {}
    found = []
    for one in read:
        foreign = one.file.foreign
        if foreign is None or not foreign.blocks or one.form_map is not None:
            found.append(one)
            continue
        key = foreign.fingerprint or foreign.sha256 or str(len(found))
        if key not in made:
            made[key] = proposed(foreign, catalogue, earlier=maps)
        found.append(replace(one, proposal=made[key]))
    return found


def _as_text(found: Understood, catalogue: Catalogue, locale: str) -> str:
    foreign = found.file.foreign
    listed = ""
    if foreign is not None and foreign.blocks:
        listed = foreign_text(foreign, found.form_map or found.proposal, catalogue, locale)
    return "\n".join(part for part in (forms_text(forms_of(found), locale), listed) if part)


def check_command(options: Namespace) -> Outcome:
    """List every problem of registers and questionnaires, each with sheet and cell."""
    catalogue = load_catalogue()
    maps = maps_of(options.map, catalogue)
    found = _Sorted()
    for came in came_back(options, options.files):
        for entry in came.entries:
            _sort(found, came, entry, maps, catalogue)
    problems = (*_problems(found, catalogue, as_of=options.as_of), *found.problems)
    if options.format == "json":
        return Outcome(to_json(check_document(found.kinds, problems)), (), status_of(problems))
    return Outcome(problem_list(problems, options.locale), (), status_of(problems))


def _sort(found: _Sorted, came: Came, entry: ReadFile, maps: Sequence[FormMap], catalogue: Catalogue) -> None:
    """Take one file for what it is; what is no questionnaire and could be opened is read as a register."""
    read = understood(entry, maps, catalogue)
    if read.forms:
        kind = "questionnaire" if entry.form is not None else "foreign"
        found.forms.extend(read.forms)
    elif came.given is not None and not _was_refused(entry):
        kind = "register"
        found.registers.append(came.given)
        found.strangers[entry.file] = entry.problems
    else:
        kind = "foreign" if entry.foreign is not None and entry.foreign.blocks else "refused"
        found.problems.extend(problem for form in forms_of(read) for problem in form.problems)
    found.kinds.append(InputFile(file=entry.file, sha256=entry.sha256 or sha256(b"").hexdigest(), kind=kind))


def _was_refused(entry: ReadFile) -> bool:
    return any(p.code.startswith("gate.") and p.severity is Severity.ERROR for p in entry.problems)


def _problems(found: _Sorted, catalogue: Catalogue, *, as_of: date | None) -> tuple[Problem, ...]:
    """Return the problems of registers with their questionnaires, or of questionnaires alone.

    Of a file that is neither, both say so.
    """
    if not found.registers:
        return tuple(problem for form in found.forms for problem in form.problems)
    files = [(given.name, given.data) for given in found.registers]
    submission = read_register(files, as_of=as_of, known_controls=control_ids(catalogue))
    forms = [with_party(form, submission) for form in found.forms]
    problems = joined(submission, forms, catalogue, as_of=as_of or day_of(submission.settings)).problems
    neither = [found.strangers.get(p.file, ()) for p in problems if p.code == "register.no_known_sheet"]
    return (*problems, *(problem for told in neither for problem in told))


def return_command(options: Namespace) -> Outcome:
    """Mark in a questionnaire what is to be mended, each cell with a comment, and list it for standard error."""
    catalogue = load_catalogue()
    maps = maps_of(options.map, catalogue)
    entries = [entry for came in came_back(options, [options.file]) for entry in came.entries]
    read = [understood(entry, maps, catalogue) for entry in entries]
    forms = [form for one in read for form in forms_of(one)]
    if not forms or not all(form.is_known for form in forms) or any(entry.archive for entry in entries):
        return refused((problem for form in forms for problem in form.problems), options.locale)
    given = read_one(options.file)
    data, told = given.data, []
    if not is_zip(data) and unpacked_kind(data) is FileKind.ENCRYPTED:
        # The marked copy is an open one: a password is kept nowhere, also not to lock with once more.
        data = unlocked(given.name, data, passwords_of(options))
        told.append(t(options.locale, "cli.return.unlocked"))
    marks = {(m.sheet, m.cell): comment(m, forms[0].language) for m in _mends(forms)}
    content = marked(given.name, data, marks)
    told += [problem_line(problem, options.locale) for problem in not_kept(given.name, data)]
    questions = question_list(_mends(forms, options.locale), options.locale)
    return Outcome(content, (*told, *questions.splitlines()))


def _mends(forms: Sequence[ReturnedForm], locale: str = "") -> list[Mend]:
    return [mend for form in forms for mend in mends(form, locale)]
