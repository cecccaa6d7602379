"""Files, read in children of this process: one for each file, and where it is an archive one for each file in it.

The convention that bites: what a child hands over is data. It is taken apart by its lengths, and whoever uses it
checks it as anything that came from outside.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import partial

from pydantic import TypeAdapter, ValidationError

from riskgraph.catalogue import load_catalogue
from riskgraph.errors import InputRefused
from riskgraph.intake.child import in_children
from riskgraph.intake.given import Given
from riskgraph.intake.read_file import Way, plainly_named, read_or_open, refused
from riskgraph.model.read_file import ReadFile

_ENTRIES = TypeAdapter(tuple[ReadFile, ...])
_ENTRY, _FILES = b"E", b"F"
_SEPARATOR = b","


def read_apart(files: Sequence[Given], way: Way) -> list[bytes]:
    """Return what was read of each file as JSON: a list of `ReadFile` for one and for each file of an archive."""
    named = [plainly_named(given) for given in files]
    return [_whole(told, way) for told in _told(named, way)]


def _whole(told: bytes, way: Way) -> bytes:
    """Return the entries of one file; those of an archive are read now, each for itself."""
    if told[:1] == _ENTRY:
        return b"[" + told[1:] + b"]"
    try:
        inside = _unpacked(told[1:])
    except (ValueError, TypeError):
        inside = ()
    entries = [entry[1:] for entry in _told(inside, way) if entry[:1] == _ENTRY]
    return b"[" + _SEPARATOR.join(entries) + b"]"


def entries_of(told: bytes, given: Given) -> tuple[ReadFile, ...]:
    """Return what `read_apart` told; what is no such thing is told as a reader that stopped."""
    try:
        entries = _ENTRIES.validate_json(told)
    except ValidationError:
        entries = ()
    return entries or (stopped(given),)


def stopped(given: Given) -> ReadFile:
    """Return the entry of a file over which its reader was lost."""
    return refused(given, InputRefused("gate.reader_stopped", {"file": plainly_named(given).name}))


def _told(files: Sequence[Given], way: Way) -> Iterator[bytes]:
    """Give what children say of files: an entry, or the files of an archive."""
    each = way.limits.files_a_child
    for begin in range(0, len(files), each):
        some = files[begin : begin + each]
        works = [partial(_in_child, given, way) for given in some]
        outcomes = in_children(works, [given.name for given in some], limits=way.limits)
        for given, outcome in zip(some, outcomes, strict=True):
            if isinstance(outcome, InputRefused):
                yield _ENTRY + refused(given, outcome).model_dump_json().encode()
            else:
                yield outcome


def _in_child(given: Given, way: Way) -> bytes:
    found = read_or_open(given, load_catalogue(), way)
    return _ENTRY + found.model_dump_json().encode() if isinstance(found, ReadFile) else _FILES + _packed(found)


def _packed(files: tuple[Given, ...]) -> bytes:
    """Return files as one line that lists them and, behind it, their bytes."""
    listed = json.dumps([(file.name, file.archive, file.refused, len(file.data)) for file in files])
    return b"".join((listed.encode(), b"\n", *(file.data for file in files)))


def _unpacked(packed: bytes) -> tuple[Given, ...]:
    """Return the files of `_packed`; ValueError or TypeError for anything else."""
    begin = packed.index(b"\n") + 1
    files = []
    for name, archive, refusal, length in json.loads(packed[:begin]):
        end = begin + int(length)
        if end < begin or end > len(packed):
            raise ValueError("a length that cannot be")
        files.append(Given(str(name), packed[begin:end], str(archive), str(refusal)))
        begin = end
    return tuple(files)
