"""Back up a store to a file, and put a backup back in its place."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from riskgraph.errors import StoreRefused
from riskgraph.store.copying import copied
from riskgraph.store.opening import check_file, open_store
from riskgraph.store.place import file_of, shown

if TYPE_CHECKING:
    from riskgraph.store.opening import Store


def backup(store: Store, to: Path) -> Path:
    """Copy the store as it is now into a new file.

    Raises
    ------
    StoreRefused
        ``store.backup_exists`` where the file is there already, ``store.backup_postgres`` for another database,
        ``store.cannot_write``.
    """
    source = _file(store.url)
    if to.exists():
        raise StoreRefused("store.backup_exists", {"file": to.name})
    try:
        return copied(source, to)
    except (OSError, sqlite3.Error) as error:
        raise StoreRefused("store.cannot_write", {"place": str(to)}) from error


def restore(url: str, source: Path) -> Path | None:
    """Put a backup in the place of the store; return where the store that was there now lies.

    Raises
    ------
    StoreRefused
        Where the backup is no store of ours, is damaged, or is newer than this riskgraph; nothing is changed then.
    """
    target = _file(url)
    if not source.is_file():
        raise StoreRefused("store.no_backup", {"file": source.name})
    check_file(source)
    now = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    half = target.with_name(f"{target.name}.restoring-{now}")
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        copied(source, half)
        # Opening migrates and checks the copy, so that nothing unusable takes the place of what works.
        open_store(f"sqlite:///{half}").close()
        aside = None
        if target.exists():
            aside = target.with_name(f"{target.name}.replaced-{now}.backup")
            copied(target, aside)
        half.replace(target)
    except (OSError, sqlite3.Error) as error:
        raise StoreRefused("store.cannot_write", {"place": shown(url)}) from error
    finally:
        half.unlink(missing_ok=True)
    return aside


def _file(url: str) -> Path:
    file = file_of(url)
    if file is None:
        raise StoreRefused("store.backup_postgres", {"place": shown(url)})
    return file
