"""JO levels of an asset from its categories: how much distress and loss a leak of these items means.

The convention that bites: both levels are the *maximum* over the items, as the JO model has it; an item
that the table does not know counts as a basic one and is named to the user.

References
----------
JNSA, incident survey, annex on the JO model (item table and the ease of identification).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from riskgraph.intake.folding import plain

_FILE = Path(__file__).parent / "jo_items.yaml"


@dataclass(frozen=True, slots=True)
class JoLevels:
    """Levels of one asset; `unknown` are the categories that the table does not have."""

    distress: int = 1
    economic: int = 1
    identifiability: int = 6
    my_number: bool = False
    sensitive: bool = False
    is_card: bool = False
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Table:
    """The item table: a pattern with its two levels, and patterns by role."""

    levels: tuple[tuple[re.Pattern[str], int, int], ...]
    roles: Mapping[str, re.Pattern[str]]


@cache
def _table() -> _Table:
    """Return the table of the file, its words as patterns."""
    # The C loader is ten times faster and just as safe; it is absent only where libyaml is.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded: dict[str, Any] = yaml.load(_FILE.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506
    levels = tuple((_pattern(row["words"]), row["distress"], row["economic"]) for row in loaded.pop("levels"))
    return _Table(levels, {role: _pattern(words) for role, words in loaded.items()})


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern for any of the words; short Latin ones only as whole words (no "id" in "idle")."""
    parts = []
    for word in words:
        ending = "" if not word.isascii() else r"\w*" if len(word) > 5 else r"s?(?![a-z])"
        parts.append((r"(?<![a-z])" if word.isascii() else "") + re.escape(plain(word).casefold()) + ending)
    return re.compile("|".join(parts))


def jo_levels(categories: Iterable[str]) -> JoLevels:
    """Return the levels of an asset with these categories; with none, those of names and addresses.

    Examples
    --------
    >>> levels = jo_levels(["氏名", "住所", "成績"])
    >>> levels.distress, levels.economic, levels.identifiability
    (2, 1, 6)
    """
    written = {category: plain(category).casefold() for category in categories}
    if not written:
        return JoLevels()
    table, folded = _table(), tuple(written.values())
    found = {category: _levels(text, table) for category, text in written.items()}
    known = [level for level in found.values() if level is not None]
    opens_account = _has(folded, "account") and _has(folded, "secret")
    return JoLevels(
        distress=max((distress for distress, _ in known), default=1),
        economic=3 if opens_account else max((economic for _, economic in known), default=1),
        identifiability=_identifiability(folded),
        my_number=_has(folded, "my_number"),
        sensitive=_has(folded, "sensitive"),
        is_card=_has(folded, "card") or opens_account,
        unknown=tuple(category for category, level in found.items() if level is None),
    )


def _levels(category: str, table: _Table) -> tuple[int, int] | None:
    """Return the highest level of each kind among the words that a category contains."""
    found = [(distress, economic) for words, distress, economic in table.levels if words.search(category)]
    return (max(d for d, _ in found), max(e for _, e in found)) if found else None


def _has(categories: Iterable[str], role: str) -> bool:
    """Say whether one of the categories plays a role, such as ``address``."""
    return any(_table().roles[role].search(category) for category in categories)


def _identifiability(categories: tuple[str, ...]) -> int:
    """Return 6 for name and address, 3 for a name or an address with a phone number, else 1."""
    # An e-mail address finds nobody's door.
    categories = tuple(re.sub(r"e-?mail\s*address(es)?", "mail", category) for category in categories)
    has_name, has_address = _has(categories, "name"), _has(categories, "address")
    if _has(categories, "both") or (has_name and has_address):
        return 6
    return 3 if has_name or (has_address and _has(categories, "phone")) else 1
