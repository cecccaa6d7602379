"""No test ever touches the store of the person who runs it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from riskgraph.store.place import VARIABLE


@pytest.fixture(scope="session", autouse=True)
def _a_store_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Put the store of everything that names none into a folder of this run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, str(tmp_path_factory.mktemp("store")))
        yield
