"""Every error that riskgraph raises on purpose; it carries a code and fields, never a sentence.

A *problem* in a user's workbook is not an error: it is a value (`riskgraph.model.problem.Problem`),
collected and listed with all the others. An error is raised only where nothing sensible can go on.

RiskgraphError
├── InputRefused      a file cannot be read at all (wrong type, encrypted, too large, ...)
├── ParameterRefused  a parameter file has an unknown key or a value outside its allowed range
├── CatalogueBroken   the shipped catalogue contradicts itself (a mistake of ours, not the user's)
└── WrongUse          a command or function was called with arguments that do not fit together
"""

from __future__ import annotations

from collections.abc import Mapping


class RiskgraphError(Exception):
    """Root of the tree; `code` is a key of the text catalogue, `fields` fill its sentence."""

    def __init__(self, code: str, fields: Mapping[str, str | int | float] | None = None) -> None:
        self.code = code
        self.fields: dict[str, str | int | float] = dict(fields or {})
        super().__init__(code)


class InputRefused(RiskgraphError):
    """Raised by the intake gate when a whole file must be refused before any parser sees it."""


class ParameterRefused(RiskgraphError):
    """Raised when a parameter has an unknown key or lies outside its allowed range."""


class CatalogueBroken(RiskgraphError):
    """Raised at load time when the shipped catalogue refers to something that it does not have."""


class WrongUse(RiskgraphError):
    """Raised when arguments do not fit together (an unknown asset, a date that is none)."""
