"""The chain as one picture: a pure function from an assessment to the option of an ECharts graph.

The convention that bites: one unit of the axes is one pixel at the reference width, and the picture is
stretched sideways only; boxes and letters keep their size, so nothing that fits here overlaps there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

from riskgraph.model.assessment import Assessment, Path
from riskgraph.model.submission import Submission
from riskgraph.report.names import asset_names, party_name
from riskgraph.report.numbers import percent, persons
from riskgraph.report.picture_layout import (
    ASIDE,
    BUS,
    CARD,
    GUTTER,
    LANE,
    PATH_X,
    REFERENCE_WIDTH,
    SMALL,
    TOP,
    Point,
    fitted,
    height,
    positions,
    text_width,
)
from riskgraph.report.picture_scene import LATENT, OWNER, Node, Scene, Tie, compose
from riskgraph.text import t

PALETTES: Mapping[str, Mapping[str, str]] = {
    "light": {
        "paper": "#fbfaf7", "ink": "#22262b", "quiet": "#62666d", "line": "#b9b8b2", "faint": "#e9e7e1",
        "path": "#c3341c", "wash": "#fdf1ee", "structure": "#2b4a7f",
    },
    "dark": {
        "paper": "#16181b", "ink": "#ebe8e1", "quiet": "#a6a9ae", "line": "#5a5e64", "faint": "#2c2f34",
        "path": "#f2694d", "wash": "#33201c", "structure": "#93b4ea",
    },
}  # fmt: skip
FONT = "Noto Sans JP, Noto Sans CJK JP, Yu Gothic UI, Hiragino Sans, Meiryo, sans-serif"
GLYPH = {"host": "■", "employer": "●", "device": "▼", "site": "▲", "director": "◆"}
DASHED, DOTTED, DASH_DOT = [9, 6], [2, 4], [12, 4, 2, 4]
_PATTERN = {"dispatch": DOTTED, "second": DOTTED, "system_use": DASH_DOT}
_THIN_DASHED = [4, 3]
_LEGAL_FORMS = (("株式会社", "(株)"), ("有限会社", "(有)"), ("合同会社", "(同)"))
Option = dict[str, Any]


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
    words = _Words(submission, chosen_path, locale, ink)
    return {
        "backgroundColor": "transparent",
        "animation": False,
        "textStyle": {"fontFamily": FONT, "color": ink["ink"]},
        "tooltip": {"show": True, "renderMode": "richText", "formatter": "{b}", "confine": True,
                    "backgroundColor": ink["paper"], "borderColor": ink["line"],
                    "textStyle": {"color": ink["ink"], "fontSize": 13, "width": 360, "overflow": "break"}},
        "grid": {"left": 0, "right": 0, "top": 0, "bottom": 0},
        "xAxis": {"type": "value", "show": False, "min": 0, "max": REFERENCE_WIDTH},
        "yAxis": {"type": "value", "show": False, "inverse": True, "min": 0, "max": height(scene)},
        "series": [
            _series("neighbours", *_neighbours(scene, places, words), z=2),
            _series("roles", *_roles(scene, places, words), z=3),
            _series("path", *_path(scene, places, words), z=5),
            _series("legend", *_legend(words), z=2),
        ],
    }  # fmt: skip


def picture_height(option: Option) -> int:
    """Return the height in pixels at which nothing is squeezed."""
    return int(option["yAxis"]["max"])


def chosen_at(option: Option, series: int, index: int) -> str:
    """Return the key of the path that a click on a box chooses; "" where it chooses none."""
    try:
        return str(option["series"][series]["data"][index].get("path_key", ""))
    except (IndexError, TypeError):
        return ""


class _Words:
    """What every box and line says, in one language and palette."""

    def __init__(self, submission: Submission, path: Path, locale: str, ink: Mapping[str, str]) -> None:
        self.submission, self.path, self.locale, self.ink = submission, path, locale, ink

    def name(self, node: Node) -> str:
        """Return the party's name, harmless to the label language of the chart."""
        if node.kind == "latent":
            return t(self.locale, "picture.latent")
        if node.kind == "more":
            return t(self.locale, "picture.more", count=node.count)
        return harmless(party_name(node.party_id, self.submission, self.locale))

    def roles(self, node: Node) -> str:
        """Return the roles as shape and word, joined by spaces."""
        return "  ".join(f"{GLYPH[role]}{t(self.locale, f'picture.role.{role}')}" for role in node.roles)

    def tier(self, node: Node) -> str:
        """Return what stands in the gutter: the tier, and below it the share of the reasons."""
        if node.kind == "latent":
            return t(self.locale, "picture.tier.latent")
        if node.band == 0:
            return t(self.locale, "picture.tier.owner")
        return t(self.locale, "picture.tier", tier=node.band)

    def share(self, node: Node) -> str:
        """Return the share of the reasons that lies with a party, or nothing."""
        return t(self.locale, "picture.share", share=percent(node.share, self.locale)) if node.share >= 0.005 else ""

    def marks(self, tie: Tie) -> list[str]:
        """Return the relation and every reason why the line is dashed."""
        relation = [t(self.locale, f"picture.relation.{tie.relation.value}")] if tie.relation else []
        return [*relation, *(t(self.locale, f"picture.mark.{mark}") for mark in tie.marks)]

    def tooltip(self, node: Node) -> str:
        """Return the full name with roles and tier, for hovering."""
        return "\n".join(
            line for line in (self.name(node), self.tier(node), self.roles(node), self.share(node)) if line
        )


def harmless(text: str) -> str:
    """Return text that the chart's label language reads as text: its braces and bars become wide ones."""
    return text.translate({ord("{"): "｛", ord("}"): "｝", ord("|"): "｜"})


def _short(name: str) -> str:
    """Return a name whose legal form is written as Japanese registers abbreviate it, for a small box."""
    for form, brief in _LEGAL_FORMS:
        name = name.replace(form, brief)
    return name


def _series(name: str, data: list[Option], links: list[Option], *, z: int) -> Option:
    """Return one graph series on the pixel axes."""
    return {
        "type": "graph", "name": name, "coordinateSystem": "cartesian2d", "layout": "none", "z": z,
        "roam": False, "silent": False, "selectedMode": "single", "legendHoverLink": False,
        "emphasis": {"disabled": True}, "select": {"disabled": True}, "data": data, "links": links,
        "symbol": "none", "edgeSymbol": ["none", "none"], "lineStyle": {"opacity": 1, "curveness": 0},
    }  # fmt: skip


def _box(node: Node, at: Point, size: tuple[int, int], words: _Words, *, label: Option, frame: Option) -> Option:
    """Return one box with its text inside.

    The visible frame is the background of the label: a stretched symbol would get uneven borders.
    """
    text_height = label["lineHeight"] * len(label["formatter"].split("\n"))
    return {
        "id": node.node_id,
        "name": words.tooltip(node),
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


def _point(node_id: str, at: Point, label: Option | None = None) -> Option:
    """Return an invisible point that a line bends at, or that carries a free text."""
    shown = {"show": True, "opacity": 1, **label} if label else {"show": False}
    return {"id": node_id, "name": "", "value": [at.x, at.y], "symbol": "rect", "symbolSize": 0.01,
            "itemStyle": {"opacity": 0}, "label": shown, "tooltip": {"show": False}, "kind": "point"}  # fmt: skip


def _route(key: str, corners: Iterable[Point], style: Option, *, has_arrow: bool) -> tuple[list[Option], list[Option]]:
    """Return the points and links of a line with corners; the arrow stands at its end."""
    points = [_point(f"{key}#{i}", corner) for i, corner in enumerate(corners)]
    links: list[Option] = [{"source": a["id"], "target": b["id"], "lineStyle": style} for a, b in pairwise(points)]
    if has_arrow:
        links[-1] |= {"symbol": ["none", "arrow"], "symbolSize": 9}
    return points, links


def _line_style(tie: Tie, color: str, width: float) -> Option:
    """Return a line's look: dashed for doubt, else dotted for people and dash-dot for the use of a system."""
    pattern = _PATTERN.get(tie.relation.value if tie.relation else "", "solid")
    dashes = DASHED if width > 1 else _THIN_DASHED
    return {"color": color, "width": width, "type": dashes if tie.is_dashed else pattern, "opacity": 1}


def _neighbours(scene: Scene, places: Mapping[str, Point], words: _Words) -> tuple[list[Option], list[Option]]:
    """Return the grey boxes and lines."""
    data: list[Option] = []
    links: list[Option] = []
    by_id = {node.node_id: node for node in scene.nodes}
    for tie in (tie for tie in scene.ties if tie.kind == "sibling"):
        points, parts = _route(
            f"{tie.start}>{tie.end}",
            _bus_corners(by_id[tie.start], by_id[tie.end], places),
            {"color": words.ink["line"], "width": 1, "type": "solid", "opacity": 1},
            has_arrow=False,
        )
        parts[-1]["lineStyle"] = _line_style(tie, words.ink["line"], 1)
        data += points
        links += parts
    for node in scene.of("sibling", "more"):
        is_more = node.kind == "more"
        style = {"borderColor": words.ink["line"], "borderType": "dashed" if node.is_doubtful else "solid",
                 "backgroundColor": "transparent" if is_more else words.ink["paper"],
                 "borderWidth": 0 if is_more else 1}  # fmt: skip
        text = "\n".join(fitted(_short(words.name(node)), SMALL[0] - 10, lines=2, size=12))
        label = {"formatter": text, "color": words.ink["quiet"], "fontSize": 12, "lineHeight": 16}
        data.append(_box(node, places[node.node_id], SMALL, words, label=label, frame=style))
    return data, links


def _bus_corners(start: Node, end: Node, places: Mapping[str, Point]) -> list[Point]:
    """Return the corners from a parent to a neighbour: out, along the bus between the bands, and down."""
    a, b = places[start.node_id], places[end.node_id]
    top = Point(b.x, b.y - SMALL[1] / 2)
    if start.slot == 0:
        bus = b.y - CARD[1] / 2 - BUS
        lane = PATH_X + CARD[0] / 2 + LANE
        return [Point(PATH_X, a.y), Point(lane, a.y), Point(lane, bus), Point(b.x, bus), top]
    foot = Point(a.x, a.y + SMALL[1] / 2)
    if a.x == b.x:
        return [foot, top]
    # It leaves beside the middle, where no line of another parent comes down.
    foot, bus = Point(a.x + 14, foot.y), b.y - CARD[1] / 2 - BUS - 6 * (1 + start.slot % 3)
    return [foot, Point(foot.x, bus), Point(b.x, bus), top]


def _roles(scene: Scene, places: Mapping[str, Point], words: _Words) -> tuple[list[Option], list[Option]]:
    """Return the boxes of roles outside the chain, and the lines from people to the data that they reach."""
    data: list[Option] = []
    links: list[Option] = []
    ink = words.ink
    for node in scene.of("aside"):
        names = fitted(_short(words.name(node)), ASIDE[0] - 12, lines=2, size=12)
        text = "\n".join([*names, f"{{role|{fitted(words.roles(node), ASIDE[0] - 8, lines=1, size=12)[0]}}}"])
        label = {"formatter": text, "color": ink["ink"], "fontSize": 12, "lineHeight": 16,
                 "rich": {"role": {"color": ink["structure"], "fontSize": 12, "lineHeight": 16}}}  # fmt: skip
        style = {"backgroundColor": ink["paper"], "borderColor": ink["structure"], "borderWidth": 1.2}
        data.append(_box(node, places[node.node_id], ASIDE, words, label=label, frame=style))
    reaches = [tie for tie in scene.ties if tie.kind in ("reach", "role")]
    lanes = 0
    for tie in reaches:
        start, end = places[tie.start], places[tie.end]
        if start.y == end.y:
            corners = _beside(start, end)
        else:
            corners = _bracket(start, end, PATH_X - CARD[0] / 2 - 12 - 9 * lanes)
            lanes += 1
        look = {"color": ink["structure"], "width": 1.5, "type": "solid", "opacity": 1}
        points, parts = _route(f"{tie.kind}:{tie.start}>{tie.end}", corners, look, has_arrow=True)
        data += points
        links += parts
        if tie.kind == "role":
            parts[-1].pop("symbol")
        if tie.privilege and start.y != end.y and lanes == 1:
            data.append(_reach_label(tie, corners, words))
    return data, links


def _reach_label(tie: Tie, corners: list[Point], words: _Words) -> Option:
    """Return the words on the line from the people to the data."""
    text = t(words.locale, f"picture.reach.{tie.privilege}")
    label = {"position": "left", "formatter": text, "color": words.ink["structure"], "fontSize": 12, "lineHeight": 15,
             "distance": 6, "align": "right"}  # fmt: skip
    bend = corners[1]
    above = CARD[1] / 2 + 26
    return _point("reach-label", Point(bend.x, bend.y - above), label)


def _beside(start: Point, end: Point) -> list[Point]:
    """Return a level line from a card to a box beside it."""
    side = 1 if end.x > start.x else -1
    return [Point(start.x + side * CARD[0] / 2, start.y), Point(end.x - side * ASIDE[0] / 2, end.y)]


def _bracket(start: Point, end: Point, lane: float) -> list[Point]:
    """Return a bracket along the left of the cards, from the people up to the holder of the data."""
    foot, head = start.x - CARD[0] / 2, end.x - CARD[0] / 2
    return [Point(foot, start.y + 8), Point(lane, start.y + 8), Point(lane, end.y + 8), Point(head, end.y + 8)]


def _path(scene: Scene, places: Mapping[str, Point], words: _Words) -> tuple[list[Option], list[Option]]:
    """Return the cards and thick lines of the chosen path, its gutter, and the assumed tier below it."""
    data: list[Option] = []
    links: list[Option] = []
    ink = words.ink
    for tie in (tie for tie in scene.ties if tie.kind in ("path", "latent")):
        a, b = places[tie.start], places[tie.end]
        corners = [Point(a.x, a.y + CARD[1] / 2), Point(b.x, b.y - CARD[1] / 2)]
        look = _line_style(tie, ink["path"], 4 if tie.kind == "path" else 2)
        points, parts = _route(f"{tie.start}>{tie.end}", corners, look, has_arrow=True)
        parts[0] |= {"tie": f"{tie.start}>{tie.end}", "symbolSize": 13 if tie.kind == "path" else 9}
        data += points
        links += parts
        data.append(_tie_label(tie, Point(a.x, (corners[0].y + corners[1].y) / 2), words))
    for node in scene.of("path", "latent"):
        data.append(_card(node, places[node.node_id], words))
        data.append(_gutter(node, places[node.node_id], words))
    data.append(_asset_label(places[OWNER], words))
    return data, links


def _tie_label(tie: Tie, middle: Point, words: _Words) -> Option:
    """Return what a hop says: relation and doubts, and how well it is supervised."""
    lines = words.marks(tie)
    if tie.supervision is not None:
        lines.append(t(words.locale, "picture.supervision", share=percent(tie.supervision, words.locale)))
    color = words.ink["path"] if tie.is_dashed else words.ink["quiet"]
    label = {"position": "right", "formatter": "\n".join(lines), "color": color, "fontSize": 12, "lineHeight": 14,
             "distance": 10, "align": "left"}  # fmt: skip
    return _point(f"label:{tie.start}>{tie.end}", middle, label)


def _card(node: Node, at: Point, words: _Words) -> Option:
    """Return a card of the path: the name, and below it the roles as shape and word."""
    ink = words.ink
    is_latent = node.kind == "latent"
    room = CARD[0] - 16
    whole = words.name(node)
    name = fitted(whole if text_width(whole, 14) <= room else _short(whole), room, lines=1, size=14)[0]
    below = t(words.locale, "picture.latent.note") if is_latent else words.roles(node)
    text = f"{{name|{name}}}" + (f"\n{{role|{below}}}" if below else "")
    role_color = ink["quiet"] if is_latent else ink["structure"]
    label = {"formatter": text, "lineHeight": 20,
             "rich": {"name": {"color": ink["ink"], "fontSize": 14, "fontWeight": "normal" if is_latent else "bold",
                               "lineHeight": 20},
                      "role": {"color": role_color, "fontSize": 12, "lineHeight": 20}}}  # fmt: skip
    style = {"backgroundColor": ink["paper"] if is_latent else ink["wash"], "borderColor": ink["path"],
             "borderWidth": 1.2 if is_latent else 2,
             "borderType": "dashed" if node.is_doubtful else "solid"}  # fmt: skip
    return _box(node, at, CARD, words, label=label, frame=style)


def _gutter(node: Node, at: Point, words: _Words) -> Option:
    """Return the tier and the share of the reasons, at the left edge of a band."""
    share = words.share(node)
    text = f"{{tier|{words.tier(node)}}}" + (f"\n{{share|{share}}}" if share else "")
    label = {"position": "right", "formatter": text, "align": "left", "distance": 0,
             "rich": {"tier": {"color": words.ink["quiet"], "fontSize": 12, "lineHeight": 17},
                      "share": {"color": words.ink["path"], "fontSize": 12, "lineHeight": 17,
                                "fontWeight": "bold"}}}  # fmt: skip
    return _point(f"gutter:{node.node_id}", Point(GUTTER, at.y), label)


def _asset_label(owner: Point, words: _Words) -> Option:
    """Return the data at stake and how many people they concern, beside the owner's card."""
    names = harmless(asset_names(words.path.asset_ids, words.submission, words.locale))
    text = t(words.locale, "picture.asset", names=names, records=persons(words.path.records.pt, words.locale))
    label = {"position": "right", "formatter": text, "color": words.ink["ink"], "fontSize": 13, "align": "left",
             "distance": 0, "lineHeight": 18}  # fmt: skip
    return _point("asset", Point(owner.x + CARD[0] / 2 + LANE + 14, owner.y), label)


def _legend(words: _Words) -> tuple[list[Option], list[Option]]:
    """Return what the lines mean, at the upper right, where no neighbour can stand."""
    ink = words.ink
    samples = (
        ("path", 640, 0, {"color": ink["path"], "width": 4, "type": "solid"}),
        ("doubt", 790, 0, {"color": ink["path"], "width": 2, "type": DASHED}),
        ("people", 640, 1, {"color": ink["quiet"], "width": 2, "type": DOTTED}),
        ("system", 790, 1, {"color": ink["quiet"], "width": 2, "type": DASH_DOT}),
        ("reach", 960, 1, {"color": ink["structure"], "width": 1.5, "type": "solid"}),
    )
    data: list[Option] = []
    links: list[Option] = []
    for key, x, row, look in samples:
        y = TOP - 12 + 24.0 * row
        points, parts = _route(
            f"legend:{key}", [Point(x, y), Point(x + 34.0, y)], look, has_arrow=key in ("path", "reach")
        )
        points[-1]["label"] = {
            "show": True, "opacity": 1, "position": "right", "formatter": t(words.locale, f"picture.legend.{key}"),
            "color": ink["quiet"], "fontSize": 12, "lineHeight": 16, "distance": 6, "align": "left",
        }  # fmt: skip
        data += points
        links += parts
    return data, links


__all__ = ["LATENT", "PALETTES", "chain_option", "chosen_at", "harmless", "picture_height", "positions"]
