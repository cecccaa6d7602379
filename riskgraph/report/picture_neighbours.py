"""The quiet part of the drawing: neighbours in grey, and the roles that stand outside the chain."""

from __future__ import annotations

from collections.abc import Mapping

from riskgraph.report.picture_layout import ASIDE, BUS, CARD, LANE, PATH_X, SMALL, Point, balanced, fitted, text_width
from riskgraph.report.picture_marks import DASHED, Marks, Option, box, line_style, point, route
from riskgraph.report.picture_nouns import Node, Scene, Tie
from riskgraph.report.picture_words import Words, short
from riskgraph.text import t

_ENTRY_ROOM = 118  # between two boxes of an entry, for the word of the connection


def neighbours(scene: Scene, places: Mapping[str, Point], words: Words) -> Marks:
    """Return the grey boxes and lines."""
    data: list[Option] = []
    links: list[Option] = []
    by_id = {node.node_id: node for node in scene.nodes}
    for tie in (tie for tie in scene.ties if tie.kind == "sibling"):
        points, parts = route(
            f"{tie.start}>{tie.end}",
            _bus_corners(by_id[tie.start], by_id[tie.end], places),
            {"color": words.ink["line"], "width": 1, "type": "solid", "opacity": 1},
            has_arrow=False,
        )
        parts[-1]["lineStyle"] = line_style(tie, words.ink["line"], 1)
        data += points
        links += parts
    for node in scene.of("sibling", "more"):
        is_more = node.kind == "more"
        style = {"borderColor": words.ink["line"], "borderType": "dashed" if node.is_doubtful else "solid",
                 "backgroundColor": "transparent" if is_more else words.ink["paper"],
                 "borderWidth": 0 if is_more else 1}  # fmt: skip
        text = "\n".join(balanced(short(words.name(node)), SMALL[0] - 8, size=12))
        label = {"formatter": text, "color": words.ink["quiet"], "fontSize": 12, "lineHeight": 16}
        data.append(box(node, places[node.node_id], SMALL, tooltip=words.tooltip(node), label=label, frame=style))
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


def roles_beside(scene: Scene, places: Mapping[str, Point], words: Words) -> Marks:
    """Return the boxes of roles outside the chain, and the lines from people to the data that they reach."""
    data: list[Option] = []
    links: list[Option] = []
    ink = words.ink
    for node in scene.of("aside"):
        names = balanced(short(words.name(node)), ASIDE[0] - 8, size=12)
        text = "\n".join([*names, f"{{role|{fitted(words.roles(node), ASIDE[0] - 8, lines=1, size=12)[0]}}}"])
        label = {"formatter": text, "color": ink["ink"], "fontSize": 12, "lineHeight": 16,
                 "rich": {"role": {"color": ink["structure"], "fontSize": 12, "lineHeight": 16}}}  # fmt: skip
        style = {"backgroundColor": ink["paper"], "borderColor": ink["structure"], "borderWidth": 1.2}
        data.append(box(node, places[node.node_id], ASIDE, tooltip=words.tooltip(node), label=label, frame=style))
    on_path = {node.node_id for node in scene.of("path")}
    reaches = [tie for tie in scene.ties if tie.kind in ("reach", "role")]
    lanes = 0
    for tie in reaches:
        start, end = places[tie.start], places[tie.end]
        if start.y == end.y:
            corners = _beside(start, end, width=CARD[0] if tie.end in on_path else ASIDE[0])
        elif tie.end not in on_path:
            corners = _down_beside(start, end)
        else:
            corners = _bracket(start, end, PATH_X - CARD[0] / 2 - 12 - 9 * lanes)
            lanes += 1
        look = {"color": ink["structure"], "width": 1.5, "type": "solid", "opacity": 1}
        points, parts = route(f"{tie.kind}:{tie.start}>{tie.end}", corners, look, has_arrow=True)
        data += points
        links += parts
        if tie.kind == "role":
            parts[-1].pop("symbol")
        if tie.privilege and tie.end in on_path and start.y != end.y and lanes == 1:
            data.append(_reach_label(tie, corners, words))
    for tie in (tie for tie in scene.ties if tie.kind == "entry"):
        points, parts = _entry_line(tie, places, words, is_on_path=tie.end in on_path)
        data += points
        links += parts
    return data, links


def _entry_line(tie: Tie, places: Mapping[str, Point], words: Words, *, is_on_path: bool) -> Marks:
    """Return the dashed line of a connection over which an intruder may get on, with its kind in words."""
    start, end = places[tie.start], places[tie.end]
    kind = t(words.locale, f"lateral.kind.{tie.connection}")
    lines = balanced(kind, _ENTRY_ROOM, size=12)
    half = 7.5 * len(lines)
    if start.y == end.y:
        corners = _beside(start, end, width=CARD[0] if is_on_path else ASIDE[0])
        side = 1 if start.x > end.x else -1
        middle = Point((corners[1].x + start.x - side * ASIDE[0] / 2) / 2, end.y - 4 - half)
    elif start.x == end.x:
        lane = PATH_X - CARD[0] / 2 - 12
        corners = _bracket(start, end, lane)
        lines = balanced(kind, lane - 10, size=12)
        middle = Point(lane - 4 - max(text_width(line, 12) for line in lines) / 2, (start.y + end.y) / 2)
    else:
        *corners, _ = _down_beside(end, start)[::-1]
        corners.append(Point(end.x + CARD[0] / 2, end.y))
        middle = Point((corners[2].x + start.x - ASIDE[0] / 2) / 2, corners[1].y + 4 + half)
    look = {"color": words.ink["structure"], "width": 1.8, "type": DASHED, "opacity": 1}
    points, parts = route(f"entry:{tie.start}>{tie.end}", corners, look, has_arrow=True)
    left = Point(middle.x - max(text_width(line, 12) for line in lines) / 2, middle.y)
    label = {"position": "right", "formatter": "\n".join(lines), "fontSize": 12, "distance": 0, "lineHeight": 15,
             "color": words.ink["structure"], "align": "left"}  # fmt: skip
    return [*points, point(f"entry-label:{tie.start}", left, label)], parts


def _reach_label(tie: Tie, corners: list[Point], words: Words) -> Option:
    """Return the words on the line from the people to the data."""
    text = t(words.locale, f"picture.reach.{tie.privilege}")
    label = {"position": "left", "formatter": text, "color": words.ink["structure"], "fontSize": 12, "lineHeight": 15,
             "distance": 6, "align": "right"}  # fmt: skip
    bend = corners[1]
    above = CARD[1] / 2 + 26
    return point("reach-label", Point(bend.x, bend.y - above), label)


def _beside(start: Point, end: Point, *, width: int) -> list[Point]:
    """Return a level line from the middle of a box, which covers it, to the side of another."""
    side = 1 if end.x > start.x else -1
    return [start, Point(end.x - side * width / 2, end.y)]


def _down_beside(start: Point, end: Point) -> list[Point]:
    """Return a line from the owner's card down to a box of the band below, beside the grey bus."""
    lane, bus = PATH_X + CARD[0] / 2 + LANE - 6, end.y - CARD[1] / 2 - BUS + 6
    return [start, Point(lane, start.y), Point(lane, bus), Point(end.x, bus), Point(end.x, end.y - ASIDE[1] / 2)]


def _bracket(start: Point, end: Point, lane: float) -> list[Point]:
    """Return a bracket along the left of the cards, from the people up to the holder of the data."""
    foot = head = PATH_X - CARD[0] / 2
    return [Point(foot, start.y + 8), Point(lane, start.y + 8), Point(lane, end.y + 8), Point(head, end.y + 8)]
