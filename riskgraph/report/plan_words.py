"""A plan in words, to be read aloud: what it costs and saves, each measure with its reason, what is due beside it.

The convention that bites: it is said who acts and who pays, never who is to blame; what law or contract asks for stands
apart and bears no amount; and whatever is not proven is said to be so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from riskgraph.model.engagement import Engagement
from riskgraph.model.measure import MeasureTemplate, Payer
from riskgraph.model.plan import Aim, CurvePoint, Duty, Plan, PlanChoice, PlannedMeasure
from riskgraph.model.submission import Submission
from riskgraph.report.names import party_name
from riskgraph.report.numbers import decimal, percent, yen, yen_interval
from riskgraph.report.plain import plain, wrapped
from riskgraph.report.tables import LINE, aligned
from riskgraph.text import t

_JOINT = 0.5
_NAMED = 6
Templates = Mapping[str, MeasureTemplate]


def plan_text(plan: Plan, submission: Submission, templates: Templates, locale: str, *, title: str = "") -> str:
    """Return a plan for a terminal."""
    blocks = [
        title,
        _lines(sentences(plan, locale)),
        _measures(plan.choice, submission, templates, locale),
        _alternatives(plan, submission, templates, locale),
        _curve(plan.curve, locale),
        _due(plan.duties, submission, locale),
        _lines(notes(plan, locale)),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def sentences(plan: Plan, locale: str) -> tuple[str, ...]:
    """Return what the plan comes to: the aim, cost and effect, whether it is reached, how far it is proven."""
    choice = plan.choice
    found = [t(locale, f"plan.aim.{plan.ask.aim.value}", limit=yen(plan.ask.limit_yen, locale)), _effect(plan, locale)]
    if not choice.is_reached:
        found.append(reachable(plan, locale))
    found.append(proof(plan, locale))
    return tuple(found)


def _effect(plan: Plan, locale: str) -> str:
    """Return what the choice costs and what it leaves."""
    choice = plan.choice
    before = {
        "before": yen(plan.eal_before.pt, locale),
        "largest_before": yen(plan.largest_path_before, locale),
    }
    if not choice.measures:
        return t(locale, "plan.sentence.nothing", **before)
    return t(
        locale,
        "plan.sentence.choice",
        **before,
        count=len(choice.measures),
        cost=yen_interval(choice.cost_a_year, locale),
        once=yen(choice.cost_once.pt, locale),
        years=decimal(plan.ask.years, locale),
        after=yen_interval(choice.eal_after, locale),
        largest_after=yen(choice.largest_path_after, locale),
    )


def reachable(plan: Plan, locale: str) -> str:
    """Return what can be had where the aim is out of reach; for a budget, that what is forced goes beyond it."""
    if plan.ask.aim is Aim.BUDGET:
        return t(locale, "plan.sentence.over_budget", limit=yen(plan.ask.limit_yen, locale))
    return t(
        locale,
        f"plan.sentence.unreachable.{plan.ask.aim.value}",
        reachable=yen(plan.reachable_yen, locale),
        cost=yen(plan.reachable_cost, locale),
    )


def proof(plan: Plan, locale: str) -> str:
    """Return how near the choice is to the best there is, as far as it is proven."""
    if plan.gap is None:
        return t(locale, "plan.proof.curve" if plan.ask.aim is Aim.TAIL else "plan.proof.none", count=plan.candidates)
    return t(locale, "plan.proof.gap", gap=percent(plan.gap, locale), count=plan.candidates)


def measure_title(one: PlannedMeasure, templates: Templates, locale: str) -> str:
    """Return the title of a measure; its kind where the catalogue does not have it."""
    template = templates.get(one.measure.template_id)
    return template.title.said(locale) if template else plain(one.measure.template_id)


def measure_place(one: PlannedMeasure, submission: Submission, locale: str) -> str:
    """Return who acts, and on which engagement."""
    acts = party_name(one.measure.acts, submission, locale)
    if not one.measure.engagement_id:
        return acts
    about = engagement_words(one.measure.engagement_id, submission, locale)
    return t(locale, "plan.place.engagement", acts=acts, engagement=about)


def engagement_words(engagement_id: str, submission: Submission, locale: str) -> str:
    """Return an engagement as its id and its two ends."""
    return f"{plain(engagement_id)} {engagement_ends(engagement_id, submission, locale)}".rstrip()


def engagement_ends(engagement_id: str, submission: Submission, locale: str) -> str:
    """Return who gives the work of an engagement to whom; "" for one that is not there."""
    found = _named(engagement_id, submission)
    ends = [party_name(party, submission, locale) for party in (found.consignor, found.consignee)] if found else []
    return " → ".join(ends)


def measure_cost(one: PlannedMeasure, locale: str) -> str:
    """Return what a measure costs and who pays, with the talk where others than the principal do."""
    measure = one.measure
    words = t(
        locale,
        "plan.cost",
        year=yen_interval(one.cost_a_year, locale),
        once=yen(measure.cost.one_off_yen.pt, locale),
        yearly=yen(measure.cost.yearly_yen.pt, locale),
        payer=t(locale, f"costs.payer.{measure.payer.value}"),
    )
    if measure.payer is not Payer.PRINCIPAL:
        on = measure.negotiated_on.isoformat() if measure.negotiated_on else ""
        words += t(locale, "plan.cost.talk", on=on, result=plain(measure.result))
    return words + (t(locale, "plan.cost.judgement") if measure.is_default_cost else "")


def why(one: PlannedMeasure, locale: str) -> str:
    """Return why a measure was chosen: what would remain without it, and whether it needs the others."""
    if one.measure.is_forced and one.saves_last_yen < one.cost_a_year.pt:
        return t(locale, "plan.why.forced", last=yen(one.saves_last_yen, locale), paths=len(one.paths))
    is_joint = one.saves_alone_yen < _JOINT * one.saves_last_yen
    key = "plan.why.joint" if is_joint else "plan.why.alone"
    return t(
        locale,
        key,
        last=yen(one.saves_last_yen, locale),
        alone=yen(one.saves_alone_yen, locale),
        paths=len(one.paths),
    )


def duty_line(code: str, duties: Sequence[Duty], submission: Submission, locale: str) -> str:
    """Return one kind of duty with the engagements that it concerns."""
    named = [engagement_words(duty.engagement_id, submission, locale) for duty in duties[:_NAMED]]
    more = len(duties) - len(named)
    listed = t(locale, "plan.duty.separator").join(named)
    if more > 0:
        listed += t(locale, "plan.duty.more", more=more)
    return t(locale, f"plan.duty.{code}", count=len(duties), engagements=listed)


def notes(plan: Plan, locale: str) -> tuple[str, ...]:
    """Return what is to be said beside every plan."""
    return tuple(t(locale, f"plan.note.{name}") for name in ("cost", "seen", "talk"))


def alternative_words(other: PlanChoice, plan: Plan, submission: Submission, templates: Templates, locale: str) -> str:
    """Return in what an alternative differs from the choice, and what it costs and leaves."""
    mine = {one.measure.measure_id: one for one in plan.choice.measures}
    theirs = {one.measure.measure_id: one for one in other.measures}
    parts = {
        name: _joined([ones[key] for key in ones if key not in against], submission, templates, locale)
        for name, ones, against in (("without", mine, theirs), ("instead", theirs, mine))
    }
    return t(
        locale,
        "plan.alternative",
        **parts,
        cost=yen(other.cost_a_year.pt, locale),
        after=yen(other.eal_after.pt, locale),
    )


def _joined(ones: Sequence[PlannedMeasure], submission: Submission, templates: Templates, locale: str) -> str:
    if not ones:
        return t(locale, "plan.nothing")
    words = [
        t(
            locale,
            "plan.measure.short",
            title=measure_title(one, templates, locale),
            acts=party_name(one.measure.acts, submission, locale),
        )
        for one in ones[:_NAMED]
    ]
    more = len(ones) - len(words)
    listed = t(locale, "plan.duty.separator").join(words)
    return listed + (t(locale, "plan.duty.more", more=more) if more > 0 else "")


def _named(engagement_id: str, submission: Submission) -> Engagement | None:
    return next((e for e in submission.engagements if engagement_id in (e.row_id, e.engagement_id)), None)


def _lines(lines: Sequence[str]) -> str:
    return "\n".join(wrapped(line, LINE) for line in lines)


def _measures(choice: PlanChoice, submission: Submission, templates: Templates, locale: str) -> str:
    if not choice.measures:
        return ""
    blocks = [t(locale, "plan.measures")]
    ranked = sorted(choice.measures, key=lambda one: (-one.saves_last_yen, one.measure.measure_id))
    for number, one in enumerate(ranked, start=1):
        head = t(
            locale,
            "plan.measure",
            number=number,
            title=measure_title(one, templates, locale),
            place=measure_place(one, submission, locale),
            measure_id=plain(one.measure.measure_id),
        )
        lines = [head, measure_cost(one, locale), why(one, locale)]
        blocks.append("\n".join(wrapped(line, LINE, indent="   ") for line in lines[:1]))
        blocks.extend("   " + wrapped(line, LINE - 3, indent="   ") for line in lines[1:])
    return "\n".join(blocks)


def _alternatives(plan: Plan, submission: Submission, templates: Templates, locale: str) -> str:
    if not plan.alternatives:
        return ""
    lines = [alternative_words(other, plan, submission, templates, locale) for other in plan.alternatives]
    bullets = [wrapped(t(locale, "table.bullet", sentence=line), LINE, indent="  ") for line in lines]
    return "\n".join([t(locale, "plan.alternatives"), *bullets])


def _curve(points: Sequence[CurvePoint], locale: str) -> str:
    if len(points) < 2:
        return ""
    header = [t(locale, f"plan.curve.{name}") for name in ("cost", "left", "measures")]
    rows = [[yen(p.cost_a_year, locale), yen(p.eal_after, locale), str(len(p.measures))] for p in points]
    return "\n".join([t(locale, "plan.curve.title"), aligned([header, *rows], to_right=[True, True, True])])


def _due(duties: Sequence[Duty], submission: Submission, locale: str) -> str:
    if not duties:
        return ""
    codes = tuple(dict.fromkeys(duty.code for duty in duties))
    lines = [duty_line(code, [d for d in duties if d.code == code], submission, locale) for code in codes]
    bullets = [wrapped(t(locale, "table.bullet", sentence=line), LINE, indent="  ") for line in lines]
    return "\n".join([wrapped(t(locale, "plan.duties"), LINE), *bullets])
