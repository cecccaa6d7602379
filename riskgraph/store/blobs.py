"""Large content, compressed and named by the SHA-256 of what it was; the same content is kept once.

The convention that bites: content is taken away only when no record names it any more (`drop_unused`).
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Connection, delete, func, insert, select

from riskgraph.errors import StoreRefused
from riskgraph.store.place import shown
from riskgraph.store.tables import (
    ASSESSMENTS,
    BLOBS,
    PARAMETER_SETS,
    QUESTIONNAIRES,
    UPLOAD_FILES,
    VERSION_FILES,
    VERSIONS,
)

_LEVEL = 3  # a tenth larger than with 6, in less than half the time
_ZIP = b"PK\x03\x04"
_AT_ONCE = 200
# Every column that names content, with the column that says that the content was let go.
_USES = (
    (VERSIONS.c.content_sha256, None),
    (VERSION_FILES.c.sha256, VERSION_FILES.c.is_deleted),
    (UPLOAD_FILES.c.sha256, None),
    (QUESTIONNAIRES.c.file_sha256, QUESTIONNAIRES.c.is_deleted),
    (QUESTIONNAIRES.c.form_sha256, QUESTIONNAIRES.c.is_deleted),
    (PARAMETER_SETS.c.sha256, None),
    (ASSESSMENTS.c.assessment_sha256, ASSESSMENTS.c.is_deleted),
    (ASSESSMENTS.c.submission_sha256, ASSESSMENTS.c.is_deleted),
)


def put(connection: Connection, content: bytes) -> str:
    """Keep content and return its SHA-256."""
    return put_many(connection, (content,))[0]


def put_many(connection: Connection, contents: Sequence[bytes]) -> tuple[str, ...]:
    """Keep contents and return the SHA-256 of each."""
    names = tuple(hashlib.sha256(content).hexdigest() for content in contents)
    wanted = dict(zip(names, contents, strict=True))
    for some in _few(list(wanted)):
        for name in connection.execute(select(BLOBS.c.sha256).where(BLOBS.c.sha256.in_(some))).scalars():
            del wanted[name]
    if wanted:
        rows = [{"sha256": name, "size": len(content), "content": _packed(content)} for name, content in wanted.items()]
        connection.execute(insert(BLOBS), rows)
    return names


def _few(names: Sequence[str]) -> Iterator[Sequence[str]]:
    """Give names in portions that a statement can take."""
    return (names[begin : begin + _AT_ONCE] for begin in range(0, len(names), _AT_ONCE))


def _packed(content: bytes) -> bytes:
    # A workbook is packed already; trying again takes time and saves nothing.
    return zlib.compress(content, 0 if content.startswith(_ZIP) else _LEVEL)


def get(connection: Connection, sha256: str) -> bytes | None:
    """Return content, None where it was deleted.

    Raises
    ------
    StoreRefused
        ``store.damaged`` where it is no longer what was kept.
    """
    row = connection.execute(select(BLOBS.c.content).where(BLOBS.c.sha256 == sha256)).first()
    if row is None:
        return None
    try:
        content = zlib.decompress(row.content)
    except zlib.error:
        content = b""
    if hashlib.sha256(content).hexdigest() != sha256:
        raise StoreRefused("store.damaged", {"place": shown(connection.engine.url)})
    return content


def drop_unused(connection: Connection, candidates: Iterable[str]) -> None:
    """Take away those of these contents that no record names any more."""
    for sha256 in set(candidates):
        if not _is_used(connection, sha256):
            connection.execute(delete(BLOBS).where(BLOBS.c.sha256 == sha256))


def _is_used(connection: Connection, sha256: str) -> bool:
    for column, gone in _USES:
        query = select(func.count()).select_from(column.table).where(column == sha256)
        if gone is not None:
            query = query.where(gone.is_(False))
        if connection.execute(query).scalar_one():
            return True
    return False
