"""The spine: a submission in, an assessment out; the whole method on one screen.

Totals are sums over channels; each channel lies on exactly one path; paths explain and rank, and add up.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date

from riskgraph import __version__
from riskgraph.analysis.comparison import compare_assessments
from riskgraph.analysis.dependence import p_leak_frailty, tail_with_dependence
from riskgraph.analysis.grades import coverage_of, grade_of
from riskgraph.analysis.paths import RankedPath, rank_paths, rest_of, totals_of
from riskgraph.analysis.reasons import reasons_of
from riskgraph.analysis.recoverable import recoverable_share
from riskgraph.analysis.tail import tail_of, tail_shares
from riskgraph.analysis.views import chains_by_party, eal_by_asset, jo_ceiling, losses_by_role
from riskgraph.errors import WrongUse
from riskgraph.model.assessment import (
    Assessment,
    AssetResult,
    Channel,
    Comparison,
    PartyResult,
    Path,
    Provenance,
    RoleLosses,
    Totals,
)
from riskgraph.model.channel import ChannelTable
from riskgraph.model.control import Catalogue
from riskgraph.model.event_table import EventTable
from riskgraph.model.parameters import Parameters
from riskgraph.model.quantities import Interval
from riskgraph.model.submission import Submission
from riskgraph.scoring.attribution import MOST_OF_PATH, LossParts, attribution_of, loss_parts
from riskgraph.scoring.channels import Scored, score
from riskgraph.scoring.concentration import concentration_of
from riskgraph.scoring.event_table import events_of
from riskgraph.scoring.explain import explain, hops
from riskgraph.scoring.given_event import loss_if_it_happens
from riskgraph.scoring.lateral import entry_steps
from riskgraph.scoring.party_scores import party_scores
from riskgraph.scoring.stability import rank_stability
from riskgraph.scoring.supervision import interval_of

DEFAULT_TOP = 20
DEFAULT_SEED = 2014


def assess(  # noqa: PLR0913 - the options of the main command
    submission: Submission,
    parameters: Parameters,
    catalogue: Catalogue,
    *,
    as_of: date,
    top: int = DEFAULT_TOP,
    asset_id: str | None = None,
    appetite_yen: float | None = None,
    seed: int = DEFAULT_SEED,
    is_full: bool = True,
) -> Assessment:
    """Score a register and rank its chains.

    Parameters
    ----------
    submission
        The register with the answers in it.
    as_of
        The date on which answers and checks are aged.
    top
        How many paths to list with their channels; the rest is summed.
    asset_id
        Only the channels of this asset.
    appetite_yen
        Accepted expected loss, yen a year and path; else that of the register, else the default parameter.
    seed
        Of whatever is drawn; it moves no expected loss and no rank.
    is_full
        Whether to tell of the register as a whole too: the loss of a year, causes, what chains share, stability.
        These take several times as long as all the rest.

    Raises
    ------
    WrongUse
        For an unknown asset or a negative `top`.
    """
    if asset_id is not None and asset_id not in submission.asset_by_id:
        raise WrongUse("use.unknown_asset", {"asset": asset_id})
    if top < 0:
        raise WrongUse("use.negative_top", {"top": top})
    scored = score(submission, catalogue, parameters, as_of=as_of)
    table = scored.table if asset_id is None else scored.table.of_asset(asset_id)
    numbers = range(len(scored.ids)) if asset_id is None else _of_asset(scored, asset_id)
    ranked = rank_paths(table)
    appetite = appetite_yen or submission.settings.appetite_yen or parameters.number("grade.appetite_yen")
    is_whole = is_full and asset_id is None  # a year's loss and what chains share are told of all data together
    events = events_of(scored) if is_full else None
    parts = loss_parts(scored) if is_full else None
    return Assessment(
        provenance=_provenance(submission, parameters, catalogue, as_of, seed),
        totals=_totals(table, events if is_whole else None, parameters, seed),
        appetite_yen=appetite,
        grade_bounds=tuple(parameters.number(f"grade.bound.{grade}") for grade in "ABCD"),
        paths_total=len(ranked),
        paths=tuple(_path(scored, path, list(numbers), appetite, events, parts) for path in ranked[:top]),
        rest=rest_of(ranked[top:]),
        parties=_parties(scored, table),
        assets=_assets(submission, table, parameters),
        problems=(*submission.problems, *scored.ground.problems),
        attribution=attribution_of(parts, numbers) if parts else None,
        concentration=concentration_of(scored, tail_shares(events, parameters) if events else None) if is_whole else (),
        stability=rank_stability(scored, seed=seed) if is_whole else None,
    )


def _totals(table: ChannelTable, events: EventTable | None, parameters: Parameters, seed: int) -> Totals:
    """Return the sums over all channels, and the distribution of a year's loss where the events are given."""
    totals = totals_of(table)
    if events is None:
        return totals
    return totals.model_copy(
        update={
            "p_leak_1y_frailty": p_leak_frailty(events, parameters),
            "tail": tail_of(events, parameters),
            "tail_dependent": tail_with_dependence(events, parameters, seed=seed),
        }
    )


def compare(before: Assessment, after: Assessment, *, old: Submission, new: Submission) -> Comparison:
    """Return what moved between two assessments and which answers changed between their submissions."""
    return compare_assessments(before, after, old=old, new=new)


def _of_asset(scored: Scored, asset_id: str) -> list[int]:
    return [c for c in range(len(scored.ids)) if scored.row_of(c).asset_id == asset_id]


def _path(
    scored: Scored,
    ranked: RankedPath,
    numbers: list[int],
    appetite: float,
    events: EventTable | None,
    parts: LossParts | None,
) -> Path:
    """Return one path with its channels, hops, reasons and grade."""
    ground = scored.ground
    own = [numbers[c] for c in ranked.channels]
    channels = explain(scored, own)
    direct = ranked.route.engagements[0] if ranked.route.engagements else None
    cap = ground.chain.engagements[direct].liability_cap_yen if direct else None
    return Path(
        rank=ranked.rank,
        parties=ranked.route.parties,
        engagements=ranked.route.engagements,
        hops=hops(scored, ranked.route.engagements, ranked.route.parties),
        asset_ids=tuple(dict.fromkeys(channel.asset_id for channel in channels)),
        records=_records(channels),
        certainty=ranked.certainty,
        eal_yen=ranked.eal_yen,
        rate_per_year=ranked.rate_per_year,
        p_leak_1y=ranked.p_leak_1y,
        p_leak_1y_frailty=p_leak_frailty(events, ground.parameters, channels=own) if events else None,
        times_average=ranked.times_average,
        times_good=ranked.times_good,
        loss_if_it_happens_yen=loss_if_it_happens(scored, own),
        path_weakness=_times_100(channels[0].phi),
        unconfirmed_share=ranked.unconfirmed_share,
        coverage=coverage_of(channels),
        grade=grade_of(
            ranked.eal_yen.pt,
            channels,
            appetite_yen=appetite,
            parameters=ground.parameters,
            catalogue=ground.catalogue,
        ),
        supervision=interval_of(scored.row_of(own[0]).supervision),
        channels=channels,
        reasons=reasons_of(channels),
        entry=entry_steps(ground, ranked.route.entry),
        recoverable_share=recoverable_share(events, ground.parameters, channels=own, cap_yen=cap) if events else None,
        attribution=attribution_of(parts, own, most=MOST_OF_PATH) if parts else None,
    )


def _records(channels: tuple[Channel, ...]) -> Interval:
    """Return the persons on a path: the most that any channel reaches of each asset, summed over assets."""
    largest: dict[str, Interval] = {}
    for channel in channels:
        mine = largest.get(channel.asset_id, Interval.exact(0.0))
        new = channel.records
        largest[channel.asset_id] = Interval(max(mine.lo, new.lo), max(mine.pt, new.pt), max(mine.hi, new.hi))
    return Interval(*(sum(getattr(r, end) for r in largest.values()) for end in ("lo", "pt", "hi")))


def _times_100(phi: Interval) -> Interval:
    return Interval(100.0 * phi.lo, 100.0 * phi.pt, 100.0 * phi.hi)


def _parties(scored: Scored, table: ChannelTable) -> tuple[PartyResult, ...]:
    """Return the parties of the register; a person has losses and chains but no score."""
    scores = party_scores(scored.ground)
    losses: Mapping[str, RoleLosses] = losses_by_role(table)
    chains = chains_by_party(table)
    results = []
    for party_id in sorted(scored.ground.submission.party_by_id):
        count, tiers, principals = chains.get(party_id, (0, (), 0))
        mine = scores.get(party_id)
        results.append(
            PartyResult(
                party_id=party_id,
                tiers=tiers,
                weakness=mine.weakness if mine else None,
                effective_weakness=mine.effective_weakness if mine else None,
                coverage=mine.coverage if mine else 0.0,
                eal_yen_as=losses.get(party_id, RoleLosses()),
                chains=count,
                principals_served=principals,
            )
        )
    return tuple(results)


def _assets(submission: Submission, table: ChannelTable, parameters: Parameters) -> tuple[AssetResult, ...]:
    eal = eal_by_asset(table)
    results = []
    for asset_id in sorted(submission.asset_by_id):
        asset = submission.asset_by_id[asset_id]
        records = (asset.records or parameters.ends("records.unknown")).pt
        ceiling = jo_ceiling(
            records,
            asset.distress,
            asset.economic,
            asset.identifiability,
            base_yen=parameters.number("jo.base_yen"),
            factor=parameters.number("jo.social") * parameters.number("jo.response"),
        )
        results.append(
            AssetResult(asset_id=asset_id, eal_yen=eal.get(asset_id, Interval.exact(0.0)), jo_ceiling_yen=ceiling)
        )
    return tuple(results)


def _provenance(
    submission: Submission, parameters: Parameters, catalogue: Catalogue, as_of: date, seed: int
) -> Provenance:
    """Return from what the assessment was computed; several register files have one hash of their hashes."""
    registers = [f.sha256 for f in submission.files if f.kind == "register"]
    joined = registers[0] if len(registers) == 1 else hashlib.sha256("".join(registers).encode()).hexdigest()
    return Provenance(
        register_sha256=joined,
        answers=tuple(f for f in submission.files if f.kind == "questionnaire"),
        parameters_sha256=parameters.sha256,
        parameters_version=parameters.version,
        catalogue_version=catalogue.version,
        as_of=as_of,
        seed=seed,
        riskgraph_version=__version__,
    )
