"""The control catalogue for people: each control with what it moves and where it stands in other schemes.

The convention that bites: a control that moves no number of the model says so; it counts in the score of a party
and in the findings, never in yen.
"""

from __future__ import annotations

from collections.abc import Sequence

from riskgraph.model.control import Catalogue, Control
from riskgraph.report.table_rows import Columns
from riskgraph.text import has_text, t


def control_columns(catalogue: Catalogue, locale: str, *, words: str = "") -> Columns:
    """Return the controls as columns, in the order of the catalogue.

    Parameters
    ----------
    words
        Only controls in which every one of these words stands somewhere.
    """
    rows = [row for row in _rows(catalogue, locale) if _has_all(row, words)]
    names = ("id", "domain", "mark", "title", "moves", "references", "question")
    return {f"control_{name}": [row[i] for row in rows] for i, name in enumerate(names)}


def _rows(catalogue: Catalogue, locale: str) -> list[tuple[str, ...]]:
    return [
        (
            control.control_id,
            t(locale, f"control_domain.{control.domain}"),
            t(locale, f"control_mark.{control.mark.value}"),
            control.title.said(locale),
            moved_by(control, catalogue, locale),
            references_of(control),
            control.question.said(locale),
        )
        for control in catalogue.controls
    ]


def _has_all(row: Sequence[str], words: str) -> bool:
    said = " ".join(row).casefold()
    return all(word in said for word in words.casefold().split())


def moved_by(control: Control, catalogue: Catalogue, locale: str) -> str:
    """Return which numbers a control moves, in words; that it moves none where it counts in the score only."""
    if not control.feeds:
        return t(locale, "method.control.score_only")
    return t(locale, "method.control.join").join(_feed(feed, catalogue, locale) for feed in control.feeds)


def _feed(feed: str, catalogue: Catalogue, locale: str) -> str:
    """Return one gate of a scenario, or one of the other things that a control feeds, in words."""
    if has_text(f"method.feed.{feed}"):
        return t(locale, f"method.feed.{feed}")
    for scenario in catalogue.scenarios:
        for layer in scenario.layers:
            if feed == f"{scenario.scenario_id}.{layer.key}":
                names = {"scenario": scenario.title.said(locale), "layer": layer.title.said(locale)}
                return t(locale, "method.control.gate", **names)
    return feed


def references_of(control: Control) -> str:
    """Return where a control stands in other schemes: APPI 10-3(2); ISO A.5.20."""
    return "; ".join(f"{scheme.upper()} {', '.join(sections)}" for scheme, sections in control.references.items())
