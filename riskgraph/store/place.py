"""Where the store lies: named on the command line, else by the environment, else in the user's data folder.

The convention that bites: a place is always an SQLAlchemy URL from here on; for SQLite its path is absolute.
"""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_data_path
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from riskgraph.errors import StoreRefused

VARIABLE = "RISKGRAPH_STORE"
FILE = "riskgraph.sqlite3"
_SUFFIXES = frozenset({".sqlite3", ".sqlite", ".db"})
_POSTGRES = "postgresql+psycopg"  # the driver that is asked for where a URL names none


def location(given: str | None = None) -> str:
    """Return the URL of the store.

    Parameters
    ----------
    given
        A file, a folder (the store then lies in it under its usual name) or an SQLAlchemy URL.

    Raises
    ------
    StoreRefused
        ``store.bad_url`` for a URL that cannot be read, or of a database that cannot hold a store;
        ``store.cannot_open`` for a path that cannot be.
    """
    named = given or os.environ.get(VARIABLE, "")
    if not named:
        return url_of(user_data_path("riskgraph", appauthor=False) / FILE)
    if "://" in named:
        return _checked(named)
    try:
        place = Path(named).expanduser()
        is_folder = place.is_dir() or (not place.exists() and place.suffix.lower() not in _SUFFIXES)
        return url_of(place / FILE if is_folder else place)
    except (OSError, ValueError, RuntimeError) as error:  # too long for a name, or the home of nobody
        raise StoreRefused("store.cannot_open", {"place": named[:80]}) from error


def url_of(file: Path) -> str:
    """Return the URL of a store that is a file."""
    # Made by parts: a path may hold signs that mean something in a URL.
    return URL.create("sqlite", database=str(file.absolute())).render_as_string(hide_password=False)


def _checked(text: str) -> str:
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as error:
        raise _bad(text) from error
    if url.get_backend_name() == "postgresql":
        named = url.set(drivername=_POSTGRES) if url.drivername == "postgresql" else url
        return named.render_as_string(hide_password=False)
    # A store in memory would be lost at once, and options of SQLite could switch off what keeps it safe.
    if url.drivername not in ("sqlite", "sqlite+pysqlite") or url.database in (None, "", ":memory:") or url.query:
        raise _bad(text)
    return url_of(Path(str(url.database)))


def _bad(text: str) -> StoreRefused:
    # No more than the head of it: what follows may hold a password.
    return StoreRefused("store.bad_url", {"url": f"{text.partition('://')[0][:40]}://…"})


def file_of(url: str | URL) -> Path | None:
    """Return the file of an SQLite store, None for another database."""
    made = make_url(url)
    return Path(made.database) if made.get_backend_name() == "sqlite" and made.database else None


def shown(url: str | URL) -> str:
    """Return the place in words: the path, or the URL without its password."""
    file = file_of(url)
    return str(file) if file is not None else make_url(url).render_as_string(hide_password=True)
