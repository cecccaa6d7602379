"""The loss of a year in words and columns: what a bad year costs, with its interval and with what fails together."""

from __future__ import annotations

from riskgraph.model.assessment import Totals
from riskgraph.model.tail import LEVELS
from riskgraph.report.numbers import decimal, yen, yen_interval
from riskgraph.report.table_rows import Columns
from riskgraph.text import t

NAMED = "0.99"


def years_of(level: str) -> int:
    """Return in how many years one is worse than the level: 100 for 0.99."""
    return round(1.0 / (1.0 - float(level)))


def tail_sentence(totals: Totals, locale: str) -> str:
    """Return what a year costs that is exceeded once in 100 years; "" where it was not computed."""
    if totals.tail is None:
        return ""
    told = t(
        locale,
        "tail.sentence",
        years=decimal(years_of(NAMED), locale),
        loss=yen_interval(totals.tail.var_yen[NAMED], locale),
        beyond=yen(totals.tail.tvar_yen[NAMED].pt, locale),
        mean=yen(totals.eal_yen.pt, locale),
    )
    if totals.tail_dependent is None:
        return told
    loss = yen(totals.tail_dependent.var_yen[NAMED].pt, locale)
    return told + t(locale, "tail.sentence.together", years=decimal(years_of(NAMED), locale), loss=loss)


def tail_columns(totals: Totals, locale: str) -> Columns:
    """Return one row for each of the levels; empty where nothing was computed."""
    tail, together = totals.tail, totals.tail_dependent
    if tail is None:
        return {}
    return {
        "tail_year": [t(locale, "tail.once", years=decimal(years_of(level), locale)) for level in LEVELS],
        "tail_loss": [yen_interval(tail.var_yen[level], locale) for level in LEVELS],
        "tail_beyond": [yen_interval(tail.tvar_yen[level], locale) for level in LEVELS],
        "tail_together": [yen_interval(together.var_yen[level], locale) if together else "" for level in LEVELS],
    }


def curve_columns(totals: Totals) -> Columns:
    """Return the curve as numbers for people to take away: loss in yen, chances in per cent."""
    tail = totals.tail
    points = tail.exceedance if tail is not None else ()
    ends = {end: [100.0 * getattr(point.p, end) for point in points] for end in ("lo", "pt", "hi")}
    return {"curve_yen": [point.loss_yen for point in points], **{f"curve_{end}": p for end, p in ends.items()}}
