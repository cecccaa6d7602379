"""A file as it was given."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Given:
    """A file's name without folder, and its bytes. `archive` is the name of the archive it lay in, "" for none.

    `refused` is the code of a refusal where a file could not be taken out of its archive; its bytes are then empty.
    """

    name: str
    data: bytes
    archive: str = ""
    refused: str = ""
