"""Files that are not what they should be, in the browser: told in words, and nothing of them is kept."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from riskgraph.store.registers import registers, versions
from tests.browser.conftest import App, Opened
from tests.browser.steps import PICTURE, click, give, go, introduce, keep, payload, settle, words
from tests.ui.pages import register_bytes
from tests.year import files, play

pytestmark = pytest.mark.browser
BROKEN = {
    "空.xlsx": b"",
    "鍵付き.xlsx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "途中まで.xlsx": b"PK\x03\x04 cut off",
    "写真.xlsx": files.picture(),
}


def test_names_out_of_a_file_are_only_text(opened: Opened, fresh_app: App) -> None:
    vendor, owner = '=HYPERLINK("http://192.0.2.1/x","y")', "<script>window.hacked=1</script>"
    asset = "**太字** :red[x] $x$ `c` :smile: <b>x"
    page = opened(at=fresh_app)
    introduce(page, "<img src=x onerror=window.hacked=1>")
    data = register_bytes(owner=owner, vendor=vendor, asset=asset)
    give(page, "first_files", "first_read", payload("台帳<b>.xlsx", data))
    click(page, "first_save")
    page.locator(PICTURE).wait_for()
    settle(page)
    heading = page.locator("h1").inner_text().replace("\u2060", "")
    for text in (vendor, owner, asset):
        assert text in heading
    for name in ("overview", "paths", "parties", "register", "records"):
        go(page, name, "ja")
        assert page.locator("[data-testid=stException]").count() == 0
        assert (
            page.locator("h1 strong, h1 b, h1 script, h1 code, h1 .katex, [data-testid=stMain] img[src=x]").count() == 0
        )
    assert page.evaluate("window.hacked") is None


def test_broken_files_are_each_told_once_and_no_version_is_made(opened: Opened, fresh_app: App) -> None:
    store = fresh_app.opened_store()
    register_id = play.first_version(store, files.REGISTER, files.mended_register()).register_id
    page = opened(at=fresh_app, path="register")
    introduce(page, "総務課")
    give(page, "import_files", "import_read", *(payload(name, data) for name, data in BROKEN.items()))
    said = words(page)
    for name in BROKEN:
        expect(page.locator("[data-testid=stAlert]", has_text=name)).to_have_count(1)
    assert "Traceback" not in said
    keep(page, "broken_register_ja_light")
    click(page, "import_cancel")
    assert [v.number for v in versions(store, register_id)] == [1]
    assert [record.number for record in registers(store)] == [1]
    store.close()
