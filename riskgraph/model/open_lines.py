"""Where engagements stand that do not say under which engagement they were made: all chains that may lead to them.

The convention that bites: which chains may carry an asset is settled asset by asset, because an engagement that names
its data hands on no other; several lines of one engagement (other owners, other assets) are copies of it inside the
chain, whose lines hold the ids of the register alone.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

Line = tuple[str, ...]
RANKS = (0, 1, 2, 3)
"""How good a link is between others: live and declared, only suspected, ended, planned or outside supervision."""
MOST_COPIES = 10_000
"""Extra lines of all open engagements together; a made-up file must not eat memory."""
_MOST_DETOURS = 200


@dataclass(frozen=True)
class Link:
    """A stated piece of line: `steps` from `tail` over the parties `heads`, one a step; `rank` is one of `RANKS`.

    Of a start (`tail` is the owner) the line is whole; of an open link it begins at a consignor whose own line is
    sought. `assets` are those that it hands on, None whatever reaches it.
    """

    steps: Line
    tail: str
    heads: tuple[str, ...]
    rank: int
    assets: frozenset[str] | None = None

    @property
    def end(self) -> str:
        """Return the consignee of the last step."""
        return self.heads[-1]

    @property
    def engagement_id(self) -> str:
        """Return the engagement that the link leads to."""
        return self.steps[-1]


@dataclass(frozen=True, eq=False)
class Field:
    """All chains that may carry some assets of one owner: what begins there and the open links within its reach."""

    owner: str
    starts: tuple[Link, ...]
    links: tuple[Link, ...]

    def within(self, rank: int) -> tuple[list[Link], list[Link]]:
        """Return the starts and links up to a rank."""
        return [s for s in self.starts if s.rank <= rank], [link for link in self.links if link.rank <= rank]


Chooser = Callable[[Field, int, Sequence[Link]], Mapping[str, Line]]
"""Gives the line to each of some links, over starts and links up to a rank; a link that none reaches is left out."""


@dataclass(frozen=True)
class Standing:
    """One line of an open engagement (`link`), with the assets that it carries there and what it was chosen from."""

    link: Link
    owner: str
    line: Line
    assets: tuple[str, ...]
    fields: tuple[Field, ...]
    rank: int


@dataclass
class Sought:
    """What is laid out for the search: starts by asset and owner, open links, and which of them are to be placed.

    `targets` are the open links of one step; `asked` the assets that their rows name, own or by an access row.
    """

    owner_of: Mapping[str, str]
    starts: Mapping[str, Sequence[Link]]
    links: Sequence[Link]
    targets: Sequence[Link]
    asked: Mapping[str, frozenset[str]]
    carried: Mapping[str, Collection[str]]
    by_tail: Mapping[str, list[Link]] = field(init=False)

    def __post_init__(self) -> None:
        by_tail: dict[str, list[Link]] = defaultdict(list)
        for link in self.links:
            by_tail[link.tail].append(link)
        self.by_tail = by_tail

    def reach(self, owner: str, starts: Sequence[Link], asset_id: str | None) -> Field:
        """Return the field of an owner: the links within reach that hand an asset on, all where it is None."""
        parties = {start.end for start in starts}
        waiting = list(parties)
        found: dict[Line, Link] = {}
        while waiting:
            for link in self.by_tail.get(waiting.pop(), ()):
                hands_on = asset_id is None or link.assets is None or asset_id in link.assets
                if not hands_on or owner in link.heads or link.steps in found:
                    continue
                found[link.steps] = link
                if link.end not in parties:
                    parties.add(link.end)
                    waiting.append(link.end)
        return Field(owner, tuple(starts), tuple(found[steps] for steps in sorted(found)))

    def starts_of(self, owner: str, asset_id: str | None) -> list[Link]:
        """Return the lines that begin at an owner and carry an asset, all where it is None."""
        own = self.starts.get(owner, ())
        return [start for start in own if asset_id is None or asset_id in self.carried[start.engagement_id]]


def stand(sought: Sought, choose: Chooser) -> tuple[dict[str, list[Standing]], tuple[str, ...]]:
    """Return the lines of every open engagement that leads to an owner, and which were cut for being too many.

    Of each asset the line is the one that is chosen among the chains that carry it; data that a row names although
    no chain carries them, and rows without any, stand on the chains of the owner whatever these carry.
    """
    found: dict[Link, dict[tuple[str, Line], list[tuple[str, Field, int]]]] = defaultdict(lambda: defaultdict(list))

    def settle(sphere: Field, wanted: Mapping[Link, Sequence[str]]) -> None:
        for link, line, rank in _by_rank(sphere, choose, list(wanted)):
            for asset_id in wanted[link] or ("",):
                found[link][sphere.owner, line].append((asset_id, sphere, rank))

    targets = set(sought.targets)
    for owner, assets in _groups(sought):
        sphere = sought.reach(owner, sought.starts_of(owner, assets[0]), assets[0])
        settle(sphere, {link: assets for link in sphere.links if link in targets})
    left = {link: _left_over(sought, link.engagement_id, found.get(link, {})) for link in targets}
    for owner in sorted(sought.starts) if any(left.values()) else ():
        sphere = sought.reach(owner, sought.starts_of(owner, None), None)
        settle(sphere, {link: left[link][owner] for link in sphere.links if link in targets and owner in left[link]})
    return _cut({link.engagement_id: _standings(link, lines) for link, lines in found.items()})


def _groups(sought: Sought) -> Iterator[tuple[str, list[str]]]:
    """Give the assets that the same rows carry together, owner by owner: their chains are the same."""
    naming: dict[str, list[Line]] = defaultdict(list)
    for link in sought.links:
        for asset_id in link.assets or ():
            naming[asset_id].append(link.steps)
    groups: dict[tuple[str, Line, tuple[Line, ...]], list[str]] = defaultdict(list)
    for asset_id in sorted(sought.owner_of):
        owner = sought.owner_of[asset_id]
        starts = tuple(start.engagement_id for start in sought.starts_of(owner, asset_id))
        groups[owner, starts, tuple(sorted(naming[asset_id]))].append(asset_id)
    for (owner, starts, _), assets in groups.items():
        if starts:
            yield owner, assets


def _by_rank(sphere: Field, choose: Chooser, wanted: Sequence[Link]) -> Iterator[tuple[Link, Line, int]]:
    """Give the lines of links, each over the surest links that lead to it."""
    for rank in RANKS:
        if not wanted:
            return
        lines = choose(sphere, rank, wanted)
        for link in wanted:
            if link.engagement_id in lines:
                yield link, lines[link.engagement_id], rank
        wanted = [link for link in wanted if link.engagement_id not in lines]


def _left_over(
    sought: Sought, engagement_id: str, found: Mapping[tuple[str, Line], list[tuple[str, Field, int]]]
) -> dict[str, list[str]]:
    """Return by owner the assets that a row names and no chain carries; every owner where nothing carries any."""
    settled = {asset_id for rows in found.values() for asset_id, _, _ in rows}
    left: dict[str, list[str]] = defaultdict(list)
    for asset_id in sorted(sought.asked.get(engagement_id, ())):
        if asset_id in sought.owner_of and asset_id not in settled:
            left[sought.owner_of[asset_id]].append(asset_id)
    if not settled and not left:
        return {owner: [] for owner in sought.starts}
    return left


def _standings(link: Link, lines: Mapping[tuple[str, Line], list[tuple[str, Field, int]]]) -> list[Standing]:
    """Return the lines of one engagement, each with its assets, ordered by owner and ids."""
    return [
        Standing(
            link,
            owner,
            line,
            tuple(dict.fromkeys(asset_id for asset_id, _, _ in lines[owner, line] if asset_id)),
            tuple({id(sphere): sphere for _, sphere, _ in lines[owner, line]}.values()),
            max(rank for _, _, rank in lines[owner, line]),
        )
        for owner, line in sorted(lines)
    ]


def _cut(standings: dict[str, list[Standing]]) -> tuple[dict[str, list[Standing]], tuple[str, ...]]:
    """Return the standings with `MOST_COPIES` extra lines at most, and the engagements that lost some."""
    room, cut = MOST_COPIES, []
    for engagement_id in sorted(standings):
        more = len(standings[engagement_id]) - 1
        if more > room:
            standings[engagement_id] = standings[engagement_id][:1]
            cut.append(engagement_id)
        else:
            room -= more
    return standings, tuple(cut)


def fewest_hops(sphere: Field, rank: int, wanted: Sequence[Link]) -> dict[str, Line]:
    """Return the shortest simple line to each link, ties by ids: what the rows say without any judgement."""
    starts, links = sphere.within(rank)
    by_tail: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        by_tail[link.tail].append(link)
    plain = _shortest(starts, by_tail, frozenset())
    found: dict[str, Line] = {}
    detours: dict[frozenset[str], Mapping[str, tuple[Line, frozenset[str]]]] = {}
    for link in wanted:
        above, barred = plain.get(link.tail), frozenset(link.heads)
        if above is None or link.tail in barred:
            continue
        if above[1] & barred:
            # The consignee already stands above its consignor: another way in is sought, without it.
            if barred not in detours and len(detours) < _MOST_DETOURS:
                detours[barred] = _shortest(starts, by_tail, barred)
            above = detours.get(barred, {}).get(link.tail)
        if above is not None:
            found[link.engagement_id] = (*above[0], *link.steps)
    return found


def _shortest(
    starts: Iterable[Link], by_tail: Mapping[str, Sequence[Link]], barred: frozenset[str]
) -> dict[str, tuple[Line, frozenset[str]]]:
    """Return the shortest line to every party, with the parties on it, over lines that touch no barred party."""
    heap = [(len(s.steps), s.steps, s.end, frozenset(s.heads)) for s in starts if not barred & set(s.heads)]
    heapq.heapify(heap)
    settled: dict[str, tuple[Line, frozenset[str]]] = {}
    while heap:
        _, line, party, parties = heapq.heappop(heap)
        if party in settled:
            continue
        settled[party] = (line, parties)
        for link in by_tail.get(party, ()):
            heads = frozenset(link.heads)
            if link.end not in settled and not heads & parties and not heads & barred:
                longer = (*line, *link.steps)
                heapq.heappush(heap, (len(longer), longer, link.end, parties | heads))
    return settled
