"""The whole register as one picture: tiers as columns, the riskiest path thick, what is doubtful dashed.

The convention that bites: units are pixels at the reference width, as in the drawing of one chain, and the number of
boxes is capped; what is not drawn is counted in the picture and in the words below it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from riskgraph.model.assessment import Path
from riskgraph.model.submission import Submission
from riskgraph.report.names import party_name
from riskgraph.report.picture_heat import tier_name
from riskgraph.report.picture_layout import REFERENCE_WIDTH, Point, fitted
from riskgraph.report.picture_marks import DASHED, Option, ground, point, route, series
from riskgraph.report.picture_portfolio_nouns import MOST_TIERS, Portfolio, Spot, Thread
from riskgraph.report.picture_words import PALETTES, harmless, short
from riskgraph.report.table_rows import Columns
from riskgraph.text import t

PITCH = 36
BOX = 26
_TOP = 62
_BOTTOM = 26
_WIDEST = 176
_GAP = 40


def portfolio_option(
    scene: Portfolio, submission: Submission, locale: str, theme: str = "light", *, chosen: Path | None = None
) -> Option:
    """Return the option of an ECharts graph of the whole register.

    Parameters
    ----------
    chosen
        The path that is looked at; its boxes are framed in indigo where it is not the riskiest one.

    Returns
    -------
    dict
        Plain JSON without functions. Two series: lines, then boxes; every box has the key of the best path through
        it, which `spot_at` gives back.
    """
    ink = PALETTES[theme if theme in PALETTES else "light"]
    width, places = _places(scene)
    lines: tuple[list[Option], list[Option]] = ([], [])
    for thread in sorted(scene.threads, key=lambda thread: thread.rank == 1):
        points, parts = _line(thread, places, width, ink)
        lines[0].extend(points)
        lines[1].extend(parts)
    words = _Words(submission, locale, ink, frozenset(enumerate(chosen.parties)) if chosen else frozenset())
    boxes = [_box(spot, places[(spot.tier, spot.party_id)], width, words) for spot in scene.spots]
    return {
        **ground(ink),
        "grid": {"left": 0, "right": 0, "top": 0, "bottom": 0},
        "xAxis": {"type": "value", "show": False, "min": 0, "max": REFERENCE_WIDTH},
        "yAxis": {"type": "value", "show": False, "inverse": True, "min": 0, "max": portfolio_height(scene)},
        "series": [
            series("lines", *lines, z=2),
            series("boxes", boxes, [], z=4),
            series("words", _headings(scene, locale, ink), [], z=3),
            series("legend", *_legend(locale, ink), z=3),
        ],
    }  # fmt: skip


def portfolio_height(scene: Portfolio) -> int:
    """Return the height in pixels."""
    return _TOP + _BOTTOM + PITCH * scene.rows


def portfolio_alt(scene: Portfolio, submission: Submission, locale: str) -> str:
    """Return the picture in words: how many parties and tiers, and the riskiest path."""
    first = [spot for spot in scene.spots if spot.rank == 1]
    names = t(locale, "portfolio.arrow").join(
        party_name(spot.party_id, submission, locale) for spot in sorted(first, key=lambda s: s.tier)
    )
    return t(locale, "portfolio.alt", parties=len(scene.spots), tiers=scene.tiers, path=names or "-")


def portfolio_note(scene: Portfolio, locale: str) -> str:
    """Return what is left out of the picture; "" where nothing is."""
    missing = sum(scene.left_out.values()) + scene.deeper
    if not missing:
        return ""
    if scene.deeper:
        return t(locale, "portfolio.left_out.deep", count=missing, tiers=MOST_TIERS - 1)
    return t(locale, "portfolio.left_out", count=missing)


def portfolio_columns(scene: Portfolio, submission: Submission, locale: str) -> Columns:
    """Return the picture as a table: one row a line, with its doubts."""
    silent = {(spot.tier, spot.party_id) for spot in scene.spots if spot.is_silent}
    found: dict[str, list[str | int | float]] = {name: [] for name in ("tier", "consignor", "consignee", "doubt")}
    for thread in scene.threads:
        marks = [t(locale, f"picture.mark.{mark}") for mark in thread.marks]
        if thread.end in silent:
            marks.append(t(locale, "portfolio.silent"))
        found["tier"].append(tier_name(thread.end[0], locale))
        found["consignor"].append(party_name(thread.start[1], submission, locale))
        found["consignee"].append(party_name(thread.end[1], submission, locale))
        found["doubt"].append(", ".join(marks))
    return found


def spot_at(option: Option, series_index: int, index: int) -> tuple[str, str]:
    """Return the path key and the party of the box that was clicked; blank where there is none."""
    try:
        item = option["series"][series_index]["data"][index]
    except (IndexError, TypeError):
        return "", ""
    return str(item.get("path_key", "")), str(item.get("party_id", ""))


def _places(scene: Portfolio) -> tuple[float, Mapping[tuple[int, str], Point]]:
    """Return the width of a box and the centre of every spot."""
    pitch = REFERENCE_WIDTH / scene.tiers
    width = min(_WIDEST, pitch - _GAP)
    return width, {
        (spot.tier, spot.party_id): Point(pitch * (spot.tier + 0.5), _TOP + PITCH * (spot.row + 0.5))
        for spot in scene.spots
    }


def _line(
    thread: Thread, places: Mapping[tuple[int, str], Point], width: float, ink: Mapping[str, str]
) -> tuple[list[Option], list[Option]]:
    """Return one line: thick for the riskiest path, dashed where something about it is open."""
    a, b = places[thread.start], places[thread.end]
    is_first = thread.rank == 1
    color = ink["path"] if is_first else ink["quiet" if thread.marks else "line"]
    look = {"color": color, "width": 4 if is_first else 1.2 if thread.marks else 1,
            "type": DASHED if thread.marks else "solid", "opacity": 1}  # fmt: skip
    corners = [Point(a.x + width / 2, a.y), Point(b.x - width / 2, b.y)]
    key = f"{thread.start[0]}:{thread.start[1]}>{thread.end[1]}"
    return route(key, corners, look, has_arrow=is_first)


@dataclass(frozen=True)
class _Words:
    """What every box needs to say itself: register, language, palette, and the places of the path looked at."""

    submission: Submission
    locale: str
    ink: Mapping[str, str]
    chosen: frozenset[tuple[int, str]]


def _box(spot: Spot, at: Point, width: float, words: _Words) -> Option:
    """Return one box; a party that has answered nothing has a dashed frame and a question mark."""
    submission, locale, ink = words.submission, words.locale, words.ink
    is_first = spot.rank == 1
    is_chosen = (spot.tier, spot.party_id) in words.chosen
    whole = harmless(party_name(spot.party_id, submission, locale))
    mark = t(locale, "portfolio.mark") if spot.is_silent else ""
    name = fitted(short(whole), width - 14 - 12 * bool(mark), lines=1, size=12)[0] + mark
    frame = {
        "backgroundColor": ink["wash"] if is_first else ink["paper"],
        "borderColor": ink["path" if is_first else "structure" if is_chosen else "quiet" if spot.is_silent else "line"],
        "borderWidth": 2 if is_first or is_chosen else 1,
        "borderType": "dashed" if spot.is_silent else "solid",
    }
    return {
        "id": f"{spot.tier}:{spot.party_id}",
        "name": _tooltip(spot, whole, locale),
        "value": [at.x, at.y],
        "symbol": "rect",
        "symbolSize": [width, BOX],
        "itemStyle": {"opacity": 0},
        "label": {"show": True, "opacity": 1, "position": "inside", "align": "center", "verticalAlign": "middle",
                  "width": width, "padding": [(BOX - 16) / 2, 0], "borderRadius": 3, "formatter": name,
                  "color": ink["ink"], "fontSize": 12, "lineHeight": 16,
                  "fontWeight": "bold" if is_first else "normal", **frame},
        "path_key": spot.path_key,
        "party_id": spot.party_id,
        "kind": "spot",
    }  # fmt: skip


def _tooltip(spot: Spot, name: str, locale: str) -> str:
    lines = [name, tier_name(spot.tier, locale)]
    if spot.rank is not None:
        lines.append(t(locale, "portfolio.rank", rank=spot.rank))
    if spot.is_silent:
        lines.append(t(locale, "portfolio.silent"))
    return "\n".join(lines)


def _headings(scene: Portfolio, locale: str, ink: Mapping[str, str]) -> list[Option]:
    """Return the names of the tiers, and at the foot of a column how many more there are."""
    found: list[Option] = []
    pitch = REFERENCE_WIDTH / scene.tiers
    for tier in range(scene.tiers):
        x = pitch * (tier + 0.5)
        label = {"position": "inside", "formatter": tier_name(tier, locale), "color": ink["quiet"], "fontSize": 12}
        found.append(point(f"tier:{tier}", Point(x, _TOP - 12), label))
        if tier in scene.left_out:
            rows = sum(1 for spot in scene.spots if spot.tier == tier)
            more = t(locale, "picture.more", count=scene.left_out[tier])
            found.append(point(f"more:{tier}", Point(x, _TOP + PITCH * (rows + 0.5)), {**label, "formatter": more}))
    return found


def _legend(locale: str, ink: Mapping[str, str]) -> tuple[list[Option], list[Option]]:
    """Return what the lines mean, above the columns."""
    samples = (
        ("first", {"color": ink["path"], "width": 4, "type": "solid"}),
        ("doubt", {"color": ink["quiet"], "width": 1.2, "type": DASHED}),
        ("silent", None),
    )
    data: list[Option] = []
    links: list[Option] = []
    x = 6.0
    for key, look in samples:
        text = t(locale, f"portfolio.legend.{key}")
        at = Point(x, 16)
        if look:
            points, parts = route(f"legend:{key}", [at, Point(x + 34, 16)], {**look, "opacity": 1}, has_arrow=False)
            data += points
            links += parts
            at = Point(x + 34, 16)
        data.append(
            point(
                f"legend:{key}:text",
                at,
                {"position": "right", "formatter": text, "color": ink["quiet"], "fontSize": 12, "distance": 6},
            )
        )
        x += 300
    return data, links
