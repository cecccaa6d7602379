"""Findings, costs of measures and payees in the store: with history, for one register, and gone with it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from riskgraph.errors import StaleSave, WrongUse
from riskgraph.model.finding import Finding, FindingRecord, FindingState, Payee, Weight, WhyReopened
from riskgraph.model.measure import CostEntry, Payer
from riskgraph.report.audit_rows import audit_sentence
from riskgraph.store.audit import audit_lines
from riskgraph.store.costs import cost_revisions, costs, save_cost
from riskgraph.store.deletion import delete_register
from riskgraph.store.findings import changed_finding, finding_records, seen
from riskgraph.store.opening import Store, open_store
from riskgraph.store.payees import keep_payees, payees
from riskgraph.store.place import location
from tests.store.things import ACTOR, OTHER, a_register, actions, counts, faults, put_back

TODAY = date(2026, 10, 1)
TOMORROW = TODAY + timedelta(days=1)
ASSIGN = {"state": FindingState.ASSIGNED, "owner": "総務部", "due_on": TOMORROW}


def finding(matter: str = "K1", **fields: str | int | float) -> Finding:
    return Finding(key=f"check_overdue|{matter}", code="check_overdue", weight=Weight.DUTY, fields=fields)


def look(store: Store, register_id: str, *found: Finding, today: date = TODAY) -> tuple[FindingRecord, ...]:
    with store.writing(ACTOR) as w:
        return seen(w, register_id, found, today)


def step(store: Store, record: FindingRecord, actor: str = ACTOR, **changes: Any) -> FindingRecord:
    with store.writing(actor) as w:
        return changed_finding(w, record, changes, record.revision)


def verified(store: Store, register_id: str, **evidence: Any) -> FindingRecord:
    (record,) = look(store, register_id, finding())
    record = step(store, record, **ASSIGN)
    record = step(store, record, state=FindingState.DONE, done_by="委託先A", evidence_ref="文書12", **evidence)
    return step(store, record, OTHER, state=FindingState.VERIFIED, verified_by="監査室", note="写しを見た")


def test_what_the_register_shows_is_taken_up_once(store: Store) -> None:
    register_id = a_register(store)
    first = look(store, register_id, finding("K1"), finding("K2"))
    assert [r.state for r in first] == [FindingState.OPEN, FindingState.OPEN]
    before = actions(store)
    assert look(store, register_id, finding("K2"), finding("K1")) == ()
    assert finding_records(store, register_id) == first
    assert actions(store) == before  # looking again leaves no line
    assert faults(store) == []


def test_what_is_gone_stays_and_says_so_and_comes_back_as_it_was(store: Store) -> None:
    register_id = a_register(store)
    (record,) = look(store, register_id, finding())
    look(store, register_id)
    assert [(r.is_there, r.state) for r in finding_records(store, register_id)] == [(False, FindingState.OPEN)]
    look(store, register_id, finding(), today=TOMORROW)
    (again,) = finding_records(store, register_id)
    assert (again.is_there, again.finding_id, again.last_seen_on) == (True, record.finding_id, TOMORROW)


def test_the_whole_way_is_in_the_history_with_who_did_what(store: Store) -> None:
    record = verified(store, a_register(store))
    assert [(s.before.value, s.after.value, s.made.actor) for s in record.steps] == [
        ("open", "assigned", ACTOR),
        ("assigned", "done", ACTOR),
        ("done", "verified", OTHER),
    ]
    assert record.steps[-1].note == "写しを見た"
    assert finding_records(store, record.register_id) == (record,)


@pytest.mark.parametrize(
    ("how", "why"),
    [("comes back", WhyReopened.CAME_BACK), ("evidence ends", WhyReopened.EVIDENCE_EXPIRED)],
)
def test_a_verified_finding_is_opened_again_by_what_opens_it_and_its_verification_is_void(
    store: Store, how: str, why: WhyReopened
) -> None:
    register_id = a_register(store)
    verified(store, register_id, evidence_until=TODAY if how == "evidence ends" else None)
    if how == "comes back":
        assert look(store, register_id) == ()
    (again,) = look(store, register_id, finding(), today=TOMORROW)
    assert (again.state, again.verified_by, again.steps[-1].why) == (FindingState.REOPENED, "", why)
    assert actions(store)[-1] == "finding_reopened"


def test_an_acceptance_ends_after_its_last_day_and_not_before(store: Store) -> None:
    register_id = a_register(store)
    (record,) = look(store, register_id, finding())
    step(store, record, state=FindingState.ACCEPTED, owner="部長", accepted_until=TOMORROW, note="代替策あり")
    assert look(store, register_id, finding(), today=TOMORROW) == ()
    (again,) = look(store, register_id, finding(), today=TOMORROW + timedelta(days=1))
    assert again.steps[-1].why is WhyReopened.ACCEPTANCE_EXPIRED


def test_a_stale_step_is_refused_with_who_was_faster_and_a_forbidden_one_writes_nothing(store: Store) -> None:
    register_id = a_register(store)
    (record,) = look(store, register_id, finding())
    step(store, record, OTHER, **ASSIGN)
    with pytest.raises(StaleSave) as stale:
        step(store, record, **ASSIGN)
    assert stale.value.fields["actor"] == OTHER
    (now,) = finding_records(store, register_id)
    with pytest.raises(WrongUse):
        step(store, now, state=FindingState.VERIFIED)
    assert finding_records(store, register_id) == (now,)


def test_findings_of_two_registers_do_not_meet(store: Store) -> None:
    one, two = a_register(store), a_register(store)
    look(store, one, finding())
    assert finding_records(store, two) == ()
    (other,) = look(store, two, finding())
    assert other.finding_id != finding_records(store, one)[0].finding_id


def test_a_cost_is_kept_with_its_revision_and_a_party_pays_only_after_a_talk(store: Store) -> None:
    register_id = a_register(store)
    entry = CostEntry(measure_id="log_review@P1", is_forced=True, note="監査指摘")
    with store.writing(ACTOR) as w:
        assert save_cost(w, register_id, entry, 0) == 1
    assert (costs(store, register_id), cost_revisions(store, register_id)) == ((entry,), {"log_review@P1": 1})
    with pytest.raises(StaleSave), store.writing(OTHER) as w:
        save_cost(w, register_id, entry, 0)
    paid = entry.model_copy(update={"payer": Payer.PARTY})
    with pytest.raises(WrongUse) as refused, store.writing(ACTOR) as w:
        save_cost(w, register_id, paid, 1)
    assert refused.value.code == "measure.talk_missing"
    talked = paid.model_copy(update={"negotiated_on": TODAY, "result": "了承"})
    with store.writing(ACTOR) as w:
        assert save_cost(w, register_id, talked, 1) == 2
    assert costs(store, register_id) == (talked,)


@pytest.mark.parametrize("measure_id", ["", "x" * 201])
def test_an_id_that_is_none_is_refused(store: Store, measure_id: str) -> None:
    register_id = a_register(store)
    with pytest.raises(WrongUse) as refused, store.writing(ACTOR) as w:
        save_cost(w, register_id, CostEntry(measure_id=measure_id), 0)
    assert refused.value.code == "measure.bad_id"


def test_the_newest_list_of_payees_takes_the_place_of_the_last(store: Store) -> None:
    register_id = a_register(store)
    assert payees(store, register_id) == ()
    for names in (("甲社", "乙社"), ("丙社",)):
        with store.writing(ACTOR) as w:
            keep_payees(w, register_id, [Payee(name=n, amount_yen=1e6) for n in names], "a" * 64)
    assert [p.name for p in payees(store, register_id)] == ["丙社"]


def test_all_of_it_goes_with_its_register(store: Store) -> None:
    register_id = a_register(store)
    look(store, register_id, finding())
    with store.writing(ACTOR) as w:
        save_cost(w, register_id, CostEntry(measure_id="m@P1"), 0)
        keep_payees(w, register_id, [Payee(name="丙社")], "a" * 64)
    with store.writing(ACTOR) as w:
        delete_register(w, register_id, reason="終了")
    left = counts(store)
    assert [left[name] for name in ("findings", "costs", "payees")] == [0, 0, 0]


@pytest.mark.parametrize(
    ("locale", "said"), [("ja", "「未着手」から「担当決定」"), ("en", "from “open” to “assigned”")]
)
def test_the_trail_tells_steps_by_their_names(store: Store, locale: str, said: str) -> None:
    register_id = a_register(store)
    (record,) = look(store, register_id, finding())
    step(store, record, **ASSIGN)
    with store.writing(ACTOR) as w:
        save_cost(w, register_id, CostEntry(measure_id="m@P1"), 0)
    lines = [audit_sentence(line, locale) for line in audit_lines(store)]
    assert any(said in line for line in lines)
    assert not any(code in line for line in lines for code in ("check_overdue", "finding_"))


def test_a_store_from_before_findings_is_backed_up_and_gets_them(tmp_path: Path) -> None:
    url = location(str(tmp_path / "old"))
    opened = open_store(url)
    register_id = a_register(opened)
    opened.close()
    put_back(tmp_path / "old" / "riskgraph.sqlite3", "0002")
    opened = open_store(url)
    try:
        assert finding_records(opened, register_id) == ()
        assert look(opened, register_id, finding())[0].finding_id > 0
        assert faults(opened) == []
    finally:
        opened.close()
    assert list((tmp_path / "old").glob("**/*0002*"))
