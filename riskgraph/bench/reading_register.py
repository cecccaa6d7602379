"""A large register read and checked, beside openpyxl that only gives the values of its cells.

The convention that bites: both start from the bytes of one file. Ours includes the process that reads the cells and
everything up to the submission with its problems; openpyxl, in its quickest way of reading, keeps nothing.
"""

from __future__ import annotations

import io
from collections.abc import Callable

from openpyxl import load_workbook

from riskgraph.bench.made_up import AS_OF, as_submission, made_up
from riskgraph.bench.ratio import Ratio
from riskgraph.bench.timing import medians
from riskgraph.catalogue import load_catalogue
from riskgraph.intake.register import read_register
from riskgraph.intake.template import register_workbook

TARGET = 1 / 3
SIZE, QUICK_SIZE = 42_000, 200  # accesses; of the larger come about 100,000 rows
_NAME = "made_up.xlsx"


def reading_ratios(size: int, *, runs: int, say: Callable[[str], None]) -> list[Ratio]:
    """Return the time of reading a register beside the time openpyxl takes for its bare values."""
    say("reading_register")
    submission = as_submission(made_up(size, load_catalogue())).model_copy(update={"answers": ()})
    data = register_workbook(submission, "ja")
    rows = _values_given(data)
    ours, theirs = medians(lambda: _read(data, size), lambda: _values_given(data), runs=runs)
    detail = f"{rows:,} rows; {ours:.1f} s / {theirs:.1f} s"
    return [Ratio("reading_register", ours / theirs, TARGET, is_at_least=False, detail=detail)]


def _read(data: bytes, size: int) -> None:
    """Read and check the register; a refusal would be quick and no reading."""
    if len(read_register([(_NAME, data)], as_of=AS_OF).accesses) < size:
        raise AssertionError("a register of our own was not read")


def _values_given(data: bytes) -> int:
    """Return the number of rows of which openpyxl gave the values, in its quickest way of reading."""
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    return sum(1 for sheet in book.worksheets for _ in sheet.iter_rows(values_only=True))
