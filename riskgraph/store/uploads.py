"""Files that were chosen and not confirmed yet: they wait here instead of in memory, for a day at most."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Connection, delete, insert, select, update

from riskgraph.model.records import Stamp
from riskgraph.store import blobs
from riskgraph.store.tables import UPLOAD_FILES, UPLOADS

if TYPE_CHECKING:
    from riskgraph.store.opening import Store, Writing

_KEPT = timedelta(days=1)


@dataclass(frozen=True)
class KeptFile:
    """A file as it came: its name without folder, its SHA-256, and its bytes (None where they were deleted)."""

    name: str
    sha256: str
    data: bytes | None


@dataclass(frozen=True)
class Staged:
    """An upload that waits for somebody's decision."""

    upload_id: str
    purpose: str
    register_id: str
    files: tuple[KeptFile, ...]
    made: Stamp


def plain_name(name: str) -> str:
    """Return a file's name without folder, on one line, not longer than a file system allows."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(c if c.isprintable() else "_" for c in last)[:255] or "_"


def stage(w: Writing, purpose: str, files: Sequence[tuple[str, bytes]], *, register_id: str = "") -> str:
    """Keep files until they are confirmed or discarded; return the id of the upload."""
    purge(w)
    upload_id = uuid.uuid4().hex
    w.connection.execute(
        insert(UPLOADS).values(
            upload_id=upload_id,
            purpose=purpose,
            register_id=register_id,
            made_at=w.stamp.at.isoformat(),
            actor=w.stamp.actor,
        )
    )
    for position, (name, data) in enumerate(files):
        sha256 = blobs.put(w.connection, data)
        w.connection.execute(
            insert(UPLOAD_FILES).values(upload_id=upload_id, position=position, name=plain_name(name), sha256=sha256)
        )
    w.note("upload_staged", register_id=register_id, subject=upload_id, files=len(files))
    return upload_id


def staged(store: Store, upload_id: str) -> Staged | None:
    """Return an upload that waits, None where it was discarded or its day is over."""
    with store.reading() as connection:
        row = connection.execute(select(UPLOADS).where(UPLOADS.c.upload_id == upload_id)).first()
        if row is None:
            return None
        found = connection.execute(
            select(UPLOAD_FILES).where(UPLOAD_FILES.c.upload_id == upload_id).order_by(UPLOAD_FILES.c.position)
        ).all()
        files = tuple(KeptFile(f.name, f.sha256, blobs.get(connection, f.sha256)) for f in found)
    made = Stamp(at=datetime.fromisoformat(row.made_at), actor=row.actor)
    return Staged(upload_id, row.purpose, row.register_id, files, made)


def listed(store: Store, upload_id: str) -> Staged | None:
    """Return an upload that waits, without the bytes of its files; None as in `staged`."""
    with store.reading() as connection:
        row = connection.execute(select(UPLOADS).where(UPLOADS.c.upload_id == upload_id)).first()
        if row is None:
            return None
        found = connection.execute(
            select(UPLOAD_FILES).where(UPLOAD_FILES.c.upload_id == upload_id).order_by(UPLOAD_FILES.c.position)
        ).all()
    made = Stamp(at=datetime.fromisoformat(row.made_at), actor=row.actor)
    files = tuple(KeptFile(f.name, f.sha256, None) for f in found)
    return Staged(upload_id, row.purpose, row.register_id, files, made)


def waiting(store: Store, purpose: str, register_id: str) -> tuple[str, ...]:
    """Return the ids of the uploads that wait for a register, the newest first."""
    mine = (UPLOADS.c.purpose == purpose) & (UPLOADS.c.register_id == register_id)
    query = select(UPLOADS.c.upload_id).where(mine).order_by(UPLOADS.c.made_at.desc())
    with store.reading() as connection:
        return tuple(connection.execute(query).scalars().all())


def content_of(store: Store, upload_id: str, position: int) -> bytes | None:
    """Return the bytes of one file of an upload, by its place from 0; None where it no longer waits."""
    mine = (UPLOAD_FILES.c.upload_id == upload_id) & (UPLOAD_FILES.c.position == position)
    with store.reading() as connection:
        sha256 = connection.execute(select(UPLOAD_FILES.c.sha256).where(mine)).scalar()
        return None if sha256 is None else blobs.get(connection, sha256)


def put_in_place(w: Writing, upload_id: str, position: int, data: bytes) -> None:
    """Let another content wait in place of a file's, such as what a password opened."""
    mine = (UPLOAD_FILES.c.upload_id == upload_id) & (UPLOAD_FILES.c.position == position)
    before = w.connection.execute(select(UPLOAD_FILES).where(mine)).first()
    if before is None:
        return
    sha256 = blobs.put(w.connection, data)
    w.connection.execute(update(UPLOAD_FILES).where(mine).values(sha256=sha256))
    blobs.drop_unused(w.connection, [before.sha256])
    w.note("upload_opened", subject=upload_id, file=before.name)


def discard(w: Writing, upload_id: str) -> None:
    """Take an upload away; one that is not there is no trouble."""
    register = select(UPLOADS.c.register_id).where(UPLOADS.c.upload_id == upload_id)
    row = w.connection.execute(register).first()
    if row is not None:
        _drop(w.connection, [upload_id])
        w.note("upload_discarded", register_id=row.register_id, subject=upload_id)


def has_old(connection: Connection, now: datetime) -> bool:
    """Say whether an upload waits that nobody confirmed within a day."""
    return bool(_old(connection, now))


def purge(w: Writing) -> None:
    """Take away the uploads that nobody confirmed within a day."""
    old = _old(w.connection, w.stamp.at)
    if old:
        _drop(w.connection, old)
        w.note("uploads_purged", uploads=len(old))


def _old(connection: Connection, now: datetime) -> Sequence[str]:
    before = (now - _KEPT).isoformat()
    return connection.execute(select(UPLOADS.c.upload_id).where(UPLOADS.c.made_at < before)).scalars().all()


def drop_uploads(connection: Connection, register_id: str) -> None:
    """Take away the uploads that wait for a register."""
    mine = select(UPLOADS.c.upload_id).where(UPLOADS.c.register_id == register_id)
    _drop(connection, connection.execute(mine).scalars().all())


def _drop(connection: Connection, upload_ids: Sequence[str]) -> None:
    if not upload_ids:
        return
    mine = UPLOAD_FILES.c.upload_id.in_(upload_ids)
    contents = connection.execute(select(UPLOAD_FILES.c.sha256).where(mine)).scalars().all()
    connection.execute(delete(UPLOAD_FILES).where(mine))
    connection.execute(delete(UPLOADS).where(UPLOADS.c.upload_id.in_(upload_ids)))
    blobs.drop_unused(connection, contents)
