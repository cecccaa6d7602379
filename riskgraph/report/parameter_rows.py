"""Every parameter as a row for people: what it is, its value and range, where it comes from, and what it moves.

The convention that bites: a value is shown with all the digits that it has, because people edit it and because it
must be the number that was used. Where a set was edited, the shipped value stands beside the one in force.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from riskgraph.model.parameters import Parameter, Parameters
from riskgraph.report.plain import plain
from riskgraph.report.table_rows import Columns
from riskgraph.text import has_text, t

# The sections of the table in the order of the method, and the heads of the keys that belong to each.
SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("rates", ("rate", "calibrate")),
    ("layers", ("efficacy", "beta")),
    ("access", ("privilege", "reach", "heads")),
    ("answers", ("answer", "evidence", "age", "unasked", "pending")),
    ("supervising", ("supervision", "hop", "deletion_proof")),
    ("undeclared", ("latent", "link")),
    ("losses", ("size", "loss", "liability", "records", "jo")),
    ("grades", ("grade",)),
    ("average", ("population", "adoption")),
    ("year", ("frailty", "common")),
    ("acting", ("acting",)),
    ("priors", ("prior",)),
)
COLUMNS = ("key", "title", "value", "shipped", "unit", "range", "mark", "source", "moves", "section")


@dataclass(frozen=True, slots=True)
class ParameterRow:
    """One parameter in words. `shipped` is "" where the value is the shipped one."""

    key: str
    section: str
    title: str
    value: str
    shipped: str
    unit: str
    range: str
    mark: str
    source: str
    moves: str

    @property
    def is_changed(self) -> bool:
        """Say whether the value differs from the shipped one."""
        return self.shipped != ""


def parameter_rows(parameters: Parameters, shipped: Parameters, locale: str) -> tuple[ParameterRow, ...]:
    """Return all parameters of a set in words, section by section.

    Parameters
    ----------
    parameters
        The set that is read.
    shipped
        The set that comes with riskgraph, to tell which values differ.
    """
    order = [section for section, _ in SECTIONS]
    rows = [_row(p, shipped.by_key.get(p.key), locale) for p in parameters.table]
    return tuple(sorted(rows, key=lambda row: order.index(section_of(row.key))))


def section_of(key: str) -> str:
    """Return the section that a parameter belongs to; the last one for a key of no known head."""
    head = key.split(".")[0]
    return next((section for section, heads in SECTIONS if head in heads), SECTIONS[-1][0])


def _row(parameter: Parameter, shipped: Parameter | None, locale: str) -> ParameterRow:
    is_changed = shipped is not None and shipped.value != parameter.value
    return ParameterRow(
        key=parameter.key,
        section=t(locale, f"method.section.{section_of(parameter.key)}"),
        title=parameter.label.said(locale),
        value=value_in_words(parameter, locale),
        shipped=value_in_words(shipped, locale) if shipped and is_changed else "",
        unit=unit_in_words(parameter.unit, locale),
        range=t(locale, "method.range", lowest=figure(parameter.minimum), highest=figure(parameter.maximum)),
        mark=mark_in_words(parameter.mark, locale),
        source=parameter.source,
        moves=moves_in_words(parameter.key, locale),
    )


def value_in_words(parameter: Parameter, locale: str) -> str:
    """Return a value with its ends where it has three: 5 [1〜20]."""
    lowest, point, highest = (figure(end) for end in parameter.triple)
    if not isinstance(parameter.value, tuple):
        return point
    return t(locale, "number.interval", point=point, lo=lowest, hi=highest)


def figure(value: float) -> str:
    """Return a number with all its digits, grouped by thousands, never with an exponent above 1e-7."""
    whole = float(value)
    if whole.is_integer():
        return f"{int(whole):,}"
    text = f"{whole:,.12f}".rstrip("0") if abs(whole) >= 1e-7 else ""
    # An exact text where twelve decimals do not hold the number.
    return text if text and float(text.replace(",", "")) == whole else repr(whole)


def unit_in_words(unit: str, locale: str) -> str:
    """Return a unit of the table in a language; as it stands where nobody has translated it."""
    name = re.sub(r"[^a-z0-9]+", "_", unit.lower()).strip("_")
    return t(locale, f"method.unit.{name}") if has_text(f"method.unit.{name}") else unit


def mark_in_words(mark: str, locale: str) -> str:
    """Return what a number rests on: 公開資料で確認 (V), 導出 (D), 判断 (J), 文献 (M)."""
    return t(locale, "method.mark.join").join(t(locale, f"method.mark.{letter}") for letter in mark.split("/"))


def moves_in_words(key: str, locale: str) -> str:
    """Return which part of the result a parameter moves."""
    head = key.split(".")[0]
    return t(locale, f"method.moves.{head}") if has_text(f"method.moves.{head}") else ""


def found(rows: Iterable[ParameterRow], words: str, *, section: str = "") -> tuple[ParameterRow, ...]:
    """Return the rows in which every word stands somewhere, upper or lower case; of one section where one is named."""
    wanted = plain(words).casefold().split()
    return tuple(row for row in rows if section in ("", row.section) and all(word in _text_of(row) for word in wanted))


def _text_of(row: ParameterRow) -> str:
    parts = (row.key, row.section, row.title, row.value, row.unit, row.mark, row.source, row.moves)
    return " ".join(parts).casefold()


def parameter_columns(rows: Sequence[ParameterRow]) -> Columns:
    """Return rows as columns; their ids begin with ``parameter_``."""
    return {f"parameter_{name}": [str(getattr(row, name)) for row in rows] for name in COLUMNS}
