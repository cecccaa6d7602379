"""The result: totals, ranked paths with their channels and layers, parties, assets, provenance.

Yen are yen a year for EAL and yen an event for losses; rates are events a year; weakness is 0 to 100;
shares and coverage are 0 to 1. An interval that is a risk has its safe end at `lo`; a *strength* has its
safe end at `hi`. Paths add up: the paths and `rest` together are `totals`.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from riskgraph.model.asset import ConnectionKind
from riskgraph.model.attribution import Attribution
from riskgraph.model.concentration import Concentration
from riskgraph.model.engagement import Relation
from riskgraph.model.noun import Noun
from riskgraph.model.problem import Problem
from riskgraph.model.quantities import Cell, Interval
from riskgraph.model.stability import RankStability
from riskgraph.model.submission import InputFile
from riskgraph.model.tail import Tail


class Standing(StrEnum):
    """What is known of one answer on the as-of date."""

    ANSWERED = "answered"
    PENDING = "pending"
    NOT_ASKED = "not_asked"
    OVERDUE = "overdue"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


class Certainty(StrEnum):
    """How sure the register is of a path, most certain first."""

    DECLARED = "declared"
    BY_PARTY = "by_party"
    SUSPECTED = "suspected"
    MISSING = "missing"


class Grade(StrEnum):
    """A (good) to E against the appetite, or on hold where too little is known."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    ON_HOLD = "on_hold"


class AnswerUsed(Noun):
    """One answer (or its absence) behind a strength, with the cell that it was read from."""

    party_id: str
    control_id: str
    standing: Standing
    answer: str = ""
    evidence: str = ""
    answered_on: date | None = None
    strength: Interval
    is_flagged: bool = False
    source: Cell = Cell()


class HopPart(Noun):
    """One of the three parts of how well a consignor supervises: terms, check, follow-up."""

    part: str
    strength: Interval
    fact: str = ""
    is_stated: bool = True
    answers: tuple[AnswerUsed, ...] = ()
    source: Cell = Cell()


class Hop(Noun):
    """One engagement on a path with its supervision strength q (0 to 1)."""

    engagement_id: str | None
    consignor: str
    consignee: str
    relation: Relation
    certainty: Certainty
    q: Interval
    parts: tuple[HopPart, ...] = ()
    has_missing_consent: bool = False


class LayerUsed(Noun):
    """One layer of a channel: whose it is, how strong, and its share of what could be better.

    `share` is ln(f / f_good) over the sum of those of all layers of the channel (f = 1 - e X, f_good =
    1 - e): the part of the excess over the same work done well that this layer bears; 0 to 1, they sum to
    1 (all 0 where nothing could be better).
    """

    layer: str
    role: str
    party_id: str
    efficacy: float
    strength: Interval
    share: float
    answers: tuple[AnswerUsed, ...] = ()


class OtherRoute(Noun):
    """Another way to the same event, listed and not added."""

    access_id: str
    engagements: tuple[str, ...] = ()


class Channel(Noun):
    """(staff group, host or ended engagement) x asset x scenario; it belongs to exactly one path."""

    channel_id: str
    scenario: str
    asset_id: str
    host: str
    employer: str
    group: str
    heads: Interval | None = None
    privilege: str = ""
    device_owner: str = ""
    site_owner: str = ""
    directed_by: str = ""
    records: Interval
    phi: Interval
    phi_population: float
    eal_yen: Interval
    rate_per_year: Interval
    undeclared_p: Interval = Interval(0.0, 0.0, 0.0)
    undeclared_share: float = 0.0
    other_routes: tuple[OtherRoute, ...] = ()
    layers: tuple[LayerUsed, ...] = ()
    source: Cell = Cell()
    is_derived: bool = False


class LossIfHappens(Noun):
    """Loss given one event on the path, yen."""

    median: float
    p99: float


class Reason(Noun):
    """One layer of one party, summed over the channels of a path: the path's reasons, largest first."""

    party_id: str
    layer: str
    role: str
    scenario: str
    share: float
    is_confirmed: bool
    answers: tuple[AnswerUsed, ...] = ()


class EntryStep(Noun):
    """One connection over which an intruder who is inside at `start` gets on to `end`; parties."""

    connection_id: str
    start: str
    end: str
    kind: ConnectionKind
    source: Cell = Cell()


class Path(Noun):
    """One engagement chain from the owner to the party that handles or hosts.

    `entry` is empty but for intrusion over connections: the steps from where the intruder got in to the last party.
    `p_leak_1y_frailty` is P(at least one leak in a year) where parties differ from each other in ways that nobody
    asked about. `recoverable_share` (0 to 1) is the part of the loss of an event that the direct contractor's
    liability cap leaves to be claimed: information, never deducted; None where no cap is stated. `attribution` tells
    the path's expected loss apart; None in assessments that were kept before it existed.
    """

    rank: int
    parties: tuple[str, ...]
    engagements: tuple[str | None, ...]
    hops: tuple[Hop, ...] = ()
    asset_ids: tuple[str, ...]
    records: Interval
    certainty: Certainty
    eal_yen: Interval
    rate_per_year: Interval
    p_leak_1y: Interval
    p_leak_1y_frailty: Interval | None = None
    times_average: Interval
    times_good: Interval
    loss_if_it_happens_yen: LossIfHappens
    path_weakness: Interval
    unconfirmed_share: float
    coverage: float
    grade: Grade
    supervision: Interval
    channels: tuple[Channel, ...]
    reasons: tuple[Reason, ...] = ()
    entry: tuple[EntryStep, ...] = ()
    recoverable_share: float | None = None
    attribution: Attribution | None = None

    @property
    def key(self) -> str:
        """Return what identifies the path between two assessments: its parties, engagements and entry."""
        entry = "|" + ">".join(step.connection_id for step in self.entry) if self.entry else ""
        return ">".join(self.parties) + "|" + ">".join(e or "?" for e in self.engagements) + entry


class RoleLosses(Noun):
    """A party's EAL seen by role, yen a year; views, never added together."""

    host: float = 0.0
    employer: float = 0.0
    supervisor: float = 0.0


class PartyResult(Noun):
    """One party in the result; weakness is None for persons, who are never scored."""

    party_id: str
    tiers: tuple[int, ...] = ()
    weakness: Interval | None = None
    effective_weakness: Interval | None = None
    coverage: float = 0.0
    eal_yen_as: RoleLosses = RoleLosses()
    chains: int = 0
    principals_served: int = 0


class AssetResult(Noun):
    """One asset in the result; the JO ceiling is an upper anchor, never an expectation."""

    asset_id: str
    eal_yen: Interval
    jo_ceiling_yen: float


class Totals(Noun):
    """Sums over all channels of the register.

    `tail` takes all events as independent; `tail_dependent` has vendors that differ (frailty) and common causes.
    """

    eal_yen: Interval
    rate_per_year: Interval
    p_leak_1y: Interval
    p_leak_1y_frailty: Interval | None = None
    tail: Tail | None = None
    tail_dependent: Tail | None = None


class Rest(Noun):
    """The paths beyond those listed."""

    paths: int
    eal_yen: Interval


class Provenance(Noun):
    """From what, with what and as of when the result was computed."""

    register_sha256: str
    answers: tuple[InputFile, ...] = ()
    parameters_sha256: str
    parameters_version: str = ""
    catalogue_version: str
    as_of: date
    seed: int
    riskgraph_version: str


class Assessment(Noun):
    """The frozen bundle. `paths` are the top K asked for; `paths_total` counts all.

    `grade_bounds` are the upper bounds of A, B, C and D as times of `appetite_yen`; from the last on it is E. The
    last three fields are empty in assessments that were kept before they existed.
    """

    provenance: Provenance
    totals: Totals
    appetite_yen: float
    grade_bounds: tuple[float, float, float, float] = (0.1, 0.3, 1.0, 3.0)
    paths_total: int
    paths: tuple[Path, ...]
    rest: Rest
    parties: tuple[PartyResult, ...] = ()
    assets: tuple[AssetResult, ...] = ()
    problems: tuple[Problem, ...] = ()
    attribution: Attribution | None = None
    concentration: tuple[Concentration, ...] = ()
    stability: RankStability | None = None


class PathChange(Noun):
    """One path in two assessments; a rank of None means that it is not there."""

    key: str
    parties: tuple[str, ...]
    rank_before: int | None
    rank_after: int | None
    eal_before: Interval | None
    eal_after: Interval | None


class AnswerChange(Noun):
    """One answer that differs between two submissions."""

    party_id: str
    control_id: str
    before: str
    after: str
    evidence_before: str = ""
    evidence_after: str = ""
    source: Cell = Cell()


class Comparison(Noun):
    """What moved between two assessments and which answers changed."""

    eal_before: Interval
    eal_after: Interval
    paths: tuple[PathChange, ...] = ()
    answers: tuple[AnswerChange, ...] = ()
