"""Two people at one app: each sees what is their own, and nobody saves over another unseen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from riskgraph.store.registers import registers, versions
from riskgraph.text import t
from tests.browser.conftest import App, Opened
from tests.browser.steps import click, give, introduce, keep, keyed, payload, settle, speak, words
from tests.year import files, play

pytestmark = pytest.mark.browser
CLERK, COLLEAGUE = "営業課 台帳係", "Information systems"


def at_the_register(page: Page, name: str) -> Page:
    introduce(page, name)
    return page


def test_a_stale_save_is_refused_with_who_saved_and_what_changed_and_nothing_is_lost(
    opened: Opened, fresh_app: App
) -> None:
    store = fresh_app.opened_store()
    register_id = play.first_version(store, files.REGISTER, files.mended_register()).register_id
    clerk = at_the_register(opened(at=fresh_app, path="register"), CLERK)
    colleague = at_the_register(opened("en", at=fresh_app, path="register"), COLLEAGUE)
    give(clerk, "import_files", "import_read", payload(files.SECOND_REGISTER, files.second_register()))
    give(colleague, "import_files", "import_read", payload(files.REGISTER, files.register_with_mistakes()))

    click(clerk, "import_save")
    expect(clerk.locator("[data-testid=stAlert]").first).to_contain_text(t("ja", "register.saved", version=2))
    click(colleague, "import_save")

    alert = colleague.locator("[data-testid=stAlert]", has_text=CLERK)
    expect(alert).to_have_count(1)
    assert [v.number for v in versions(store, register_id)] == [2, 1]
    keep(colleague, "stale_en_light")
    click(colleague, "stale_go")
    click(colleague, "import_save")
    assert [(v.number, v.based_on, v.made.actor) for v in versions(store, register_id)] == [
        (3, 2, COLLEAGUE), (2, 1, CLERK), (1, 0, play.ACTOR),
    ]  # fmt: skip
    store.close()


def test_two_people_keep_apart_their_language_their_register_and_their_name(opened: Opened, fresh_app: App) -> None:
    store = fresh_app.opened_store()
    for name in ("甲", "乙"):
        with store.writing(play.ACTOR) as writing:
            play.create_register(
                writing, name, play.read("r.xlsx", files.mended_register()),
                files=[("r.xlsx", files.mended_register())],
            )  # fmt: skip
    assert {record.name for record in registers(store)} == {"甲", "乙"}
    clerk = at_the_register(opened(at=fresh_app, path="register"), CLERK)
    colleague = at_the_register(opened("en", at=fresh_app, path="register"), COLLEAGUE)
    keyed(clerk, "register_shown").locator("input").click()
    clerk.get_by_role("option", name="甲").click()
    settle(clerk)

    speak(colleague, "ja")
    settle(colleague)
    assert "甲" in clerk.locator("h1").inner_text() and "乙" in colleague.locator("h1").inner_text()
    assert CLERK in words(clerk) and COLLEAGUE not in words(clerk)
    assert COLLEAGUE in words(colleague) and CLERK not in words(colleague)
    store.close()
