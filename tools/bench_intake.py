"""What assessing the sample from its files costs, against openpyxl alone loading the same files.

One process, after imports and one warm-up of each; the two are run in turns and compared by their medians, so that a
machine that slows down for a while slows both.
"""

from __future__ import annotations

import argparse
import io
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl

from riskgraph.arguments import parsed
from riskgraph.commands import assess_command

ROOT = Path(__file__).parent.parent
REGISTER = ROOT / "sample_vendors.xlsx"
ANSWERS = ROOT / "questionnaires" / "returned"
TARGET = 2.0


def assess_from_files() -> None:
    """Do what the command `assess` does, up to the JSON text."""
    assess_command(parsed(["assess", str(REGISTER), "--answers", str(ANSWERS), "--format", "json"], "en"))


def load_by_openpyxl() -> None:
    """Load every file of the sample and touch nothing in it."""
    for path in (REGISTER, *sorted(ANSWERS.glob("*.xlsx"))):
        openpyxl.load_workbook(io.BytesIO(path.read_bytes())).close()


def seconds(work: Callable[[], None]) -> float:
    """Return how long one run takes, seconds."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def medians(*works: Callable[[], None], runs: int) -> list[float]:
    """Return the median seconds of each work, all of them run in turns."""
    for work in works:
        work()
    rounds = [[seconds(work) for work in works] for _ in range(runs)]
    return [statistics.median(column) for column in zip(*rounds, strict=True)]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print both medians and their ratio; 1 where the ratio is above the target and `--strict` was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--strict", action="store_true", help=f"fail above {TARGET}")
    options = parser.parse_args(arguments)
    ours, alone = medians(assess_from_files, load_by_openpyxl, runs=options.runs)
    print(f"assess from files   {ours:8.3f} s (median of {options.runs})")
    print(f"openpyxl load alone {alone:8.3f} s (median of {options.runs})")
    print(f"ratio               {ours / alone:8.2f}   (target at most {TARGET})")
    return int(options.strict and ours / alone > TARGET)


if __name__ == "__main__":
    sys.exit(main())
