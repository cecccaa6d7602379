"""Weakness by tier and control domain as a heat map: darker is weaker, hatched is unknown, numbers in every cell.

The convention that bites: a cell in which nobody answered shows a question mark on hatching and no number, because
what is unknown must never look good; one with few answers is hatched too and keeps its number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from riskgraph.model.exposure import DomainScore
from riskgraph.report.numbers import percent
from riskgraph.report.picture_marks import Option, ground
from riskgraph.report.picture_words import PALETTES
from riskgraph.text import t

MOST_TIERS = 8
FEW_ANSWERS = 0.7  # below this share a grade is on hold as well
ROW = 46
_LEFT, _TOP, _BOTTOM = 190, 34, 8
NO_NUMBER = -1.0
# From the paper to a tint of the theme's indigo, so that vermilion keeps its one meaning and text stays readable.
_RAMP = {"light": ((0xFB, 0xFA, 0xF7), (0x7D, 0x94, 0xBC)), "dark": ((0x16, 0x18, 0x1B), (0x4C, 0x62, 0x88))}
Scores = Mapping[int, Sequence[DomainScore]]


def heat_option(scores: Scores, locale: str, theme: str = "light") -> Option:
    """Return the option of an ECharts heat map; columns are tiers (0: owner), rows are domains.

    Returns
    -------
    dict
        Plain JSON without functions; every cell bears its colour and text itself.
    """
    theme = theme if theme in PALETTES else "light"
    ink = PALETTES[theme]
    tiers = _shown(scores)
    domains = [score.domain for score in next(iter(scores.values()), ())]
    label = {"color": ink["ink"], "fontSize": 12}
    return {
        **ground(ink),
        "grid": {"left": _LEFT, "right": 2, "top": _TOP, "bottom": _BOTTOM},
        "xAxis": {"type": "category", "position": "top", "data": [tier_name(tier, locale) for tier in tiers],
                  "axisTick": {"show": False}, "axisLine": {"show": False}, "axisLabel": {**label, "interval": 0}},
        "yAxis": {"type": "category", "inverse": True,
                  "data": [t(locale, f"control_domain.{domain}") for domain in domains],
                  "axisTick": {"show": False}, "axisLine": {"show": False}, "axisLabel": {**label, "interval": 0}},
        "series": [{
            "type": "heatmap", "name": "weakness", "emphasis": {"disabled": True},
            "data": [
                _cell(column, row, scores[tier][row], tier, locale, theme)
                for column, tier in enumerate(tiers) for row in range(len(domains))
            ],
        }],
    }  # fmt: skip


def heat_height(scores: Scores) -> int:
    """Return the height in pixels at which every cell holds its two lines."""
    return _TOP + _BOTTOM + ROW * len(next(iter(scores.values()), ()))


def heat_alt(scores: Scores, locale: str) -> str:
    """Return the picture in words: the weakest known cells, and how many are unknown."""
    cells = [(score, tier) for tier in _shown(scores) for score in scores[tier] if score.asked]
    known = [(s, tier) for s, tier in cells if s.answered and s.weakness is not None]
    weakest = sorted(known, key=lambda c: (-(c[0].weakness.pt if c[0].weakness else 0.0), c[1], c[0].domain))[:3]
    told = t(locale, "bars.alt.join").join(_name(score, tier, locale) for score, tier in weakest)
    return t(locale, "heat.alt", cells=len(cells), unknown=len(cells) - len(known), told=told or "-")


def heat_left_out(scores: Scores) -> int:
    """Return how many tiers are not drawn."""
    return len(scores) - len(_shown(scores))


def tier_name(tier: int, locale: str) -> str:
    """Return a tier in words."""
    return t(locale, "picture.tier", tier=tier) if tier else t(locale, "picture.tier.owner")


def _shown(scores: Scores) -> list[int]:
    return sorted(scores)[:MOST_TIERS]


def _cell(column: int, row: int, score: DomainScore, tier: int, locale: str, theme: str) -> Option:
    """Return one cell: number and interval on a shade, a question mark on hatching, or that nothing applies."""
    ink = PALETTES[theme]
    weakness = score.weakness
    is_known = weakness is not None and score.answered > 0
    shade = _shade(weakness.pt if weakness is not None and is_known else 0.0, theme)
    style: Option = {"color": _hex(shade) if is_known else ink["paper"], "borderColor": ink["paper"], "borderWidth": 2}
    if weakness is not None and score.coverage < FEW_ANSWERS:
        hatch = ink["paper" if is_known else "line"]
        style["decal"] = {"symbol": "rect", "color": hatch, "dashArrayX": [1, 0], "dashArrayY": [1.2, 7],
                          "rotation": -0.7854}  # fmt: skip
    text = _text(score, locale)
    color = _readable(shade) if is_known else ink["quiet"]
    return {
        # A cell without a number would not be drawn at all.
        "value": [column, row, round(weakness.pt, 1) if weakness is not None and is_known else NO_NUMBER],
        "name": _name(score, tier, locale),
        "itemStyle": style,
        # Its own ground keeps the hatching from running through the numbers.
        "label": {"show": True, "formatter": text, "color": color, "fontSize": 12, "lineHeight": 16,
                  "backgroundColor": style["color"], "padding": [1, 5], "borderRadius": 3},
        "domain": score.domain,
        "tier": tier,
    }  # fmt: skip


def _text(score: DomainScore, locale: str) -> str:
    """Return what stands in a cell."""
    weakness = score.weakness
    if weakness is None:
        return t(locale, "heat.none")
    if not score.answered:
        return t(locale, "heat.unknown")
    ends = {"point": f"{weakness.pt:.0f}", "lo": f"{weakness.lo:.0f}", "hi": f"{weakness.hi:.0f}"}
    return t(locale, "heat.cell", **ends, share=percent(score.coverage, locale))


def _name(score: DomainScore, tier: int, locale: str) -> str:
    """Return a cell in one line, for hovering and for who cannot see it."""
    domain, place = t(locale, f"control_domain.{score.domain}"), tier_name(tier, locale)
    text = _text(score, locale).replace("\n", " ")
    return t(locale, "heat.name", tier=place, domain=domain, text=text, answered=score.answered, asked=score.asked)


def _shade(weakness: float, theme: str) -> tuple[int, int, int]:
    """Return the colour of a weakness of 0 to 100."""
    start, end = _RAMP[theme]
    part = min(max(weakness / 100.0, 0.0), 1.0)
    red, green, blue = (round(a + (b - a) * part) for a, b in zip(start, end, strict=True))
    return red, green, blue


def _hex(color: tuple[int, int, int]) -> str:
    return "#{:02x}{:02x}{:02x}".format(*color)


def _readable(shade: tuple[int, int, int]) -> str:
    """Return the ink, light or dark, that stands out more from a shade (contrast of WCAG 2.2)."""
    inks = ((0x16, 0x18, 0x1B), (0xFF, 0xFF, 0xFF))
    return _hex(max(inks, key=lambda ink: contrast(ink, shade)))


def contrast(a: tuple[int, int, int], b: tuple[int, int, int]) -> float:
    """Return the contrast of two colours, 1 to 21. Source: WCAG 2.2, "contrast ratio"."""
    dark, light = sorted((_luminance(a), _luminance(b)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: tuple[int, int, int]) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in color)]
    return float(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2])
