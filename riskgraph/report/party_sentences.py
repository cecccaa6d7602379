"""What is said of parties: where most work is open and who has answered least; what one party could lay open.

The convention that bites: no party is called bad. What is open is told as work to do, and a reach as what it would
be if something happened.
"""

from __future__ import annotations

from collections.abc import Sequence

from riskgraph.model.exposure import BlastRadius, ReachRole, TierCoverage
from riskgraph.model.quantities import Interval
from riskgraph.model.submission import Submission
from riskgraph.report.names import asset_name, party_name
from riskgraph.report.numbers import percent, persons, yen
from riskgraph.report.party_rows import PartyRow, at_stake
from riskgraph.report.plain import plain
from riskgraph.report.table_rows import Columns
from riskgraph.text import t

MOST_DATA = 3
MOST_NAMES = 8


def open_work(rows: Sequence[PartyRow]) -> PartyRow | None:
    """Return the party where most is open: the unanswered share of the loss at stake is largest; None where none is.

    The owner is left out, because its own questions are asked within the house.
    """
    below = [row for row in rows if row.tier and row.answered is not None and row.answered < 1.0]
    return max(below, key=lambda row: ((1.0 - (row.answered or 0.0)) * at_stake(row), row.party_id), default=None)


def parties_sentence(
    rows: Sequence[PartyRow], coverage: Sequence[TierCoverage], submission: Submission, locale: str
) -> str:
    """Return where most work is open, and which tier has answered least."""
    row = open_work(rows)
    if row is None:
        return t(locale, "parties.sentence.done", parties=len(rows)) if rows else t(locale, "parties.sentence.none")
    first = t(
        locale,
        "parties.sentence.open",
        party=party_name(row.party_id, submission, locale),
        answered=percent(row.answered or 0.0, locale),
        chains=row.chains,
    )
    least = min(coverage, key=lambda c: (c.answered, c.tier), default=None)
    if least is None:
        return first
    tier = t(locale, "picture.tier", tier=least.tier)
    rest = t(
        locale, "parties.sentence.tier", tier=tier, parties=least.parties, answered=percent(least.answered, locale)
    )
    return t(locale, "parties.sentence.both", first=first, rest=rest)


def party_sentence(row: PartyRow, submission: Submission, locale: str) -> str:
    """Return one party in a sentence: how far it has answered, what hangs on it."""
    name = party_name(row.party_id, submission, locale)
    if row.answered is None:
        return t(locale, "parties.one.person", party=name, chains=row.chains)
    return t(
        locale,
        "parties.one",
        party=name,
        answered=percent(row.answered, locale),
        chains=row.chains,
        records=reach_in_words(row.records, locale),
        eal=yen(at_stake(row), locale, figures=2),
    )


def reach_in_words(records: Interval, locale: str) -> str:
    """Return a number of persons with its ends where they differ."""
    point = persons(records.pt, locale)
    ends = {"lo": persons(records.lo, locale), "hi": persons(records.hi, locale)}
    # Ends that read the same as the point would only look like an interval.
    is_exact = ends["lo"] == ends["hi"] == point
    return point if is_exact else t(locale, "parties.reach.interval", point=point, **ends)


def blast_sentence(radius: BlastRadius, submission: Submission, locale: str) -> str:
    """Return what of ours would lie open if this party were breached."""
    if not radius.assets:
        return t(locale, "blast.none")
    names = [asset_name(reach.asset_id, submission) for reach in radius.assets[:MOST_DATA]]
    more = len(radius.assets) - len(names)
    data = t(locale, "why.comma").join(names)
    if more:
        data = t(locale, "blast.more", data=data, more=more)
    party = submission.party_by_id.get(radius.party_id)
    if party is not None and party.is_person:
        return t(locale, "blast.person", data=data, records=reach_in_words(radius.records, locale))
    return t(
        locale,
        "blast.sentence",
        party=party_name(radius.party_id, submission, locale),
        data=data,
        records=reach_in_words(radius.records, locale),
        below=len(radius.below),
        chains=radius.chains,
    )


def blast_columns(radius: BlastRadius, submission: Submission, locale: str) -> Columns:
    """Return one row an asset: persons in reach, and by which role; ways overlap and are not added."""
    reaches = radius.assets
    by_role = {
        f"reach_{role.value}": [
            reach_in_words(reach.by_role[role], locale) if role in reach.by_role else "" for reach in reaches
        ]
        for role in ReachRole
    }
    return {
        "data": [asset_name(reach.asset_id, submission) for reach in reaches],
        "reach_records": [reach_in_words(reach.records, locale) for reach in reaches],
        **by_role,
        "blast_size": [
            t(locale, "blast.size.known" if reach.is_size_known else "blast.size.unknown") for reach in reaches
        ],
    }


def places_in_words(radius: BlastRadius, submission: Submission, locale: str) -> tuple[str, ...]:
    """Return the systems it hosts, the sites it controls, the engagements with it and the parties below it."""
    systems = [plain(s.name or s.system_id) for s in submission.systems if s.system_id in radius.systems]
    sites = [plain(s.name or s.site_id) for s in submission.sites if s.site_id in radius.sites]
    engagements = [plain(row_id) for row_id in radius.engagements]
    below = [party_name(party, submission, locale) for party in radius.below]
    named = {"systems": systems, "sites": sites, "engagements": engagements, "below": below}
    return tuple(
        t(locale, f"blast.{name}", count=len(values), names=_first(values, locale))
        for name, values in named.items()
        if values
    )


def _first(names: Sequence[str], locale: str) -> str:
    """Return the first names and how many more there are."""
    told = t(locale, "why.comma").join(names[:MOST_NAMES])
    more = len(names) - MOST_NAMES
    return t(locale, "blast.more", data=told, more=more) if more > 0 else told
