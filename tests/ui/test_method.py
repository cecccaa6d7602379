"""The page of the method: nothing kept, the sample, an edited copy tried out, kept, put back, refused, overtaken."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from riskgraph.catalogue import load_catalogue, load_parameters
from riskgraph.report.parameter_rows import section_of
from riskgraph.store.audit import audit_lines
from riskgraph.store.parameters import parameter_sets, parameters_content, parameters_in_force
from riskgraph.text import LOCALES, t
from riskgraph.ui import keeping
from riskgraph.ui.actions import method
from riskgraph.ui.components.method_edit import NEW, Draft
from tests.report.records import HOSTILE
from tests.ui.pages import texts
from tests.ui.sample_store import ACTOR, opened, page, state_key, with_sample_in

EDIT, VERSIONS = "method.tab.edit", "method.tab.versions"


def body() -> None:
    from riskgraph.ui.pages import method

    method.render()


@pytest.fixture
def sample(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    with_sample_in(tmp_path / "mine", tmp_path_factory.getbasetemp() / "sample-store", monkeypatch)


def table_of(app: AppTest, column: str) -> Any:
    """Return the first table that has a column, but not the one that is typed into."""
    return next(t.value for t in app.dataframe if column in t.value.columns and NEW not in t.value.columns)


def typed(app: AppTest, **values: str) -> AppTest:
    """Type values into the table, by key; all of them stand in the section that is open."""
    draft = app.session_state[state_key(Draft)]
    rows = [p.key for p in load_parameters().table if section_of(p.key) == draft.section]
    edits: dict[int, dict[str, Any]] = {
        rows.index(key.replace("_of_", ".")): {NEW: text} for key, text in values.items()
    }
    app.session_state[f"method_editor_{draft.round}"] = {"edited_rows": edits, "added_rows": [], "deleted_rows": []}
    return app.run()


def with_edits(app: AppTest, **values: str) -> AppTest:
    """Have a draft with these edits, by key."""
    draft = app.session_state[state_key(Draft)]
    edits = tuple((key.replace("_of_", "."), text) for key, text in values.items())
    app.session_state[state_key(Draft)] = Draft(draft.register_id, draft.based_on, edits, round=draft.round + 1)
    return app.run()


def kept(app: AppTest, reason: str) -> AppTest:
    app.get_by_key("method_reason").set_value(reason)
    return app.get_by_key("method_keep_go").click().run()


@pytest.mark.parametrize("locale", LOCALES)
def test_with_nothing_kept_the_method_can_be_read_and_the_next_step_is_said(locale: str) -> None:
    app = page(body, locale=locale)
    assert not app.exception
    assert app.title[0].value
    assert t(locale, "method.worked.empty") in texts(app).replace("\\", "")
    app = opened(app, "method.tab.table", locale)
    assert len(table_of(app, "parameter_source")) == len(load_parameters().table)
    app = opened(app, EDIT, locale)
    assert t(locale, "method.edit.empty.next") in texts(app).replace("\\", "")
    app = opened(app, VERSIONS, locale)
    assert [part.value for part in app.info] == [t(locale, "method.versions.none")]
    app = opened(app, "method.tab.controls", locale)
    assert len(table_of(app, "control_id")) == len(load_catalogue().controls)
    assert not app.exception


@pytest.mark.parametrize("locale", LOCALES)
def test_the_first_path_is_worked_through(sample: None, locale: str) -> None:
    app = page(body, locale=locale)
    assert not app.exception
    steps = table_of(app, "step_what")
    assert 9 <= len(steps) <= 12
    assert len(table_of(app, "layer_title")) == 8


def test_a_search_shows_only_what_is_looked_for(sample: None) -> None:
    app = page(body, "method.tab.table")
    app = app.get_by_key("method_words").set_value("mfa").run()
    assert list(table_of(app, "parameter_source")["parameter_key"]) == ["efficacy.EXT.mfa"]
    app = app.get_by_key("method_words").set_value("").run()
    app = app.get_by_key("method_changed").check().run()
    assert len(table_of(app, "parameter_source")) == 0


def test_an_edit_is_tried_out_kept_with_its_reason_and_in_force(sample: None) -> None:
    app = with_edits(page(body, EDIT), rate_of_INS="0.0002")
    differing = table_of(app, "parameter_before")
    assert list(differing["parameter_before"]) == ["0.0001"] and list(differing["parameter_after"]) == ["0.0002"]
    app = app.get_by_key("method_what_if").click().run()
    assert not app.exception
    assert len(table_of(app, "moved_path")) > 0
    assert parameters_in_force(keeping.store(), keeping.register_id()) == 0
    app = kept(app, HOSTILE)
    assert not app.exception
    record = parameter_sets(keeping.store(), keeping.register_id())[0]
    assert record.reason == HOSTILE.strip() and record.made.actor == ACTOR
    assert b"rate.INS: 0.0002" in parameters_content(keeping.store(), record.parameters_id)
    assert parameters_in_force(keeping.store(), keeping.register_id()) == record.parameters_id
    assert "1" in app.title[0].value and "<script>" not in texts(app).replace("\\<", "")
    assert app.session_state[state_key(Draft)].edits == ()
    assert t("ja", "method.other_than_shown") in texts(app)


def test_a_cell_typed_into_the_table_is_an_edit_and_an_emptied_one_is_none(sample: None) -> None:
    app = page(body, EDIT)
    draft = app.session_state[state_key(Draft)]
    method_edit_key = f"method_editor_{draft.round}"
    assert method_edit_key in {table.key for table in app.data_editor}
    app = typed(app, rate_of_EXT="0.02", rate_of_RES="0.003")
    assert dict(app.session_state[state_key(Draft)].edits) == {"rate.EXT": "0.02", "rate.RES": "0.003"}


def test_what_does_not_fit_is_told_with_its_range_and_nothing_can_be_kept(sample: None) -> None:
    app = with_edits(page(body, EDIT), beta="2", rate_of_INS="abc", heads_of_unknown="5")
    said = texts(app).replace("\\", "")
    assert len(app.error) == 3
    assert "0.0" in said and "1.0" in said and "abc" in said
    assert not [button for button in app.button if button.key == "method_keep_go"]


def test_a_reason_is_required(sample: None) -> None:
    app = kept(with_edits(page(body, EDIT), beta="0.2"), "  ")
    assert t("ja", "method.reason.missing") in texts(app)
    assert parameter_sets(keeping.store(), keeping.register_id()) == ()


def test_an_edit_that_began_before_somebody_else_saved_is_told_and_lost_is_nothing(sample: None) -> None:
    app = with_edits(page(body, EDIT), beta="0.2")
    other = load_parameters().changed({"privilege.read": 0.5})
    with keeping.store().writing("別の担当") as writing:
        from riskgraph.catalogue.edited_parameters import content_of
        from riskgraph.store.parameters import save_parameters

        save_parameters(writing, keeping.register_id(), content_of(other), based_on=0, reason="先に保存")
    app = kept(app, "後から")
    assert not app.exception
    assert t("ja", "method.edit.moved") in texts(app)
    assert dict(app.session_state[state_key(Draft)].edits) == {"beta": "0.2"}
    app = app.get_by_key("method_rebase").click().run()
    app = kept(app, "重ねて保存")
    content = parameters_content(keeping.store(), parameters_in_force(keeping.store(), keeping.register_id()))
    assert b"beta: 0.2" in content and b"privilege.read: 0.5" in content


def test_the_shipped_set_can_be_used_again(sample: None) -> None:
    app = kept(with_edits(page(body, EDIT), beta="0.2"), "試行")
    app = opened(app, VERSIONS)
    app.get_by_key("method_other").set_value(0)
    app.get_by_key("method_use_reason").set_value("標準に戻す")
    app = app.get_by_key("method_use_go").click().run()
    assert not app.exception
    assert parameters_in_force(keeping.store(), keeping.register_id()) == 0
    assert audit_lines(keeping.store())[0].action == "parameters_used"
    assert "標準に戻す" in app.caption[0].value


def test_a_copy_edited_back_to_the_shipped_values_is_the_shipped_set(sample: None) -> None:
    app = kept(with_edits(page(body, EDIT), beta="0.2"), "試行")
    kept(with_edits(app, beta="0.1"), "戻す")
    assert parameters_in_force(keeping.store(), keeping.register_id()) == 0
    assert len(parameter_sets(keeping.store(), keeping.register_id())) == 1


def test_a_file_becomes_edits_and_a_wrong_one_is_told(sample: None) -> None:
    app = page(body, EDIT)
    app.get_by_key("method_upload").set_value([("p.yaml", b"beta: 0.2\nrate.EXT: 0.02\n", "text/yaml")])
    app = app.get_by_key("method_upload_go").click().run()
    assert not app.exception
    assert dict(app.session_state[state_key(Draft)].edits) == {"beta": "0.2", "rate.EXT": "0.02"}
    app.get_by_key("method_upload").set_value([("p.yaml", b"beta: 7\n", "text/yaml")])
    app = app.get_by_key("method_upload_go").click().run()
    assert len(app.error) == 1 and "beta" in app.error[0].value
    assert dict(app.session_state[state_key(Draft)].edits) == {"beta": "0.2", "rate.EXT": "0.02"}


def test_what_would_be_done_rests_on_the_register_of_the_shown_assessment(sample: None) -> None:
    app = with_edits(page(body, EDIT), grade_of_appetite_yen="2000000")
    app = app.get_by_key("method_what_if").click().run()
    assert t("ja", "method.what_if.same") in texts(app), "grades move no yen"


def test_nobody_changes_parameters_without_a_name(sample: None) -> None:
    app = with_edits(page(body, EDIT, actor=""), beta="0.2")
    assert not [button for button in app.button if button.key == "method_keep_go"]
    assert not app.exception
    assert [field.key for field in app.text_input if field.key == "who_name"] == ["who_name"]


def test_who_put_a_set_in_force_is_found_behind_many_other_lines(sample: None, monkeypatch: pytest.MonkeyPatch) -> None:
    kept(with_edits(page(body, EDIT), beta="0.2"), "試行")
    monkeypatch.setattr(method, "_A_PAGE", 1)
    with keeping.store().writing(ACTOR) as writing:
        for number in range(3):
            writing.note("retention_set", register_id=keeping.register_id(), subject=str(number))
    found = method.in_force().since
    assert found is not None and found.fields["reason"] == "試行"


def test_a_value_typed_as_it_already_is_changes_nothing(sample: None) -> None:
    app = with_edits(page(body, EDIT), beta="0.10")
    assert t("ja", "method.edit.nothing") in texts(app)
    assert not [button for button in app.button if button.key == "method_keep_go"]
