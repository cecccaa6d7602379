"""Many questionnaires kept at once are what they would be one after the other."""

from __future__ import annotations

import pytest

from riskgraph.model.questionnaire import ReturnedForm
from riskgraph.store import blobs
from riskgraph.store.audit import audit_lines, first_broken
from riskgraph.store.opening import Store
from riskgraph.store.questionnaires import (
    Arrived,
    file_of,
    forms_of,
    questionnaires,
    receive,
    receive_many,
)
from tests.store.things import ACTOR, DAY, a_form, a_register

ZIP = b"PK\x03\x04" + bytes(range(256)) * 40


def form(name: str, form_id: str = "short") -> ReturnedForm:
    return a_form().model_copy(update={"file": name, "form_id": form_id})


ARRIVED = (
    Arrived(form("1.xlsx"), b"one", "A"),
    Arrived(form("2.xlsx"), ZIP, "B", 7),
    Arrived(form("1 again.xlsx"), b"one", "A"),
    Arrived(form("for another.xlsx"), b"one", "B"),
    Arrived(form("by a map.xlsx", "map:m"), b"one", "A"),
)


def essence(store: Store, register_id: str) -> list[tuple[object, ...]]:
    return [(r.file, r.party_id, r.request_id, r.sha256, r.form_id) for r in questionnaires(store, register_id)]


def test_many_at_once_are_kept_as_one_after_the_other(store):
    one_by_one, at_once = (a_register(store) for _ in range(2))
    with store.writing(ACTOR) as w:
        single = [
            receive(w, one_by_one, a.form, a.data, party_id=a.party_id, request_id=a.request_id, received_on=DAY)
            for a in ARRIVED
        ]
    with store.writing(ACTOR) as w:
        many = receive_many(w, at_once, ARRIVED, received_on=DAY)

    assert essence(store, at_once) == essence(store, one_by_one)
    assert [r.file for r in many] == [r.file for r in single]
    assert many[0] == many[2]
    assert len({r.questionnaire_id for r in (*many, *single)}) == 8
    assert first_broken(store) is None
    assert [line.fields for line in audit_lines(store, register_id=at_once)][:4] == [
        line.fields for line in audit_lines(store, register_id=one_by_one)
    ][:4]


def test_what_was_kept_comes_back_as_it_was(store):
    register_id = a_register(store)
    with store.writing(ACTOR) as w:
        records = receive_many(w, register_id, ARRIVED, received_on=DAY)

    ids = [record.questionnaire_id for record in records]
    assert [file_of(store, number) for number in ids] == [one.data for one in ARRIVED]
    assert forms_of(store, ids)[ids[1]] == ARRIVED[1].form


def test_what_is_there_already_is_not_kept_again(store):
    register_id = a_register(store)
    for _ in range(2):
        with store.writing(ACTOR) as w:
            receive_many(w, register_id, ARRIVED, received_on=DAY)

    assert len(questionnaires(store, register_id)) == 4


def test_none_at_all_is_no_trouble(store):
    register_id = a_register(store)
    with store.writing(ACTOR) as w:
        assert receive_many(w, register_id, (), received_on=DAY) == ()


@pytest.mark.parametrize("count", [1, 450])
def test_contents_are_kept_once_however_many_come(store, count):
    contents = [str(number % 300).encode() for number in range(count)]
    with store.writing(ACTOR) as w:
        names = blobs.put_many(w.connection, contents)
        assert [blobs.get(w.connection, name) for name in names] == contents
