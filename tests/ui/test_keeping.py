"""Which store the screens use, and under whose name they write."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from riskgraph.errors import WrongUse
from riskgraph.store.audit import audit_lines
from riskgraph.store.settings import put_setting
from riskgraph.ui import keeping

HEADER = "X-Forwarded-User"


@pytest.fixture
def asked_by(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a request come through a proxy that names a user, with a line break that somebody smuggled in."""
    browser = SimpleNamespace(context=SimpleNamespace(headers={HEADER: "総務課\n\x1b[31m 委託先管理 "}))
    monkeypatch.setattr(keeping, "st", browser)


def test_the_proxys_header_names_who_writes_on_one_printable_line(
    asked_by: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(keeping.TRUSTED_HEADER, HEADER)

    assert keeping.from_proxy() == "総務課 [31m 委託先管理"


def test_a_header_that_the_operator_did_not_name_is_not_trusted(
    asked_by: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(keeping.TRUSTED_HEADER, raising=False)

    assert keeping.from_proxy() == ""


def test_nothing_is_written_while_nobody_is_known() -> None:
    with pytest.raises(WrongUse) as error, keeping.writing():
        pass

    assert error.value.code == "store.nobody_known"
    assert audit_lines(keeping.store()) == ()


def test_what_the_program_writes_by_itself_bears_its_own_name() -> None:
    with keeping.writing("riskgraph") as writing:
        put_setting(writing, "key", "value")

    assert {line.actor for line in audit_lines(keeping.store())} == {"riskgraph"}


@pytest.mark.parametrize("arguments", [["--store", "PLACE"], ["--store=PLACE"]])
def test_the_store_can_be_named_where_the_app_is_started(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = str(tmp_path / "elsewhere")
    monkeypatch.setattr("sys.argv", ["app.py", *(argument.replace("PLACE", place) for argument in arguments)])

    assert keeping.store().url.endswith("/elsewhere/riskgraph.sqlite3")
