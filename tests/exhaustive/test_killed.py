"""Saves ended before each of their statements, and at hundreds of random moments; run by `make killed`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.store import dying
from tests.store.test_killed import ended_before_statements, killed_once

pytestmark = [pytest.mark.exhaustive, pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")]
ROUNDS = 300


@pytest.mark.parametrize("name", sorted(dying.SAVES))
def test_ended_before_each_statement_nothing_of_a_save_is_there(tmp_path: Path, name: str) -> None:
    ended_before_statements(tmp_path, name, step=1)


@pytest.mark.parametrize("seed", range(1000, 1000 + ROUNDS))
def test_ended_at_any_moment_all_that_was_reported_is_there(tmp_path: Path, seed: int) -> None:
    killed_once(tmp_path, seed)
