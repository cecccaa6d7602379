"""The marks that the drawing is made of: boxes, points, lines with corners, and the series that hold them.

The convention that bites: a box is the background of its label and a line is a chain of invisible points,
because a graph series draws straight lines between centres and stretches the borders of its symbols.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

from riskgraph.report.picture_layout import Point
from riskgraph.report.picture_nouns import Node, Tie

Option = dict[str, Any]
FONT = "Noto Sans JP, Noto Sans CJK JP, Yu Gothic UI, Hiragino Sans, Meiryo, sans-serif"
Marks = tuple[list[Option], list[Option]]
DASHED, DOTTED, DASH_DOT = [9, 6], [2, 4], [12, 4, 2, 4]
_THIN_DASHED = [4, 3]
_PATTERN = {"dispatch": DOTTED, "second": DOTTED, "system_use": DASH_DOT}


def ground(ink: Mapping[str, str], *, words_wide: int = 360) -> Option:
    """Return what every picture stands on: no background of its own, the font, and how a tooltip looks.

    Parameters
    ----------
    words_wide
        Width in pixels at which the words of a tooltip break.
    """
    return {
        "backgroundColor": "transparent",
        "animation": False,
        "textStyle": {"fontFamily": FONT, "color": ink["ink"]},
        "tooltip": {"show": True, "renderMode": "richText", "formatter": "{b}", "confine": True,
                    "backgroundColor": ink["paper"], "borderColor": ink["line"],
                    "textStyle": {"color": ink["ink"], "fontSize": 13, "width": words_wide, "overflow": "break"}},
    }  # fmt: skip


def series(name: str, data: list[Option], links: list[Option], *, z: int) -> Option:
    """Return one graph series on the pixel axes."""
    return {
        "type": "graph", "name": name, "coordinateSystem": "cartesian2d", "layout": "none", "z": z,
        "roam": False, "silent": False, "selectedMode": "single", "legendHoverLink": False,
        "emphasis": {"disabled": True}, "select": {"disabled": True}, "data": data, "links": links,
        "symbol": "none", "edgeSymbol": ["none", "none"], "lineStyle": {"opacity": 1, "curveness": 0},
    }  # fmt: skip


def box(node: Node, at: Point, size: tuple[int, int], *, tooltip: str, label: Option, frame: Option) -> Option:
    """Return one box with its text inside.

    The visible frame is the background of the label: a stretched symbol would get uneven borders.
    """
    text_height = label["lineHeight"] * len(label["formatter"].split("\n"))
    return {
        "id": node.node_id,
        "name": tooltip,
        "value": [at.x, at.y],
        "symbol": "rect",
        "symbolSize": list(size),
        "itemStyle": {"opacity": 0},
        "label": {
            "show": True,
            "opacity": 1,
            "position": "inside",
            "align": "center",
            "verticalAlign": "middle",
            "width": size[0],
            "padding": [(size[1] - text_height) / 2, 0],
            "borderRadius": 3,
            **frame,
            **label,
        },
        "path_key": node.path_key,
        "kind": node.kind,
    }


def point(node_id: str, at: Point, label: Option | None = None) -> Option:
    """Return an invisible point that a line bends at, or that carries a free text."""
    shown = {"show": True, "opacity": 1, **label} if label else {"show": False}
    return {"id": node_id, "name": "", "value": [at.x, at.y], "symbol": "rect", "symbolSize": 0.01,
            "itemStyle": {"opacity": 0}, "label": shown, "tooltip": {"show": False}, "kind": "point"}  # fmt: skip


def route(key: str, corners: Iterable[Point], style: Option, *, has_arrow: bool) -> Marks:
    """Return the points and links of a line with corners; the arrow stands at its end."""
    points = [point(f"{key}#{i}", corner) for i, corner in enumerate(corners)]
    links: list[Option] = [{"source": a["id"], "target": b["id"], "lineStyle": style} for a, b in pairwise(points)]
    if has_arrow:
        links[-1] |= {"symbol": ["none", "arrow"], "symbolSize": 9}
    return points, links


def line_style(tie: Tie, color: str, width: float) -> Option:
    """Return a line's look: dashed for doubt, else dotted for people and dash-dot for the use of a system."""
    pattern = _PATTERN.get(tie.relation.value if tie.relation else "", "solid")
    dashes = DASHED if width > 1 else _THIN_DASHED
    return {"color": color, "width": width, "type": dashes if tie.is_dashed else pattern, "opacity": 1}
