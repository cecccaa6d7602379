"""The chain as one picture: a pure function from an assessment to the option of an ECharts graph.

The convention that bites: one unit of the axes is one pixel at the reference width, and the picture is
stretched sideways only; boxes and letters keep their size, so nothing that fits here overlaps there.
"""

from __future__ import annotations

from riskgraph.model.assessment import Assessment, Path
from riskgraph.model.submission import Submission
from riskgraph.report.picture_layout import REFERENCE_WIDTH, height, positions
from riskgraph.report.picture_marks import Option, ground, series
from riskgraph.report.picture_neighbours import neighbours, roles_beside
from riskgraph.report.picture_path import chosen_path as path_marks
from riskgraph.report.picture_path import legend
from riskgraph.report.picture_scene import compose
from riskgraph.report.picture_words import PALETTES, Words

__all__ = ["PALETTES", "Option", "chain_option", "chosen_at", "mark_at", "picture_height", "positions"]


def chain_option(
    assessment: Assessment, submission: Submission, chosen_path: Path, locale: str, theme: str = "light"
) -> Option:
    """Return the option of an ECharts graph that shows the chosen path among its neighbours.

    Parameters
    ----------
    theme
        ``light`` or ``dark``.

    Returns
    -------
    dict
        Plain JSON. Three graph series, drawn in this order: neighbours, roles, the chosen path. Every item
        that stands for a box has the id of its node; a click is traced back by `chosen_at`.
    """
    scene = compose(assessment, submission, chosen_path)
    places = positions(scene)
    ink = PALETTES[theme if theme in PALETTES else "light"]
    words = Words(submission, chosen_path, locale, ink)
    return {
        **ground(ink),
        "grid": {"left": 0, "right": 0, "top": 0, "bottom": 0},
        "xAxis": {"type": "value", "show": False, "min": 0, "max": REFERENCE_WIDTH},
        "yAxis": {"type": "value", "show": False, "inverse": True, "min": 0, "max": height(scene)},
        "series": [
            series("neighbours", *neighbours(scene, places, words), z=2),
            series("roles", *roles_beside(scene, places, words), z=3),
            series("path", *path_marks(scene, places, words), z=5),
            series("legend", *legend(words), z=2),
        ],
    }  # fmt: skip


def picture_height(option: Option) -> int:
    """Return the height in pixels at which nothing is squeezed."""
    return int(option["yAxis"]["max"])


def mark_at(option: Option, series: int, index: int, *, is_line: bool = False) -> str:
    """Return the id of a mark of the chosen path, `owner>path:1` for a line; "" for any other."""
    try:
        drawn = option["series"][series]
        mark = drawn["links"][index].get("tie", "") if is_line else drawn["data"][index]["id"]
    except (IndexError, KeyError, TypeError):
        return ""
    return str(mark) if drawn["name"] == "path" else ""


def chosen_at(option: Option, series: int, index: int) -> str:
    """Return the key of the path that a click on a box chooses; "" where it chooses none."""
    try:
        return str(option["series"][series]["data"][index].get("path_key", ""))
    except (IndexError, TypeError):
        return ""
