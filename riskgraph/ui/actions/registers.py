"""Registers and their versions: read what was chosen, say what it would change, save all of it or nothing.

The convention that bites: files wait in the store under the id of an upload, and what they say is worked out from
there again when it is needed. A save names the version that it was compared with; where another one was saved
meanwhile, nothing is saved, and the upload still waits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from riskgraph.catalogue import load_catalogue
from riskgraph.errors import WrongUse
from riskgraph.intake.difference import difference
from riskgraph.intake.edited import Writing, read_again
from riskgraph.intake.joining import control_ids
from riskgraph.intake.known_ids import with_known_ids
from riskgraph.intake.register import read_register
from riskgraph.intake.renames import with_renames
from riskgraph.intake.template import register_workbook
from riskgraph.model.difference import CellChange, RegisterDifference, Rename, RowFate
from riskgraph.model.problem import Problem, Severity
from riskgraph.model.records import VersionKind, VersionRecord
from riskgraph.model.submission import Submission
from riskgraph.store.opening import Store
from riskgraph.store.registers import (
    create_register,
    files_of,
    make_current,
    rename_register,
    save_version,
    submission_of,
    undo_last,
    versions,
)
from riskgraph.store.uploads import KeptFile, Staged, discard, stage, staged
from riskgraph.ui import keeping, session

HOUR = 3600
IMPORT, EDIT = "register_import", "register_edit"  # what an upload waits for
_NO_REGISTER = "register.no_known_sheet"
_NAME_LENGTH = 120


@dataclass(frozen=True)
class Read:
    """An upload as it was read, and what it would change.

    `submission` has the ids of the version that it was compared with (`based_on`, 0 where there is none), and no
    rename taken yet. `refused` are the files that cannot be read: nothing of the upload can be saved then. `name`
    is what a new register would be called.
    """

    upload_id: str
    register_id: str
    based_on: int
    kind: VersionKind
    submission: Submission
    difference: RegisterDifference
    rows_before: int
    refused: tuple[Problem, ...]
    name: str


def stage_upload(files: Sequence[tuple[str, bytes]], *, register_id: str = "", purpose: str = IMPORT) -> str:
    """Let files wait in the store; return the id of the upload. A blank register makes a new one when it is saved."""
    with keeping.writing() as writing:
        return stage(writing, purpose, files, register_id=register_id)


def discard_upload(upload_id: str) -> None:
    """Take an upload away that nobody wants any more."""
    with keeping.writing() as writing:
        discard(writing, upload_id)


def read_upload(upload_id: str, *, based_on: int | None = None) -> Read:
    """Return what an upload says and would change against a version, by default the current one.

    Raises
    ------
    WrongUse
        ``register.upload_gone`` where it was saved or discarded, or waited for more than a day.
    """
    store, waiting = keeping.store(), _waiting(upload_id)
    number = current_number(waiting.register_id) if based_on is None else based_on
    return _read(upload_id, number, session.locale(), _store=store, _waiting=waiting)


@st.cache_resource(max_entries=4, ttl=HOUR, show_spinner=False)
def _read(upload_id: str, number: int, locale: str, *, _store: Store, _waiting: Staged) -> Read:
    before = version_rows(_waiting.register_id, number) if number else Submission()
    files = [(file.name, file.data or b"") for file in _waiting.files]
    controls = control_ids(load_catalogue())
    if _waiting.purpose == EDIT:
        kind, new = VersionKind.EDIT, read_again(files[0][1], (before,), Writing(locale, files[0][0], controls))
    else:
        kind, new = VersionKind.IMPORT, with_known_ids(before, read_register(files, known_controls=controls))
    return Read(
        upload_id=upload_id,
        register_id=_waiting.register_id,
        based_on=number,
        kind=kind,
        submission=new,
        difference=difference(before, new, locale) if number else _all_new(difference(before, new, locale)),
        rows_before=rows_in(before),
        refused=tuple(problem for problem in new.problems if _is_refusal(problem)),
        name=_name_of(new, files[0][0] if files else ""),
    )


def _all_new(found: RegisterDifference) -> RegisterDifference:
    """Return the difference to a register that is not there: its settings, too, come with the rest."""
    rows = tuple(
        row.model_copy(update={"fate": RowFate.ADDED, "cells": tuple(_without_before(cell) for cell in row.cells)})
        for row in found.rows
    )
    return found.model_copy(update={"rows": rows})


def _without_before(cell: CellChange) -> CellChange:
    return cell.model_copy(update={"before": ""})


def _is_refusal(problem: Problem) -> bool:
    """Say whether a whole file could not be read."""
    is_gate = problem.code.startswith("gate.") and problem.severity is Severity.ERROR
    return is_gate or problem.code == _NO_REGISTER


def _name_of(submission: Submission, file: str) -> str:
    """Return what a new register is called: its owner, else its file."""
    owner = submission.party_by_id.get(submission.settings.owner)
    return (owner.name if owner else file.rsplit(".", 1)[0]).strip()[:_NAME_LENGTH]


def difference_with(read: Read, renames: Sequence[Rename]) -> RegisterDifference:
    """Return what an upload would change with these renames taken."""
    if not renames:
        return read.difference
    return _renamed(read.upload_id, read.based_on, session.locale(), tuple(renames), _read=read)


@st.cache_resource(max_entries=4, ttl=HOUR, show_spinner=False)
def _renamed(
    upload_id: str, number: int, locale: str, renames: tuple[Rename, ...], *, _read: Read
) -> RegisterDifference:
    before = version_rows(_read.register_id, number) if number else Submission()
    return difference(before, with_renames(_read.submission, renames), locale)


def save_upload(
    upload_id: str, *, based_on: int, renames: Sequence[Rename] = (), name: str = "", reason: str = ""
) -> VersionRecord:
    """Save an upload as the next version, or as the first of a new register: all of it or nothing.

    Raises
    ------
    StaleSave
        Where another version was saved since `based_on`; the upload still waits.
    WrongUse
        ``register.upload_gone``, and ``register.refused_file`` where a file of it cannot be read.
    """
    waiting = _waiting(upload_id)
    read = read_upload(upload_id, based_on=based_on)
    if read.refused:
        raise WrongUse("register.refused_file", {"file": read.refused[0].file})
    submission = with_renames(read.submission, renames)
    files = [(file.name, file.data or b"") for file in waiting.files]
    with keeping.writing() as writing:
        if waiting.register_id:
            version = save_version(
                writing, waiting.register_id, submission, based_on=based_on, kind=read.kind, files=files, reason=reason
            )
        else:
            version = create_register(writing, tidy_name(name) or read.name, submission, files=files, reason=reason)
        discard(writing, upload_id)
    keeping.choose_register(version.register_id)
    return version


def _waiting(upload_id: str) -> Staged:
    found = staged(keeping.store(), upload_id) if upload_id else None
    if found is None:
        raise WrongUse("register.upload_gone")
    return found


def waits(upload_id: str) -> bool:
    """Say whether an upload still waits for a decision."""
    return bool(upload_id) and staged(keeping.store(), upload_id) is not None


def tidy_name(name: str) -> str:
    """Return the name of a register on one line."""
    return " ".join("".join(c if c.isprintable() else " " for c in name).split())[:_NAME_LENGTH]


def rows_in(submission: Submission) -> int:
    """Return how many rows a register has; an engagement under several parents is one."""
    others = ("parties", "assets", "systems", "sites", "accesses", "connections", "answers", "requests")
    rows = sum(len(getattr(submission, name)) for name in (*others, "decisions", "findings"))
    return rows + len({engagement.row_id for engagement in submission.engagements})


def current_number(register_id: str) -> int:
    """Return the number of the current version; 0 for a register that is not there."""
    return next((r.number for r in keeping.open_registers() if r.register_id == register_id), 0)


def version_rows(register_id: str, number: int) -> Submission:
    """Return the rows of a version."""
    store = keeping.store()
    return _rows(f"{keeping.content_key()}#{register_id}#{number}", register_id, number, _store=store)


@st.cache_resource(max_entries=6, ttl=HOUR, show_spinner=False)
def _rows(key: str, register_id: str, number: int, *, _store: Store) -> Submission:
    return submission_of(_store, register_id, number)


def difference_between(register_id: str, old: int, new: int) -> RegisterDifference:
    """Return what changed from one version to another."""
    return _between(keeping.content_key(), register_id, old, new, session.locale())


@st.cache_resource(max_entries=6, ttl=HOUR, show_spinner=False)
def _between(url: str, register_id: str, old: int, new: int, locale: str) -> RegisterDifference:
    return difference(version_rows(register_id, old), version_rows(register_id, new), locale)


def history(register_id: str) -> tuple[VersionRecord, ...]:
    """Return the versions of a register, the newest first."""
    return versions(keeping.store(), register_id)


def restore(register_id: str, number: int, *, based_on: int, reason: str) -> VersionRecord:
    """Make the rows of an earlier version current again, as a new version."""
    with keeping.writing() as writing:
        return make_current(writing, register_id, number, based_on=based_on, reason=reason)


def undo(register_id: str, *, based_on: int, reason: str) -> VersionRecord:
    """Take the last save back, as a new version."""
    with keeping.writing() as writing:
        return undo_last(writing, register_id, based_on=based_on, reason=reason)


def rename(register_id: str, name: str) -> None:
    """Give a register another name."""
    with keeping.writing() as writing:
        rename_register(writing, register_id, tidy_name(name))


def original_files(register_id: str, number: int) -> tuple[KeptFile, ...]:
    """Return the files of a version as they came; their bytes may have been deleted since."""
    return files_of(keeping.store(), register_id, number)


def as_workbook(register_id: str, number: int, locale: str) -> bytes:
    """Return a version as a workbook in a language."""
    return register_workbook(version_rows(register_id, number), locale)


def sizes(register_id: str, number: int) -> tuple[int, int, int]:
    """Return how many parties, engagements and kinds of data a version has."""
    store = keeping.store()
    return _sizes(f"{keeping.content_key()}#{register_id}#{number}", register_id, number, _store=store)


@st.cache_data(max_entries=1000, ttl=HOUR, show_spinner=False)
def _sizes(key: str, register_id: str, number: int, *, _store: Store) -> tuple[int, int, int]:
    rows = submission_of(_store, register_id, number)
    return len(rows.parties), len({engagement.row_id for engagement in rows.engagements}), len(rows.assets)
