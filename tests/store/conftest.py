"""A store of its own for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from riskgraph.store.opening import Store, open_store
from riskgraph.store.place import location


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Return an open, empty store."""
    opened = open_store(location(str(tmp_path / "store")))
    yield opened
    opened.close()
