"""A calibration as text for a terminal and as JSON: what was expected, what was seen, and what the rates become."""

from __future__ import annotations

from typing import Any

from riskgraph.model.calibration import CalibratedRate, Calibration
from riskgraph.model.control import Catalogue
from riskgraph.report.numbers import decimal, rounded
from riskgraph.report.plain import wrapped
from riskgraph.report.tables import LINE, aligned
from riskgraph.text import t

COLUMNS = ("scenario", "years", "expected", "observed", "factor", "parameter", "old", "new")
_TO_LEFT = frozenset({"scenario", "parameter"})


def calibration_text(calibration: Calibration, catalogue: Catalogue, locale: str) -> str:
    """Return the table of the rates, and how it is to be read."""
    titles = {s.scenario_id: s.title.said(locale) for s in catalogue.scenarios}
    header = [t(locale, f"calibration.column.{column}") for column in COLUMNS]
    rows = [_row(rate, titles[rate.scenario], locale) for rate in calibration.rates]
    return "\n\n".join(
        [
            t(locale, "calibration.title"),
            aligned([header, *rows], to_right=[column not in _TO_LEFT for column in COLUMNS]),
            wrapped(t(locale, "calibration.how", k=decimal(calibration.k, locale)), LINE),
            wrapped(t(locale, "calibration.use"), LINE) + "\n",
        ]
    )


def _row(rate: CalibratedRate, title: str, locale: str) -> list[str]:
    def figures(value: float) -> str:
        return decimal(rounded(value, 3), locale)

    low, mean, high = (decimal(rounded(value, 2), locale) for value in (rate.factor.lo, rate.factor.pt, rate.factor.hi))
    factor = t(locale, "calibration.factor", low=low, mean=mean, high=high)
    return [
        title,
        figures(rate.years),
        figures(rate.expected),
        str(rate.observed),
        factor,
        rate.parameter,
        figures(rate.old),
        figures(rate.new),
    ]


def calibration_data(calibration: Calibration) -> dict[str, Any]:
    """Return a calibration as JSON; `factor` is (low, mean, high) with 90 % between low and high."""
    return {
        "k": calibration.k,
        "rates": [
            {
                "scenario": rate.scenario,
                "years": rate.years,
                "expected": rate.expected,
                "observed": rate.observed,
                "factor": {"lo": rate.factor.lo, "pt": rate.factor.pt, "hi": rate.factor.hi},
                "parameter": rate.parameter,
                "unit": rate.unit,
                "old": rate.old,
                "new": rate.new,
            }
            for rate in calibration.rates
        ],
        "parameters": {rate.parameter: rate.new for rate in calibration.rates},
    }
