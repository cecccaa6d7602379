"""Renamed parties, told by the corporate number (法人番号): proposed to the user, never taken by itself.

The convention that bites: a number proves that two rows are one party only where it is valid and stands at one
party in either register. Taking a proposal keeps the id that the register has, so that the history stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from riskgraph.intake.corporate_number import valid_number
from riskgraph.intake.folding import fold
from riskgraph.intake.normalise import names
from riskgraph.intake.references import with_ids
from riskgraph.model.difference import Rename
from riskgraph.model.party import Party
from riskgraph.model.submission import Submission

_PARTS_NAMES = str.maketrans("、;；／/\n\r\t", "・・・・・   ")


def proposed_renames(old: Submission, new: Submission) -> tuple[Rename, ...]:
    """Return the parties of `new` that are one of `old` by their number, under another id or another name.

    A party of another id is proposed only where its old id is gone and its new id is new, so that taking the
    proposal merges nothing. Ordered by the old id.
    """
    before, after = _by_number(old.parties), _by_number(new.parties)
    found: list[Rename] = []
    for number, was in before.items():
        becomes = after.get(number)
        if becomes is None:
            continue
        has_other_id = becomes.party_id != was.party_id
        if has_other_id and (was.party_id in new.party_by_id or becomes.party_id in old.party_by_id):
            continue
        if has_other_id or fold(becomes.name) != fold(was.name):
            found.append(
                Rename(
                    old_id=was.party_id,
                    new_id=becomes.party_id,
                    corporate_number=number,
                    old_name=was.name,
                    new_name=becomes.name,
                )
            )
    return tuple(sorted(found, key=lambda rename: rename.old_id))


def _by_number(parties: Iterable[Party]) -> Mapping[str, Party]:
    """Return the parties by valid number; a number that stands at two of them names neither."""
    found: dict[str, list[Party]] = {}
    for party in parties:
        if number := valid_number(party.corporate_number):
            found.setdefault(number, []).append(party)
    return {number: listed[0] for number, listed in found.items() if len(listed) == 1}


def with_renames(new: Submission, renames: Iterable[Rename]) -> Submission:
    """Return the new register with the old ids of renamed parties everywhere, and their old names as aliases."""
    taken = list(renames)
    ids = {rename.new_id: rename.old_id for rename in taken if rename.new_id != rename.old_id}
    kept = with_ids(new, {"parties": ids})
    old_names = {rename.old_id: rename.old_name for rename in taken}
    parties = tuple(_with_alias(party, old_names.get(party.party_id, "")) for party in kept.parties)
    return kept.model_copy(update={"parties": parties}) if taken else new


def _with_alias(party: Party, old_name: str) -> Party:
    """Return a party that is also known by its old name."""
    known = {fold(name) for name in (party.name, *party.aliases)}
    # A list of names is parted by these marks when it is read again; one name must stay one.
    alias = old_name if names(old_name) == (old_name,) else " ".join(old_name.translate(_PARTS_NAMES).split())
    if not alias or fold(alias) in known:
        return party
    return party.model_copy(update={"aliases": (*party.aliases, alias)})
