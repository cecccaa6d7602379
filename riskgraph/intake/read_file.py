"""Any file that came back: which kind it is, what lies in it, and what was understood."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NamedTuple

from riskgraph.errors import InputRefused
from riskgraph.intake.archive import members
from riskgraph.intake.calamine_reader import read_cells
from riskgraph.intake.child import is_limited
from riskgraph.intake.file_kind import PLAIN_WORKBOOKS, READABLE, FileKind
from riskgraph.intake.foreign.layout import understood
from riskgraph.intake.gate import GateReport, examine, refusal
from riskgraph.intake.given import Given
from riskgraph.intake.limits import LIMITS, Limits
from riskgraph.intake.pdf_table import read_pdf
from riskgraph.intake.questionnaire import questionnaire_of
from riskgraph.intake.text_table import read_text_table
from riskgraph.intake.unlocking import unlocked
from riskgraph.intake.workbook import Workbook
from riskgraph.model.control import Catalogue
from riskgraph.model.foreign import ForeignForm
from riskgraph.model.read_file import ReadFile

# Parsed by libraries that guard themselves less than those of .xlsx and text do.
_NEEDS_LIMITS = READABLE - PLAIN_WORKBOOKS - {FileKind.CSV, FileKind.ZIP}
_ENCRYPTED = "gate.encrypted"
_OTHERS_FORM = "form.not_ours"
_NAME_LENGTH = 255


@dataclass(frozen=True, slots=True)
class Way:
    """How files are read; `repr` tells no password."""

    today: date | None = None
    limits: Limits = LIMITS
    passwords: Sequence[str] = field(default=(), repr=False)


def read_given(
    given: Given,
    catalogue: Catalogue,
    *,
    today: date | None = None,
    limits: Limits = LIMITS,
    passwords: Sequence[str] = (),
) -> tuple[ReadFile, ...]:
    """Return what one file says, in this process; an archive gives an entry for each of its files.

    Never raises for what a user sent: a refusal is an entry with its problem. Passwords are tried in memory and are
    in no result.
    """
    way = Way(today, limits, passwords)
    found = read_or_open(given, catalogue, way)
    if isinstance(found, ReadFile):
        return (found,)
    # A file of an archive is none itself: `members` opens those that lie in each other.
    inside = (read_or_open(member, catalogue, way) for member in found)
    return tuple(entry for entry in inside if isinstance(entry, ReadFile))


def read_or_open(given: Given, catalogue: Catalogue, way: Way) -> ReadFile | tuple[Given, ...]:
    """Return what a file says, or the files of an archive, so that each can be read apart from the others.

    What cannot be taken out of an archive is among its files with the code of its refusal.
    """
    given = plainly_named(given)
    try:
        if given.refused:
            raise InputRefused(given.refused, {"file": given.name})
        opened = _opened(given, way)
        if opened.report.kind is FileKind.ZIP:
            inside = members(given.name, opened.data, limits=way.limits, passwords=way.passwords)
            return tuple(map(plainly_named, inside))
        return _entry(given, opened, catalogue, way)
    except InputRefused as error:
        return refused(given, error)


def refused(given: Given, error: InputRefused) -> ReadFile:
    """Return the entry of a file that was refused."""
    given = plainly_named(given)
    return ReadFile(
        file=given.name,
        sha256="" if given.refused else hashlib.sha256(given.data).hexdigest(),
        archive=given.archive,
        needs_password=error.code == _ENCRYPTED,
        problems=(refusal(error),),
    )


def plainly_named(given: Given) -> Given:
    """Return a file under its name without folder, on one line."""
    return replace(given, name=_last(given.name) or "_", archive=_last(given.archive))


def _last(name: str) -> str:
    """Return the last part of a name, whichever system wrote it, without characters that no name shows."""
    part = name.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    if not part.strip("."):
        return ""
    return "".join(letter if letter.isprintable() else "_" for letter in part)[:_NAME_LENGTH]


def _entry(given: Given, opened: _Opened, catalogue: Catalogue, way: Way) -> ReadFile:
    """Return what a file says that is no archive.

    Raises
    ------
    InputRefused
        With a ``gate.`` code.
    """
    book = _cells(given.name, opened, way)
    if opened.data is not given.data:  # the file that came is the one with its encryption
        book = replace(book, sha256=hashlib.sha256(given.data).hexdigest())
    if opened.report.kind is FileKind.PDF:
        return _of_others(given, book, understood(book).model_copy(update={"is_draft": True}))
    form = questionnaire_of(book, catalogue, today=way.today)
    if form.is_known:
        return _found(given, book, form=form)
    if form.problems[-1].code != _OTHERS_FORM:  # a register, or an empty book
        return _found(given, book, problems=form.problems)
    return _of_others(given, book, understood(book))


def _of_others(given: Given, book: Workbook, form: ForeignForm) -> ReadFile:
    """Return the entry of somebody else's form; one without a question is none."""
    warnings = tuple(problem for problem in book.warnings if problem not in form.problems)
    if not form.blocks:
        return _found(given, book, problems=(*warnings, *form.problems))
    return _found(given, book, foreign=form, problems=warnings)


def _found(given: Given, book: Workbook, **what: Any) -> ReadFile:
    return ReadFile(file=given.name, sha256=book.sha256, archive=given.archive, **what)


class _Opened(NamedTuple):
    """What the gate saw of a file, and its bytes, without encryption where a password fitted."""

    report: GateReport
    data: bytes


def _opened(given: Given, way: Way) -> _Opened:
    """Let a file through the gate, unlocked where a password fits."""
    data = given.data
    try:
        report = examine(given.name, data, limits=way.limits, kinds=READABLE)
    except InputRefused as error:
        if error.code != _ENCRYPTED:
            raise
        # Without a password too: some programs lock with one that everybody knows.
        data = unlocked(given.name, data, way.passwords, limits=way.limits)
        report = examine(given.name, data, limits=way.limits, kinds=READABLE)
    if report.kind in _NEEDS_LIMITS and not is_limited():
        raise InputRefused("gate.legacy_needs_limits", {"file": given.name})
    return _Opened(report, data)


def _cells(name: str, opened: _Opened, way: Way) -> Workbook:
    """Return the cells of a file that the gate let through."""
    if opened.report.kind is FileKind.CSV:
        return read_text_table(name, opened.data, limits=way.limits)
    if opened.report.kind is FileKind.PDF:
        return read_pdf(name, opened.data, limits=way.limits, passwords=way.passwords)
    return read_cells(name, opened.data, opened.report, limits=way.limits)
