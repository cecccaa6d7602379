"""Takes the parties of one book apart: a sheet each with the same questions, or a column each.

The convention that bites: sheets with different questions are parts of one party's form; only sheets that ask the
same are those of several parties.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from riskgraph.intake.foreign.cover import Cover, firm_of_title
from riskgraph.intake.foreign.sheet_read import SheetRead
from riskgraph.intake.foreign.table_rows import Asked, has_answer, item_of
from riskgraph.model.answer import AnswerCode
from riskgraph.model.foreign import AskedItem, FormBlock

_ALIKE = 0.8
_MOST_GROUPS = 50  # different sheets that are looked at for one question that they share


@dataclass(frozen=True)
class Part:
    """The sheets that one party filled in."""

    sheets: tuple[SheetRead, ...]


def parts_of_book(reads: Sequence[SheetRead]) -> tuple[Part, ...]:
    """Return the sheets by party: sheets that ask the same are several parties, all others belong together."""
    groups: list[list[SheetRead]] = []
    having: dict[str, list[int]] = {}
    for read in reads:
        shared = Counter(place for key in read.keys for place in having.get(key, ())[:_MOST_GROUPS])
        alike = next((place for place, _ in shared.most_common(1) if _asks_the_same(read, groups[place][0])), None)
        if alike is not None:
            groups[alike].append(read)
            continue
        for key in read.keys:
            having.setdefault(key, []).append(len(groups))
        groups.append([read])
    count = max((len(group) for group in groups), default=0)
    if count < 2:
        return (Part(tuple(group[0] for group in groups)),) if groups else ()
    # Where every part of a form is there once for each party, the first of each belong together, and so on.
    same = [group for group in groups if len(group) == count]
    rest = [group for group in groups if len(group) != count]
    common = tuple(group[0] for group in rest if len(group) == 1)
    parts = [Part(tuple(group[place] for group in same)) for place in range(count)]
    several = [Part((read,)) for group in rest if len(group) > 1 for read in group]
    return (*parts, *several, *([Part(common)] if common else []))


def _asks_the_same(read: SheetRead, other: SheetRead) -> bool:
    return len(read.keys & other.keys) >= _ALIKE * len(read.keys | other.keys)


def blocks_of(parts: Sequence[Part], around: Cover) -> tuple[FormBlock, ...]:
    """Return one block for each party.

    Parameters
    ----------
    around
        What the cover sheets say; it names the party only where there is just one.
    """
    keys = [_keys(one for sheet in part.sheets for one in sheet.asked) for part in parts]
    blocks = []
    is_single = len(parts) == 1
    for part, named in zip(parts, keys, strict=True):
        columns = tuple(dict.fromkeys(p for sheet in part.sheets for plan in sheet.plans for p in plan.parties))
        said = around if is_single and not columns else Cover()
        blocks += [_block(part, named, party, said, is_single=is_single) for party in columns or ("",)]
    return tuple(blocks)


def _block(part: Part, keys: Sequence[str], party: str, around: Cover, *, is_single: bool) -> FormBlock:
    asked = [one for sheet in part.sheets for one in sheet.asked]
    covers = [sheet.cover for sheet in part.sheets]
    name = party or next((cover.name for cover in covers if cover.name), "") or around.name
    if not name and not is_single:
        name = firm_of_title(part.sheets[0].title)
    number = (
        "" if party else next((cover.corporate_number for cover in (*covers, around) if cover.corporate_number), "")
    )
    columns = dict.fromkeys(a.label for s in part.sheets for p in s.plans for a in p.answers if a.party in (party, ""))
    legend: dict[str, AnswerCode] = {}
    for sheet in part.sheets:
        legend |= sheet.legend
    return FormBlock(
        party_name=name,
        corporate_number=number,
        sheet=part.sheets[0].title,
        answered_on=next((cover.answered_on for cover in (*covers, around) if cover.answered_on), None),
        columns=tuple(columns),
        legend=legend,
        items=tuple(item_of(one, key, party) for one, key in zip(asked, keys, strict=True)),
    )


def _keys(asked: Iterable[Asked]) -> list[str]:
    """Return a key for each question: those that are equal are told apart by section and count."""
    asked = list(asked)
    counts = Counter(one.base_key for one in asked)
    first = [one.base_key if counts[one.base_key] == 1 else f"{one.base_key}|{one.section}" for one in asked]
    taken: Counter[str] = Counter()
    keys = []
    for key in first:
        taken[key] += 1
        keys.append(key if taken[key] == 1 else f"{key}#{taken[key]}")
    return keys


def repeated(items: Sequence[AskedItem]) -> list[AskedItem]:
    """Return the questions that stand in a form more than once, without the first of each."""
    seen: set[tuple[str, str]] = set()
    found = []
    for item in items:
        key = (item.number, item.text)
        if key in seen:
            found.append(item)
        seen.add(key)
    return found


def is_answered(read: SheetRead) -> bool:
    """Say whether a sheet holds any answer."""
    return any(has_answer(one) for one in read.asked)


def legend_of(reads: Iterable[SheetRead]) -> Mapping[str, AnswerCode]:
    """Return the legends of several sheets; the first that explains a sign counts."""
    found: dict[str, AnswerCode] = {}
    for read in reads:
        for word, code in read.legend.items():
            found.setdefault(word, code)
    return found
