"""Good files damaged a little, by seed: bytes turned, pieces cut out or doubled, marks in the XML changed."""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.hostile.good import FORM, PDF, REGISTER, parts_of, rezipped

_MARKS = (b"<", b">", b'"', b"&", b"=", b"/>", b"<c", b"<v>", b"r=", b"t=", b"s=", b"0", b"1", b"-", b"\x00", b"]]>")
_GOOD: tuple[Callable[[], bytes], ...] = (
    FORM, REGISTER, FORM, PDF,
    lambda: "No.,設問,回答\n1,規程を定めていますか,はい\n2,教育していますか,いいえ\n".encode("cp932"),
)  # fmt: skip


def mutant(seed: int) -> bytes:
    """Return one damaged file."""
    draw = random.Random(seed)
    data = draw.choice(_GOOD)()
    if data.startswith(b"PK") and draw.random() < 0.75:
        return _inside(data, draw)
    return _bytes(data, draw)


def _bytes(data: bytes, draw: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(draw.randint(1, 12)):
        at = draw.randrange(max(1, len(changed)))
        what = draw.random()
        if what < 0.6:
            changed[at : at + 1] = bytes([draw.randrange(256)])
        elif what < 0.8:
            del changed[at : at + draw.randint(1, 60)]
        else:
            changed[at:at] = changed[at : at + draw.randint(1, 60)]
    return bytes(changed)


def _inside(data: bytes, draw: random.Random) -> bytes:
    """Return a package with one or two parts damaged or gone."""
    parts = parts_of(data)
    for _ in range(draw.randint(1, 2)):
        name = draw.choice(sorted(parts))
        if draw.random() < 0.08:
            del parts[name]
            continue
        part = parts[name]
        for _ in range(draw.randint(1, 6)):
            old, new = draw.choice(_MARKS), draw.choice(_MARKS)
            at = part.find(old, draw.randrange(max(1, len(part))))
            if at >= 0:
                part = part[:at] + new + part[at + len(old) :]
        parts[name] = part if draw.random() < 0.9 else part[: draw.randrange(len(part) + 1)]
    return rezipped(parts)
