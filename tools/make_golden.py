"""Write the expected result of the sample anew: `python -m tools.make_golden`.

The convention that bites: this is run only when numbers change on purpose, and CHANGELOG.md says why they do.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from riskgraph.arguments import parsed
from riskgraph.commands import assess_command

ROOT = Path(__file__).parent.parent
GOLDEN = ROOT / "tests" / "data" / "sample_golden.json"
SHOWN_PATHS = 12
SHOWN = 8
SUMS = ("eal_yen", "rate_per_year", "p_leak_1y", "p_leak_1y_frailty")
QUANTILES = ("var_yen", "tvar_yen")
DIGITS = 8


def sample_result() -> dict[str, Any]:
    """Return what the command `assess` says of the sample, cut down to what a change of the method would move."""
    arguments = ["assess", "sample_vendors.xlsx", "--answers", "questionnaires/returned", "--format", "json"]
    arguments[1], arguments[3] = str(ROOT / arguments[1]), str(ROOT / arguments[3])
    document = json.loads(assess_command(parsed(arguments, "ja")).result)
    return {
        "as_of": document["provenance"]["as_of"],
        "totals": {key: _ends(document["totals"][key]) for key in SUMS},
        "year": {key: {level: _ends(ends) for level, ends in document["totals"][key].items()} for key in QUANTILES},
        "paths_total": document["paths_total"],
        "rest": {"paths": document["rest"]["paths"], "eal_yen": _ends(document["rest"]["eal_yen"])},
        "paths": [_path(path) for path in document["paths"][:SHOWN_PATHS]],
        "causes": [
            [part["scenario"], part["layer"], _short(part["eal_yen"])]
            for part in document["attribution"]["layers"][:SHOWN]
        ],
        "shared": [
            [thing["kind"], thing["key"], _ends(thing["eal_yen"]), _ends(thing["falls_away_yen"])]
            for thing in document["concentration"][:SHOWN]
        ],
        "stability": {key: document["stability"][key] for key in ("draws", "correlation", "kept", "first_stays")},
        "problems": dict(sorted(Counter(problem["code"] for problem in document["problems"]).items())),
    }


def _path(path: dict[str, Any]) -> dict[str, Any]:
    return {
        "parties": path["parties"],
        "engagements": path["engagements"],
        "entry": [step["connection_id"] for step in path["entry"]],
        "certainty": path["certainty"],
        "grade": path["grade"],
        "eal_yen": _ends(path["eal_yen"]),
        "rate_per_year": _ends(path["rate_per_year"]),
        "unconfirmed_share": _short(path["unconfirmed_share"]),
        "first_channel": path["channels"][0]["channel_id"],
    }


def _ends(interval: dict[str, float]) -> list[float]:
    """Return an interval as three short numbers."""
    return [_short(interval[end]) for end in ("lo", "pt", "hi")]


def _short(number: float) -> float:
    return float(f"{number:.{DIGITS}g}")


def main() -> int:
    """Write the file."""
    GOLDEN.write_text(json.dumps(sample_result(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
    print(GOLDEN)
    return 0


if __name__ == "__main__":
    sys.exit(main())
