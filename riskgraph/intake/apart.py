"""One file, read in children of this process: one for the file, and where it is an archive one for each file in it.

The convention that bites: what a child hands over is data. It is taken apart by its lengths, and whoever uses it
checks it as anything that came from outside.
"""

from __future__ import annotations

import json
from functools import partial

from pydantic import TypeAdapter, ValidationError

from riskgraph.catalogue import load_catalogue
from riskgraph.errors import InputRefused
from riskgraph.intake.child import in_child
from riskgraph.intake.given import Given
from riskgraph.intake.read_file import Way, plainly_named, read_or_open, refused
from riskgraph.model.read_file import ReadFile

_ENTRY, _FILES = b"E", b"F"
_SEPARATOR = b","


def read_apart(given: Given, way: Way) -> bytes:
    """Return what was read of a file as JSON: a list of `ReadFile`."""
    given = plainly_named(given)
    told = _told(given, way)
    if told[:1] == _ENTRY:
        return b"[" + told[1:] + b"]"
    try:
        inside = _unpacked(told[1:])
    except (ValueError, TypeError):
        inside = ()
    entries = [_told(member, way) for member in inside]
    return b"[" + _SEPARATOR.join(entry[1:] for entry in entries if entry[:1] == _ENTRY) + b"]"


def entries_of(told: bytes, given: Given) -> tuple[ReadFile, ...]:
    """Return what `read_apart` told; what is no such thing is told as a reader that stopped."""
    try:
        entries = TypeAdapter(tuple[ReadFile, ...]).validate_json(told)
    except ValidationError:
        entries = ()
    return entries or (stopped(given),)


def stopped(given: Given) -> ReadFile:
    """Return the entry of a file over which its reader was lost."""
    return refused(given, InputRefused("gate.reader_stopped", {"file": plainly_named(given).name}))


def _told(given: Given, way: Way) -> bytes:
    """Return what a child says of a file: an entry, or the files of an archive."""
    try:
        return in_child(partial(_in_child, given, way), given.name, limits=way.limits)
    except InputRefused as error:
        return _ENTRY + refused(given, error).model_dump_json().encode()


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
