"""Migrations: they give the tables that the code expects, a backup comes first, and a failing one changes nothing."""

from __future__ import annotations

import shutil
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from riskgraph.errors import StoreRefused
from riskgraph.store import migrating
from riskgraph.store.migrating import MIGRATIONS, migrated
from riskgraph.store.opening import Store, open_store
from riskgraph.store.place import location
from riskgraph.store.registers import submission_of
from riskgraph.store.tables import METADATA
from tests.store.things import a_register, faults, rows

SECOND = '''
"""A later form of the store."""

import sqlalchemy as sa
from alembic import op

revision = "9002"
down_revision = "{before}"


def upgrade() -> None:
    op.create_table("later", sa.Column("number", sa.Integer(), primary_key=True))
    {then}
'''


def head() -> str:
    with_versions = sorted(MIGRATIONS.glob("versions/r*.py"))
    return with_versions[-1].name[1:5]


def later_migrations(tmp_path: Path, *, then: str = "pass") -> Path:
    """Return a folder of migrations that has one more."""
    folder = tmp_path / "migrations %d"  # a sign that Alembic's own configuration would read as a reference
    shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "r9002_later.py").write_text(SECOND.format(before=head(), then=then), encoding="utf-8")
    return folder


def test_the_migrations_give_the_tables_that_the_code_expects(store: Store) -> None:
    with store.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_a_store_that_is_up_to_date_is_opened_without_a_backup(store: Store, tmp_path: Path) -> None:
    open_store(store.url).close()

    assert [place.name for place in (tmp_path / "store").iterdir()] == ["riskgraph.sqlite3"]


def test_a_store_of_a_newer_riskgraph_is_refused_in_one_line_and_not_touched(store: Store, tmp_path: Path) -> None:
    migrated(store.engine, store.url, migrations=later_migrations(tmp_path))
    before = (tmp_path / "store" / "riskgraph.sqlite3").read_bytes()

    with pytest.raises(StoreRefused) as error:
        open_store(store.url)

    assert (error.value.code, error.value.fields["revision"]) == ("store.newer", "9002")
    assert error.value.fields["place"] == str(tmp_path / "store" / "riskgraph.sqlite3")
    assert (tmp_path / "store" / "riskgraph.sqlite3").read_bytes() == before


def test_an_older_store_is_backed_up_and_then_migrated(store: Store, tmp_path: Path) -> None:
    register_id = a_register(store, "甲")
    migrated(store.engine, store.url, migrations=later_migrations(tmp_path))

    (copy,) = (tmp_path / "store").glob("*.backup")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert copy.name.startswith(f"riskgraph.sqlite3.before-{head()}-")
    assert (submission_of(store, register_id), faults(store)) == (rows("甲"), [])
    copied = open_store(location(str(shutil.copy(copy, tmp_path / "copy.sqlite3"))))
    assert (submission_of(copied, register_id), faults(copied)) == (rows("甲"), [])
    with closing(sqlite3.connect(tmp_path / "store" / "riskgraph.sqlite3")) as raw:
        assert raw.execute("SELECT count(*) FROM later").fetchone() == (0,)


def test_a_migration_that_fails_leaves_the_old_store_as_it_was(store: Store, tmp_path: Path) -> None:
    register_id = a_register(store, "甲")
    broken = later_migrations(tmp_path, then="raise RuntimeError('half way')")

    with pytest.raises(RuntimeError, match="half way"):
        migrated(store.engine, store.url, migrations=broken)

    again = open_store(store.url)
    assert (submission_of(again, register_id), faults(again)) == (rows("甲"), [])
    with closing(sqlite3.connect(tmp_path / "store" / "riskgraph.sqlite3")) as raw:
        assert raw.execute("SELECT count(*) FROM sqlite_master WHERE name = 'later'").fetchone() == (0,)


def test_without_a_backup_there_is_no_migration(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(*_: object) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(migrating, "copied", no_room)
    with pytest.raises(OSError, match="No space"):
        migrated(store.engine, store.url, migrations=later_migrations(tmp_path))

    assert open_store(store.url).url == store.url


def test_the_last_five_backups_are_kept(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "store"
    for number in range(7):
        (folder / f"riskgraph.sqlite3.before-000{number}-2026010{number}T000000000000Z.backup").touch()
    (folder / "mine.backup").touch()
    migrated(store.engine, store.url, migrations=later_migrations(tmp_path))

    kept = sorted(place.name for place in folder.glob("riskgraph.sqlite3.before-*.backup"))
    assert len(kept) == 5
    assert [name[:29] for name in kept if "-2026010" in name] == [
        f"riskgraph.sqlite3.before-000{n}" for n in (3, 4, 5, 6)
    ]
    assert (folder / "mine.backup").exists()
