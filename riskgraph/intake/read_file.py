"""Any file that came back: which kind it is, what lies in it, and what was understood."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date

from riskgraph.errors import InputRefused
from riskgraph.intake.gate import refusal
from riskgraph.intake.given import Given
from riskgraph.intake.limits import LIMITS, Limits
from riskgraph.intake.questionnaire import questionnaire_of
from riskgraph.intake.workbook import open_workbook
from riskgraph.model.control import Catalogue
from riskgraph.model.read_file import ReadFile

_NAME_LENGTH = 255


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
    del passwords
    given = _plain(given)
    try:
        book = open_workbook(given.name, given.data, limits=limits)
    except InputRefused as error:
        return (refused(given, error),)
    form = questionnaire_of(book, catalogue, today=today)
    if form.is_known:
        return (ReadFile(file=given.name, sha256=book.sha256, archive=given.archive, form=form),)
    return (ReadFile(file=given.name, sha256=book.sha256, archive=given.archive, problems=form.problems),)


def refused(given: Given, error: InputRefused) -> ReadFile:
    """Return the entry of a file that was refused."""
    plain = _plain(given)
    return ReadFile(
        file=plain.name,
        sha256=hashlib.sha256(given.data).hexdigest(),
        archive=plain.archive,
        needs_password=error.code == "gate.encrypted",
        problems=(refusal(error),),
    )


def _plain(given: Given) -> Given:
    """Return a file under its name without folder, on one line."""
    return Given(_last(given.name) or "_", given.data, _last(given.archive))


def _last(name: str) -> str:
    """Return the last part of a name, whichever system wrote it, without characters that no name shows."""
    part = name.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    if not part.strip("."):
        return ""
    return "".join(letter if letter.isprintable() else "_" for letter in part)[:_NAME_LENGTH]
