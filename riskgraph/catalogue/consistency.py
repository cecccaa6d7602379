"""Named checks that the catalogue does not contradict itself; each tells file, key and reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from riskgraph.model.control import Catalogue

# What a control feeds beside the gates of the scenarios: parts of a hop, the undeclared tier, the owner's
# own staff, the size of a loss.
OTHER_FEEDS = (
    "hop.terms",
    "hop.check",
    "hop.follow_up",
    "hop.people",
    "latent_tier",
    "own_staff.supervision",
    "loss.share",
)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One thing that does not fit: the file, the key in it, and the reason."""

    file: str
    key: str
    reason: str


def contradictions(catalogue: Catalogue) -> Iterator[Contradiction]:
    """Give every contradiction of a catalogue, in the order of the checks."""
    for check in _CHECKS:
        yield from check(catalogue)


def gate_feeds(catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    """Return the gates that each control is part of (``SCENARIO.layer``), by control id."""
    feeds: dict[str, list[str]] = {}
    for scenario in catalogue.scenarios:
        for layer in scenario.layers:
            for control_id in dict.fromkeys((*layer.parts, *layer.bulk_parts, *layer.host_parts)):
                feeds.setdefault(control_id, []).append(f"{scenario.scenario_id}.{layer.key}")
    return {control_id: tuple(gates) for control_id, gates in feeds.items()}


def check_ids_stand_once(catalogue: Catalogue) -> Iterator[Contradiction]:
    """Every id of one kind is there once."""
    kinds: Iterable[tuple[str, list[str]]] = (
        ("controls.yaml", [control.control_id for control in catalogue.controls]),
        ("controls.yaml", [scheme.scheme_id for scheme in catalogue.schemes]),
        ("forms", [f"{form.form_id}-{form.version}" for form in catalogue.forms]),
        ("scenarios.yaml", [scenario.scenario_id for scenario in catalogue.scenarios]),
        ("scenarios.yaml", [f"{s.scenario_id}.{layer.key}" for s in catalogue.scenarios for layer in s.layers]),
        ("lapses.yaml", [lapse.code for lapse in catalogue.lapses]),
    )
    for file, ids in kinds:
        for twice in sorted({i for i in ids if ids.count(i) > 1}):
            yield Contradiction(file, twice, "written twice")


def check_forms_ask_known_controls(catalogue: Catalogue) -> Iterator[Contradiction]:
    """A form and its modules ask only controls of the catalogue, and choices have their codes."""
    for form in catalogue.forms:
        file = f"{form.form_id}-{form.version}.yaml"
        for control_id in form.asked(tuple(module.module_id for module in form.modules)):
            if control_id not in catalogue.control_by_id:
                yield Contradiction(file, control_id, "unknown control")
        for fact in form.facts:
            if len(fact.choices) != len(fact.codes):
                yield Contradiction(file, fact.fact_id, "choices and codes differ in number")


def check_layers_rest_on_known_controls(catalogue: Catalogue) -> Iterator[Contradiction]:
    """A layer's parts are controls of the catalogue."""
    for control_id, gates in gate_feeds(catalogue).items():
        if control_id not in catalogue.control_by_id:
            yield Contradiction("scenarios.yaml", gates[0], f"unknown control {control_id}")


def check_feeds_agree_with_layers(catalogue: Catalogue) -> Iterator[Contradiction]:
    """What a control says it feeds is what the scenarios take, both ways."""
    gates = gate_feeds(catalogue)
    for control in catalogue.controls:
        told = {feed for feed in control.feeds if feed not in OTHER_FEEDS}
        taken = set(gates.get(control.control_id, ()))
        for feed in sorted(told ^ taken):
            yield Contradiction("controls.yaml", f"{control.control_id}.feeds", f"{feed} stands on one side only")


def check_references_and_cases_are_known(catalogue: Catalogue) -> Iterator[Contradiction]:
    """Schemes and lapse codes that a control names are there."""
    schemes = {scheme.scheme_id for scheme in catalogue.schemes}
    codes = {lapse.code for lapse in catalogue.lapses}
    for control in catalogue.controls:
        for scheme in sorted(set(control.references) - schemes):
            yield Contradiction("controls.yaml", f"{control.control_id}.references.{scheme}", "unknown scheme")
        for code in sorted(set(control.cases) - codes):
            yield Contradiction("controls.yaml", f"{control.control_id}.cases", f"unknown lapse code {code}")


_CHECKS: tuple[Callable[[Catalogue], Iterator[Contradiction]], ...] = (
    check_ids_stand_once,
    check_forms_ask_known_controls,
    check_layers_rest_on_known_controls,
    check_feeds_agree_with_layers,
    check_references_and_cases_are_known,
)
