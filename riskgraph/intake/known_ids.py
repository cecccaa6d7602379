"""Keep the ids that a register has when a file without ids of its own is read anew.

The convention that bites: flat ledgers name parties by number or name, data by their words and nameless rows by
their place, so that a row put in would shift the ids below it. Only such made-up ids are ever given up; an id
that the user wrote stays, whatever else is alike. Where two rows fit equally, both are left, and told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from riskgraph.intake.corporate_number import valid_number
from riskgraph.intake.folding import fold
from riskgraph.intake.ledger_entries import id_in_file, place_key
from riskgraph.intake.ledger_words import is_own
from riskgraph.intake.matching import Matching, index
from riskgraph.intake.own_ids import is_own_id
from riskgraph.intake.references import ID_FIELDS, with_ids
from riskgraph.model.engagement import Engagement
from riskgraph.model.noun import Noun
from riskgraph.model.party import Party
from riskgraph.model.quantities import RowSource
from riskgraph.model.submission import Submission

LEDGER = "ledger"  # the kind of a file that was read as a flat ledger
Key = Callable[[Any], Hashable]
EngagementKey = Callable[[Engagement, str], Hashable]
# What makes two rows one, the surest first; a later key counts for rows that no earlier one has settled.
_KEYS: Mapping[str, tuple[Key, ...]] = {
    "assets": (lambda asset: (asset.owner, fold(asset.name)),),
    "systems": (lambda system: (system.host, fold(system.name)),),
    "sites": (lambda site: (site.party_id, fold(site.name)),),
    "accesses": (
        lambda access: (access.engagement_id, access.asset_id, fold(access.group), access.employer),
        lambda access: access.engagement_id,
    ),
    "connections": (lambda connection: (connection.start, connection.end, connection.kind),),
}
_ORDER = ("parties", "assets", "systems", "sites", "engagements", "accesses", "connections")


def with_known_ids(old: Submission, new: Submission) -> Submission:
    """Return the new register with the ids of `old` for the rows that it already has.

    A party is known by its valid corporate number, else by its name or an alias; data by owner and name; an
    engagement by consignor, consignee, work and the engagement above (without the work, where that leaves one).
    Made-up ids are brought into the form in which ids are compared, so that they survive being written and read.

    Returns
    -------
    Submission
        With a problem for every row that could not be told from another.
    """
    problems = list(new.problems)
    for name in _ORDER:
        matching = Matching(name, getattr(old, name), getattr(new, name), made_up(new, name))
        if matching.is_needed:
            _match(matching, old, new)
            problems.extend(matching.problems)
            new = with_ids(new, {name: matching.ids})
    return new.model_copy(update={"problems": tuple(problems)})


def _match(matching: Matching, old: Submission, new: Submission) -> None:
    """Settle the ids of one kind of rows."""
    if matching.name == "parties":
        _match_parties(matching, old, new)
    elif matching.name == "engagements":
        _match_engagements(matching, old, new)
    else:
        for key in _KEYS[matching.name]:
            matching.by_key(key)
    matching.settle_the_rest()


def made_up(submission: Submission, name: str) -> frozenset[str]:
    """Return the ids of one kind of rows that nobody wrote; copies of an unfolded row have none of their own."""
    ledgers = {file.file for file in submission.files if file.kind == LEDGER}
    rows: Sequence[Any] = getattr(submission, name)
    return frozenset(
        getattr(row, ID_FIELDS[name])
        for row in rows
        if not getattr(row, "base_id", "") and _is_made_up(row, name, ledgers)
    )


def _is_made_up(row: Any, name: str, ledgers: Collection[str]) -> bool:
    """Say whether the reader gave a row its id."""
    source: RowSource = row.source
    row_id = getattr(row, ID_FIELDS[name])
    place = place_key(source)
    if source.row and (row_id in (place, id_in_file(place, source.file)) or is_own_id(row_id)):
        return True
    if source.file not in ledgers:
        return False
    # Of a ledger only its own number is written by somebody; one that several files use bears a file's name.
    has_number = name in ("engagements", "connections")
    return not has_number or str(row_id).endswith(id_in_file("", source.file))


def _match_parties(matching: Matching, old: Submission, new: Submission) -> None:
    """Match parties by number, name and alias; the nameless owner 当社 is the owner of the register."""
    owner = new.party_by_id.get(new.settings.owner)
    if owner is not None and is_own(owner.name) and old.settings.owner:
        matching.take(owner.party_id, old.settings.owner)
    matching.by_key(lambda party: valid_number(party.corporate_number))
    numbers = {party.party_id: valid_number(party.corporate_number) for party in old.parties}

    def may_be(party: Party, old_id: str) -> bool:
        # One name with two numbers is two parties.
        own, other = valid_number(party.corporate_number), numbers.get(old_id, "")
        return not (own and other and own != other)

    for names in (lambda party: [fold(party.name)], lambda party: [fold(alias) for alias in party.aliases]):
        matching.by_index(index("parties", old.parties, names), lambda party: fold(party.name), may_be)


def _match_engagements(matching: Matching, old: Submission, new: Submission) -> None:
    """Match engagements from the top down, because the one above is part of what makes them known."""

    def whole(engagement: Engagement, parent: str) -> Hashable:
        return engagement.consignor, engagement.consignee, fold(engagement.work), parent

    def without_work(engagement: Engagement, parent: str) -> Hashable:
        return engagement.consignor, engagement.consignee, parent

    def above(engagement: Engagement) -> str:
        return matching.found.get(engagement.parent_engagement, engagement.parent_engagement)

    keys = (whole, without_work)
    known = [index("engagements", old.engagements, partial(_own_key, key)) for key in keys]
    for tier in _tiers(new.engagements):
        for key, found in zip(keys, known, strict=True):
            matching.by_index(found, partial(_key_below, key, above), among=tier)
        matching.settle_the_rest(among=tier)


def _own_key(key: EngagementKey, engagement: Engagement) -> Iterable[Hashable]:
    return (key(engagement, engagement.parent_engagement),)


def _key_below(key: EngagementKey, above: Callable[[Engagement], str], engagement: Engagement) -> Hashable:
    return key(engagement, above(engagement))


def _tiers(engagements: Sequence[Engagement]) -> Iterator[Sequence[Noun]]:
    """Give the engagements by how far below the top they stand; those in a loop come last."""
    ids = {engagement.engagement_id for engagement in engagements}
    below: dict[str, list[Engagement]] = defaultdict(list)
    tier: list[Engagement] = []
    for engagement in engagements:
        (below[engagement.parent_engagement] if engagement.parent_engagement in ids else tier).append(engagement)
    while tier:
        yield tier
        tier = [lower for engagement in tier for lower in below.pop(engagement.engagement_id, ())]
    left = [engagement for group in below.values() for engagement in group]
    if left:
        yield left
