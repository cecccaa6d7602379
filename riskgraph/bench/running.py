"""The command bench: every figure in turn, told as a table or as JSON.

The convention that bites: no second is ever held to a limit, only ratios of medians taken in turns within one run.
"""

from __future__ import annotations

import math
import os
import platform
import sys
from argparse import Namespace
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from riskgraph.bench.arrays import array_ratios
from riskgraph.bench.chains import chain_ratios
from riskgraph.bench.exceedance import exceedance_ratios
from riskgraph.bench.fixing import QUICK_SIZE as QUICK_FIXING
from riskgraph.bench.fixing import SIZE as FIXING
from riskgraph.bench.fixing import fixing_ratios
from riskgraph.bench.public import public_ratios
from riskgraph.bench.ratio import Ratio
from riskgraph.bench.reading_register import QUICK_SIZE as QUICK_REGISTER
from riskgraph.bench.reading_register import SIZE as REGISTER
from riskgraph.bench.reading_register import reading_ratios
from riskgraph.bench.receiving import COUNT, QUICK_COUNT, receiving_ratios
from riskgraph.bench.what_if import QUICK_SIZE as QUICK_WHAT_IF
from riskgraph.bench.what_if import SIZE as WHAT_IF
from riskgraph.bench.what_if import what_if_ratios
from riskgraph.bench.whole_road import LARGE, SIZES, road_ratios
from riskgraph.files import read_one
from riskgraph.report.document import to_json
from riskgraph.text import has_text, t

DEFAULT_SIZE = 1_000_000
QUICK_SIZE, QUICK_ROAD, QUICK_RUNS = 5_000, (200, 600), 2
EXCEEDANCE_ACCESSES = 20_500  # about 1e5 channels
GRAPH, QUICK_GRAPH = (100_000, 600_000), (300, 1_500)  # nodes, edges
Say = Callable[[str], None]


def all_ratios(options: Namespace, say: Say) -> list[Ratio]:
    """Return every figure; `say` is told each step."""
    size = options.size or DEFAULT_SIZE
    roads: tuple[int, ...] = SIZES
    if options.size is not None and options.size >= LARGE:
        roads = (*SIZES, LARGE)
    runs, accesses = options.runs, EXCEEDANCE_ACCESSES
    if options.quick:
        size, roads, runs, accesses = QUICK_SIZE, QUICK_ROAD, QUICK_RUNS, QUICK_ROAD[-1]
    found = array_ratios(size, runs=runs, say=say)
    say("exceedance")
    found += exceedance_ratios(accesses, runs=runs)
    found += road_ratios(roads, runs=min(runs, 3), say=say)
    say("what_if")
    found += what_if_ratios(QUICK_WHAT_IF if options.quick else WHAT_IF)
    say("fixing")
    found += fixing_ratios(*(QUICK_FIXING if options.quick else FIXING))
    found += reading_ratios(QUICK_REGISTER if options.quick else REGISTER, runs=min(runs, 3), say=say)
    found += receiving_ratios(QUICK_COUNT if options.quick else COUNT, runs=min(runs, 3), say=say)
    found += chain_ratios(*(QUICK_GRAPH if options.quick else GRAPH), runs=runs, say=say)
    if options.chains is not None:
        say("public")
        found += public_ratios(read_one(options.chains), runs=min(runs, 3))
    return [_only_told(ratio) for ratio in found] if options.quick else found


def _only_told(ratio: Ratio) -> Ratio:
    """Return a figure of small sizes: its limit is for large ones, unless it is one of exactness."""
    is_exactness = ratio.name.endswith("_exact")
    return ratio if is_exactness else replace(ratio, limit=0.0 if ratio.is_at_least else math.inf)


def bench(options: Namespace) -> tuple[str, tuple[str, ...], bool]:
    """Return the figures as text, a closing line for standard error, and whether every limit is kept."""

    def say(step: str) -> None:
        # At once, while the work goes on; all else that is to be said is handed over at the end.
        sys.stderr.write(t(options.locale, "bench.step", step=t(options.locale, f"bench.step.{step}")) + "\n")

    ratios = all_ratios(options, say)
    missed = [ratio for ratio in ratios if not ratio.is_met]
    if options.format == "json":
        result = to_json(_document(ratios, options))
    else:
        result = "\n".join(_lines(ratios, options)) + "\n"
    key = "bench.some_missed" if missed else "bench.all_met"
    closing = t(options.locale, "bench.quick") if options.quick else t(options.locale, key, count=len(missed))
    return result, (closing,), not missed


def _machine() -> dict[str, str]:
    return {"cores": str(os.cpu_count()), "python": platform.python_version(), "numpy": np.__version__}


def _runs(options: Namespace) -> int:
    return QUICK_RUNS if options.quick else int(options.runs)


def _lines(ratios: list[Ratio], options: Namespace) -> list[str]:
    """Return the table: one line a figure."""
    locale = options.locale
    lines = [t(locale, "bench.title", runs=_runs(options)), t(locale, "bench.machine", **_machine()), ""]
    for ratio in ratios:
        key = f"bench.ratio.{ratio.name}"
        has_limit = _has_limit(ratio)
        state = ("met" if ratio.is_met else "missed") if has_limit else "told"
        sense = "at_least" if ratio.is_at_least else "at_most"
        limit = t(locale, f"bench.{sense}", value=_shown(ratio.limit)) if has_limit else t(locale, "bench.no_limit")
        lines.append(
            t(
                locale,
                "bench.line",
                mark=t(locale, f"bench.{state}"),
                name=t(locale, key) if has_text(key) else ratio.name,
                value=_shown(ratio.value),
                limit=limit,
                detail=ratio.detail,
            )
        )
    return lines


def _has_limit(ratio: Ratio) -> bool:
    """Say whether a figure is held to anything."""
    return math.isfinite(ratio.limit) and not (ratio.is_at_least and ratio.limit == 0.0)


def _shown(value: float) -> str:
    """Return a figure with three digits, or whole where it is large."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _document(ratios: list[Ratio], options: Namespace) -> dict[str, object]:
    """Return the figures for JSON; what has no limit has null there."""
    return {
        "machine": _machine(),
        "quick": bool(options.quick),
        "runs": _runs(options),
        "ratios": [
            {
                "name": ratio.name,
                "value": ratio.value if math.isfinite(ratio.value) else None,
                "limit": ratio.limit if _has_limit(ratio) else None,
                "is_at_least": ratio.is_at_least,
                "is_met": ratio.is_met,
                "detail": ratio.detail,
            }
            for ratio in ratios
        ],
    }
