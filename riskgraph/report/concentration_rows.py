"""What many chains share, in words and as a table.

The convention that bites: views of one total are never added, and no row names a person.
"""

from __future__ import annotations

from collections.abc import Sequence

from riskgraph.model.assessment import Assessment
from riskgraph.model.concentration import Concentration, Shared
from riskgraph.model.quantities import Interval
from riskgraph.model.submission import Submission
from riskgraph.report.names import NAME_LENGTH, party_name
from riskgraph.report.numbers import END_FIGURES, percent, rounded, yen, yen_interval
from riskgraph.report.plain import plain
from riskgraph.report.table_rows import YEN_A_UNIT, Columns
from riskgraph.text import t

FEWEST_PATHS = 2
MOST_COMPUTED = 50
MOST_NAMES = 8


def shared_by_many(assessment: Assessment) -> tuple[Concentration, ...]:
    """Return what at least two paths share, the largest expected loss first."""
    found = [one for one in assessment.concentration if one.paths >= FEWEST_PATHS]
    return tuple(sorted(found, key=lambda one: (-one.eal_yen.pt, one.kind.value, one.key)))


def concentration_sentence(shared: Sequence[Concentration], submission: Submission, locale: str) -> str:
    """Return through what most expected loss passes, and what would fall away without it."""
    if not shared:
        return t(locale, "concentration.none")
    first = shared[0]
    return t(
        locale,
        "concentration.sentence",
        kind=_kind(first, locale),
        name=shared_name(first, submission, locale),
        paths=first.paths,
        eal=yen_interval(first.eal_yen, locale),
        falls=yen_interval(first.falls_away_yen, locale),
    )


def concentration_columns(shared: Sequence[Concentration], submission: Submission, locale: str) -> Columns:
    """Return one row a thing; yen in the unit of the language, `shared_tail` in per cent, blank where unknown."""
    unit = YEN_A_UNIT[locale]
    return {
        "shared_kind": [_kind(one, locale) for one in shared],
        "shared_name": [shared_name(one, submission, locale) for one in shared],
        "shared_eal": [float(rounded(one.eal_yen.pt / unit, 3)) for one in shared],
        "shared_range": [_ends(one.eal_yen, locale) for one in shared],
        "shared_falls": [float(rounded(one.falls_away_yen.pt / unit, 3)) for one in shared],
        "falls_range": [_ends(one.falls_away_yen, locale) for one in shared],
        "shared_tail": ["" if one.tail_share is None else percent(one.tail_share, locale) for one in shared],
        "shared_paths": [one.paths for one in shared],
        "shared_only": [str(len(one.parties)) if one.kind is Shared.PARTY else "" for one in shared],
    }


def shared_name(one: Concentration, submission: Submission, locale: str) -> str:
    """Return the name of a thing as one plain line."""
    if one.kind in (Shared.PARTY, Shared.AGENCY):
        return party_name(one.key, submission, locale)
    if one.kind is Shared.SYSTEM:
        system = next((s for s in submission.systems if s.system_id == one.key), None)
        return plain(system.name if system and system.name else one.key, longest=NAME_LENGTH)
    return plain(one.key, longest=NAME_LENGTH)


def party_concentration(party_id: str, assessment: Assessment, submission: Submission, locale: str) -> tuple[str, ...]:
    """Return what passes through one party, what falls away without it, and who hangs on it alone, in words."""
    if not assessment.concentration:
        return (t(locale, "concentration.not_computed"),)
    party = submission.party_by_id.get(party_id)
    if party is not None and party.is_person:
        return (t(locale, "concentration.party.person"),)
    mine = next((one for one in assessment.concentration if (one.kind, one.key) == (Shared.PARTY, party_id)), None)
    group = _of_group(party.group.strip() if party else "", assessment, submission, locale)
    if mine is None:
        return (t(locale, "concentration.party.absent", most=MOST_COMPUTED), *group)
    total = assessment.totals.eal_yen.pt
    lines = [
        t(
            locale,
            "concentration.party.through",
            eal=yen_interval(mine.eal_yen, locale),
            share=percent(mine.eal_yen.pt / total if total > 0 else 0.0, locale),
            paths=mine.paths,
        ),
        t(locale, "concentration.party.falls", falls=yen_interval(mine.falls_away_yen, locale)),
    ]
    if mine.tail_share is not None:
        lines.append(t(locale, "concentration.party.tail", share=percent(mine.tail_share, locale)))
    return (*lines, _only_through(mine, submission, locale), *group)


def _only_through(mine: Concentration, submission: Submission, locale: str) -> str:
    """Return whom only this party leads to, the first of them by name."""
    if not mine.parties:
        return t(locale, "concentration.party.only_none")
    names = t(locale, "why.comma").join(party_name(p, submission, locale) for p in mine.parties[:MOST_NAMES])
    more = len(mine.parties) - MOST_NAMES
    told = t(locale, "blast.more", data=names, more=more) if more > 0 else names
    return t(locale, "concentration.party.only", count=len(mine.parties), names=told)


def _of_group(group: str, assessment: Assessment, submission: Submission, locale: str) -> tuple[str, ...]:
    """Return what passes through the group that owns a party."""
    found = [one for one in assessment.concentration if group and (one.kind, one.key) == (Shared.GROUP, group)]
    return tuple(
        t(
            locale,
            "concentration.party.group",
            kind=_kind(one, locale),
            name=shared_name(one, submission, locale),
            eal=yen_interval(one.eal_yen, locale),
            paths=one.paths,
        )
        for one in found
    )


def _kind(one: Concentration, locale: str) -> str:
    return t(locale, f"concentration.kind.{one.kind.value}")


def _ends(interval: Interval, locale: str) -> str:
    """Return the ends of an amount."""
    ends = {end: yen(getattr(interval, end), locale, figures=END_FIGURES) for end in ("lo", "hi")}
    return t(locale, "ui.number.ends", **ends)
