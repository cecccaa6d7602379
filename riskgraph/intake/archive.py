"""The files in a zip: names decoded, counted and bounded, nothing written anywhere.

The convention that bites: one file that is damaged does not take the others with it. It is given with the code of its
refusal; only what concerns the archive as a whole (its size, its password) refuses all of it.
"""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from riskgraph.errors import InputRefused
from riskgraph.intake.file_kind import FileKind, sniffed
from riskgraph.intake.given import Given
from riskgraph.intake.limits import LIMITS, MEGABYTE, Limits
from riskgraph.intake.member_names import full_name, is_leftover, shown_name
from riskgraph.intake.unpacking import BROKEN, Allowance, opened_zip, unpacked

_ENCRYPTED = 0x1
_AES = 99


def members(name: str, data: bytes, *, limits: Limits = LIMITS, passwords: Sequence[str] = ()) -> Iterator[Given]:
    """Give the files of an archive, those of archives in it included; what systems leave behind is passed over.

    Files of one name are told apart by a number. A file that is damaged is given with the code of its refusal.

    Raises
    ------
    InputRefused
        With a ``gate.`` code; ``gate.encrypted`` where no password opens it.
    """
    if len(data) > limits.file_bytes:
        raise InputRefused("gate.too_large", {"file": name, "limit": limits.file_bytes // MEGABYTE})
    secrets = tuple(dict.fromkeys(secret for password in passwords for secret in _encoded(password)))
    opening = _Opening(name, limits, secrets, Allowance(name, data, limits))
    found = False
    for given in opening.files(name, data, depth=1):
        found = True
        yield given
    if not found:
        raise InputRefused("gate.archive_empty", {"file": name})


def _encoded(password: str) -> Iterator[bytes]:
    """Give a password in the encodings in which programs for archives use it."""
    for encoding in ("utf-8", "cp932"):
        try:
            yield password.encode(encoding)
        except UnicodeEncodeError:
            continue


@dataclass
class _Opening:
    """One archive while it is opened, with those that lie in it: what may still be spent, which names were given."""

    name: str
    limits: Limits
    secrets: tuple[bytes, ...]
    allowance: Allowance
    entries: int = 0
    names: Counter[str] = field(default_factory=Counter)

    def files(self, name: str, data: bytes, *, depth: int) -> Iterator[Given]:
        """Give the files of one archive; `depth` is 1 for the outermost."""
        try:
            with opened_zip(data, self.limits) as package:
                entries = self._entries(package)
                self._refuse_locked(package, data, entries)
                for entry in entries:
                    yield from self._file(package, data, entry, name, depth)
        except BROKEN as broken:
            if depth == 1:
                raise InputRefused("gate.unreadable", {"file": self.name}) from broken
            yield Given(name, b"", self.name, "gate.unreadable")

    def _entries(self, package: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
        """Return the entries that are files; refuse too many of them."""
        entries = [entry for entry in package.infolist() if not entry.filename.endswith("/")]
        self.entries += len(package.infolist())
        if self.entries > self.limits.entries:
            raise InputRefused("gate.archive_too_many", {"file": self.name, "limit": self.limits.entries})
        return [entry for entry in entries if not is_leftover(full_name(entry))]

    def _refuse_locked(self, package: zipfile.ZipFile, data: bytes, entries: Sequence[zipfile.ZipInfo]) -> None:
        """Refuse an archive that no password opens, before any of its files is given."""
        locked = [entry for entry in entries if entry.flag_bits & _ENCRYPTED]
        if any(entry.compress_type == _AES for entry in locked):
            raise InputRefused("gate.encrypted_aes", {"file": self.name})
        if locked:
            smallest = min(locked, key=lambda entry: entry.compress_size)
            self._unlocked(package, smallest, Allowance(self.name, data, self.limits))

    def _file(
        self, package: zipfile.ZipFile, data: bytes, entry: zipfile.ZipInfo, archive: str, depth: int
    ) -> Iterator[Given]:
        """Give one file, or the files of one that is an archive itself."""
        shown = self._told_apart(shown_name(full_name(entry)) or "_")
        try:
            if entry.flag_bits & _ENCRYPTED:
                content = self._unlocked(package, entry, self.allowance)
            else:
                content = unpacked(data, package, entry, self.allowance)
        except BROKEN:
            yield Given(shown, b"", archive, "gate.unreadable")
            return
        if sniffed(content) is not FileKind.ZIP:
            yield Given(shown, content, archive)
        elif depth >= self.limits.depth:
            yield Given(shown, b"", archive, "gate.archive_too_deep")
        else:
            yield from self.files(shown, content, depth=depth + 1)

    def _unlocked(self, package: zipfile.ZipFile, entry: zipfile.ZipInfo, allowance: Allowance) -> bytes:
        """Return an encrypted file with the first password that opens it.

        A wrong password passes the first check one time in 256; then the check of the whole content fails.
        """
        for secret in self.secrets:
            try:
                with package.open(entry, pwd=secret) as stream:
                    content = stream.read(allowance.reach + 1)
                    stream.read(1)
            except BROKEN:
                continue
            allowance.spend(len(content))
            return content
        raise InputRefused("gate.encrypted", {"file": self.name, "tried": int(bool(self.secrets))})

    def _told_apart(self, shown: str) -> str:
        """Return a name that no file of the archive had before."""
        self.names[shown] += 1
        if self.names[shown] == 1:
            return shown
        path = PurePosixPath(shown)
        return f"{path.stem} ({self.names[shown]}){path.suffix}"
