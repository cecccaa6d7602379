"""The audit trail: every change has its line, the database refuses to alter one, and an outside change is found."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from riskgraph.errors import StoreRefused
from riskgraph.store.audit import audit_lines, first_broken
from riskgraph.store.opening import Store
from riskgraph.store.place import file_of
from riskgraph.text import catalogue
from tests.store.things import ACTOR, a_register

ALTERING = [
    "UPDATE audit SET body = 'x'",
    "DELETE FROM audit",
    "DELETE FROM audit WHERE sequence = 2",
    "INSERT OR REPLACE INTO audit SELECT sequence, register_id, 'x', hash FROM audit WHERE sequence = 1",
]


@pytest.mark.parametrize("statement", ALTERING)
def test_the_database_refuses_to_alter_a_line(store: Store, statement: str) -> None:
    a_register(store)
    before = audit_lines(store)

    with pytest.raises((StoreRefused, SQLAlchemyError)), store.writing(ACTOR) as w:
        w.connection.execute(text(statement))

    assert (audit_lines(store), first_broken(store)) == (before, None)


OUTSIDE = {
    "UPDATE audit SET body = replace(body, '調達', '総務') WHERE sequence = 3": 3,
    "DELETE FROM audit WHERE sequence = 2": 2,
    "UPDATE audit SET register_id = 'other' WHERE sequence = 4": 4,
    "UPDATE audit SET sequence = 99 WHERE sequence = 4": 4,
}


@pytest.mark.parametrize("statement", OUTSIDE)
def test_a_line_that_was_altered_outside_is_found(store: Store, statement: str) -> None:
    a_register(store)
    a_register(store)
    file = file_of(store.url)
    assert (first_broken(store), file is None) == (None, False)
    with closing(sqlite3.connect(str(file))) as outside:
        outside.execute("DROP TRIGGER audit_no_update")
        outside.execute("DROP TRIGGER audit_no_delete")
        outside.execute(statement)
        outside.commit()

    assert first_broken(store) == OUTSIDE[statement]


def test_lines_are_paged_newest_first_and_told_by_register(store: Store) -> None:
    first, second = a_register(store), a_register(store)

    newest = audit_lines(store, newest=3)
    assert [line.sequence for line in newest] == [4, 3, 2]
    assert [line.sequence for line in audit_lines(store, newest=3, before=newest[-1].sequence)] == [1]
    assert {line.register_id for line in audit_lines(store, register_id=second)} == {second}
    assert first != second


def test_a_very_long_text_is_cut_and_nothing_else_is_lost(store: Store) -> None:
    with store.writing("名" * 5000) as w:
        w.note("setting_put", subject="題" * 5000, reason="理" * 5000, number=1)

    (line,) = audit_lines(store)
    assert (len(line.subject), len(str(line.fields["reason"])), line.fields["number"]) == (200, 200, 1)


def test_a_text_that_looks_like_sql_is_only_text(store: Store) -> None:
    with store.writing("'; DROP TABLE audit; --") as w:
        w.note("setting_put", subject="' OR 1=1", register_id="x' OR '1'='1")

    assert [line.actor for line in audit_lines(store, register_id="x' OR '1'='1")] == ["'; DROP TABLE audit; --"]
    assert audit_lines(store, register_id="' OR 1=1 --") == ()


def test_every_action_has_a_sentence() -> None:
    told = {key.removeprefix("audit.") for key in catalogue() if key.startswith("audit.")}

    assert {"register_created", "version_undo", "questionnaire_reopened", "uploads_purged", "raw_file_deleted"} <= told
