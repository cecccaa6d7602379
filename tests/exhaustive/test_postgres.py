"""The store on PostgreSQL, held to the same tests as on SQLite; run by `make postgres` with a database at hand.

Each test has a schema of its own, which is dropped afterwards. A missing URL is a failure here.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.engine import make_url

from riskgraph.errors import StoreRefused
from riskgraph.store.audit import audit_lines, first_broken
from riskgraph.store.migrating import migrated
from riskgraph.store.opening import Store, open_store
from riskgraph.store.place import location
from riskgraph.store.tables import METADATA
from tests.store.test_at_once import *  # noqa: F403 - the very same tests
from tests.store.test_deletion import *  # noqa: F403
from tests.store.test_migrating import later_migrations
from tests.store.test_records import *  # noqa: F403
from tests.store.test_registers import *  # noqa: F403
from tests.store.things import ACTOR, a_register

pytestmark = [pytest.mark.exhaustive, pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")]
# These look into the file of an SQLite store.
del test_nothing_of_a_deleted_file_is_left_in_the_store_s_file  # noqa: F821


@pytest.fixture
def store() -> Iterator[Store]:
    """Return an open, empty store in a schema of its own."""
    given = os.environ.get("RISKGRAPH_TEST_POSTGRES", "")
    assert given, "RISKGRAPH_TEST_POSTGRES names no database"
    url = make_url(location(given))
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    schema = f"riskgraph_test_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f'CREATE SCHEMA "{schema}"')
        own = url.update_query_dict({"options": f"-csearch_path={schema}"})
        opened = open_store(own.render_as_string(hide_password=False))
        try:
            yield opened
        finally:
            opened.close()
            connection.execute(f'DROP SCHEMA "{schema}" CASCADE')


def test_the_migrations_give_the_tables_that_the_code_expects(store: Store) -> None:
    with store.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


@pytest.mark.parametrize("statement", ["UPDATE audit SET body = 'x'", "DELETE FROM audit", "TRUNCATE audit"])
def test_the_database_refuses_to_alter_a_line(store: Store, statement: str) -> None:
    a_register(store)
    before = audit_lines(store)

    with pytest.raises(StoreRefused), store.writing(ACTOR) as w:
        w.connection.execute(text(statement))

    assert (audit_lines(store), first_broken(store)) == (before, None)


def test_a_store_of_a_newer_riskgraph_is_refused(store: Store, tmp_path) -> None:
    migrated(store.engine, store.url, migrations=later_migrations(tmp_path))

    with pytest.raises(StoreRefused, match=r"store\.newer"):
        open_store(store.url)


def test_a_reader_sees_one_state_while_others_save(store: Store) -> None:
    a_register(store)
    with store.reading() as connection:
        count = text("SELECT count(*) FROM registers")
        first = connection.execute(count).scalar_one()
        a_register(store)
        assert connection.execute(count).scalar_one() == first == 1
