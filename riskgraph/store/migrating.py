"""Bring a store to the newest form: a backup first, then every migration in one transaction.

The convention that bites: a store that was written by a newer riskgraph is refused and not touched.
"""

from __future__ import annotations

import threading
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from riskgraph.errors import StoreRefused
from riskgraph.store.files import copied, now_in_a_name
from riskgraph.store.place import file_of, shown

MIGRATIONS = Path(__file__).parent / "migrations"
KEPT_BACKUPS = 5
_ALEMBIC = threading.Lock()  # Alembic hands its context to the migrations through names of its module


def migrated(engine: Engine, url: str, *, migrations: Path = MIGRATIONS, has_backup: bool = True) -> None:
    """Migrate the store behind an engine where it is older than this riskgraph.

    Parameters
    ----------
    has_backup
        Whether an SQLite store is copied beside itself first.

    Raises
    ------
    StoreRefused
        ``store.newer`` where it was written by a newer one.
    """
    scripts = ScriptDirectory(str(migrations))
    head = scripts.get_current_head()
    with engine.connect() as connection:
        found = _revision(connection)
    if found == head:
        return
    with engine.connect() as connection:
        connection.execution_options(riskgraph_writes=True)
        with connection.begin():
            found = _revision(connection)
            if found == head:
                return  # another process was quicker
            known = {script.revision for script in scripts.walk_revisions()}
            if found is not None and found not in known:
                raise StoreRefused("store.newer", {"place": shown(url), "revision": found})
            if found is not None and has_backup:
                _backed_up(url, found)
            _upgrade(connection, migrations)


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _upgrade(connection: Connection, migrations: Path) -> None:
    config = Config()
    # A % in a path would be read as a reference to another option.
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    config.attributes["connection"] = connection
    with _ALEMBIC:
        command.upgrade(config, "head")


def _backed_up(url: str, revision: str) -> None:
    """Copy an SQLite store beside itself; the newest few copies are kept."""
    file = file_of(url)
    if file is None:
        return
    copied(file, file.with_name(f"{file.name}.before-{revision}-{now_in_a_name()}.backup"))
    copies = sorted(file.parent.glob(f"{file.name}.before-*.backup"), key=lambda f: f.name.rsplit("-", 1)[-1])
    for old in copies[:-KEPT_BACKUPS]:
        old.unlink(missing_ok=True)
