"""How far the ranking hangs on judgement, in words: a line beside every list, and every judgement's swing as rows.

The convention that bites: judgement is moved, never the answers. A small rank correlation says that the order among
the first paths is not to be read finely, not that the paths are no risks.
"""

from __future__ import annotations

from collections.abc import Sequence

from riskgraph.model.assessment import Path
from riskgraph.model.parameters import Parameters
from riskgraph.model.quantities import Interval
from riskgraph.model.stability import RankStability, Swing, Tornado
from riskgraph.report.numbers import percent, yen
from riskgraph.report.parameter_rows import figure
from riskgraph.report.table_rows import Columns
from riskgraph.text import t

SWING_COLUMNS = ("title", "from", "low_yen", "high_yen", "width", "kept", "first", "key")
_FIGURES = 4


def stability_line(stability: RankStability, locale: str) -> str:
    """Return in one sentence how the first ranks fare when judgement is moved."""
    if stability.top < 2:
        return t(locale, "stability.line.one")
    return t(
        locale,
        "stability.line",
        top=stability.top,
        by=percent(stability.moved_by, locale),
        correlation=_correlation(stability.correlation, locale),
        kept=f"{stability.kept.pt:g}",
        fewest=f"{stability.kept.lo:g}",
        first=percent(stability.first_stays, locale),
    )


def stability_help(stability: RankStability, locale: str) -> str:
    """Return what the sentence means and how it was found."""
    return t(
        locale,
        "stability.help",
        parameters=stability.parameters,
        draws=stability.draws,
        seed=stability.seed,
        by=percent(stability.moved_by, locale),
    )


def _correlation(correlation: Interval, locale: str) -> str:
    lo, pt, hi = (
        f"{value:.2f}".replace("-", "\N{MINUS SIGN}") for value in (correlation.lo, correlation.pt, correlation.hi)
    )
    return t(locale, "stability.correlation", lo=lo, pt=pt, hi=hi)


def rank_ranges(paths: Sequence[Path], stability: RankStability | None, locale: str) -> list[str]:
    """Return the lowest and highest rank that each path took, "" where nobody looked."""
    ranges = {one.key: one for one in stability.ranges} if stability else {}
    found = (ranges.get(path.key) for path in paths)
    return [t(locale, "stability.range", first=one.best, last=one.worst) if one else "" for one in found]


def most_leaned_on(tornado: Tornado) -> Swing | None:
    """Return the judgement that the first ranks lean on most: the fewest paths stay, then the widest swing."""
    moving = [swing for swing in tornado.swings if swing.low_yen != swing.high_yen]
    return min(moving, key=lambda swing: (swing.kept, swing.first_stays), default=None)


def swing_columns(tornado: Tornado, parameters: Parameters, locale: str) -> Columns:
    """Return every judgement, the widest swing first; yen a year in words."""
    rows = [_row(swing, tornado, parameters, locale) for swing in tornado.swings]
    return {f"swing_{name}": [row[i] for row in rows] for i, name in enumerate(SWING_COLUMNS)}


def _row(swing: Swing, tornado: Tornado, parameters: Parameters, locale: str) -> tuple[str, ...]:
    known = parameters.by_key[swing.parameter]
    return (
        known.label.said(locale),
        t(
            locale,
            "stability.tried",
            low=_short(swing.low_value),
            now=figure(known.triple[1]),
            high=_short(swing.high_value),
        ),
        yen(swing.low_yen, locale),
        yen(swing.high_yen, locale),
        percent(abs(swing.high_yen - swing.low_yen) / tornado.base_yen, locale) if tornado.base_yen > 0 else "",
        t(locale, "stability.kept", kept=swing.kept, top=tornado.top),
        t(locale, "stability.first.yes" if swing.first_stays else "stability.first.no"),
        swing.parameter,
    )


def _short(value: float) -> str:
    return figure(float(f"{value:.{_FIGURES}g}"))


def leaning_sentence(tornado: Tornado, parameters: Parameters, locale: str) -> str:
    """Return which judgement moves the total most, and which the first ranks; "" where none moves anything."""
    leaned = most_leaned_on(tornado)
    if leaned is None:
        return ""
    widest = tornado.swings[0]
    return t(
        locale,
        "stability.leaning",
        widest=parameters.by_key[widest.parameter].label.said(locale),
        low=yen(min(widest.low_yen, widest.high_yen), locale),
        high=yen(max(widest.low_yen, widest.high_yen), locale),
        base=yen(tornado.base_yen, locale),
        leaned=parameters.by_key[leaned.parameter].label.said(locale),
        kept=t(locale, "stability.kept", kept=leaned.kept, top=tornado.top),
    )
