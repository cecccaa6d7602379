"""Back up a store to a file, and put a backup back in its place.

The convention that bites: restoring needs no store that works, because one that is damaged is what a backup is for.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

from riskgraph.errors import StoreRefused
from riskgraph.store.files import BUSY_SECONDS, check_file, copied, now_in_a_name
from riskgraph.store.migrating import migrated
from riskgraph.store.opening import engine_of
from riskgraph.store.place import file_of, shown, url_of

if TYPE_CHECKING:
    from riskgraph.store.opening import Store

_JOURNAL = "-journal"
CAN_MOVE_OPEN_FILES = os.name == "posix"


def backup(store: Store, to: Path) -> Path:
    """Copy the store as it is now into a new file.

    Raises
    ------
    StoreRefused
        ``store.backup_exists`` where the file is there already, ``store.backup_postgres`` for another database,
        ``store.cannot_write``.
    """
    source = _file(store.url)
    try:
        if to.is_symlink() or to.exists():
            raise StoreRefused("store.backup_exists", {"file": to.name})
        return copied(source, to)
    except (OSError, ValueError, sqlite3.Error) as error:
        raise StoreRefused("store.cannot_write", {"place": str(to)}) from error


def restore(url: str, source: Path) -> Path | None:
    """Put a backup in the place of the store; return where the store that was there now lies.

    Raises
    ------
    StoreRefused
        Where the backup is no store of ours, is damaged, or is newer than this riskgraph, or the place cannot be
        written to; nothing is changed then.
    """
    target = _file(url)
    _check_source(source, target)
    half = target.with_name(f".riskgraph-restoring-{now_in_a_name()}.half")
    try:
        if not target.parent.exists():
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        copied(source, half)
        _bring_up_to_date(half)
        return _swapped(half, target)
    except (OSError, sqlite3.Error, SQLAlchemyError) as error:
        raise StoreRefused("store.cannot_write", {"place": shown(url)}) from error
    finally:
        with suppress(OSError):
            half.unlink(missing_ok=True)


def _check_source(source: Path, target: Path) -> None:
    """Refuse what is no backup, also the store itself."""
    try:
        if not source.is_file():
            raise StoreRefused("store.no_backup", {"file": source.name})
        if source.stat().st_size == 0:
            raise StoreRefused("store.not_ours", {"place": str(source)})
        if target.exists() and source.samefile(target):
            raise StoreRefused("store.is_the_store", {"file": source.name})
        check_file(source)
    except (OSError, ValueError, sqlite3.Error) as error:
        raise StoreRefused("store.no_backup", {"file": source.name}) from error


def _bring_up_to_date(half: Path) -> None:
    """Migrate the copy before it takes its place; the backup itself stays as it is."""
    engine = engine_of(url_of(half))
    try:
        migrated(engine, url_of(half), has_backup=False)
    finally:
        engine.dispose()


def _swapped(half: Path, target: Path) -> Path | None:
    """Put the copy in the place of the store, and the store beside it, while nobody writes."""
    if not target.exists():
        half.replace(target)
        return None
    aside = target.with_name(f"{target.name}.replaced-{now_in_a_name()}.backup")
    with _nobody_writing(target):
        _moved_aside(target, aside, target.with_name(f"{target.name}{_JOURNAL}"))
        half.replace(target)
    return aside


@contextmanager
def _nobody_writing(target: Path) -> Iterator[None]:
    """Hold the store against other writers; on Windows only see that there is none, and let go of the file."""
    with closing(sqlite3.connect(target, timeout=BUSY_SECONDS, isolation_level=None)) as held:
        try:
            held.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            raise  # others write, or the folder is read-only
        except sqlite3.DatabaseError:
            pass  # it is damaged: nobody else can write to it either
        if CAN_MOVE_OPEN_FILES:
            yield
    if not CAN_MOVE_OPEN_FILES:
        yield


def _moved_aside(target: Path, aside: Path, journal: Path) -> None:
    """Give the store its second name; the journal of a save that was cut off must not meet another file."""
    if journal.exists():
        journal.replace(aside.with_name(f"{aside.name}{_JOURNAL}"))
    try:
        os.link(target, aside)  # so that there is a store under the old name at every moment
    except OSError:
        target.replace(aside)  # a file system without links


def _file(url: str) -> Path:
    file = file_of(url)
    if file is None:
        raise StoreRefused("store.backup_postgres", {"place": shown(url)})
    return file
