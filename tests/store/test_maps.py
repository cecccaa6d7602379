"""Maps of other people's forms in the store: by version, for all registers, and never lost with one of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from riskgraph.errors import StaleSave, WrongUse
from riskgraph.model.form_map import FormMap, MapEntry
from riskgraph.model.questionnaire import ReturnedForm
from riskgraph.store.audit import audit_lines
from riskgraph.store.deletion import delete_register
from riskgraph.store.maps import keep_map, map_versions, maps
from riskgraph.store.opening import Store, open_store
from riskgraph.store.place import location
from riskgraph.store.questionnaires import receive
from tests.store.things import ACTOR, DAY, OTHER, a_form, a_register, faults, put_back

FINGERPRINT = "f" * 64


def a_map(*controls: str, number: int = 1, title: str = "様式A", map_id: str = "m1") -> FormMap:
    entry = MapEntry(key="1", text="設問", control_ids=controls, is_confirmed=True)
    return FormMap(map_id=map_id, number=number, title=title, fingerprint=FINGERPRINT, entries=(entry,))


def kept(store: Store, form_map: FormMap, actor: str = ACTOR) -> FormMap:
    with store.writing(actor) as w:
        return keep_map(w, form_map)


def test_a_map_is_kept_with_its_number_and_read_back(store: Store) -> None:
    first = kept(store, a_map("SYS-01"))
    second = kept(store, a_map("SYS-02", number=first.number))
    other = kept(store, a_map("SYS-03", title="様式0", map_id="m2"))
    assert (first.number, second.number, other.number) == (1, 2, 1)
    assert maps(store) == (other, second)
    assert map_versions(store, "m1") == (second, first)
    assert map_versions(store, "none") == ()
    assert faults(store) == []


def test_an_equal_map_is_kept_once(store: Store) -> None:
    first = kept(store, a_map("SYS-01"))
    assert kept(store, a_map("SYS-01", number=7)) == first
    assert map_versions(store, "m1") == (first,)


def test_a_map_that_somebody_else_changed_is_not_overwritten(store: Store) -> None:
    kept(store, a_map("SYS-01"))
    kept(store, a_map("SYS-02", number=1), OTHER)
    with pytest.raises(StaleSave) as stale:
        kept(store, a_map("SYS-03", number=1))
    assert stale.value.code == "store.stale_map"
    assert (stale.value.fields["base"], stale.value.fields["current"], stale.value.fields["actor"]) == (1, 2, OTHER)
    assert len(map_versions(store, "m1")) == 2


@pytest.mark.parametrize("map_id", ["", "../m", "a b", "x" * 65, "版"])
def test_an_id_that_could_be_anything_else_is_refused(store: Store, map_id: str) -> None:
    with pytest.raises(WrongUse):
        kept(store, a_map("SYS-01", map_id=map_id))
    assert maps(store) == ()


def test_keeping_a_map_stands_in_the_trail_without_its_questions(store: Store) -> None:
    kept(store, a_map("SYS-01"))
    (line,) = audit_lines(store)
    assert (line.action, line.subject, line.fields) == ("map_kept", "m1", {"number": 1, "confirmed": 1})


def test_deleting_a_register_leaves_the_maps(store: Store) -> None:
    register_id = a_register(store, "甲")
    first = kept(store, a_map("SYS-01"))
    with store.writing(ACTOR) as w:
        delete_register(w, register_id, reason="終了")
    assert maps(store) == (first,)
    assert faults(store) == []


def test_a_store_from_before_maps_is_backed_up_and_gets_them(tmp_path: Path) -> None:
    url = location(str(tmp_path / "old"))
    open_store(url).close()
    file = tmp_path / "old" / "riskgraph.sqlite3"
    put_back(file, "0001")
    opened = open_store(url)
    try:
        assert kept(opened, a_map("SYS-01")).number == 1
        assert faults(opened) == []
    finally:
        opened.close()
    assert [place.name for place in (tmp_path / "old").glob("*.before-0001-*.backup")] != []


def test_a_file_read_by_another_number_of_its_map_is_kept_anew(store: Store) -> None:
    register_id = a_register(store, "甲")
    mapped = a_form().model_copy(update={"form_id": "map:m1", "version": "1"})
    again = mapped.model_copy(update={"version": "2"})

    def received(form: ReturnedForm, party_id: str = "P0") -> int:
        with store.writing(ACTOR) as w:
            return receive(
                w, register_id, form, b"file", party_id=party_id, request_id=None, received_on=DAY
            ).questionnaire_id

    first, second, third, fourth = received(mapped), received(mapped), received(again), received(mapped, "P1")
    assert first == second
    assert len({first, third, fourth}) == 3
    assert faults(store) == []
