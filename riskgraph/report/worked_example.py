"""How the number of one path comes about, step by step, so that a reader can follow it with a pocket calculator.

The convention that bites: the steps use the largest channel of the path and the parameters that the assessment was
made with, and their product is that channel's expected loss. What the method mixes in (links that are not sure,
an event shared by several chains or sets of data, the tier that nobody declared) is a step of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

from riskgraph.model.assessment import Assessment, Channel, LayerUsed, Path
from riskgraph.model.control import Catalogue, Scenario
from riskgraph.model.parameters import Parameters
from riskgraph.model.submission import Submission
from riskgraph.report.names import FEWEST_TOLD, asset_name, party_name
from riskgraph.report.numbers import decimal, frequency, per_year, percent, rounded, times_short, yen, yen_interval
from riskgraph.report.table_rows import Columns
from riskgraph.text import t

_FIGURES = 3
_PRIVILEGED = frozenset({"INS", "LVR"})
_PER_HOLDER = frozenset({"ERR", "MED"})
# Access whose right nobody wrote down is scored as reading.
_RIGHTS = ("screen", "read", "bulk")
_UNSAID_RIGHT = "read"


@dataclass(frozen=True, slots=True)
class Factors:
    """The factors of one channel's point estimate.

    `base` events a year and unit of exposure; `exposure` heads, organisations or ended contracts; `privilege` a
    multiplier; `phi` what all layers let through (0 to 1) and `phi_average` that of average firms; `link` how much
    of these events falls on this channel (0 to 1); `undeclared` the share that comes from tiers nobody declared;
    `rate` events a year; `loss` yen an event; `eal` yen a year.
    """

    base: float
    exposure: float
    privilege: float
    phi: float
    phi_average: float
    link: float
    undeclared: float
    rate: float
    loss: float
    eal: float


@dataclass(frozen=True, slots=True)
class Step:
    """One line: what is done, the number, and what it rests on."""

    what: str
    value: str
    why: str


def factors_of(channel: Channel, parameters: Parameters) -> Factors:
    """Return the factors of a channel under the parameters that it was computed with."""
    base = _base(channel.scenario, parameters)
    exposure = channel.heads.pt if channel.heads else 1.0
    privilege = parameters.number(f"privilege.{right_of(channel)}") if channel.scenario in _PRIVILEGED else 1.0
    rate = channel.rate_per_year.pt
    certain = base * exposure * privilege * channel.phi.pt / channel.phi_population
    return Factors(
        base=base,
        exposure=exposure,
        privilege=privilege,
        phi=channel.phi.pt,
        phi_average=channel.phi_population,
        link=rate * (1.0 - channel.undeclared_share) / certain if certain > 0 else 0.0,
        undeclared=channel.undeclared_share,
        rate=rate,
        loss=channel.eal_yen.pt / rate if rate > 0 else 0.0,
        eal=channel.eal_yen.pt,
    )


def right_of(channel: Channel) -> str:
    """Return the right that the point estimate takes: screen, read or bulk."""
    return channel.privilege if channel.privilege in _RIGHTS else _UNSAID_RIGHT


def _base(scenario: str, parameters: Parameters) -> float:
    """Return the base rate of a scenario per unit of exposure and year."""
    if scenario == "LVR":
        return parameters.number("rate.INS") * parameters.number("rate.LVR_of_INS")
    rate = parameters.number(f"rate.{scenario}")
    return rate / parameters.number("rate.handlers_per_holder") if scenario in _PER_HOLDER else rate


def worked_steps(
    assessment: Assessment,
    path: Path,
    parameters: Parameters,
    submission: Submission,
    catalogue: Catalogue,
    locale: str,
) -> tuple[Step, ...]:
    """Return about ten lines from the published rate to the expected loss of the register."""
    channel = path.channels[0]
    scenario = next(s for s in catalogue.scenarios if s.scenario_id == channel.scenario)
    factors = factors_of(channel, parameters)
    steps = [
        _begin(path, channel, scenario, submission, locale),
        _base_step(channel, factors, parameters, locale),
        *_exposure_steps(channel, factors, locale),
        _supervision(path, channel, locale),
        _layers(channel, factors, submission, locale),
        _against_average(factors, locale),
        *_mixed_in(factors, locale),
        _rate(factors, locale),
        _loss(channel, factors, submission, locale),
        _sums(assessment, path, locale),
    ]
    return tuple(steps)


def _step(name: str, value: str, locale: str, **fields: object) -> Step:
    return Step(t(locale, f"method.step.{name}"), value, t(locale, f"method.why.{name}", **fields))


def _begin(path: Path, channel: Channel, scenario: Scenario, submission: Submission, locale: str) -> Step:
    share = channel.eal_yen.pt / path.eal_yen.pt if path.eal_yen.pt > 0 else 0.0
    return _step(
        "begin",
        scenario.title.said(locale),
        locale,
        count=len(path.channels),
        share=percent(share, locale),
        asset=asset_name(channel.asset_id, submission),
    )


def _base_step(channel: Channel, factors: Factors, parameters: Parameters, locale: str) -> Step:
    key = "rate.INS" if channel.scenario == "LVR" else f"rate.{channel.scenario}"
    shape = "per_holder" if channel.scenario in _PER_HOLDER else "of_insiders" if channel.scenario == "LVR" else "plain"
    return Step(
        t(locale, "method.step.base"),
        per_year(factors.base, locale),
        t(locale, f"method.why.base.{shape}", title=parameters.by_key[key].label.said(locale)),
    )


def _exposure_steps(channel: Channel, factors: Factors, locale: str) -> list[Step]:
    if channel.heads is None:
        return [_step("once", times_short(1.0, locale), locale)]
    # A group so small that its number would point at persons is not told by number.
    is_told = factors.exposure >= FEWEST_TOLD
    heads = (
        t(locale, "method.heads", count=decimal(rounded(factors.exposure, _FIGURES), locale))
        if is_told
        else t(locale, "method.few", fewest=FEWEST_TOLD)
    )
    steps = [_step("heads", heads, locale)]
    if channel.scenario in _PRIVILEGED:
        right = t(locale, f"method.right.{right_of(channel)}")
        steps.append(_step("right", times_short(factors.privilege, locale), locale, right=right))
    return steps


def _supervision(path: Path, channel: Channel, locale: str) -> Step:
    layer = next((layer for layer in channel.layers if layer.role == "supervision"), None)
    let_through = passed(layer) if layer else 1.0
    strength = layer.strength if layer else path.supervision
    ends = {name: percent(getattr(strength, name), locale) for name in ("lo", "hi")}
    worth = t(locale, "number.interval", point=percent(strength.pt, locale), **ends)
    return _step("supervision", worth, locale, hops=len(path.hops), passed=percent(let_through, locale))


def _layers(channel: Channel, factors: Factors, submission: Submission, locale: str) -> Step:
    weakest = max(channel.layers, key=lambda layer: layer.share, default=None)
    party = party_name(weakest.party_id, submission, locale) if weakest else ""
    return _step("layers", percent(factors.phi, locale), locale, count=len(channel.layers), party=party)


def _against_average(factors: Factors, locale: str) -> Step:
    ratio = factors.phi / factors.phi_average
    return _step("average", times_short(ratio, locale), locale, average=percent(factors.phi_average, locale))


def _mixed_in(factors: Factors, locale: str) -> list[Step]:
    """Return the steps that not every channel has: a link that is not sure, and tiers that nobody declared."""
    steps = []
    if abs(factors.link - 1.0) > 1e-3:
        steps.append(_step("link", times_short(factors.link, locale), locale))
    if 0.0 < factors.undeclared < 1.0:
        more = 1.0 / (1.0 - factors.undeclared)
        value = t(locale, "number.times.short", amount=decimal(rounded(more, _FIGURES), locale))
        steps.append(_step("undeclared", value, locale, share=percent(factors.undeclared, locale)))
    return steps


def _rate(factors: Factors, locale: str) -> Step:
    return _step("rate", per_year(factors.rate, locale), locale, often=frequency(factors.rate, locale))


def _loss(channel: Channel, factors: Factors, submission: Submission, locale: str) -> Step:
    asset = asset_name(channel.asset_id, submission)
    return _step("loss", yen(factors.loss, locale), locale, asset=asset, eal=yen_interval(channel.eal_yen, locale))


def _sums(assessment: Assessment, path: Path, locale: str) -> Step:
    total = yen_interval(assessment.totals.eal_yen, locale)
    return _step("sums", yen_interval(path.eal_yen, locale), locale, paths=assessment.paths_total, total=total)


def passed(layer: LayerUsed) -> float:
    """Return what a layer lets through at its point strength: 1 - efficacy x strength, 0 to 1."""
    return 1.0 - layer.efficacy * layer.strength.pt


def step_columns(steps: tuple[Step, ...]) -> Columns:
    """Return the steps as columns."""
    return {
        "step_what": [step.what for step in steps],
        "step_value": [step.value for step in steps],
        "step_why": [step.why for step in steps],
    }


def layer_columns(channel: Channel, submission: Submission, catalogue: Catalogue, locale: str) -> Columns:
    """Return the layers of a channel: whose each is, how strong, what it stops in full, what it lets through."""
    titles = {
        layer.key: layer.title.said(locale)
        for scenario in catalogue.scenarios
        if scenario.scenario_id == channel.scenario
        for layer in scenario.layers
    }
    rows = channel.layers
    return {
        "layer_title": [titles.get(layer.layer, layer.layer) for layer in rows],
        "layer_party": [party_name(layer.party_id, submission, locale) for layer in rows],
        "layer_efficacy": [percent(layer.efficacy, locale) for layer in rows],
        "layer_strength": [_scored(_strength(layer, locale), layer, submission, locale) for layer in rows],
        "layer_passed": [_scored(percent(passed(layer), locale), layer, submission, locale) for layer in rows],
        "layer_share": [_scored(percent(layer.share, locale), layer, submission, locale) for layer in rows],
    }


def _scored(figure: str, layer: LayerUsed, submission: Submission, locale: str) -> str:
    """Return a figure of a layer, or that it is not told: a person is never scored."""
    party = submission.party_by_id.get(layer.party_id)
    return t(locale, "method.person") if party is not None and party.is_person else figure


def _strength(layer: LayerUsed, locale: str) -> str:
    ends = {name: percent(getattr(layer.strength, name), locale) for name in ("lo", "hi")}
    return t(locale, "number.interval", point=percent(layer.strength.pt, locale), **ends)
