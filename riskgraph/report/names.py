"""Parties, data and people by name, and a path in words.

The convention that bites: a natural person is never named. A sole proprietor appears by id, a staff group
by how many people it has, and a group of fewer than three people without its number.
"""

from __future__ import annotations

from collections.abc import Sequence

from riskgraph.model.access import NONE_PARTY, UNKNOWN_PARTY, Access, Employment
from riskgraph.model.assessment import Certainty, Channel, EntryStep, Path
from riskgraph.model.engagement import Relation
from riskgraph.model.party import PartyKind
from riskgraph.model.quantities import Cell, Interval
from riskgraph.model.submission import Submission
from riskgraph.report.numbers import END_FIGURES, decimal, rounded
from riskgraph.report.plain import plain
from riskgraph.text import t

NAME_LENGTH = 40
FEWEST_TOLD = 3
STAFF_SCENARIOS = frozenset({"INS", "ERR", "MED", "LVR"})


def party_name(party_id: str, submission: Submission, locale: str) -> str:
    """Return a party's name as one plain line; a sole proprietor is shown by id."""
    if party_id in (UNKNOWN_PARTY, NONE_PARTY, ""):
        return t(locale, "name.unknown_party")
    party = submission.party_by_id.get(party_id)
    if party is None:
        return plain(party_id, longest=NAME_LENGTH)
    if party.kind is PartyKind.INDIVIDUAL:
        return t(locale, "name.individual", id=plain(party_id, longest=NAME_LENGTH))
    return plain(party.name or party_id, longest=NAME_LENGTH)


def asset_name(asset_id: str, submission: Submission) -> str:
    """Return the name of data, or the id where the register does not name it."""
    asset = submission.asset_by_id.get(asset_id)
    return plain(asset.name if asset and asset.name else asset_id, longest=NAME_LENGTH)


def asset_names(asset_ids: tuple[str, ...], submission: Submission, locale: str) -> str:
    """Return the first data and how many more there are."""
    if not asset_ids:
        return t(locale, "name.no_asset")
    first = asset_name(asset_ids[0], submission)
    more = len(asset_ids) - 1
    return t(locale, "name.assets", first=first, more=more) if more else first


def path_in_words(path: Path, submission: Submission, locale: str) -> str:
    """Return the chain from the data and their owner down: 会員基盤(当社) → A社 → B社(常駐5名)."""
    owner = party_name(path.parties[0], submission, locale)
    main = path.channels[0] if path.channels else None
    assets = (main.asset_id, *(a for a in path.asset_ids if a != main.asset_id)) if main else path.asset_ids
    words = t(locale, "name.start", assets=asset_names(assets, submission, locale), owner=owner)
    for i, party_id in enumerate(path.parties[1:]):
        arrow = t(locale, f"name.arrow.{_certainty(path, i).value}")
        words += f" {arrow} {party_name(party_id, submission, locale)}"
    return words + _ending(path, submission, locale)


def _certainty(path: Path, hop: int) -> Certainty:
    """Return how sure the register is of one hop."""
    if hop < len(path.hops):
        return path.hops[hop].certainty
    is_missing = hop < len(path.engagements) and path.engagements[hop] is None
    return Certainty.MISSING if is_missing else Certainty.DECLARED


def _ending(path: Path, submission: Submission, locale: str) -> str:
    """Return what happens at the end of a path: its people, or that the data are held there."""
    if path.entry:
        return t(locale, "name.bracket", inside=entry_in_words(path.entry, submission, locale))
    if not path.channels:
        return ""
    staffed = [channel for channel in path.channels if channel.scenario in STAFF_SCENARIOS]
    if not staffed:
        is_left = all(channel.scenario == "RES" for channel in path.channels)
        return t(locale, "name.bracket", inside=t(locale, "name.left_over" if is_left else "name.holds"))
    words = people_in_words(staffed[0], path, submission, locale)
    if staffed[0].employer not in (path.parties[-1], NONE_PARTY, ""):
        employer = party_name(staffed[0].employer, submission, locale)
        words = t(locale, "name.employed_by", people=words, employer=employer)
    return t(locale, "name.bracket", inside=words)


def entry_in_words(entry: Sequence[EntryStep], submission: Submission, locale: str) -> str:
    """Return from where and over which last connection an intruder gets to the end of a path."""
    start = party_name(entry[0].start, submission, locale)
    kind = kind_of_connection(entry[-1], locale)
    if len(entry) == 1:
        return t(locale, "lateral.via", start=start, kind=kind)
    relays = t(locale, "lateral.comma").join(party_name(step.start, submission, locale) for step in entry[1:])
    return t(locale, "lateral.via.relayed", start=start, relays=relays, kind=kind)


def kind_of_connection(step: EntryStep, locale: str) -> str:
    """Return what kind of connection a step takes."""
    return t(locale, f"lateral.kind.{step.kind.value}")


def moved_path_in_words(parties: Sequence[str], key: str, submission: Submission, locale: str) -> str:
    """Return a path of which only parties and key are known, as `Path.key` writes it."""
    chain = " → ".join(party_name(party_id, submission, locale) for party_id in parties)
    _, _, entry = key.removeprefix(">".join(parties) + "|").partition("|")
    ids = entry.split(">")
    by_id = {c.connection_id: c for c in reversed(submission.connections)}
    if not entry or ids[0] not in by_id or ids[-1] not in by_id:
        return chain
    named = by_id[ids[0]].start
    system = submission.system_by_id.get(named)
    start = system.host if system and named not in submission.party_by_id else named
    kind = t(locale, f"lateral.kind.{by_id[ids[-1]].kind.value}")
    inside = t(locale, "lateral.via", start=party_name(start, submission, locale), kind=kind)
    return chain + t(locale, "name.bracket", inside=inside)


def people_in_words(channel: Channel, path: Path, submission: Submission, locale: str) -> str:
    """Return a staff group as employment and number: 常駐5名, 派遣(3名未満), 要員(人数不明)."""
    access = _access(channel, path, submission)
    employment = (access.employment if access else None) or _by_relation(path)
    kind = t(locale, f"name.employment.{employment.value if employment else 'unsaid'}")
    return counted_people(kind, channel.heads, locale)


def _by_relation(path: Path) -> Employment | None:
    """Return how people stand to the work where only the contract says it."""
    last = path.hops[-1].relation if path.hops else None
    return {Relation.DISPATCH: Employment.DISPATCHED, Relation.SECOND: Employment.SECONDED}.get(last) if last else None


def counted_people(kind: str, heads: Interval | None, locale: str) -> str:
    """Return a kind of people with their number; fewer than three are told without it."""
    # A peak widens the high end only; heads that nobody counted are open at both.
    if heads is None or heads.lo != heads.pt:
        return t(locale, "name.people.unknown", kind=kind)
    if heads.pt < FEWEST_TOLD:
        return t(locale, "name.people.few", kind=kind)
    told = decimal(rounded(heads.pt, max(END_FIGURES, 4)), locale)
    return t(locale, "name.people", kind=kind, heads=told)


def _access(channel: Channel, path: Path, submission: Submission) -> Access | None:
    """Return the row of access behind a staff channel, where the register has one."""
    last = path.engagements[-1] if path.engagements else ""
    engagement = submission.engagement_by_id.get(last or "")
    ids = {last or "", engagement.row_id if engagement else ""}
    for access in submission.accesses:
        if access.engagement_id in ids and access.group == channel.group and access.asset_id in ("", channel.asset_id):
            return access
    return None


def cell_in_words(cell: Cell, locale: str) -> str:
    """Return a place in a workbook: 「回答」シートF12(A社.xlsx); "" where there is none."""
    parts = {
        "file": plain(cell.file, longest=NAME_LENGTH),
        "sheet": plain(cell.sheet, longest=NAME_LENGTH),
        "cell": plain(cell.cell, longest=NAME_LENGTH),
    }
    shape = "_".join(name for name, value in parts.items() if value)
    return t(locale, f"name.cell.{shape}", **parts) if shape else ""
