"""The page of the records: nothing kept, the sample, two assessments, an export, deleted and expired things."""

from __future__ import annotations

import io
import sqlite3
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text as sql
from streamlit.testing.v1 import AppTest

from riskgraph.catalogue import parameters_from
from riskgraph.intake.register import read_register
from riskgraph.model.records import KeptKind, Retention, ReviewState
from riskgraph.report.audit_rows import Wanted
from riskgraph.store.assessments import assessments
from riskgraph.store.audit import audit_lines
from riskgraph.store.deletion import set_retention, tombstones
from riskgraph.store.parameters import save_parameters
from riskgraph.store.questionnaires import questionnaires, reopen
from riskgraph.store.registers import create_register, submission_of
from riskgraph.text import LOCALES, t
from riskgraph.ui import keeping
from riskgraph.ui.actions import records, shown
from riskgraph.ui.components.records_audit import Trail
from tests.report.records import HOSTILE
from tests.ui.pages import texts
from tests.ui.sample_store import ACTOR, opened, page, state_key, with_sample_in

KEPT, DELETE, RETENTION = "records.tab.kept", "records.tab.delete", "records.tab.retention"


def body() -> None:
    from riskgraph.ui.pages import records

    records.render()


@pytest.fixture
def sample(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    with_sample_in(tmp_path / "mine", tmp_path_factory.getbasetemp() / "sample-store", monkeypatch)


@pytest.fixture
def two_assessments(sample: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sample assessed a second time, with one questionnaire taken back."""
    store, register_id = keeping.store(), keeping.register_id()
    record = next(r for r in questionnaires(store, register_id) if r.party_id == "P-003")
    with store.writing(ACTOR) as writing:
        reopen(writing, record.questionnaire_id, record.revision, reason="確認")
    assert record.state is ReviewState.ACCEPTED
    shown.assess_now(note=HOSTILE, name=ACTOR)


def table_of(app: AppTest, column: str) -> Any:
    return next(t.value for t in app.dataframe if column in t.value.columns)


def unescaped(app: AppTest) -> str:
    return texts(app).replace("\\", "").replace("\u2060", "")


@pytest.mark.parametrize("locale", LOCALES)
def test_with_nothing_kept_the_page_says_so_and_what_to_do_next(locale: str) -> None:
    app = page(body, locale=locale)
    assert not app.exception
    assert unescaped(app).startswith(t(locale, "records.head.none"))
    assert t(locale, "records.none.next") in unescaped(app)
    for tab, said in (
        ("kept", "records.kept.none"),
        ("delete", "records.stones.none"),
        ("retention", "records.retention.none"),
    ):
        app = opened(app, f"records.tab.{tab}", locale)
        assert not app.exception
        assert t(locale, said) in unescaped(app)


@pytest.mark.parametrize("locale", LOCALES)
def test_the_page_says_who_changed_what_last_and_that_the_trail_is_whole(sample: None, locale: str) -> None:
    app = page(body, locale=locale)
    assert not app.exception
    assert "JST" in app.title[0].value
    assert t(locale, "records.chain.whole") in unescaped(app)
    assert len(table_of(app, "audit_what")) == len(audit_lines(keeping.store()))
    assert table_of(app, "audit_at")["audit_at"].str.contains("JST").all()


def test_a_line_that_was_changed_outside_is_named(sample: None) -> None:
    with keeping.store().engine.begin() as connection:
        for (name,) in connection.execute(sql("select name from sqlite_master where type = 'trigger'")).all():
            connection.execute(sql(f"drop trigger {name}"))
        connection.execute(sql("update audit set body = replace(body, 'riskgraph', 'somebody') where sequence = 3"))
    assert t("ja", "records.chain.broken", number=3) in unescaped(page(body))


def test_the_trail_is_filtered_by_action_and_by_words(sample: None) -> None:
    app = page(body)
    app = app.get_by_key("trail_action").set_value("questionnaire_received").run()
    everything = len(table_of(app, "audit_what"))
    app = app.get_by_key("trail_subject").set_value("P-003").run()
    assert 0 < len(table_of(app, "audit_what")) < everything


def test_days_of_the_trail_are_days_of_the_register(sample: None) -> None:
    app = page(body)
    app.session_state[state_key(Trail)] = Trail(Wanted(first=date(2001, 1, 1), last=date(2001, 1, 2)))
    assert len(table_of(app.run(), "audit_what")) == 0


def test_an_earlier_assessment_is_looked_at_and_two_are_compared(two_assessments: None) -> None:
    app = page(body, KEPT)
    assert not app.exception
    newest, first = assessments(keeping.store(), keeping.register_id())
    assert list(table_of(app, "kept_id")["kept_id"]) == [newest.assessment_id, first.assessment_id]
    assert len(table_of(app, "moved_path")) > 0
    assert set(table_of(app, "changed_party")["changed_after"]) == {"–"}
    assert table_of(app, "moved_path")["moved_cause"].str.len().min() > 0
    assert t("ja", "cause.returned") in unescaped(app)
    app.get_by_key("records_look").set_value(first.assessment_id)
    app = app.get_by_key("records_look_go").click().run()
    assert app.session_state[state_key(shown.Choice)].assessment_id == first.assessment_id


def test_a_hostile_note_is_shown_as_text(two_assessments: None) -> None:
    app = page(body, KEPT)
    assert "<script>" not in texts(app) and "**{file}**" not in texts(app)
    assert table_of(app, "kept_note")["kept_note"][0].startswith("=HYPERLINK")


def test_one_assessment_alone_is_not_compared(sample: None) -> None:
    assert t("ja", "records.compare.one") in unescaped(page(body, KEPT))


def test_the_export_holds_everything_and_is_noted_first(two_assessments: None) -> None:
    store, register = keeping.store(), keeping.register()
    assert register is not None
    with store.writing(ACTOR) as writing:
        save_parameters(writing, register.register_id, b"beta: 0.2\n", based_on=0, reason="試行")
    keeping.introduce(ACTOR)
    about, make = records.export_of(register, submission_of(store, register.register_id).settings)
    with zipfile.ZipFile(io.BytesIO(make())) as book:
        names = book.namelist()
        assert book.testzip() is None
        rows = read_register([("r.xlsx", book.read("versions/v0001/register-v1.xlsx"))])
        assert parameters_from(book.read("parameters/0001/parameters.yaml"), "p").number("beta") == 0.2
        trail = book.read("audit/audit.ja.csv").decode("utf-8-sig")
    assert about.actor == ACTOR and audit_lines(store)[0].action == "records_exported"
    assert t("ja", "audit.records_exported") in trail
    assert len(rows.parties) == len(submission_of(store, register.register_id).parties)
    forms = questionnaires(store, register.register_id)
    assert (
        sum(name.endswith("understood.json") for name in names)
        == len([f for f in forms if f.state is ReviewState.ACCEPTED]) + 1
    )
    assert sum(name.endswith("assessment.json") for name in names) == 2
    assert "versions/v0001/original/sample_vendors.xlsx" in names
    assert {"README.txt", "requests.json", "verifications.json", "deleted.json"} <= set(names)


def test_the_backup_is_a_store_and_is_noted(sample: None, tmp_path: Path) -> None:
    keeping.introduce(ACTOR)
    file = tmp_path / "b.sqlite3"
    file.write_bytes(records.backup_of_store()())
    with sqlite3.connect(file) as copy:
        assert copy.execute("select count(*) from registers").fetchone() == (1,)
    assert audit_lines(keeping.store())[0].action == "store_backed_up"


@pytest.mark.parametrize("kind", [KeptKind.RAW_FILE, KeptKind.QUESTIONNAIRE, KeptKind.ASSESSMENT])
def test_one_thing_is_deleted_with_its_reason_and_leaves_a_tombstone(sample: None, kind: KeptKind) -> None:
    app = page(body, DELETE)
    app = app.get_by_key("records_delete_kind").set_value(kind).run()
    app.get_by_key(f"records_reason_{kind.value}").set_value(HOSTILE)
    app = app.get_by_key(f"records_delete_go_{kind.value}").click().run()
    assert not app.exception
    stone = tombstones(keeping.store())[0]
    assert (stone.kind, stone.deleted.actor) == (kind, ACTOR)
    assert table_of(app, "stone_reason")["stone_reason"][0].startswith("=HYPERLINK")
    assert "<script>" not in texts(app)


def test_nothing_is_deleted_without_a_reason(sample: None) -> None:
    app = page(body, DELETE)
    app = app.get_by_key("records_delete_go_raw_file").click().run()
    assert t("ja", "method.reason.missing") in unescaped(app)
    assert tombstones(keeping.store()) == ()


def test_a_register_is_deleted_only_where_its_name_was_typed(sample: None) -> None:
    register = keeping.register()
    assert register is not None
    app = page(body, DELETE)
    app = app.get_by_key("records_delete_kind").set_value(KeptKind.REGISTER).run()
    app.get_by_key("records_delete_name").set_value("別の台帳")
    app.get_by_key("records_reason_register").set_value("移管済み")
    app = app.get_by_key("records_delete_go_register").click().run()
    assert t("ja", "records.delete.other_name") in unescaped(app)
    assert keeping.open_registers() == (register,)
    app.get_by_key("records_delete_name").set_value(f" {register.name} ")
    app.get_by_key("records_reason_register").set_value("移管済み")
    app = app.get_by_key("records_delete_go_register").click().run()
    assert not app.exception
    assert keeping.open_registers() == ()
    assert [r.register_id for r in records.deleted_registers()] == [register.register_id]
    assert "移管済み" in app.title[0].value
    assert table_of(app, "stone_kind")["stone_kind"][0] == t("ja", "records.kind.register")


def test_after_a_deletion_the_other_register_is_looked_at_and_the_rest_of_the_trail_can_be_seen(sample: None) -> None:
    store, first = keeping.store(), keeping.register_id()
    with store.writing(ACTOR) as writing:
        create_register(writing, "別の台帳", submission_of(store, first), files=[])
    second = keeping.register_id()
    keeping.choose_register(second)
    records.keep_for(second, Retention(assessment=12)) if keeping.actor() else keeping.introduce(ACTOR)
    records.delete_all(second, reason="重複")
    app = page(body)
    mine = len(table_of(app, "audit_what"))
    app = app.get_by_key("trail_all").check().run()
    assert len(table_of(app, "audit_what")) > mine


def test_what_has_expired_is_listed_and_deleted_only_when_confirmed(
    sample: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    register_id = keeping.register_id()
    with keeping.store().writing(ACTOR) as writing:
        set_retention(writing, register_id, Retention(assessment=1))
    assert t("ja", "records.expired.none") in unescaped(page(body, RETENTION))
    monkeypatch.setattr("riskgraph.ui.pages.records.day_of", lambda settings: date(2050, 1, 1))
    app = page(body, RETENTION)
    assert len(table_of(app, "expired_kind")) == 1
    assert app.get_by_key("records_expired_go").disabled
    app = app.get_by_key("records_expired_sure").check().run()
    app = app.get_by_key("records_expired_go").click().run()
    assert not app.exception
    assert records.kept_assessments(register_id) == ()
    assert len(tombstones(keeping.store())) == 1


def test_the_retention_is_set_in_months_and_0_means_without_end(sample: None) -> None:
    app = page(body, RETENTION)
    app.get_by_key("records_months_questionnaire").set_value(60)
    app = app.get_by_key("records_retention_go").click().run()
    assert not app.exception
    assert records.retention_of(keeping.register_id()) == Retention(questionnaire=60)


@pytest.mark.parametrize("tab", ["trail", "kept", "away", "delete", "retention"])
def test_nobody_takes_away_or_deletes_without_a_name(sample: None, tab: str) -> None:
    app = page(body, f"records.tab.{tab}", actor="")
    assert not app.exception
    keys = {button.key for button in (*app.button, *app.download_button)}
    assert not keys & {"records_export", "records_backup", "records_delete_go_raw_file", "records_retention_go"}
    assert ("who_go" in keys) is (tab in ("away", "delete", "retention"))


def test_original_files_that_were_deleted_are_not_offered_again(sample: None) -> None:
    keeping.introduce(ACTOR)
    register_id = keeping.register_id()
    (thing,) = records.things(register_id, KeptKind.RAW_FILE)
    records.delete(register_id, thing, reason="整理")
    assert records.things(register_id, KeptKind.RAW_FILE) == ()
    assert "sample_vendors.xlsx" in thing.label
