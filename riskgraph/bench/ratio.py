"""One figure of a benchmark run: two medians of one run divided, against a limit."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Ratio:
    """One ratio and its limit.

    Attributes
    ----------
    name
        What is compared; the text ``bench.ratio.NAME`` says it to people.
    value
        The ratio of two medians, or another figure that does not hang on the speed of the machine.
    limit
        What it is held to; infinite where it is only told.
    is_at_least
        Whether the value has to be at least the limit; else at most.
    detail
        Sizes and counts behind it.
    """

    name: str
    value: float
    limit: float
    is_at_least: bool
    detail: str

    @property
    def is_met(self) -> bool:
        """Say whether the value keeps the limit."""
        return self.value >= self.limit if self.is_at_least else self.value <= self.limit
