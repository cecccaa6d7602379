"""The numbers of the method, each with unit, allowed range, source and mark.

Marks: V read in a public source, D derived from such numbers, J judgement, M from the literature, not
re-read. A changed copy is made with `Parameters.changed`; the shipped table is never edited in place.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from functools import cached_property

from pydantic import Field

from riskgraph.errors import ParameterRefused
from riskgraph.model.control import Words
from riskgraph.model.noun import Noun
from riskgraph.model.quantities import Interval


class Parameter(Noun):
    """One number, or three of them (lo, pt, hi); each lies within [minimum, maximum]."""

    key: str
    value: float | tuple[float, float, float]
    unit: str
    minimum: float
    maximum: float
    mark: str = Field(pattern="^[VDJM](/[VDJM])*$")
    source: str = Field(min_length=1)
    label: Words

    @property
    def triple(self) -> tuple[float, float, float]:
        """Return the three ends; a single number stands for all of them."""
        return self.value if isinstance(self.value, tuple) else (self.value, self.value, self.value)


class Parameters(Noun):
    """The whole table in one version, with the population factors computed from it.

    `population` maps ``SCENARIO|condition|...`` to E[Phi] over the population (dimensionless, 0 to 1);
    it belongs to this very table and is dropped when a value that it rests on is changed.
    """

    version: str
    table: tuple[Parameter, ...]
    population: dict[str, float] = Field(default_factory=dict)

    @cached_property
    def by_key(self) -> dict[str, Parameter]:
        """Return the parameters by key."""
        return {parameter.key: parameter for parameter in self.table}

    def number(self, key: str) -> float:
        """Return the point value of `key`; KeyError where there is no such parameter."""
        return self.by_key[key].triple[1]

    def ends(self, key: str) -> Interval:
        """Return the three ends of `key`."""
        return Interval(*self.by_key[key].triple)

    def changed(self, values: Mapping[str, float | tuple[float, float, float]]) -> Parameters:
        """Return a copy with other values.

        Raises
        ------
        ParameterRefused
            For an unknown key, a number that is not finite, ends out of order, or a value outside the
            allowed range; it names the key and the range. Nothing is clipped.
        """
        for key, value in values.items():
            self._check(key, value)
        table = tuple(p.model_copy(update={"value": values[p.key]}) if p.key in values else p for p in self.table)
        return self.model_copy(update={"table": table, "population": {}})

    def _check(self, key: str, value: float | tuple[float, float, float]) -> None:
        if key not in self.by_key:
            raise ParameterRefused("parameter.unknown_key", {"key": key})
        known = self.by_key[key]
        ends = value if isinstance(value, tuple) else (value,)
        is_number = all(isinstance(v, int | float) and not isinstance(v, bool) and math.isfinite(v) for v in ends)
        shape_fits = len(ends) == (3 if isinstance(known.value, tuple) else 1)
        if not (is_number and shape_fits and sorted(ends) == list(ends)) or not all(
            known.minimum <= v <= known.maximum for v in ends
        ):
            raise ParameterRefused(
                "parameter.out_of_range",
                {"key": key, "value": str(value), "minimum": known.minimum, "maximum": known.maximum},
            )

    @cached_property
    def sha256(self) -> str:
        """Return the hash of all keys and values: two tables with one hash give the same numbers."""
        content = json.dumps({p.key: p.triple for p in sorted(self.table, key=lambda p: p.key)}, sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()
