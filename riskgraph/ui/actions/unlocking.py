"""Encrypted files of an upload, opened with a password that is kept nowhere.

The convention that bites: of a workbook and an archive, what the password opened waits in place of what was locked.
Any other file stays as it came, and what was read of it lies where all that was read lies.
"""

from __future__ import annotations

from collections.abc import Sequence

from riskgraph.errors import InputRefused
from riskgraph.intake.batch import read_many
from riskgraph.intake.file_kind import sniffed
from riskgraph.intake.given import Given
from riskgraph.intake.limits import in_force
from riskgraph.intake.opened import OPENED, opened_apart
from riskgraph.store.uploads import content_of, put_in_place
from riskgraph.ui import keeping
from riskgraph.ui.actions.reading import Reading, executor


def unlock(this: Reading, positions: Sequence[int], password: str) -> tuple[int, ...]:
    """Try a password on files of an upload; return the places of those that it opened."""
    found = []
    for position in positions:
        data = content_of(keeping.store(), this.upload_id, position) or b""
        is_kept_open = sniffed(data) in OPENED
        if _reopened(this, position, data, password) if is_kept_open else _read(this, position, data, password):
            found.append(position)
    if found:
        this.start(keeping.store(), executor())
    return tuple(found)


def _reopened(this: Reading, position: int, data: bytes, password: str) -> bool:
    """Let what a password opens wait in place of a locked file, to be read again."""
    try:
        plain = executor().submit(opened_apart, this.names[position], data, password, in_force()).result()
    except InputRefused:
        return False
    with keeping.writing() as writing:
        put_in_place(writing, this.upload_id, position, plain)
    this.again(position)
    return True


def _read(this: Reading, position: int, data: bytes, password: str) -> bool:
    """Read a locked file with a password."""
    given = Given(this.names[position], data)
    for _, read in read_many([given], today=this.today, passwords=[password], executor=executor()):
        if any(one.needs_password for one in read):
            return False
        this.take(position, read)
    return True
