"""The chains: engagements that lead to no owner, do not join, or run in a circle, and how surely they are known."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from riskgraph.intake.inspection import Inspection
from riskgraph.intake.naming import shown
from riskgraph.model.engagement import Declared, Engagement
from riskgraph.model.problem import Problem, Severity, problem_at

_NAMED_IN_A_CIRCLE = 6


class Break(Enum):
    """Why a line of engagements does not reach an owner of data."""

    UNKNOWN_PARENT = "unknown_parent"
    LOOP = "loop"
    NOT_OWNER = "not_owner"


def self_consignment(inspection: Inspection) -> Iterator[Problem]:
    """Tell of engagements whose two ends are one party."""
    for e in inspection.submission.engagements:
        if e.consignor and e.consignor == e.consignee:
            yield problem_at(
                e.source.at("consignee"),
                "register.self_consignment",
                engagement=shown(e.row_id),
                name=inspection.party_name(e.consignee),
                party=shown(e.consignee),
            )


def broken_lines(inspection: Inspection) -> Iterator[Problem]:
    """Tell of engagements that do not lead to an owner, each with the place where its line breaks."""
    if not inspection.submission.assets:
        return  # without any data nothing leads anywhere; the missing sheet is told by the reader
    engagements = inspection.submission.engagement_by_id
    for engagement_id, (why, where) in _breaks(inspection).items():
        e = engagements[engagement_id]
        if where != engagement_id:
            yield problem_at(
                e.source.at("parent_engagement"),
                "register.orphan",
                engagement=shown(e.row_id),
                broken_at=inspection.row_id(where),
            )
        elif why is Break.LOOP:
            yield problem_at(
                e.source.at("parent_engagement"),
                "register.parent_loop",
                engagement=shown(e.row_id),
                parent=inspection.row_id(e.parent_engagement),
            )
        elif why is Break.NOT_OWNER and e.consignor in inspection.submission.party_by_id:
            yield problem_at(
                e.source.at("parent_engagement"),
                "register.not_owner",
                engagement=shown(e.row_id),
                name=inspection.party_name(e.consignor),
                party=shown(e.consignor),
            )


def open_engagements(inspection: Inspection) -> Iterator[Problem]:
    """Tell once a sheet of engagements that must stand below another and do not say below which."""
    chain, told = inspection.chain, dict[tuple[str, str], list[Engagement]]()
    for copies in inspection.rows.values():
        e = copies[0]
        if e.engagement_id in chain.open and not e.parent_engagement:
            told.setdefault((e.source.file, e.source.sheet), []).append(e)
    for rows in told.values():
        first = rows[0]
        yield problem_at(
            first.source.at("parent_engagement"),
            "register.parent_open",
            Severity.INFO,
            count=len(rows),
            engagement=shown(first.row_id),
            name=inspection.party_name(first.consignor),
            party=shown(first.consignor),
        )


def parents_that_do_not_join(inspection: Inspection) -> Iterator[Problem]:
    """Tell of engagements whose consignor is not the consignee of the engagement above."""
    engagements = inspection.submission.engagement_by_id
    for e in inspection.submission.engagements:
        parent = engagements.get(e.parent_engagement)
        if parent is not None and parent.consignee != e.consignor:
            yield problem_at(
                e.source.at("consignor"),
                "register.consignor_mismatch",
                engagement=shown(e.row_id),
                name=inspection.party_name(e.consignor),
                party=shown(e.consignor),
                parent=shown(parent.row_id),
                parent_name=inspection.party_name(parent.consignee),
                parent_party=shown(parent.consignee),
            )


def circles(inspection: Inspection) -> Iterator[Problem]:
    """Tell of parties that consign in a circle: legal and kept, but worth a look."""
    groups = [set(group) for group in inspection.chain.party_cycles() if len(group) > 1]
    group_of = {party: number for number, group in enumerate(groups) for party in group}
    told: set[int] = set()
    for e in inspection.submission.engagements:
        number = group_of.get(e.consignor)
        if number is None or number in told or group_of.get(e.consignee) != number or e.consignor == e.consignee:
            continue
        told.add(number)
        parties = sorted(groups[number])
        named = [f"{inspection.party_name(party)} ({shown(party)})" for party in parties[:_NAMED_IN_A_CIRCLE]]
        yield problem_at(
            e.source.at("consignee"),
            "finding.circular_consignment",
            Severity.WARNING,
            parties=" / ".join(named) + (" / …" if len(parties) > _NAMED_IN_A_CIRCLE else ""),
            count=len(parties),
        )


def certainty(inspection: Inspection) -> Iterator[Problem]:
    """Tell of tiers that a party itself told, and of suspicions without a probability or the reverse."""
    for e in inspection.submission.engagements:
        if e.declared is Declared.BY_PARTY:
            fields = {**_named(inspection, e), "told_by": inspection.party_name(e.consignor)}
            yield problem_at(e.source.at("declared"), "finding.tier_told_by_party", Severity.WARNING, **fields)
        elif e.declared is Declared.SUSPECTED and e.probability is None:
            at = e.source.at("declared")
            yield problem_at(at, "register.suspected_without_probability", Severity.INFO, **_named(inspection, e))
        if e.declared is not Declared.SUSPECTED and e.probability is not None:
            at = e.source.at("probability")
            yield problem_at(at, "register.probability_not_used", Severity.INFO, engagement=shown(e.row_id))


CHAIN_CHECKS = (self_consignment, broken_lines, open_engagements, parents_that_do_not_join, circles, certainty)


def _named(inspection: Inspection, e: Engagement) -> dict[str, str]:
    return {
        "engagement": shown(e.row_id),
        "name": inspection.party_name(e.consignee),
        "party": shown(e.consignee),
    }


def _breaks(inspection: Inspection) -> dict[str, tuple[Break, str]]:
    """Return for each orphan why and at which engagement its line breaks; each is climbed once."""
    engagements = inspection.submission.engagement_by_id
    found: dict[str, tuple[Break, str]] = {}
    for start in inspection.chain.orphans:
        climbed: dict[str, None] = {}
        here = start
        while here in engagements and here not in found and here not in climbed:
            climbed[here] = None
            here = engagements[here].parent_engagement
        path = list(climbed)
        if here in climbed:
            turn = path.index(here)
            found.update((e, (Break.LOOP, e)) for e in path[turn:])
            found.update((e, (Break.LOOP, here)) for e in path[:turn])
        elif path:
            cause = found[here] if here in found else _end_of(engagements[path[-1]])
            found.update((e, cause) for e in path)
    return found


def _end_of(top: Engagement) -> tuple[Break, str]:
    """Return why a line ends at its topmost engagement."""
    why = Break.UNKNOWN_PARENT if top.parent_engagement else Break.NOT_OWNER
    return why, top.engagement_id
