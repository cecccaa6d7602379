"""Make the sample again: the register of a made-up education company and its returned questionnaires.

Run from the project folder: ``python tools/make_sample.py [--lang en] [--out FOLDER]``. Running it twice
gives the same files, byte for byte.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from tools.sample.register import register  # noqa: E402 - the project folder must be on the path first


def main() -> None:
    """Write all files of the sample below the folder asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lang", choices=("ja", "en"), default="ja", help="language of titles, headers and choices")
    parser.add_argument("--out", type=Path, default=PROJECT, help="folder to write to")
    chosen = parser.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    (chosen.out / "sample_vendors.xlsx").write_bytes(register(chosen.lang))


if __name__ == "__main__":
    main()
