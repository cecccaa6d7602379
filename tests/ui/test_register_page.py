"""The page of the register: nothing there, an import with what it changes, stale saves, undo, restore, edits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from riskgraph.intake.difference import difference
from riskgraph.intake.register import read_register
from riskgraph.model.records import VersionKind
from riskgraph.store.registers import save_version, versions
from riskgraph.store.uploads import staged
from riskgraph.text import LOCALES, t
from riskgraph.ui import keeping, session
from riskgraph.ui.actions import register_edits, registers
from riskgraph.ui.markdown import escaped
from riskgraph.ui.pages.register import Page
from tests.ui.pages import SECONDS, register_bytes, texts, upload, workbook

ACTOR = "台帳担当"
SCRIPT = """
from riskgraph.ui import session
from riskgraph.ui.pages import register

register.render()
"""
NUMBER = "7000012050002"


def opened(locale: str = "ja") -> AppTest:
    """Return the page after its first run, with a name given."""
    app = AppTest.from_string(SCRIPT, default_timeout=SECONDS)
    app.session_state["riskgraph"] = session.State(locale=locale)
    app = app.run()
    app.get_by_key("who_name").set_value(ACTOR)
    return app.get_by_key("who_go").click().run()


def chosen(app: AppTest, *files: tuple[str, bytes], key: str = "import") -> AppTest:
    """Choose files and have them read."""
    app.get_by_key(f"{key}_files").set_value([upload(*file) for file in files])
    return app.get_by_key(f"{key}_read").click().run()


def saved(app: AppTest) -> AppTest:
    app = app.get_by_key("import_save").click().run()
    assert not app.exception
    return app


def with_register(locale: str = "ja", **fields: str) -> AppTest:
    """Return the page with one register of one version."""
    return saved(chosen(opened(locale), ("台帳.xlsx", register_bytes(**fields))))


def viewed(app: AppTest, view: str) -> AppTest:
    app = app.get_by_key("register_view").set_value(view).run()
    assert not app.exception
    return app


def names() -> list[str]:
    return [party.name for party in registers.version_rows(keeping.open_registers()[0].register_id, current()).parties]


def current() -> int:
    return keeping.open_registers()[0].number


def save_elsewhere(*, vendor: str) -> None:
    """Save another version as somebody else would meanwhile."""
    register_id = keeping.open_registers()[0].register_id
    rows = registers.version_rows(register_id, current())
    parties = tuple(p.model_copy(update={"name": vendor}) if p.party_id == "A" else p for p in rows.parties)
    with keeping.store().writing("別の担当") as writing:
        new = rows.model_copy(update={"parties": parties})
        save_version(writing, register_id, new, based_on=current(), kind=VersionKind.EDIT)


def cells(app: AppTest) -> str:
    """Return all that stands in the tables."""
    return "\n".join(str(table.value.to_dict()) for table in app.dataframe)


@pytest.mark.parametrize("locale", LOCALES)
def test_with_nothing_there_the_page_asks_for_files(locale: str) -> None:
    app = opened(locale)
    assert not app.exception
    assert [title.value for title in app.title] == [escaped(t(locale, "register.none"))]
    assert [uploader.key for uploader in app.file_uploader] == ["import_files"]


def test_nobody_can_write_before_a_name_is_given() -> None:
    app = AppTest.from_string(SCRIPT, default_timeout=SECONDS).run()
    assert [uploader.key for uploader in app.file_uploader] == []
    assert app.get_by_key("who_go") is not None


@pytest.mark.parametrize("locale", LOCALES)
def test_a_first_register_is_looked_at_named_and_saved(locale: str) -> None:
    app = chosen(opened(locale), ("台帳.xlsx", register_bytes()))
    assert keeping.open_registers() == ()
    assert app.get_by_key("import_name").value == "台帳"
    app.get_by_key("import_name").set_value("委託先台帳2026")
    app = saved(app)
    assert [(r.name, r.number) for r in keeping.open_registers()] == [("委託先台帳2026", 1)]
    assert "委託先台帳2026" in app.title[0].value
    assert t(locale, "register.saved", version=1) in [box.value for box in app.success]


def test_an_import_shows_exactly_what_would_change_and_saves_it() -> None:
    app = chosen(with_register(), ("台帳2.xlsx", register_bytes(vendor="ひばりシステム")))
    assert t("ja", "register.difference", added=0, changed=1, removed=0) in texts(app).replace("\\", "")
    assert "ひばり運用" in cells(app) and "ひばりシステム" in cells(app)
    assert current() == 1
    saved(app)
    assert (current(), "ひばりシステム" in names()) == (2, True)
    version = versions(keeping.store(), keeping.open_registers()[0].register_id)[0]
    assert (version.made.actor, version.kind, [f.file for f in version.files]) == (
        ACTOR, VersionKind.IMPORT, ["台帳2.xlsx"],
    )  # fmt: skip


def test_cancelling_an_import_changes_nothing_and_lets_the_files_go() -> None:
    app = chosen(with_register(), ("台帳2.xlsx", register_bytes(vendor="ひばりシステム")))
    upload_id = _in_hand(app)
    app = app.get_by_key("import_cancel").click().run()
    assert not app.exception
    assert (current(), staged(keeping.store(), upload_id)) == (1, None)
    assert app.get_by_key("import_read") is not None


def _in_hand(app: AppTest) -> str:
    return str(app.session_state[session._key(Page)].upload_id)


def test_a_file_that_cannot_be_read_is_refused_and_nothing_of_the_upload_is_saved() -> None:
    app = chosen(
        with_register(), ("台帳.xlsx", register_bytes(vendor="別")), ("写真.xlsx", b"\xff\xd8\xff" + b"0" * 99)
    )
    assert not app.exception
    assert "写真" in app.error[0].value
    with pytest.raises(KeyError):
        app.get_by_key("import_save")
    assert current() == 1


def test_an_upload_with_errors_can_be_saved_and_stays_listed() -> None:
    broken = workbook(
        {
            "組織": [["組織ID", "名称"], ["P", "当社"], ["A", "ひばり運用"], ["B", "つばめ保守"]],
            "委託": [["委託ID", "委託元ID", "委託先ID", "開始日", "データID"], ["K1", "P", "A", "2025/99/99", "D1"]],
            "データ": [["データID", "名称", "所有者ID"], ["D1", "会員名簿", "P"]],
        }
    )
    app = chosen(with_register(), ("誤り.xlsx", broken))
    assert any("誤りが" in box.value for box in app.warning)
    assert "cell.date_unreadable" not in cells(app)
    assert "2025/99/99" in cells(app)
    app = viewed(saved(app), "problems")
    assert "2025/99/99" in cells(app)


def test_an_upload_that_removes_more_than_half_needs_another_tick() -> None:
    few = workbook({"組織": [["組織ID", "名称"], ["P", "当社株式会社"]], "委託": [["委託ID", "委託元ID", "委託先ID"]],
                    "データ": [["データID", "名称", "所有者ID"]]})  # fmt: skip
    app = chosen(with_register(), ("一部.xlsx", few))
    assert app.get_by_key("import_save").disabled
    app = app.get_by_key("import_half").check().run()
    assert not app.get_by_key("import_save").disabled
    saved(app)
    assert names() == ["当社株式会社"]


def test_a_rename_is_proposed_and_keeps_the_old_id_unless_the_tick_is_taken_away() -> None:
    def book(party_id: str, name: str) -> bytes:
        return workbook(
            {
                "組織": [["組織ID", "名称", "法人番号"], ["P", "当社", ""], [party_id, name, NUMBER]],
                "委託": [["委託ID", "委託元ID", "委託先ID", "データID"], ["K1", "P", party_id, "D1"]],
                "データ": [["データID", "名称", "所有者ID"], ["D1", "会員名簿", "P"]],
            }
        )

    app = saved(chosen(opened(), ("一.xlsx", book("A", "北斗情報株式会社"))))
    app = chosen(app, ("二.xlsx", book("X9", "北斗システムズ株式会社")))
    assert app.get_by_key("import_rename_0").value is True
    saved(app)
    rows = registers.version_rows(keeping.open_registers()[0].register_id, 2)
    assert [(p.party_id, p.aliases) for p in rows.parties][1] == ("A", ("北斗情報株式会社",))
    assert rows.engagements[0].consignee == "A"


def test_a_stale_import_says_who_saved_and_compares_again_without_losing_anything() -> None:
    app = chosen(with_register(), ("台帳2.xlsx", register_bytes(asset="新会員名簿")))
    save_elsewhere(vendor="相手の名称")
    app = app.get_by_key("import_save").click().run()
    assert not app.exception
    assert current() == 2
    assert any("別の担当" in box.value and "第2版" in box.value for box in app.warning)
    assert "相手の名称" in cells(app)
    app = app.get_by_key("stale_go").click().run()
    assert "相手の名称" in cells(app)
    app = app.get_by_key("import_parties_assets").set_value("assets").run()
    assert "新会員名簿" in cells(app)
    saved(app)
    assert (current(), names()[1]) == (3, "ひばり運用")


def edit(app: AppTest, monkeypatch: pytest.MonkeyPatch, sheet: str, delta: Mapping[str, Any]) -> AppTest:
    """Type into the table of a sheet, as the editor tells it, and ask for the changes."""
    app = viewed(app, "edit")
    app = app.get_by_key("edit_sheet").set_value(sheet).run()
    plain = session.widget
    told = dict(delta)

    def widget(key: str) -> Any:
        return told.pop("delta", None) if key.startswith("editor_") else plain(key)

    told = {"delta": dict(delta)}
    monkeypatch.setattr(session, "widget", widget)
    app = app.get_by_key("edit_review").click().run()
    monkeypatch.setattr(session, "widget", plain)
    assert not app.exception
    return app


def changed(row: int, column: str, value: str) -> dict[str, Any]:
    return {"edited_rows": {str(row): {column: value}}, "added_rows": [], "deleted_rows": []}


def test_an_edit_is_looked_at_and_saved_as_a_version(monkeypatch: pytest.MonkeyPatch) -> None:
    app = edit(with_register(), monkeypatch, "parties", changed(1, "name", "=1+1"))
    assert "=1+1" in cells(app)
    app.get_by_key("import_reason").set_value("社名の変更")
    saved(app)
    assert (current(), names()[1]) == (2, "=1+1")
    version = versions(keeping.store(), keeping.open_registers()[0].register_id)[0]
    assert (version.kind, version.reason, len(version.files)) == (VersionKind.EDIT, "社名の変更", 1)


def test_a_cancelled_edit_is_still_in_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    app = edit(with_register(), monkeypatch, "parties", changed(1, "name", "書きかけ"))
    app = app.get_by_key("import_cancel").click().run()
    assert not app.exception
    assert any(t("ja", "register.edit.pending", changed=1, added=0, deleted=0) == box.value for box in app.info)
    app = app.get_by_key("edit_give_up").click().run()
    assert (list(app.info), current()) == ([], 1)


def test_a_stale_edit_is_put_on_top_where_the_cells_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    app = edit(with_register(), monkeypatch, "parties", changed(2, "note", "夜間も対応"))
    save_elsewhere(vendor="相手の名称")
    app = app.get_by_key("import_save").click().run()
    assert t("ja", "register.stale.no_conflict") in texts(app)
    app = app.get_by_key("stale_go").click().run()
    saved(app)
    rows = registers.version_rows(keeping.open_registers()[0].register_id, 3)
    assert [(p.name, p.note) for p in rows.parties][1:] == [("相手の名称", ""), ("つばめ保守", "夜間も対応")]


@pytest.mark.parametrize("side", ["mine", "theirs"])
def test_a_cell_that_both_changed_is_asked_for(monkeypatch: pytest.MonkeyPatch, side: str) -> None:
    app = edit(with_register(), monkeypatch, "parties", changed(1, "name", "自分の名称"))
    save_elsewhere(vendor="相手の名称")
    app = app.get_by_key("import_save").click().run()
    assert t("ja", "register.stale.conflicts", count=1) in texts(app)
    app = app.get_by_key("conflict_0").set_value(side).run()
    app = app.get_by_key("stale_go").click().run()
    if side == "mine":
        saved(app)
    assert names()[1] == {"mine": "自分の名称", "theirs": "相手の名称"}[side]


def test_the_last_save_is_undone_with_a_reason() -> None:
    app = saved(chosen(with_register(), ("台帳2.xlsx", register_bytes(vendor="ひばりシステム"))))
    app = viewed(app, "versions")
    app = app.get_by_key("undo_go").click().run()
    assert (current(), "理由" in app.error[0].value) == (2, True)
    app.get_by_key("undo_reason").set_value("取り違え")
    app = app.get_by_key("undo_go").click().run()
    assert not app.exception
    assert (current(), names()[1]) == (3, "ひばり運用")
    assert "取り違え" in cells(app)


def test_an_undo_of_what_somebody_saved_meanwhile_is_refused_and_names_who() -> None:
    app = saved(chosen(with_register(), ("台帳2.xlsx", register_bytes(vendor="ひばりシステム"))))
    app = viewed(app, "versions")
    save_elsewhere(vendor="相手の名称")
    app.get_by_key("undo_reason").set_value("取り違え")
    app = app.get_by_key("undo_go").click().run()
    assert not app.exception
    assert (current(), "別の担当" in app.error[0].value) == (3, True)


def test_an_earlier_version_is_looked_at_and_made_current_again() -> None:
    app = saved(chosen(with_register(), ("台帳2.xlsx", register_bytes(vendor="ひばりシステム"))))
    app = viewed(app, "versions")
    register_id = keeping.open_registers()[0].register_id
    app = app.get_by_key(f"version_{register_id}").set_value(1).run()
    assert not app.exception
    assert "ひばり運用" in cells(app)
    assert {"download_ja", "download_en", "original_0"} <= {button.key for button in app.download_button}
    app.get_by_key("restore_reason").set_value("誤って取り込んだため")
    app = app.get_by_key("restore_go").click().run()
    assert not app.exception
    assert (current(), names()[1]) == (3, "ひばり運用")


@pytest.mark.parametrize("locale", LOCALES)
def test_a_version_is_taken_away_as_a_workbook_that_reads_alike(locale: str) -> None:
    with_register()
    register_id = keeping.open_registers()[0].register_id
    back = read_register([("back.xlsx", registers.as_workbook(register_id, 1, locale))])
    assert difference(registers.version_rows(register_id, 1), back, "ja").is_empty


def test_a_second_register_is_made_beside_the_first_and_renamed() -> None:
    app = viewed(with_register(), "registers")
    app = chosen(app, ("別部門.xlsx", register_bytes(owner="別会社")), key="another")
    app = saved(app)
    assert sorted((r.name, r.number) for r in keeping.open_registers()) == [("別部門", 1), ("台帳", 1)]
    assert "別部門" in app.title[0].value
    app = viewed(app, "registers")
    newest = keeping.open_registers()[0]
    app.get_by_key(f"name_{newest.register_id}").set_value("別部門の台帳")
    app = app.get_by_key("rename_go").click().run()
    assert "別部門の台帳" in app.title[0].value
    other = next(r for r in keeping.open_registers() if r.name == "台帳")
    app = app.get_by_key(f"look_{other.register_id}").click().run()
    assert not app.exception
    assert "別部門" not in app.title[0].value


def test_the_head_of_the_page_follows_the_register_that_is_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    with_head = "from riskgraph.ui.components.masthead import masthead\nmasthead()\n" + SCRIPT
    monkeypatch.setattr("tests.ui.test_register_page.SCRIPT", with_head)
    app = saved(chosen(viewed(with_register(), "registers"), ("別部門.xlsx", register_bytes()), key="another"))
    other = next(r.register_id for r in keeping.open_registers() if r.name == "台帳")
    app = viewed(app, "registers").get_by_key(f"look_{other}").click().run()
    assert app.get_by_key(f"register_shown_{other}").value == other


@pytest.mark.parametrize("name", ["[x](http://y)", "<b>x</b>", "$x$ :red[y]", "**太字**"])
def test_hostile_names_are_shown_as_text(name: str) -> None:
    app = with_register(vendor=name)
    for view in ("versions", "edit", "registers"):
        app = viewed(app, view)
    app = chosen(viewed(app, "import"), (f"{name}.xlsx", register_bytes(vendor=f"{name}2")))
    assert not app.exception
    said = [*app.title, *app.header, *app.subheader, *app.markdown, *app.caption, *app.expander]
    assert not any(name in str(getattr(part, "value", None) or getattr(part, "label", "")) for part in said)


def test_the_editor_shows_two_hundred_rows_a_page_and_only_those_that_hold_the_words() -> None:
    rows = [["組織ID", "名称"], *([f"P{n}", f"会社{n}"] for n in range(450))]
    book = workbook(
        {"組織": rows, "委託": [["委託ID", "委託元ID", "委託先ID"]], "データ": [["データID", "名称", "所有者ID"]]}
    )
    saved(chosen(opened(), ("多.xlsx", book)))
    register_id = keeping.open_registers()[0].register_id
    now = register_edits.Editing(register_id, 1)
    shown = register_edits.view(now, "ja")
    assert (len(shown.places), shown.found, shown.pages) == (200, 450, 3)
    few = register_edits.view(register_edits.Editing(register_id, 1, words="会社44"), "ja")
    assert [int(name.removeprefix("会社")) for name in few.columns["name"] if name] == [44, *range(440, 450)]
