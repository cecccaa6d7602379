"""Requests, questionnaires, verifications, parameters, assessments, uploads, settings: kept and moved by revision."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from riskgraph.errors import StaleSave, WrongUse
from riskgraph.model.records import QuestionnaireRecord, ReminderKind, ReviewState
from riskgraph.store import opening, uploads
from riskgraph.store.assessments import assessments, keep_assessment, kept_assessment
from riskgraph.store.audit import audit_lines
from riskgraph.store.opening import Store
from riskgraph.store.parameters import (
    parameter_sets,
    parameters_content,
    parameters_in_force,
    save_parameters,
    use_parameters,
)
from riskgraph.store.questionnaires import (
    decide,
    file_of,
    forms_of,
    questionnaires,
    receive,
    reopen,
    take_under_review,
)
from riskgraph.store.requests import extend, make_requests, mark_sent, remind, requests, withdraw_request
from riskgraph.store.settings import put_setting, setting
from riskgraph.store.uploads import discard, stage, staged
from riskgraph.store.verifications import (
    confirm_verification,
    record_verification,
    verifications,
    withdraw_verification,
)
from tests.store.things import (
    ACTOR,
    DAY,
    OTHER,
    a_draft,
    a_form,
    a_register,
    a_verification,
    actions,
    an_assessment,
    counts,
    faults,
    inputs,
    rows,
)


def received(store: Store, register_id: str, data: bytes = b"file", party_id: str = "A") -> QuestionnaireRecord:
    with store.writing(ACTOR) as w:
        return receive(w, register_id, a_form(), data, party_id=party_id, request_id=None, received_on=DAY)


def test_a_request_keeps_when_it_was_sent_reminded_extended_and_withdrawn(store: Store) -> None:
    register_id = a_register(store)
    later = DAY + timedelta(days=14)
    with store.writing(ACTOR) as w:
        (made, other) = make_requests(w, register_id, [a_draft("A"), a_draft("B")])
        mark_sent(w, {made.request_id: 1}, DAY)
        remind(w, {made.request_id: 2}, ReminderKind.BEFORE, DAY)
        extend(w, made.request_id, 3, due_on=later, reason="先方の決算")
        withdraw_request(w, made.request_id, 4, reason="重複")

    record, untouched = requests(store, register_id)
    assert (record.sent_on, record.due_on, record.first_due_on, record.revision) == (DAY, later, DAY, 5)
    assert [(r.kind, r.sent_on) for r in record.reminders] == [(ReminderKind.BEFORE, DAY)]
    assert [(e.due_on, e.reason, e.made.actor) for e in record.extensions] == [(later, "先方の決算", ACTOR)]
    assert record.withdrawn is not None
    assert untouched == other
    with pytest.raises(WrongUse, match=r"store\.is_withdrawn"), store.writing(ACTOR) as w:
        mark_sent(w, {made.request_id: 5}, DAY)


def test_of_many_requests_none_is_marked_where_one_has_moved_and_who_moved_it_is_named(store: Store) -> None:
    register_id = a_register(store)
    with store.writing(ACTOR) as w:
        first, second = make_requests(w, register_id, [a_draft("A"), a_draft("B")])
    with store.writing(OTHER) as w:
        mark_sent(w, {second.request_id: 1}, DAY)

    with pytest.raises(StaleSave) as refused, store.writing(ACTOR) as w:
        mark_sent(w, {first.request_id: 1, second.request_id: 1}, DAY)

    assert refused.value.code == "store.stale_record"
    assert refused.value.fields["actor"] == OTHER
    assert (refused.value.fields["base"], refused.value.fields["current"]) == (1, 2)
    assert [record.sent_on for record in requests(store, register_id)] == [None, DAY]


def test_the_very_same_file_of_the_same_party_is_kept_once(store: Store) -> None:
    register_id = a_register(store)
    first, again = received(store, register_id), received(store, register_id)
    other_party, other_file = received(store, register_id, party_id="B"), received(store, register_id, b"other")

    assert first == again
    assert [r.questionnaire_id for r in questionnaires(store, register_id)] == [1, 2, 3]
    assert {other_party.questionnaire_id, other_file.questionnaire_id} == {2, 3}
    assert file_of(store, first.questionnaire_id) == b"file"


def test_what_was_understood_is_kept_as_it_was_shown(store: Store) -> None:
    record = received(store, a_register(store))

    assert forms_of(store, [record.questionnaire_id, 99]) == {record.questionnaire_id: a_form()}


def test_a_questionnaire_is_reviewed_decided_and_reopened(store: Store) -> None:
    register_id = a_register(store)
    number = received(store, register_id).questionnaire_id
    seen = []

    def now() -> QuestionnaireRecord:
        seen.append(questionnaires(store, register_id)[0])
        return seen[-1]

    with store.writing(ACTOR) as w:
        take_under_review(w, number, 1)
    assert (now().state, now().decided) == (ReviewState.UNDER_REVIEW, None)
    with store.writing(OTHER) as w:
        decide(w, number, 2, state=ReviewState.RETURNED, note="根拠なし")
    assert (now().state, now().note) == (ReviewState.RETURNED, "根拠なし")
    assert seen[-1].decided is not None and seen[-1].decided.actor == OTHER
    with store.writing(ACTOR) as w:
        reopen(w, number, 3, reason="根拠が届いた")
    assert (now().state, now().decided, now().revision) == (ReviewState.UNDER_REVIEW, None, 4)
    with pytest.raises(StaleSave), store.writing(ACTOR) as w:
        decide(w, number, 3, state=ReviewState.ACCEPTED)
    with pytest.raises(WrongUse, match=r"store\.no_decision"), store.writing(ACTOR) as w:
        decide(w, number, 4, state=ReviewState.RECEIVED)


@pytest.mark.parametrize("name", [ACTOR, f" {ACTOR}", "調達部委託管理", "調達部\u3000委託管理"])
def test_whoever_recorded_a_verification_cannot_confirm_it_however_the_name_is_written(store: Store, name: str) -> None:
    register_id = a_register(store)
    with store.writing(ACTOR) as w:
        record = record_verification(w, register_id, a_verification())

    with pytest.raises(WrongUse, match=r"store\.same_person"), store.writing(name) as w:
        confirm_verification(w, record.verification_id, 1)
    with store.writing(OTHER) as w:
        confirm_verification(w, record.verification_id, 1)

    (confirmed,) = verifications(store, register_id)
    assert confirmed.confirmed is not None and confirmed.confirmed.actor == OTHER


def test_full_width_and_capitals_make_no_other_person(store: Store) -> None:
    register_id = a_register(store)
    with store.writing("Audit Team") as w:
        record = record_verification(w, register_id, a_verification())

    with pytest.raises(WrongUse, match=r"store\.same_person"), store.writing("ＡＵＤＩＴ team ") as w:
        confirm_verification(w, record.verification_id, 1)


def test_a_withdrawn_verification_stays_in_the_list_and_cannot_be_confirmed(store: Store) -> None:
    register_id = a_register(store)
    with store.writing(ACTOR) as w:
        record = record_verification(w, register_id, a_verification())
        withdraw_verification(w, record.verification_id, 1, reason="取り違え")

    with pytest.raises(WrongUse, match=r"store\.is_withdrawn"), store.writing(OTHER) as w:
        confirm_verification(w, record.verification_id, 2)
    assert [r.withdrawn is not None for r in verifications(store, register_id)] == [True]


def test_parameters_are_versions_of_which_one_is_in_force(store: Store) -> None:
    register_id = a_register(store)
    assert parameters_in_force(store, register_id) == 0
    with store.writing(ACTOR) as w:
        first = save_parameters(w, register_id, b"a: 1", based_on=0, reason="実績")
    with store.writing(OTHER) as w:
        use_parameters(w, register_id, 0, based_on=first.parameters_id, reason="戻す")

    with pytest.raises(StaleSave) as refused, store.writing(ACTOR) as w:
        save_parameters(w, register_id, b"a: 2", based_on=first.parameters_id, reason="")

    assert (refused.value.code, refused.value.fields["actor"]) == ("store.stale_parameters", OTHER)
    assert parameters_in_force(store, register_id) == 0
    assert parameter_sets(store, register_id) == (first,)
    assert parameters_content(store, first.parameters_id) == b"a: 1"
    with pytest.raises(WrongUse, match=r"store\.no_such_record"), store.writing(ACTOR) as w:
        use_parameters(w, register_id, 99, based_on=0, reason="")


def test_parameters_of_another_register_cannot_be_put_in_force(store: Store) -> None:
    mine, theirs = a_register(store), a_register(store)
    with store.writing(ACTOR) as w:
        number = save_parameters(w, theirs, b"a: 1", based_on=0, reason="").parameters_id

    with pytest.raises(WrongUse, match=r"store\.no_such_record"), store.writing(ACTOR) as w:
        use_parameters(w, mine, number, based_on=0, reason="")


def test_an_assessment_is_kept_with_all_that_it_was_made_from(store: Store) -> None:
    register_id = a_register(store)
    with store.writing(ACTOR) as w:
        first = keep_assessment(w, inputs(register_id), an_assessment(1), rows("甲"), note="定例")
        second = keep_assessment(w, inputs(register_id), an_assessment(2), rows("乙"))

    kept = kept_assessment(store, first.assessment_id)
    assert assessments(store, register_id) == (second, first)
    assert kept is not None
    assert (kept.record, kept.assessment, kept.submission) == (first, an_assessment(1), rows("甲"))
    assert (first.eal_yen, first.paths_total, first.note) == (an_assessment().totals.eal_yen, 7, "定例")
    assert kept_assessment(store, 99) is None


def test_an_upload_waits_until_it_is_discarded(store: Store) -> None:
    with store.writing(ACTOR) as w:
        upload_id = stage(w, "register", [("../台帳.xlsx", b"1"), ("二.xlsx", b"2")], register_id="r")

    found = staged(store, upload_id)
    assert found is not None
    assert (found.purpose, found.register_id, found.made.actor) == ("register", "r", ACTOR)
    assert [(file.name, file.data) for file in found.files] == [("台帳.xlsx", b"1"), ("二.xlsx", b"2")]
    with store.writing(ACTOR) as w:
        discard(w, upload_id)
        discard(w, upload_id)
    assert staged(store, upload_id) is None
    assert counts(store)["blobs"] == 0


@pytest.mark.parametrize("how", ["staging", "opening"])
def test_an_upload_that_nobody_confirms_is_gone_after_a_day(
    store: Store, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with store.writing(ACTOR) as w:
        old = stage(w, "register", [("台帳.xlsx", b"1")])
    assert staged(store, old) is not None
    monkeypatch.setattr(uploads, "_KEPT", timedelta(seconds=-1))

    if how == "staging":
        with store.writing(ACTOR) as w:
            stage(w, "register", [])
    else:
        opening.open_store(store.url).close()

    assert staged(store, old) is None
    assert (counts(store)["blobs"], "uploads_purged" in actions(store)) == (0, True)


def test_content_that_a_register_needs_too_stays_when_the_upload_goes(store: Store) -> None:
    with store.writing(ACTOR) as w:
        upload_id = stage(w, "register", [("台帳.xlsx", b"1")])
    a_register(store)
    with store.writing(ACTOR) as w:
        discard(w, upload_id)

    assert faults(store) == []


def test_a_setting_is_blank_until_it_is_put(store: Store) -> None:
    assert setting(store, "k") == ""
    for value in ("1", "2"):
        with store.writing(ACTOR) as w:
            put_setting(w, "k", value)
    assert setting(store, "k") == "2"


@pytest.mark.parametrize("call", ["requests", "verifications", "parameters", "assessments", "questionnaires"])
def test_nothing_can_be_written_to_a_register_that_is_not_there(store: Store, call: str) -> None:
    with pytest.raises(WrongUse, match=r"store\.no_such_register"), store.writing(ACTOR) as w:
        {
            "requests": lambda: make_requests(w, "r", [a_draft()]),
            "verifications": lambda: record_verification(w, "r", a_verification()),
            "parameters": lambda: save_parameters(w, "r", b"", based_on=0, reason=""),
            "assessments": lambda: keep_assessment(w, inputs("r"), an_assessment(), rows()),
            "questionnaires": lambda: receive(
                w, "r", a_form(), b"", party_id="A", request_id=None, received_on=date.min
            ),
        }[call]()


def test_the_trail_names_numbers_and_files_and_no_party_or_answer(store: Store) -> None:
    register_id = a_register(store, "株式会社ひみつ")
    received(store, register_id, party_id="株式会社ひみつ")
    with store.writing(ACTOR) as w:
        make_requests(w, register_id, [a_draft("株式会社ひみつ")])

    told = "".join(line.model_dump_json() for line in audit_lines(store))
    assert ("ひみつ" in told, "回答.xlsx" in told) == (False, True)
