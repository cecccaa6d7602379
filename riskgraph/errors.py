"""Every error that riskgraph raises on purpose; it carries a code and fields, never a sentence.

A *problem* in a user's workbook is not an error: it is a value (`riskgraph.model.problem.Problem`),
collected and listed with all the others. An error is raised only where nothing sensible can go on.

RiskgraphError
├── InputRefused      a file cannot be read at all (wrong type, encrypted, too large, ...)
├── ParameterRefused  a parameter file has an unknown key or a value outside its allowed range
├── CatalogueBroken   the shipped catalogue contradicts itself (a mistake of ours, not the user's)
├── StoreRefused      the store cannot be opened (newer than this riskgraph, damaged, not a store, ...)
├── StaleSave         somebody else saved since the version that this save started from
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


class StoreRefused(RiskgraphError):
    """Raised when a store cannot be opened, backed up or restored; nothing in it has been changed."""


class StaleSave(RiskgraphError):
    """Raised when a save names a version that is no longer the current one; nothing has been saved.

    `fields` hold ``base`` and ``current`` (numbers), and ``actor`` and ``at`` of the current one.
    """


class WrongUse(RiskgraphError):
    """Raised when arguments do not fit together (an unknown asset, a date that is none)."""
