"""Tests of the pause of the search for cycles."""

from __future__ import annotations

import gc

import pytest

from riskgraph.intake.collecting import without_collecting


def test_the_search_is_paused_inside_and_on_again_afterwards() -> None:
    assert gc.isenabled()
    with without_collecting():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_the_search_is_on_again_after_an_error() -> None:
    with pytest.raises(ValueError, match="bad"), without_collecting():
        raise ValueError("bad")
    assert gc.isenabled()


def test_a_pause_inside_another_leaves_it_paused() -> None:
    with without_collecting():
        with without_collecting():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
