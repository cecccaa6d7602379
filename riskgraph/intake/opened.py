"""What a password opens: a workbook without its encryption, an archive with files that everybody can read."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from functools import partial

from riskgraph.errors import InputRefused
from riskgraph.intake.archive import members
from riskgraph.intake.child import in_child
from riskgraph.intake.file_kind import FileKind, sniffed
from riskgraph.intake.limits import LIMITS, Limits
from riskgraph.intake.unlocking import unlocked

# What can be kept without its encryption; of others only the reading can, which takes the password itself.
OPENED = frozenset({FileKind.ENCRYPTED, FileKind.ZIP})


def opened(name: str, data: bytes, password: str, *, limits: Limits = LIMITS) -> bytes:
    """Return a file that can be read without the password, in memory alone.

    Raises
    ------
    InputRefused
        ``gate.encrypted`` where the password opens nothing of it.
    """
    kind = sniffed(data)
    if kind not in OPENED:
        raise InputRefused("gate.encrypted", {"file": name})
    if kind is FileKind.ENCRYPTED:
        return unlocked(name, data, [password], limits=limits)
    return _archive(name, data, password, limits)


def opened_apart(name: str, data: bytes, password: str, limits: Limits = LIMITS) -> bytes:
    """Return what `opened` does, done in a disposable child."""
    return in_child(partial(opened, name, data, password, limits=limits), name, limits=limits)


def _archive(name: str, data: bytes, password: str, limits: Limits) -> bytes:
    """Return an archive of the files in an archive; those that the password does not open stay as they are."""
    files, is_opened = [], _is_locked(data)
    for given in members(name, data, limits=limits, passwords=[password]):
        content = given.data
        if sniffed(content) is FileKind.ENCRYPTED:
            with suppress(InputRefused):
                content, is_opened = unlocked(given.name, content, [password], limits=limits), True
        files.append((given.name, content))
    if not is_opened:
        raise InputRefused("gate.encrypted", {"file": name})
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for number, (inner, content) in enumerate(files):
            package.writestr(f"{number}/{inner}", content)
    return out.getvalue()


def _is_locked(data: bytes) -> bool:
    """Say whether an archive itself is encrypted."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return any(entry.flag_bits & 0x1 for entry in package.infolist())
