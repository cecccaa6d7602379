"""A plan as the JSON document ``riskgraph.plan/1``; the same question gives the same bytes."""

from __future__ import annotations

from collections.abc import Sequence

from riskgraph.model.measure import Measure
from riskgraph.model.plan import CurvePoint, Plan, PlanChoice, PlannedMeasure
from riskgraph.model.problem import Problem
from riskgraph.model.what_if import PathMove
from riskgraph.report.document import problem_data
from riskgraph.report.json_numbers import Json, interval, number
from riskgraph.report.what_if_document import change_data

SCHEMA = "riskgraph.plan/1"


def plan_document(plan: Plan, as_of: str, problems: Sequence[Problem]) -> Json:
    """Return the document of a plan as plain data."""
    return {
        "schema": SCHEMA,
        "as_of": as_of,
        "aim": {
            "kind": plan.ask.aim.value,
            "limit_yen": number(plan.ask.limit_yen),
            "years": number(plan.ask.years),
            "is_reached": plan.choice.is_reached,
            "reachable_yen": number(plan.reachable_yen),
            "reachable_cost_yen": number(plan.reachable_cost),
        },
        "before": {"eal_yen": interval(plan.eal_before), "largest_path_yen": number(plan.largest_path_before)},
        "choice": _choice(plan.choice),
        "proof": {
            "method": plan.method,
            "gap": None if plan.gap is None else number(plan.gap),
            "candidates": plan.candidates,
        },
        "alternatives": [_choice(other) for other in plan.alternatives],
        "greedy": _choice(plan.greedy) if plan.greedy is not None else None,
        "curve": [_point(point) for point in plan.curve],
        "duties": [
            {"code": d.code, "engagement": d.engagement_id, "party": d.party_id, "paths": list(d.path_keys)}
            for d in plan.duties
        ],
        "paths": [_path(move) for move in plan.paths],
        "problems": [problem_data(problem) for problem in problems],
    }


def _choice(choice: PlanChoice) -> Json:
    return {
        "cost_a_year_yen": interval(choice.cost_a_year),
        "cost_once_yen": interval(choice.cost_once),
        "eal_after_yen": interval(choice.eal_after),
        "largest_path_after_yen": number(choice.largest_path_after),
        "is_reached": choice.is_reached,
        "measures": [_planned(one) for one in choice.measures],
    }


def _planned(one: PlannedMeasure) -> Json:
    return {
        **measure_data(one.measure),
        "cost_a_year_yen": interval(one.cost_a_year),
        "saves_last_yen": number(one.saves_last_yen),
        "saves_alone_yen": number(one.saves_alone_yen),
        "paths": list(one.paths),
    }


def measure_data(measure: Measure) -> Json:
    """Return one measure as plain data."""
    return {
        "measure": measure.measure_id,
        "kind": measure.template_id,
        "acts": measure.acts,
        "engagement": measure.engagement_id,
        "one_off_yen": interval(measure.cost.one_off_yen),
        "yearly_yen": interval(measure.cost.yearly_yen),
        "is_default_cost": measure.is_default_cost,
        "payer": measure.payer.value,
        "negotiated_on": measure.negotiated_on.isoformat() if measure.negotiated_on else None,
        "result": measure.result,
        "is_forced": measure.is_forced,
        "changes": [change_data(change) for change in measure.changes],
    }


def _point(point: CurvePoint) -> Json:
    return {
        "cost_a_year_yen": number(point.cost_a_year),
        "eal_after_yen": number(point.eal_after),
        "measures": list(point.measures),
        "is_proven": point.is_proven,
        "bound_yen": None if point.bound is None else number(point.bound),
    }


def _path(move: PathMove) -> Json:
    return {
        "path": move.key,
        "rank": {"before": move.rank_before, "after": move.rank_after},
        "eal_yen": {
            "before": interval(move.eal_before) if move.eal_before else None,
            "after": interval(move.eal_after) if move.eal_after else None,
        },
        "grade": {
            "before": move.grade_before.value if move.grade_before else None,
            "after": move.grade_after.value if move.grade_after else None,
        },
    }
