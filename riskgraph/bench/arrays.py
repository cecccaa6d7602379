"""The array engine, measured: scoring against a bare pass, one change against a full pass, growth, and memory.

Everything is per end, with the gates worked out once a party; the full pass that a change is compared with is the
same work, so that both figures are of one program.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from riskgraph.bench.made_up import Plan, made_up
from riskgraph.bench.made_up_arrays import SCENARIOS, blocks_of, worth_of
from riskgraph.bench.memory import measured
from riskgraph.bench.ratio import Ratio
from riskgraph.bench.timing import medians, seconds
from riskgraph.catalogue import load_catalogue, load_parameters
from riskgraph.scoring.array_changes import ArrayChanges
from riskgraph.scoring.channel_arrays import ENDS, Block, Gates, Worth, evaluate, gates
from riskgraph.scoring.kernel import Floats

POINT = 1
CHANNELS_PER_ACCESS = 4.9  # five scenarios, measured on the plans of `made_up`
MOST_TOUCHED = 100
MOST_TIMES_BARE, LEAST_TIMES_FULL, MOST_GROWTH, MOST_BYTES = 3.0, 500.0, 5.0, 400.0
QUESTIONS = 200
ASKED = ("DEV-01", "MON-01", "IAM-01", "HUM-04", "PHY-01", "SYS-10", "OUT-01", "CHN-09")
Say = Callable[[str], None]


@dataclass(frozen=True)
class Register:
    """A made-up register as arrays, evaluated at the point, with its gates there."""

    plan: Plan
    worth: Worth
    blocks: tuple[Block, ...]
    gated: tuple[Gates, ...]
    total: float

    @property
    def channels(self) -> int:
        """Return the number of channels."""
        return sum(block.count for block in self.blocks)


def register(accesses: int, *, scenarios: Sequence[str] = SCENARIOS) -> Register:
    """Return a made-up register of about so many access rows."""
    catalogue, parameters = load_catalogue(), load_parameters()
    plan = made_up(accesses, catalogue)
    worth = worth_of(plan, parameters)
    factors = parameters.population
    blocks = blocks_of(plan, worth, catalogue, parameters, factors=factors, scenarios=tuple(scenarios))
    gated = tuple(gates(block.table, worth, POINT) for block in blocks)
    return Register(plan, worth, blocks, gated, evaluate(blocks, worth, POINT, gated))


def bare_pass(given: Register) -> Floats:
    """Gather and multiply the factors that the engine takes, as NumPy does it by itself: whole columns, float64."""
    product = np.empty(0)
    for block, gated in zip(given.blocks, given.gated, strict=True):
        product = np.ones(block.count)
        for number in range(len(block.table.layers)):
            product *= gated.table(number)[block.entity(gated.columns[number])]
    return product


def full_pass(given: Register) -> float:
    """Score all channels at the point: Phi with and without the undeclared tier, rates, events, yen."""
    return evaluate(given.blocks, given.worth, POINT, given.gated)


def array_ratios(size: int, *, runs: int, say: Say) -> list[Ratio]:
    """Return the figures of the array engine at about `size` channels.

    Parameters
    ----------
    say
        Told the name of each step as it begins.
    """
    say("eight_layers")
    found = _of_scenario(register(size, scenarios=("INS",)), "eight_layers", runs)
    say("five_scenarios")
    whole = register(round(size / CHANNELS_PER_ACCESS))
    found += _of_scenario(whole, "five_scenarios", runs)
    say("growth")
    found.append(_growth(whole, round(4 * size / CHANNELS_PER_ACCESS), runs))
    say("memory")
    return [*found, *_memory(size)]


def _growth(given: Register, accesses: int, runs: int) -> Ratio:
    """Return how much longer a larger register takes."""
    larger = register(accesses)
    ours, theirs = medians(lambda: full_pass(given), lambda: full_pass(larger), runs=runs)
    times = larger.channels / given.channels
    detail = f"{given.channels:,} -> {larger.channels:,} (x {times:.2f})"
    return Ratio("growth", theirs / ours, MOST_GROWTH, is_at_least=False, detail=detail)


def _of_scenario(given: Register, name: str, runs: int) -> list[Ratio]:
    """Return scoring against the bare pass, and changes against scoring, of one register."""
    full, bare = medians(lambda: full_pass(given), lambda: bare_pass(given), runs=runs)
    # The bare pass has no scenario to leave out; the five are told of without a limit of their own.
    limit = MOST_TIMES_BARE if name == "eight_layers" else np.inf
    layers = sum(len(block.table.layers) * block.count for block in given.blocks) / given.channels
    detail = f"{given.channels:,}; {layers:.1f} layers"
    found = [Ratio(f"{name}_scoring", full / bare, limit, is_at_least=False, detail=detail)]
    changes = ArrayChanges(given.blocks, given.worth, POINT)
    times, touched = _questions(given, changes)
    detail = f"{given.channels:,}; {len(times)} x, {min(touched)}-{max(touched)} ({np.mean(touched):.1f})"
    value = full / float(np.median(times))
    found.append(Ratio(f"{name}_change", value, LEAST_TIMES_FULL, is_at_least=True, detail=detail))
    hub = int(np.bincount(given.plan.host).argmax())
    # Of its answers the one that moves most: some controls are not the weakest of their gates.
    known = [control for control in ASKED if control in given.worth.columns]
    count, control = max((changes.answer(hub, control, 1.0).count, control) for control in known)
    longest = float(np.median([seconds(lambda: changes.answer(hub, control, 1.0)) for _ in range(runs)]))
    found.append(Ratio(f"{name}_largest_host", full / longest, 0.0, is_at_least=True, detail=f"{count:,}"))
    worst = max(_mistake(given, changes, number) for number in range(4))
    found.append(Ratio(f"{name}_exact", worst, 1e-12, is_at_least=False, detail="4 x"))
    return found


def _questions(given: Register, changes: ArrayChanges) -> tuple[list[float], list[int]]:
    """Return times and touched channels of changed answers, drawn from a seed, that touch 1 to 100 channels."""
    rng = np.random.default_rng(2014)
    known = [control for control in ASKED if control in given.worth.columns]
    times: list[float] = []
    touched: list[int] = []
    for _ in range(50 * QUESTIONS):
        party, control = int(rng.integers(given.plan.owners, given.plan.parties)), known[rng.integers(len(known))]
        taken: list[int] = []
        spent = seconds(lambda: taken.append(changes.answer(party, control, 1.0).count))  # noqa: B023 - run at once
        if 0 < taken[0] <= MOST_TOUCHED:
            times.append(spent)
            touched.append(taken[0])
        if len(times) == QUESTIONS:
            break
    return times, touched


def _mistake(given: Register, changes: ArrayChanges, number: int) -> float:
    """Return by how much of itself the EAL after a change differs from that of a full pass."""
    who = (given.plan.host, given.plan.consignee, given.plan.device_owner, given.plan.site_owner)[number]
    party, control = int(who[len(who) // 2]), ("MON-01", "HUM-04", "DEV-01", "PHY-01")[number]
    changed = changes.answer(party, control, 0.93).total
    strengths = given.worth.strengths
    place = (party, given.worth.columns[control], POINT)
    before = strengths[place]
    strengths[place] = 0.93
    full = evaluate(given.blocks, given.worth, POINT)
    strengths[place] = before
    full_pass(given)
    return abs(changed / full - 1.0)


def held(size: int) -> tuple[object, int]:
    """Return all that the engine holds for about `size` channels, results at three ends and the index, and how many."""
    given = register(max(100, round(size / CHANNELS_PER_ACCESS)))
    for end in range(ENDS):
        evaluate(given.blocks, given.worth, end)
    return (given.blocks, given.worth, ArrayChanges(given.blocks, given.worth, POINT)), given.channels


def _memory(size: int) -> list[Ratio]:
    """Return the memory a channel, above the empty process."""
    memory = measured(held, size)
    held_bytes, peak = memory.held / memory.count, memory.peak / memory.count
    return [
        Ratio("memory_held", held_bytes, MOST_BYTES, is_at_least=False, detail=f"{memory.count:,}"),
        Ratio("memory_peak", peak, np.inf, is_at_least=False, detail=f"{memory.count:,}"),
    ]
