"""What the pages show: the kept assessment, whether anything moved since, and the same numbers as the command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from riskgraph.arguments import parsed
from riskgraph.commands import assess_command
from riskgraph.errors import StoreRefused
from riskgraph.store.assessments import assessments
from riskgraph.store.backup import backup, restore
from riskgraph.store.questionnaires import questionnaires, reopen
from riskgraph.text import t
from riskgraph.ui import keeping
from riskgraph.ui.actions import shown, starting
from tests.ui.pages import texts, with_sample

ACTOR = "審査担当"


def test_the_page_says_what_the_command_says() -> None:
    with_sample()
    sample = ["assess", str(starting.ROOT / "sample_vendors.xlsx"), "--format", "json"]
    answers = ["--answers", str(starting.ROOT / "questionnaires" / "returned")]
    document = json.loads(assess_command(parsed([*sample, *answers], "en")).result)
    kept = kept_assessment()

    assert document["totals"]["eal_yen"]["pt"] == pytest.approx(kept.assessment.totals.eal_yen.pt, rel=1e-9)
    assert [p["engagements"] for p in document["paths"]] == [
        list(p.engagements) for p in kept.assessment.paths[: len(document["paths"])]
    ]


def kept_assessment() -> shown.Shown:
    found = shown.of(assessments(keeping.store(), keeping.register_id())[0])
    assert found is not None
    return found


def test_what_is_shown_stays_until_somebody_assesses_again() -> None:
    app = with_sample()
    before = app.metric[3].value
    _reopen_one()
    app = app.run()
    assert app.metric[3].value == before
    assert any(t("ja", "ui.moved.questionnaires") in info.value for info in app.info)
    app = _assessed_again(app)
    assert not app.exception
    assert t("ja", "ui.changed") in texts(app)
    assert [info.value for info in app.info] == []


def _reopen_one() -> None:
    store, register_id = keeping.store(), keeping.register_id()
    record = next(r for r in questionnaires(store, register_id) if r.party_id == "P-003")
    with store.writing(ACTOR) as writing:
        reopen(writing, record.questionnaire_id, record.revision, reason="確認")


def _assessed_again(app: AppTest) -> AppTest:
    app.get_by_key("who_name").set_value(ACTOR)
    app = app.get_by_key("who_go").click().run()
    return app.get_by_key("assess_now").click().run()


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_blank_templates_are_workbooks(locale: str) -> None:
    for data in (starting.blank_register(locale), starting.blank_form(locale)):
        assert data.startswith(b"PK\x03\x04")


def test_a_store_that_cannot_be_opened_is_told_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "broken.sqlite3"
    broken.write_bytes(b"no database at all" * 100)
    monkeypatch.setenv("RISKGRAPH_STORE", str(broken))
    app = AppTest.from_file(str(starting.ROOT / "app.py"), default_timeout=60).run()
    assert not app.exception
    assert [title.value for title in app.title] == [t("ja", "ui.refused_store")]
    assert len(app.error) == 1


def test_a_restored_backup_is_not_taken_for_what_was_there_before(tmp_path: Path) -> None:
    """The records of a backup have the numbers of those that came after it."""
    with_sample()
    copy = backup(keeping.store(), tmp_path / "backup.sqlite3")
    shown.assess_now(note="later", name=ACTOR)
    later = kept_assessment()
    restore(keeping.store().url, copy)
    shown.assess_now(note="again", name=ACTOR)

    again = kept_assessment()
    assert (later.record.assessment_id, later.record.note) == (again.record.assessment_id, "later")
    assert again.record.note == "again"


def test_an_assessment_that_cannot_be_kept_is_told_and_nothing_is_shown_in_its_place(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = with_sample()
    _reopen_one()
    app = app.run()
    app.get_by_key("who_name").set_value(ACTOR)
    app = app.get_by_key("who_go").click().run()
    monkeypatch.setattr(shown, "keep_assessment", _no_room)
    app = app.get_by_key("assess_now").click().run()

    assert not app.exception
    assert [t("ja", "problem.store.cannot_write.message", place="store") in error.value for error in app.error] == [
        True
    ]
    assert len(assessments(keeping.store(), keeping.register_id())) == 1


def _no_room(*_: object, **__: object) -> None:
    raise StoreRefused("store.cannot_write", {"place": "store"})
