"""A register without engagement ids in the app: read on the page of registers, then shown by every page of paths."""

from __future__ import annotations

from pathlib import Path

import pytest

from riskgraph.intake.register import read_register
from riskgraph.store.place import VARIABLE
from riskgraph.text import LOCALES
from riskgraph.ui import keeping
from riskgraph.ui.actions import registers
from tests.test_open_register import a_register
from tests.ui import test_register_page as register_page
from tests.ui.kept import keep_register, page
from tests.ui.pages import texts


@pytest.mark.parametrize("locale", LOCALES)
def test_a_register_without_ids_is_saved_and_its_engagements_have_ids_of_their_ends(locale: str) -> None:
    register_page.saved(register_page.chosen(register_page.opened(locale), ("ledger.xlsx", a_register())))
    kept = keeping.open_registers()[0]
    rows = registers.version_rows(kept.register_id, kept.number)
    assert sorted(e.engagement_id for e in rows.engagements)[0] == "(A→B)"
    assert [a.engagement_id for a in rows.accesses] == ["(B→D)"]


@pytest.mark.parametrize("locale", LOCALES)
def test_the_pages_show_the_chain_that_was_chosen(locale: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, keep_register(tmp_path, read_register([("ledger.xlsx", a_register())])))
    for name in ("overview_parts", "paths", "parties"):
        shown = page(name, locale)
        assert not shown.exception, name
    assert "Firm C" in texts(page("paths", locale))
