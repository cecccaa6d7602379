"""What a user has loaded: files by their content, and nothing that follows from them.

The convention that bites: two inputs with the same key give the same result, so that the key alone decides
what is computed again.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field


@dataclass(frozen=True)
class StoredFile:
    """One uploaded file: its name without folder, the SHA-256 of its bytes, and the bytes."""

    name: str
    sha256: str
    data: bytes = field(repr=False, compare=False)

    @classmethod
    def of(cls, name: str, data: bytes) -> StoredFile:
        """Return the file with its hash; of a name with folders only the last part is kept."""
        return cls(name.replace("\\", "/").rsplit("/", 1)[-1], hashlib.sha256(data).hexdigest(), data)


@dataclass(frozen=True)
class Inputs:
    """The registers and returned questionnaires that an assessment is made from, in the order given."""

    registers: tuple[StoredFile, ...] = ()
    forms: tuple[StoredFile, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Say whether there is no register, so that nothing can be assessed."""
        return not self.registers

    @property
    def key(self) -> str:
        """Return what identifies the content: one hash over names and hashes."""
        parts = [f"{kind}\0{f.name}\0{f.sha256}" for kind, files in self._kinds() for f in files]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    def _kinds(self) -> tuple[tuple[str, tuple[StoredFile, ...]], ...]:
        return (("register", self.registers), ("form", self.forms))
