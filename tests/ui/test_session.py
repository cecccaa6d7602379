"""One place knows the session, and it holds inputs only."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_only_the_session_module_touches_the_session_state() -> None:
    sources = [*(ROOT / "riskgraph").rglob("*.py"), ROOT / "app.py"]
    guilty = [p.name for p in sources if "session_state" in p.read_text(encoding="utf-8") and p.name != "session.py"]
    assert guilty == []


def test_nothing_of_a_workbook_goes_into_html() -> None:
    for place in (ROOT / "riskgraph" / "ui").rglob("*.py"):
        source = place.read_text(encoding="utf-8")
        assert "unsafe_allow_html" not in source and "unsafe_allow_javascript" not in source
        assert re.findall(r"st\.html\((.*)\)", source) in ([], ["_LOOK + _uploader_in(locale)"])


def test_the_router_is_short() -> None:
    assert len((ROOT / "app.py").read_text(encoding="utf-8").splitlines()) <= 40
