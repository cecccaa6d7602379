"""Open the store: make it or migrate it, refuse what is not ours, and give short transactions.

The convention that bites: every change goes through `Store.writing`, one transaction that is done whole or not at
all, takes the write lock at its beginning, and says who writes. Readers never see half a change.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from riskgraph.errors import StoreRefused
from riskgraph.model.records import Stamp
from riskgraph.store.audit import add_line
from riskgraph.store.migrating import migrated
from riskgraph.store.place import file_of, shown
from riskgraph.store.uploads import purge

APPLICATION_ID = 0x726B6772  # "rkgr": tells our file from another SQLite database
_BUSY_SECONDS = 10.0
_HEADER = b"SQLite format 3\0"


@dataclass(frozen=True)
class Writing:
    """One change under way: the open transaction, and who makes it when."""

    connection: Connection
    stamp: Stamp

    def note(self, action: str, *, register_id: str = "", subject: str = "", **fields: str | int | float) -> None:
        """Add a line to the audit trail; it is there exactly if the change is."""
        add_line(self.connection, self.stamp, action, register_id=register_id, subject=subject, fields=fields)


@dataclass(frozen=True)
class Store:
    """An open store; each transaction has a connection of its own, so that threads can share it. `url` names it."""

    url: str
    engine: Engine

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection in which all reads see one state."""
        with self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self, actor: str) -> Iterator[Writing]:
        """Give a transaction that writes as `actor`: committed at the end, rolled back on any error."""
        with self.engine.connect() as connection:
            connection.execution_options(riskgraph_writes=True)
            with connection.begin():
                yield Writing(connection, Stamp(at=datetime.now(UTC), actor=actor))

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()


def open_store(url: str) -> Store:
    """Return the store at a URL, made where there is none, migrated where it is older.

    Raises
    ------
    StoreRefused
        Where it cannot be reached, is no store of ours, is damaged, or is newer than this riskgraph.
    """
    file = file_of(url)
    try:
        if file is not None:
            _prepare(file)
        engine = engine_of(url)
        try:
            migrated(engine, url)
        except BaseException:
            engine.dispose()
            raise
        store = Store(url, engine)
        with store.writing("riskgraph") as writing:
            purge(writing.connection, writing.stamp.at)
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        raise StoreRefused("store.cannot_open", {"place": shown(url)}) from error
    return store


def engine_of(url: str) -> Engine:
    """Return an engine for a URL, set up for safety where it is SQLite."""
    if file_of(url) is None:
        return create_engine(url, pool_pre_ping=True)
    engine = create_engine(url, poolclass=NullPool, connect_args={"timeout": _BUSY_SECONDS, "check_same_thread": False})
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up(connection: Any, record: object) -> None:
    """Prepare a connection: transactions are begun by us, not by the driver."""
    connection.isolation_level = None
    for pragma in ("foreign_keys=ON", "synchronous=FULL", "journal_mode=DELETE", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    """Begin a transaction; one that writes takes the lock at once, so that it cannot find itself stale at the end."""
    writes = connection.get_execution_options().get("riskgraph_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _prepare(file: Path) -> None:
    """Make the folder and the file readable by the owner only, and refuse a file that is not ours."""
    if not file.parent.exists():
        file.parent.mkdir(mode=0o700, parents=True)
    if not file.exists():
        with suppress(FileExistsError):  # another process may be as quick
            os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    check_file(file)
    if os.name == "posix":
        file.chmod(0o600)


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
    connection = sqlite3.connect(file, timeout=_BUSY_SECONDS)
    try:
        (number,) = connection.execute("PRAGMA application_id").fetchone()
        tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if number != APPLICATION_ID and tables:
            raise StoreRefused("store.not_ours", {"place": str(file)})
        (said,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        raise StoreRefused("store.damaged", {"place": str(file)}) from error
    finally:
        connection.close()
    if said != "ok":
        raise StoreRefused("store.damaged", {"place": str(file)})
