"""The numbers of the method, each with unit, allowed range, source and mark.

Marks: V read in a public source, D derived from such numbers, J judgement, M from the literature, not
re-read. A changed copy is made with `Parameters.changed`; the shipped table is never edited in place.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from functools import cached_property

from pydantic import Field

from riskgraph.errors import ParameterRefused
from riskgraph.model.control import Words
from riskgraph.model.noun import Noun
from riskgraph.model.quantities import Interval

# What E[Phi] over the population is computed from; every other number leaves the factors as they are.
_BEHIND_POPULATION = ("adoption.", "beta", "efficacy.", "evidence.", "population.", "supervision.r0")


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
        """Return a copy with other values; the population factors stay where none of them rests on a change.

        Raises
        ------
        ParameterRefused
            As `check` does, for the first value that does not fit. Nothing is clipped.
        """
        for key, value in values.items():
            self.check(key, value)
        table = tuple(p.model_copy(update={"value": values[p.key]}) if p.key in values else p for p in self.table)
        # Built anew, not by model_copy: a copy would carry along the look-up and the hash of the old values.
        rests = any(key.startswith(_BEHIND_POPULATION) for key in values)
        return Parameters(version=self.version, table=table, population={} if rests else self.population)

    def check(self, key: str, value: float | tuple[float, ...]) -> None:
        """Accept a value for `key`, or refuse it.

        Raises
        ------
        ParameterRefused
            For an unknown key, something that is not a finite number, one number where three ends belong (or
            the reverse), ends out of order, or a value outside the allowed range. Its fields name the key, the
            value and the range.
        """
        if key not in self.by_key:
            nearest = difflib.get_close_matches(key, self.by_key, n=1, cutoff=0.0)
            raise ParameterRefused("parameter.unknown_key", {"key": key, "nearest": "".join(nearest)})
        known = self.by_key[key]
        code = _refusal(known, value)
        if code:
            limits = {"minimum": known.minimum, "maximum": known.maximum}
            raise ParameterRefused(code, {"key": key, "value": str(value), **limits})

    @cached_property
    def sha256(self) -> str:
        """Return the hash of all keys and values: two tables with one hash give the same numbers."""
        return _hash_of(self.table)

    @cached_property
    def population_sha256(self) -> str:
        """Return the hash of what the population factors rest on; other numbers may change without them."""
        return _hash_of(p for p in self.table if p.key.startswith(_BEHIND_POPULATION))


def _hash_of(table: Iterable[Parameter]) -> str:
    content = json.dumps({p.key: p.triple for p in sorted(table, key=lambda p: p.key)}, sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()


def _refusal(known: Parameter, value: float | tuple[float, ...]) -> str:
    """Return the code of what is wrong with a new value, or "" where nothing is."""
    ends = value if isinstance(value, tuple) else (value,)
    if not all(isinstance(v, int | float) and not isinstance(v, bool) and math.isfinite(v) for v in ends):
        return "parameter.not_a_number"
    if not isinstance(known.value, tuple):
        if isinstance(value, tuple):
            return "parameter.one_number"
    elif len(ends) != len(known.value) or list(ends) != sorted(ends):
        return "parameter.three_ends"
    is_within = all(known.minimum <= v <= known.maximum for v in ends)
    return "" if is_within else "parameter.out_of_range"
