"""`python -m tests`: see that a browser is there, then run every test. Arguments go on to pytest.

The convention that bites: the files of tests are shared out over a few processes; `-n0` runs them one after the
other.
"""

from __future__ import annotations

import sys

import pytest

from tests.chromium import VARIABLE, find_chromium, install_chromium, is_ci

AT_ONCE = ("-n", "auto", "--maxprocesses", "4", "--dist", "loadfile")


def main(arguments: list[str]) -> int:
    """Return the exit status of pytest; 1 under CI where no browser can be had."""
    browser = find_chromium() or install_chromium()
    if browser is None:
        print(
            f"No Chromium, Chrome or Edge was found and none could be installed. Install one, or set {VARIABLE} "
            "to the path of one. Without it the browser tests are skipped.",
            file=sys.stderr,
        )
        if is_ci():
            return 1
    else:
        print(f"browser: {browser}", flush=True)
    return int(pytest.main([*AT_ONCE, *arguments]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
