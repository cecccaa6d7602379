"""Files that a command was given: read whole, within the limit of the gate, and written all or not at all.

The convention that bites: from here on a file has a name without its folder, so that no path of somebody's
computer gets into a result.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from riskgraph.errors import WrongUse
from riskgraph.intake.given import Given
from riskgraph.intake.limits import in_force

# In a folder of returned questionnaires these are read, or refused by name; notes and pictures are passed over.
_RETURNED = frozenset(
    {".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlsb", ".ods", ".csv", ".tsv", ".pdf", ".zip", ".doc", ".docx"}
    | {".htm", ".html"}
)
_PASSED_OVER = ("~$", ".")  # what an open spreadsheet program and the system leave behind


class GivenFile(NamedTuple):
    """A file's name without folder, and its bytes (cut just above the limit, which the gate then refuses)."""

    name: str
    data: bytes


def read_one(path: str) -> GivenFile:
    """Return one file.

    Raises
    ------
    WrongUse
        Where there is no such file, or it is a folder, or may not be read.
    """
    _refuse_no_file(path)
    place = Path(path)
    try:
        with place.open("rb") as handle:
            return GivenFile(place.name, handle.read(in_force().file_bytes + 1))
    except (OSError, ValueError) as error:
        raise WrongUse("use.cannot_read", {"path": path}) from error


def _refuse_no_file(path: str) -> None:
    """Refuse a path at which there is no file."""
    place = Path(path)
    try:
        if not place.is_file():
            raise WrongUse("use.is_a_folder" if place.is_dir() else "use.no_such_file", {"path": path})
    except (OSError, ValueError) as error:
        raise WrongUse("use.cannot_read", {"path": path}) from error


def read_files(paths: Sequence[str], *, are_folders_allowed: bool = False) -> tuple[GivenFile, ...]:
    """Return the files of these paths in the order given, those of a folder (and below) by name, each file once."""
    return tuple(read_one(path) for path in _each_once(paths, are_folders_allowed=are_folders_allowed))


def files_in_turn(paths: Sequence[str]) -> tuple[int, Iterator[Given]]:
    """Return how many files lie at these paths and in these folders, and the files, each read when it is asked for.

    The order is that of `read_files`. Whatever can be wrong with a path is told at once, before any file is read.

    Raises
    ------
    WrongUse
        As `read_one` has it; out of the iterator for a file that went away in between.
    """
    places = _each_once(paths, are_folders_allowed=True)
    for place in places:
        _refuse_no_file(place)
    return len(places), (Given(*read_one(place)) for place in places)


def _each_once(paths: Sequence[str], *, are_folders_allowed: bool) -> tuple[str, ...]:
    """Return the paths of the files, those of folders by name, each file once."""
    found: dict[str, str] = {}
    for path in paths:
        inside = _inside(path) if are_folders_allowed and Path(path).is_dir() else (path,)
        for one in inside:
            found.setdefault(os.path.realpath(one), one)
    return tuple(found.values())


def _inside(folder: str) -> tuple[str, ...]:
    """Return the files of a folder that may be questionnaires.

    Raises
    ------
    WrongUse
        Where the folder may not be read.
    """
    try:
        files = sorted(place for place in Path(folder).rglob("*") if place.is_file())
    except OSError as error:
        raise WrongUse("use.cannot_read", {"path": folder}) from error
    return tuple(
        str(place) for place in files if place.suffix.lower() in _RETURNED and not place.name.startswith(_PASSED_OVER)
    )


def write_whole(path: str, content: bytes) -> None:
    """Write a file so that a reader sees the old content or the new one, never a part.

    Raises
    ------
    WrongUse
        Where the folder does not exist or may not be written to.
    """
    place = Path(path)
    # Beside its target, so that the move cannot cross file systems; "x" follows no link that lies there.
    temporary = place.parent / f".riskgraph-{os.getpid()}.tmp"
    try:
        with temporary.open("xb") as handle:
            handle.write(content)
        temporary.replace(place)
    except (OSError, ValueError) as error:
        with suppress(OSError, ValueError):
            temporary.unlink()
        raise WrongUse("use.cannot_write", {"path": path}) from error
