"""The tables of a plan: chosen measures, and every measure that a register could take."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from riskgraph.model.measure import Measure
from riskgraph.model.plan import Duty, Plan, PlannedMeasure
from riskgraph.model.submission import Submission
from riskgraph.report.numbers import yen
from riskgraph.report.plain import plain
from riskgraph.report.plan_words import Templates, engagement_ends, measure_place, measure_title
from riskgraph.report.table_rows import Columns
from riskgraph.text import t


def ranked(plan: Plan) -> tuple[PlannedMeasure, ...]:
    """Return the chosen measures, the one that would be missed most first."""
    return tuple(sorted(plan.choice.measures, key=lambda one: (-one.saves_last_yen, one.measure.measure_id)))


def chosen_columns(plan: Plan, submission: Submission, templates: Templates, locale: str) -> Columns:
    """Return the chosen measures: what, who acts, who pays, what it costs and saves a year, and whether it is ours."""
    ones = ranked(plan)
    return {
        "plan_what": [measure_title(one, templates, locale) for one in ones],
        "plan_acts": [measure_place(one, submission, locale) for one in ones],
        "plan_cost": [yen(one.cost_a_year.pt, locale) for one in ones],
        "plan_saves": [yen(one.saves_last_yen, locale) for one in ones],
        "plan_alone": [yen(one.saves_alone_yen, locale) for one in ones],
        "plan_paths": [len(one.paths) for one in ones],
        "plan_payer": [t(locale, f"costs.payer.{one.measure.payer.value}") for one in ones],
        "plan_known": [known_words(one.measure, locale) for one in ones],
        "plan_id": [plain(one.measure.measure_id) for one in ones],
    }


def offered_columns(
    measures: Iterable[Measure], submission: Submission, templates: Templates, locale: str, *, years: float
) -> Columns:
    """Return measures with their costs, and what people said about them."""
    listed = [
        PlannedMeasure(measure=m, cost_a_year=m.cost.a_year(years), saves_last_yen=0.0, saves_alone_yen=0.0)
        for m in measures
    ]
    return {
        "plan_what": [measure_title(one, templates, locale) for one in listed],
        "plan_acts": [measure_place(one, submission, locale) for one in listed],
        "plan_once": [yen(one.measure.cost.one_off_yen.pt, locale) for one in listed],
        "plan_yearly": [yen(one.measure.cost.yearly_yen.pt, locale) for one in listed],
        "plan_cost": [yen(one.cost_a_year.pt, locale) for one in listed],
        "plan_payer": [t(locale, f"costs.payer.{one.measure.payer.value}") for one in listed],
        "plan_known": [known_words(one.measure, locale) for one in listed],
        "plan_id": [plain(one.measure.measure_id) for one in listed],
    }


def known_words(measure: Measure, locale: str) -> str:
    """Return whether a cost is a default, and whether the measure is always taken or left out."""
    cost = t(locale, "plan.known.default" if measure.is_default_cost else "plan.known.own")
    take = "forced" if measure.is_forced else "excluded" if measure.is_excluded else ""
    return cost + (t(locale, f"plan.known.{take}") if take else "")


def duty_counts(duties: Iterable[Duty], locale: str) -> tuple[str, ...]:
    """Return what is due, one line a kind with how often."""
    counts = Counter(duty.code for duty in duties)
    return tuple(
        t(locale, "planning.due.kind", what=t(locale, f"duty.{code}"), count=count) for code, count in counts.items()
    )


def duty_columns(duties: Iterable[Duty], submission: Submission, locale: str) -> Columns:
    """Return what is due row by row: what, the engagement with its two ends, and how many paths stand on it."""
    listed = tuple(duties)
    return {
        "duty_what": [t(locale, f"duty.{duty.code}") for duty in listed],
        "duty_row": [plain(duty.engagement_id) for duty in listed],
        "duty_chain": [engagement_ends(duty.engagement_id, submission, locale) for duty in listed],
        "duty_paths": [len(duty.path_keys) for duty in listed],
    }
