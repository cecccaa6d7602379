"""Numbers as the JSON documents write them: twelve significant digits, and intervals of three."""

from __future__ import annotations

from typing import Any

from riskgraph.model.quantities import Interval

DIGITS = 12

Json = dict[str, Any]


def number(value: float) -> float:
    """Return a float rounded to twelve significant digits, so that the last bits of a machine do not show."""
    return float(f"{value:.{DIGITS}g}")


def interval(value: Interval) -> Json:
    """Return an interval as data; rounding is monotone, so that lo <= pt <= hi still holds."""
    return {"lo": number(value.lo), "pt": number(value.pt), "hi": number(value.hi)}
