"""What every check looks at: the rows in the order of the sheets, their chains and the as-of date.

The convention that bites: rows are put in the order in which they stand in their files, so that the
problems found do not depend on the order in which the rows happen to be held.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from operator import attrgetter
from typing import TypeVar
from zoneinfo import ZoneInfo

from riskgraph.intake.naming import shown
from riskgraph.model.access import NONE_PARTY, UNKNOWN_PARTY, Access
from riskgraph.model.asset import Asset, Connection, Site, System
from riskgraph.model.chain import Chain, build_chain
from riskgraph.model.engagement import Engagement
from riskgraph.model.party import Party
from riskgraph.model.problem import Problem
from riskgraph.model.quantities import RowSource
from riskgraph.model.submission import Settings, Submission

Sourced = Party | Engagement | Asset | System | Site | Access | Connection
Row = TypeVar("Row", Party, Engagement, Asset, System, Site, Access, Connection)
_ID_OF = {
    Party: attrgetter("party_id"),
    Engagement: attrgetter("engagement_id"),
    Asset: attrgetter("asset_id"),
    System: attrgetter("system_id"),
    Site: attrgetter("site_id"),
    Access: attrgetter("access_id"),
    Connection: attrgetter("connection_id"),
}
NO_REAL_PARTY = frozenset({"", NONE_PARTY, UNKNOWN_PARTY})


@dataclass(frozen=True)
class Inspection:
    """A register laid out for checking; `known_controls` None means that control ids are not checked."""

    submission: Submission
    chain: Chain
    as_of: date
    known_controls: frozenset[str] | None = None

    def party_name(self, party_id: str) -> str:
        """Return the name of a party as it may stand in a message; its id where it has no row."""
        party = self.submission.party_by_id.get(party_id)
        return shown(party.name if party is not None and party.name else party_id)

    def row_id(self, engagement_id: str) -> str:
        """Return the id of an engagement as the user wrote it."""
        engagement = self.submission.engagement_by_id.get(engagement_id)
        return shown(engagement.row_id if engagement is not None else engagement_id)

    @cached_property
    def row_ids(self) -> frozenset[str]:
        """Return every id by which an engagement may be named: its own and the one that the user wrote."""
        ids = {e.engagement_id for e in self.submission.engagements}
        return frozenset(ids | {e.row_id for e in self.submission.engagements})

    @cached_property
    def rows(self) -> Mapping[str, Sequence[Engagement]]:
        """Return the engagements by the row that the user wrote: one with several parents stands for several."""
        rows: dict[str, list[Engagement]] = {}
        for e in self.submission.engagements:
            if self.submission.engagement_by_id[e.engagement_id] is e:
                rows.setdefault(e.row_id, []).append(e)
        return rows

    def engagement(self, written_id: str) -> Engagement | None:
        """Return the engagement with this id, or the first of those unfolded from the row with this id."""
        found = self.submission.engagement_by_id.get(written_id)
        if found is None and (copies := self.chain.copies(written_id)):
            found = self.submission.engagement_by_id[copies[0]]
        return found


def lay_out(submission: Submission, *, as_of: date | None, known_controls: frozenset[str] | None) -> Inspection:
    """Return the register ready for checking; the date is given, else the register's, else today there."""
    ordered = in_sheet_order(submission)
    when = as_of or submission.settings.as_of or _today(submission.settings)
    return Inspection(ordered, build_chain(ordered), when, known_controls)


def in_sheet_order(submission: Submission) -> Submission:
    """Return the submission with the rows of every sheet in the order of their file, sheet and row."""
    # Built anew, not by model_copy: a copy would carry the look-ups of the rows in their old order.
    return Submission(
        parties=_sorted(submission.parties),
        engagements=_sorted(submission.engagements),
        assets=_sorted(submission.assets),
        systems=_sorted(submission.systems),
        sites=_sorted(submission.sites),
        accesses=_sorted(submission.accesses),
        connections=_sorted(submission.connections),
        answers=submission.answers,
        requests=submission.requests,
        settings=submission.settings,
    )


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems by place and code, each once."""
    by_key = {_problem_key(problem): problem for problem in problems}
    return tuple(by_key[key] for key in sorted(by_key))


def place(source: RowSource, column: str, *, seen_from: RowSource) -> str:
    """Return where a column of a row stands as seen from another row: ``A5``, with its sheet or file if other."""
    cell = source.at(column)
    parts = [cell.file] if source.file != seen_from.file else []
    if parts or source.sheet != seen_from.sheet:
        parts.append(cell.sheet)
    return shown(" ".join(part for part in (*parts, cell.cell) if part))


def _sorted(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Return the rows of one sheet in their order; rows from nowhere by id."""
    if not rows:
        return rows
    id_of = _ID_OF[type(rows[0])]

    def place_of(row: Row) -> tuple[str, str, int, str]:
        source = row.source
        return source.file, source.sheet, source.row, str(id_of(row))

    return tuple(sorted(rows, key=place_of))


def _problem_key(problem: Problem) -> tuple[str, str, int, str, str, str]:
    """Return the key by which problems are ordered and told apart: B2 stands before AA2 and B10."""
    letters, number = _split(problem.cell)
    fields = repr(sorted(problem.fields.items()))
    return problem.file, problem.sheet, number, f"{len(letters)}{letters}", problem.code, fields


def _split(cell: str) -> tuple[str, int]:
    match = re.fullmatch(r"([A-Z]+)([0-9]+)", cell)
    return (match[1], int(match[2])) if match else (cell, 0)


def _today(settings: Settings) -> date:
    """Return today in the register's time zone, or in Japan where the zone is none."""
    try:
        zone = ZoneInfo(settings.time_zone)
    except (OSError, ValueError, KeyError):
        zone = ZoneInfo("Asia/Tokyo")
    return datetime.now(zone).date()
