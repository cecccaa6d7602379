"""Registers and their versions: every save is a new version, and none is ever changed.

The convention that bites: a save names the version that it started from. The comparison with the current one and
the write are one transaction, so that of two people who save at once one is told, and nothing is lost.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, desc, insert, select, update

from riskgraph.errors import StaleSave, WrongUse
from riskgraph.model.records import RegisterRecord, Retention, VersionKind, VersionRecord
from riskgraph.model.submission import InputFile, Submission
from riskgraph.store import blobs
from riskgraph.store.tables import REGISTERS, VERSION_FILES, VERSIONS
from riskgraph.store.uploads import KeptFile, plain_name

if TYPE_CHECKING:
    from riskgraph.store.opening import Store, Writing

Files = Sequence[tuple[str, bytes]]


def registers(store: Store) -> tuple[RegisterRecord, ...]:
    """Return all registers, the newest first; a deleted one is its tombstone."""
    with store.reading() as connection:
        found = [_record(row) for row in connection.execute(select(REGISTERS))]
    return tuple(sorted(found, key=lambda r: (r.made.at, r.register_id), reverse=True))


def _record(row: Any) -> RegisterRecord:
    return RegisterRecord.model_validate_json(row.body).model_copy(update={"number": row.number})


def open_register(connection: Connection, register_id: str, *, for_update: bool = True) -> RegisterRecord:
    """Return a register that can be written to, locked until the end of the transaction.

    Raises
    ------
    WrongUse
        ``store.no_such_register`` or ``store.is_deleted``.
    """
    query = select(REGISTERS).where(REGISTERS.c.register_id == register_id)
    row = connection.execute(query.with_for_update() if for_update else query).first()
    if row is None:
        raise WrongUse("store.no_such_register", {"register": register_id})
    record = _record(row)
    if record.deleted is not None:
        raise WrongUse("store.is_deleted", {"subject": record.name})
    return record


def create_register(
    w: Writing, name: str, submission: Submission, *, files: Files, is_sample: bool = False, reason: str = ""
) -> VersionRecord:
    """Make a register with its first version."""
    record = RegisterRecord(register_id=uuid.uuid4().hex, name=name, is_sample=is_sample, number=0, made=w.stamp)
    w.connection.execute(
        insert(REGISTERS).values(
            register_id=record.register_id,
            number=0,
            parameters_id=0,
            is_deleted=False,
            body=record.model_dump_json(),
            retention=Retention().model_dump_json(),
        )
    )
    w.note("register_created", register_id=record.register_id, subject=record.register_id)
    return save_version(
        w, record.register_id, submission, based_on=0, kind=VersionKind.IMPORT, files=files, reason=reason
    )


def save_version(  # noqa: PLR0913 - what a version is made of
    w: Writing,
    register_id: str,
    submission: Submission,
    *,
    based_on: int,
    kind: VersionKind,
    files: Files = (),
    reason: str = "",
) -> VersionRecord:
    """Save rows as the next version.

    Raises
    ------
    StaleSave
        Where `based_on` is no longer the current version.
    WrongUse
        Where the register is not there or was deleted.
    """
    current = _started_from(w, register_id, based_on)
    content = blobs.put(w.connection, submission.model_dump_json().encode())
    return _append(w, current, kind=kind, reason=reason, content_sha256=content, content_number=0, files=files)


def _started_from(w: Writing, register_id: str, based_on: int) -> RegisterRecord:
    record = open_register(w.connection, register_id)
    if record.number != based_on:
        last = version_of(w.connection, register_id, record.number)
        fields: dict[str, str | int | float] = {
            "base": based_on, "current": record.number, "actor": last.made.actor, "at": last.made.at.isoformat(),
        }  # fmt: skip
        raise StaleSave("store.stale_register", fields)
    return record


def _append(  # noqa: PLR0913 - what a version is made of
    w: Writing,
    register: RegisterRecord,
    *,
    kind: VersionKind,
    reason: str,
    content_sha256: str,
    content_number: int,
    files: Files,
) -> VersionRecord:
    number = register.number + 1
    kept = tuple(
        InputFile(file=plain_name(name), sha256=blobs.put(w.connection, data), kind="register") for name, data in files
    )
    version = VersionRecord(
        register_id=register.register_id,
        number=number,
        based_on=register.number,
        kind=kind,
        made=w.stamp,
        reason=reason,
        content_number=content_number or number,
        content_sha256=content_sha256,
        files=kept,
    )
    w.connection.execute(
        insert(VERSIONS).values(
            register_id=register.register_id, number=number, content_sha256=content_sha256,
            body=version.model_dump_json(),
        )
    )  # fmt: skip
    for position, file in enumerate(kept):
        w.connection.execute(
            insert(VERSION_FILES).values(
                register_id=register.register_id, number=number, position=position, name=file.file,
                sha256=file.sha256, is_deleted=False,
            )
        )  # fmt: skip
    mine = REGISTERS.c.register_id == register.register_id
    w.connection.execute(update(REGISTERS).where(mine).values(number=number))
    names = ", ".join(file.file for file in kept)
    fields: dict[str, str | int | float] = {"number": number, "content": version.content_number, "files": names}
    w.note(f"version_{kind.value}", register_id=register.register_id, subject=str(number), **fields)
    return version


def versions(store: Store, register_id: str) -> tuple[VersionRecord, ...]:
    """Return the versions of a register, the newest first."""
    query = select(VERSIONS.c.body).where(VERSIONS.c.register_id == register_id).order_by(desc(VERSIONS.c.number))
    with store.reading() as connection:
        return tuple(VersionRecord.model_validate_json(row.body) for row in connection.execute(query))


def version_of(connection: Connection, register_id: str, number: int) -> VersionRecord:
    """Return one version.

    Raises
    ------
    WrongUse
        ``store.no_such_version``.
    """
    mine = (VERSIONS.c.register_id == register_id) & (VERSIONS.c.number == number)
    row = connection.execute(select(VERSIONS.c.body).where(mine)).first()
    if row is None:
        raise WrongUse("store.no_such_version", {"number": number})
    return VersionRecord.model_validate_json(row.body)


def submission_of(store: Store, register_id: str, number: int | None = None) -> Submission:
    """Return the rows of a version, by default the current one; no questionnaires are in it.

    Raises
    ------
    WrongUse
        Where there is no such register or version, or the register was deleted.
    """
    with store.reading() as connection:
        record = open_register(connection, register_id, for_update=False)
        version = version_of(connection, register_id, record.number if number is None else number)
        content = blobs.get(connection, version.content_sha256)
    if content is None:
        raise WrongUse("store.no_such_version", {"number": version.number})
    return Submission.model_validate_json(content)


def make_current(w: Writing, register_id: str, number: int, *, based_on: int, reason: str) -> VersionRecord:
    """Bring the rows of an earlier version back, as a new version."""
    current = _started_from(w, register_id, based_on)
    return _back(w, current, version_of(w.connection, register_id, number), VersionKind.RESTORE, reason)


def undo_last(w: Writing, register_id: str, *, based_on: int, reason: str) -> VersionRecord:
    """Take the last save back: the rows are those before it again, as a new version.

    Undone twice, the two last saves are taken back, never the undoing itself.

    Raises
    ------
    WrongUse
        ``store.nothing_to_undo`` where only the first version is left.
    """
    current = _started_from(w, register_id, based_on)
    query = select(VERSIONS.c.body).where(VERSIONS.c.register_id == register_id)
    records = [VersionRecord.model_validate_json(row.body) for row in w.connection.execute(query)]
    kinds = {record.number: record.kind for record in records}
    over = _stands_for(kinds)[current.number] - 1
    if over == 0:
        raise WrongUse("store.nothing_to_undo")
    return _back(w, current, version_of(w.connection, register_id, over), VersionKind.UNDO, reason)


def _stands_for(kinds: Mapping[int, VersionKind]) -> dict[int, int]:
    """Return for each version the save that it stands for: itself, or of an undoing the one before what it undid."""
    stands: dict[int, int] = {}
    for number in sorted(kinds):
        is_undo = kinds[number] is VersionKind.UNDO
        stands[number] = stands[stands[number - 1] - 1] if is_undo else number
    return stands


def _back(w: Writing, current: RegisterRecord, target: VersionRecord, kind: VersionKind, reason: str) -> VersionRecord:
    if blobs.get(w.connection, target.content_sha256) is None:
        raise WrongUse("store.no_such_version", {"number": target.number})
    return _append(
        w, current, kind=kind, reason=reason, content_sha256=target.content_sha256,
        content_number=target.content_number, files=(),
    )  # fmt: skip


def files_of(store: Store, register_id: str, number: int) -> tuple[KeptFile, ...]:
    """Return the workbooks that a version was read from; of a restored one those of the rows it brought back."""
    with store.reading() as connection:
        version = version_of(connection, register_id, number)
        mine = (VERSION_FILES.c.register_id == register_id) & (VERSION_FILES.c.number == version.content_number)
        found = connection.execute(select(VERSION_FILES).where(mine).order_by(VERSION_FILES.c.position)).all()
        return tuple(
            KeptFile(f.name, f.sha256, None if f.is_deleted else blobs.get(connection, f.sha256)) for f in found
        )


def rename_register(w: Writing, register_id: str, name: str) -> None:
    """Give a register another name."""
    record = open_register(w.connection, register_id).model_copy(update={"name": name})
    mine = REGISTERS.c.register_id == register_id
    w.connection.execute(update(REGISTERS).where(mine).values(body=record.model_dump_json()))
    w.note("register_renamed", register_id=register_id, subject=register_id)
