"""What an expected loss is made of, as a table that visibly adds up.

The convention that bites: rounding is done together, so that the numbers shown sum to the total shown; what is too
small to show one by one stands in a last row.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum

from riskgraph.model.attribution import Attribution, AttributionPart
from riskgraph.model.control import Catalogue
from riskgraph.model.submission import Submission
from riskgraph.report.answer_words import control_title, worded
from riskgraph.report.names import party_name
from riskgraph.report.numbers import POINT_FIGURES, rounded, yen
from riskgraph.report.plain import plain
from riskgraph.report.table_rows import YEN_A_UNIT, Columns
from riskgraph.text import t

MOST_ROWS = 10
_OTHER = "other"


class View(StrEnum):
    """By what a loss is told apart."""

    LAYERS = "layers"
    ROLES = "roles"
    PARTIES = "parties"
    ANSWERS = "answers"


def attribution_sentence(attribution: Attribution, locale: str) -> str:
    """Return how much would remain with everything done well, and how much is told apart."""
    good, eal = attribution.good_yen, attribution.eal_yen
    return t(
        locale, "attribution.sentence", eal=yen(eal, locale), good=yen(good, locale), excess=yen(eal - good, locale)
    )


def attribution_columns(
    attribution: Attribution, view: View, submission: Submission, catalogue: Catalogue, locale: str
) -> Columns:
    """Return one row a part, what remains first and the sum last; yen in the unit of the language, shares 0 to 100."""
    parts: tuple[AttributionPart, ...] = getattr(attribution, view.value)
    named = [p for p in parts if p.layer != _OTHER][:MOST_ROWS]
    names = [t(locale, "attribution.good"), *(_name(p, view, submission, catalogue, locale) for p in named)]
    values = [attribution.good_yen, *(p.eal_yen for p in named)]
    if len(named) < len(parts):
        names.append(t(locale, "attribution.other"))
        values.append(sum(p.eal_yen for p in parts) - sum(p.eal_yen for p in named))
    told = adding_up([value / YEN_A_UNIT[locale] for value in values], POINT_FIGURES)
    names.append(t(locale, "attribution.total"))
    numbers: Columns = {
        "part_yen": [*(float(value) for value in told), float(sum(told))],
        "part_share": [*(round(100 * max(0.0, value) / attribution.eal_yen) for value in values), 100],
    }
    if view is not View.ANSWERS:
        return {"part_name": names, **numbers}
    blank = [""] * (len(names) - len(named) - 1)
    return {
        "part_answer": names,
        "part_party": ["", *(party_name(p.party_id, submission, locale) for p in named), *blank],
        "standing": ["", *(_standing(p, locale) for p in named), *blank],
        **numbers,
    }


def adding_up(values: Sequence[float], figures: int) -> list[Decimal]:
    """Return values rounded to the last of `figures` figures of their sum, such that they sum to it rounded.

    Every value is rounded down; the units that are then missing go to the values with the largest remainders.
    """
    total = rounded(sum(values), figures)
    if total == 0:
        return [Decimal(0)] * len(values)
    step = Decimal(1).scaleb(total.adjusted() - figures + 1)
    exact = [Decimal(repr(float(value))) / step for value in values]
    down = [value.to_integral_value(rounding=ROUND_FLOOR) for value in exact]
    missing = int(total / step - sum(down))
    by_remainder = sorted(range(len(values)), key=lambda i: (down[i] - exact[i], i))
    for place in by_remainder[: max(0, missing)]:
        down[place] += 1
    return [value * step for value in down]


def _name(part: AttributionPart, view: View, submission: Submission, catalogue: Catalogue, locale: str) -> str:
    """Return what a part is, in words."""
    if view is View.LAYERS:
        return t(locale, "attribution.layer", **_layer(part, catalogue, locale))
    if view is View.ROLES:
        key = "attribution.player.undeclared" if part.role == "undeclared" else f"why.role.{part.role}"
        return worded(locale, key, part.role)
    if view is View.PARTIES:
        return party_name(part.party_id, submission, locale)
    if part.control_id:
        return control_title(part.control_id, catalogue, locale)
    return worded(locale, f"attribution.fact.{part.layer}", part.layer)


def _standing(part: AttributionPart, locale: str) -> str:
    """Return in a word whether something said confirms a part."""
    return t(locale, "ui.confirmed" if part.is_confirmed else "ui.unconfirmed")


def _layer(part: AttributionPart, catalogue: Catalogue, locale: str) -> dict[str, str]:
    """Return scenario and layer in words; what is no layer of the catalogue has words of its own."""
    scenario = next((s for s in catalogue.scenarios if s.scenario_id == part.scenario), None)
    found = next((layer for layer in scenario.layers if layer.key == part.layer), None) if scenario else None
    return {
        "scenario": scenario.title.said(locale) if scenario else plain(part.scenario),
        "layer": found.title.said(locale) if found else worded(locale, f"attribution.player.{part.layer}", part.layer),
    }
