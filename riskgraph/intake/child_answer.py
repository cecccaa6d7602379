"""What a child hands over: one byte that says how it went, the length, and as many bytes; nothing is unpickled."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from typing import NamedTuple

from riskgraph.errors import InputRefused

_HEAD = struct.Struct(">BQ")
HEAD = _HEAD.size
_DONE, _REFUSED = 0, 1


class Answered(NamedTuple):
    """A whole answer, or the code that says why there is none."""

    frame: bytes = b""
    code: str = ""


def answer_of(work: Callable[[], bytes]) -> bytes:
    """Return what a work gives, or what it refused, as one frame.

    Raises
    ------
    MemoryError
        Where memory ran out, also where a parser took that for a fault of the file.
    """
    try:
        return _framed(_DONE, work())
    except InputRefused as error:
        if _ran_out(error):
            raise MemoryError from error
        return _framed(_REFUSED, json.dumps([error.code, error.fields]).encode())


def unframed(frame: bytes) -> bytes:
    """Return what the work gave.

    Raises
    ------
    InputRefused
        What the work raised.
    """
    status, _ = _HEAD.unpack_from(frame)
    if status == _DONE:
        return frame[HEAD:]
    code, fields = json.loads(frame[HEAD:])
    raise InputRefused(str(code), {str(key): value for key, value in fields.items()})


def body_length(begun: bytes | bytearray) -> int:
    """Return how many bytes come behind the head of a frame, -1 where the head is not whole yet."""
    return int(_HEAD.unpack_from(begun)[1]) if len(begun) >= HEAD else -1


def _framed(status: int, body: bytes) -> bytes:
    return _HEAD.pack(status, len(body)) + body


def _ran_out(error: BaseException | None) -> bool:
    """Say whether an error came of memory that ran out."""
    while error is not None:
        if isinstance(error, MemoryError):
            return True
        error = error.__cause__ or error.__context__
    return False
