"""What the page of paths remembers of a visit: order, filter, which picture, which step."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from riskgraph.analysis.rankings import Order
from riskgraph.report.path_rows import PathFilter
from riskgraph.ui import session


@dataclass(frozen=True)
class PathsView:
    """Choices only; `step` is a step of the path `step_of`, and is forgotten when another path is chosen."""

    order: Order = Order.LOSS
    wanted: PathFilter = field(default_factory=PathFilter)
    is_whole: bool = False
    step: str = ""
    step_of: str = ""


def view() -> PathsView:
    """Return what is remembered."""
    return session.recall(PathsView)


def change(**fields: Any) -> None:
    """Remember other choices."""
    session.remember(replace(view(), **fields))
