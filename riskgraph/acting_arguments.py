"""The arguments of the commands that go from a risk to what is done about it; each scores a register first.

The convention that bites: a command is listed in `ACTING` once it works.
"""

from __future__ import annotations

from collections.abc import Callable

Add = Callable[..., None]

ACTING: dict[str, Callable[[Add], None]] = {}
