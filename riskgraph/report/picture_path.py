"""The loud part of the drawing: the cards and thick lines of the chosen path, and what the lines mean."""

from __future__ import annotations

from collections.abc import Mapping

from riskgraph.report.names import asset_names
from riskgraph.report.numbers import percent, persons
from riskgraph.report.picture_layout import CARD, GUTTER, LANE, TOP, Point, fitted, text_width
from riskgraph.report.picture_marks import DASH_DOT, DASHED, DOTTED, Marks, Option, box, line_style, point, route
from riskgraph.report.picture_nouns import OWNER, Node, Scene, Tie
from riskgraph.report.picture_words import Words, harmless, short
from riskgraph.text import t

_ASSET_ROOM = 185  # up to where the legend begins, less the word before the name


def chosen_path(scene: Scene, places: Mapping[str, Point], words: Words) -> Marks:
    """Return the cards and thick lines of the chosen path, its gutter, and the assumed tier below it."""
    data: list[Option] = []
    links: list[Option] = []
    ink = words.ink
    for tie in (tie for tie in scene.ties if tie.kind in ("path", "latent")):
        a, b = places[tie.start], places[tie.end]
        corners = [Point(a.x, a.y + CARD[1] / 2), Point(b.x, b.y - CARD[1] / 2)]
        look = line_style(tie, ink["path"], 4 if tie.kind == "path" else 2)
        points, parts = route(f"{tie.start}>{tie.end}", corners, look, has_arrow=True)
        parts[0] |= {"tie": f"{tie.start}>{tie.end}", "symbolSize": 13 if tie.kind == "path" else 9}
        data += points
        links += parts
        data.append(_tie_label(tie, Point(a.x, (corners[0].y + corners[1].y) / 2), words))
    for node in scene.of("path", "latent"):
        data.append(_card(node, places[node.node_id], words))
        data.append(_gutter(node, places[node.node_id], words))
    data.append(_asset_label(places[OWNER], words))
    return data, links


def _tie_label(tie: Tie, middle: Point, words: Words) -> Option:
    """Return what a hop says: relation and doubts, and how well it is supervised."""
    lines = words.marks(tie)
    if tie.supervision is not None:
        lines.append(t(words.locale, "picture.supervision", share=percent(tie.supervision, words.locale)))
    color = words.ink["path"] if tie.is_dashed else words.ink["quiet"]
    label = {"position": "right", "formatter": "\n".join(lines), "color": color, "fontSize": 12, "lineHeight": 14,
             "distance": 10, "align": "left"}  # fmt: skip
    return point(f"label:{tie.start}>{tie.end}", middle, label)


def _card(node: Node, at: Point, words: Words) -> Option:
    """Return a card of the path: the name, and below it the roles as shape and word."""
    ink = words.ink
    is_latent = node.kind == "latent"
    room = CARD[0] - 16
    whole = words.name(node)
    name = fitted(whole if text_width(whole, 14) <= room else short(whole), room, lines=1, size=14)[0]
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
    return box(node, at, CARD, tooltip=words.tooltip(node), label=label, frame=style)


def _gutter(node: Node, at: Point, words: Words) -> Option:
    """Return the tier and the share of the reasons, at the left edge of a band."""
    share = words.share(node)
    text = f"{{tier|{words.tier(node)}}}" + (f"\n{{share|{share}}}" if share else "")
    label = {"position": "right", "formatter": text, "align": "left", "distance": 0,
             "rich": {"tier": {"color": words.ink["quiet"], "fontSize": 12, "lineHeight": 17},
                      "share": {"color": words.ink["path"], "fontSize": 12, "lineHeight": 17,
                                "fontWeight": "bold"}}}  # fmt: skip
    return point(f"gutter:{node.node_id}", Point(GUTTER, at.y), label)


def _asset_label(owner: Point, words: Words) -> Option:
    """Return the data at stake and how many people they concern, beside the owner's card."""
    names = harmless(asset_names(words.path.asset_ids, words.submission, words.locale))
    names = fitted(names, _ASSET_ROOM, lines=1, size=13)[0]
    text = t(words.locale, "picture.asset", names=names, records=persons(words.path.records.pt, words.locale))
    label = {"position": "right", "formatter": text, "color": words.ink["ink"], "fontSize": 13, "align": "left",
             "distance": 0, "lineHeight": 18}  # fmt: skip
    return point("asset", Point(owner.x + CARD[0] / 2 + LANE + 14, owner.y), label)


def legend(words: Words) -> Marks:
    """Return what the lines mean, at the upper right, where no neighbour can stand."""
    ink = words.ink
    samples: tuple[tuple[str, int, int, Option], ...] = (
        ("path", 640, 0, {"color": ink["path"], "width": 4, "type": "solid"}),
        ("doubt", 790, 0, {"color": ink["path"], "width": 2, "type": DASHED}),
        ("people", 640, 1, {"color": ink["quiet"], "width": 2, "type": DOTTED}),
        ("system", 790, 1, {"color": ink["quiet"], "width": 2, "type": DASH_DOT}),
        ("reach", 940, 1, {"color": ink["structure"], "width": 1.5, "type": "solid"}),
    )
    if words.path.entry:
        samples = (*samples, ("entry", 940, 2, {"color": ink["structure"], "width": 1.8, "type": DASHED}))
    data: list[Option] = []
    links: list[Option] = []
    for key, x, row, look in samples:
        y = TOP - 12 + 24.0 * row
        points, parts = route(
            f"legend:{key}", [Point(x, y), Point(x + 34.0, y)], look, has_arrow=key in ("path", "reach")
        )
        points[-1]["label"] = {
            "show": True, "opacity": 1, "position": "right", "formatter": t(words.locale, f"picture.legend.{key}"),
            "color": ink["quiet"], "fontSize": 12, "lineHeight": 16, "distance": 6, "align": "left",
        }  # fmt: skip
        data += points
        links += parts
    return data, links
