"""Open the store: make it or migrate it, refuse what is not ours, and give short transactions.

The convention that bites: every change goes through `Store.writing`, one transaction that is done whole or not at
all, takes the write lock at its beginning, and says who writes. Readers never see half a change.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from riskgraph.errors import StoreRefused
from riskgraph.model.records import Stamp
from riskgraph.store.audit import add_line
from riskgraph.store.files import APPLICATION_ID, BUSY_SECONDS, prepare
from riskgraph.store.migrating import migrated
from riskgraph.store.place import file_of, shown
from riskgraph.store.uploads import has_old, purge

ITSELF = "riskgraph"  # who writes where nobody asked for it
_BUSY_CODES = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})


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
        """Give a connection in which all reads see one state.

        Raises
        ------
        StoreRefused
            ``store.busy`` or ``store.cannot_open`` where the database does not answer.
        """
        with _told(self.url, "store.cannot_open"), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self, actor: str) -> Iterator[Writing]:
        """Give a transaction that writes as `actor`: committed at the end, rolled back on any error.

        Raises
        ------
        StoreRefused
            ``store.busy`` where others hold the store for too long, ``store.cannot_write`` where there is no room
            or no right to write; nothing has been saved then.
        """
        with _told(self.url, "store.cannot_write"), self.engine.connect() as connection:
            connection.execution_options(riskgraph_writes=True)
            with connection.begin():
                yield Writing(connection, Stamp(at=datetime.now(UTC), actor=actor))

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()


@contextmanager
def _told(url: str, code: str) -> Iterator[None]:
    """Turn what a database says into an error of ours."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        # The low byte is the kind; the rest of SQLite's code tells how it came to that.
        is_busy = (getattr(cause, "sqlite_errorcode", 0) & 0xFF) in _BUSY_CODES
        raise StoreRefused("store.busy" if is_busy else code, {"place": shown(url)}) from error


def open_store(url: str) -> Store:
    """Return the store at a URL, made where there is none, migrated where it is older.

    Raises
    ------
    StoreRefused
        Where it cannot be reached, is no store of ours, is damaged, or is newer than this riskgraph.
    """
    file = file_of(url)
    with _told(url, "store.cannot_open"):
        try:
            if file is not None:
                prepare(file)
            store = Store(url, engine_of(url))
            with _closed_on_error(store):
                migrated(store.engine, url)
                _purge(store)
        except (OSError, ModuleNotFoundError, ValueError) as error:  # a missing driver, an impossible path, and so on
            raise StoreRefused("store.cannot_open", {"place": shown(url)}) from error
    return store


@contextmanager
def _closed_on_error(store: Store) -> Iterator[None]:
    try:
        yield
    except BaseException:
        store.close()
        raise


def _purge(store: Store) -> None:
    with store.reading() as connection:
        has_any = has_old(connection, datetime.now(UTC))
    if has_any:
        with store.writing(ITSELF) as writing:
            purge(writing)


def engine_of(url: str) -> Engine:
    """Return an engine for a URL, set up for safety where it is SQLite."""
    if file_of(url) is None:
        # All reads of a transaction see one state here too; writers come one after the other (`_begin_elsewhere`).
        engine = create_engine(url, poolclass=NullPool)
        event.listen(engine, "begin", _begin_elsewhere)
        return engine
    engine = create_engine(url, poolclass=NullPool, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False})
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up(connection: Any, record: object) -> None:
    """Prepare a connection: transactions are begun by us, not by the driver."""
    connection.isolation_level = None
    # Recursive triggers, because otherwise INSERT OR REPLACE would slip by those of the audit trail.
    for pragma in (
        "foreign_keys=ON", "synchronous=FULL", "journal_mode=DELETE", "secure_delete=ON", "recursive_triggers=ON",
    ):  # fmt: skip
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    """Begin a transaction; one that writes takes the lock at once, so that it cannot find itself stale at the end."""
    connection.exec_driver_sql("BEGIN IMMEDIATE" if _writes(connection) else "BEGIN")


def _begin_elsewhere(connection: Connection) -> None:
    """Let one writer in at a time, and let a reader see one state."""
    if _writes(connection):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({APPLICATION_ID})")
    else:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def _writes(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get("riskgraph_writes", False))
