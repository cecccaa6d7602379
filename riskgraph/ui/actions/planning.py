"""The plan of the shown assessment, its measures and costs: worked out on request and kept by what it was asked.

The convention that bites: a plan follows from the kept assessment, the aim and the costs, which together name it; what
the store knows of costs is read anew each time, so that the page can say that a plan is older than its costs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock

import streamlit as st

from riskgraph.catalogue import load_catalogue
from riskgraph.catalogue.measures import load_measures
from riskgraph.errors import WrongUse
from riskgraph.intake.costs import CostLine, costs_workbook, known_measures, read_costs
from riskgraph.model.measure import CostEntry, Measure, MeasureTemplate
from riskgraph.model.plan import Plan, PlanAsk
from riskgraph.model.problem import Problem
from riskgraph.planning import Planning
from riskgraph.report.names import party_name
from riskgraph.scoring.candidates import candidates
from riskgraph.store.costs import cost_revisions, costs, save_cost
from riskgraph.ui import keeping
from riskgraph.ui.actions.shown import HOUR, Shown, parameters_of
from riskgraph.what_if import WhatIf

SECONDS = 8.0
"""For the proof of a plan on a page, seconds."""
MOST_PLANS = 12
"""Plans of one assessment and its costs that are kept."""


@dataclass(frozen=True)
class Engine:
    """A scored register to be asked what changes would do; one question at a time."""

    what_if: WhatIf
    lock: Lock = field(default_factory=Lock)


@dataclass(frozen=True)
class Offer:
    """Every measure of a register with what people know of its cost; `key` names both in all caches."""

    measures: tuple[Measure, ...]
    entries: tuple[CostEntry, ...]
    revisions: Mapping[str, int]
    key: str

    @property
    def by_id(self) -> Mapping[str, Measure]:
        """Return the measures by their ids."""
        return {measure.measure_id: measure for measure in self.measures}

    def entry(self, measure_id: str) -> CostEntry | None:
        """Return what people know of a measure, None where nobody said anything."""
        return next((entry for entry in self.entries if entry.measure_id == measure_id), None)


def engine(this: Shown) -> Engine:
    """Return the engine of the shown assessment, scored once."""
    return _engine(this.key, _shown=this)


@st.cache_resource(max_entries=2, ttl=HOUR, show_spinner=False)
def _engine(key: str, *, _shown: Shown) -> Engine:
    as_of, appetite = _shown.assessment.provenance.as_of, _shown.assessment.appetite_yen
    parameters = parameters_of(_shown)
    return Engine(WhatIf(_shown.submission, parameters, load_catalogue(), as_of=as_of, appetite_yen=appetite))


def templates() -> Mapping[str, MeasureTemplate]:
    """Return the kinds of measures by their ids."""
    return {template.template_id: template for template in load_measures()}


def offer(this: Shown) -> Offer:
    """Return every measure that the register could take, with its costs as the store has them now."""
    store, register_id = keeping.store(), this.record.register_id
    entries = costs(store, register_id)
    written = "\n".join(entry.model_dump_json() for entry in entries)
    key = f"{this.key}#{hashlib.sha256(written.encode()).hexdigest()[:16]}"
    return Offer(_measures(key, _shown=this, _entries=entries), entries, cost_revisions(store, register_id), key)


@st.cache_resource(max_entries=4, ttl=HOUR, show_spinner=False)
def _measures(key: str, *, _shown: Shown, _entries: tuple[CostEntry, ...]) -> tuple[Measure, ...]:
    return candidates(engine(_shown).what_if.scored, load_measures(), _entries)


@st.cache_resource(max_entries=4, ttl=HOUR, show_spinner=False)
def _place(key: str) -> dict[str, Plan]:
    """Return where the plans of an assessment with these costs are kept."""
    return {}


def known_plan(offered: Offer, ask: PlanAsk) -> Plan | None:
    """Return the plan for an aim where it was worked out already."""
    return _place(offered.key).get(ask.model_dump_json())


def name_of(offered: Offer, ask: PlanAsk) -> tuple[str, str]:
    """Return the name under which a plan is kept, for `older_plan`."""
    return offered.key, ask.model_dump_json()


def older_plan(this: Shown, name: tuple[str, str]) -> Plan | None:
    """Return a plan of this very assessment by its name, though its aim or its costs are others by now."""
    key, ask = name
    return _place(key).get(ask) if key.startswith(f"{this.key}#") else None


def work_out(this: Shown, offered: Offer, ask: PlanAsk, told: Callable[[float], None]) -> Plan:
    """Work a plan out and keep it.

    Parameters
    ----------
    told
        Called with the part that is done, 0 to 1.
    """
    known = engine(this)
    with known.lock:
        found = Planning(known.what_if, offered.entries, ask, seconds=SECONDS, progress=told).plan()
    place = _place(offered.key)
    place[ask.model_dump_json()] = found
    while len(place) > MOST_PLANS:
        place.pop(next(iter(place)))  # the oldest
    return found


def years_of_use(this: Shown) -> float:
    """Return for how many years the outlay of a measure serves."""
    return parameters_of(this).number("acting.years_of_use")


def keep_cost(this: Shown, entry: CostEntry, revision: int) -> None:
    """Keep what people know of one measure.

    Raises
    ------
    StaleSave
        Where somebody changed it since that revision.
    WrongUse
        ``measure.reason_needed`` where it is forced in or left out without a reason, ``measure.both_ways`` where both,
        and what `riskgraph.store.costs.save_cost` raises.
    """
    if entry.is_forced and entry.is_excluded:
        raise WrongUse("measure.both_ways", {"measure": entry.measure_id})
    if (entry.is_forced or entry.is_excluded) and not entry.note.strip():
        raise WrongUse("measure.reason_needed", {"measure": entry.measure_id})
    with keeping.writing() as writing:
        save_cost(writing, this.record.register_id, entry, revision)


def table_of_costs(this: Shown, offered: Offer, locale: str) -> bytes:
    """Return every measure with its costs as a workbook that can be read back."""
    known = templates()
    lines = [
        CostLine(m, known[m.template_id].title.said(locale), party_name(m.acts, this.submission, locale))
        for m in offered.measures
    ]
    return costs_workbook(lines, locale)


def read_table(this: Shown, name: str, data: bytes) -> tuple[tuple[CostEntry, ...], tuple[Problem, ...]]:
    """Return what a table of costs says, and what of it cannot be used."""
    known = known_measures(this.submission, load_measures())
    return read_costs(name, data, known, today=this.assessment.provenance.as_of)


def keep_table(this: Shown, offered: Offer, entries: Sequence[CostEntry]) -> int:
    """Keep the entries that differ from what is known, all or none, and return how many."""
    new = [entry for entry in entries if offered.entry(entry.measure_id) != entry]
    with keeping.writing() as writing:
        for entry in new:
            save_cost(writing, this.record.register_id, entry, offered.revisions.get(entry.measure_id, 0))
    return len(new)
