"""Encrypted workbooks, opened in memory with a password that is kept nowhere."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

from riskgraph.errors import InputRefused
from riskgraph.intake.limits import LIMITS, MEGABYTE, Limits
from riskgraph.intake.ole_streams import stream

# With this one Excel itself locks a workbook of which only the structure is protected; nobody is asked for it.
_NOBODYS = "VelvetSweatshop"
_INFO = "EncryptionInfo"
_LARGEST_INFO = 65_536
_SPINS = re.compile(rb"""spinCount\s*=\s*["'](\d+)["']""")
_MOST_SPINS = 1_000_000


def unlocked(name: str, data: bytes, passwords: Sequence[str], *, limits: Limits = LIMITS) -> bytes:
    """Return the workbook in an encrypted package, or an encrypted .xls without its encryption.

    Raises
    ------
    InputRefused
        ``gate.encrypted`` where no password opens it (its field ``tried`` is 1 where one was given),
        ``gate.encrypted_otherwise`` where a password alone cannot, ``gate.unpacks_too_large``.
    """
    if len(data) > limits.file_bytes:
        raise InputRefused("gate.too_large", {"file": name, "limit": limits.file_bytes // MEGABYTE})
    _refuse_other_ways(name, stream(data, _INFO, largest=_LARGEST_INFO))
    given = [password for password in dict.fromkeys(passwords) if password]
    for password in (*given, _NOBODYS):
        opened = _opened(name, data, password, limits)
        if opened is not None:
            return opened
    raise InputRefused("gate.encrypted", {"file": name, "tried": int(bool(given))})


def _refuse_other_ways(name: str, info: bytes) -> None:
    """Refuse what no password opens: rights management, and descriptions that no office program writes."""
    spins = _SPINS.search(info)
    is_odd = b"<!" in info or (spins is not None and (len(spins[1]) > 9 or int(spins[1]) > _MOST_SPINS))
    is_extensible = info[2:4] == b"\x03\x00"
    if is_odd or is_extensible or len(info) >= _LARGEST_INFO:
        raise InputRefused("gate.encrypted_otherwise", {"file": name})


class _Bounded(io.BytesIO):
    """A file in memory that refuses to grow beyond a size."""

    def __init__(self, name: str, largest: int) -> None:
        super().__init__()
        self._name, self._largest = name, largest

    def write(self, piece: bytes, /) -> int:  # type: ignore[override]
        if self.tell() + len(piece) > self._largest:
            raise InputRefused("gate.unpacks_too_large", {"file": self._name, "limit": self._largest // MEGABYTE})
        return super().write(piece)


def _opened(name: str, data: bytes, password: str, limits: Limits) -> bytes | None:
    """Return the file without encryption; None where the password is wrong or nothing can be made of it."""
    import msoffcrypto  # type: ignore[import-untyped]  # loaded only where something is encrypted

    out = _Bounded(name, limits.file_bytes)
    try:
        file = msoffcrypto.OfficeFile(io.BytesIO(data))
        file.load_key(password=password, verify_password=True)
        file.decrypt(out)
    except (InputRefused, MemoryError):
        raise
    except Exception:  # the library says it in many ways, and what it says may hold the password
        return None
    return out.getvalue() or None
