"""The JSON Schemas (draft 2020-12) of what the commands write, kept as data beside this module."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from riskgraph.errors import WrongUse

NAMES = ("assessment", "read", "check", "map", "whatif", "ask", "compare")
_FOLDER = Path(__file__).parent / "schemas"
_VERSION = 1


def schema(name: str) -> dict[str, Any]:
    """Return the schema of what a command writes (`assess`: ``assessment``); WrongUse for another name."""
    if name not in NAMES:
        raise WrongUse("use.unknown_schema", {"name": name, "names": ", ".join(NAMES)})
    loaded: dict[str, Any] = json.loads((_FOLDER / f"{name}-{_VERSION}.json").read_text(encoding="utf-8"))
    return loaded
