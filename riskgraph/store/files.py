"""The file of an SQLite store: made readable by its owner only, refused where it is not ours, copied as it is.

The convention that bites: nothing here changes a file that is not ours, not even its rights.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from riskgraph.errors import StoreRefused

APPLICATION_ID = 0x726B6772  # "rkgr": tells our file from another SQLite database
BUSY_SECONDS = 10.0
_HEADER = b"SQLite format 3\0"
_OWNER_ONLY = 0o600


def prepare(file: Path) -> None:
    """Make the folder and the file readable by the owner only, and refuse a file that is not ours.

    Raises
    ------
    StoreRefused
        ``store.not_ours`` or ``store.damaged``.
    OSError, sqlite3.Error
        Where it cannot be made or read.
    """
    if not file.parent.exists():
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with suppress(FileExistsError):  # it is there, or another process was as quick
        _make(file)
    check_file(file)
    if os.name == "posix" and file.stat().st_mode & 0o777 != _OWNER_ONLY:
        file.chmod(_OWNER_ONLY)


def _make(file: Path) -> None:
    os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _OWNER_ONLY))


def check_file(file: Path) -> None:
    """Refuse a file that is no store of ours, or a damaged one; an empty file is a store to be.

    Raises
    ------
    StoreRefused
        ``store.not_ours`` or ``store.damaged``.
    """
    if file.is_dir():
        raise StoreRefused("store.not_ours", {"place": str(file)})
    with file.open("rb") as handle:
        head = handle.read(len(_HEADER))
    if not head:
        return
    if head != _HEADER:
        raise StoreRefused("store.not_ours", {"place": str(file)})
    try:
        with closing(sqlite3.connect(file, timeout=BUSY_SECONDS)) as connection:
            (number,) = connection.execute("PRAGMA application_id").fetchone()
            (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            if number != APPLICATION_ID and tables:
                raise StoreRefused("store.not_ours", {"place": str(file)})
            (said,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.OperationalError:
        raise  # it is held by another program, or may not be read: that is not damage
    except sqlite3.DatabaseError as error:
        raise StoreRefused("store.damaged", {"place": str(file)}) from error
    if said != "ok":
        raise StoreRefused("store.damaged", {"place": str(file)})


def copied(source: Path, target: Path) -> Path:
    """Copy a store as it is at one moment to a new file that only its owner can read; whole or not at all.

    Raises
    ------
    OSError, sqlite3.Error
        Where the one cannot be read or the other not be written.
    """
    half = target.with_name(f".riskgraph-{os.getpid()}-{now_in_a_name()}.half")
    try:
        _make(half)
        # The copy is made in one step, under a lock that readers share, so that no save can come in between.
        with closing(sqlite3.connect(source, timeout=BUSY_SECONDS)) as old, closing(sqlite3.connect(half)) as new:
            old.backup(new)
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)
    return target


def now_in_a_name() -> str:
    """Return the time (UTC) as a part of a file's name that sorts by time."""
    return datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
