"""Deleting: the content goes for good, a tombstone stays, and nothing that others need goes with it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskgraph.errors import WrongUse
from riskgraph.model.months import months_later
from riskgraph.model.records import KeptKind, Retention, VersionKind
from riskgraph.store.assessments import assessments, keep_assessment, kept_assessment
from riskgraph.store.deletion import (
    delete_assessment,
    delete_expired,
    delete_questionnaire,
    delete_raw_files,
    delete_register,
    expired,
    retention,
    set_retention,
    tombstones,
)
from riskgraph.store.opening import Store
from riskgraph.store.parameters import parameter_sets, save_parameters
from riskgraph.store.place import file_of as place_of
from riskgraph.store.questionnaires import file_of, forms_of, questionnaires, receive
from riskgraph.store.registers import (
    files_of,
    make_current,
    registers,
    rename_register,
    save_version,
    submission_of,
    versions,
)
from riskgraph.store.requests import make_requests, requests
from riskgraph.store.uploads import stage, staged
from riskgraph.store.verifications import record_verification, verifications
from tests.store.things import (
    ACTOR,
    DAY,
    OTHER,
    a_draft,
    a_form,
    a_register,
    a_verification,
    an_assessment,
    counts,
    faults,
    inputs,
    rows,
)

SECRET = b"a very secret line that must not be found in the file afterwards"


def full(store: Store) -> str:
    """Make a register with one of everything."""
    register_id = a_register(store, "甲", files=(("台帳.xlsx", SECRET),))
    with store.writing(ACTOR) as w:
        make_requests(w, register_id, [a_draft()])
        receive(w, register_id, a_form(), b"returned", party_id="A", request_id=1, received_on=DAY)
        record_verification(w, register_id, a_verification())
        save_parameters(w, register_id, b"a: 1", based_on=0, reason="")
        keep_assessment(w, inputs(register_id), an_assessment(), rows("甲"))
        stage(w, "register", [("次.xlsx", b"next")], register_id=register_id)
    return register_id


def test_a_deleted_register_leaves_its_line_its_tombstone_and_the_trail(store: Store) -> None:
    register_id = full(store)
    with store.writing(OTHER) as w:
        set_retention(w, register_id, Retention(raw_file=1))
        delete_register(w, register_id, reason="契約終了")

    (record,) = registers(store)
    assert record.deleted is not None and record.deleted.actor == OTHER
    (stone,) = tombstones(store, register_id)
    assert (stone.kind, stone.subject, stone.reason) == (KeptKind.REGISTER, register_id, "契約終了")
    lists = (versions, requests, questionnaires, verifications, parameter_sets, assessments)
    assert [of(store, register_id) for of in lists] == [()] * len(lists)
    assert expired(store, register_id, date.max) == ()
    assert (counts(store)["blobs"], counts(store)["uploads"], faults(store)) == (0, 0, [])


def test_what_was_deleted_cannot_be_read_or_written(store: Store) -> None:
    register_id = full(store)
    with store.writing(ACTOR) as w:
        delete_register(w, register_id, reason="")

    with pytest.raises(WrongUse, match=r"store\.is_deleted"):
        submission_of(store, register_id)
    for write in (
        lambda w: save_version(w, register_id, rows(), based_on=1, kind=VersionKind.EDIT),
        lambda w: rename_register(w, register_id, "x"),
        lambda w: make_requests(w, register_id, [a_draft()]),
        lambda w: delete_register(w, register_id, reason=""),
        lambda w: set_retention(w, register_id, Retention()),
        lambda w: keep_assessment(w, inputs(register_id), an_assessment(), rows()),
    ):
        with pytest.raises(WrongUse, match=r"store\.is_deleted"), store.writing(ACTOR) as w:
            write(w)


def test_numbers_of_a_deleted_register_are_never_given_again(store: Store) -> None:
    register_id = full(store)
    with store.writing(ACTOR) as w:
        delete_register(w, register_id, reason="")
    other = full_numbers(store)

    assert other == (2, 2, 2, 2, 2)


def full_numbers(store: Store) -> tuple[int, ...]:
    register_id = full(store)
    return (
        requests(store, register_id)[0].request_id,
        questionnaires(store, register_id)[0].questionnaire_id,
        verifications(store, register_id)[0].verification_id,
        parameter_sets(store, register_id)[0].parameters_id,
        assessments(store, register_id)[0].assessment_id,
    )


def test_nothing_of_a_deleted_file_is_left_in_the_store_s_file(store: Store) -> None:
    # What is deleted is hard to recognise when it is compressed, so that its compressed form is looked for.
    register_id = a_register(store, files=(("台帳.xlsx", SECRET),))
    place = place_of(store.url)
    assert place is not None
    with store.reading() as connection:
        packed = connection.exec_driver_sql("SELECT content FROM blobs WHERE size = ?", (len(SECRET),)).scalar_one()
    assert packed in place.read_bytes()

    with store.writing(ACTOR) as w:
        delete_raw_files(w, register_id, 1, reason="期限")

    assert packed not in place.read_bytes()


def test_raw_files_go_and_the_rows_stay(store: Store) -> None:
    register_id = a_register(store, "甲", files=(("一.xlsx", b"1"), ("二.xlsx", b"2")))
    with store.writing(ACTOR) as w:
        delete_raw_files(w, register_id, 1, reason="期限")

    assert [(f.name, f.data) for f in files_of(store, register_id, 1)] == [("一.xlsx", None), ("二.xlsx", None)]
    assert submission_of(store, register_id) == rows("甲")
    assert {stone.subject for stone in tombstones(store)} == {"1/0", "1/1"}
    with pytest.raises(WrongUse, match=r"store\.no_such_record"), store.writing(ACTOR) as w:
        delete_raw_files(w, register_id, 1, reason="")


def test_the_files_of_a_restored_version_are_those_it_was_read_from(store: Store) -> None:
    register_id = a_register(store, "甲", files=(("一.xlsx", b"1"),))
    with store.writing(ACTOR) as w:
        save_version(w, register_id, rows("乙"), based_on=1, kind=VersionKind.EDIT)
        make_current(w, register_id, 1, based_on=2, reason="")
        delete_raw_files(w, register_id, 3, reason="期限")

    assert [file.data for file in files_of(store, register_id, 1)] == [None]


def test_a_file_that_another_version_was_read_from_too_stays_for_that_one(store: Store) -> None:
    register_id = a_register(store, "甲", files=(("一.xlsx", b"1"),))
    with store.writing(ACTOR) as w:
        save_version(w, register_id, rows("乙"), based_on=1, kind=VersionKind.IMPORT, files=[("写し.xlsx", b"1")])
        delete_raw_files(w, register_id, 1, reason="")

    assert [file.data for file in files_of(store, register_id, 2)] == [b"1"]
    assert (files_of(store, register_id, 1)[0].data, faults(store)) == (None, [])


def test_a_questionnaire_goes_with_its_answers_and_can_be_received_again(store: Store) -> None:
    register_id = full(store)
    with store.writing(ACTOR) as w:
        delete_questionnaire(w, 1, reason="依頼")

    assert (file_of(store, 1), forms_of(store, [1])) == (None, {})
    assert questionnaires(store, register_id)[0].deleted is not None
    assert faults(store) == []
    with store.writing(ACTOR) as w:
        again = receive(w, register_id, a_form(), b"returned", party_id="A", request_id=1, received_on=DAY)
    assert (again.questionnaire_id, file_of(store, 2)) == (2, b"returned")
    with pytest.raises(WrongUse, match=r"store\.no_such_record"), store.writing(ACTOR) as w:
        delete_questionnaire(w, 1, reason="")


def test_an_assessment_goes_and_its_line_stays(store: Store) -> None:
    register_id = full(store)
    with store.writing(ACTOR) as w:
        delete_assessment(w, 1, reason="")

    assert (kept_assessment(store, 1), assessments(store, register_id)[0].deleted is None) == (None, False)
    assert (submission_of(store, register_id), faults(store)) == (rows("甲"), [])


def test_nothing_expires_until_somebody_sets_a_retention(store: Store) -> None:
    register_id = full(store)

    assert retention(store, register_id) == Retention()
    assert expired(store, register_id, date.max) == ()


def test_what_is_older_than_its_retention_is_named_and_deleted_on_demand(store: Store) -> None:
    register_id = full(store)
    with store.writing(ACTOR) as w:
        set_retention(w, register_id, Retention(raw_file=1, questionnaire=12, assessment=None))
    made_on = registers(store)[0].made.at.astimezone(UTC).date()

    soon = expired(store, register_id, months_later(made_on, 2))
    late = expired(store, register_id, months_later(made_on, 13))
    assert [(item.kind, item.subject, item.label) for item in soon] == [(KeptKind.RAW_FILE, "1", "台帳.xlsx")]
    assert {item.kind for item in late} == {KeptKind.RAW_FILE, KeptKind.QUESTIONNAIRE}
    with store.writing(ACTOR) as w:
        delete_expired(w, register_id, late)
    assert expired(store, register_id, date.max) == ()
    assert (file_of(store, 1), files_of(store, register_id, 1)[0].data, faults(store)) == (None, None, [])


def test_a_retention_ends_on_the_day_of_the_register_s_zone(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    late_evening = datetime(2026, 3, 31, 16, 0, tzinfo=UTC)  # the first of April in Japan

    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):  # type: ignore[no-untyped-def]
            return late_evening

    monkeypatch.setattr("riskgraph.store.opening.datetime", Clock)
    register_id = a_register(store)
    with store.writing(ACTOR) as w:
        set_retention(w, register_id, Retention(raw_file=1))

    assert expired(store, register_id, date(2026, 4, 30)) == ()
    assert [item.expired_on for item in expired(store, register_id, date(2026, 5, 1))] == [date(2026, 5, 1)]


@given(st.dates(max_value=date(2200, 1, 1)), st.integers(1, 1200))
def test_months_are_counted_as_people_count_them(day: date, months: int) -> None:
    later = months_later(day, months)

    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    is_last = (later + timedelta(days=1)).month != later.month
    assert later.day == day.day or (later.day < day.day and is_last)


def test_staged_files_of_a_deleted_register_go_with_it(store: Store) -> None:
    register_id = a_register(store)
    with store.writing(ACTOR) as w:
        upload_id = stage(w, "register", [("次.xlsx", b"next")], register_id=register_id)
        delete_register(w, register_id, reason="")

    assert staged(store, upload_id) is None
