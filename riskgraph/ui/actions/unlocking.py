"""Encrypted files of an upload, opened with a password that is kept nowhere; what it opened waits in their place."""

from __future__ import annotations

from collections.abc import Sequence

from riskgraph.errors import InputRefused
from riskgraph.intake.opened import opened_apart
from riskgraph.store.uploads import content_of, put_in_place
from riskgraph.ui import keeping
from riskgraph.ui.actions.reading import Reading, executor


def unlock(this: Reading, positions: Sequence[int], password: str) -> tuple[int, ...]:
    """Try a password on files of an upload; read those again that it opened, and return their places."""
    found = []
    for position in positions:
        data = content_of(keeping.store(), this.upload_id, position) or b""
        try:
            plain = executor().submit(opened_apart, this.names[position], data, password).result()
        except InputRefused:
            continue
        with keeping.writing() as writing:
            put_in_place(writing, this.upload_id, position, plain)
        this.again(position)
        found.append(position)
    if found:
        this.start(keeping.store(), executor())
    return tuple(found)
