"""Files that came back, as the commands take them: read apart, told as they are done, mapped where a map was given.

The convention that bites: passwords come in through standard input only, are tried in memory and are kept nowhere.
Nothing here prints; whoever runs a command may give it something to tell its progress to.
"""

from __future__ import annotations

import getpass
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from datetime import date
from typing import ParamSpec, TypeVar

from riskgraph.errors import InputRefused
from riskgraph.files import files_in_turn, read_one
from riskgraph.intake.assigning import party_of
from riskgraph.intake.batch import read_many
from riskgraph.intake.foreign.applied import applied
from riskgraph.intake.foreign.choosing import fitting_map
from riskgraph.intake.foreign.map_file import read_map
from riskgraph.intake.given import Given
from riskgraph.model.control import Catalogue
from riskgraph.model.form_map import MAPPED, FormMap
from riskgraph.model.problem import Problem, Severity, problem_at
from riskgraph.model.quantities import Cell
from riskgraph.model.questionnaire import ReturnedForm
from riskgraph.model.read_file import ReadFile
from riskgraph.model.submission import Submission
from riskgraph.report.read_document import Understood
from riskgraph.text import t

MOST_PASSWORDS = 50
_LONGEST_PASSWORD = 1_024
_FEW = 3
P = ParamSpec("P")
R = TypeVar("R")
Tell = Callable[[int, int, str], None]


class InTurn(Executor):
    """Does the work at once, in this process: for a file or two a pool of processes takes longer to start."""

    def submit(self, fn: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Return the work done."""
        future: Future[R] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # whoever asks for the result is told, as by any executor
            future.set_exception(error)
        return future


@dataclass(frozen=True)
class Came:
    """One file that was given, with what was read of it: several entries where it is an archive.

    `given` is there only where the file may be a register, so that a thousand questionnaires are not held at once.
    """

    given: Given | None
    entries: tuple[ReadFile, ...]


def came_back(options: Namespace, paths: Sequence[str], *, today: date | None = None) -> Iterator[Came]:
    """Give every file at these paths and in these folders with what was read of it, in their order.

    Raises
    ------
    WrongUse
        For a path at which there is nothing to read.
    """
    count, coming = files_in_turn(paths)
    held: dict[int, Given] = {}
    tell: Tell | None = getattr(options, "tell", None)
    executor = InTurn() if count <= _FEW else None
    for place, entries in read_many(
        _held(coming, held), today=today, passwords=passwords_of(options), executor=executor
    ):
        given = held.pop(place)
        if tell is not None:
            tell(place + 1, count, given.name)
        named = tuple(_named_by_archive(entry) for entry in entries)
        yield Came(given if may_be_register(entries) else None, named)


def _held(coming: Iterator[Given], held: dict[int, Given]) -> Iterator[Given]:
    for place, given in enumerate(coming):
        held[place] = given
        yield given


def _named_by_archive(entry: ReadFile) -> ReadFile:
    """Return a file of an archive whose problems name the archive too: people know that and not what lies in it."""
    if not entry.archive:
        return entry

    def named(problems: Sequence[Problem]) -> tuple[Problem, ...]:
        return tuple(
            p.model_copy(update={"file": _place(entry)}) if p.file in ("", entry.file) else p for p in problems
        )

    update: dict[str, object] = {"problems": named(entry.problems)}
    if entry.form is not None:
        update["form"] = entry.form.model_copy(update={"problems": named(entry.form.problems)})
    if entry.foreign is not None:
        update["foreign"] = entry.foreign.model_copy(update={"problems": named(entry.foreign.problems)})
    return entry.model_copy(update=update)


def _place(entry: ReadFile) -> str:
    """Return where a file is found: its name, within an archive after that of the archive."""
    return f"{entry.archive} > {entry.file}" if entry.archive else entry.file


def may_be_register(entries: Sequence[ReadFile]) -> bool:
    """Say whether a file that is no questionnaire may be a register: one by itself, that could be opened."""
    if len(entries) != 1 or entries[0].archive or entries[0].form or entries[0].needs_password:
        return False
    foreign = entries[0].foreign
    return foreign is None or not foreign.blocks


def passwords_of(options: Namespace) -> tuple[str, ...]:
    """Return the passwords that stand on standard input, one a line; asked for where that is a terminal."""
    if not getattr(options, "password_stdin", False):
        return ()
    if options.passwords is None:
        options.passwords = _from_input(options.locale)
    passwords: tuple[str, ...] = options.passwords
    return passwords


def _from_input(locale: str) -> tuple[str, ...]:
    if sys.stdin.isatty():
        return (getpass.getpass(t(locale, "cli.password")),)
    lines = (sys.stdin.readline(_LONGEST_PASSWORD) for _ in range(MOST_PASSWORDS))
    return tuple(dict.fromkeys(line.rstrip("\r\n") for line in lines if line.rstrip("\r\n")))


def maps_of(paths: Sequence[str], catalogue: Catalogue) -> tuple[FormMap, ...]:
    """Return the maps in these files.

    Raises
    ------
    InputRefused
        ``map.refused`` with all that is wrong, where a file is no map.
    """
    found: list[FormMap] = []
    for path in paths:
        given = read_one(path)
        form_map, problems = read_map(given.name, given.data, catalogue)
        if form_map is None:
            raise MapRefused(problems)
        found.append(form_map)
    return tuple(found)


class MapRefused(InputRefused):
    """Raised where a file is no map that can be used; `problems` say why, each with its place."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__(problems[0].code, problems[0].fields)


def understood(entry: ReadFile, maps: Sequence[FormMap], catalogue: Catalogue) -> Understood:
    """Return one file with its questionnaires: our own form, or somebody else's as far as a map is confirmed."""
    if entry.form is not None:
        return Understood(entry, (entry.form,))
    if entry.foreign is None or not entry.foreign.blocks:
        return Understood(entry)
    chosen = fitting_map(entry.foreign, maps)
    if chosen is None:
        return Understood(entry)
    return Understood(entry, applied(entry.foreign, chosen, catalogue), form_map=chosen)


def forms_of(found: Understood) -> tuple[ReturnedForm, ...]:
    """Return the questionnaires of a file; one that gave none stays in the list with its problems."""
    if found.forms:
        return found.forms
    entry = found.file
    problems = entry.problems
    if entry.foreign is not None:
        problems = (*problems, *entry.foreign.problems)
        if entry.foreign.blocks:
            problems = (*problems, needs_map(entry))
    return (ReturnedForm(file=entry.file, sha256=entry.sha256, problems=_once(problems)),)


def needs_map(entry: ReadFile) -> Problem:
    """Return that somebody else's form gave no answers, because no map of it was given."""
    assert entry.foreign is not None
    count = len({item.key for block in entry.foreign.blocks for item in block.items})
    return problem_at(Cell(_place(entry)), "map.needed", Severity.WARNING, file=_place(entry), count=count)


def with_party(form: ReturnedForm, submission: Submission) -> ReturnedForm:
    """Return a mapped form under the only party whose number or name stands on it; as it is where there is none."""
    if form.party_id or not form.form_id.startswith(MAPPED):
        return form
    party_id, found_by = party_of(form, submission)
    if not party_id:
        return form
    fields: Mapping[str, str] = {"party": party_id, "name": form.party_name or form.corporate_number}
    told = problem_at(Cell(form.file), f"map.party_by_{found_by.value}", Severity.INFO, **fields)
    answers = tuple(answer.model_copy(update={"party_id": party_id}) for answer in form.answers)
    return form.model_copy(update={"party_id": party_id, "answers": answers, "problems": (*form.problems, told)})


def _once(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Return problems, each once: a form and the file that holds it may tell the same."""
    found: list[Problem] = []
    for problem in problems:
        if problem not in found:
            found.append(problem)
    return tuple(found)
