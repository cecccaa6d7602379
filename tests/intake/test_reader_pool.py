"""What a reader of files holds: the tables that reading needs, and no more, since each fork of it pays for all."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from riskgraph.intake.child import is_limited
from riskgraph.intake.reader_pool import BLANK, ReaderPool

pytestmark = pytest.mark.skipif(not is_limited(), reason="this system forks no reader")
ROOT = Path(__file__).parents[2]
HEAVY = {"openpyxl", "numpy", "networkx", "scipy", "pandas", "streamlit", "sqlalchemy", "matplotlib"}


@pytest.fixture(scope="module")
def pool() -> Iterator[ReaderPool]:
    with ReaderPool(workers=1) as pool:
        yield pool


def loaded() -> list[str]:
    return sorted(sys.modules)


def main_file() -> str:
    return str(getattr(sys.modules["__main__"], "__file__", ""))


def tables() -> dict[str, int]:
    from riskgraph.intake import questionnaire_answers
    from riskgraph.text import catalogue

    return {
        "texts": catalogue.cache_info().currsize,
        "forms": questionnaire_answers._printed_texts.cache_info().currsize,
    }


def test_no_large_library_is_loaded_that_most_files_do_not_need(pool):
    assert HEAVY & set(pool.submit(loaded).result()) == set()


def test_the_program_that_starts_a_reader_is_not_run_again_in_it(pool):
    """A page is drawn by being run, and a test runner would collect its tests."""
    assert pool.submit(main_file).result() == ""


def test_the_tables_are_there_before_the_first_file(pool):
    assert BLANK.is_dir()
    assert all(pool.submit(tables).result().values())


HOLDER = """
import time
from riskgraph.intake.reader_pool import ReaderPool
if __name__ == "__main__":
    pool = ReaderPool(workers=1)
    pool.submit(len, "").result()
    print(*pool._inner._processes, flush=True)
    time.sleep(60)
"""


def test_readers_end_with_a_program_that_is_killed(tmp_path):
    """They wait at a pipe of which they hold both ends, and would wait for ever."""
    script = tmp_path / "holder.py"
    script.write_text(HOLDER)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    silent = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen([sys.executable, script], env=environment, **silent) as holder:
        reader = int(holder.stdout.readline())
        holder.kill()

    # It is gone, or dead and not yet counted off by the process that started it.
    deadline = time.monotonic() + 20
    while state(reader) not in ("", "Z") and time.monotonic() < deadline:
        time.sleep(0.05)
    assert state(reader) in ("", "Z")


def state(pid: int) -> str:
    """Return the letter for what a process does, blank where there is none."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return ""
