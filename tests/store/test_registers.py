"""Registers: every save is a new version, a stale one is refused, and what was saved stays as it was."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from riskgraph.errors import StaleSave, WrongUse
from riskgraph.model.records import VersionKind
from riskgraph.model.submission import Submission
from riskgraph.store.opening import Store
from riskgraph.store.registers import (
    create_register,
    files_of,
    make_current,
    registers,
    rename_register,
    save_version,
    submission_of,
    undo_last,
    versions,
)
from tests.store.things import ACTOR, OTHER, a_register, actions, counts, faults, rows


def edit(store: Store, register_id: str, *names: str, based_on: int, actor: str = ACTOR) -> int:
    with store.writing(actor) as w:
        saved = save_version(w, register_id, rows(*names), based_on=based_on, kind=VersionKind.EDIT)
    return saved.number


def undo(store: Store, register_id: str, *, based_on: int) -> int:
    with store.writing(ACTOR) as w:
        return undo_last(w, register_id, based_on=based_on, reason="誤り").content_number


def test_a_register_is_kept_with_its_rows_its_files_and_who_made_it(store: Store) -> None:
    with store.writing(ACTOR) as w:
        version = create_register(w, "本社", rows("甲"), files=[("台帳.xlsx", b"bytes")], is_sample=True, reason="初回")

    (record,) = registers(store)
    assert (record.name, record.is_sample, record.number, record.made.actor) == ("本社", True, 1, ACTOR)
    assert (version.number, version.based_on, version.kind, version.reason) == (1, 0, VersionKind.IMPORT, "初回")
    assert submission_of(store, record.register_id) == rows("甲")
    assert [(f.name, f.data) for f in files_of(store, record.register_id, 1)] == [("台帳.xlsx", b"bytes")]
    assert versions(store, record.register_id) == (version,)


def test_a_stale_save_is_refused_and_names_who_saved(store: Store) -> None:
    register_id = a_register(store, "甲")
    edit(store, register_id, "乙", based_on=1, actor=OTHER)
    before = counts(store)

    with pytest.raises(StaleSave) as refused:
        edit(store, register_id, "丙", based_on=1)

    at = versions(store, register_id)[0].made.at.isoformat()
    assert refused.value.code == "store.stale_register"
    assert refused.value.fields == {"base": 1, "current": 2, "actor": OTHER, "at": at}
    assert (submission_of(store, register_id), counts(store)) == (rows("乙"), before)


@pytest.mark.parametrize("call", [make_current, undo_last])
def test_bringing_rows_back_can_be_stale_too(store: Store, call: object) -> None:
    register_id = a_register(store, "甲")
    edit(store, register_id, "乙", based_on=1)

    with pytest.raises(StaleSave), store.writing(ACTOR) as w:
        if call is make_current:
            make_current(w, register_id, 1, based_on=1, reason="")
        else:
            undo_last(w, register_id, based_on=1, reason="")

    assert len(versions(store, register_id)) == 2


def test_an_earlier_version_is_made_current_as_a_new_one_with_its_files(store: Store) -> None:
    register_id = a_register(store, "甲", files=(("一.xlsx", b"1"),))
    edit(store, register_id, "乙", based_on=1)

    with store.writing(ACTOR) as w:
        version = make_current(w, register_id, 1, based_on=2, reason="戻す")

    assert (version.number, version.based_on, version.kind, version.content_number) == (3, 2, VersionKind.RESTORE, 1)
    assert submission_of(store, register_id) == rows("甲")
    assert [file.name for file in files_of(store, register_id, 3)] == ["一.xlsx"]


def test_undone_again_and_again_the_saves_are_taken_back_one_by_one_until_the_first(store: Store) -> None:
    register_id = a_register(store, "甲")
    edit(store, register_id, "乙", based_on=1)
    edit(store, register_id, "丙", based_on=2)

    assert [undo(store, register_id, based_on=3), undo(store, register_id, based_on=4)] == [2, 1]
    with pytest.raises(WrongUse, match=r"store\.nothing_to_undo"):
        undo(store, register_id, based_on=5)
    assert submission_of(store, register_id) == rows("甲")


def test_an_edit_after_an_undoing_is_undone_to_what_it_started_from(store: Store) -> None:
    register_id = a_register(store, "甲")
    edit(store, register_id, "乙", based_on=1)
    undo(store, register_id, based_on=2)
    edit(store, register_id, "丁", based_on=3)

    assert undo(store, register_id, based_on=4) == 1
    assert submission_of(store, register_id) == rows("甲")


def test_undoing_a_restored_version_brings_back_what_it_replaced(store: Store) -> None:
    register_id = a_register(store, "甲")
    edit(store, register_id, "乙", based_on=1)
    with store.writing(ACTOR) as w:
        make_current(w, register_id, 1, based_on=2, reason="")

    assert undo(store, register_id, based_on=3) == 2
    assert submission_of(store, register_id) == rows("乙")


def test_many_undoings_in_a_row_do_not_break_it(store: Store) -> None:
    register_id = a_register(store, "甲")
    with store.writing(ACTOR) as w:
        for number in range(1, 60):
            save_version(w, register_id, rows(str(number)), based_on=number, kind=VersionKind.EDIT)
        for number in range(60, 119):
            undo_last(w, register_id, based_on=number, reason="")

    assert submission_of(store, register_id) == rows("甲")


def test_of_the_first_version_there_is_nothing_to_undo(store: Store) -> None:
    register_id = a_register(store)

    with pytest.raises(WrongUse, match=r"store\.nothing_to_undo"):
        undo(store, register_id, based_on=1)


def test_an_error_in_the_middle_leaves_nothing_of_the_whole_transaction(store: Store) -> None:
    register_id = a_register(store, "甲")
    before = counts(store)

    with pytest.raises(ZeroDivisionError), store.writing(ACTOR) as w:
        save_version(w, register_id, rows("乙"), based_on=1, kind=VersionKind.EDIT, files=[("二.xlsx", b"2")])
        raise ZeroDivisionError

    assert (counts(store), submission_of(store, register_id), faults(store)) == (before, rows("甲"), [])


def test_a_register_is_renamed_and_the_trail_tells_it_without_the_name(store: Store) -> None:
    register_id = a_register(store)
    with store.writing(ACTOR) as w:
        rename_register(w, register_id, "秘密の名称")

    assert [record.name for record in registers(store)] == ["秘密の名称"]
    assert actions(store) == ["register_created", "version_import", "register_renamed"]


def test_registers_come_newest_first_and_know_nothing_of_each_other(store: Store) -> None:
    first, second = a_register(store, "甲"), a_register(store, "乙")
    edit(store, first, "丙", based_on=1)

    assert [(r.register_id, r.number) for r in registers(store)] == [(second, 1), (first, 2)]
    assert submission_of(store, second) == rows("乙")


@pytest.mark.parametrize("number", [0, 2, -1])
def test_a_version_that_is_not_there_is_refused(store: Store, number: int) -> None:
    register_id = a_register(store)

    with pytest.raises(WrongUse, match=r"store\.no_such_version"):
        submission_of(store, register_id, number)
    with pytest.raises(WrongUse, match=r"store\.no_such_register"):
        submission_of(store, "nobody")


HOSTILE = [
    ("../../etc/passwd", "passwd"), ("C:\\Users\\x\\台帳.xlsx", "台帳.xlsx"), ("", "_"), ("/", "_"), ("..", ".."),
    ("a\nb\x00c.xlsx", "a_b_c.xlsx"), ("長" * 1000, "長" * 255), ("\u202egnp.exe", "_gnp.exe"),
]  # fmt: skip


@pytest.mark.parametrize(("given_name", "kept"), HOSTILE)
def test_a_hostile_file_name_is_a_label_and_never_a_place(store: Store, given_name: str, kept: str) -> None:
    register_id = a_register(store, files=((given_name, b"x"),))

    (file,) = files_of(store, register_id, 1)
    assert (file.name, file.data, versions(store, register_id)[0].files[0].file) == (kept, b"x", kept)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("edit"), st.sampled_from(["甲", "乙", "丙"])),
        st.tuples(st.just("restore"), st.integers(1, 12)),
        st.tuples(st.just("undo"), st.none()),
    ),
    max_size=12,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_is_saved_restored_and_undone_every_version_stays_as_it_was(
    store: Store, steps: list[tuple[str, str | int | None]]
) -> None:
    register_id = a_register(store, "始")
    saved: list[Submission] = [rows("始")]
    undone: list[Submission] = []  # what further undoing gives, the next one last
    for step, value in steps:
        based_on, now = len(saved), saved[-1]
        with store.writing(ACTOR) as w:
            if step == "edit":
                save_version(w, register_id, rows(str(value)), based_on=based_on, kind=VersionKind.EDIT)
                saved.append(rows(str(value)))
                undone.append(now)
            elif step == "restore" and isinstance(value, int) and value <= based_on:
                make_current(w, register_id, value, based_on=based_on, reason="")
                saved.append(saved[value - 1])
                undone.append(now)
            elif step == "undo" and undone:
                undo_last(w, register_id, based_on=based_on, reason="")
                saved.append(undone.pop())

    numbers = range(1, len(saved) + 1)
    assert [version.number for version in versions(store, register_id)] == list(reversed(numbers))
    assert [submission_of(store, register_id, number) for number in numbers] == saved
    assert faults(store) == []
