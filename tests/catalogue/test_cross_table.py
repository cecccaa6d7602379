"""The printed cross table is the catalogue, no more and no less."""

from __future__ import annotations

from pathlib import Path

from riskgraph.catalogue import load_catalogue
from riskgraph.catalogue.cross_table import cross_table

PAGE = Path(__file__).parents[2] / "docs" / "controls.md"


def test_docs_page_is_made_from_the_catalogue() -> None:
    """`python -m riskgraph.catalogue.cross_table > docs/controls.md` brings it up to date."""
    assert PAGE.read_bytes().decode() == cross_table(load_catalogue())


def test_every_control_stands_in_the_table_with_titles_and_references() -> None:
    rows = {line.split(" | ")[0].removeprefix("| "): line for line in cross_table(load_catalogue()).splitlines()}
    for control in load_catalogue().controls:
        row = rows[control.control_id]
        assert control.title.ja in row
        assert control.title.en in row
        for sections in control.references.values():
            assert ", ".join(sections) in row
        for feed in control.feeds:
            assert f"`{feed}`" in row


def test_every_row_of_a_table_has_the_cells_of_its_head() -> None:
    width = 0
    for line in cross_table(load_catalogue()).splitlines():
        cells = line.count(" | ")
        if not line.startswith("|"):
            width = 0
        elif width == 0:
            width = cells
        else:
            assert cells == width


def test_a_control_that_feeds_nothing_says_that_it_moves_the_score_only() -> None:
    table = cross_table(load_catalogue())
    idle = [c for c in load_catalogue().controls if not c.feeds]
    assert table.count("score only") == len(idle)
