"""Copy an SQLite store as it is at one moment, also while others write to it."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path


def copied(source: Path, target: Path) -> Path:
    """Copy a store to a new file that only its owner can read; the target appears whole or not at all.

    Raises
    ------
    OSError, sqlite3.Error
        Where the one cannot be read or the other not be written.
    """
    half = target.with_name(f".{target.name}.{os.getpid()}.half")
    half.unlink(missing_ok=True)
    os.close(os.open(half, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(half)) as new:
            old.backup(new)
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)
    return target
