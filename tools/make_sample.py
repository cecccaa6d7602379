"""Make the sample again: the register of a made-up education company and its returned questionnaires.

Run from the project folder: ``python tools/make_sample.py [--lang en] [--out FOLDER]``. Running it twice
gives the same files, byte for byte.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from tools.sample.register import register  # noqa: E402 - the project folder must be on the path first
from tools.sample.replies import corrected, replies  # noqa: E402
from tools.sample.returned import blank, returned  # noqa: E402


def main() -> None:
    """Write all files of the sample below the folder asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lang", choices=("ja", "en"), default="ja", help="language of titles, headers and choices")
    parser.add_argument("--out", type=Path, default=PROJECT, help="folder to write to")
    chosen = parser.parse_args()
    for name, content in files(chosen.lang):
        place = chosen.out / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)


def files(locale: str) -> Iterator[tuple[str, bytes]]:
    """Give every file of the sample by its path below the project folder."""
    yield "sample_vendors.xlsx", register(locale)
    for reply in replies():
        yield f"questionnaires/returned/{reply.file}", returned(reply)
    yield f"questionnaires/corrected/{corrected().party}_corrected.xlsx", returned(corrected())
    for form, language in product(("short", "full", "own"), ("ja", "en")):
        yield f"questionnaires/blank/{form}_{language}.xlsx", blank(form, language)


if __name__ == "__main__":
    main()
