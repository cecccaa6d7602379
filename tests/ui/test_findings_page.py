"""The page of findings: nothing there, the sample, steps with their guards, reminders, payees."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from riskgraph.model.finding import FindingRecord, FindingState
from riskgraph.report.finding_work import Wanted
from riskgraph.store.findings import finding_records
from riskgraph.store.payees import payees
from riskgraph.text import LOCALES, t
from riskgraph.ui import keeping
from riskgraph.ui.actions import finding_desk
from riskgraph.ui.components.findings_view import FindingsView
from riskgraph.ui.session import State
from tests.ui.pages import texts, workbook
from tests.ui.sample_store import ACTOR, page, state_key, with_sample_in

PAYEES = workbook(
    {
        "支払先": [
            ["支払先名", "法人番号", "費目", "金額"],
            ["あおばまなびシステムズ", "5990001000003", "業務委託費", 1_298_000_000],
            ["=HYPERLINK(1)", "", "外注費", 5_000],
            ["こがね丘ホスティング", "8990001000031", "通信費", 980],
        ]
    }
)


def body() -> None:
    from riskgraph.ui.pages import findings

    findings.render()


@pytest.fixture
def sample(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    with_sample_in(tmp_path / "mine", tmp_path_factory.getbasetemp() / "sample-store", monkeypatch)


def records() -> tuple[FindingRecord, ...]:
    return finding_records(keeping.store(), keeping.register_id())


def unescaped(app: AppTest) -> str:
    return texts(app).replace("\\", "").replace("\u2060", "")


def table_of(app: AppTest, column: str) -> Any:
    return next(t.value for t in app.dataframe if column in t.value.columns)


def key_of(app: AppTest, name: str) -> str:
    """Return the key of a form's field, which has the number of the finding and of its revision in it."""
    fields = [*app.text_input, *app.date_input, *app.text_area]
    return next(field.key for field in fields if field.key and field.key.startswith(f"finding_{name}_"))


def fill(app: AppTest, **fields: Any) -> AppTest:
    for name, value in fields.items():
        app.get_by_key(key_of(app, name)).set_value(value)
    return app


def opened(key: str, section: str = "list", locale: str = "ja") -> AppTest:
    """Return the page with one finding opened."""
    app = page(body, locale=locale)
    view = FindingsView(register_id=keeping.register_id(), section=section, key=key, wanted=Wanted())
    app.session_state[state_key(FindingsView)] = view
    return app.run()


def taken_up() -> FindingRecord:
    """Take all findings up and return the first."""
    app = page(body).get_by_key("findings_take_up").click().run()
    assert not app.exception
    return records()[0]


@pytest.mark.parametrize("locale", LOCALES)
def test_without_a_register_the_page_says_so_and_what_to_do_next(locale: str) -> None:
    app = page(body, locale=locale)

    assert not app.exception
    assert t(locale, "findings.nothing.next") in unescaped(app)


@pytest.mark.parametrize("locale", LOCALES)
def test_looking_writes_nothing_and_says_how_many_wait(sample: None, locale: str) -> None:
    app = page(body, locale=locale)

    assert not app.exception
    assert records() == ()
    count = len(table_of(app, "finding_what"))
    assert count > 10
    assert t(locale, "findings.new", count=count) in unescaped(app)
    assert set(table_of(app, "finding_state")["finding_state"]) == {t(locale, "findings.state.new")}


def test_findings_taken_up_are_open_and_stand_in_the_register_once(sample: None) -> None:
    app = page(body)
    count = len(table_of(app, "finding_what"))
    app = app.get_by_key("findings_take_up").click().run()

    assert not app.exception
    assert len(records()) == count
    assert {record.state for record in records()} == {FindingState.OPEN}
    assert t("ja", "findings.told.taken_up", count=count) in [str(x.value) for x in app.success]
    assert t("ja", "findings.new", count=count) not in unescaped(app)


def test_a_finding_goes_from_owner_to_verified_and_nobody_verifies_own_work(sample: None) -> None:
    record = taken_up()
    app = fill(opened(record.key), owner="購買部", due=record.last_seen_on + timedelta(days=10))
    app = app.get_by_key("finding_assign_go").click().run()
    assert not app.exception
    (now,) = [r for r in records() if r.key == record.key]
    assert (now.state, now.owner) == (FindingState.ASSIGNED, "購買部")

    app = page(body)
    keeping.introduce(ACTOR)
    this = finding_desk.desk()
    assert this is not None
    finding_desk.change(now, state=FindingState.IN_WORK)
    (now,) = [r for r in records() if r.key == record.key]
    app = fill(opened(record.key), done_by="購買部", evidence="文書 12")
    app = app.get_by_key("finding_done_go").click().run()
    (now,) = [r for r in records() if r.key == record.key]
    assert (now.state, now.evidence_ref) == (FindingState.DONE, "文書 12")

    app = fill(opened(record.key), verified="購買部").get_by_key("finding_verify_go").click().run()
    assert [r.state for r in records() if r.key == record.key] == [FindingState.DONE]
    assert app.error

    app = fill(opened(record.key), verified="監査室").get_by_key("finding_verify_go").click().run()
    assert not app.exception and not app.error
    (now,) = [r for r in records() if r.key == record.key]
    assert (now.state, now.verified_by) == (FindingState.VERIFIED, "監査室")
    assert t("ja", "findings.step.closed") in unescaped(opened(record.key))


def test_a_due_date_in_the_past_is_refused_and_nothing_is_changed(sample: None) -> None:
    record = taken_up()
    app = fill(opened(record.key), owner="購買部", due=record.last_seen_on - timedelta(days=1))
    app = app.get_by_key("finding_assign_go").click().run()

    assert app.error
    assert [r for r in records() if r.key == record.key] == [record]


def test_every_kind_of_finding_of_the_sample_can_be_opened(sample: None) -> None:
    app = page(body)
    this = finding_desk.desk()
    assert this is not None
    for number, code in enumerate(sorted({row.code for row in this.rows})):
        row = next(r for r in this.rows if r.code == code)
        view = FindingsView(register_id=keeping.register_id(), key=row.key)
        app.session_state[state_key(FindingsView)] = view
        app.session_state["riskgraph"] = State(locale=LOCALES[number % len(LOCALES)])
        app.run()
        assert not app.exception
        assert "{" not in unescaped(app)


def test_reminders_are_by_owner(sample: None) -> None:
    record = taken_up()
    keeping.introduce(ACTOR)
    changed = finding_desk.change(
        record, state=FindingState.ASSIGNED, owner="購買部", due_on=record.last_seen_on + timedelta(days=3)
    )
    app = opened(changed.key, "reminders")

    assert not app.exception
    assert any("購買部" in str(block.value) for block in app.code)


def test_payees_are_taken_in_and_laid_beside_the_register(sample: None) -> None:
    app = opened("", "payees")
    assert t("ja", "payees.none") in unescaped(app)
    app.get_by_key("payees_file").set_value(("支払先.xlsx", PAYEES, "application/octet-stream"))
    app = app.get_by_key("payees_read").click().run()

    assert not app.exception
    assert len(payees(keeping.store(), keeping.register_id())) == 3
    assert t("ja", "payees.sentence", total=3, settled=1, near=1, none=1) in unescaped(app)
    assert list(table_of(app, "payee_name")["payee_name"]) == ["=HYPERLINK(1)", "こがね丘ホスティング"]
    assert list(table_of(app, "cell")["cell"]) == ["B4"]


def test_a_list_that_cannot_be_read_leaves_the_last_one(sample: None) -> None:
    app = opened("", "payees")
    app.get_by_key("payees_file").set_value(("支払先.xlsx", PAYEES, "application/octet-stream"))
    app = app.get_by_key("payees_read").click().run()
    app.get_by_key("payees_file").set_value(("x.xlsx", b"MZ\x90", "application/octet-stream"))
    app = app.get_by_key("payees_read").click().run()

    assert app.error
    assert len(payees(keeping.store(), keeping.register_id())) == 3
