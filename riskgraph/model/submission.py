"""A submission: all that was read of a register and its questionnaires, with every problem found."""

from __future__ import annotations

from datetime import date
from functools import cached_property

from pydantic import Field

from riskgraph.model.access import Access
from riskgraph.model.answer import Answer, Request
from riskgraph.model.asset import Asset, Connection, Site, System
from riskgraph.model.engagement import Engagement
from riskgraph.model.noun import Noun
from riskgraph.model.party import Party
from riskgraph.model.problem import Problem


class Settings(Noun):
    """What the register says about itself; money in yen a year and path."""

    as_of: date | None = None
    time_zone: str = "Asia/Tokyo"
    fiscal_year_start: int = Field(default=4, ge=1, le=12)
    appetite_yen: float | None = None
    owner: str = ""


class InputFile(Noun):
    """One file that was read: its name without folder, its SHA-256 and what it was taken for."""

    file: str
    sha256: str
    kind: str
    party_id: str = ""


class TableRow(Noun):
    """A row of a sheet that is kept as it is and goes out again (decisions, corrective findings)."""

    cells: dict[str, str] = Field(default_factory=dict)
    file: str = ""
    sheet: str = ""
    row: int = 0


class Submission(Noun):
    """The register as read; the order of rows is that of the files and carries no meaning."""

    parties: tuple[Party, ...] = ()
    engagements: tuple[Engagement, ...] = ()
    assets: tuple[Asset, ...] = ()
    systems: tuple[System, ...] = ()
    sites: tuple[Site, ...] = ()
    accesses: tuple[Access, ...] = ()
    connections: tuple[Connection, ...] = ()
    answers: tuple[Answer, ...] = ()
    requests: tuple[Request, ...] = ()
    decisions: tuple[TableRow, ...] = ()
    findings: tuple[TableRow, ...] = ()
    settings: Settings = Settings()
    files: tuple[InputFile, ...] = ()
    problems: tuple[Problem, ...] = ()

    @cached_property
    def party_by_id(self) -> dict[str, Party]:
        """Return the parties by id; of a duplicate id the first row counts."""
        return {party.party_id: party for party in reversed(self.parties)}

    @cached_property
    def engagement_by_id(self) -> dict[str, Engagement]:
        """Return the engagements by id; of a duplicate id the first row counts."""
        return {engagement.engagement_id: engagement for engagement in reversed(self.engagements)}

    @cached_property
    def asset_by_id(self) -> dict[str, Asset]:
        """Return the assets by id; of a duplicate id the first row counts."""
        return {asset.asset_id: asset for asset in reversed(self.assets)}

    @cached_property
    def system_by_id(self) -> dict[str, System]:
        """Return the systems by id; of a duplicate id the first row counts."""
        return {system.system_id: system for system in reversed(self.systems)}

    @cached_property
    def site_by_id(self) -> dict[str, Site]:
        """Return the sites by id; of a duplicate id the first row counts."""
        return {site.site_id: site for site in reversed(self.sites)}

    def with_problems(self, *problems: Problem) -> Submission:
        """Return a copy that lists these problems after its own."""
        return self.model_copy(update={"problems": (*self.problems, *problems)})
